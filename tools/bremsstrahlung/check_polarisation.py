#!/usr/bin/env python3
"""Spin density matrix of a vector radiated off a fermion that a small momentum transfer scatters, from explicit Dirac
matrices: xx, yy, zz, xz (axes of `Polarisation`) and the squared amplitude over the splitting function with
1 + (1-z)^2 and, as published, z + (1-z)^2 in its mixed term (constant at one z where the function is right). numpy."""
import math

import numpy as np

ONE, NONE = np.eye(2), np.zeros((2, 2))
SIGMA = [np.array(m, complex) for m in ([[0, 1], [1, 0]], [[0, -1j], [1j, 0]], [[1, 0], [0, -1]])]
GAMMA = [np.block([[ONE, NONE], [NONE, -ONE]]).astype(complex)] + [np.block([[NONE, s], [-s, NONE]]) for s in SIGMA]


def dot(a, b):
    return a[0] * b[0] - a[1:] @ b[1:]


def slash(v):
    return v[0] * GAMMA[0] - sum(v[i + 1] * GAMMA[i + 1] for i in range(3))


def on_shell(momentum, mass):
    return np.array([math.sqrt(mass**2 + sum(p * p for p in momentum)), *momentum])


def spinors(p, mass):
    boost = sum(p[i + 1] * SIGMA[i] for i in range(3)) / math.sqrt(p[0] + mass)
    return [np.concatenate([math.sqrt(p[0] + mass) * chi, boost @ chi]) for chi in np.eye(2, dtype=complex)]


def density_matrix(z, pt, m, fermion, momentum=3000.0, transfer=1e-4):
    total = np.zeros((3, 3))
    p = on_shell([0, 0, momentum], fermion)
    k = on_shell([pt, 0, z * momentum], m)
    length = np.linalg.norm(k[1:])
    u = k[1:] / length
    axes = [np.array([0, u[2], 0, -u[0]]), np.array([0, 0, 1.0, 0]), np.concatenate([[length / m], k[0] / m * u])]
    source = slash(np.array([1, 0, 0, -1.0]))
    unit = fermion * np.eye(4)
    for qx, qy in ((transfer, 0), (-transfer, 0), (0, transfer), (0, -transfer)):
        left = on_shell([qx - pt, qy, (1 - z) * momentum], fermion)
        after = slash(left + k) + unit, dot(left + k, left + k) - fermion**2
        before = slash(p - k) + unit, dot(p - k, p - k) - fermion**2
        for a in spinors(p, fermion):
            for b in spinors(left, fermion):
                bar = b.conj() @ GAMMA[0]
                amplitudes = np.array([
                    bar @ (slash(e) @ after[0] @ source / after[1] + source @ before[0] @ slash(e) / before[1]) @ a
                    for e in axes])
                total += np.outer(amplitudes, amplitudes.conj()).real
    return total


def splitting_over_h(z, pt, m, fermion, mixed):
    y, m2, f2 = 1 - z, m * m, fermion**2
    h = pt**2 + y * m2 + z * z * f2
    return ((1 + y * y) / z - 2 * z * y * ((2 * f2 + m2) / h - 2 * z * z * f2 * f2 / h**2) +
            2 * z * y * (mixed + y * y) * f2 * m2 / h**2 + 2 * z * y * y * m2 * m2 / h**2) / h**2


for point in ((0.3, 0.1, 0.1), (0.3, 0.5, 0.1), (0.5, 0.2, 0.4), (0.5, 0.5, 0.4), (0.2, 0.6, 0.77), (0.2, 0.1, 0.77)):
    r = density_matrix(*point, 0.93827209)
    trace = np.trace(r)
    ours, published = (trace / splitting_over_h(*point, 0.93827209, mixed) for mixed in (1.0, point[0]))
    print(point, " ".join(f"{x / trace:.4f}" for x in (r[0, 0], r[1, 1], r[2, 2], r[0, 2])), f"{ours:.5g} {published:.5g}")
