#!/usr/bin/python3
"""What survives in the plane of the first two axes of one or more maps (m_chi, and m_mediator or delta): plot_surviving.py MAP.h5 ... -o OUT.png

A point of the plane survives if at some values of the other axes (couplings) the combination of observed searches is not excluded:
profiled ln L above ln(1 - CL). Drawn is the largest ln L over the couplings, where it survives: above, with the relic density as an
upper limit, as in the combination; below, as a measurement that dark matter has to account for. Only couplings that bring dark matter into
equilibrium count: below, freeze-out says nothing, and nothing else sees it. --json prints the shares of the plane.
Needs Debian's python3-h5py and python3-matplotlib.
"""

import argparse
import json
import sys

import numpy as np
from penumbra_map import MapError, open_map

UPPER, MEASURED = "relic-density-planck-2018", "relic-density-planck-2018-measurement"
NEAR = 0.15  # |m_mediator / (2 m_chi) - 1| below which a mediator is near the resonance
AXES = {"m_mediator": r"$m_{A'}$ [GeV]", "delta": r"$m_{A'} / 2 m_\chi - 1$"}
RULES = {"upper limit": "relic density: at most", "measurement": "relic density: measured"}
KINDS = {"dirac": "Dirac fermion", "complex-scalar": "complex scalar", "majorana": "Majorana fermion", "pseudo-dirac": "pseudo-Dirac fermion"}


class Surviving:
    def __init__(self, path, level):
        with open_map(path) as one:
            names = list(one.axes)
            if names[0] != "m_chi" or names[1] not in AXES:
                raise MapError(f"{path}: the first axes are {names[:2]}, not m_chi and m_mediator or delta")
            axes = list(one.axes.values())
            self.kind = one.provenance["input"]["options"]["dm"]
            combined = one.combined("observed").values
            upper, measured = one.log_likelihood(UPPER).values, one.log_likelihood(MEASURED).values
            thermal = one.expected(MEASURED).values > 0.0  # its predicted density
        self.m_chi, self.other = axes[:2]
        self.other_name = names[1]
        self.delta = self.other[None, :] * np.ones_like(self.m_chi)[:, None]
        if self.other_name == "m_mediator":
            self.delta = self.delta / (2.0 * self.m_chi[:, None]) - 1.0
        self.best = {}
        for rule, values in {"upper limit": combined, "measurement": combined - upper + measured}.items():
            self.best[rule] = np.where(thermal, values, -np.inf).reshape(*values.shape[:2], -1).max(axis=2)
        self.lowest = np.log(1.0 - level)

    def shares(self, rule):
        """Of the plane: what survives, in all, near the resonance, and above twice m_chi away from it."""
        survives = self.best[rule] > self.lowest
        near, above = np.abs(self.delta) < NEAR, self.delta >= NEAR
        parts = {"all": survives == survives, "near resonance": near, "above resonance": above, "below resonance": ~near & ~above}
        return {name: survives[part].mean() for name, part in parts.items() if part.any()}


def draw(maps):
    from map_figures.draw import STYLE
    from map_figures.frame import plt

    plt.style.use(["default", STYLE])
    figure, panels = plt.subplots(2, len(maps), figsize=(4.4 * len(maps) + 0.8, 7.6), sharex=True, sharey=True, squeeze=False,
                                  layout="constrained")
    for column, one in enumerate(maps.values()):
        for row, rule in enumerate(RULES):
            panel = panels[row][column]
            shown = np.where(one.best[rule] > one.lowest, one.best[rule], np.nan)
            image = panel.pcolormesh(one.m_chi, one.other, shown.T, vmin=one.lowest, vmax=0.5, shading="nearest")
            if one.other_name == "m_mediator":
                panel.plot(one.m_chi, 2.0 * one.m_chi, color="#D55E00", lw=1.0, label=r"$m_{A'} = 2 m_\chi$")
                panel.plot(one.m_chi, one.m_chi, color="#D55E00", lw=1.0, ls=":", label=r"$m_{A'} = m_\chi$")
            panel.set(xscale="log", yscale="log", xlim=(one.m_chi[0], one.m_chi[-1]), ylim=(one.other[0], one.other[-1]))
            panel.set_title(f"{KINDS[one.kind]}\n{RULES[rule]}, {one.shares(rule)['all']:.0%} survives", fontsize=10)
            panel.set_facecolor("#F2F2F2")
            if row == 1:
                panel.set_xlabel(r"$m_\chi$ [GeV]")
            if column == 0:
                panel.set_ylabel(AXES[one.other_name])
    if panels[0][0].get_legend_handles_labels()[0]:
        panels[0][0].legend(loc="upper left", fontsize=8, frameon=False)
    figure.colorbar(image, ax=panels, label=r"largest $\ln L$ over $\alpha_D$ and $\varepsilon$ (no signal: 0)", shrink=0.7)
    return figure


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("maps", nargs="+")
    parser.add_argument("-o", "--out", help="PNG or PDF to write")
    parser.add_argument("--cl", type=float, default=0.90)
    parser.add_argument("--json", action="store_true", help="print the shares that survive")
    arguments = parser.parse_args()
    try:
        maps = {path: Surviving(path, arguments.cl) for path in arguments.maps}
    except MapError as error:
        sys.exit(f"plot_surviving: {error}")
    if arguments.out:
        draw(maps).savefig(arguments.out, dpi=120)
    if arguments.json:
        print(json.dumps({path: {rule: one.shares(rule) for rule in RULES} for path, one in maps.items()}, indent=1))


if __name__ == "__main__":
    main()
