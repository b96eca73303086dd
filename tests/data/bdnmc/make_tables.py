#!/usr/bin/env python3
"""Set-ups of this folder (README.md): parent spectra, beam files and experiment files. Standard library only; the same
bytes every time.

    make_tables.py GRIDS       GRIDS: folder with miniboone_nucleon.csv, lsnd_electron.csv, ... as BdNMC printed them
"""
import csv
import math
import pathlib
import random
import sys

M_P, M_PI0, M_PI, M_X = 0.93827209, 0.1349768, 0.13957039, 1.876544
FOLDER = pathlib.Path(__file__).resolve().parent
P_PER_DECADE = 40
T_FINE, T_COARSE = 0.0125, 0.1  # the grid on which the program keeps a table


def grid(first, last, per_decade=P_PER_DECADE):
    steps = math.ceil(per_decade * math.log10(last / first))
    return [first * (last / first) ** (i / steps) for i in range(steps + 1)]


def angle(t, p):
    return 2 * math.asin(min(1.0, t / (2 * p)))


def write(beam, particle, what, momenta, per_p_and_sr, total, p_range, theta_max):
    """per_p_and_sr(p, theta): d2N/(dp dOmega) up to a factor; normalised to `total` inside the ranges."""
    steps = 600
    lo, hi = math.log(p_range[0]), math.log(p_range[1])
    norm = 0.0
    for i in range(steps):
        p = math.exp(lo + (i + 0.5) * (hi - lo) / steps)
        over_angles = sum(
            per_p_and_sr(p, (j + 0.5) * theta_max / steps) * math.sin((j + 0.5) * theta_max / steps) for j in range(steps))
        norm += p * over_angles
    norm *= 2 * math.pi * (hi - lo) * theta_max / steps**2
    t_end = min(2 * momenta[-1], 4.8)
    ts = [i * T_FINE for i in range(65)]
    while ts[-1] < t_end:
        ts.append(0.8 + (len(ts) - 64) * T_COARSE)
    lines = [
        "# table: parent-spectrum",
        "# t: 2 p sin(theta/2)",
        f"# particle: {particle}",
        f"# generator: {what}",
        "# definition: per primary proton; density = d2N / (d ln p  d t^2) in GeV^-2",
        "# caution: input of a comparison with BdNMC, not a description of a beam",
        "p_GeV,t_GeV,density",
    ]
    for p in momenta:
        for t in ts:
            theta = angle(t, p)
            density = total / norm * per_p_and_sr(p, theta) * math.pi / p if theta <= theta_max else 0.0
            lines.append(f"{p:.6g},{t:.6g},{density if density > 1e-12 else 0:.5g}")
    path = FOLDER / "beams" / beam / f"{particle}.{what}.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n")


# Burman and Smith 1989 (LA-11502-MS): charged pions of protons below 1 GeV; Z > 8 or 1 < Z <= 8.
def burman_smith(tp_mev, z):
    """d2N/(dp dOmega) up to a factor."""
    heavy = z > 8
    line = lambda at730, at585: at585 + (at730 - at585) * (tp_mev - 585) / 145
    t_a = line(29.9, 26.0) if heavy else line(34.2, 28.9)
    s_a = line(166, 135) if heavy else line(150, 130)
    coefficients = [min(27.0, 27 - 4 * ((730 - tp_mev) / 145) ** 2), 18.2, 8.0, 13 + (z - 12) / 10,
                    9 + (z - 12) / 10 - (tp_mev - 685) / 20]
    knots = [0, 0, 0, 30, 70, 180, 180, 180]
    b = 25.0
    t_f = tp_mev - 140 - 2 * b

    def basis(i, k, x):
        if k == 0:
            last = knots[i + 1] == 180 and x == 180 and knots[i] < 180
            return 1.0 if knots[i] <= x < knots[i + 1] or last else 0.0
        total = 0.0
        if knots[i + k] > knots[i]:
            total += (x - knots[i]) / (knots[i + k] - knots[i]) * basis(i, k - 1, x)
        if knots[i + k + 1] > knots[i + 1]:
            total += (knots[i + k + 1] - x) / (knots[i + k + 1] - knots[i + 1]) * basis(i + 1, k - 1, x)
        return total

    amplitudes = [sum(c * basis(i, 2, degrees / 4) for i, c in enumerate(coefficients)) for degrees in range(721)]

    def density(p, theta):
        energy = math.hypot(1e3 * p, 1e3 * M_PI)
        t = energy - 1e3 * M_PI
        degrees = min(180.0, math.degrees(theta))
        place = min(719, int(4 * degrees))
        amplitude = amplitudes[place] + (4 * degrees - place) * (amplitudes[place + 1] - amplitudes[place])
        mean = 48 + 330 * math.exp(-degrees / t_a)
        spread = s_a * math.exp(-degrees / 85)
        shape = math.exp(-(((mean - t) / (math.sqrt(2) * spread)) ** 2)) / (1 + math.exp((t - t_f) / b))
        return max(amplitude, 0.0) * shape * 1e3 * p / energy  # dT/dp

    t_max = 1e-3 * (tp_mev - 140)
    return density, math.sqrt((t_max + M_PI) ** 2 - M_PI**2)


# Sanford and Wang with the parameters of arXiv:0806.1449.
SANFORD_WANG = {
    "pi+": (220.7, 1.080, 1.000, 1.978, 1.320, 5.572, 0.08680, 9.686, 1.000),
    "pi-": (213.7, 0.9379, 5.454, 1.210, 1.284, 4.781, 0.07338, 8.329, 1.000),
    "K0S": (15.130, 1.975, 4.084, 0.928, 0.731, 4.362, 0.048, 13.300, 1.278),
}
P_BEAM = 8.89


def sanford_wang(names):
    def density(p, theta):
        total = 0.0
        for name in names:
            c1, c2, c3, c4, c5, c6, c7, c8, c9 = SANFORD_WANG[name]
            if p >= P_BEAM - c9:
                continue
            forward = max(math.cos(theta), 0.0) ** c8
            total += c1 * p**c2 * (1 - p / (P_BEAM - c9)) * math.exp(
                -c3 * p**c4 / P_BEAM**c5 - c6 * theta * (p - c7 * P_BEAM * forward))
        return total
    return density


# BMPT (hep-ph/0101163) as BdNMC samples it: charged-pion mass, A_Be = 8, pT in place of pT^2 in the exponent of A, x_F as
# longitudinal momentum over sqrt(s) (half of the usual one). An angle beyond the end of the phase space, theta_c(p), is
# multiplied by uniform numbers until it is inside, which makes its density flat below theta_c in place of flat below
# pi/2: the spectrum has an extra 1/theta_c(p), and is harder by it.
def bmpt(e_beam, mass_number):
    s = 2 * M_P**2 + 2 * M_P * e_beam
    gamma = (e_beam + M_P) / math.sqrt(s)
    beta_gamma = math.sqrt(gamma**2 - 1)
    e_max = (s + M_PI**2 - 1.88**2) / (2 * math.sqrt(s))

    def density(p, theta):
        energy = math.hypot(p, M_PI)
        pt, pl = p * math.sin(theta), p * math.cos(theta)
        x = (gamma * energy - beta_gamma * pl) / e_max
        if x >= 1:
            return 0.0
        cosine = (gamma * energy - e_max) / (beta_gamma * p)
        theta_c = math.acos(cosine) if cosine > 0 else math.pi / 2
        x_f = (gamma * pl - beta_gamma * energy) / math.sqrt(s)
        a1, b1 = 6.10 / x**0.153, 6.10**2 / (2 * x**0.478)
        invariant = (1 - x) ** 3.45 * (1 + 1.57 * x) * x**-0.517 * (1 + a1 * pt + b1 * pt**2) * math.exp(-a1 * pt)
        invariant *= 1 + 1 / (1.05 * (1 + x) ** 2.65)
        exponent = (0.74 - 0.55 * x_f + 0.26 * x_f**2) * (0.98 + 0.21 * pt)
        return invariant * (mass_number / 8) ** exponent * p**2 / energy / theta_c
    return density, e_beam - 2 * M_P - M_PI


def beam_file(name, energy, particles, what, radiation=None):
    text = [
        "# Input of a comparison with BdNMC; not an experiment model. See ../README.md.",
        f'name   = "{name}"', f'title  = "BdNMC set-up {name}"', 'kind   = "proton-target"',
        f'energy = {{ value = {energy}, unit = "GeV", source = "../README.md" }}']
    for particle in particles:
        text += ["", "[[parent]]", f'particle = "{particle}"', f'tables   = ["{what}"]']
    if radiation:
        text += ["", "[proton_bremsstrahlung]", 'splittings = ["fww"]'] + [
            f'{key} = {{ value = {value}{unit}, source = "../README.md" }}' for key, value, unit in (
                ("z_min", radiation[0], ""), ("z_max", 1 - radiation[0], ""), ("pT_max", radiation[1], ', unit = "GeV"'))]
    text += ["", "[nuisance]", f'meson-decay = "flux:{name}"', f'mixing = "flux:{name}"', ""]
    (FOLDER / "beams").mkdir(exist_ok=True)
    (FOLDER / "beams" / f"{name}.toml").write_text("\n".join(text))


def experiment_file(name, beam, pot, detector, materials, signature, low, high):
    number = lambda value, unit: f'{{ value = {value!r}, unit = "{unit}", source = "README.md" }}'
    text = [
        "# Input of a comparison with BdNMC; not an experiment model. See README.md.",
        f'name      = "{name}"', f'title     = "BdNMC set-up {name}"', 'status    = "projected"',
        f'data_set  = "{name}"', 'reference = "deNiverville:2016rqh"', "", "[beam]", f'name     = "{beam}"',
        f"exposure = {number(pot, 'POT')}", "", "[detector]"]
    for key, value in detector.items():
        text.append(f'{key} = "{value}"' if isinstance(value, str) else f"{key} = {number(value, 'm')}")
    for element, z, a, density in materials:
        text += ["", "[[material]]", f'element = "{element}"', f"Z = {z}", f"A = {a}",
                 f'atoms_per_cm3 = {{ value = {density!r}, source = "README.md" }}']
    text += ["", "[[channel]]", f'signature  = "{signature}"', f"recoil_min = {number(low, 'GeV')}",
             f"recoil_max = {number(high, 'GeV')}", 'efficiency = { value = 1, source = "README.md" }',
             'background = { value = 1, error = 0, source = "README.md: not used" }', ""]
    (FOLDER / f"{name}.toml").write_text("\n".join(text))


# Bremsstrahlung in BdNMC (dN/(dz dpT): README.md), and how much of the dark matter that passes the detector it follows:
# of a pair of which both pass, one only. By a seeded sample; the same bytes every time.
def radiated(generator, e_beam, m, z_min, pt_max):
    """z and pT up to the factors sigma_pp and |F_1|^2, which change nothing here."""
    def density(z, pt):
        y, m2, p2 = 1 - z, m * m, M_P * M_P
        h = pt + y * m2 + z * z * p2  # pT where pT^2 belongs
        return ((1 + y * y) / z - 2 * z * y * ((2 * p2 + m2) / h - 2 * z * z * p2 * p2 / h**2) +
                2 * z * y * (z + y * y) * p2 * m2 / h**2 + 2 * z * y * y * m2 * m2 / h**2) / h
    z_min = max(z_min, 3 * m / e_beam)
    most = 1.2 * max(density(z_min + (1 - 2 * z_min) * i / 200, 0.0) for i in range(201))
    while True:
        z, pt = generator.uniform(z_min, 1 - z_min), generator.uniform(0.0, pt_max)
        if generator.random() * most < density(z, pt):
            return z * math.sqrt(e_beam**2 - M_P**2), pt


def path_in_sphere(u, centre, radius):
    along = sum(a * b for a, b in zip(u, centre))
    square = radius**2 - sum(a * a for a in centre) + along**2
    return 2 * math.sqrt(square) if square > 0 and along > 0 else 0.0


def path_in_box(u, centre, sides):
    low, high = 0.0, math.inf
    for a, c, side in zip(u, centre, sides):
        ends = sorted((c + s * side / 2) / a for s in (-1, 1)) if a else (-math.inf, math.inf)
        low, high = max(low, ends[0]), min(high, ends[1])
    return max(0.0, high - low)


def followed_share(e_beam, m, z_min, pt_max, path, samples=20000):
    generator = random.Random(1609)
    all_paths = followed = 0.0
    for _ in range(samples):
        pz, pt = radiated(generator, e_beam, m, z_min, pt_max)
        azimuth = generator.uniform(0, 2 * math.pi)
        mediator = (pt * math.cos(azimuth), pt * math.sin(azimuth), pz)
        square = pz * pz + pt * pt
        gamma = math.sqrt(1 + square / m**2)
        p_star = math.sqrt(0.25 - 1 / 9) * m  # m_chi = m / 3
        c, turn = generator.uniform(-1, 1), generator.uniform(0, 2 * math.pi)
        s = math.sqrt(1 - c * c)
        star = [p_star * s * math.cos(turn), p_star * s * math.sin(turn), p_star * c]
        paths = []
        for sign in (1, -1):
            dot = sign * sum(a * b for a, b in zip(mediator, star))
            p = [sign * a + b * ((gamma - 1) * dot / square + 0.5) for a, b in zip(star, mediator)]
            norm = math.sqrt(sum(a * a for a in p))
            paths.append(path([a / norm for a in p]))
        all_paths += sum(paths)
        followed += sum(paths) * (0.5 if min(paths) > 0 else 1.0)
    return followed / all_paths


def radiation_file(source, name, e_beam, z_min, pt_max, path):
    rows = [r for r in csv.DictReader((pathlib.Path(source) / f"{name}.csv").open()) if r["channel"] == "brem"]
    lines = [f"# source: BdNMC (arXiv:1609.01770), commit 6cba825; grid {name}, channel brem",
             "# parents: mediators made; passing: dark matter it saw in the detector, per mediator",
             "# followed: of all that passes, computed here: one of each pair",
             "m_chi_GeV,m_mediator_GeV,alpha_D,epsilon,parents,passing,followed,expected,rel_error"]
    for r in rows:
        share = followed_share(e_beam, float(r["m_mediator_GeV"]), z_min, pt_max, path)
        passing = float(r["dm_in_detector"]) / float(r["mc_trials"])
        lines.append(",".join([r["m_dm_GeV"], r["m_mediator_GeV"], r["alpha_D"], r["epsilon"], r["n_parent_x_branching"],
                               f"{passing:.4g}", f"{share:.4f}", r["expected_events"], r["rel_stat_err"]]))
    (FOLDER / f"{name}.brem.csv").write_text("\n".join(lines) + "\n")


def grid_files(source, name, channels):
    rows = list(csv.DictReader((pathlib.Path(source) / f"{name}.csv").open()))
    for channel, short in channels.items():
        lines = [f"# source: BdNMC (arXiv:1609.01770), commit 6cba825; grid {name}, channel {channel}",
                 "m_chi_GeV,m_mediator_GeV,alpha_D,epsilon,branching,expected,rel_error"]
        for row in rows:
            if row["channel"] == channel:
                lines.append(",".join(row[k] for k in (
                    "m_dm_GeV", "m_mediator_GeV", "alpha_D", "epsilon", "branching", "expected_events", "rel_stat_err")))
        (FOLDER / f"{name}.{short}.csv").write_text("\n".join(lines) + "\n")


def main(source):
    m_e = 0.51099895e-3
    ch2 = [("C", 6, 12.011, 3.63471e22), ("H", 1, 1.008, 7.26942e22)]
    for name, tp, z, total, energy in (("bdnmc-lsnd", 800, 6, 0.06, 1.73827209), ("bdnmc-sns", 1000, 80, 0.107, 1.93827209)):
        density, p_max = burman_smith(tp, z)
        write(name, "pi0", "burman-smith", grid(0.01, p_max), density, total, (1e-3, p_max), math.pi)
        beam_file(name, energy, ["pi0"], "burman-smith")
    pions, kaons = sanford_wang(["pi+", "pi-"]), sanford_wang(["K0S"])
    momenta = grid(0.02, 7.88)
    write("bdnmc-bnb", "pi0", "sanford-wang", momenta, pions, 0.9, (1e-3, 7.89), math.pi / 2)
    write("bdnmc-bnb", "eta", "sanford-wang", momenta, kaons, 0.9 / 30, (1e-3, 7.612), math.pi / 2)
    # Heavy mesons spread their products wider than the tables are fine: half the momenta do.
    coarse = grid(0.02, 7.88, P_PER_DECADE // 2)
    write("bdnmc-bnb", "rho0", "sanford-wang", coarse, pions, 0.9 / 20, (1e-3, 7.89), math.pi / 2)
    write("bdnmc-bnb", "omega", "sanford-wang", coarse, pions, 0.9 * 0.046, (1e-3, 7.89), math.pi / 2)
    beam_file("bdnmc-bnb", 8.9, ["pi0", "eta", "rho0", "omega"], "sanford-wang", (0.3, 0.2))
    density, p_max = bmpt(120.0, 12)
    momenta = grid(0.2, 0.96 * p_max)
    write("bdnmc-lbnf", "pi0", "bmpt", momenta, density, 2.86, (1e-3, p_max), math.pi / 2)
    write("bdnmc-lbnf", "eta", "bmpt", momenta, density, 2.86 * 0.11189, (1e-3, p_max), math.pi / 2)
    coarse = grid(0.2, 0.96 * p_max, P_PER_DECADE // 2)
    write("bdnmc-lbnf", "rho0", "bmpt", coarse, density, 2.86 * 0.11, (1e-3, p_max), math.pi / 2)
    write("bdnmc-lbnf", "omega", "bmpt", coarse, density, 2.86 * 0.11, (1e-3, p_max), math.pi / 2)
    beam_file("bdnmc-lbnf", 120.0, ["pi0", "eta", "rho0", "omega"], "bmpt", (0.1, 1.0))
    experiment_file("bdnmc-miniboone", "bdnmc-bnb", 1.86e20,
                    {"shape": "sphere", "radius": 6.106, "centre_y": -1.9, "centre_z": 490.0}, ch2, "nucleon-recoil",
                    0.035, 1.0)
    experiment_file("bdnmc-lsnd-electron", "bdnmc-lsnd", 1.8e23,
                    {"shape": "cylinder", "axis": "z", "radius": 2.5, "length": 8.3, "centre_y": -4.65, "centre_z": 29.8},
                    ch2, "electron-recoil", 0.018 - m_e, 0.052 - m_e)
    csi = lambda density: [("Cs", 55, 132.905, density), ("I", 53, 126.904, density)]
    experiment_file("bdnmc-coherent-csi", "bdnmc-sns", 3.2e23,
                    {"shape": "cylinder", "axis": "y", "radius": 0.8, "length": 1.6, "centre_x": 19.3, "centre_z": 0.0},
                    csi(1.046e19), "nucleus-recoil", 8e-6, 0.05)
    # A small cube in place of a point, 3.36497e25 nuclei of each kind.
    experiment_file("yields-coherent-csi", "bdnmc-sns", 3.2e23,
                    {"shape": "box", "width": 0.1, "height": 0.1, "length": 0.1, "centre_x": 19.3, "centre_z": 0.0},
                    csi(3.36497e25 / 1e-3 * 1e-6), "nucleus-recoil", 8e-6, 0.05)
    experiment_file("bdnmc-dune-electron", "bdnmc-lbnf", 1.1e21,
                    {"shape": "box", "width": 3.0, "height": 2.0, "length": 5.0, "centre_z": 574.0},
                    [("Ar", 18, 39.948, 2.1106e22)], "electron-recoil", 0.5 - m_e, 120.0)
    protons = {"pi0_decay": "pi0", "eta_decay": "eta", "rho_decay": "rho0", "omega_decay": "omega"}
    grid_files(source, "miniboone_nucleon", protons)
    radiation_file(source, "miniboone_nucleon", 8.9, 0.3, 0.2,
                   lambda u: path_in_sphere(u, (0.0, -1.9, 490.0), 6.106))
    grid_files(source, "lsnd_electron", {"pi0_decay": "pi0"})
    grid_files(source, "coherent_csi", {"pi0_decay": "pi0"})
    grid_files(source, "dune_electron", protons)
    radiation_file(source, "dune_electron", 120.0, 0.1, 1.0, lambda u: path_in_box(u, (0.0, 0.0, 574.0), (3.0, 2.0, 5.0)))


if __name__ == "__main__":
    main(sys.argv[1])
