"""Everything that a report tells, collected once: from the map, and from what the program says about its analyses."""

import dataclasses

import numpy as np
from map_figures.plane import is_relic_density, log_cls
from map_figures.program import ask_json


@dataclasses.dataclass
class AnalysisRow:
    """One line of the table of analyses."""

    name: str
    title: str
    kind: str
    status: str
    data_set: str
    reference: str
    arxiv: str
    in_combination: bool
    why_not: str
    observed: float | None  # counts, where it counts
    background: float | None
    excluded: float  # share of the grid, by its own CLs
    excluded_expected: float  # share of the grid where ln L of n = b is below ln(1 - CL)
    median_dex: float | None  # distance to published contours
    p90_dex: float | None
    verdict: str
    flags: list


@dataclasses.dataclass
class Summary:
    """The story of a map."""

    name: str
    model: dict
    complete: bool
    cl: float
    axes: list  # (name, unit, points, first, last)
    parameters: dict  # options, fixed and computed
    points: int
    existing: int
    combined: dict  # status -> {"nominal", "profiled", "apart"}: shares of the grid excluded by the bound; best: its largest ln L and where
    analyses: list
    provenance: dict
    validated: bool


def gather(map_, cl, validation):
    story = map_.provenance["input"]
    known = {row["name"]: row for row in ask_json("list", "analyses")}
    why = {row["name"]: row["why"] for row in ask_json("list", "combination")}
    counts = counts_of(map_)
    distances = distances_of(validation, map_.model)
    exists = map_.exists.values
    rows = []
    for row in map_.analyses.values():
        about, count = known.get(row.name, {}), counts.get(row.name, {})
        lowest = np.log(1 - cl) + 1e-9
        inside = map_.expected(row.name).values >= 0.5 if row.status == "favoured" else log_cls(map_.cls(row.name).values) <= lowest
        median, p90, verdict = distances.get(row.name, (None, None, ""))
        rows.append(AnalysisRow(row.name, about.get("title", "no longer among the shipped analyses"), row.kind, row.status, row.data_set,
                                about.get("reference", ""), count.get("arxiv", ""), row.in_combination, reason(row, why),
                                count.get("observed"), count.get("background"), share(inside, exists),
                                share(map_.asimov(row.name).values <= lowest, exists), median, p90, verdict, about.get("flags", [])))
    axes = [(one["name"], "" if one["unit"] == "1" else one["unit"], len(map_.axes[one["name"]]), float(map_.axes[one["name"]][0]), float(map_.axes[one["name"]][-1]))
            for one in story["axes"]]
    model = next((one for one in ask_json("list", "models") if one["name"] == map_.model), {"name": map_.model, "title": map_.model})
    return Summary(map_.path.split("/")[-1], model, map_.complete, cl, axes, {**story["options"], **story["fixed"], **story["computed"]},
                   map_.points, int(exists.sum()), combined_of(map_, cl, exists), rows, map_.provenance, bool(distances))


def reason(row, why):
    if row.in_combination or row.status == "favoured":
        return "" if row.in_combination else "a favoured band is drawn, never summed"
    return why.get(row.name) or "another analysis of the same data enters"


def share(inside, exists):
    return float((inside & exists).sum() / max(exists.sum(), 1))


def combined_of(map_, cl, exists):
    found = {}
    for status in ("observed", "projected"):
        if not any(row.in_combination and row.status == status for row in map_.analyses.values()):
            continue
        profiled = np.where(exists, map_.combined(status).values, -np.inf)
        best = np.unravel_index(np.argmax(profiled), profiled.shape)
        found[status] = {quantity: share(map_.combined(status, quantity).values <= np.log(1 - cl), exists) for quantity in ("nominal", "profiled", "asimov")}
        found[status].update(members=sum(row.in_combination and row.status == status for row in map_.analyses.values()),
                             relic=any(row.in_combination and is_relic_density(row) and row.status == status for row in map_.analyses.values()),
                             best=float(profiled[best]), at={name: float(axis[i]) for (name, axis), i in zip(map_.axes.items(), best)})
    return found


def counts_of(map_):
    """Counts and arXiv numbers, as `point` tells them, at a point in the middle of the grid."""
    story = map_.provenance["input"]
    places = np.argwhere(map_.exists.values)
    if not len(places):
        return {}
    middle = places[np.argmin(np.abs(places - np.array(map_.shape) / 2).sum(axis=1))]
    given = {**story["options"], **story["fixed"], **story["computed"],
             **{name: repr(float(axis[i])) for (name, axis), i in zip(map_.axes.items(), middle)}}
    # an axis stands in place of a parameter that the map then has as a computed one
    for derived, replaced in (("y", "epsilon"), ("delta", "m_mediator"), ("U2", "Ue2"), ("x_mu", "Umu2"), ("x_tau", "Utau2")):
        if derived in map_.axes:
            given.pop(replaced, None)
    document = ask_json("point", map_.model, *(f"{name}={value}" for name, value in given.items()))
    return {row["name"]: row for row in document["analyses"]}


def distances_of(validation, model):
    """{analysis: (median, 90 %, verdict)} in dex; the nearest of several published contours."""
    found = {}
    for row in validation.get("rows", []):
        if row.get("model") != model or row.get("median_dex") is None:
            continue
        if row["analysis"] not in found or row["median_dex"] < found[row["analysis"]][0]:
            found[row["analysis"]] = (row["median_dex"], row["p90_dex"], row["verdict"])
    return found
