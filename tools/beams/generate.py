#!/usr/bin/env python3
"""Fill momentum-angle histograms of light mesons with an event generator.

Needs `pip install chromo numpy scipy` in a virtual environment (for pythia-8 also
`pip install --only-binary :all: pythia8mc==8.317.2`, the data files of the PYTHIA in chromo 0.11);
not needed to use Penumbra. Some models of chromo fetch their data files when they are first used.

    generate.py BEAM SOURCE --events 100000 --chunk 10000 --work DIR
    generate.py BEAM SOURCE --strange ...        # charged pions and kaons instead, into DIR/BEAM/SOURCE.strange

Every chunk of events is one file DIR/BEAM/SOURCE/chunk-NNNNN.npz; a chunk that exists is not made again, so a run
can be stopped and taken up, and more events are added by asking for more. Chunk n has the seed SEED + n.

What is counted: every meson of the event record, decayed by the generator or not, so a pi0 from an eta, omega, rho,
... is a pi0. K0S, K0L, charged kaons and pions and hyperons with c tau above 1 cm do not decay ("definition A").
With pythia-8-forward K0S and hyperons decay, as in FORESEE's tables of PYTHIA ("definition B").
"""
import argparse
import math
import os
import pathlib
import sys
import tempfile
import warnings

import numpy as np

import grid

PDG = {"pi0": 111, "eta": 221, "etaprime": 331, "omega": 223, "rho0": 113, "phi": 333}
# What lives long: pi+ and K+ count both charges, K0S and K0L are counted together and are half of them each.
STRANGE = {"pi+": (211, -211), "K+": (321, -321), "K0": (130, 310)}
MASS = {"pi0": 0.1349768, "pi+": 0.13957039, "eta": 0.547862}

CHROMO = {
    "sibyll-2.3d": "Sibyll23d",
    "sibyll-2.3d-a18": "Sibyll23d",  # the heaviest target of its cross sections, in place of a heavier one
    "pythia-8": "Pythia8",
    "pythia-8-forward": "Pythia8",
    "pythia-8-nondiffractive": "Pythia8",
    "pythia-8-cascade": "Pythia8Cascade",
    "urqmd-3.4": "UrQMD34",
    # these three need data files that chromo fetches; see README.md
    "epos-lhc": "EposLHC",
    "qgsjet-ii-04": "QGSJetII04",
    "dpmjet-iii": "DpmjetIII193",
}


# The tune of PYTHIA 8 for forward physics of arXiv:2309.08604 (FORESEE's Pythia8-Forward), on top of the tune of
# QCD-inspired colour reconnection, mode 2 of arXiv:1505.01681. README.md says how this was confirmed.
FORWARD_TUNE = [
    "ColourReconnection:mode = 1", "ColourReconnection:allowDoubleJunRem = off", "ColourReconnection:m0 = 0.3",
    "ColourReconnection:allowJunctions = on", "ColourReconnection:junctionCorrection = 1.20",
    "ColourReconnection:timeDilationMode = 2", "ColourReconnection:timeDilationPar = 0.18",
    "MultipartonInteractions:pT0Ref = 2.15", "BeamRemnants:remnantMode = 1", "BeamRemnants:saturation = 5",
    "StringPT:sigma = 0.335", "StringZ:aLund = 0.36", "StringZ:bLund = 0.56", "StringFlav:probQQtoQ = 0.078",
    "StringFlav:ProbStoUD = 0.2", "StringFlav:probQQ1toQQ0join = 0.0275,0.0275,0.0275,0.0275",
    "BeamRemnants:dampPopcorn = 0", "BeamRemnants:hardRemnantBaryon = on", "BeamRemnants:aRemnantBaryon = 0.36",
    "BeamRemnants:bRemnantBaryon = 1.69", "BeamRemnants:primordialKTsoft = 0.58",
    "BeamRemnants:primordialKThard = 1.8", "BeamRemnants:halfScaleForKT = 10", "BeamRemnants:halfMassForKT = 1",
    "BeamRemnants:primordialKTremnant = 0.58",
]
K0S_AND_HYPERONS = (310, 3122, 3112, 3222, 3312, 3322, 3334)


class ChromoEvents:
    """Events of a model of chromo, as (pdg id, px, py, pz) in the frame of the table."""

    def __init__(self, beam, source, seed, strange=False):
        import chromo
        from chromo.kinematics import CenterOfMass, FixedTarget, Momentum

        warnings.filterwarnings("ignore", category=RuntimeWarning)
        if source.startswith("pythia-8"):
            use_data_of_pythia8mc()
        if source == "pythia-8-cascade":  # its tables of collision numbers have these targets, its list of targets has not
            cascade = chromo.models.Pythia8Cascade
            cascade._targets = cascade._targets | {1000040090, 1000060120, 1000290630}
            cascade._ecm_min = 5.0  # the default of all models is 10 GeV; PYTHIA goes on with its low-energy processes
        if beam.collider:
            kinematics = CenterOfMass(beam.ecm, "p", "p")
        else:
            target = {"sibyll-2.3d-a18": (18, 9)}.get(source, beam.target)
            kinematics = FixedTarget(Momentum(beam.p_beam), "p", "p" if target == (1, 1) else target)
        self.strange = strange
        self.cascade = source == "pythia-8-cascade"
        self.urqmd = source == "urqmd-3.4"
        options = {"init_file": seeded_settings(seed)} if self.cascade else {}
        if source == "pythia-8-forward":
            options = {"config": ["SoftQCD:inelastic = on", *FORWARD_TUNE]}
        if source == "pythia-8-nondiffractive":
            options = {"config": ["SoftQCD:nonDiffractive = on"]}
        self.generator = getattr(chromo.models, CHROMO[source])(kinematics, seed=seed, **options)
        if source == "pythia-8-forward":  # "definition B"
            for code in K0S_AND_HYPERONS:
                for signed in (code, -code) if code != 310 else (code,):
                    self.generator._set_stable(signed, False)
        self.version = f"{self.generator.label} (chromo {chromo.__version__})"
        sigma = self.generator.cross_section()
        on_nucleus = not beam.collider
        self.sigma = float(sigma.prod if on_nucleus and np.isfinite(sigma.prod) else sigma.inelastic)
        self.geometric = float(sigma.total) if self.urqmd else math.nan
        self.random = np.random.default_rng(seed + 7_000_000)
        self.tried = self.inelastic = 0

    def __call__(self, n):
        if self.strange:
            return self.long_lived(n)
        return self.final_only(n) if self.cascade else self.with_history(n)

    def long_lived(self, n):
        """Pions and kaons are final in every model."""
        while n > 0:
            for event in self.generator(n):
                keep = np.isin(event.pid, [code for codes in STRANGE.values() for code in codes]) & (event.status == 1)
                yield event.pid[keep], event.px[keep], event.py[keep], event.pz[keep]
                n -= 1
                if n == 0:
                    break

    def final_only(self, n):
        """The cascade model lists final particles alone: one third of the passes for each set held stable."""
        passes = []
        for stable in ((111,), (221, 223, 113), (331, 333)):
            for code in PDG.values():
                self.generator._set_stable(code, code in stable)  # not set_stable: omega, rho, phi are not in its list
            batch = []
            while len(batch) < n:
                for event in self.generator(n - len(batch)):
                    keep = np.isin(event.pid, stable) & (event.status == 1)
                    batch.append((event.pid[keep], event.px[keep], event.py[keep], event.pz[keep]))
            passes.append(batch)
        for parts in zip(*passes):
            yield tuple(np.concatenate(column) for column in zip(*parts))

    def with_history(self, n):
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


def seeded_settings(seed):
    """chromo does not pass a seed on to PythiaCascade, and every run would repeat the same events: put it in the settings."""
    import chromo.models.pythia8

    data = pathlib.Path(chromo.models.pythia8._cached_data_dir(chromo.models.pythia8.Pythia8._data_url))
    path = pathlib.Path(tempfile.mkdtemp()) / "seeded.cmnd"
    path.write_text((data / "setups" / "InitDefaultMPI.cmnd").read_text() + f"\nRandom:setSeed = on\nRandom:seed = {seed}\n")
    return str(path)


def use_data_of_pythia8mc():
    """Let the PYTHIA 8 of chromo read the data files of the package pythia8mc (same version), not fetch them."""
    import chromo.models.pythia8

    data = pathlib.Path(sys.prefix) / "share" / "Pythia8"
    if (data / "xmldoc").exists():
        chromo.models.pythia8._cached_data_dir = lambda url: f"{data}/"


def fill(beam, events, n, species):
    """Histograms of n events and, per meson, the sum and the sum of squares of the number per event in the table."""
    edges = grid.bin_edges(beam)
    out = {}
    collected = {name: [] for name in species}
    per_event = {name: np.zeros((2, n)) for name in species}
    for number, (pid, px, py, pz) in enumerate(events(n)):
        pt = np.hypot(px, py)
        p = np.hypot(pt, pz)
        theta = np.arctan2(pt, np.abs(pz) if beam.folded else pz)
        for name, codes in species.items():
            mine = np.isin(pid, codes)
            if not mine.any():
                continue
            collected[name].append(np.array([p[mine], theta[mine]]))
            per_event[name][0, number] = mine.sum()
            per_event[name][1, number] = np.sum(grid.inside(beam, p[mine], theta[mine]))
    for name in species:
        p, theta = np.concatenate(collected[name], axis=1) if collected[name] else np.zeros((2, 0))
        out[name] = np.histogram2d(p, grid.t_of(p, theta), bins=edges)[0]
        inside = grid.inside(beam, p, theta)
        forward = theta < math.pi / 2
        share = 0.5 if beam.folded else 1.0  # both hemispheres were folded into one
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
    parser.add_argument("source", choices=CHROMO)
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--chunk", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1000, help="seed of chunk 0")
    parser.add_argument("--work", type=pathlib.Path, required=True)
    parser.add_argument("--strange", action="store_true", help="charged pions and kaons")
    args = parser.parse_args()
    beam = grid.strange(args.beam) if args.strange else grid.BEAMS[args.beam]
    args.work = args.work.resolve()
    folder = args.work / args.beam / (args.source + (".strange" if args.strange else ""))
    folder.mkdir(parents=True, exist_ok=True)
    chunks = [(i, folder / f"chunk-{i:05d}.npz") for i in range(math.ceil(args.events / args.chunk))]
    todo = [(i, path) for i, path in chunks if not path.exists()]
    if not todo:
        return
    if args.source == "urqmd-3.4":
        os.chdir(args.work)  # UrQMD leaves its table of cross sections, tables.dat, where it runs
    # one generator for all chunks of this run, seeded with the first of them
    events = ChromoEvents(beam, args.source, args.seed + todo[0][0], args.strange)
    species = STRANGE if args.strange else {name: (code,) for name, code in PDG.items()}
    for i, path in todo:
        out = fill(beam, events, args.chunk, species)
        part = path.with_suffix(".part.npz")
        np.savez_compressed(part, events=args.chunk, sigma_inel_mb=events.sigma_inel(), version=events.version,
                            seed=args.seed + todo[0][0], **out)
        part.rename(path)
        print(path.name, "sigma_inel", events.sigma_inel(), file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
