#!/usr/bin/env python3
"""The beam pulse in experiments/coherent-csi-2021-dm-nucleus.toml: a Gaussian pulse, followed by the lifetime of the pion and the
time efficiency, fitted to the released arrival times of muon neutrinos. Beside it the pulse that the neutrons of neutrinos would
need, which come later. Needs numpy and scipy. Prints mean and width in us, and the largest residual over the peak."""

import pathlib

import numpy as np
from scipy.optimize import least_squares
from scipy.special import log_ndtr, ndtr

PION_US, MUON_US = 0.026033, 2.1969811  # PDG
DEAD_FROM_US, DEAD_PER_US = 0.52, 0.0494  # time efficiency of the release
folder = pathlib.Path(__file__).parent


def decayed(t, mean, sigma, lifetime):
    """Share of the decays after t, without what has decayed at once."""
    u = (t - mean) / sigma
    return np.exp(np.minimum(700, sigma**2 / (2 * lifetime**2) - (t - mean) / lifetime + log_ndtr(u - sigma / lifetime)))


def cumulative(t, mean, sigma, lifetime):
    return ndtr((t - mean) / sigma) - decayed(t, mean, sigma, lifetime)


def report(what, fit, peak):
    print(f"{what}: mean {fit.x[0]:.3f} us, width {fit.x[1]:.3f} us, largest residual {np.abs(fit.fun).max() / peak:.3f} of the peak")


t, nu_mu = np.loadtxt(folder / "coherent_csi_2021_neutrino_times.csv", delimiter=",", skiprows=3, unpack=True)
efficiency = np.where(t < DEAD_FROM_US, 1.0, np.exp(-DEAD_PER_US * (t - DEAD_FROM_US)))


def of_neutrinos(parameters):
    mean, sigma, events = parameters
    return events * decayed(t, mean, sigma, PION_US) / PION_US * efficiency - nu_mu


report("muon neutrinos", least_squares(of_neutrinos, [0.5, 0.15, 0.4]), nu_mu.max())

low, high, _, events = np.loadtxt(folder / "coherent_csi_2021_neutron_times.csv", delimiter=",", skiprows=3, unpack=True)
edges, shape = np.append(low, high[-1]), events / events.sum()


def of_neutrons(parameters):
    mean, sigma, prompt = parameters
    parts = [np.diff(cumulative(edges, mean, sigma, lifetime)) for lifetime in (PION_US, MUON_US)]
    return prompt * parts[0] + (1 - prompt) * parts[1] - shape


report("neutrons of neutrinos", least_squares(of_neutrons, [0.65, 0.15, 0.3]), shape.max())
