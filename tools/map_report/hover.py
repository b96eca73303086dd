"""What the page says about the point under the mouse: CLs of every analysis that excludes anything, on the cells of a plane."""

import base64

import numpy as np
from map_figures.plane import log_cls

# One byte for each analysis and cell: 0 does not exclude, 1 + n: CLs is at most (1 - CL) 10^(-n/20).
STEPS_PER_DECADE = 20
MOST_CELLS = 64  # along a direction; a plane with more is thinned out


def picture(frame, plane, cl):
    """Where the axes stand in the figure and what lies under them: JSON for report.js, or None for a triangle of flavours."""
    if plane.is_triangle or any(name not in plane.shown for name in plane.names):
        return None
    x_name, y_name = plane.names
    order = 1 if plane.shown == [x_name, y_name] else -1
    picks = [np.unique(np.linspace(0, len(plane.map.axes[name]) - 1, min(len(plane.map.axes[name]), MOST_CELLS)).round().astype(int)) for name in (x_name, y_name)]
    grid = np.ix_(*picks)
    rows = []
    for row in plane.map.analyses.values():
        if row.status == "favoured":
            continue
        values = plane.of(log_cls(plane.map.cls(row.name).values))
        values = (values if order == 1 else values.T)[grid]
        beyond = np.log(1 - cl) + 1e-9 - values  # a point on a curve of 90 % counts as excluded at 90 %
        if (beyond >= 0).any():
            code = np.where(beyond >= 0, np.clip(1 + np.floor(beyond / np.log(10) * STEPS_PER_DECADE), 1, 255), 0).astype(np.uint8)
            rows.append({"name": row.name, "status": row.status, "combined": row.in_combination, "cls": base64.b64encode(code.tobytes()).decode()})
    combined = plane.of(plane.map.combined("observed").values)
    combined = (combined if order == 1 else combined.T)[grid]
    left, bottom, width, height = frame.axis.get_position().bounds
    return {"x": {"name": x_name, "values": round_all(plane.map.axes[x_name][picks[0]]), "log": bool(frame.log[0])},
            "y": {"name": y_name, "values": round_all(plane.map.axes[y_name][picks[1]]), "log": bool(frame.log[1])},
            "box": [round(value, 5) for value in (left, bottom, width, height)], "limits": [list(frame.axis.get_xlim()), list(frame.axis.get_ylim())],
            "steps": STEPS_PER_DECADE, "cl": cl, "rows": rows, "lnL": [round(float(value), 3) for value in np.clip(combined, -1e6, 1e6).ravel()]}


def round_all(values):
    return [float(f"{value:.5g}") for value in values]
