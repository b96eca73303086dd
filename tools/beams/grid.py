"""The beams and the grids of their tables: histogram bins for the events, nodes for the files. Needs numpy."""
import dataclasses
import math

import numpy as np


@dataclasses.dataclass(frozen=True)
class Beam:
    name: str
    p_min: float  # GeV, lowest momentum of the table
    p_end: float  # GeV, kinematic end: the last node, where the density is zero
    t_max: float  # GeV, largest t = 2 p sin(theta / 2)
    collider: bool
    ecm: float = math.nan  # GeV, colliders
    p_beam: float = math.nan  # GeV, fixed targets
    target: tuple = ()  # mass number, charge
    said: str = ""
    theta_max: float = math.pi  # rad, largest polar angle
    mirrored: bool = False  # a collider at large angles: rows go on beyond 90 degrees as before it, and to HARD_END
    hard_begin: float = 6.0  # GeV, of a mirrored table: t beyond which a row is continued by a power
    per_decade: int = 20  # nodes in p
    t_step: float = 0.04  # GeV, between the first 16 nodes in t
    t_growth: float = 0.135  # of the others, logarithm of their ratio

    @property
    def folded(self):
        """A collider seen forward: both hemispheres are averaged into one."""
        return self.collider and not self.mirrored


BEAMS = {
    beam.name: beam
    for beam in (
        Beam("lhc-13.6TeV", 10.0, 6800.0, 6.0, True, ecm=13600.0, said="p p at 13.6 TeV, centre-of-mass frame",
             theta_max=math.pi / 2),
        Beam("lhc-14TeV", 10.0, 7000.0, 6.0, True, ecm=14000.0, said="p p at 14 TeV, centre-of-mass frame",
             theta_max=math.pi / 2),
        Beam("lhc-14TeV-central", 0.5, 7000.0, 20.0, True, ecm=14000.0, said="p p at 14 TeV, centre-of-mass frame",
             theta_max=math.pi / 2, mirrored=True),
        Beam("p70-fe", 0.5, 70.0, 4.0, False, p_beam=70.0, target=(56, 26), said="70 GeV/c p on Fe at rest",
             theta_max=math.pi / 2),
        Beam("p120-c", 0.5, 120.0, 4.0, False, p_beam=120.0, target=(12, 6), said="120 GeV/c p on C at rest",
             theta_max=math.pi / 2),
        Beam("p19-be", 0.1, 19.2, 4.0, False, p_beam=19.2, target=(9, 4), said="19.2 GeV/c p on Be at rest"),
        Beam("p30-c", 0.1, 30.924, 4.0, False, p_beam=30.924, target=(12, 6), said="30 GeV (kinetic) p on C at rest"),
        Beam("p120-fe", 0.5, 120.0, 4.0, False, p_beam=120.0, target=(56, 26), said="120 GeV/c p on Fe at rest"),
        Beam("p400-cu", 0.5, 400.0, 4.8, False, p_beam=400.0, target=(63, 29), said="400 GeV/c p on Cu at rest"),
        Beam("p800-be", 0.5, 800.0, 4.8, False, p_beam=800.0, target=(16, 8), said="800 GeV/c p on BeO at rest"),
        Beam("p400-p", 0.5, 400.0, 4.8, False, p_beam=400.0, target=(1, 1), said="400 GeV/c p on p at rest"),
        Beam("p8-fe", 0.05, 8.889, 4.0, False, p_beam=8.889, target=(56, 26), said="8 GeV (kinetic) p on Fe at rest"),
        Beam("p8-be", 0.05, 8.889, 4.0, False, p_beam=8.889, target=(9, 4), said="8 GeV (kinetic) p on Be at rest"),
    )
}


def strange(name):
    """The beam with the nodes of charged pions and kaons: fewer than those of light mesons, whose tables came first."""
    return dataclasses.replace(BEAMS[name], per_decade=12, t_step=0.05, t_growth=0.2)


T_DEFINITION = "2 p sin(theta/2)"  # what the program asks for in the header of a table
SCALE = 0.3  # GeV; w = asinh(t / SCALE) is even-friendly: a function even in w is even in t, so flat in t^2 at t = 0


def p_nodes(beam):
    """Uniform in ln p, 20 per decade (rounded so that the last node is the kinematic end)."""
    return np.geomspace(beam.p_min, beam.p_end, round(beam.per_decade * math.log10(beam.p_end / beam.p_min)) + 1)


def t_nodes(beam):
    """0, steps of 0.04 GeV up to 0.6 GeV, then growing by the same factor up to the end."""
    fine = np.linspace(0.0, 15 * beam.t_step, 16)
    end = HARD_END if beam.mirrored else beam.t_max
    n = math.ceil(math.log(end / fine[-1]) / beam.t_growth)
    return np.round(np.concatenate([fine, fine[-1] * (end / fine[-1]) ** (np.arange(1, n + 1) / n)]), 4)


def bin_edges(beam):
    """Histogram: 40 bins per decade in p, up to the end; bins of 0.03 in w."""
    p = np.geomspace(beam.p_min, beam.p_end, 2 * (len(p_nodes(beam)) - 1) + 1)
    w = np.linspace(0.0, math.asinh(beam.t_max / SCALE), math.ceil(math.asinh(beam.t_max / SCALE) / 0.03) + 1)
    return p, SCALE * np.sinh(w)


def t_of(p, theta):
    """t = 2 p sin(theta / 2), so that d(t^2) = p^2 dOmega / pi at every angle."""
    return 2 * p * np.sin(theta / 2)


def theta_of(p, t):
    """The angle; pi beyond t = 2 p."""
    return 2 * np.arcsin(np.minimum(t / (2 * p), 1.0))


def forbidden(beam, p, t):
    """Beyond the largest angle of the table. Beyond backward (t > 2 p) no angle is left, and a row is continued."""
    return (t > t_of(p, beam.theta_max)) & (beam.theta_max < math.pi) & (not beam.mirrored)


# Hard mesons at large angles, of which minimum-bias events have too few: the invariant cross section falls as this power of pT at
# fixed angle (neutral pions of 8 TeV, ALICE, arXiv:1708.08745, recalled: 6), from Beam.hard_begin on.
HARD_POWER, HARD_END = 6.0, 100.0  # -, GeV

MIRROR_END = math.radians(150)  # beyond, the other beam's mesons are narrower than the nodes: a row goes on flat


def mirror(p, t):
    """The t of the angle pi - theta for angles beyond 90 degrees."""
    other = np.sqrt(np.maximum(4 * p * p - t * t, t_of(p, math.pi - MIRROR_END) ** 2))
    return np.where(t > t_of(p, math.pi / 2), np.minimum(other, t_of(p, math.pi / 2)), t)


def inside(beam, p, theta):
    """The part of phase space that the table covers."""
    return (p >= beam.p_min) & (p < beam.p_end) & (t_of(p, theta) < beam.t_max) & (theta < beam.theta_max)


def regions(beam):
    """Checks: name -> (momentum above, angle below)."""
    half = math.pi / 2
    if beam.mirrored:  # 0.5 < theta < 1 is MATHUSLA, 1.0 to 1.5 CODEX-b, 0.12 MAPP
        return {"p>1": (1.0, half), "p>3": (3.0, half), "p>3,th<1": (3.0, 1.0), "p>3,th<0.5": (3.0, 0.5), "p>10,th<1": (10.0, 1.0)}
    if beam.collider:
        return {"p>100": (100.0, half), "p>1000": (1000.0, half), "p>100,th<1mrad": (100.0, 1e-3),
                "p>100,th<0.2mrad": (100.0, 2e-4), "p>1000,th<0.2mrad": (1000.0, 2e-4)}
    return {"p>1": (1.0, half), "p>10": (10.0, half), "p>10,th<50mrad": (10.0, 0.05), "p>10,th<20mrad": (10.0, 0.02),
            "p>1,th<5mrad": (1.0, 0.005)}
