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

import h5py
import numpy as np

UPPER, MEASURED = "relic-density-planck-2018", "relic-density-planck-2018-measurement"
NEAR = 0.15  # |m_mediator / (2 m_chi) - 1| below which a mediator is near the resonance
AXES = {"m_mediator": r"$m_{A'}$ [GeV]", "delta": r"$m_{A'} / 2 m_\chi - 1$"}
RULES = {"upper limit": "relic density: at most", "measurement": "relic density: measured"}
KINDS = {"dirac": "Dirac fermion", "complex-scalar": "complex scalar", "majorana": "Majorana fermion"}


class Map:
    def __init__(self, path, level):
        with h5py.File(path) as file:
            points = file.attrs["points"]
            names = [name.decode() for name in file["axes"].attrs["order"]]
            axes = [file["axes"][name][:] for name in names]
            rows = [name.decode() for name in file["analyses"][:]]
            if names[0] != "m_chi" or names[1] not in AXES:
                sys.exit(f"plot_surviving: {path}: the first axes are {names[:2]}, not m_chi and m_mediator or delta")
            for needed in (UPPER, MEASURED):
                if needed not in rows:
                    sys.exit(f"plot_surviving: {path}: no row {needed}")
            combined = file["combined"]["profiled"][0, :points]
            upper, measured = (file["log_likelihood"][rows.index(name), :points] for name in (UPPER, MEASURED))
            thermal = file["expected"][rows.index(MEASURED), :points] > 0.0  # its predicted density
        self.m_chi, self.other = axes[:2]
        self.other_name = names[1]
        self.delta = self.other[None, :] * np.ones_like(self.m_chi)[:, None]
        if self.other_name == "m_mediator":
            self.delta = self.delta / (2.0 * self.m_chi[:, None]) - 1.0
        shape = [len(axis) for axis in axes]
        self.best = {}
        for rule, values in {"upper limit": combined, "measurement": combined - upper + measured}.items():
            values = np.where(thermal, values, -np.inf)
            self.best[rule] = values.reshape(shape[0], shape[1], -1).max(axis=2)
        self.lowest = np.log(1.0 - level)

    def shares(self, rule):
        """Of the plane: what survives, in all, near the resonance, and above twice m_chi away from it."""
        survives = self.best[rule] > self.lowest
        near, above = np.abs(self.delta) < NEAR, self.delta >= NEAR
        parts = {"all": survives == survives, "near resonance": near, "above resonance": above, "below resonance": ~near & ~above}
        return {name: survives[part].mean() for name, part in parts.items() if part.any()}


def title_of(path):
    for kind, words in KINDS.items():
        if kind in path:
            return words
    return path


def draw(maps, out):
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    figure, panels = plt.subplots(2, len(maps), figsize=(4.4 * len(maps) + 0.8, 7.6), sharex=True, sharey=True, squeeze=False,
                                  layout="constrained")
    for column, (path, one) in enumerate(maps.items()):
        for row, rule in enumerate(RULES):
            panel = panels[row][column]
            shown = np.where(one.best[rule] > one.lowest, one.best[rule], np.nan)
            image = panel.pcolormesh(one.m_chi, one.other, shown.T, cmap="viridis", vmin=one.lowest, vmax=0.5, shading="nearest")
            if one.other_name == "m_mediator":
                panel.plot(one.m_chi, 2.0 * one.m_chi, color="#D55E00", lw=1.0, label=r"$m_{A'} = 2 m_\chi$")
                panel.plot(one.m_chi, one.m_chi, color="#D55E00", lw=1.0, ls=":", label=r"$m_{A'} = m_\chi$")
            panel.set(xscale="log", yscale="log", xlim=(one.m_chi[0], one.m_chi[-1]), ylim=(one.other[0], one.other[-1]))
            panel.set_title(f"{title_of(path)}\n{RULES[rule]}, {one.shares(rule)['all']:.0%} survives", fontsize=10)
            panel.set_facecolor("#F2F2F2")
            if row == 1:
                panel.set_xlabel(r"$m_\chi$ [GeV]")
            if column == 0:
                panel.set_ylabel(AXES[one.other_name])
    if panels[0][0].get_legend_handles_labels()[0]:
        panels[0][0].legend(loc="upper left", fontsize=8, frameon=False)
    figure.colorbar(image, ax=panels, label=r"largest $\ln L$ over $\alpha_D$ and $\varepsilon$ (no signal: 0)", shrink=0.7)
    figure.savefig(out, dpi=90)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("maps", nargs="+")
    parser.add_argument("-o", "--out", help="PNG or PDF to write")
    parser.add_argument("--cl", type=float, default=0.90)
    parser.add_argument("--json", action="store_true", help="print the shares that survive")
    arguments = parser.parse_args()
    maps = {path: Map(path, arguments.cl) for path in arguments.maps}
    if arguments.out:
        draw(maps, arguments.out)
    if arguments.json:
        print(json.dumps({path: {rule: one.shares(rule) for rule in RULES} for path, one in maps.items()}, indent=1))


if __name__ == "__main__":
    main()
