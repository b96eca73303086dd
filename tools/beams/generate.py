#!/usr/bin/env python3
"""Fill momentum-angle histograms of light mesons with an event generator.

Needs `pip install chromo numpy scipy` in a virtual environment (and `pip install pythia8mc` for the source pythia-8);
not needed to use Penumbra. Some models of chromo fetch their data files when they are first used.

    generate.py BEAM SOURCE --events 100000 --chunk 10000 --work DIR

Every chunk of events is one file DIR/BEAM/SOURCE/chunk-NNNNN.npz; a chunk that exists is not made again, so a run
can be stopped and taken up, and more events are added by asking for more. Chunk n has the seed SEED + n.

What is counted: every meson of the event record, decayed by the generator or not, so a pi0 from an eta, omega, rho,
... is a pi0. K0S, K0L, charged kaons and pions and hyperons with c tau above 1 cm do not decay ("definition A").
"""
import argparse
import math
import pathlib
import sys
import warnings

import numpy as np

import grid

PDG = {"pi0": 111, "eta": 221, "etaprime": 331, "omega": 223, "rho0": 113, "phi": 333}
MASS = {"pi0": 0.1349768, "pi+": 0.13957039, "eta": 0.547862}

CHROMO = {
    "sibyll-2.3d": "Sibyll23d",
    "sibyll-2.3d-a18": "Sibyll23d",  # the heaviest target of its cross sections, in place of a heavier one
    "pythia-6-pp": "Pythia6",  # a free proton as target, also where the beam file says a nucleus
    "urqmd-3.4": "UrQMD34",
    # these three need data files that chromo fetches; see README.md
    "epos-lhc": "EposLHC",
    "qgsjet-ii-04": "QGSJetII04",
    "dpmjet-iii": "DpmjetIII193",
}


class ChromoEvents:
    """Events of a model of chromo, as (pdg id, px, py, pz) in the frame of the table."""

    def __init__(self, beam, source, seed):
        import chromo
        from chromo.kinematics import CenterOfMass, FixedTarget, Momentum

        warnings.filterwarnings("ignore", category=RuntimeWarning)
        if beam.collider:
            kinematics = CenterOfMass(beam.ecm, "p", "p")
        else:
            target = {"sibyll-2.3d-a18": (18, 9), "pythia-6-pp": "p"}.get(source, beam.target)
            kinematics = FixedTarget(Momentum(beam.p_beam), "p", target)
        self.urqmd = source == "urqmd-3.4"
        self.generator = getattr(chromo.models, CHROMO[source])(kinematics, seed=seed)
        self.version = f"{self.generator.label} (chromo {chromo.__version__})"
        sigma = self.generator.cross_section()
        on_nucleus = not beam.collider and source != "pythia-6-pp"
        self.sigma = float(sigma.prod if on_nucleus and np.isfinite(sigma.prod) else sigma.inelastic)
        self.geometric = float(sigma.total) if self.urqmd else math.nan
        self.random = np.random.default_rng(seed + 7_000_000)
        self.tried = self.inelastic = 0

    def __call__(self, n):
        while n > 0:
            for event in self.generator(n):
                self.tried += 1
                if self.urqmd:
                    pid = event.pid[event.status == 1]
                    if not np.any((np.abs(pid) < 1000) | (np.abs(pid) == 3122) | (np.abs(pid) // 1000 % 10 == 3)):
                        continue  # no meson and no strange baryon: the proton missed or only knocked out nucleons
                self.inelastic += 1
                n -= 1
                keep = np.isin(event.pid, list(PDG.values())) & np.isin(event.status, (1, 2))
                pid, px, py, pz = event.pid[keep], event.px[keep], event.py[keep], event.pz[keep]
                if self.urqmd:
                    pid, px, py, pz = self.decay_etas(pid, px, py, pz)
                yield pid, px, py, pz
                if n == 0:
                    break

    def sigma_inel(self):
        return self.geometric * self.inelastic / self.tried if self.urqmd else self.sigma

    def decay_etas(self, pid, px, py, pz):
        """UrQMD leaves the eta alone: add the pi0 of its decays (3 pi0 32.57 %, pi+ pi- pi0 23.02 %; PDG), phase space."""
        out = [np.array([px, py, pz]).T]
        new_pid = [pid]
        for eta in np.flatnonzero(pid == PDG["eta"]):
            u = self.random.random()
            if u >= 0.3257 + 0.2302:
                continue
            pions = three_pions(self.random, MASS["pi0"] if u < 0.3257 else MASS["pi+"])
            pions = pions if u < 0.3257 else pions[:1]
            out.append(boost(pions, np.array([px[eta], py[eta], pz[eta]]), MASS["eta"]))
            new_pid.append(np.full(len(pions), PDG["pi0"]))
        p = np.concatenate(out)
        return np.concatenate(new_pid), p[:, 0], p[:, 1], p[:, 2]


def three_pions(random, m_others):
    """Momenta (E, px, py, pz) of eta -> pi0 + two pions of mass m_others, flat in phase space; the pi0 first."""
    M, m1, m2 = MASS["eta"], MASS["pi0"], m_others

    def momentum(a, b, c):
        return math.sqrt(max(0.0, (a * a - (b + c) ** 2) * (a * a - (b - c) ** 2))) / (2 * a)

    while True:
        m23 = random.uniform(2 * m2, M - m1)
        weight = momentum(M, m1, m23) * momentum(m23, m2, m2)
        if random.random() < weight / (momentum(M, m1, 2 * m2) * momentum(M - m1, m2, m2)):
            break
    p1, d1 = momentum(M, m1, m23), direction(random)
    p2, d2 = momentum(m23, m2, m2), direction(random)
    first = np.array([[math.hypot(p1, m1), *(p1 * d1)]])
    pair = np.array([[math.hypot(p2, m2), *(p2 * d2)], [math.hypot(p2, m2), *(-p2 * d2)]])
    moved = boost(pair, -p1 * d1, m23)
    energies = np.sqrt(m2 * m2 + np.sum(moved**2, axis=1))
    return np.concatenate([first, np.column_stack([energies, moved])])


def direction(random):
    c, phi = random.uniform(-1, 1), random.uniform(0, 2 * math.pi)
    s = math.sqrt(1 - c * c)
    return np.array([s * math.cos(phi), s * math.sin(phi), c])


def boost(particles, p_parent, m_parent):
    """Momenta of particles (E, p) of the rest frame of the parent, in the frame where the parent has p_parent."""
    e_parent = math.sqrt(m_parent**2 + p_parent @ p_parent)
    along = particles[:, 1:] @ p_parent
    factor = (along / (e_parent + m_parent) + particles[:, 0]) / m_parent
    return particles[:, 1:] + factor[:, None] * p_parent[None, :]


class Pythia8Events:
    """Events of PYTHIA 8: pp inelastic for colliders, Angantyr for a proton on a nucleus."""

    def __init__(self, beam, source, seed):
        import pythia8mc

        self.pythia = pythia = pythia8mc.Pythia("", False)
        settings = ["Random:setSeed = on", f"Random:seed = {seed}", "Print:quiet = on",
                    "ParticleDecays:limitTau0 = on", "ParticleDecays:tau0Max = 10"]
        if beam.collider:
            settings += ["Beams:idA = 2212", "Beams:idB = 2212", f"Beams:eCM = {beam.ecm}", "SoftQCD:inelastic = on"]
        else:
            a, z = beam.target
            nucleus = 1000000000 + 10000 * z + 10 * a
            if nucleus not in (1000060120,):
                settings += [f"{nucleus}:all = nucleus void 0 {3 * z} 0 {0.9315 * a} 0 0 0 0"]
            # frame type 2 with eB = 0: frame type 1 would be raised silently to an energy of 10 GeV
            settings += ["Beams:idA = 2212", f"Beams:idB = {nucleus}", "Beams:frameType = 2",
                         f"Beams:eA = {math.hypot(beam.p_beam, 0.938272)}", "Beams:eB = 0"]
        for line in settings:
            if not pythia.readString(line):
                raise SystemExit(f"PYTHIA does not know: {line}")
        if not pythia.init():
            raise SystemExit("PYTHIA did not start")
        self.beam = beam
        self.version = f"PYTHIA {pythia.settings.parm('Pythia:versionNumber'):.3f}" + ("" if beam.collider else " Angantyr")
        self.tried = self.inelastic = 0

    def __call__(self, n):
        wanted = set(PDG.values())
        while n > 0:
            if not self.pythia.next():
                continue
            self.tried += 1
            event = self.pythia.event
            if not self.beam.collider and not any(is_new(event[i]) for i in range(event.size())):
                continue  # elastic or quasi-elastic
            self.inelastic += 1
            n -= 1
            rows = []
            for i in range(event.size()):
                particle = event[i]
                if particle.id() in wanted and (particle.isFinal() or not is_copy(event, particle)):
                    rows.append((particle.id(), particle.px(), particle.py(), particle.pz()))
            rows = np.array(rows).reshape(-1, 4)
            yield rows[:, 0].astype(int), rows[:, 1], rows[:, 2], rows[:, 3]

    def sigma_inel(self):
        if self.beam.collider:
            return self.pythia.infoPython().sigmaGen()
        return self.pythia.infoPython().sigmaGen() * self.inelastic / self.tried


def is_new(particle):
    return particle.isFinal() and particle.isHadron() and abs(particle.id()) not in (2212, 2112) and abs(particle.id()) < 1000000000


def is_copy(event, particle):
    """A particle that the record repeats (recoil, change of vertex): counted at its last copy only."""
    first = particle.daughter1()
    return first > 0 and event[first].id() == particle.id()


def fill(beam, events, n):
    """Histograms of n events and, per meson, the sum and the sum of squares of the number per event in the table."""
    edges = grid.bin_edges(beam)
    out = {}
    collected = {name: [] for name in PDG}
    per_event = {name: np.zeros((2, n)) for name in PDG}
    for number, (pid, px, py, pz) in enumerate(events(n)):
        pt = np.hypot(px, py)
        p = np.hypot(pt, pz)
        theta = np.arctan2(pt, np.abs(pz) if beam.collider else pz)
        for name, code in PDG.items():
            mine = pid == code
            if not mine.any():
                continue
            collected[name].append(np.array([p[mine], theta[mine]]))
            per_event[name][0, number] = mine.sum()
            per_event[name][1, number] = np.sum(grid.inside(beam, p[mine], theta[mine]))
    for name in PDG:
        p, theta = np.concatenate(collected[name], axis=1) if collected[name] else np.zeros((2, 0))
        out[name] = np.histogram2d(p, p * theta, bins=edges)[0]
        inside = grid.inside(beam, p, theta)
        forward = theta < math.pi / 2
        share = 0.5 if beam.collider else 1.0  # both hemispheres were folded into one
        numbers = {"all": len(p), "forward": np.sum(forward)}
        pt = p * np.sin(theta)
        for label, (momentum, angle) in grid.regions(beam).items():
            numbers[label] = np.sum((p > momentum) & (theta < angle))
        out[name + ".sums"] = np.array([share * per_event[name][1].sum(), share**2 * np.sum(per_event[name][1] ** 2),
                                        share * np.sum(p[inside]), share * np.sum(pt[inside])])
        out[name + ".all"] = np.array([share * per_event[name][0].sum(), share * np.sum(p), share * np.sum(pt)])
        out[name + ".regions"] = share * np.array([numbers[label] for label in grid.regions(beam)], dtype=float)
    return out


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("beam", choices=grid.BEAMS)
    parser.add_argument("source", choices=[*CHROMO, "pythia-8"])
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--chunk", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1000, help="seed of chunk 0")
    parser.add_argument("--work", type=pathlib.Path, required=True)
    args = parser.parse_args()
    beam = grid.BEAMS[args.beam]
    folder = args.work / args.beam / args.source
    folder.mkdir(parents=True, exist_ok=True)
    chunks = [(i, folder / f"chunk-{i:05d}.npz") for i in range(math.ceil(args.events / args.chunk))]
    todo = [(i, path) for i, path in chunks if not path.exists()]
    if not todo:
        return
    # one generator for all chunks of this run, seeded with the first of them
    make = Pythia8Events if args.source == "pythia-8" else ChromoEvents
    events = make(beam, args.source, args.seed + todo[0][0])
    for i, path in todo:
        out = fill(beam, events, args.chunk)
        part = path.with_suffix(".part.npz")
        np.savez_compressed(part, events=args.chunk, sigma_inel_mb=events.sigma_inel(), version=events.version,
                            seed=args.seed + todo[0][0], **out)
        part.rename(path)
        print(path.name, "sigma_inel", events.sigma_inel(), file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
