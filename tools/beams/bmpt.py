#!/usr/bin/env python3
"""Tables of pions and kaons from the BMPT fit of data on charged ones (p Be, 67 to 450 GeV). Needs numpy only.

    bmpt.py --out experiments/beams          writes <beam>/pi0.bmpt.csv for the fixed-target beams
    bmpt.py --strange --out experiments/beams    and pi+, K+ (both charges), KL and KS
    bmpt.py --check                          prints the numbers that an independent calculation gave

Source: Bonesini, Marchionni, Pietropaolo, Tabarelli de Fatis, hep-ph/0101163. Invariant cross section of pi+ on Be,
    E d3sigma/dp3 = A (1-x)^alpha (1+Bx) x^-beta (1 + a' pT + b' pT^2) exp(-a' pT)   in mb/GeV^2,
    x = E*/E*max,  a' = a / x^gamma,  b' = a^2 / (2 x^delta),
pi+/pi- = r0 (1+x)^r1, K+/K- = r0 (1-x)^r1, times (A/9.012)^e on another nucleus, e = (0.74 - 0.55 xF + 0.26 xF^2)(0.98 + 0.21 pT^2).
Here pi0 = (pi+ + pi-)/2 and K0S = K0L = (K+ + 3 K-)/4 at equal momentum. The exponent e is that of a fit at pT < 2 GeV and would win over the
exponential at large pT: pT in it is frozen at 1.5 GeV. xF below zero (not measured) is taken as zero.
"""
import argparse
import dataclasses
import math
import pathlib

import numpy as np

import grid
from check_tables import integrate
from fit_tables import hemisphere, write_table

M_P, M_X = 0.93827209, 1.876544
MASS_NUMBER = {"p19-be": 9.012, "p30-c": 12.011, "p70-fe": 55.845, "p120-fe": 55.845, "p120-c": 12.011, "p400-cu": 63.546}
SIGMA_INEL_MB = {"p19-be": 192.4, "p30-c": 232.5, "p70-fe": 702.0, "p120-fe": 702.0, "p120-c": 232.5, "p400-cu": 769.0}  # nuclear interaction length of the PDG


@dataclasses.dataclass(frozen=True)
class Fit:
    """Positive hadrons, and the ratio of positive to negative ones."""
    mass: float
    parameters: tuple  # A, B, alpha, beta, a, gamma, delta
    r0: float
    r1: float
    ratio_rises: bool  # (1 + x) ^ r1, or (1 - x) ^ r1


PION = Fit(0.1349768, (62.3, 1.57, 3.45, 0.517, 6.10, 0.153, 0.478), 1.05, 2.65, True)
CHARGED_PION = dataclasses.replace(PION, mass=0.13957039)
KAON = Fit(0.493677, (7.74, 0.0, 2.45, 0.444, 5.04, 0.121, 2 * 0.121), 1.15, -3.17, False)
# Table: fit, and how many of the positive and of the negative hadrons.
PARTICLES = {"pi0": (PION, 0.5, 0.5)}
STRANGE = {"pi+": (CHARGED_PION, 1.0, 1.0), "K+": (KAON, 1.0, 1.0), "KL": (KAON, 0.25, 0.75), "KS": (KAON, 0.25, 0.75)}
COMPOSITION = {"pi0": "mean of pi+ and pi-", "pi+": "pi+ and pi-", "K+": "K+ and K-", "KL": "(K+ + 3 K-)/4", "KS": "(K+ + 3 K-)/4"}


def cross_section_d3p(p, theta, e_beam, mass_number, frozen_at=1.5, particle=PARTICLES["pi0"]):
    """d3sigma/dp3 on a nucleus, mb/GeV^3."""
    fit, positive, negative = particle
    norm, b, alpha, beta, a, power_a, power_b = fit.parameters
    s = 2 * M_P**2 + 2 * M_P * e_beam
    root = math.sqrt(s)
    gamma = (e_beam + M_P) / root
    beta_gamma = math.sqrt(gamma**2 - 1)
    e_max = (s + fit.mass**2 - M_X**2) / (2 * root)
    p_max = math.sqrt(e_max**2 - fit.mass**2)
    energy = np.sqrt(p**2 + fit.mass**2)
    pt, pl = p * np.sin(theta), p * np.cos(theta)
    x = (gamma * energy - beta_gamma * pl) / e_max
    x_f = np.clip((gamma * pl - beta_gamma * energy) / p_max, 0, None)
    inside = x < 1
    x = np.where(inside, x, 0.5)
    a1, b1 = a / x**power_a, a**2 / (2 * x**power_b)
    invariant = norm * (1 - x) ** alpha * (1 + b * x) * x**-beta * (1 + a1 * pt + b1 * pt**2) * np.exp(-a1 * pt)
    invariant *= positive + negative / (fit.r0 * (1 + x if fit.ratio_rises else 1 - x) ** fit.r1)
    capped = np.minimum(pt, frozen_at)
    exponent = (0.74 - 0.55 * x_f + 0.26 * x_f**2) * (0.98 + 0.21 * capped**2)
    return np.where(inside, invariant * (mass_number / 9.012) ** exponent / energy, 0.0)


def integral(e_beam, mass_number, **options):
    """Over all momenta, mb, by Gauss points in ln p and in the angle."""
    node, weight = np.polynomial.legendre.leggauss(400)
    lo, hi = math.log(1e-3), math.log(e_beam)
    p = np.exp(lo + (hi - lo) * (node + 1) / 2)
    w_p = weight * (hi - lo) / 2
    lo, hi = math.log(1e-5), math.log(math.pi)
    theta = np.exp(lo + (hi - lo) * (node + 1) / 2)
    w_theta = weight * (hi - lo) / 2
    d = cross_section_d3p(p[:, None], theta[None, :], e_beam, mass_number, **options)
    return np.einsum("ij,i,j->", d * (p**3)[:, None] * (2 * math.pi * np.sin(theta) * theta)[None, :], w_p, w_theta)


def check():
    """reference: an independent quadrature, normalised to one over all momenta, pT in the exponent not frozen"""
    rows = {("nucal", 70.0, 55.845): (0.0409144, [0.889493, 0.0605724, 0.00185039, 0.000176089]),
            ("dune", 120.0, 12.011): (0.0990315, [0.82243, 0.0698099, 0.00361806, 0.0011886])}
    for (name, e_beam, mass_number), (norm, values) in rows.items():
        total = integral(e_beam, mass_number, frozen_at=np.inf)
        print(f"{name}: norm {PION.parameters[0] / total:.6g} (reference {norm:.6g})")
        for (p, theta), value in zip([(1, 0.1), (5, 0.05), (20, 0.02), (40, 0.005)], values):
            got = float(cross_section_d3p(np.array(float(p)), np.array(theta), e_beam, mass_number, np.inf)) / total
            print(f"  p = {p} GeV, theta = {theta}: {got:.6g} (reference {value:.6g}, ratio {got / value:.5f})")
        print(f"  pT frozen at 1.5 GeV changes the integral by {integral(e_beam, mass_number) / total - 1:+.2%}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--strange", action="store_true", help="charged pions and kaons")
    parser.add_argument("--out", type=pathlib.Path)
    args = parser.parse_args()
    if args.check:
        check()
    if not args.out:
        return
    for name, mass_number in MASS_NUMBER.items():
        for meson, particle in (STRANGE if args.strange else PARTICLES).items():
            write(name, mass_number, meson, particle, args.strange, args.out)


def write(name, mass_number, meson, particle, strange, out):
    beam = grid.strange(name) if strange else grid.BEAMS[name]
    e_beam, sigma = math.hypot(beam.p_beam, M_P), SIGMA_INEL_MB[name]
    p, t = grid.p_nodes(beam), grid.t_nodes(beam)
    # d3p = p^3 dlnp dOmega,  d(t^2) = p^2 dOmega / pi
    theta = grid.theta_of(p[:, None], t[None, :])
    density = cross_section_d3p(p[:, None], theta, e_beam, mass_number, particle=particle) / sigma * math.pi * p[:, None]
    density[grid.forbidden(beam, p[:, None], t[None, :]) | (density < 1e-12 * density.max())] = 0.0
    header = {
        "table": "parent-spectrum",
        "beam": f"{name} ({beam.said})",
        "particle": meson,
        "generator": "bmpt",
        "generator_version": f"hep-ph/0101163, {COMPOSITION[meson]}",
        "seed": "none",
        "events": 0,
        "command": "bmpt.py" + (" --strange" if strange else ""),
        "definition": "per inelastic collision; absolute cross section of the fit over sigma_inel_mb; "
                      "density = d2N / (d ln p  d t^2) in GeV^-2",
        "t": grid.T_DEFINITION,
        "hemisphere": hemisphere(beam),
        "caution": f"fit of charged {'pions' if particle[0].mass < 0.2 else 'kaons'} at 67 to 450 GeV on Be, xF > 0; the soft part (p below about 2 GeV) is extrapolated",
        "sigma_inel_mb": f"{sigma:g}",
        "yield_total": f"{integrate(p, t, density, {})['yield']:.5g}",
        "raw_yield": "none",
        "statistical_error_of_yield": 0,
        "yield_all_momenta": f"{integral(e_beam, mass_number, particle=particle) / sigma:.5g} (all angles, p from 0)",
        "smoothing": "none (formula)",
    }
    (out / name).mkdir(parents=True, exist_ok=True)
    write_table(out / name / f"{meson}.bmpt.csv", header, p, t, density)


if __name__ == "__main__":
    main()
