"""Figures of a value at every point: the likelihood, and which analysis excludes most strongly."""

import matplotlib
import numpy as np
from matplotlib.patches import Patch

from .exclusion import COLOURS
from .frame import FlavourTriangle, frame_of
from .names import spoken, title
from .plane import Field, cls_field, combined_field, fields_of, is_relic_density, log_cls, without_relic_density

LEVELS = ((0.90, "solid"), (0.95, "dashed"))
NAMED = 12  # analyses with a colour of their own; Okabe & Ito twice, the second time hatched
DEEPEST = -20.0  # ln L below this is one colour


def draw_likelihood(plane, name=None, status="observed"):
    """ln L of a combination (profiled) or of one analysis; lines where it is excluded at 90 % and 95 %."""
    frame = frame_of(plane)
    values = plane.of(without_relic_density(plane.map, status) if name is None else plane.map.log_likelihood(name).values)
    label = rf"$\ln L(s+b) / L(b)$, {f'{status} combined, profiled' if name is None else spoken(name)}"
    lowest = max(DEEPEST, min(values.min(), -1.0))
    highest = max(values.max(), 0.0)
    shown = np.clip(values, lowest, highest)
    if isinstance(frame, FlavourTriangle):
        image = frame.axis.tripcolor(frame.triangles, shown[plane.existing], cmap="cividis", vmin=lowest, vmax=highest, shading="gouraud", rasterized=True)
    else:
        image = frame.axis.pcolormesh(frame.x, frame.y, np.ma.masked_where(~plane.existing, shown), cmap="cividis", vmin=lowest, vmax=highest,
                                      shading="nearest", rasterized=True)
    bar = frame.figure.add_axes((0.42, 0.115, 0.52, 0.022))
    frame.figure.colorbar(image, cax=bar, orientation="horizontal", extend="min" if values.min() < lowest else "neither", label=label)
    bar.xaxis.label.set_size(10)
    for level, style in LEVELS:
        excluded = combined_field(plane, status, level) if name is None else cls_field(plane, log_cls(plane.map.cls(name).values), level)
        frame.line(excluded, "white", linewidth=2.4, zorder=6)
        frame.line(excluded, "black", linewidth=1.2, linestyle=style, zorder=7)
        frame.remember(f"excluded at {100 * level:g} %", name or status, excluded)
        frame.axis.plot([], [], color="black", linewidth=1.2, linestyle=style, label=f"excluded at {100 * level:g} % CL")
    frame.axis.legend(loc="upper left", bbox_to_anchor=(0, -0.12))
    frame.axis.set_title(title(plane.map, plane))
    frame.surface = {"ln_L": values}
    return frame


def dominant(plane, cl, status="observed"):
    """Names, and at each point the number of the one with the smallest CLs where that excludes, else -1. The relic density apart."""
    fields = [(row, field) for row, field in fields_of(plane, cl) if row.status == status and not is_relic_density(row)]
    if not fields:
        return [], np.full(plane.existing.shape, -1)
    values = np.stack([field.values for _, field in fields])
    best = np.argmin(values, axis=0)
    inside = np.take_along_axis(values, best[None], axis=0)[0] <= fields[0][1].level
    return [row.name for row, _ in fields], np.where(inside, best, -1)


def draw_dominant(plane, cl, status="observed"):
    """Which analysis excludes most strongly, by its own CLs."""
    frame = frame_of(plane)
    names, best = dominant(plane, cl, status)
    counts = sorted(((int((best == i).sum()), name) for i, name in enumerate(names)), reverse=True)
    shown = [name for count, name in counts if count][:NAMED]
    handles = []
    for place, name in enumerate(shown):
        inside = best == names.index(name)
        colour, hatch = COLOURS[place % len(COLOURS)], "" if place < len(COLOURS) else "////"
        paint(frame, inside, colour, hatch)
        handles.append(Patch(facecolor=colour, hatch=hatch, edgecolor="white", linewidth=0, label=name.split("/")[-1]))
        frame.label_area(spoken(name), inside, "black", 8)
        frame.drawn += [("dominant", name, place + 1, *point) for point in zip(frame.x[inside].tolist(), frame.y[inside].tolist())]
    rest = np.isin(best, [i for i, name in enumerate(names) if name not in shown]) & (best >= 0)
    if rest.any():
        paint(frame, rest, "#BBBBBB", "")
        handles.append(Patch(facecolor="#BBBBBB", label="others"))
    frame.axis.legend(handles=handles, loc="upper center", bbox_to_anchor=(0.5, -0.1), ncol=4, fontsize=7,
                      title=f"smallest CLs of all {status} analyses, where it excludes at {100 * cl:g} % CL", title_fontsize=9)
    frame.axis.set_title(title(plane.map, plane))
    return frame


def paint(frame, inside, colour, hatch):
    """Whole cells: which analysis leads is no number that could be interpolated."""
    if not inside.any():
        return
    if isinstance(frame, FlavourTriangle):
        frame.area(Field(np.where(inside, -1.0, 1.0), 0.0), colour, hatch=hatch, edgecolor="white")
        return
    mesh = frame.axis.pcolor(frame.x, frame.y, np.ma.masked_where(~inside, np.zeros(inside.shape)), shading="nearest",
                             cmap=matplotlib.colors.ListedColormap([colour]), linewidth=0.1, edgecolor=colour)
    if hatch:
        mesh.set(hatch=hatch, edgecolor="white", linewidth=0)
