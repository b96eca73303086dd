#!/usr/bin/env python3
"""Writes tools/mixtures.csv: shares of the productions in what a published curve of a vector counts.

    tools/mixtures.py build/bin/penumbra

A curve made by several productions is read in another model production by production (limits/SCHEMA.md), so their shares
must be known. Where a search of ours stands for the curve (SEARCHES) they are its expected events on the lower edge of
the curve, by production; what the curve does not name is left out. For LHCb, which we do not simulate, they are made
from the mesons of the beam table lhc-14TeV-central with pT above 1 GeV and 2 < eta < 4.5 (the search's cuts on the dark
photon, arXiv:1910.06926; taken of the parent here), times branching ratios or mixing; above 1.5 GeV quarks and antiquarks
alone, between 1.1 and 1.5 GeV in between. The output depends on these inputs only.
"""

import csv
import json
import math
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BEAM = ROOT / "experiments" / "beams" / "lhc-14TeV-central"

# Curve: the search that stands for it.
SEARCHES = {
    "dark-photon/na62_2023_dump_ee": "na62-2023-aprime-ee",
    "dark-photon/proj_longquest1": "darkquest-phase2-1e20pot-aprime",
    "dark-photon/proj_seaquest_berlin2018": "darkquest-phase1-1.44e18pot-aprime",
    "dark-photon/proj_na62_dump_1e18": "na62-2023-aprime-ee",
}
# Curves of LHCb.
MESONS = ["dark-photon/lhcb_2017_displaced", "dark-photon/lhcb_2017_prompt", "dark-photon/lhcb_2019_displaced", "dark-photon/lhcb_2019_prompt", "dark-photon/proj_lhcb_run3_displaced",
          "dark-photon/proj_lhcb_run3_prompt", "dark-photon/proj_lhcb_run6_displaced", "dark-photon/proj_lhcb_run6_prompt"]
MASSES_PER_DECADE = 12
QUARKS_FROM_GEV, QUARKS_ALONE_GEV = 1.1, 1.5


def read(path):
    header, rows = {}, []
    for line in path.read_text().splitlines():
        if line.startswith("# "):
            key, _, value = line[2:].partition(": ")
            header[key] = value
        else:
            rows.append(line.split(","))
    return header, rows[1:]


def lower_edge(rows, mass):
    """The smallest coupling of the curve around a mass."""
    near = sorted((abs(math.log(float(row[0]) / mass)), float(row[1])) for row in rows if row[1] != "inf")
    return min(coupling for _, coupling in near[:4])


def ask(program, *arguments):
    return json.loads(subprocess.run([program, *arguments, "--json"], check=True, capture_output=True, text=True).stdout)


def by_search(program, search, header, mass, coupling):
    productions = header["production"].split(", ")
    document = ask(program, "point", header["model"], f"mass={mass}", f"{header['coupling']}={coupling}", "--analysis", search)
    events = dict.fromkeys(productions, 0.0)
    for channel in document["analyses"][0]["channels"]:
        if channel["production"] in events:
            events[channel["production"]] += channel["expected"]
    return [events[name] for name in productions]


def accepted(particle):
    """Mesons per collision with pT above 1 GeV and 2 < eta < 4.5, both hemispheres of the table being alike."""
    _, rows = read(BEAM / f"{particle}.pythia-8.csv")
    points = [(float(p), float(t), float(density)) for p, t, density in rows]
    momenta = sorted({p for p, _, _ in points})
    total = 0.0
    for i, p in enumerate(momenta):
        step = 0.5 * math.log(momenta[min(i + 1, len(momenta) - 1)] / momenta[max(i - 1, 0)])
        here = sorted((t, density) for q, t, density in points if q == p)
        for (t0, d0), (t1, d1) in zip(here, here[1:]):
            theta = 2.0 * math.asin(min(1.0, 0.25 * (t0 + t1) / p))
            eta = -math.log(math.tan(0.5 * theta)) if 0.0 < theta < math.pi else math.inf
            if 2.0 < eta < 4.5 and p * math.sin(theta) > 1.0:
                total += step * (t1 * t1 - t0 * t0) * 0.5 * (d0 + d1)
    return total


def by_mesons(program, productions, mass, yields):
    quantities = ask(program, "model", "dark-photon", f"mass={mass}", "epsilon=1")["quantities"]
    rate = {
        "meson-decay:pi0": ("pi0", quantities.get("BR(pi0->gamma A')", 0.0)),
        "meson-decay:eta": ("eta", quantities.get("BR(eta->gamma A')", 0.0)),
        "meson-decay:omega": ("omega", quantities.get("BR(omega->pi0 A')", 0.0)),
        "meson-mixing:rho": ("rho0", quantities["mixing(rho0->A')"]),
        "meson-mixing:omega": ("omega", quantities["mixing(omega->A')"]),
        "meson-mixing:phi": ("phi", quantities["mixing(phi->A')"]),
    }
    quarks = min(1.0, max(0.0, math.log(mass / QUARKS_FROM_GEV) / math.log(QUARKS_ALONE_GEV / QUARKS_FROM_GEV)))
    if "drell-yan" not in productions:
        quarks = 0.0
    mesons = [yields[rate[name][0]] * rate[name][1] if name in rate else 0.0 for name in productions]
    total = sum(mesons) or 1.0
    return [quarks if name == "drell-yan" else (1.0 - quarks) * value / total for name, value in zip(productions, mesons)]


def thinned(points):
    """Without the points that a line between their neighbours in ln m gives to 0.01: Douglas-Peucker."""
    (first, low), (last, high) = points[0], points[-1]
    worst, place = 0.01, None
    for i, (mass, shares) in enumerate(points[1:-1], 1):
        f = math.log(mass / first) / math.log(last / first)
        far = max(abs(share - (a + f * (b - a))) for share, a, b in zip(shares, low, high))
        if far > worst:
            worst, place = far, i
    if place is None:
        return [points[0], points[-1]]
    return thinned(points[:place + 1])[:-1] + thinned(points[place:])


def main():
    program = sys.argv[1]
    yields = {name: accepted(name) for name in ("pi0", "eta", "omega", "rho0", "phi")}
    lines = []
    for name in sorted([*SEARCHES, *MESONS]):
        header, rows = read(ROOT / "limits" / f"{name}.csv")
        productions = header["production"].split(", ")
        masses = [float(row[0]) for row in rows]
        low, high = min(masses), min(max(masses), 90.0)
        points = []
        count = max(2, round(MASSES_PER_DECADE * math.log10(high / low)) + 1)
        for i in range(count):
            mass = float(f"{low * (high / low) ** (i / (count - 1)):.4g}")
            if name in SEARCHES:
                shares = by_search(program, SEARCHES[name], header, mass, lower_edge(rows, mass))
            else:
                shares = by_mesons(program, productions, mass, yields)
            total = sum(shares)
            if total > 0.0:
                points.append((mass, [float(f"{share / total:.3g}") for share in shares]))
        lines += [[f"limit/{name}", f"{mass:g}", " ".join(f"{share:g}" for share in shares)]
                  for mass, shares in thinned(points)]
    with open(ROOT / "tools" / "mixtures.csv", "w", newline="") as out:
        csv.writer(out, lineterminator="\n").writerows([["limit", "mass_GeV", "shares"], *lines])


if __name__ == "__main__":
    main()
