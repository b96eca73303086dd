"""Checks the squared matrix element of e- N -> e- N A' in exact_bremsstrahlung.cpp against explicit Dirac matrices.

Needs numpy (any virtual environment); not needed to build or run Penumbra.  Run: python check_matrix_element.py

1. formula(): the expression written above over_transfer() in exact_bremsstrahlung.cpp, against traces of matrices (dirac()) at
   random momenta with all masses of order one.
2. the closed-form average over the azimuth, against a sum over 20000 angles.
The coefficients were found by fitting dirac() with all invariants of the right dimension; the fit closes to 2e-12.
"""

import numpy as np

G = np.diag([1.0, -1.0, -1.0, -1.0])
PAULI = [np.array([[0, 1], [1, 0]], complex), np.array([[0, -1j], [1j, 0]]), np.array([[1, 0], [0, -1]], complex)]
ZERO, ONE = np.zeros((2, 2)), np.eye(2)
GAMMA = [np.block([[ONE, ZERO], [ZERO, -ONE]]).astype(complex)] + [np.block([[ZERO, s], [-s, ZERO]]) for s in PAULI]


def dot(a, b):
    return a @ G @ b


def slash(a):
    return sum(G[i, i] * a[i] * GAMMA[i] for i in range(4))


def dirac(m, mA, p, p1, k, P):
    """(1/2) sum over spins and polarisations of |P_mu eps*_alpha ubar(p1) [both diagrams]^(alpha mu) u(p)|^2."""
    S, u = dot(p1 + k, p1 + k) - m * m, dot(p - k, p - k) - m * m
    Ps, unit = slash(P), np.eye(4)
    vertex = [GAMMA[a] @ (slash(p1 + k) + m * unit) @ Ps / S + Ps @ (slash(p - k) + m * unit) @ GAMMA[a] / u for a in range(4)]
    bar = [GAMMA[0] @ v.conj().T @ GAMMA[0] for v in vertex]
    k_low = G @ k
    total = 0.0
    for a in range(4):
        for b in range(4):
            polarisations = -G[a, b] + k_low[a] * k_low[b] / mA**2
            total += polarisations * np.trace((slash(p1) + m * unit) @ vertex[a] @ (slash(p) + m * unit) @ bar[b]).real
    return 0.5 * total


def formula(m, mA, S, U, t, P2, a, b):
    """a = P.p, b = P.p', S = (p'+k)^2 - m^2, U = m^2 - (p-k)^2, t = -q^2 > 0."""
    w = mA * mA + 2 * m * m
    return (-2 * P2 * (S * S + U * U) / (S * U) + 8 * t * (a * a + b * b) / (S * U) + t * P2 * (4 * (mA * mA - t) - 8 * m * m) / (S * U)
            + 4 * t * P2 * (1 / S - 1 / U) - 8 * w * (a / S - b / U) ** 2 + 2 * w * t * P2 * (1 / S**2 + 1 / U**2))


def random_point(rng):
    m, mA = rng.uniform(0.1, 1), rng.uniform(0.1, 1)
    on_shell = lambda v, mass: np.concatenate([[np.sqrt(v @ v + mass**2)], v])
    k, p1, p = on_shell(rng.normal(size=3), mA), on_shell(rng.normal(size=3), m), on_shell(2 * rng.normal(size=3), m)
    q = p1 + k - p
    if dot(q, q) >= 0:
        return None
    P = on_shell(rng.normal(size=3), rng.uniform(2, 10))
    P = P - q * dot(P, q) / dot(q, q)  # elastic: P.q = 0
    return m, mA, p, p1, k, q, P


def averages(mean, swing):
    """<1/S> and <1/S^2> for S = mean + swing cos(azimuth), as in exact_bremsstrahlung.cpp."""
    root = np.sqrt(mean * mean - swing * swing)
    first = 1 / root
    return first, first**2 + swing**2 / ((mean + root) * root**3)


if __name__ == "__main__":
    rng = np.random.default_rng(1)
    points = [x for x in (random_point(rng) for _ in range(1000)) if x is not None]
    worst = 0.0
    for m, mA, p, p1, k, q, P in points:
        S, U, t = dot(p1 + k, p1 + k) - m * m, m * m - dot(p - k, p - k), -dot(q, q)
        found = formula(m, mA, S, U, t, dot(P, P), dot(P, p), dot(P, p1))
        worst = max(worst, abs(found / dirac(m, mA, p, p1, k, P) - 1))
    print(f"{len(points)} points, largest relative difference {worst:.1e}")
    assert worst < 1e-8

    azimuth = 2 * np.pi * np.arange(20000) / 20000
    for mean, swing in ((1.0, 0.3), (1.0, 0.99), (2.0, 1.0)):
        S = mean + swing * np.cos(azimuth)
        first, second = averages(mean, swing)
        assert abs(first / np.mean(1 / S) - 1) < 1e-10 and abs(second / np.mean(1 / S**2) - 1) < 1e-10
    print("azimuth averages agree to 1e-10")
