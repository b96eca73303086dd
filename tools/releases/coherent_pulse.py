#!/usr/bin/env python3
"""The beam pulse in experiments/coherent-csi-2021-dm-nucleus.toml: a Gaussian pulse, followed by the lifetimes of pion (prompt part)
and muon, fitted to the released arrival times of neutrino-induced neutrons. Needs numpy and scipy. Prints mean and width in us,
the prompt share, and the largest residual over the peak."""

import pathlib

import numpy as np
from scipy.optimize import least_squares
from scipy.special import log_ndtr, ndtr

PION_US, MUON_US = 0.026033, 2.1969811  # PDG


def cumulative(t, mean, sigma, lifetime):
    u = (t - mean) / sigma
    exponent = sigma**2 / (2 * lifetime**2) - (t - mean) / lifetime + log_ndtr(u - sigma / lifetime)
    return ndtr(u) - np.exp(np.minimum(700, exponent))


table = pathlib.Path(__file__).with_name("coherent_csi_2021_neutron_times.csv")
low, high, _, events = np.loadtxt(table, delimiter=",", skiprows=3, unpack=True)
edges, shape = np.append(low, high[-1]), events / events.sum()


def residuals(parameters):
    mean, sigma, prompt = parameters
    parts = [np.diff(cumulative(edges, mean, sigma, lifetime)) for lifetime in (PION_US, MUON_US)]
    return prompt * parts[0] + (1 - prompt) * parts[1] - shape


fit = least_squares(residuals, [0.65, 0.15, 0.3])
print("mean {:.3f} us, width {:.3f} us, prompt share {:.3f}".format(*fit.x), end=", ")
print(f"largest residual {np.abs(fit.fun).max() / shape.max():.3f} of the peak")
