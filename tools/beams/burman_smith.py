#!/usr/bin/env python3
"""Tables of pi0 of 0.8 to 1 GeV protons that stop in a thick target, from the Burman-Smith fit of pi+. Needs numpy only.

    burman_smith.py --out experiments/beams     writes <beam>/pi0.burman-smith.csv for p0.8-lsnd, p0.8-w and p1-hg
    burman_smith.py --check                     prints cross sections and means of pi+ beside an independent quadrature

Source: R. L. Burman and E. S. Smith, LA-11502-MS (1989); angles in degrees, energies in MeV. For nuclei
    d2sigma/(dT dOmega) = Amp(theta) exp{-[(Tbar(theta) - T) / (sqrt2 s(theta))]^2} / {1 + exp[(T - TF)/B]},
    Tbar = 48 + 330 exp(-theta/TA),  s = sA exp(-theta/85),  B = 25,  TF = Tp - 140 - 2 B,
TA and sA straight lines in Tp through 585 and 730 MeV, Amp = N(Z) times a quadratic B-spline in theta. Measured at 585 to 800 MeV:
p1-hg extrapolates. Assumed: pi0 like pi+ at equal kinetic energy below Tp - 140 MeV, all made where the proton enters with its full
energy, and the number per proton of YIELD.
"""
import argparse
import math
import pathlib

import numpy as np

import grid
from check_tables import integrate
from fit_tables import write_table

M_PI0, M_PI_CHARGED, M_P = 134.9768, 139.57039, 938.27209  # MeV
BEAMS = {  # kinetic energy of the protons (MeV), charge of the nuclei, what it says
    "p0.8-lsnd": (798.0, 8, "798 MeV p on water (oxygen) at rest"),
    "p0.8-w": (800.0, 74, "800 MeV p on W at rest"),
    "p1-hg": (984.0, 80, "984 MeV p on Hg at rest"),
}
YIELD = {  # pi0 per proton
    "p0.8-lsnd": (0.06, "arXiv:1107.4580, of order 1e22 pi0 for 1.8e23 protons"),
    "p0.8-w": (0.1145, "arXiv:2105.14020 and run cards of arXiv:1609.01770"),
    "p1-hg": (0.107, "run cards of arXiv:1609.01770 for mercury; neutrino experiments quote 0.09 to 0.11"),
}
KNOTS = (0.0, 0.0, 0.0, 30.0, 70.0, 180.0, 180.0, 180.0)


def b_spline(theta_deg, coefficients, order=3):
    """de Boor's recursion; theta within [0, 180]."""
    x = np.clip(np.asarray(theta_deg, dtype=float), 0.0, 180.0 - 1e-9)
    basis = [np.where((x >= a) & (x < b), 1.0, 0.0) for a, b in zip(KNOTS, KNOTS[1:])]
    for k in range(1, order):
        raised = []
        for i in range(len(KNOTS) - k - 1):
            left, right = KNOTS[i + k] - KNOTS[i], KNOTS[i + k + 1] - KNOTS[i + 1]
            value = (x - KNOTS[i]) / left * basis[i] if left else 0.0 * x
            raised.append(value + ((KNOTS[i + k + 1] - x) / right * basis[i + 1] if right else 0.0 * x))
        basis = raised
    return sum(c * b for c, b in zip(coefficients, basis))


def between(T_p, at_730, at_585):
    return at_730 + (T_p - 730.0) / 145.0 * (at_730 - at_585)


def fit(T_p, Z, T, theta_deg):
    """d2sigma/(dT dOmega) of pi+ on a nucleus, microbarn / (MeV sr); zero above Tp - 140 MeV."""
    light = Z <= 8
    T_A = between(T_p, 34.2, 28.9) if light else between(T_p, 29.9, 26.0)
    s_A = between(T_p, 150.0, 130.0) if light else between(T_p, 166.0, 135.0)
    L = math.log(Z)
    norm = Z ** (1 / 3) * (0.8851 - 0.1015 * L + 0.1459 * L**2 - 0.0265 * L**3)
    coefficients = (min(27.0, 27.0 - 4.0 * ((730.0 - T_p) / 145.0) ** 2), 18.2, 8.0, 13.0 + (Z - 12) / 10,
                    9.0 + (Z - 12) / 10 - (T_p - 685.0) / 20)
    middle, width = 48.0 + 330.0 * np.exp(-theta_deg / T_A), s_A * np.exp(-theta_deg / 85.0)
    edge = 25.0
    value = norm * b_spline(theta_deg, coefficients) * np.exp(-((middle - T) / (math.sqrt(2) * width)) ** 2)
    value = value / (1 + np.exp((T - (T_p - 140.0 - 2 * edge)) / edge))
    return np.where(T <= T_p - 140.0, np.clip(value, 0.0, None), 0.0)


def quadrature(T_p, nodes=300):
    """T and theta points with the weights of dT dOmega."""
    node, weight = np.polynomial.legendre.leggauss(nodes)
    end = T_p - 140.0
    T, w_T = (node + 1) * end / 2, weight * end / 2
    parts = [(a, b) for a, b in ((0.0, 30.0), (30.0, 70.0), (70.0, 180.0))]
    theta = np.concatenate([a + (node + 1) * (b - a) / 2 for a, b in parts])
    w_theta = np.concatenate([weight * math.radians(b - a) / 2 for a, b in parts]) * 2 * math.pi * np.sin(np.radians(theta))
    return T[:, None], theta[None, :], w_T[:, None] * w_theta[None, :]


def check():
    """sigma (mb), mean T, p, pT (MeV), mean theta (deg), share at 80 to 100 degrees; the same by an independent quadrature"""
    for label, T_p, Z, expected in (("C", 800.0, 6, (36.3, 146, 241, 151, 64.1, 0.140)), ("O", 800.0, 8, (42.1, 146, 241, 151, 64.4, 0.141)),
                                    ("W", 800.0, 74, (111, 131, 223, 145, 71.6, 0.154)), ("Hg", 1000.0, 80, (126, 151, 246, 167, 70.0, 0.165))):
        T, theta, w = quadrature(T_p, 600)
        w = w * fit(T_p, Z, T, theta)
        p = np.sqrt(T * (T + 2 * M_PI_CHARGED))
        mean = lambda x: (w * x).sum() / w.sum()
        got = (w.sum() * 1e-3, mean(T), mean(p), mean(p * np.sin(np.radians(theta))), mean(theta), mean((theta > 80) & (theta < 100)))
        print(f"{T_p:g} MeV {label}: " + ", ".join(f"{a:.4g} ({b:g})" for a, b in zip(got, expected)))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--out", type=pathlib.Path)
    args = parser.parse_args()
    if args.check:
        check()
    if not args.out:
        return
    for name, (T_p, Z, said) in BEAMS.items():
        T, theta, w = quadrature(T_p)
        total = (w * fit(T_p, Z, T, theta)).sum()
        T_end = T_p - 140.0
        p_end = math.sqrt(T_end * (T_end + 2 * M_PI0)) * 1e-3
        p = np.geomspace(0.01, p_end, round(40 * math.log10(p_end / 0.01)) + 1)
        t = np.round(np.concatenate([np.arange(0.0, 0.6, 0.01), np.arange(0.6, 1.0, 0.02), np.arange(1.0, 2 * p_end + 0.04, 0.04)]), 4)
        angle = np.degrees(grid.theta_of(p[:, None], t[None, :]))
        energy = np.sqrt(p**2 + (M_PI0 * 1e-3) ** 2)[:, None]
        kinetic = np.minimum(energy * 1e3 - M_PI0, T_end)  # the last momentum is the end
        # dN/(dT dOmega) dT/dlnp / (dt^2/dOmega) = (p^2/E) (pi/p^2) of it
        density = fit(T_p, Z, kinetic, angle) * 1e3 * YIELD[name][0] / total * math.pi / energy
        header = {
            "table": "parent-spectrum",
            "beam": f"{name} ({said})",
            "particle": "pi0",
            "generator": "burman-smith",
            "generator_version": f"LA-11502-MS, pi+ on Z = {Z} at equal kinetic energy",
            "seed": "none",
            "events": 0,
            "command": "burman_smith.py",
            "definition": f"per proton on target, normalised to {YIELD[name][0]} ({YIELD[name][1]}); density = d2N / (d ln p  d t^2) in GeV^-2",
            "t": grid.T_DEFINITION,
            "hemisphere": "both",
            "caution": "thin-target shape at the full energy of the proton; in the thick target many pi0 come from slower protons and are softer"
                       + ("; extrapolated above 800 MeV" if T_p > 800.0 else ""),
            "yield_total": f"{integrate(p, t, density, {})['yield']:.5g}",
            "raw_yield": "none",
            "statistical_error_of_yield": 0,
            "yield_all_momenta": f"{YIELD[name][0]:.5g} (all angles, p from 0)",
            "smoothing": "none (formula)",
        }
        (args.out / name).mkdir(parents=True, exist_ok=True)
        write_table(args.out / name / "pi0.burman-smith.csv", header, p, t, density)


if __name__ == "__main__":
    main()
