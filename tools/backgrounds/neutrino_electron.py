#!/usr/bin/env python3
"""Counts the recoils that neutrinos leave on electrons of a detector: the background of light dark matter that no cut on
the angle removes.

    neutrino_electron.py FLUX.csv --unit-cm2 1 --exposure 1e21 --electrons 6.1e31 --from-MeV 50 --to-MeV 8000

FLUX.csv: a released flux with one row per energy: E_lo_GeV,E_hi_GeV (or E_GeV) and columns nue, numu, nuebar, numubar.
--off-axis-mrad: the flux is one on the axis of a beam whose pions all fly along the axis, and is moved off it: a pion of
energy E_nu/0.43 gives (1 + gamma^2 theta^2)^-2 of the flux at (1 + gamma^2 theta^2)^-1 of the energy.

--per-GeV: the columns are per GeV (otherwise per bin). --exposure: in the unit of the columns' exposure. The numbers in
experiments/*-dm-*.toml that name this program were made with the releases that they name.

dsigma/dT = 2 G_F^2 m_e/pi [g_L^2 + g_R^2 (1 - T/E)^2 - g_L g_R m_e T/E^2] at tree level, sin^2 theta_W = 0.23857.
"""
import argparse
import csv
import math

G_F = 1.1663788e-5  # GeV^-2, PDG
M_E = 0.51099895e-3  # GeV, PDG
M_PI = 0.13957039  # GeV, PDG
S2W = 0.23857  # low momentum transfer, PDG
CM2 = 3.893793721e-28  # (hbar c)^2


def sigma_cm2(flavour, energy, low, high):
    """Cross section for recoils with a kinetic energy between `low` and `high`, GeV."""
    g_l = S2W + (0.5 if flavour in ("nue", "nuebar") else -0.5)
    g_r = S2W
    if flavour.endswith("bar"):
        g_l, g_r = g_r, g_l
    high = min(high, 2 * energy**2 / (M_E + 2 * energy))
    if high <= low:
        return 0.0

    def primitive(t):
        return (g_l**2 * t - g_r**2 * energy / 3 * (1 - t / energy) ** 3
                - g_l * g_r * M_E * t**2 / (2 * energy**2))

    return 2 * G_F**2 * M_E / math.pi * (primitive(high) - primitive(low)) * CM2


def read(path):
    with open(path) as lines:
        rows = list(csv.DictReader(line for line in lines if not line.startswith("#")))
    flavours = [name for name in rows[0] if name in ("nue", "numu", "nuebar", "numubar")]
    if "E_lo_GeV" in rows[0]:
        edges = [(float(r["E_lo_GeV"]), float(r["E_hi_GeV"])) for r in rows]
    else:
        at = [float(r["E_GeV"]) for r in rows]
        middle = [0.5 * (a + b) for a, b in zip(at, at[1:])]
        edges = list(zip([at[0]] + middle, middle + [at[-1]]))
    return flavours, edges, rows


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("flux")
    parser.add_argument("--per-GeV", action="store_true")
    parser.add_argument("--per-m2", action="store_true", help="the columns are per m2, not per cm2")
    parser.add_argument("--exposure", type=float, required=True)
    parser.add_argument("--electrons", type=float, required=True, help="in the detector")
    parser.add_argument("--from-MeV", type=float, required=True)
    parser.add_argument("--to-MeV", type=float, required=True)
    parser.add_argument("--off-axis-mrad", type=float, default=0.0)
    arguments = parser.parse_args()
    flavours, edges, rows = read(arguments.flux)
    total = 0.0
    for (low, high), row in zip(edges, rows):
        width = high - low if arguments.per_GeV else 1.0
        energy = 0.5 * (low + high)
        fall = 1 + (energy / (0.43 * M_PI) * arguments.off_axis_mrad * 1e-3) ** 2
        for flavour in flavours:
            flux = float(row[flavour]) * width * (1e-4 if arguments.per_m2 else 1.0)
            window = arguments.from_MeV * 1e-3, arguments.to_MeV * 1e-3
            total += flux / fall**2 * sigma_cm2(flavour, energy / fall, *window)
    print(f"{total * arguments.exposure * arguments.electrons:.4g}")


if __name__ == "__main__":
    main()
