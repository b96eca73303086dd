"""Sentences and cells that the page, the PDF and the LaTeX tables share."""


def percent(value):
    return "0" if value == 0 else f"{100 * value:.1f} %" if value >= 0.001 else "< 0.1 %"


def count(value):
    return "" if value is None else f"{value:.4g}"


def dex(row):
    return "" if row.median_dex is None else f"{row.median_dex:.2f}, {row.p90_dex:.2f}"


def validation(row):
    return "" if row.median_dex is None else f"{dex(row)} ({'kept' if row.verdict == 'pass' else 'missed'})"


def counts(row):
    if row.observed is None and row.background is None:
        return ""
    return f"{count(row.observed) or '-'} / {count(row.background) or '-'}"


def axis_text(axis):
    name, unit, points, first, last = axis
    return f"{name}: {points} points from {first:.4g} to {last:.4g}{' ' + unit if unit else ''}"


def combined_sentence(summary, status):
    found = summary.combined[status]
    at = ", ".join(f"{name} = {value:.3g}" for name, value in found["at"].items())
    return (f"All {status} analyses together ({found['members']} in the combination) exclude {percent(found['profiled'])} of the grid at "
            f"{100 * summary.cl:g} % CL with nuisances profiled, {percent(found['nominal'])} with fluxes at their central values; expected without a signal: "
            f"{percent(found['asimov'])}. Largest ln L(s+b)/L(b): {found['best']:.3g} at {at}.")


def counted(summary):
    of = {status: sum(row.status == status for row in summary.analyses) for status in ("observed", "projected", "favoured")}
    return ", ".join(f"{number} {status}" for status, number in of.items() if number)


def last_run(summary):
    return summary.provenance["log"][-1] if summary.provenance["log"] else {}


CITING = ("Cite Penumbra with the version below, and the searches that the map rests on: references.bib beside this report holds their entries "
          "(column 'reference' of the table), among them who computed or digitised a curve where that is known.")
TABLE = {
    "analysis": "name, as in every command", "status": "observed, projected, or a favoured band", "in": "whether it enters the combination",
    "counts": "events observed / background expected, where events are counted", "excl.": "share of the grid that its own CLs excludes",
    "expected": "the same by ln L for data that equal the background", "distance": "of a simulated search to published contours, |log10 of the coupling|: median, 90 % (penumbra validate)",
}
