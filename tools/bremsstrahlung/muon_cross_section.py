"""d sigma/dx of mu N -> mu N A' from explicit Dirac matrices and the three-body phase space, per epsilon^2, in cm2.

Needs numpy (any virtual environment); not needed to build or run Penumbra.  Run: python muon_cross_section.py

Independent of exact_bremsstrahlung.cpp in everything but the form factor: the squared amplitude is a product of matrices,
summed over a grid of the azimuth of the exchanged photon; the phase space is written in the momentum q of the nucleus,

  dsigma/dx = 1/(4 M p) (2 pi)^-5 (k E/2) 2 pi int dcos(theta) int dt dphi/(8 M V) (4 pi alpha)^3 G(t)/t^2 <A>,  V = |p - k|

The numbers printed are those of tests/detection/missing_energy_test.cpp. Error: below 0.2 % (nodes doubled).
"""

import numpy as np

from check_matrix_element import GAMMA

ALPHA, M_MU, M_E, CM2 = 1 / 137.035999, 0.1056583755, 0.51099895e-3, 0.3893793721e-27
LOW = np.array([1.0, -1.0, -1.0, -1.0])
MATRICES = np.array(GAMMA)


def slash(v):
    return np.einsum("nm,mij->nij", v * LOW, MATRICES)


def dot(a, b):
    return np.sum(a * b * LOW, axis=-1)


def amplitude2(lepton, mA, p, p1, k, P):
    """(1/2) sum over spins and polarisations at many points."""
    unit = lepton * np.eye(4)
    S, U = dot(p1 + k, p1 + k) - lepton**2, dot(p - k, p - k) - lepton**2
    first = (slash(p1 + k) + unit) @ slash(P) / S[:, None, None]
    second = slash(P) @ (slash(p - k) + unit) / U[:, None, None]
    total = np.zeros(len(p))
    vertices = [MATRICES[a] @ first + second @ MATRICES[a] for a in range(4)]
    bars = [GAMMA[0] @ np.conj(np.swapaxes(v, 1, 2)) @ GAMMA[0] for v in vertices]
    left, right = slash(p1) + unit, slash(p) + unit
    k_low = k * LOW
    for a in range(4):
        half = left @ vertices[a] @ right
        for b in range(4):
            polarisation = (-LOW[a] if a == b else 0.0) + k_low[:, a] * k_low[:, b] / mA**2
            total += polarisation * np.einsum("nij,nji->n", half, bars[b]).real
    return 0.5 * total


def dsigma_dx(mA, E, x, Z, A, lepton=M_MU, angles=40, transfers=60, azimuths=24):
    M = 0.9315 * A
    k0, p = x * E, np.sqrt(E * E - lepton**2)
    k = np.sqrt(k0 * k0 - mA * mA)
    screening, size = (np.cbrt(Z) * M_E / 111) ** 2, 0.164 / A ** (2 / 3)
    total = 0.0
    y, wy = np.polynomial.legendre.leggauss(angles)
    s, ws = np.polynomial.legendre.leggauss(transfers)
    phi = (np.arange(azimuths) + 0.5) * 2 * np.pi / azimuths
    # U = U_min + 4 p k sin^2(theta/2); even steps in ln(U) up to a few hundred times its least value
    U_min = 2 * (E * k0 - p * k) - mA**2
    span = np.log(3e4)
    for yi, wi in zip(0.5 * (y + 1), 0.5 * wy):
        U = U_min * np.exp(span * yi)
        cos = 1 - (U - U_min) / (2 * p * k)
        if cos < -1:
            continue
        sin = np.sqrt(1 - cos * cos)
        dcos = U * span * wi / (2 * p * k)
        pv, kv = np.array([0, 0, p]), k * np.array([sin, 0, cos])
        V = pv - kv
        absV = np.linalg.norm(V)
        axis = V / absV
        across = np.cross(axis, [0, 1, 0])
        across /= np.linalg.norm(across)
        other = np.cross(axis, across)
        # allowed t: |cos(q, V)| <= 1
        lt = np.log(np.logspace(-12, 1, 20001))
        t = np.exp(lt)
        q = np.sqrt(t + t * t / (4 * M * M))
        E1 = E - k0 - t / (2 * M)
        c = (absV**2 + q * q - (E1**2 - lepton**2)) / (2 * absV * q)
        ok = (np.abs(c) <= 1) & (E1 > lepton)
        if not ok.any():
            continue
        low, high = lt[ok][0], lt[ok][-1]
        t = np.exp(low + (high - low) * 0.5 * (s + 1))
        wt = ws * 0.5 * (high - low) * t
        q = np.sqrt(t + t * t / (4 * M * M))
        E1 = E - k0 - t / (2 * M)
        c = np.clip((absV**2 + q * q - (E1**2 - lepton**2)) / (2 * absV * q), -1, 1)
        tt, ff = [g.ravel() for g in np.meshgrid(np.arange(len(t)), phi, indexing="ij")]
        tt = tt.astype(int)
        sine = np.sqrt(1 - c * c)
        qv = q[tt, None] * (c[tt, None] * axis + sine[tt, None] * (np.cos(ff)[:, None] * across + np.sin(ff)[:, None] * other))
        n = len(tt)
        full = lambda e, v: np.concatenate([np.broadcast_to(e, (n,))[:, None], np.broadcast_to(v, (n, 3))], axis=1)
        P = full(2 * M + t[tt] / (2 * M), qv)
        a2 = amplitude2(lepton, mA, full(E, pv), full(E1[tt], V - qv), full(k0, kv), P).reshape(len(t), azimuths).mean(axis=1)
        G = Z**2 * (t / (t + screening)) ** 2 / (1 + t / size) ** 2
        total += dcos * np.sum(wt * G / t**2 * a2) * 2 * np.pi / (8 * M * absV)
    return CM2 * total * (4 * np.pi * ALPHA) ** 3 / (4 * M * p) / (2 * np.pi) ** 5 * (k * E / 2) * 2 * np.pi


if __name__ == "__main__":
    for mA, E, x, Z, A in [(0.01, 160, 0.6, 82, 207.2), (0.1, 160, 0.55, 82, 207.2), (0.1, 160, 0.9, 82, 207.2),
                           (1.0, 160, 0.8, 82, 207.2), (0.1, 15, 0.7, 74, 183.84)]:
        print(mA, E, x, Z, A, f"{dsigma_dx(mA, E, x, Z, A):.4e}", f"{dsigma_dx(mA, E, x, Z, A, angles=60, transfers=90, azimuths=40):.4e}")
    # An electron, for comparison with what the program computed before: m_A' = 0.1 GeV, 100 GeV on lead, x = 0.5.
    print("electron", f"{dsigma_dx(0.1, 100, 0.5, 82, 207.2, lepton=M_E):.4e}")
