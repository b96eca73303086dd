"""Track length of electrons and positrons in an infinitely thick target hit by electrons.

Needs numpy and scipy (any virtual environment); not needed to build or run Penumbra.

    python electron_track_length.py e20-al --out experiments/beams/e20-al
    python electron_track_length.py e9-w   --out experiments/beams/e9-w
    python electron_track_length.py e100-pb --out experiments/beams/e100-pb --events 1500000

writes track-length.csv (whole shower), track-length.tsai.csv (primary electron alone) and track-angle.csv (mean square angle of
the tracks with the beam, from multiple scattering).
    python electron_track_length.py --validate
compares the Monte Carlo with Rossi's Approximation A.

Method. An analog Monte Carlo, vectorised over particles (`Shower`), in complete screening (Tsai, Rev. Mod. Phys. 46 (1974) 815):
  bremsstrahlung   dN/dv = [(4/3 + b)(1-v) + v^2]/v per X0, v = k/E
  pair production  dN/du = u^2 + (1-u)^2 + (2/3 - b) u(1-u) per X0, in total 7/9 - b/6
  ionisation       continuous, Sternheimer's limit of full density effect (`ionisation_GeV_per_X0`)
Photons softer than `soft_fraction` of the lowest tabulated energy are a continuous loss. Depth is never needed: in an infinitely
thick target every photon converts and every electron runs down to the cutoff.

The track length of the primary diverges (integrably) at E0. Tsai's degradation function integrated over all depths, C(y) of
`primary_track_length`, is exact there but 6 % too long at E0/2 and 14 % at 0.1 E0 (it radiates 0.924 E per X0, not E, and has
no ionisation): the primary column is C(y) times a smooth ratio fitted to the Monte Carlo, with the exact limit (4/3)/(4/3+b) at y = 0.

Angles: the mean square space angle grows by (E_s/E)^2 per X0, E_s = sqrt(2) x 13.6 MeV (Highland, PDG review of the passage of
particles through matter, without its logarithm: about 10 % in the angle at 0.1-10 X0); photons and pairs go on along their parent.

Neglected: Compton, photonuclear and annihilation processes, delta rays, the detour of scattered tracks, the
LPM effect, incomplete screening, electron mass against energies; of the primary above 0.99 E0, ionisation.
"""

import argparse
import math
from pathlib import Path

import numpy as np
from scipy.integrate import quad

M_E_GEV = 0.51099895e-3
SCATTERING_GEV = math.sqrt(2.0) * 0.0136

# Z, A, X0: Particle Data Group, atomic and nuclear properties of materials. plasmon energy: same tables (h nu_p).
BEAMS = {
    "e20-al": dict(material="aluminium", Z=13, A=26.982, X0_g_cm2=24.01, plasmon_eV=32.86, E0_GeV=20.0),
    "e11-al": dict(material="aluminium", Z=13, A=26.982, X0_g_cm2=24.01, plasmon_eV=32.86, E0_GeV=11.0),
    "e9-w": dict(material="tungsten", Z=74, A=183.84, X0_g_cm2=6.76, plasmon_eV=80.32, E0_GeV=9.0),
    "e275-w": dict(material="tungsten", Z=74, A=183.84, X0_g_cm2=6.76, plasmon_eV=80.32, E0_GeV=275.0),
    "e100-w": dict(material="tungsten", Z=74, A=183.84, X0_g_cm2=6.76, plasmon_eV=80.32, E0_GeV=100.0),
    "e150-w": dict(material="tungsten", Z=74, A=183.84, X0_g_cm2=6.76, plasmon_eV=80.32, E0_GeV=150.0),
    "e1.6-w": dict(material="tungsten", Z=74, A=183.84, X0_g_cm2=6.76, plasmon_eV=80.32, E0_GeV=1.6),
    "e2.5-w": dict(material="tungsten", Z=74, A=183.84, X0_g_cm2=6.76, plasmon_eV=80.32, E0_GeV=2.5),
    "e100-pb": dict(material="lead", Z=82, A=207.2, X0_g_cm2=6.37, plasmon_eV=61.07, E0_GeV=100.0),
}

Y_MAX = 4.6  # E = 0.01 E0
SMALL_Y = [1e-6, 2e-6, 5e-6, 1e-5, 2e-5, 5e-5, 1e-4, 2e-4, 5e-4, 1e-3, 2e-3, 3e-3, 5e-3, 7e-3,
           0.01, 0.014, 0.02, 0.03, 0.04, 0.05, 0.06, 0.08]
NODES = np.array([0.0] + SMALL_Y + [round(0.1 + 0.05 * i, 2) for i in range(91)])
TSAI_NODES = np.append(NODES, np.arange(4.75, 11.01, 0.25))  # the primary alone, in closed form, can go lower


def ionisation_GeV_per_X0(E_GeV, beam):
    """Collision loss of an ultra-relativistic electron with the density effect saturated.

      dE/dx = 0.153537 (Z/A) [ln(gamma) - ln 2 - 2 ln(plasmon/m_e) + 9/8] MeV cm2/g

    Berger-Seltzer formula with F -> 1/8 and delta -> 2 ln(plasmon gamma / I) - 1; I cancels. At 43 MeV in aluminium: 42.9 MeV/X0,
    the critical energy of the Particle Data Group is 42.7. A few per cent high below 50 MeV in tungsten, where it hardly matters.
    """
    constant = -math.log(2.0) - 2.0 * math.log(beam["plasmon_eV"] * 1e-9 / M_E_GEV) + 1.125
    return 0.153537e-3 * beam["Z"] / beam["A"] * beam["X0_g_cm2"] * (np.log(E_GeV / M_E_GEV) + constant)


def primary_track_length(y):
    """Tsai's C(y): track length (X0) of the primary electron with energy above E0 exp(-y), over all depths.

      C(y) = (1/b) {y + int_0^inf dr [1 - exp(-y(1+r))] / [(1+r)(pi^2 + ln^2 r)]},   b = 4/3,   r = exp(pi tan(phi))

    from I_e = y^(bt-1) / Gamma(bt) (Tsai and Van Whitis, Phys. Rev. 149 (1966) 1248) integrated over t.
    """
    if y == 0.0:
        return 0.0

    def integrand(phi):  # dr/(pi^2 + ln^2 r) = r dphi / pi
        log_r = math.pi * math.tan(phi)
        if log_r > 700.0:
            return 1.0 / math.pi
        r = math.exp(log_r)
        return r * -math.expm1(-y * (1.0 + r)) / (1.0 + r) / math.pi

    turn = math.atan(-math.log(y) / math.pi)  # where y r = 1
    cuts = sorted({-0.5 * math.pi, 0.0, turn, min(turn + 0.1, 0.49 * math.pi), 0.5 * math.pi})
    total = sum(quad(integrand, lo, hi, epsrel=1e-10, limit=200)[0] for lo, hi in zip(cuts, cuts[1:]))
    return 0.75 * (y + total)


def screening_term(beam):
    """b = (Z^2+Z)/9 / [Z^2 (L_rad - f) + Z L'_rad]: Tsai's term that the definition of X0 leaves out (0.025 for Al)."""
    Z = beam["Z"]
    a2 = (Z / 137.036) ** 2
    f = a2 * (1.0 / (1.0 + a2) + 0.20206 - 0.0369 * a2 + 0.0083 * a2**2 - 0.002 * a2**3)
    L_rad, L_rad_prime = math.log(184.15 * Z ** (-1 / 3)), math.log(1194.0 * Z ** (-2 / 3))
    return (Z * Z + Z) / 9.0 / (Z * Z * (L_rad - f) + Z * L_rad_prime)


class Shower:
    """Analog shower in units of E0 = 1; tallies the cumulative track length above exp(-y) on `edges`."""

    def __init__(self, loss_per_X0, cutoff, soft_fraction, b, rng):
        self.loss, self.cutoff, self.b, self.rng = loss_per_X0, cutoff, b, rng
        self.k_soft = soft_fraction * cutoff
        self.soft = 4.0 / 3.0 + b
        self.soft_loss = self.k_soft * self.soft  # int_0^k_soft k dN; the terms in v are below 1e-4 of it
        self.bin_width = 0.01
        self.bins = int(math.ceil(-math.log(cutoff) / self.bin_width - 1e-9))

    def run(self, primaries, of_photons=False):
        """Histograms in bins of y, summed over `primaries`: X0 of [primary e-, other e-, e+, photon], then X0 x angle^2 x (E0/E_s)^2."""
        tally = np.zeros((8, self.bins))
        photons = np.ones(primaries if of_photons else 0)
        E = np.ones(0 if of_photons else primaries)
        kind = np.zeros(E.size, dtype=np.int8)  # 0 primary, 1 secondary electron, 2 positron
        angle2, photon_angle2 = np.zeros(E.size), np.zeros(photons.size)
        while E.size or photons.size:
            if photons.size:
                length = 1.0 / (7.0 / 9.0 - self.b / 6.0)
                self._add(tally[3], photons, np.full(photons.size, length))
                self._add(tally[7], photons, length * photon_angle2)
                u = self._pair_share(photons.size)
                new_E = np.concatenate([u * photons, (1.0 - u) * photons])
                new_kind = np.repeat(np.array([2, 1], dtype=np.int8), photons.size)
                keep = new_E > self.cutoff
                E, kind = np.concatenate([E, new_E[keep]]), np.concatenate([kind, new_kind[keep]])
                angle2 = np.concatenate([angle2, np.tile(photon_angle2, 2)[keep]])
            E, kind, angle2, photons, photon_angle2 = self._step(E, kind, angle2, tally)
        return tally

    def _step(self, E, kind, angle2, tally):
        """One free path of every electron: majorant rate at its start, rejected emissions are null collisions."""
        span = np.log(E / self.k_soft)
        path = self.rng.exponential(size=E.size) / (self.soft * span)
        loss = self.loss(E) + self.soft_loss
        path_to_cutoff = (E - self.cutoff) / loss
        stops = path >= path_to_cutoff
        path = np.where(stops, path_to_cutoff, path)
        E_end = E - loss * path
        middle = E - (E - E_end) * self.rng.random(E.size)  # a uniform point stands for the segment
        for k in range(3):
            mine = kind == k
            self._add(tally[k], middle[mine], path[mine])
            to_middle = (E[mine] - middle[mine]) / loss[mine]
            self._add(tally[4 + k], middle[mine], path[mine] * (angle2[mine] + to_middle / (E[mine] * middle[mine])))
        angle2 = angle2 + path / (E * E_end)
        photon = self.k_soft * np.exp(span * self.rng.random(E.size))
        v = photon / E_end
        emits = ~stops & (v < 1.0)
        emits &= self.rng.random(E.size) < 1.0 - v + v * v / self.soft
        E_end = np.where(emits, E_end - photon, E_end)
        alive = ~stops & (E_end > self.cutoff)
        hard = emits & (photon > self.cutoff)
        return E_end[alive], kind[alive], angle2[alive], photon[hard], angle2[hard]

    def _pair_share(self, n):
        u = self.rng.random(n)
        todo = np.arange(n)
        while todo.size:
            trial = self.rng.random(todo.size)
            ok = self.rng.random(todo.size) < 1.0 - (4.0 / 3.0 + self.b) * trial * (1.0 - trial)
            u[todo[ok]] = trial[ok]
            todo = todo[~ok]
        return u

    def _add(self, histogram, E, weight):
        index = np.minimum((-np.log(E) / self.bin_width).astype(np.int64), self.bins - 1)
        histogram += np.bincount(index, weights=weight, minlength=self.bins)


def run_batches(shower, events, batch, of_photons=False):
    """Mean and standard error per primary of the cumulative track lengths at the upper edges of the bins."""
    results = []
    for _ in range(events // batch):
        results.append(np.cumsum(shower.run(batch, of_photons), axis=1) / batch)
    results = np.array(results)
    # Pairs are symmetric, so secondary electrons and positrons have one distribution: use both to estimate it.
    for pair in (slice(1, 3), slice(5, 7)):
        results[:, pair] = results[:, pair].mean(axis=1, keepdims=True)
    return results.mean(axis=0), results.std(axis=0, ddof=1) / math.sqrt(len(results))


def smooth(y_edges, mean, error, nodes):
    """Cumulative of the secondaries at `nodes`: T = y^2 C(y) exp(polynomial in y), by weighted least squares above y = 0.05.

    A secondary at E0 exp(-y) needs a hard photon and an uneven pair, both flat at their ends: as y -> 0 their number goes like y^2
    and the track of each like Tsai's C(y). Monotone by check, not by force.
    """
    good = (mean > 0) & (error < 0.3 * mean) & (y_edges > 0.05)
    y = y_edges[good]
    shape = np.array([primary_track_length(v) for v in y]) * y**2
    weight = mean[good] / np.maximum(error[good], 2e-4 * mean[good])
    fit = np.polynomial.Chebyshev.fit(y, np.log(mean[good] / shape), 8, w=weight, domain=[0.0, Y_MAX])
    value = np.array([v * v * primary_track_length(v) for v in nodes]) * np.exp(fit(nodes))
    moved = np.exp(fit(y)) * shape / mean[good] - 1.0
    assert np.all(np.diff(value) > 0), "smoothing lost monotonicity"
    for lo, hi in ((0.1, 0.2), (0.2, 0.4), (0.4, 1.0), (1.0, 2.0), (2.0, Y_MAX)):
        part = (y >= lo) & (y < hi)
        print(f"  y {lo}..{hi}: smoothing moves by {moved[part].mean():+.4f} on average, {np.abs(moved[part]).max():.4f} at most;"
              f" statistical error {(error[good] / mean[good])[part].mean():.4f}")
    return value, np.max(np.abs(moved[y > 0.35]))


def primary_ratio(y_edges, mean, error, b, nodes):
    """Monte Carlo primary over Tsai's C(y): a polynomial in y from its limit at y = 0, fitted above y = 0.05."""
    good = y_edges > 0.05
    y = y_edges[good]
    tsai = np.array([primary_track_length(v) for v in y])
    limit = (4.0 / 3.0) / (4.0 / 3.0 + b)
    powers = np.stack([y**k for k in range(1, 7)], axis=1)
    weight = tsai / error[good]
    c, *_ = np.linalg.lstsq(powers * weight[:, None], (mean[good] / tsai - limit) * weight, rcond=None)
    worst = np.max(np.abs(limit + powers @ c - mean[good] / tsai) / (mean[good] / tsai))
    return limit + sum(c[k - 1] * nodes**k for k in range(1, 7)), worst


def validate(events):
    """Rossi Approximation A, no ionisation: E^2 dT/dE / E0 = 0.437 for e- and e+ together, 0.572 for photons (B. Rossi 1952).

    Rossi's b is half of ours: 0.0135. The ratio photon / electron is (1 + b/2) / (7/9 - b/6) exactly.
    """
    shower = Shower(lambda E: 0.0 * E, 0.005, 0.02, 0.027, np.random.default_rng(20240501))
    mean, error = run_batches(shower, events, max(events // 20, 1))
    y = shower.bin_width * np.arange(1, shower.bins + 1)
    for lo, hi in ((1.5, 2.5), (2.5, 3.5), (3.5, 4.5), (4.5, 5.2)):
        i, j = np.searchsorted(y, [lo, hi])
        inverse = math.exp(y[j]) - math.exp(y[i])  # int dE/E^2 x E0
        charged = (mean[:3, j] - mean[:3, i]).sum() / inverse
        photon = (mean[3, j] - mean[3, i]) / inverse
        print(f"E/E0 {math.exp(-hi):.4f}..{math.exp(-lo):.4f}: e 0.437 -> {charged:.4f}, photon 0.572 -> {photon:.4f}")
    for at in (0.1, 0.5, 1.0, 2.0):
        i = np.argmin(abs(y - at))
        print(f"primary y={at}: Monte Carlo {mean[0, i]:.4f} +- {error[0, i]:.4f}, Tsai {primary_track_length(at):.4f}")


FACTS_E137 = {  # cumulative X0 above a fraction of E0, an independent Monte Carlo of the same approximations
    0.02: (11.6, 8.85), 0.05: (5.42, 3.19), 0.1: (3.13, 1.28), 0.2: (1.84, 0.417), 0.3: (1.35, 0.18), 0.5: (0.887, 0.0421)}


def write_tables(name, events, seed, out, command):
    beam = BEAMS[name]
    E0 = beam["E0_GeV"]
    rng = np.random.default_rng(seed)
    shower = Shower(lambda E: ionisation_GeV_per_X0(np.maximum(E, 1e-6) * E0, beam) / E0, math.exp(-Y_MAX) * 0.9995, 0.01,
                    screening_term(beam), rng)
    mean, error = run_batches(shower, events, min(events // 20, 50000))
    edges = shower.bin_width * np.arange(1, shower.bins + 1)
    tsai = np.array([primary_track_length(y) for y in NODES])
    ratio, worst_ratio = primary_ratio(edges, mean[0], error[0], screening_term(beam), NODES)
    primary = tsai * ratio
    electron, worst = smooth(edges, mean[1], error[1], NODES)
    positron = electron  # one estimate from both, see run_batches

    print(f"{name}: smoothing moves the Monte Carlo by at most {worst:.2%} for y > 0.35, the primary by {worst_ratio:.2%}")
    print("E/E0    primary MC  +-      Tsai    second. e- +-       e+      +-      photon")
    for fraction in (0.9, 0.7, 0.5, 0.3, 0.2, 0.1, 0.05, 0.02, 0.0101):
        y = -math.log(fraction)
        at = lambda row: np.interp(y, edges, row)
        print(f"{fraction:6.3f} {at(mean[0]):9.4f} {at(error[0]):8.4f} {primary_track_length(y):8.4f} {at(mean[1]):9.5f} {at(error[1]):8.5f}"
              f" {at(mean[2]):9.5f} {at(error[2]):8.5f} {at(mean[3]):8.4f}")
        if name == "e20-al" and fraction in FACTS_E137:
            e, p = FACTS_E137[fraction]
            print(f"       total e- with MC primary {at(mean[0]) + at(mean[1]):.4f} (facts {e}), e+ {at(mean[2]):.4f} (facts {p})")

    error_at = lambda row, f: np.interp(-math.log(f), edges, error[row] / np.maximum(mean[row], 1e-30))
    keys = [
        ("table", "track-length"),
        ("beam", name),
        ("particle", "electron on a thick target"),
        ("material", beam["material"]),
        ("Z", beam["Z"]), ("A", beam["A"]), ("X0_g_cm2", beam["X0_g_cm2"]),
        ("primary_energy_GeV", E0),
        ("definition", "cumulative track length in X0 per primary with energy above E0 exp(-y), infinitely thick target"),
    ]
    shower_keys = keys + [
        ("program", "tools/showers/electron_track_length.py; own analog Monte Carlo; primary: Tsai's C(y) times a ratio fitted to it (below y = 0.05: C(y) alone, rescaled)"),
        ("command", command),
        ("seed", seed), ("events", events),
        ("statistical_error", "relative, primary / secondary electrons / positrons: "
         + ", ".join(" / ".join(f"{error_at(row, f):.1g}" for row in range(3)) + f" at E = {f} E0" for f in (0.7, 0.5, 0.2, 0.05))
         + f"; secondaries smoothed as y^2 C(y) exp(polynomial), which moves them by < {worst:.1e} for y > 0.35"),
        ("extrapolation", "secondaries below y = 0.05 as y^2 C(y)"),
        ("cutoff", "tracks are followed to E = 0.01 E0; photons below 1e-4 E0 are a continuous loss"),
        ("neglected", "Compton, photonuclear, annihilation, delta rays, multiple scattering, LPM effect, incomplete screening, "
                      "ionisation of the primary above 0.99 E0"),
        ("sources", "Tsai, Rev. Mod. Phys. 46 (1974) 815 (bremsstrahlung, pairs); Tsai and Van Whitis, Phys. Rev. 149 (1966) 1248 (degradation of the "
                    "primary); Particle Data Group, atomic and nuclear properties of materials (X0, plasmon energies); validated on B. Rossi, High-Energy "
                    "Particles (1952), Approximation A"),
    ]
    tsai_keys = keys + [
        ("program", "tools/showers/electron_track_length.py; primary electron alone, Tsai's C(y); secondaries set to zero"),
        ("command", command), ("seed", "none"), ("events", "none (quadrature)"), ("statistical_error", "0"),
        ("cutoff", "none; the table ends at E = 1.7e-5 E0"),
        ("neglected", "electrons and positrons of later generations, ionisation, multiple scattering, LPM effect"),
        ("sources", "Tsai and Van Whitis, Phys. Rev. 149 (1966) 1248"),
    ]
    out.mkdir(parents=True, exist_ok=True)
    tsai_alone = np.array([primary_track_length(y) for y in TSAI_NODES])
    zero = np.zeros_like(TSAI_NODES)
    for file, header, columns in (("track-length.csv", shower_keys, (NODES, primary, electron, positron)),
                                  ("track-length.tsai.csv", tsai_keys, (TSAI_NODES, tsai_alone, zero, zero))):
        with open(out / file, "w") as f:
            for key, value in header:
                f.write(f"# {key}: {value}\n")
            f.write("y,primary_X0,secondary_electron_X0,positron_X0\n")
            for row in zip(*columns):
                f.write(",".join(f"{value:.7g}" for value in row) + "\n")
        print("wrote", out / file)

    # Mean square angle in bins of 0.1 in y.
    scale = (SCATTERING_GEV / E0) ** 2
    total = np.concatenate([np.zeros((8, 1)), mean], axis=1)[:, ::10]
    per_bin = np.diff(total, axis=1)
    middles = 0.1 * np.arange(per_bin.shape[1]) + 0.05
    angle_keys = [(k, v) for k, v in shower_keys if k in (
        "beam", "particle", "material", "Z", "A", "X0_g_cm2", "primary_energy_GeV", "command", "seed", "events")]
    with open(out / "track-angle.csv", "w") as f:
        for key, value in [("table", "track-angle")] + angle_keys + [
            ("program", "tools/showers/electron_track_length.py; own analog Monte Carlo"),
            ("definition", "mean square space angle with the beam (rad2) of tracks with energy E0 exp(-y) in bins of 0.1 around y, weighted by track length"),
            ("neglected", "angles of emission (m_e/E), Highland's logarithm (about 10 % of the angle), anything beyond the mean square; see track-length.csv"),
            ("sources", "Highland, Particle Data Group review of the passage of particles through matter (13.6 MeV per plane)"),
        ]:
            f.write(f"# {key}: {value}\n")
        f.write("y,primary_rad2,secondary_rad2\n")
        for i, y in enumerate(middles):
            f.write(f"{y:.2f},{scale * per_bin[4, i] / per_bin[0, i]:.4g},{scale * per_bin[5, i] / per_bin[1, i]:.4g}\n")
    print("wrote", out / "track-angle.csv")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("beam", nargs="?", choices=BEAMS)
    parser.add_argument("--out", type=Path, default=Path("."))
    parser.add_argument("--events", type=int, default=400000)
    parser.add_argument("--seed", type=int, default=20240501)
    parser.add_argument("--validate", action="store_true")
    args = parser.parse_args()
    if args.validate:
        validate(args.events // 20)
    if args.beam:
        command = (f"python tools/showers/electron_track_length.py {args.beam} --out experiments/beams/{args.beam} "
                   f"--events {args.events} --seed {args.seed}")
        write_tables(args.beam, args.events, args.seed, args.out, command)


if __name__ == "__main__":
    main()
