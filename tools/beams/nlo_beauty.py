#!/usr/bin/env python3
"""Tables `nlo-p8` of forward B mesons: those of `pythia-8-hard` times the ratio of B0 at 14 TeV, `lhc-14TeV/B0.nlo-p8.csv` (whose header says
how it was read from FORESEE's NLO with PYTHIA's shower, arXiv:2309.12793), over `lhc-14TeV/B0.pythia-8-hard.csv`. Numpy.

    nlo_beauty.py            writes lhc-14TeV/{B+,Bs0,Bc+}.nlo-p8.csv and lhc-13.6TeV/{B0,B+,Bs0,Bc+}.nlo-p8.csv
    nlo_beauty.py --check    their numbers within 1 mrad beside those of FORESEE, both charges

One ratio for all: what decides is how hard the b quark is; the fractions stay those of `pythia-8-hard`. At 13.6 TeV the ratio is taken at the
same share of the beam's momentum and the same angle. At t = 0, below 200 GeV, no bin of FORESEE is there: the ratio of the next node.
"""
import argparse
import pathlib

import numpy as np

from check_tables import interpolate, read

FOLDER = pathlib.Path(__file__).resolve().parents[2] / "experiments" / "beams"
# FORESEE's tables NLO-P8 within 1 mrad above 100 GeV and above 1 TeV, both charges, mb.
FORESEE_MB = {("lhc-14TeV", "B0"): (4.908e-4, 2.604e-4), ("lhc-14TeV", "B+"): (4.925e-4, 2.645e-4),
              ("lhc-13.6TeV", "B0"): (4.634e-4, 2.422e-4), ("lhc-13.6TeV", "B+"): (4.697e-4, 2.467e-4)}
SIGMA_MB = 79.5


def ratio_of_b0():
    _, p, t, soft = read(FOLDER / "lhc-14TeV/B0.nlo-p8.csv")
    _, _, _, hard = read(FOLDER / "lhc-14TeV/B0.pythia-8-hard.csv")
    ratio = np.divide(soft, hard, out=np.ones_like(soft), where=hard > 0)
    ratio[p < 200, 0] = ratio[p < 200, 1]
    return p, t, ratio


def write(beam, particle):
    source = FOLDER / beam / f"{particle}.pythia-8-hard.csv"
    _, p, t, density = read(source)
    p_14, t_14, ratio = ratio_of_b0()
    share = p_14[-1] / p[-1]
    # Nodes in p are the same shares of the momentum; at one angle t = 2 p sin(theta/2) grows with p.
    moved = np.stack([np.interp(t * share, t_14, row) for row in ratio])
    lines = []
    for line in source.read_text().splitlines():
        if line.startswith("# generator:"):
            line = "# generator: nlo-p8 (from FORESEE, MIT licence)"
        elif line.startswith("# generator_version:"):
            line = "# source: NLO-P8 of FORESEE (github.com/KlingFelix/FORESEE, arXiv:2309.12793): its B0 at 14 TeV"
        elif line.startswith(("# seed:", "# events:", "# entries:", "# normalisation:", "# yield_", "# mean_", "# smoothing:", "# caution:")):
            continue
        elif line.startswith("# command:"):
            line = "# command: nlo_beauty.py"
            lines.append("# method: pythia-8-hard of this beam times nlo-p8 over pythia-8-hard of the B0 at 14 TeV, at the same share of the beam's momentum and the same angle")
        if line.startswith("#") or line.startswith("p_GeV"):
            lines.append(line)
    for i, momentum in enumerate(p):
        lines += [f"{momentum:g},{x:g},{density[i, j] * moved[i, j]:.4g}" for j, x in enumerate(t)]
    (FOLDER / beam / f"{particle}.nlo-p8.csv").write_text("\n".join(lines) + "\n")


def within_1_mrad_mb(path, p_min):
    _, p, t, density = read(path)
    steps = 200
    width = np.log(p[-1] / p_min) / steps
    total = 0.0
    for i in range(steps):
        at = p_min * np.exp((i + 0.5) * width)
        step = 1e-3 * at / steps
        inside = (np.arange(steps) + 0.5) * step
        total += width * float((2 * inside * step * interpolate(p, t, density, np.array([at]), inside)[0]).sum())
    return SIGMA_MB * total


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    if parser.parse_args().check:
        for (beam, particle), theirs in FORESEE_MB.items():
            ours = [within_1_mrad_mb(FOLDER / beam / f"{particle}.nlo-p8.csv", p) for p in (100.0, 1000.0)]
            print(f"{beam} {particle}: above 100 GeV {ours[0] / theirs[0]:.3f}, above 1 TeV {ours[1] / theirs[1]:.3f} times FORESEE's")
    else:
        for beam, particles in {"lhc-14TeV": ("B+", "Bs0", "Bc+"), "lhc-13.6TeV": ("B0", "B+", "Bs0", "Bc+")}.items():
            for particle in particles:
                write(beam, particle)
