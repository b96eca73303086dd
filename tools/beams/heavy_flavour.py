#!/usr/bin/env python3
"""Tables of charmed and beautiful mesons and of tau leptons, both charges together.

Needs `pip install --only-binary :all: pythia8mc==8.317.2 numpy` in a virtual environment; not needed to use Penumbra.

    heavy_flavour.py BEAM... --events 200000 --out experiments/beams      # beams of one collider energy share their events

PYTHIA (HardQCD, leading order with its shower and primordial transverse momentum, no further interactions) gives the shape of each
meson's spectrum and nothing else: its cross section of charm at fixed targets is a seventh of the measured one. The number per
inelastic collision is 2 x pairs x fragmentation fraction. Pairs: at fixed targets the cross section per nucleon times A over the
inelastic cross section of the nucleus (PAIRS); at the LHC K times PYTHIA's, K such that at 13 TeV the hadrons in the acceptance
of LHCb are those it measured (LHCB). Fractions: FRACTIONS.

Source "charm-data" (fixed targets): instead of PYTHIA's shape dN/(dxF dpT^2) ~ (1 - |xF|)^n exp(-b pT^2), with n and b as measured,
xF = 2 pL* / sqrt(s). PYTHIA's D mesons at 400 GeV have a mean pT of 1.15 GeV, measured: 0.9.

tau: decays of Ds and D+ into tau and neutrino, and at the LHC those of b hadrons (PYTHIA's decays, normalised to b -> tau).
Elsewhere b hadrons make less than 1 % of the taus.
"""
import argparse
import dataclasses
import functools
import math
import pathlib

import numpy as np

import fit_tables
import grid
from check_tables import integrate

SEED = 21000
M_P = 0.938272
MASS = {"D+": 1.86966, "D0": 1.86484, "Ds+": 1.96835, "B+": 5.27934, "B0": 5.27966, "Bs0": 5.36692, "tau": 1.77693}  # GeV, PDG
CODE = {"D+": 411, "D0": 421, "Ds+": 431, "B+": 521, "B0": 511, "Bs0": 531}
QUARK = {"charm": "ccbar", "beauty": "bbbar"}

# Branching ratios into tau (PDG): Ds -> tau nu, D+ -> tau nu, b hadron -> tau nu X (mixture of LEP).
DS_TO_TAU, D_TO_TAU, B_TO_TAU = 0.0536, 1.20e-3, 0.0241

# Of a c or b quark. Fixed targets: charm as taken by SHiP from data of 400 GeV (FairShip), beauty from the world's mean. LHC: charm from
# ALICE, arXiv:2105.06335 (recalled; with 0.204 of Lambda_c), beauty from LHCb, arXiv:1902.06794 (recalled), Bc from arXiv:1910.13404.
FRACTIONS = {
    "fixed": {"D0": 0.632, "D+": 0.207, "Ds+": 0.088, "B+": 0.411, "B0": 0.411, "Bs0": 0.11},
    "lhc": {"D0": 0.553, "D+": 0.225, "Ds+": 0.105, "B+": 0.324, "B0": 0.324, "Bs0": 0.09, "Bc+": 0.0026},
}


@dataclasses.dataclass(frozen=True)
class Target:
    mass_number: float  # of one nucleus, or of the nuclei of one molecule
    sigma_inel_mb: float  # of them all, nuclear interaction lengths of the PDG
    charm_mb: float  # cross section of pairs per nucleon
    beauty_mb: float
    source: str


WORLD_FIT = "fit to the world's data at fixed targets, arXiv:2407.08673"
PAIRS = {
    "p70-fe": Target(55.845, 702.0, 2.2e-3, 0.0, f"2.2 +- 1.2 ub of charm per nucleon: {WORLD_FIT}"),
    "p120-c": Target(12.011, 232.5, 4.6e-3, 2.0e-8, f"4.6 +- 1.8 ub of charm, 0.02 +- 0.02 nb of beauty per nucleon: {WORLD_FIT}"),
    "p120-fe": Target(55.845, 702.0, 4.6e-3, 2.0e-8, f"4.6 +- 1.8 ub of charm, 0.02 +- 0.02 nb of beauty per nucleon: {WORLD_FIT}"),
    "p400-cu": Target(63.546, 769.0, 18.1e-3, 1.7e-6, "18.1 +- 1.7 ub of charm, 1.7 nb of beauty per nucleon: SHiP, arXiv:1504.04956 and FairShip"),
    "p800-be": Target(9.0122 + 15.999, 192.4 + 294.5, 39.5e-3, 18.6e-6,
                      f"39.5 +- 7.7 ub of charm, 18.6 +- 4.6 nb of beauty per nucleon: {WORLD_FIT}"),
}
# n and b (GeV^-2) of the shape of charm, and the measurement.
CHARM_SHAPE = {
    "p70-fe": (4.9, 0.99, "n and b of 400 GeV (LEBC-EHS, Z. Phys. C 40, 321, recalled), assumed at 70 GeV"),
    "p120-c": (4.9, 0.99, "n and b of 400 GeV (LEBC-EHS, Z. Phys. C 40, 321, recalled), assumed at 120 GeV"),
    "p120-fe": (4.9, 0.99, "n and b of 400 GeV (LEBC-EHS, Z. Phys. C 40, 321, recalled), assumed at 120 GeV"),
    "p400-cu": (4.9, 0.99, "n = 4.9 +- 0.5, b = 0.99 +- 0.09 / GeV^2 in p p at 400 GeV: LEBC-EHS, Z. Phys. C 40, 321, recalled"),
    "p800-be": (6.9, 0.84, "n = 6.9 +- 1.9, b = 0.84 +- 0.10 / GeV^2 in p emulsion at 800 GeV: E653, Phys. Lett. B 263, 573, recalled"),
}

# LHCb at 13 TeV: quantity, smallest and largest, largest pT (GeV), pairs in mb (mean of hadrons of both charges in the region, per fraction).
LHCB = {
    "charm": ("rapidity", 2.0, 4.5, 8.0, 2.369, "2369 +- 192 ub in 2 < y < 4.5, pT < 8 GeV at 13 TeV: LHCb, arXiv:1510.01707 (corrected)"),
    "beauty": ("pseudorapidity", 2.0, 5.0, math.inf, 0.144, "144 +- 21 ub in 2 < eta < 5 at 13 TeV: LHCb, arXiv:1612.05140 (corrected)"),
}
SIGMA_INEL_LHC_MB = 79.5

# Heavy hadrons have broad spectra: fewer nodes than light mesons.
NODES = {"per_decade": 10, "t_step": 0.1, "t_growth": 0.16}
RANGE = {"lhc-13.6TeV": {"t_max": 20.0}, "lhc-14TeV": {"t_max": 20.0},
         "lhc-14TeV-central": {"p_min": 1.0, "t_max": 20.0, "hard_begin": 20.0},
         "p70-fe": {"p_min": 1.0}, "p120-c": {"p_min": 1.0}, "p120-fe": {"p_min": 1.0},
         "p400-cu": {"p_min": 2.0, "t_max": 6.0}, "p800-be": {"p_min": 2.0, "t_max": 6.0}}


def coarse(name):
    return dataclasses.replace(grid.BEAMS[name], **NODES, **RANGE[name])


def hadrons(beams, quark, wanted, events, seed):
    """Cross section of pairs in mb and momenta of hadrons by their code: rows of (px, py, pz), both charges."""
    import pythia8mc

    pythia = pythia8mc.Pythia("", False)
    for line in (*beams, f"HardQCD:hard{quark} = on", "PartonLevel:MPI = off", "111:mayDecay = off", "Random:setSeed = on",
                 f"Random:seed = {seed}", "Print:quiet = on"):
        if not pythia.readString(line):
            raise SystemExit(f"PYTHIA does not know '{line}'")
    if not pythia.init():
        raise SystemExit("PYTHIA did not start")
    found = {code: [] for code in wanted}
    for _ in range(events):
        if not pythia.next():
            continue
        event = pythia.event
        for particle in event:
            code = particle.idAbs()
            if code not in found or event[particle.daughter1()].idAbs() == code:
                continue  # oscillated, or copied
            found[code].append((particle.px(), particle.py(), particle.pz()))
    return pythia.infoPython().sigmaGen(), {code: np.array(rows).reshape(-1, 3) for code, rows in found.items()}


def sample(beam, flavour, events, seed):
    """The same by name (and "tau" of b hadrons), from protons and neutrons in their shares, in the frame of the table."""
    names = [name for name in CODE if (name[0] == "D") == (flavour == "charm")]
    wanted = [CODE[name] for name in names] + ([15] if flavour == "beauty" else [])
    if beam.collider:
        mixture = [(2212, 1.0)]
    else:
        protons = beam.target[1] / beam.target[0]
        mixture = [(2212, protons), (2112, 1 - protons)]
    sigma, parts = 0.0, {code: [] for code in wanted}
    for number, (target, share) in enumerate(mixture):
        beams = ([f"Beams:eCM = {beam.ecm}"] if beam.collider else
                 ["Beams:frameType = 2", f"Beams:idB = {target}", f"Beams:eA = {math.hypot(beam.p_beam, M_P)}", "Beams:eB = 0"])
        one, found = hadrons(beams, QUARK[flavour], wanted, round(events * share), seed + number)
        sigma += share * one
        for code in wanted:
            parts[code].append(found[code])
    merged = {code: np.concatenate(rows) for code, rows in parts.items()}
    return sigma, {**{name: merged[CODE[name]] for name in names}, **({"tau": merged[15]} if flavour == "beauty" else {})}


def taus_of(momenta, mass, random):
    """Momenta of the taus of decays into tau and neutrino, flat in the rest frame."""
    energy = (mass**2 + MASS["tau"] ** 2) / (2 * mass)
    momentum = (mass**2 - MASS["tau"] ** 2) / (2 * mass)
    cosine, azimuth = random.uniform(-1, 1, len(momenta)), random.uniform(0, 2 * math.pi, len(momenta))
    sine = np.sqrt(1 - cosine**2)
    rest = momentum * np.column_stack([sine * np.cos(azimuth), sine * np.sin(azimuth), cosine])
    parent_energy = np.sqrt(mass**2 + np.sum(momenta**2, axis=1))
    along = np.sum(rest * momenta, axis=1)
    return rest + ((along / (parent_energy + mass) + energy) / mass)[:, None] * momenta


def mixed(random, parts, size):
    """A sample of `size` rows, from samples in proportion to their weights."""
    total = sum(weight for _, weight in parts)
    return np.concatenate([rows[random.integers(0, len(rows), round(size * weight / total))] for rows, weight in parts if weight > 0])


def measured_charm(beam, mass, n, b, size, random):
    """Momenta in the laboratory, drawn from the measured shape."""
    energy = math.hypot(beam.p_beam, M_P)
    s = 2 * M_P**2 + 2 * M_P * energy
    x = (1 - random.random(size) ** (1 / (n + 1))) * random.choice([-1.0, 1.0], size)
    pt = np.sqrt(-np.log(1 - random.random(size)) / b)
    longitudinal = x * math.sqrt(s) / 2
    energies = np.sqrt(mass**2 + pt**2 + longitudinal**2)
    inside = energies < (s + mass**2 - (2.28646 + M_P) ** 2) / (2 * math.sqrt(s))  # beside a Lambda_c and a nucleon at least
    gamma, beta_gamma = (energy + M_P) / math.sqrt(s), beam.p_beam / math.sqrt(s)
    azimuth = random.uniform(0, 2 * math.pi, size)
    rows = np.column_stack([pt * np.cos(azimuth), pt * np.sin(azimuth), gamma * longitudinal + beta_gamma * energies])
    return rows[inside]


def in_acceptance(rows, mass, region):
    quantity, low, high, largest_pt = region
    pt = np.hypot(rows[:, 0], rows[:, 1])
    p = np.sqrt(np.sum(rows**2, axis=1))
    along = np.sqrt(p**2 + mass**2) if quantity == "rapidity" else p
    y = np.arctanh(rows[:, 2] / along)
    return np.sum((y > low) & (y < high) & (pt < largest_pt))


@functools.cache
def lhc_sample(ecm, flavour, events, seed):
    return sample(dataclasses.replace(grid.BEAMS["lhc-14TeV"], ecm=ecm), flavour, events, seed)


@functools.cache
def k_factor(flavour, events, seed):
    """Measured over PYTHIA's number of hadrons in the acceptance of LHCb at 13 TeV; and PYTHIA's share of the hadrons there."""
    *region, pairs, _ = LHCB[flavour]
    sigma, momenta = lhc_sample(13000.0, flavour, events, seed)
    names = ("D+", "D0", "Ds+") if flavour == "charm" else ("B+", "B0", "Bs0")
    seen = sum(in_acceptance(momenta[name], MASS[name], region) for name in names)
    # one of the two hadrons of each pair in the region, among those that became one of `names`
    share = seen / sum(len(momenta[name]) for name in names)
    return pairs / (sigma * share), share


def write(beam, name, source, rows, per_collision, header, out, random_copies=1):
    pt = np.hypot(rows[:, 0], rows[:, 1])
    p, theta = np.hypot(pt, rows[:, 2]), np.arctan2(pt, np.abs(rows[:, 2]) if beam.folded else rows[:, 2])
    share = 0.5 if beam.folded else 1.0
    p_edges, t_edges = grid.bin_edges(beam)
    within = t_edges[None, 1:] <= grid.t_of(p_edges[:-1, None], beam.theta_max)
    volume = np.diff(np.log(p_edges))[:, None] * np.diff(t_edges**2)[None, :]
    counts = np.histogram2d(p, grid.t_of(p, theta), bins=(p_edges, t_edges))[0] / random_copies
    counts = np.where(within, counts, 0.0)
    number = len(rows) / random_copies
    surface, coefficients, figures, _ = fit_tables.fit(beam, counts, np.where(within, volume, 0.0) * number / (share * per_collision))
    nodes_p, nodes_t, density = fit_tables.on_nodes(beam, surface, coefficients)
    inside = integrate(nodes_p, nodes_t, density, {})
    header = {
        "table": "parent-spectrum",
        "beam": f"{beam.name} ({beam.said})",
        "particle": name,
        "generator": source,
        **header,
        "entries": f"{number:.0f} of both hemispheres" if beam.folded else f"{number:.0f}",
        "definition": "per inelastic collision, both charges; density = d2N / (d ln p  d t^2) in GeV^-2",
        "t": grid.T_DEFINITION,
        "hemisphere": fit_tables.hemisphere(beam),
        "yield_total": f"{inside['yield']:.5g}",
        "yield_all_momenta": f"{share * per_collision:.5g}" + (" (one hemisphere, p from 0)" if beam.folded else " (all angles, p from 0)"),
        "mean_p_all_momenta_GeV": f"{p.mean():.4g}",
        "mean_pT_all_momenta_GeV": f"{pt.mean():.4g}",
        "smoothing": f"P-splines, Poisson, penalty {figures['penalty']:g}, {figures['parameters']:.0f} effective parameters, "
                     f"chi2 {figures['chi2']:.0f} in {figures['cells']} cells",
    }
    folder = out / beam.name
    folder.mkdir(parents=True, exist_ok=True)
    fit_tables.write_table(folder / f"{name}.{source}.csv", header, nodes_p, nodes_t, density)
    regions = integrate(nodes_p, nodes_t, density, grid.regions(beam))
    report = [f"{beam.name} {name} {source}: {inside['yield']:.4g} of {share * per_collision:.4g}; mean p {inside['mean_p']:.4g} / {p.mean():.4g},"
              f" pT {inside['mean_pt']:.4g} / {pt.mean():.4g}; chi2 {figures['chi2']:.0f}/{figures['cells']};"]
    for label, (momentum, angle) in grid.regions(beam).items():
        n = np.sum((p > momentum) & (theta < angle))
        report.append(f"{label}: {regions[label]:.4g} ({regions[label] * number * random_copies / (share * per_collision * max(n, 1)) - 1:+.1%} of {n})")
    print(" ".join(report), flush=True)


def tau_rows(momenta, fractions, beauty, sigma_b_over_c, size, random):
    """Taus of D, Ds and b hadrons in their proportions, and their number per quark of the charm pairs."""
    parts, number = [], 0.0
    for name, ratio in (("Ds+", DS_TO_TAU), ("D+", D_TO_TAU)):
        weight = fractions[name] * ratio
        again = momenta[name][random.integers(0, len(momenta[name]), size)]
        parts.append((taus_of(again, MASS[name], random), weight))
        number += weight
    if beauty is not None:
        parts.append((beauty, B_TO_TAU * sigma_b_over_c))
        number += B_TO_TAU * sigma_b_over_c
    return mixed(random, parts, size), number


def fixed_target(name, events, out):
    beam, target, fractions = coarse(name), PAIRS[name], FRACTIONS["fixed"]
    random = np.random.default_rng(SEED)
    per_mb = target.mass_number / target.sigma_inel_mb
    common = {"sigma_inel_mb": f"{target.sigma_inel_mb:g}", "normalisation": target.source + "; A^1; fractions of FRACTIONS"}
    made = {"generator_version": "PYTHIA 8.317 (pythia8mc 8.317.2), HardQCD, leading order, Monash: shape only", "seed": f"{SEED} and following",
            "events": events, "command": f"heavy_flavour.py {name} --events {events}", **common}
    sigma, momenta = sample(beam, "charm", events, SEED)
    print(f"{name}: charm of PYTHIA {sigma * 1e3:.3g} ub per nucleon, taken {target.charm_mb * 1e3:.3g}")
    shapes = {"pythia-8-hard": (momenta, made)}
    n, b, source = CHARM_SHAPE[name]
    size = 2_000_000  # of a closed form: no statistical error to speak of
    drawn = {meson: measured_charm(beam, MASS[meson], n, b, size, random) for meson in ("D+", "D0", "Ds+")}
    formula = {"generator_version": f"(1 - |xF|)^n exp(-b pT^2); {source}", "seed": f"{SEED}", "events": 0,
               "command": f"heavy_flavour.py {name}", **common}
    shapes["charm-data"] = (drawn, formula)
    for label, (rows, header) in shapes.items():
        quarks = 2 * target.charm_mb * per_mb
        for meson in ("D+", "D0", "Ds+"):
            write(beam, meson, label, rows[meson], quarks * fractions[meson], header, out)
        copies = 4 if label == "pythia-8-hard" else 1
        tau, per_quark = tau_rows(rows, fractions, None, 0.0, copies * len(rows["Ds+"]), random)
        write(beam, "tau", label, tau, quarks * per_quark, header, out, copies)
    if target.beauty_mb > 0:
        sigma, momenta = sample(beam, "beauty", events // 2, SEED + 10)
        print(f"{name}: beauty of PYTHIA {sigma * 1e6:.3g} nb per nucleon, taken {target.beauty_mb * 1e6:.3g}")
        made["events"] = events // 2
        for meson in ("B+", "B0", "Bs0"):
            write(beam, meson, "pythia-8-hard", momenta[meson], 2 * target.beauty_mb * per_mb * fractions[meson], made, out)


def collider(name, events, out):
    beam, fractions = coarse(name), FRACTIONS["lhc"]
    random = np.random.default_rng(SEED)
    numbers, rows = {}, {}
    for place, flavour in enumerate(QUARK):
        n = events if flavour == "charm" else events // 2
        k, share = k_factor(flavour, 60_000, SEED + 100 + place)
        sigma, momenta = lhc_sample(beam.ecm, flavour, n, SEED + 10 * place)
        numbers[flavour] = k * sigma / SIGMA_INEL_LHC_MB
        rows |= momenta if flavour == "charm" else {("b tau" if key == "tau" else key): value for key, value in momenta.items()}
        print(f"{name}: {flavour} of PYTHIA {sigma:.4g} mb, K = {k:.3g} from LHCb ({share:.3g} of the hadrons in its region), pairs {k * sigma:.4g} mb")
        header = {"generator_version": "PYTHIA 8.317 (pythia8mc 8.317.2), HardQCD, leading order, Monash: shape only",
                  "seed": f"{SEED} and following", "events": n, "command": f"heavy_flavour.py {name} --events {events}",
                  "sigma_inel_mb": f"{SIGMA_INEL_LHC_MB:g}",
                  "normalisation": f"K = {k:.3g} to {LHCB[flavour][-1]}; fractions of FRACTIONS"}
        for meson in [key for key in momenta if key in fractions]:
            write(beam, meson, "pythia-8-hard", momenta[meson], 2 * numbers[flavour] * fractions[meson], header, out)
        if flavour == "beauty":
            header["caution"] = "shape of B+, B0 and Bs0"
            every = np.concatenate([momenta[meson] for meson in ("B+", "B0", "Bs0")])
            write(beam, "Bc+", "pythia-8-hard", every, 2 * numbers["beauty"] * fractions["Bc+"], header, out)
    copies = 4
    tau, per_quark = tau_rows(rows, fractions, rows["b tau"], numbers["beauty"] / numbers["charm"], copies * len(rows["Ds+"]), random)
    header = {key: value for key, value in header.items() if key not in ("caution", "normalisation")}
    header["normalisation"] = "that of Ds+ and D+ with B(tau nu) = 0.0536 and 0.0012, and of b hadrons with B(tau X) = 0.0241 (PDG)"
    write(beam, "tau", "pythia-8-hard", tau, 2 * numbers["charm"] * per_quark, header, out, copies)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("beams", nargs="+", choices=RANGE)
    parser.add_argument("--events", type=int, default=200_000)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    args = parser.parse_args()
    for name in args.beams:
        (collider if grid.BEAMS[name].collider else fixed_target)(name, args.events, args.out)


if __name__ == "__main__":
    main()
