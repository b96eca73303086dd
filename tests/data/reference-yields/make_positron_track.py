#!/usr/bin/env python3
"""Track lengths of the NA64 set-up of this folder (README.md). Needs numpy and scipy; the same bytes every time.

    make_positron_track.py    rewrites na64e-track-length.csv and na64e-track-length.tsai.csv

Approximation A in a thick target. With y = ln(E0/E), C(y) the track length of one electron above E (Tsai and Van Whitis;
tools/showers/electron_track_length.py), v = k/E, u the positron's share of the photon:
  photons per ln k    g(y) = int dC(y') [4/3 - 4v/3 + v^2]           (every photon converts)
  positrons per ln E  h(y) = int dy' g(y') u (9/7) (1 - 4u(1-u)/3)
  their track length  T(y) = int dy' h(y') C(y - y')
and twice T takes the place of C for the next generation (electrons as many as positrons): three generations.
"""
import pathlib
import sys

import numpy as np
from scipy.interpolate import PchipInterpolator

folder = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(folder.parents[2] / "tools" / "showers"))
from electron_track_length import SMALL_Y, primary_track_length  # noqa: E402

Y_END = 0.7
NODES = np.array([0.0] + SMALL_Y[:-2] + [round(0.06 + 0.02 * i, 2) for i in range(33)])
GRID = np.concatenate([[0.0], np.geomspace(1e-9, Y_END, 700)])  # where functions are tabulated
T, W = np.polynomial.legendre.leggauss(60)
T, W = 0.5 * (T + 1.0), 0.5 * W


def smooth(values):
    """A function of y from its values on GRID, as a power of y at the start."""
    inner = PchipInterpolator(np.log(GRID[1:]), np.log(values[1:]))
    return lambda y: np.exp(inner(np.log(np.clip(y, GRID[1], Y_END))))


def convolve(f, kernel):
    """int_0^y f(y') kernel(y - y') dy' on GRID; the nodes crowd at both ends, where f and the kernel may be steep."""
    result = np.zeros_like(GRID)
    share, weight = T * T * (3.0 - 2.0 * T), W * 6.0 * T * (1.0 - T)
    for i, y in enumerate(GRID[1:], 1):
        result[i] = y * np.sum(weight * f(y * share) * kernel(y * (1.0 - share)))
    return result


def main():
    C = smooth(np.array([primary_track_length(y) for y in GRID]))
    tracks, total = C, np.zeros_like(NODES)
    for _ in range(3):
        v_slope = lambda z: 4.0 / 3.0 * np.exp(-z) - 2.0 * np.exp(-2.0 * z)  # d/dz of the photon spectrum
        photons = convolve(tracks, v_slope) + tracks(np.maximum(GRID, GRID[1]))  # by parts: it is 1 at v = 1
        share = lambda z: np.exp(-z) * 9.0 / 7.0 * (1.0 - 4.0 / 3.0 * np.exp(-z) * -np.expm1(-z))
        positrons = smooth(convolve(smooth(photons), share))
        here = smooth(convolve(positrons, C))
        total[1:] += here(NODES[1:])
        tracks = lambda y, here=here: 2.0 * here(y)
    for name, positron in (("na64e-track-length.csv", total), ("na64e-track-length.tsai.csv", np.zeros_like(total))):
        with open(folder / name, "w") as f:
            f.write("# table: track length of the reference set-up NA64e, approximation A; not an experiment model, see README.md\n")
            f.write("# command: python tests/data/reference-yields/make_positron_track.py\n")
            f.write("y,primary_X0,secondary_electron_X0,positron_X0\n")
            for y, p in zip(NODES, positron):
                f.write(f"{y:.7g},{primary_track_length(y):.7g},0,{p:.7g}\n")
    E = 100.0 * np.exp(-NODES)
    print(np.c_[E, total])


if __name__ == "__main__":
    main()
