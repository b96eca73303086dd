#!/usr/bin/env python3
"""Tables of light mesons of 8 GeV protons (8.89 GeV/c), from the Sanford-Wang fits of the MiniBooNE flux. Needs numpy only.

    sanford_wang.py --out experiments/beams     writes p8-be and p8-fe: pi0, eta, rho0, omega .sanford-wang.csv
    sanford_wang.py --strange --out ...         and pi+ (both charges), K+, KL, KS
    sanford_wang.py --check                     prints totals and means of the fits beside an independent quadrature

Source: arXiv:0806.1449 (fits to HARP and E910 for pions, E910 and KEK for K0S), p Be, in mb / (GeV/c sr):
    d2sigma/(dp dOmega) = c1 p^c2 [1 - p/(pB - c9)] exp[-c3 p^c4 / pB^c5 - c6 theta (p - c7 pB cos(theta)^c8)].
Forward hemisphere (a power of the cosine). Charged pions and K0S
(and K0L with the spectrum of K0S) are these fits over the inelastic cross section. K+: the fit of Feynman scaling,
arXiv:1110.0417,
    d2sigma/(dp dOmega) = p^2/E c1 exp[-c3 |xF|^c4 - c7 |pT xF|^c6 - c2 pT - c5 pT^2];
K- are left out (PYTHIA 8 makes 6 % of the K+ at this energy). Assumed for the light mesons, as in arXiv:1609.01770: pi0 is the mean of pi+ and pi- at equal
momentum, rho0 and omega have the shape of pi0, eta the shape of K0S, and the numbers per proton are those of YIELD.

Iron has the same spectra here. The first collision on iron differs from that on beryllium by its inelastic cross
section, which the yield per collision does not see, and by more re-interaction inside the nucleus, which makes more
and softer mesons: the generator table of p8-fe is the measure of that. The cascade in a thick dump (2.4 pi0 per proton
in all) is not in here.
"""
import argparse
import dataclasses
import math
import pathlib

import numpy as np

import grid
from check_tables import integrate
from fit_tables import hemisphere, write_table

P_BEAM = 8.89  # GeV/c
FITS = {"pi+": (220.7, 1.080, 1.000, 1.978, 1.320, 5.572, 0.08680, 9.686, 1.000),
        "pi-": (213.7, 0.9379, 5.454, 1.210, 1.284, 4.781, 0.07338, 8.329, 1.000),
        "K0S": (15.130, 1.975, 4.084, 0.928, 0.731, 4.362, 0.048, 13.300, 1.278)}
FEYNMAN = (11.70, 0.88, 4.77, 1.51, 2.21, 2.17, 1.51)  # c1 to c7 of K+, arXiv:1110.0417, recalled
M_P, M_K, M_LAMBDA = 0.938272, 0.493677, 1.115683
P_END = P_BEAM - 1.0  # where the fits of pions end; that of K0S ends at P_BEAM - 1.278
SHAPE = {"pi0": ("pi+", "pi-"), "rho0": ("pi+", "pi-"), "omega": ("pi+", "pi-"), "eta": ("K0S",)}
STRANGE = {"pi+": ("pi+", "pi-"), "K+": ("K+",), "KL": ("K0S",), "KS": ("K0S",)}
# Per inelastic collision, arXiv:1609.01770 and the run cards of its program: 0.9 pi0, of which 1/30 eta, 1/20 rho, 0.046 omega.
YIELD = {"pi0": 0.9, "eta": 0.9 / 30, "rho0": 0.9 / 20, "omega": 0.9 * 0.046}
SIGMA_INEL_MB = {"p8-be": 189.3, "p8-fe": 702.0}  # arXiv:0806.1449; nuclear interaction length of the PDG


def fit(name, p, theta):
    """d2sigma/(dp dOmega) on Be, mb / (GeV/c sr); zero above the end and backward."""
    c1, c2, c3, c4, c5, c6, c7, c8, c9 = FITS[name]
    cosine = np.clip(np.cos(theta), 0.0, None)
    value = c1 * p**c2 * (1 - p / (P_BEAM - c9)) * np.exp(-c3 * p**c4 / P_BEAM**c5 - c6 * theta * (p - c7 * P_BEAM * cosine**c8))
    return np.where((p < min(P_BEAM - c9, P_END)) & (theta <= math.pi / 2), value, 0.0)


def feynman(p, theta):
    """d2sigma/(dp dOmega) of K+ on Be, mb / (GeV/c sr); xF in units of the largest, beside a Lambda and a proton."""
    c1, c2, c3, c4, c5, c6, c7 = FEYNMAN
    energy = math.hypot(P_BEAM, M_P)
    s = 2 * M_P**2 + 2 * M_P * energy
    beside = M_LAMBDA + M_P
    largest = math.sqrt((s - (M_K + beside) ** 2) * (s - (beside - M_K) ** 2)) / (2 * math.sqrt(s))
    kaon = np.sqrt(p**2 + M_K**2)
    pt = p * np.sin(theta)
    x = ((energy + M_P) * p * np.cos(theta) - P_BEAM * kaon) / math.sqrt(s) / largest
    size = np.minimum(np.abs(x), 1.0)
    value = p**2 / kaon * c1 * np.exp(-c3 * size**c4 - c7 * (pt * size) ** c6 - c2 * pt - c5 * pt**2)
    return np.where((np.abs(x) < 1) & (theta <= math.pi / 2), value, 0.0)


def spectrum(name, p, theta):
    return feynman(p, theta) if name == "K+" else fit(name, p, theta)


def moments(name):
    """Total (mb), mean momentum, mean angle over the forward hemisphere, by Gauss points."""
    node, weight = np.polynomial.legendre.leggauss(300)
    p, w_p = (node + 1) * P_END / 2, weight * P_END / 2
    theta, w_theta = (node + 1) * math.pi / 4, weight * math.pi / 4
    w = spectrum(name, p[:, None], theta[None, :]) * w_p[:, None] * (w_theta * 2 * math.pi * np.sin(theta))[None, :]
    return w.sum(), (w * p[:, None]).sum() / w.sum(), (w * theta[None, :]).sum() / w.sum()


def check():
    reference = {"pi+": (158.93, 1.128, 0.4105), "pi-": (144.48, 0.866, 0.5154), "K0S": (4.50, 1.365, 0.4175),
                 "K+": (0.0689 * 189.3, 1.69, 0.332)}  # K+: 0.0689 per collision, arXiv:0806.1449, recalled
    for name, expected in reference.items():
        got = moments(name)
        print(f"{name}: total {got[0]:.2f} mb ({expected[0]}), mean p {got[1]:.3f} GeV ({expected[1]}), mean theta {got[2]:.4f} ({expected[2]})")
    print(f"mean of pi+ and pi- over sigma_inel on Be: {(moments('pi+')[0] + moments('pi-')[0]) / 2 / SIGMA_INEL_MB['p8-be']:.3f} per collision")


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
    for name in ("p8-be", "p8-fe"):
        for particle, parts in (STRANGE if args.strange else SHAPE).items():
            write(name, particle, parts, args.strange, args.out)


def write(name, particle, parts, strange, out):
    nodes = grid.strange(name) if strange else grid.BEAMS[name]
    beam = dataclasses.replace(nodes, p_end=P_END, theta_max=math.pi / 2)
    p, t = grid.p_nodes(beam), grid.t_nodes(beam)
    theta = grid.theta_of(p[:, None], t[None, :])
    total = sum(moments(parent)[0] for parent in parts)
    number = total / SIGMA_INEL_MB["p8-be"] if strange else YIELD[particle]
    # dN/(dp dOmega) p / (dt^2/dOmega) = p * pi / p^2 of it
    density = sum(spectrum(parent, p[:, None], theta) for parent in parts) * number / total * math.pi / p[:, None]
    density[grid.forbidden(beam, p[:, None], t[None, :]) | (density < 1e-12 * density.max())] = 0.0
    inside = integrate(p, t, density, {})
    norm = "that of the fit over 189.3 mb" if strange else "arXiv:1609.01770"
    source = "arXiv:1110.0417, K+" if particle == "K+" else f"arXiv:0806.1449, {' and '.join(parts)}{'' if strange else ' at equal momentum'}"
    header = {
        "table": "parent-spectrum",
        "beam": f"{name} ({beam.said})",
        "particle": particle,
        "generator": "sanford-wang",
        "generator_version": source,
        "seed": "none",
        "events": 0,
        "command": "sanford_wang.py" + (" --strange" if strange else ""),
        "definition": f"per inelastic collision, normalised to {number:.4g} ({norm}); density = d2N / (d ln p  d t^2) in GeV^-2",
        "t": grid.T_DEFINITION,
        "hemisphere": hemisphere(beam),
        "caution": "fit on beryllium" + (" stands for iron" if name == "p8-fe" else "") + "; first collision only",
        "sigma_inel_mb": f"{SIGMA_INEL_MB[name]:g}",
        "yield_total": f"{inside['yield']:.5g}",
        "raw_yield": "none",
        "statistical_error_of_yield": 0,
        "yield_all_momenta": f"{number:.5g} (forward hemisphere, p from 0)",
        "smoothing": "none (formula)",
    }
    (out / name).mkdir(parents=True, exist_ok=True)
    write_table(out / name / f"{particle}.sanford-wang.csv", header, p, t, density)


if __name__ == "__main__":
    main()
