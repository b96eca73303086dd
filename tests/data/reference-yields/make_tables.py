#!/usr/bin/env python3
"""Parent spectra of the proton set-ups of this folder (README.md). Standard library only; the same bytes every time.

    make_tables.py        rewrites beams/pdump-nucal/ and beams/pdump-dune/

The invariant pi+ fit of hep-ph/0101163 (BMPT), times (1 + 1/r)/2 with r = 1.05 (1+x)^2.65 and (A/9.012)^a with
a = (0.74 - 0.55 xF + 0.26 xF^2)(0.98 + 0.21 pT^2), as d3N/d3p normalised to one over all momenta and multiplied by the
yield per proton; the eta has the same shape at equal momentum.
"""
import math
import pathlib

M_P, M_PI0, M_X = 0.93827209, 0.1349768, 1.876544
ALPHA, B, BETA, SMALL_A, GAMMA, DELTA = 3.45, 1.57, 0.517, 6.10, 0.153, 0.478
SET_UPS = {  # total beam energy, mass number, first momentum of the tables (set-up without threshold: soft), pi0 and eta per proton
    "pdump-nucal": (70.0, 55.845, 3.0, 74 / 38, 0.114 * 74 / 38),
    "pdump-dune": (120.0, 12.011, 0.05, 2.86, 0.32),
}
P_PER_DECADE, P_END = 60, 0.98  # of the largest momentum, where the density has died as (1-x)^3.45
T_NODES = [i * 0.0125 for i in range(16)] + [i * 0.025 for i in range(8, 32)] + [i * 0.1 for i in range(8, 25)]


class Shape:
    """d3N/d3p up to a factor."""

    def __init__(self, e_beam, mass_number):
        s = 2 * M_P**2 + 2 * M_P * e_beam
        self.gamma = (e_beam + M_P) / math.sqrt(s)
        self.beta_gamma = math.sqrt(self.gamma**2 - 1)
        self.e_max = (s + M_PI0**2 - M_X**2) / (2 * math.sqrt(s))
        self.p_star_max = math.sqrt(self.e_max**2 - M_PI0**2)
        self.mass_ratio = mass_number / 9.012
        self.p_max = self.gamma * self.p_star_max + self.beta_gamma * self.e_max  # at angle zero: x = 1

    def __call__(self, p, theta):
        energy = math.hypot(p, M_PI0)
        pt, pl = p * math.sin(theta), p * math.cos(theta)
        x = (self.gamma * energy - self.beta_gamma * pl) / self.e_max
        if x >= 1:
            return 0.0
        x_f = max((self.gamma * pl - self.beta_gamma * energy) / self.p_star_max, 0.0)
        a1, b1 = SMALL_A / x**GAMMA, SMALL_A**2 / (2 * x**DELTA)
        invariant = (1 - x) ** ALPHA * (1 + B * x) * x**-BETA * (1 + a1 * pt + b1 * pt**2) * math.exp(-a1 * pt)
        invariant *= (1 + 1 / (1.05 * (1 + x) ** 2.65)) / 2
        exponent = (0.74 - 0.55 * x_f + 0.26 * x_f**2) * (0.98 + 0.21 * pt**2)
        return invariant * self.mass_ratio**exponent / energy

    def integral(self, steps=800):
        """Over all momenta: midpoints in ln p and ln tan(theta/2)."""
        lo, hi = math.log(1e-3), math.log(self.p_max)
        end = -math.log(1e-6)
        dp, dv = (hi - lo) / steps, 2 * end / steps
        thetas = [2 * math.atan(math.exp(-end + (j + 0.5) * dv)) for j in range(steps)]
        total = 0.0
        for i in range(steps):
            p = math.exp(lo + (i + 0.5) * dp)
            total += p**3 * sum(self(p, theta) * math.sin(theta) ** 2 for theta in thetas)
        return total * 2 * math.pi * dp * dv


def main():
    folder = pathlib.Path(__file__).resolve().parent / "beams"
    for name, (e_beam, mass_number, p_min, *yields) in SET_UPS.items():
        shape = Shape(e_beam, mass_number)
        norm = shape.integral()
        print(f"{name}: d3N/d3p at 20 GeV, 0.02 rad: {shape(20.0, 0.02) / norm:.6g}")
        p_end = P_END * shape.p_max
        steps = math.ceil(P_PER_DECADE * math.log10(p_end / p_min))
        rows = []
        for i in range(steps + 1):
            p = p_min * (p_end / p_min) ** (i / steps)
            for t in T_NODES:
                theta = 2 * math.asin(min(t / (2 * p), 1.0))
                # d3p = p^3 dlnp dOmega and d(t^2) = p^2 dOmega / pi
                density = shape(p, theta) / norm * math.pi * p if theta < math.pi / 2 else 0.0
                rows.append((p, t, density if density > 1e-13 else 0.0))
        for particle, per_proton in zip(("pi0", "eta"), yields):
            lines = [f"# table: parent spectrum of {particle}, BMPT shape", "# t: 2 p sin(theta/2)", "p_GeV,t_GeV,density"]
            lines += [f"{p:.6g},{t:.4g},{per_proton * density:.6g}" for p, t, density in rows]
            (folder / name).mkdir(parents=True, exist_ok=True)
            (folder / name / f"{particle}.bmpt.csv").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
