#!/usr/bin/env python3
"""Limits of KTeV on K_L -> pi0 l+ l- as limits on K_L -> pi0 S, S -> l+ l-: tools/curves/dark_scalar/ktev_*.csv.

    ktev.py PENUMBRA        the program, for branching ratios and decay lengths

The smallest sin theta with

    BR(K_L -> pi0 S) BR(S -> l+ l-) [1 - exp(-r m/(p c tau))] = limit

where p is the momentum of a scalar of mean energy in a kaon of 70 GeV (KTeV's have 20 to 200 GeV) and r = 1 mm, the distance within which
the public program of arXiv:1907.11846 takes the pair to come from the vertex of the kaon. r was not published by KTeV; of pairs from farther
away some were accepted too, so that the curve excludes too little: sin theta goes as r^(-1/4), 0.25 dex for a centimetre.
Electrons above 140 MeV only, where pi0 -> e+e-gamma and conversions end (hep-ex/0309072, recalled).
"""
import json
import math
import pathlib
import subprocess
import sys

FOLDER = pathlib.Path(__file__).resolve().parent / "dark_scalar"
KAON_GEV, PION_GEV, KAON_ENERGY_GEV, REACH_M = 0.497611, 0.134977, 70.0, 1e-3
SEARCHES = {
    "ktev_2004_ee": ("e+e-", 2.8e-10, 0.140, 0.362, 25, "KTeV, K_L -> pi0 e+e-", "arXiv:hep-ex/0309072"),
    "ktev_2000_mumu": ("mu+mu-", 3.8e-10, 0.2115, 0.350, 25, "KTeV, K_L -> pi0 mu+mu-", "arXiv:hep-ex/0001006"),
}


def quantities(program, mass):
    text = subprocess.run([program, "model", "dark-scalar", f"mass={mass!r}", "sin_theta=1", "--json"], check=True, capture_output=True, text=True).stdout
    return json.loads(text)


def limit(answer, mass, pair, most):
    rate = answer["quantities"]["BR(KL->pi0 S)"] * answer["branching_ratios"].get(pair, 0.0)
    ctau_m = answer["ctau_m"]
    energy = KAON_ENERGY_GEV * (KAON_GEV**2 + mass**2 - PION_GEV**2) / (2 * KAON_GEV**2)
    lengths = REACH_M * mass / (math.sqrt(energy**2 - mass**2) * ctau_m)  # at sin theta = 1; both go as its square
    seen = lambda ln_s: rate * math.exp(2 * ln_s) * -math.expm1(-lengths * math.exp(2 * ln_s))
    low, high = math.log(1e-9), 0.0
    if seen(high) < most:
        return None
    while high - low > 1e-7:
        middle = 0.5 * (low + high)
        low, high = (middle, high) if seen(middle) < most else (low, middle)
    return math.exp(high)


for name, (pair, most, first, last, points, experiment, reference) in SEARCHES.items():
    rows = []
    for i in range(points):
        mass = first + (last - first) * i / (points - 1)
        coupling = limit(quantities(sys.argv[1], round(mass, 5)), round(mass, 5), pair, most)
        if coupling is not None:
            rows.append((round(mass, 5), coupling))
    header = {"experiment": experiment, "reference": reference, "model": "dark scalar", "coupling": "sin theta", "CL": "90", "shape": "upper",
              "digitised_by": "calculated by tools/curves/ktev.py", "points": str(len(rows)),
              "mass_range_GeV": f"{rows[0][0]:g} .. {rows[-1][0]:g}"}
    lines = [f"# {key}: {value}" for key, value in header.items()] + ["mass_GeV,coupling"] + [f"{m:g},{s:.4g}" for m, s in rows]
    (FOLDER / f"{name}.csv").write_text("\n".join(lines) + "\n")
