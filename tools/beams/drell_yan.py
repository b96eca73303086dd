#!/usr/bin/env python3
"""Tables of mediators that couple like a photon, made of a quark and an antiquark (the production `drell-yan`).

Needs `pip install --only-binary :all: pythia8mc==8.317.2 numpy` in a virtual environment; not needed to use Penumbra.

    drell_yan.py BEAM --masses 2 2.5 3 4 5 --sigma MB --events 20000 --out experiments/beams

PYTHIA makes virtual photons (no Z) in a narrow window around each mass, at leading order with its parton shower and primordial
transverse momentum; a photon of mass m becomes a mediator by
    sigma(A') = epsilon^2 3 pi m^2 / alpha  d sigma(gamma* -> mu mu) / d m^2
(both are the same luminosity of quarks: sigma(q qbar -> A') = (4 pi^2/3) alpha e_q^2 epsilon^2 delta(s - m^2), sigma(q qbar -> mu mu)
= 4 pi alpha^2 e_q^2 / (9 s)). alpha is held at its value at zero momentum transfer. On a nucleus: A times the mean of protons and
neutrons, over the inelastic cross section of the nucleus, --sigma. Per inelastic collision at epsilon = 1.

    drell_yan.py --check      # against the fit of E288's muon pairs and Z -> mu mu at the LHC: the K factor
"""
import argparse
import math
import pathlib

import numpy as np
import pythia8mc

import fit_tables
import grid

ALPHA = 1 / 137.035999
HALF_WINDOW = 0.03  # of the mass
M_P = 0.938272
SEED = 11000


def generator(settings, seed):
    pythia = pythia8mc.Pythia("", False)
    for line in (*settings, "WeakSingleBoson:ffbar2gmZ = on", "23:onMode = off", "23:onIfAny = 13", "23:mMin = 0.5", "PartonLevel:MPI = off",
                 "HadronLevel:all = off", "Random:setSeed = on", f"Random:seed = {seed}", "Print:quiet = on"):
        if not pythia.readString(line):
            raise SystemExit(f"PYTHIA does not know '{line}'")
    if not pythia.init():
        raise SystemExit("PYTHIA did not start")
    return pythia


def beams(beam, neutron):
    if beam.collider:
        return ["Beams:idA = 2212", "Beams:idB = 2212", f"Beams:eCM = {beam.ecm}"]
    return ["Beams:frameType = 2", "Beams:idA = 2212", f"Beams:idB = {2112 if neutron else 2212}",
            f"Beams:eA = {math.hypot(beam.p_beam, M_P)}", "Beams:eB = 0"]


def photons(beam, neutron, mass, events, seed):
    """Cross section in mb of a mediator at epsilon = 1, and momenta (p, theta) of virtual photons in the frame of the table."""
    low, high = mass * (1 - HALF_WINDOW), mass * (1 + HALF_WINDOW)
    pythia = generator([*beams(beam, neutron), "WeakZ0:gmZmode = 1", "SigmaProcess:alphaEMorder = 0",
                        f"StandardModel:alphaEM0 = {ALPHA}", f"PhaseSpace:mHatMin = {low}", f"PhaseSpace:mHatMax = {high}"], seed)
    momenta = []
    while len(momenta) < events:
        if not pythia.next():
            continue
        event = pythia.event
        last = max(i for i in range(event.size()) if event[i].id() == 23)
        p = event[last]
        momenta.append((p.pAbs(), p.theta()))
    window = pythia.infoPython().sigmaGen()
    return window * 3 * math.pi / (ALPHA * (high**2 - low**2) / mass**2), np.array(momenta).T


def table(beam, mass, events, sigma_inel_mb, out, seed):
    collisions = [(False, 1.0)] if beam.collider else [(False, beam.target[1] / beam.target[0]),
                                                       (True, 1 - beam.target[1] / beam.target[0])]
    p_edges, t_edges = grid.bin_edges(beam)
    counts, sigma, sums = 0.0, 0.0, np.zeros(3)
    for neutron, share in collisions:
        if share <= 0:
            continue
        one, (p, theta) = photons(beam, neutron, mass, round(events * share), seed)
        seed += 1
        sigma += share * one
        counts = counts + np.histogram2d(p, grid.t_of(p, theta), bins=(p_edges, t_edges))[0]
        sums += [len(p), p.sum(), (p * np.sin(theta)).sum()]
    per_collision = sigma * (1 if beam.collider else beam.target[0]) / sigma_inel_mb
    within = t_edges[None, 1:] <= grid.t_of(p_edges[:-1, None], beam.theta_max)
    volume = np.diff(np.log(p_edges))[:, None] * np.diff(t_edges**2)[None, :]
    exposure = np.where(within, volume, 0.0) * sums[0] / per_collision
    surface, coefficients, figures, _ = fit_tables.fit(beam, np.where(within, counts, 0.0), exposure)
    p, t, density = fit_tables.on_nodes(beam, surface, coefficients)
    from check_tables import integrate

    inside = integrate(p, t, density, {})
    header = {
        "table": "mediator-spectrum",
        "beam": f"{beam.name} ({beam.said})",
        "particle": "mediator with the couplings of a photon, from a quark and an antiquark",
        "mediator_mass_GeV": f"{mass:g}",
        "generator": "pythia-8",
        "generator_version": "PYTHIA 8.317 (pythia8mc 8.317.2), leading order, NNPDF2.3 QCD+QED LO, Monash",
        "seed": f"{SEED} and following",
        "events": f"{sums[0]:.0f}",
        "command": f"drell_yan.py {beam.name} --sigma {sigma_inel_mb:g} --events {events}",
        "definition": "per inelastic collision at epsilon = 1 and a K factor of one; density = d2N / (d ln p  d t^2) in GeV^-2",
        "t": grid.T_DEFINITION,
        "hemisphere": fit_tables.hemisphere(beam),
        "sigma_inel_mb": f"{sigma_inel_mb:.5g}",
        "sigma_per_nucleon_mb": f"{sigma:.5g}",
        "yield_all_momenta": f"{per_collision:.5g}",
        "yield_total": f"{inside['yield']:.5g}",
        "mean_p_all_momenta_GeV": f"{sums[1] / sums[0]:.4g}",
        "mean_pT_all_momenta_GeV": f"{sums[2] / sums[0]:.4g}",
        "smoothing": f"P-splines, Poisson, penalty {figures['penalty']:g}, {figures['parameters']:.0f} effective parameters, "
                     f"chi2 {figures['chi2']:.0f} in {figures['cells']} cells",
    }
    folder = out / beam.name
    folder.mkdir(parents=True, exist_ok=True)
    fit_tables.write_table(folder / f"drell-yan-{1000 * mass:.0f}MeV.pythia-8.csv", header, p, t, density)
    print(beam.name, mass, "GeV: sigma per nucleon", f"{sigma:.4g} mb, yield {inside['yield']:.4g} of {per_collision:.4g},",
          "mean p", f"{inside['mean_p']:.4g} / {sums[1] / sums[0]:.4g}, mean pT {sums[2] / sums[0]:.4g},",
          f"chi2 {figures['chi2']:.0f}/{figures['cells']}", flush=True)
    return seed


def check():
    # E288 (Ito et al., Phys. Rev. D 23, 604, recalled): s d2sigma/(d sqrt(tau) dy) = 44.4 ub GeV2 exp(-25.5 sqrt(tau)) per nucleon of
    # platinum at y = 0.2 for p N at 200 to 400 GeV, pairs of 4 to 15 GeV outside the Upsilon.
    beam = grid.BEAMS["p400-cu"]
    root_s = math.sqrt(2 * M_P * (math.hypot(beam.p_beam, M_P) + M_P))
    y_cm = math.acosh((math.hypot(beam.p_beam, M_P) + M_P) / root_s)
    for mass in (4.0, 5.0, 7.0):
        leading = 0.0
        for neutron, share in ((False, 78 / 195), (True, 117 / 195)):
            sigma, (p, theta) = photons(beam, neutron, mass, 4000, SEED)
            y = np.arctanh(p * np.cos(theta) / np.sqrt(p * p + mass * mass)) - y_cm
            leading += share * sigma * np.mean(np.abs(y - 0.2) < 0.2) / 0.4
        # back from the mediator to pairs: d sigma / d m = 2 m alpha sigma(A') / (3 pi m^2)
        leading *= 2 * ALPHA / (3 * math.pi * mass)
        measured = 44.4e-3 * math.exp(-25.5 * mass / root_s) / root_s**3
        print(f"muon pairs of {mass} GeV, 400 GeV p on Pt, y = 0.2: {leading * 1e9:.3g} pb/GeV, E288 {measured * 1e9:.3g}, "
              f"K = {measured / leading:.2f}")
    pythia = generator(["Beams:eCM = 13000", "PhaseSpace:mHatMin = 66", "PhaseSpace:mHatMax = 116"], SEED)
    for _ in range(2000):
        pythia.next()
    nb = pythia.infoPython().sigmaGen() * 1e6
    print(f"gamma* and Z -> mu mu at 13 TeV, 66 to 116 GeV: {nb:.3f} nb at leading order; measured 1.97 nb "
          f"(recalled: ATLAS, arXiv:1603.09222): K = {1.97 / nb:.2f}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("beam", nargs="?", choices=grid.BEAMS)
    parser.add_argument("--masses", type=float, nargs="+")
    parser.add_argument("--sigma", type=float, help="inelastic cross section of the nucleus (the proton at colliders), mb")
    parser.add_argument("--events", type=int, default=20000)
    parser.add_argument("--out", type=pathlib.Path)
    parser.add_argument("--check", action="store_true")
    args = parser.parse_args()
    if args.check:
        return check()
    seed = SEED
    for mass in args.masses:
        seed = table(grid.BEAMS[args.beam], mass, args.events, args.sigma, args.out, seed)


if __name__ == "__main__":
    main()
