#!/usr/bin/env python3
"""How many generated mesons stand behind what a detector sees of the shipped tables: per table of a beam the mesons of its
events above a momentum and within an angle, and the relative error 1/sqrt of that (the smoothing of the fit makes it
smaller). Usage: forward_statistics.py BEAM P_MIN_GEV THETA_RAD, e.g. lhc-13.6TeV 100 2e-4. numpy."""
import pathlib
import re
import sys

import numpy as np

FOLDER = pathlib.Path(__file__).resolve().parents[2] / "experiments" / "beams"


def events_and_density(path):
    text = path.read_text()
    number = lambda key: (lambda found: float(found.group(1)) if found else 0.0)(re.search(rf"^# {key}: ([\d.e+-]+)", text, re.M))
    rows = np.array([[float(x) for x in line.split(",")] for line in text.splitlines()
                     if line[:1].isdigit() or line[:1] == "-"])
    p, t = np.unique(rows[:, 0]), np.unique(rows[:, 1])
    return int(number("events")), number("entries") / max(number("yield_all_momenta"), 1e-99), p, t, rows[:, 2].reshape(len(p), len(t))


def mesons_per_collision(p, t, density, p_min, theta):
    ln_p = np.log(p)
    step = np.gradient(ln_p)
    total = 0.0
    for i in np.flatnonzero(p >= p_min):
        fine = np.linspace(0.0, 2 * p[i] * np.sin(theta / 2), 200)
        value = np.interp(fine, t, density[i]) * 2 * fine
        total += float(((value[1:] + value[:-1]) / 2 * np.diff(fine)).sum() * step[i])
    return total


beam, p_min, theta = sys.argv[1], float(sys.argv[2]), float(sys.argv[3])
hemispheres = 2 if beam.startswith("lhc") else 1
for path in sorted((FOLDER / beam).glob("*.csv")):
    if path.name.count(".") < 2:
        continue
    events, entries_per_yield, p, t, density = events_and_density(path)
    if not events or path.stem.startswith("drell-yan"):
        continue  # a fit to data, no generator; mediators, counted per pair
    # Events with heavy quarks are not collisions: their tables say how many hadrons of both hemispheres stand behind the yield.
    mesons = (entries_per_yield or events * hemispheres) * mesons_per_collision(p, t, density, p_min, theta)
    print(f"{path.stem}: {mesons:.0f} mesons of {events} events, {100 / np.sqrt(max(mesons, 1e-9)):.1f} %")
