"""Uncertainty bands: how far fluxes, generators and form factors move an edge between the ends of their envelopes."""

import numpy as np
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from .exclusion import COLOURS, PUBLISHED
from .frame import frame_of
from .names import spoken, title
from .plane import Field, cls_field, combined_field, fields_of, log_cls

SHOWN = 6
# CLs of a count depends on the expected signal alone; where a search has several channels it does not, and there is no band.
SAME_CURVE = 1e-6


def ends(map_, row):
    """Expected signal at the low and the high end of every envelope, or None for an analysis without any."""
    groups = next((one["components"] for one in map_.provenance["rows"] if one.get("name") == row.name), [])
    if not groups:
        return None
    found = []
    for variation in (1, 2):
        total, factor = 0.0, 1.0
        for number, group in enumerate(groups):
            nominal, moved = (map_.on_grid("responses", row.first_response + 3 * number + v).values for v in (0, variation))
            outward = np.minimum(nominal, moved) if variation == 1 else np.maximum(nominal, moved)
            if group.startswith("*"):  # a factor of the signals, not a signal
                factor = factor * outward
            else:
                total = total + outward
        found.append(total * factor)
    return found


def band_of(plane, row, cl):
    """Fields of the low and the high end, or None where there is no band."""
    moved = ends(plane.map, row)
    if moved is None:
        return None
    expected, values = plane.map.expected(row.name).values.ravel(), log_cls(plane.map.cls(row.name).values).ravel()
    order = np.lexsort((-values, expected))
    expected, values = expected[order], values[order]
    if np.any(np.diff(np.exp(values)) > SAME_CURVE):
        return None
    return [cls_field(plane, np.interp(signal, expected, values), cl) for signal in moved]


def draw_bands(plane, cl):
    frame = frame_of(plane)
    nominal, profiled = (combined_field(plane, "observed", cl, quantity) for quantity in ("nominal", "profiled"))
    frame.area(nominal, "#8C929C", zorder=1)
    frame.area(profiled, PUBLISHED, zorder=2)
    frame.line(profiled, "black", linewidth=2.0, zorder=8)
    for name, field in (("nominal", nominal), ("profiled", profiled)):
        frame.remember("combination, observed", name, field)
    searches = [(row, field) for row, field in fields_of(plane, cl)
                if row.kind == "experiment" and row.status == "observed" and row.in_combination and field.inside.any()]
    searches.sort(key=lambda entry: -entry[1].inside.sum())
    shown = [(row, field, band) for row, field in searches if (band := band_of(plane, row, cl)) is not None][:SHOWN]
    for number, (row, field, (low, high)) in enumerate(shown):
        colour = COLOURS[number % len(COLOURS)]
        differ = Field(np.where(high.inside & ~low.inside, -1.0, 1.0), 0.0)
        between(frame, low, high, colour)
        frame.line(field, colour, linewidth=1.2, zorder=6)
        for what, one in (("low end", low), ("central", field), ("high end", high)):
            frame.remember(what, row.name, one)
        if not frame.label_line(spoken(row.name), field, colour, size=9):
            frame.label_area(spoken(row.name), differ.inside, colour, 9)
        frame.axis.plot([], [], color=colour, linewidth=7, alpha=0.45, label=row.name)
    frame.axis.plot([], [], color="black", linewidth=2.0, label="all observed, combined and profiled")
    frame.axis.plot([], [], color="#8C929C", linewidth=7, label="only with fluxes at their central values")
    frame.axis.legend(loc="upper center", bbox_to_anchor=(0.5, -0.12), ncol=3,
                      title=f"excluded at {100 * cl:g} % CL; bands: signals at the ends of the envelopes of fluxes and form factors", title_fontsize=9)
    frame.axis.set_title(title(plane.map, plane))
    return frame


def between(frame, low, high, colour):
    """The area that the high end excludes and the low end does not: one path, in which the low end's polygons run the other way round."""
    outer = frame.polygons(high)
    inner = [(points[::-1], codes) for polygon, all_codes in frame.polygons(low) for points, codes in rings(polygon, all_codes)]
    if not outer:
        return
    points, codes = (np.concatenate(part) for part in zip(*outer, *inner))
    frame.axis.add_patch(PathPatch(Path(points, codes), facecolor=colour, linewidth=0, alpha=0.45, zorder=4))


def rings(points, codes):
    starts = np.flatnonzero(codes == Path.MOVETO)
    return zip(np.split(points, starts[1:]), np.split(codes, starts[1:]))
