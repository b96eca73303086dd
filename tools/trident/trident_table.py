#!/usr/bin/env python3
"""Where in Q^2 the rate of neutrino tridents nu_mu N -> nu_mu mu+ mu- N comes from, for the files in experiments/.

  tools/trident/trident_table.py NAME        prints the [spectrum] table of experiments/NAME.toml
  tools/trident/trident_table.py --check     prints cross sections to compare with published ones

Needs numpy. How it is made:

- Equivalent photons of a nucleus of charge Z (no recoil), each with energy w in the rest frame of the nucleus and
  virtuality P^2, s = 4 E w:
      sigma(nu N) = (Z^2 alpha/pi) int ds/s sigma(nu gamma; s) int_{Pmin^2} dP^2/P^2 (1 - Pmin^2/P^2) F^2(P^2),
      Pmin = s/(2 E)
  (arXiv:1406.2332; the factor in brackets is that of transverse photons, Budnev et al., Phys. Rep. 15 (1975) 181).
  F is the Helm form factor of arXiv:hep-ph/9608035. Photons are real in sigma(nu gamma). For pairs of muons and the
  whole nucleus this is good to tens of per cent (arXiv:1807.10973), and only ratios to the Standard Model are used.
- nu gamma -> nu mu+ mu- is deep inelastic scattering on a photon by L = -(G_F/sqrt 2) nubar g^a (1 - g5) nu
  mubar g_a (g_V - g_A g5) mu. With q the momentum that the neutrino loses, Q^2 = -q^2 and W the mass of the pair,
      d sigma/dQ^2 dW^2 = G_F^2/(2 s) 1/(16 pi^2 s) L_ab W^ab,   L_ab W^ab = -8 Q^2 A + 16 (p k)(p k') B,
  where A and B are what multiplies g^ab and p^a p^b in the tensor of gamma* gamma -> mu+ mu- (terms with q^a vanish
  on the massless neutrino). Vector-vector and axial-axial parts add; the mixed part is odd under the exchange of the
  muons and is not seen when both are summed. The tensors are traces of Dirac matrices, done numerically, and
  integrated over the angle of the muons.
- A vector that couples to muons and neutrinos changes g_V by g^2 x_nu x_mu/(sqrt2 G_F (M^2 + Q^2)): at fixed Q^2 a
  number. So two numbers per Q^2 are all that a measurement needs: shares of the Standard Model's rate per g_V^2 and
  per g_A^2.
"""

import pathlib
import sys

import numpy as np

ALPHA = 1 / 137.035999
G_F = 1.1663788e-5  # GeV^-2
M_MU = 0.1056583755
CM2 = 0.3893794e-27  # GeV^-2 in cm^2
FM = 1 / 0.1973269804  # in GeV^-1
SIN2_THETA = 0.23857  # as in src/particle/constants.hpp

# Dirac matrices, metric (+, -, -, -)
_s = [np.array(m, complex) for m in ([[0, 1], [1, 0]], [[0, -1j], [1j, 0]], [[1, 0], [0, -1]])]
_one, _zero = np.eye(2), np.zeros((2, 2))
GAMMA = np.array([np.block([[_one, _zero], [_zero, -_one]])] + [np.block([[_zero, s], [-s, _zero]]) for s in _s])
GAMMA5 = np.block([[_zero, _one], [_one, _zero]]).astype(complex)
METRIC = np.diag([1.0, -1, -1, -1])
GAMMA_LOW = np.einsum("ab,bij->aij", METRIC, GAMMA)


def slash(p):
    return np.einsum("...a,aij->...ij", p, GAMMA_LOW)


def gauss(n, low, high):
    x, w = np.polynomial.legendre.leggauss(n)
    return low + (high - low) * (x + 1) / 2, w * (high - low) / 2


def structure(W2, Q2, n_angles=24):
    """(A, B) of the vector-vector and the axial-axial tensor, for arrays of W^2 and Q^2 (GeV^2): photon of charge e
    averaged over its two polarisations, integrated over the phase space of the muons."""
    W2, Q2 = np.broadcast_arrays(np.asarray(W2, float), np.asarray(Q2, float))
    shape = W2.shape
    W2, Q2 = W2.ravel()[:, None], Q2.ravel()[:, None]
    W, m = np.sqrt(W2), M_MU
    beta = np.sqrt(1 - 4 * m * m / W2)
    # cos theta = tanh(y)/beta: flat where the lepton propagators peak
    y_max = np.arctanh(beta)
    x, w = np.polynomial.legendre.leggauss(n_angles)
    y, wy = y_max * x[None, :], y_max * w[None, :]
    c = np.tanh(y) / beta
    weight = wy / np.cosh(y) ** 2 / beta
    s = np.sqrt(np.maximum(0, 1 - c * c))
    zero = np.zeros_like(c)
    p0 = (W2 + Q2) / (2 * W)  # photon along z, in the frame of the pair
    vec = lambda e, px, pz: np.stack(np.broadcast_arrays(e, px, zero, pz), -1)
    p = vec(p0, zero, p0)
    q = vec((W2 - Q2) / (2 * W), zero, -p0)
    l1 = vec(W / 2, W / 2 * beta * s, W / 2 * beta * c)
    l2 = vec(W / 2, -W / 2 * beta * s, -W / 2 * beta * c)
    dot = lambda a, b: np.einsum("...a,ab,...b->...", a, METRIC, b)
    one = np.eye(4)
    first = (slash(l1 - p) + m * one) / (-2 * dot(l1, p))[..., None, None]
    second = (slash(p - l2) + m * one) / (-2 * dot(l2, p))[..., None, None]
    out = {}
    for name, vertex in (("V", GAMMA), ("A", np.einsum("aij,jk->aik", GAMMA, GAMMA5))):
        # ubar(l1) [g^mu S g^a + g^a S g^mu] v(l2), mu the photon
        amp = np.einsum("mij,nxjk,akl->nxamil", GAMMA, first, vertex, optimize=True)
        amp += np.einsum("aij,nxjk,mkl->nxamil", vertex, second, GAMMA, optimize=True)
        bar = np.einsum("ij,nxamkj,kl->nxamil", GAMMA[0], amp.conj(), GAMMA[0], optimize=True)
        left = np.einsum("nxij,nxamjk->nxamik", slash(l1) + m * one, amp, optimize=True)
        right = np.einsum("nxij,nxbmjk->nxbmik", slash(l2) - m * one, bar, optimize=True)
        tensor = np.einsum("nxamij,nxbmji,m->nxab", left, right, np.diag(METRIC), optimize=True).real
        tensor = -0.5 * 4 * np.pi * ALPHA * tensor  # average of photon polarisations
        low = lambda v: np.einsum("ab,nxb->nxa", METRIC, v)
        con = lambda a, b: np.einsum("nxa,nxab,nxb->nx", low(a), tensor, low(b))
        trace = np.einsum("nxab,ab->nx", tensor, METRIC)
        integrate = lambda f: (f * weight).sum(1) / 2 * beta[:, 0] / (8 * np.pi)
        t, pp, pq, qq = (integrate(f) for f in (trace, con(p, p), con(p, q), con(q, q)))
        d, q2 = (W2[:, 0] + Q2[:, 0]) / 2, -Q2[:, 0]
        # tensor = A g + B pp + C (pq + qp) + D qq
        D = pp / d**2
        A, B, C = np.empty_like(t), np.empty_like(t), np.empty_like(t)
        for i in range(len(t)):
            m3 = np.array([[4, 0, 2 * d[i]], [d[i], 0, d[i] ** 2], [q2[i], d[i] ** 2, 2 * d[i] * q2[i]]])
            rhs = np.array([t[i] - D[i] * q2[i], pq[i] - D[i] * d[i] * q2[i], qq[i] - D[i] * q2[i] ** 2])
            A[i], B[i], C[i] = np.linalg.solve(m3, rhs)
        out[name] = (A.reshape(shape), B.reshape(shape))
    return out


class Kernel:
    """d sigma(nu gamma)/dQ^2 at nodes of Q^2, for any s. The structure of gamma* gamma -> mu+ mu- is made once on nodes of
    W^2 = 4 m^2 exp(u^2), which are dense at the threshold, and interpolated between them (polynomials in u)."""

    def __init__(self, q2_nodes, n_w=40, w_max=60.0):
        self.q2 = q2_nodes
        u_max = np.sqrt(2 * np.log(w_max / (2 * M_MU)))
        self.u, _ = gauss(n_w, 0.0, u_max)
        self.u_max = u_max
        w2 = 4 * M_MU**2 * np.exp(self.u**2)
        self.parts = structure(w2[None, :], q2_nodes[:, None])
        x, w = np.polynomial.legendre.leggauss(n_w)
        self.barycentric = (-1.0) ** np.arange(n_w) * np.sqrt((1 - x * x) * w)

    def per_q2(self, s, n=24):
        """Of both parts at g_V = 1, g_A = 1, cm^2/GeV^2; s in GeV^2."""
        out = np.zeros((2, len(self.q2)))
        for i, q2 in enumerate(self.q2):
            w2_max = s - q2
            if w2_max <= 4 * M_MU**2:
                continue
            u, wu = gauss(n, 0.0, np.sqrt(np.log(w2_max / (4 * M_MU**2))))
            assert u[-1] < self.u_max
            w2 = 4 * M_MU**2 * np.exp(u * u)
            matrix = self.barycentric / (u[:, None] - self.u)
            matrix /= matrix.sum(1, keepdims=True)
            pk2 = s / 2 * (s - w2 - q2) / 2
            for part, name in enumerate("VA"):
                A, B = (matrix @ f[i] for f in self.parts[name])
                out[part, i] = ((-8 * q2 * A + 16 * pk2 * B) * wu * 2 * u * w2).sum()
        return out * G_F**2 / (2 * s) / (2 * 16 * np.pi**2 * s) * CM2


def helm(q, A):
    """Helm form factor, q in GeV."""
    c, a, skin = 1.23 * A ** (1 / 3) - 0.60, 0.52, 0.9
    r = np.sqrt(c * c + 7 / 3 * np.pi**2 * a * a - 5 * skin * skin) * FM
    x = np.maximum(q * r, 1e-6)
    j1 = np.where(x < 1e-2, x / 3, np.sin(x) / x**2 - np.cos(x) / x)
    return 3 * j1 / x * np.exp(-((q * skin * FM) ** 2) / 2)


def photons(p_min, A):
    """int_{Pmin^2} dP^2/P^2 (1 - Pmin^2/P^2) F^2."""
    u, w = gauss(200, np.log(p_min), np.log(max(3.0, 2 * p_min)))
    P = np.exp(u)
    return (w * 2 * (1 - (p_min / P) ** 2) * helm(P, A) ** 2).sum()


def per_nucleus(kernel, E, Z, A, n_s=40):
    """d sigma(nu N)/dQ^2 of both parts, cm^2/GeV^2, neutrino energy E in GeV; no pairs from photons with Pmin > 0.5 GeV."""
    s_min, s_max = 4 * M_MU**2, E
    if s_max <= s_min:
        return np.zeros((2, len(kernel.q2)))
    u, w = gauss(n_s, np.log(s_min), np.log(s_max))
    total = 0
    for log_s, weight in zip(u, w):
        s = np.exp(log_s)
        total = total + weight * kernel.per_q2(s) * photons(s / (2 * E), A)
    return Z * Z * ALPHA / np.pi * total


def q2_grid(n=40, low=1e-9, high=200.0):
    """Nodes in ln Q^2 with their widths in Q^2."""
    u, w = gauss(n, np.log(low), np.log(high))
    return np.exp(u), w * np.exp(u)


def dune_flux():
    """Energies (GeV) and shares of muon neutrinos at the near detector."""
    rows = np.loadtxt(pathlib.Path(__file__).parent / "dune_nd_fhc_numu.csv", delimiter=",", comments=("#", "E"))
    return (rows[:, 0] + rows[:, 1]) / 2, rows[:, 2] * (rows[:, 1] - rows[:, 0])


IRON = [(26, 55.85, 1.0)]
GLASS = [(14, 28.09, 1 / 3), (8, 16.0, 2 / 3)]  # SiO2, per nucleus
ARGON = [(18, 39.95, 1.0)]
EXPERIMENTS = {
    "ccfr-1991-trident": (IRON, [160.0], [1.0]),
    "charm2-1990-trident": (GLASS, [20.0], [1.0]),
    "dune-nd-lar-6yr-trident": (ARGON, *dune_flux()),
}


def table(name, kernel, dq2):
    """Both parts per node, cm^2 per nucleus, averaged over the neutrinos."""
    nuclei, energies, shares = EXPERIMENTS[name]
    total = sum(share * fraction * per_nucleus(kernel, E, Z, A)
                for E, share in zip(energies, shares) for Z, A, fraction in nuclei)
    return total / np.sum(shares) * dq2


def check():
    """Numbers that are published elsewhere."""
    W2, Q2 = 100.0, 1e-8
    A, _ = structure(W2, Q2, 48)["V"]
    print("gamma gamma -> mu mu at W = 10 GeV over (4 pi alpha^2/W^2) (ln W^2/m^2 - 1):",
          4 * np.pi * ALPHA * -A / (2 * W2) / (4 * np.pi * ALPHA**2 / W2 * (np.log(W2 / M_MU**2) - 1)))
    W2, Q2 = 1.0, 1.0
    A, B = structure(W2, Q2, 32)["V"]
    d, x, r = (W2 + Q2) / 2, Q2 / (W2 + Q2), M_MU**2 / Q2
    beta = np.sqrt(1 - 4 * M_MU**2 / W2)
    log = np.log((1 + beta) / (1 - beta))
    F2 = ALPHA * x / np.pi * ((x * x + (1 - x) ** 2 + 4 * x * (1 - 3 * x) * r - 8 * x * x * r * r) * log
                              + beta * (-1 + 8 * x * (1 - x) - 4 * x * (1 - x) * r))
    FL = 4 * ALPHA / np.pi * x * x * ((1 - x) * beta - 2 * x * r * log)
    print("F_2 and F_L of the photon over hep-ph/9812281:", B * d / (4 * np.pi) / F2,
          (B * d + 2 * x * A) / (4 * np.pi) / FL)
    q2, dq2 = q2_grid(40, 1e-7, 3.5e3)
    kernel = Kernel(q2)
    V = [(kernel.per_q2(s) * dq2).sum(1) / s for s in (100.0, 3000.0)]
    slope = (V[1] - V[0]) / np.log(30.0) / (ALPHA * G_F**2 / (9 * np.pi**2) * CM2)
    print("slope in ln s of sigma(nu gamma)/s over alpha G_F^2/(9 pi^2), both parts (1 for s -> infinity):", slope)


if __name__ == "__main__":
    if sys.argv[1:] == ["--check"]:
        check()
    q2, dq2 = q2_grid()
    kernel = Kernel(q2)
    g_V, g_A = 0.5 + 2 * SIN2_THETA, 0.5
    for name in EXPERIMENTS:
        if sys.argv[1:] not in ([name], ["--check"]):
            continue
        V, A = table(name, kernel, dq2)
        sm = (g_V**2 * V + g_A**2 * A).sum()
        row = lambda values: "[" + ", ".join(f"{v:.4g}" for v in values) + "]"
        print(f"# {name}: Standard Model {sm:.4g} cm^2 per nucleus, vector part {V.sum() / A.sum():.3f} of the axial part")
        print(f"Q2_GeV2 = {row(q2)}\nvector  = {row(V / sm)}\naxial   = {row(A / sm)}")
