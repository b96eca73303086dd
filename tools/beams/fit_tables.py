#!/usr/bin/env python3
"""Smooth the histograms of generate.py and write the tables of a beam.

Needs `pip install chromo numpy scipy` in a virtual environment (this script only numpy); not needed to use Penumbra.

    fit_tables.py BEAM SOURCE --work DIR --out experiments/beams

The expected number of mesons in a bin is events * density * (bin of ln p) * (bin of t^2), and ln(density) is
    n * ln(1 - p / p_end)  +  sum of B-splines in (ln p, w),      w = asinh(t / 0.3 GeV),
fitted by Poisson likelihood with a penalty on second differences of the coefficients (P-splines); the splines in w are
mirrored at w = 0, so that the density is flat in t^2 at t = 0. The strength of the penalty is the one with the lowest
Akaike criterion on a grid. Constants are not penalised, so the fit keeps the number of mesons in the histogram.
"""
import argparse
import math
import pathlib

import numpy as np

import grid

MESONS = ("pi0", "eta", "etaprime", "omega", "rho0", "phi")
STRANGE = {"pi+": "pi+", "K+": "K+", "KL": "K0", "KS": "K0"}  # table: histogram
FIRST_PENALTY, END_POWER = 10.0, 3.0


def b_splines(x, lo, hi, n):
    """Cubic B-splines on n equal intervals of (lo, hi): matrix (points, n + 3)."""
    h = (hi - lo) / n
    u = (np.asarray(x)[:, None] - (lo + h * np.arange(-3, n)[None, :])) / h  # 0..4 inside the spline
    out = np.zeros_like(u)
    for k, sign in ((0, 1), (1, -4), (2, 6), (3, -4), (4, 1)):
        out += sign * np.clip(u - k, 0, None) ** 3 / 6
    return np.where((u > 0) & (u < 4), out, 0.0)


class Surface:
    """ln(density) with the two bases; the basis in w is folded at zero."""

    def __init__(self, beam):
        self.beam = beam
        self.n_p = math.ceil(6 * math.log10(beam.p_end / beam.p_min))
        self.w_max = math.asinh(beam.t_max / grid.SCALE)
        self.n_w = math.ceil(self.w_max / 0.22)

    def in_p(self, p):
        return b_splines(np.log(p), math.log(self.beam.p_min), math.log(self.beam.p_end), self.n_p)

    def in_t(self, t):
        full = b_splines(np.arcsinh(t / grid.SCALE), -self.w_max, self.w_max, 2 * self.n_w)
        half = full.shape[1] // 2  # odd number: the middle one is centred on zero
        folded = full[:, half:].copy()
        folded[:, 1:] += full[:, :half][:, ::-1]
        return folded

    def end(self, p):
        return END_POWER * np.log(np.clip(1 - p / self.beam.p_end, 1e-300, None))


def penalties(n_p, n_w):
    d_p = np.diff(np.eye(n_p), 2, axis=0)
    mirrored = np.concatenate([np.eye(n_w)[:0:-1], np.eye(n_w)])  # coefficients on both sides of w = 0
    d_w = np.diff(mirrored, 2, axis=0)
    return np.kron(d_p.T @ d_p, np.eye(n_w)), np.kron(np.eye(n_p), d_w.T @ d_w) / 2


def fit(beam, counts, exposure):
    """counts and exposure: (p bins, t bins); exposure 0 leaves a bin out. Returns (surface, coefficients, figures)."""
    p_edges, t_edges = grid.bin_edges(beam)
    p = np.sqrt(p_edges[1:] * p_edges[:-1])
    t = np.sqrt((t_edges[1:] ** 2 + t_edges[:-1] ** 2) / 2)
    surface = Surface(beam)
    a, b = surface.in_p(p), surface.in_t(t)
    aa = np.einsum("ij,ik->ijk", a, a).reshape(len(p), -1)
    bb = np.einsum("ij,ik->ijk", b, b).reshape(len(t), -1)
    n_p, n_w = a.shape[1], b.shape[1]
    pen_p, pen_w = penalties(n_p, n_w)
    base = exposure * np.exp(surface.end(p))[:, None]
    use = base > 0
    theta = np.full((n_p, n_w), math.log(max(counts[use].sum(), 1.0) / base[use].sum()))
    theta += (-2.0 * surface.w_max * np.arange(n_w) / n_w)[None, :]  # a falling start
    best = None
    for strength in (FIRST_PENALTY, 1.0, 0.1, 100.0, 1000.0):
        coefficients = theta.copy()
        penalty = strength * (pen_p + pen_w) + 1e-9 * np.eye(n_p * n_w)
        previous = math.inf
        for _ in range(100):
            eta = np.clip(a @ coefficients @ b.T, -60, 60)
            mu = base * np.exp(eta)
            gradient = (a.T @ np.where(use, counts - mu, 0.0) @ b).ravel() - penalty @ coefficients.ravel()
            w = np.where(use, mu, 0.0)
            h = (aa.T @ w @ bb).reshape(n_p, n_p, n_w, n_w).transpose(0, 2, 1, 3).reshape(n_p * n_w, -1)
            step = np.linalg.solve(h + penalty, gradient)
            step *= min(1.0, 3.0 / np.max(np.abs(step)))
            coefficients = coefficients + step.reshape(n_p, n_w)
            if np.max(np.abs(step)) < 1e-5:
                break
        mu = base * np.exp(np.clip(a @ coefficients @ b.T, -60, 60))
        c, m = counts[use], np.clip(mu[use], 1e-300, None)
        deviance = 2 * np.sum(m - c + np.where(c > 0, c * np.log(np.where(c > 0, c, 1) / m), 0.0))
        used_up = np.trace(np.linalg.solve(h + penalty, h))
        score = deviance + 2 * used_up
        if best is None or score < best[0]:
            best = (score, strength, coefficients, mu, used_up)
        theta = best[2]
    _, strength, coefficients, mu, used_up = best
    chi2, cells = rebinned_chi2(counts, mu)
    return surface, coefficients, {"penalty": strength, "chi2": chi2, "ndf": cells - used_up * min(1.0, cells / use.sum() * 4),
                                   "cells": cells, "parameters": used_up}, mu


def rebinned_chi2(counts, mu):
    """Pearson chi2 in blocks of 2 x 3 bins with at least 8 expected."""
    n, m = counts.shape[0] // 2 * 2, counts.shape[1] // 3 * 3
    block = lambda x: x[:n, :m].reshape(n // 2, 2, m // 3, 3).sum(axis=(1, 3))
    c, e = block(counts), block(mu)
    ok = e > 8
    return float(np.sum((c[ok] - e[ok]) ** 2 / e[ok])), int(ok.sum())


def read_chunks(folder):
    files = sorted(p for p in folder.glob("chunk-*.npz") if ".part" not in p.name)
    if not files:
        raise SystemExit(f"{folder} has no chunks: run generate.py first")
    total, events, seeds = {}, 0, []
    for file in files:
        data = np.load(file)
        events += int(data["events"])
        seeds.append(int(data["seed"]))
        version, sigma = str(data["version"]), float(data["sigma_inel_mb"])
        for key in data.files:
            if key.split(".")[0] in (*MESONS, *STRANGE.values()):
                total[key] = total.get(key, 0) + data[key]
    return total, events, sigma, version, sorted(set(seeds))


def density_at(beam, surface, coefficients, p, t):
    eta = surface.in_p(p) @ coefficients @ surface.in_t(t).T + surface.end(p)[:, None]
    return np.exp(np.clip(eta, -700, 60))


def row(beam, surface, coefficients, p, t):
    """Densities at one momentum. density = pi E d3N/dp3 far above the masses, so hard mesons scale at fixed t / p."""
    if not beam.mirrored:
        return density_at(beam, surface, coefficients, p[None], t)
    t = grid.mirror(p, t)
    soft = np.minimum(t, beam.hard_begin)
    q = p * soft / np.where(t > 0, t, 1.0)
    q = np.where(t > 0, q, p)
    values = [density_at(beam, surface, coefficients, np.array([a]), np.array([b]))[0, 0] for a, b in zip(q, soft)]
    ends = np.exp(surface.end(np.array([p]))[0] - surface.end(q))
    return (values * (soft / np.where(t > 0, t, 1.0)) ** np.where(t > soft, grid.HARD_POWER, 0.0) * ends)[None]


def on_nodes(beam, surface, coefficients):
    p, t = grid.p_nodes(beam), grid.t_nodes(beam)
    inner = p.copy()
    inner[-1] = p[-1] * (1 - 1e-9)
    density = np.concatenate([row(beam, surface, coefficients, q, t) for q in inner])
    density[-1] = 0.0
    density[grid.forbidden(beam, p[:, None], t[None, :])] = 0.0
    density[density < 1e-12 * density.max()] = 0.0
    return p, t, density


def hemisphere(beam):
    if beam.mirrored:
        return "forward, mirrored at 90 degrees up to 150 degrees, flat beyond"
    if beam.folded:
        return "one, average of both (pz > 0 and pz < 0 folded)"
    return "theta < pi/2 in the laboratory" if beam.theta_max < math.pi else "both"


def write_table(path, header, p, t, density):
    with path.open("w") as out:
        for key, value in header.items():
            out.write(f"# {key}: {value}\n")
        out.write("p_GeV,t_GeV,density\n")
        for i, momentum in enumerate(p):
            for j, slope in enumerate(t):
                out.write(f"{momentum:.6g},{slope:.6g},{density[i, j]:.4g}\n")


DEFINITION = ("per inelastic collision; K0S and hyperons {}, pi0 from eta, etaprime, omega, rho, phi included; "
              "density = d2N / (d ln p  d t^2) in GeV^-2")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("beam", choices=grid.BEAMS)
    parser.add_argument("source")
    parser.add_argument("--work", type=pathlib.Path, required=True)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("--sigma", type=float, help="inelastic cross section in mb, where the generator has none")
    parser.add_argument("--only", nargs="*")
    parser.add_argument("--strange", action="store_true", help="charged pions and kaons")
    args = parser.parse_args()
    beam = grid.strange(args.beam) if args.strange else grid.BEAMS[args.beam]
    option = " --strange" if args.strange else ""
    total, events, sigma, version, seeds = read_chunks(args.work / args.beam / (args.source + option.replace(" --", ".")))
    folder = args.out / args.beam
    folder.mkdir(parents=True, exist_ok=True)
    from check_tables import integrate

    p_edges, t_edges = grid.bin_edges(beam)
    volume = np.diff(np.log(p_edges))[:, None] * np.diff(t_edges**2)[None, :]
    # Fit bins that lie wholly in the angles of the table; of a cut bin only a part would be filled.
    within = t_edges[None, 1:] <= grid.t_of(p_edges[:-1, None], beam.theta_max)
    share = 0.5 if beam.folded else 1.0
    for meson in args.only or (STRANGE if args.strange else MESONS):
        half = 0.5 if meson in ("KL", "KS") else 1.0  # of the two together
        counted = STRANGE.get(meson, meson)
        counts = np.where(within, total[counted], 0.0)
        sums, everything = total[counted + ".sums"], total[counted + ".all"]
        if sums[0] < 300:
            print(f"{args.beam} {meson} {args.source}: {sums[0]:.0f} mesons, no table")
            continue
        surface, coefficients, figures, mu = fit(beam, counts, np.where(within, volume, 0.0) * events / (share * half))
        p, t, density = on_nodes(beam, surface, coefficients)
        if beam.mirrored:  # the histograms hold both hemispheres, the fit sees one
            sums = np.array([counts.sum(), counts.sum() * (1 + counts.sum() / events), *sums[2:]])  # Poisson error
            everything = everything / 2
        raw = half * sums[0] / events
        error = math.sqrt(max(half**2 * sums[1] / events - raw**2, 0.0) / events)
        inside = integrate(p, t, density, {})
        header = {
            "table": "parent-spectrum",
            "beam": f"{beam.name} ({beam.said})",
            "particle": meson,
            "generator": args.source,
            "generator_version": version,
            "seed": " ".join(map(str, seeds)),
            "events": events,
            "command": f"generate.py {beam.name} {args.source} --events {events}{option}; fit_tables.py {beam.name} {args.source}{option}",
            "definition": DEFINITION.format("decay" if args.source == "pythia-8-forward" else "stable"),
            "t": grid.T_DEFINITION,
            "hemisphere": hemisphere(beam),
        }
        if args.source == "pythia-8-forward":
            header["settings"] = "FORWARD_TUNE of generate.py"
        if args.source == "sibyll-2.3d-a18":
            header["caution"] = f"target is A = 18, Z = 9, the heaviest that SIBYLL takes; it stands for {beam.name[beam.name.index('-') + 1:].capitalize()}"
        if args.strange:
            header["definition"] = ("per inelastic collision; " + ("both charges" if half == 1 else "half of K0S and K0L together")
                                    + ", K0S and hyperons stable; density = d2N / (d ln p  d t^2) in GeV^-2")
        if args.source == "pythia-8-cascade" and not args.strange:
            header["caution"] = ("events counts each of three passes "
                                 "(pi0; eta, omega, rho0; etaprime, phi held stable)")
        if args.source == "urqmd-3.4":
            header["caution"] = "sigma_inel_mb is not of UrQMD but from the nuclear interaction length (PDG)"
        header |= {
            "sigma_inel_mb": f"{args.sigma or sigma:.5g}",
            "yield_total": f"{inside['yield']:.5g}",
            "raw_yield": f"{raw:.5g}",
            "statistical_error_of_yield": f"{error:.2g}",
            "yield_all_momenta": f"{half * everything[0] / events:.5g}"
                                 + (" (one hemisphere, p from 0)" if beam.collider else " (all angles, p from 0)"),
            "mean_p_all_momenta_GeV": f"{everything[1] / everything[0]:.4g}",
            "mean_pT_all_momenta_GeV": f"{everything[2] / everything[0]:.4g}",
            "smoothing": f"P-splines, Poisson, penalty {figures['penalty']:g}, {figures['parameters']:.0f} effective parameters, "
                         f"chi2 {figures['chi2']:.0f} in {figures['cells']} cells",
        }
        write_table(folder / f"{meson}.{args.source}.csv", header, p, t, density)
        regions = integrate(p, t, density, grid.regions(beam))
        report = [f"{beam.name} {meson} {args.source}: yield {inside['yield']:.4g} raw {raw:.4g} +- {error:.1g};",
                  f"mean p {inside['mean_p']:.4g} / {sums[2] / sums[0]:.4g}, pT {inside['mean_pt']:.4g} / {sums[3] / sums[0]:.4g};",
                  f"chi2 {figures['chi2']:.0f}/{figures['cells']} penalty {figures['penalty']:g} ({figures['parameters']:.0f});"]
        for number, label in enumerate(grid.regions(beam)):
            n = total[counted + ".regions"][number] / share
            fitted = regions[label] * events / (share * half)
            report.append(f"{label}: {fitted / max(n, 1) - 1:+.2%} ({(fitted - n) / math.sqrt(max(n, 1)):+.1f} sigma)")
        print(" ".join(report), flush=True)


if __name__ == "__main__":
    main()
