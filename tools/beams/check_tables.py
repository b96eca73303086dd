#!/usr/bin/env python3
"""Read every parent table, integrate it and print its moments beside reference numbers. Needs numpy only.

    check_tables.py [experiments/beams] [--markdown]

Between nodes the density is interpolated: ln(density) by a cubic in ln p (Lagrange, four nodes) and then a cubic in t
where all nodes used are positive, and the density itself linearly where one of them is zero.
"""
import argparse
import csv
import math
import pathlib

import numpy as np

import grid

GAUSS_X, GAUSS_W = np.polynomial.legendre.leggauss(4)


def read(path):
    header, rows = {}, []
    with open(path) as file:
        for line in file:
            if line.startswith("#"):
                key, _, value = line[1:].partition(":")
                header[key.strip()] = value.strip()
            elif line[0].isdigit():
                rows.append([float(x) for x in line.split(",")])
    rows = np.array(rows)
    p, t = np.unique(rows[:, 0]), np.unique(rows[:, 1])
    if len(rows) != len(p) * len(t):
        raise SystemExit(f"{path}: not a rectangular grid")
    return header, p, t, rows[:, 2].reshape(len(p), len(t))


def stencil(nodes, x):
    """Four nodes and Lagrange weights, and the two neighbours with linear weights, for every x."""
    i = np.clip(np.searchsorted(nodes, x, side="right") - 1, 0, len(nodes) - 2)
    first = np.clip(i - 1, 0, len(nodes) - 4)
    index = first[:, None] + np.arange(4)[None, :]
    weight = np.ones((len(x), 4))
    for a in range(4):
        for b in range(4):
            if a != b:
                weight[:, a] *= (x - nodes[index[:, b]]) / (nodes[index[:, a]] - nodes[index[:, b]])
    share = (x - nodes[i]) / (nodes[i + 1] - nodes[i])
    return index, weight, np.stack([i, i + 1], 1), np.stack([1 - share, share], 1)


def interpolate(p, t, density, p_at, t_at):
    """Density on the grid p_at x t_at."""
    ip, wp, ip2, wp2 = stencil(np.log(p), np.log(p_at))
    it, wt, it2, wt2 = stencil(t, t_at)
    with np.errstate(divide="ignore"):
        log = np.where(density > 0, np.log(np.where(density > 0, density, 1.0)), np.nan)
    cubic = np.exp(np.einsum("ia,iajb,jb->ij", wp, log[ip[:, :, None, None], it[None, None, :, :]], wt))
    linear = np.einsum("ia,iajb,jb->ij", wp2, density[ip2[:, :, None, None], it2[None, None, :, :]], wt2)
    return np.where(np.isnan(cubic), linear, cubic)


def integrate(p, t, density, regions):
    """Yield, mean p and mean pT of the table, and the yield of every region (p above, theta below)."""
    x = np.log(p)
    half = np.diff(x) / 2
    nodes_p = np.exp((x[:-1] + half)[:, None] + half[:, None] * GAUSS_X[None, :]).ravel()
    weight_p = (half[:, None] * GAUSS_W[None, :]).ravel()
    out = {"yield": 0.0, "mean_p": 0.0, "mean_pt": 0.0}

    def row_integral(p_at, t_limit):
        """Integrals over d(t^2), t below t_limit, of the density and of the density times pT."""
        edges = np.concatenate([t[t < t_limit], [t_limit]])
        h = np.diff(edges) / 2
        t_at = ((edges[:-1] + h)[:, None] + h[:, None] * GAUSS_X[None, :]).ravel()
        w = (h[:, None] * GAUSS_W[None, :]).ravel() * 2 * t_at
        d = interpolate(p, t, density, np.array([p_at]), t_at)[0]
        return np.sum(d * w), np.sum(d * w * p_at * np.sin(grid.theta_of(p_at, t_at)))

    for p_at, w in zip(nodes_p, weight_p):
        total, pt = row_integral(p_at, min(t[-1], 2 * p_at))
        out["yield"] += w * total
        out["mean_p"] += w * total * p_at
        out["mean_pt"] += w * pt
    out["mean_p"] /= out["yield"]
    out["mean_pt"] /= out["yield"]
    for label, (momentum, angle) in regions.items():
        edges = np.concatenate([[math.log(max(momentum, p[0]))], x[x > math.log(max(momentum, p[0]))]])
        h = np.diff(edges) / 2
        ps = np.exp((edges[:-1] + h)[:, None] + h[:, None] * GAUSS_X[None, :]).ravel()
        ws = (h[:, None] * GAUSS_W[None, :]).ravel()
        out[label] = sum(w * row_integral(q, min(t[-1], grid.t_of(q, angle)))[0] for q, w in zip(ps, ws))
    return out


HALF = math.pi / 2
LHC = {"p>100": (100, HALF), "p>100 th<1mrad": (100, 1e-3), "p>1000 th<1mrad": (1000, 1e-3), "p>100 th<0.2mrad": (100, 2e-4)}
FIXED = {"p>1": (1, HALF), "p>5": (5, HALF), "p>10": (10, HALF), "p>10 th<20mrad": (10, 0.02), "th<5mrad": (0, 0.005),
         "th<20mrad": (0, 0.02), "th<50mrad": (0, 0.05)}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", nargs="?", type=pathlib.Path, default=pathlib.Path("experiments/beams"))
    parser.add_argument("--markdown", action="store_true", help="print the rows as a markdown table")
    args = parser.parse_args()
    reference = {}
    with open(pathlib.Path(__file__).parent / "reference_yields.csv") as file:
        for row in csv.DictReader(line for line in file if not line.startswith("#")):
            reference.setdefault((row["beam"], row["particle"]), []).append(row)
    for beam in sorted(path.name for path in args.folder.iterdir() if path.is_dir()):
        regions = LHC if beam.startswith("lhc") else FIXED
        columns = ["all p", "mean p", "mean pT", "in table", "mean p", "mean pT", *regions]
        print(f"\n## {beam}\n")
        sep = " | " if args.markdown else "  "
        print(sep.join(["particle", "source", *columns]) if not args.markdown else "| " + " | ".join(["particle", "source", *columns]) + " |")
        if args.markdown:
            print("|---" * (len(columns) + 2) + "|")
        for particle in ("pi0", "eta", "etaprime", "omega", "rho0", "phi"):
            for path in sorted((args.folder / beam).glob(f"{particle}.*.csv")):
                header, p, t, density = read(path)
                if not np.all(np.isfinite(density)) or np.any(density < 0):
                    raise SystemExit(f"{path}: a density is negative or not a number")
                got = integrate(p, t, density, regions)
                if abs(got["yield"] / float(header["yield_total"]) - 1) > 2e-3:
                    raise SystemExit(f"{path}: integrates to {got['yield']:.5g}, the header says {header['yield_total']}")
                cells = [particle, header["generator"], header["yield_all_momenta"].split()[0],
                         header.get("mean_p_all_momenta_GeV", "-"), header.get("mean_pT_all_momenta_GeV", "-"),
                         f"{got['yield']:.4g}", f"{got['mean_p']:.4g}", f"{got['mean_pt']:.3g}", *(f"{got[label]:.3g}" for label in regions)]
                print("| " + " | ".join(cells) + " |" if args.markdown else "  ".join(f"{c:>16}" for c in cells))
            for row in reference.get((beam, particle), []):
                cells = [particle, "*" + row["source"] + "*", row["yield_all_momenta"] or "-",
                         row["mean_p"] or "-", row["mean_pT"] or "-", "-", "-", "-", *(row.get(label) or "-" for label in regions)]
                print("| " + " | ".join(cells) + " |" if args.markdown else "  ".join(f"{c:>16}" for c in cells))


if __name__ == "__main__":
    main()
