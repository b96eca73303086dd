#!/usr/bin/env python3
"""Splitting of a fermion into a fermion and a vector, all on their mass shells and with momenta (not energies) that add
up, from explicit Dirac matrices with Dirac and Pauli coupling, F_1 gamma^mu - F_2 i sigma^{mu nu} k_nu/(2 M); longitudinal
vectors by eps_L - k/m. Prints it over alpha/(2 pi), without the off-shell form factor, beside the formula of
`quasi_real_splitting_per_eps2`, and checks that the two agree to 1e-5. numpy."""
import math

import numpy as np

ONE, NONE = np.eye(2), np.zeros((2, 2))
SIGMA = [np.array(m, complex) for m in ([[0, 1], [1, 0]], [[0, -1j], [1j, 0]], [[1, 0], [0, -1]])]
GAMMA = [np.block([[ONE, NONE], [NONE, -ONE]]).astype(complex)] + [np.block([[NONE, s], [-s, NONE]]) for s in SIGMA]


def slash(v):
    return v[0] * GAMMA[0] - sum(v[i + 1] * GAMMA[i + 1] for i in range(3))


def on_shell(momentum, mass):
    return np.array([math.sqrt(mass**2 + sum(p * p for p in momentum)), *momentum])


def from_matrices(z, pt, m, fermion, dirac, pauli, momentum=3000.0):
    p, k = on_shell([0, 0, momentum], fermion), on_shell([pt, 0, z * momentum], m)
    left = on_shell([-pt, 0, (1 - z) * momentum], fermion)
    length = np.linalg.norm(k[1:])
    u = k[1:] / length
    axes = [np.array([0, u[2], 0, -u[0]]), np.array([0, 0, 1.0, 0]), np.concatenate([[length / m], k[0] / m * u]) - k / m]
    unit = fermion * np.eye(4)
    total = 0.0
    for e in axes:
        vertex = dirac * slash(e) + pauli * (slash(e) @ slash(k) - slash(k) @ slash(e)) / (4 * fermion)
        bar = GAMMA[0] @ vertex.conj().T @ GAMMA[0]
        total += 0.5 * np.trace((slash(left) + unit) @ vertex @ (slash(p) + unit) @ bar).real
    h = pt**2 + (1 - z) * m**2 + z**2 * fermion**2
    # The constant: alpha/(2 pi) [1+(1-z)^2]/z / pT^2 for massless particles.
    return total * z * (1 - z) / (2 * h * h)


def formula(z, pt, m, fermion, dirac, pauli):
    y, m2, f2 = 1 - z, m * m, fermion**2
    h = pt**2 + y * m2 + z * z * f2
    return (dirac**2 * ((1 + y * y) / (z * h) - z * y * (2 * f2 + m2) / h**2) +
            dirac * pauli * z * (h - 3 * y * m2) / h**2 +
            pauli**2 * z / f2 * (0.25 / z**2 + m2 * (h - y * m2) / (8 * h * h) - y * m2 * f2 / h**2))


for couplings in ((1.0, 0.0), (1.0, 1.0), (0.0, 1.0), (1.0, 1.793), (1.0, -2.0)):
    for point in ((0.3, 0.2, 0.3), (0.6, 0.4, 0.1), (0.05, 0.1, 0.05), (0.5, 0.3, 0.5), (0.9, 0.7, 1.2)):
        exact, ours = from_matrices(*point, 0.93827209, *couplings), formula(*point, 0.93827209, *couplings)
        print(couplings, point, f"{exact:.6f} {ours:.6f}")
        assert abs(exact / ours - 1) < 1e-5, (exact, ours)
