"""The exclusion figure: what was observed is filled in neutral tones; what is foreseen are labelled lines, drawn where nothing is
excluded yet; the combination is the bold line."""

import numpy as np

from .frame import frame_of
from .names import spoken, title
from .plane import Field, combined_field, fields_of, is_relic_density
from .thermal import TARGET_COLOUR, TARGETS, thermal_targets

PUBLISHED, SIMULATED, PALE, INK = "#D4D6DA", "#A9AEB8", "#EDEEF0", "#3A3F47"
COLOURS = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00"]  # as in penumbra.mplstyle
DASHES = ["dashed", "dashdot"]
LABELLED_SEARCHES, LABELLED_LIMITS, LABELLED_PROJECTIONS = 10, 12, 9

# A band that covers more says nothing: some value of a hidden coupling is favoured everywhere.
MOST_OF_THE_PLANE = 0.6


def sorted_by_role(fields):
    roles = {"published": [], "simulated": [], "projected": [], "favoured": []}
    for analysis, field in fields:
        if is_relic_density(analysis) or not field.inside.any():
            continue
        role = analysis.status if analysis.status != "observed" else "simulated" if analysis.kind == "experiment" else "published"
        roles[role].append((analysis, field))
    return roles


def shown_projections(projected, reached):
    """Those that reach farthest beyond what is excluded, one of each name, simulated before published; and the others."""
    def gain(entry):
        return int((entry[1].inside & ~reached).sum())

    best = {}
    for entry in projected:
        name = spoken(entry[0].name)
        better = (entry[0].kind == "experiment", gain(entry))
        if gain(entry) and (name not in best or better > best[name][0]):
            best[name] = (better, entry)
    order = sorted((entry for _, entry in best.values()), key=gain, reverse=True)[:LABELLED_PROJECTIONS]
    return order, [entry for entry in projected if entry not in order and gain(entry)]


def draw_exclusion(plane, cl):
    frame, by_role = frame_of(plane), sorted_by_role(fields_of(plane, cl))
    combined = combined_field(plane, "observed", cl)
    for analysis, field in by_role["published"]:
        frame.area(field, PUBLISHED if analysis.in_combination else PALE, zorder=1.5 if analysis.in_combination else 0.2)
    for analysis, field in by_role["simulated"]:
        if analysis.in_combination:
            frame.area(field, SIMULATED, zorder=2)
        frame.line(field, "#8A909A" if analysis.in_combination else "#C0C4CA", linewidth=0.5, zorder=4)
    by_role["favoured"] = [entry for entry in by_role["favoured"] if entry[1].inside.mean() < MOST_OF_THE_PLANE]
    for _, field in by_role["favoured"]:
        frame.area(field, "none", hatch="////", edgecolor="#8A8A8A", zorder=5)
    reached = np.logical_or.reduce([combined.inside, *(f.inside for role in ("published", "simulated") for _, f in by_role[role])])
    foreseen, others = shown_projections(by_role["projected"], reached)
    styles = [dict(colour=COLOURS[i % len(COLOURS)], linestyle=DASHES[i // len(COLOURS) % len(DASHES)]) for i in range(len(foreseen))]
    for (_, field), style in zip(foreseen, styles):
        frame.line(field, **style, linewidth=1.5, zorder=0.6)
    envelope = Field(np.minimum.reduce([field.values for _, field in others]), others[0][1].level) if others else None
    if envelope:
        frame.line(envelope, "#777777", linewidth=0.9, linestyle="dotted", zorder=0.5)
    frame.line(combined, "black", linewidth=2.2, zorder=8)
    targets = thermal_targets(plane)
    for kind, line in targets.items():
        frame.axis.plot(*line, color=TARGET_COLOUR, linewidth=1.8, linestyle=TARGETS[kind][1], zorder=9, label=f"relic density, {TARGETS[kind][0]}")
        frame.drawn += [("relic density", kind, 1, *point) for point in zip(*map(np.ndarray.tolist, line))]

    name_them(frame, by_role, list(zip(foreseen, styles)), reached)
    for role, entries in by_role.items():
        for analysis, field in entries:
            frame.remember(role, analysis.name, field)
    frame.remember("combination", "observed", combined)
    if envelope:
        frame.remember("projected", "envelope of the lines without a name", envelope)
    legend(frame, plane, cl, by_role, bool(others), len(foreseen), combined.inside.any())
    frame.axis.set_title(title(plane.map, plane))
    return frame


def name_them(frame, by_role, foreseen, reached):
    named = set()
    for (analysis, field), style in foreseen:
        frame.label_line(spoken(analysis.name), field, style["colour"], away=reached, size=8.5)
    for analysis, field in sorted(by_role["simulated"], key=lambda entry: -entry[1].inside.sum())[:LABELLED_SEARCHES]:
        if spoken(analysis.name) not in named and frame.label_area(spoken(analysis.name), field.inside, "black", 8, "bold"):
            named.add(spoken(analysis.name))
    for analysis, field in by_role["favoured"][:1]:
        frame.label_area(spoken(analysis.name) + " favoured", field.inside, "black")
    # A published limit is named where it alone excludes; one of a simulated search's own name only fills its area.
    others = np.sum([field.inside for _, field in by_role["published"]], axis=0) if by_role["published"] else 0
    alone = [(analysis, field.inside & (others == 1)) for analysis, field in by_role["published"]]
    chosen = [entry for entry in sorted(alone, key=lambda entry: -entry[1].sum()) if entry[1].any()]
    for analysis, inside in chosen[:LABELLED_LIMITS]:
        if spoken(analysis.name) not in named and frame.label_area(spoken(analysis.name), inside, INK, 7.5):
            named.add(spoken(analysis.name))


def legend(frame, plane, cl, by_role, others, foreseen, combined):
    summed = [analysis.in_combination for analysis, _ in by_role["published"]]
    relic = any(row.in_combination and is_relic_density(row) for row in plane.map.analyses.values())
    entries = [(combined, dict(color="black", linewidth=2.2), f"all observed, combined{' (relic density apart)' if relic else ''}"),
               (any(summed), dict(color=PUBLISHED, linewidth=8), "published limits"),
               (not all(summed), dict(color=PALE, linewidth=8), "published, not in the combination"),
               (by_role["simulated"], dict(color=SIMULATED, linewidth=8), "simulated searches"),
               (foreseen, dict(color=COLOURS[0], linestyle="dashed"), "projections"),
               (others, dict(color="#777777", linewidth=0.9, linestyle="dotted"), "further projections, envelope")]
    for there, style, name in entries:
        if there:
            frame.axis.plot([], [], label=name, **style)
    frame.axis.legend(loc="upper center", bbox_to_anchor=(0.5, -0.12), ncol=3, title=f"excluded at {100 * cl:g} % CL", title_fontsize=9)
