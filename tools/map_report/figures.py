"""The figures of a report, and the contours that the program draws."""

import dataclasses
import io

import matplotlib
from map_figures.draw import figure, save
from PIL import Image
from plot_surviving import MEASURED, UPPER, Surviving, draw

from .hover import picture

EXTRA = {
    "likelihood": "ln L(s+b)/L(b) of the observed combination, profiled over the nuisances.",
    "dominant": "Which observed analysis excludes most strongly: the smallest CLs of its own.",
    "bands": "How far fluxes and form factors move the edges: each search with its signals at both ends of their envelopes, and the combination.",
}
RELIC_APART = " The relic density is left out of the filled areas and of the combination here; it stands as lines."


@dataclasses.dataclass
class ReportFigure:
    name: str
    caption: str
    png: bytes
    hover: dict | None
    drawn: matplotlib.figure.Figure


def make_figures(map_, planes, cl, folder):
    """Of the first plane also the likelihood, the leading analyses and the bands."""
    made = []
    for number, plane in enumerate(planes):
        for kind in ["exclusion", *(EXTRA if number == 0 else [])]:
            frame = figure(kind, plane, cl)
            name = kind if number == 0 else f"{kind}-{number + 1}"
            save(frame, folder / name)
            hover = picture(frame, plane, cl) if kind == "exclusion" else None
            made.append(ReportFigure(name, caption(map_, plane, kind, cl), few_colours(folder / f"{name}.png"), hover, frame.figure))
    if list(map_.axes)[0] == "m_chi" and list(map_.axes)[1] in ("m_mediator", "delta") and {UPPER, MEASURED} <= set(map_.analyses):
        shown = draw({map_.path: Surviving(map_.path, cl)})
        for suffix in ("pdf", "png"):
            shown.savefig(folder / f"surviving.{suffix}")
        made.append(ReportFigure("surviving", "Masses at which some couplings that bring dark matter into equilibrium are not excluded, with the relic density as an "
                                 "upper limit and as a measurement.", few_colours(folder / "surviving.png"), None, shown))
    return made


def few_colours(path):
    """A PNG of 256 colours: a third of the size. (Pillow is there: matplotlib needs it.)"""
    small = io.BytesIO()
    Image.open(path).convert("RGB").quantize(256, dither=Image.Dither.NONE).save(small, "png", optimize=True)
    return small.getvalue()


def caption(map_, plane, kind, cl):
    held = ", ".join(f"{name} = {value:.3g}" for name, value in plane.held.items())
    hidden = ", ".join(plane.hidden)
    where = f" At {held}." if held else ""
    where += f" Excluded for every value of {hidden}." if hidden and kind == "exclusion" else f" Profiled over {hidden}." if hidden else ""
    if kind != "exclusion":
        return EXTRA[kind] + where
    relic = RELIC_APART if any(name.startswith("relic") for name in map_.analyses) else ""
    return (f"Excluded at {100 * cl:g} % CL in the plane of {plane.names[0]} and {plane.names[1]}: published limits and simulated searches in greys, "
            f"projections as lines, the observed combination as the bold line.{where}{relic}")
