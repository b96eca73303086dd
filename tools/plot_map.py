#!/usr/bin/python3
"""Draws the exclusions of a two-dimensional map: plot_map.py MAP.h5 -o OUT writes OUT.png and OUT.pdf.

Published observed limits are one grey area (pale where only limits exclude that the combination leaves out), simulated searches
are coloured areas, projections are dashed lines (the published ones together, as one envelope), favoured bands are hatched, the
combination is the bold line. Needs Debian's python3-h5py and python3-matplotlib.
"""

import argparse
import json
import pathlib
import re
import shutil
import subprocess
import sys

import h5py
import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt  # noqa: E402
import numpy as np  # noqa: E402
from matplotlib.patheffects import withStroke  # noqa: E402

# Okabe & Ito: told apart with every kind of colour vision. Yellow is left out: too faint on white.
COLOURS = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00"]
GREY = "#B8B8B8"
PALE = "#E4E4E4"
LABELLED_LIMITS = 12
# How the experiments write their names.
SPELLINGS = {
    "babar": "BaBar", "belle2": "Belle II", "besiii": "BESIII", "charm": "CHARM", "cms": "CMS", "codex": "CODEX-b",
    "darklight": "DarkLight", "darkquest": "DarkQuest", "faser": "FASER", "faser2": "FASER2", "lhcb": "LHCb",
    "longquest1": "LongQuest", "mathusla": "MATHUSLA", "mesa": "MESA", "mu3e": "Mu3e", "nomad": "NOMAD", "nucal": "NuCal",
    "orsay": "Orsay", "seaquest": "SeaQuest", "ship": "SHiP", "sn1987a": "SN1987A", "spinquest": "SpinQuest",
    "shadows": "SHADOWS", "vepp3": "VEPP-3", "yemilab": "Yemilab", "amm": "(g-2)", "lsnd": "LSND", "kloe": "KLOE",
}
AXIS_LABELS = {
    "mass": r"$m$ [GeV]", "epsilon": r"$\varepsilon$", "g": r"$g$", "sin_theta": r"$\sin\theta$", "m_chi": r"$m_\chi$ [GeV]",
}


def program():
    built = pathlib.Path(__file__).resolve().parent.parent / "build" / "bin" / "penumbra"
    return str(built) if built.exists() else shutil.which("penumbra") or sys.exit("plot_map: no penumbra program found")


def spoken(name):
    """'limit/dark-photon/babar_2014' -> 'BaBar 2014'."""
    last = name.split("/")[-1]
    if last.startswith("g-2-"):
        return "(g-2) " + last.split("-")[2].replace("muon", r"$\mu$").replace("electron", "$e$")
    words = re.split(r"[_-]", last)
    words = [word for word in words if word not in ("proj", "fav", "aprime")]
    first = words[0]
    known = SPELLINGS.get(first, first.upper() if re.search(r"\d", first) or len(first) < 5 else first.capitalize())
    year = [word for word in words[1:] if re.fullmatch(r"(19|20)\d\d", word)]
    rest = [word for word in words[1:] if word not in year and word in ("displaced", "prompt", "dump", "brem", "mu", "e")]
    return " ".join([known, *rest, *year])


class Field:
    """Values on the grid and the level below which a point is excluded."""

    def __init__(self, values, level):
        self.values, self.level = values, level

    @property
    def inside(self):
        return self.values <= self.level


def deepest_point(inside):
    """The cell farthest from the region's border: peel the region layer by layer, the last cell left."""
    if not inside.any():
        return None
    last = inside
    while True:
        padded = np.pad(last, 1, constant_values=True)  # the frame of the plot is no border
        peeled = last & padded[:-2, 1:-1] & padded[2:, 1:-1] & padded[1:-1, :-2] & padded[1:-1, 2:]
        if not peeled.any() or peeled.sum() == last.sum():
            break
        last = peeled
    cells = np.argwhere(last)
    middle = cells.mean(axis=0)
    return tuple(cells[np.argmin(((cells - middle) ** 2).sum(axis=1))])


def log_cls(cls):
    """CLs varies over many decades: its logarithm interpolates well. Zero counts as the smallest double."""
    return np.log(np.maximum(cls, np.finfo(float).tiny))


class Plot:
    def __init__(self, axes):
        self.figure, self.axis = plt.subplots(figsize=(8.2, 6.2))
        (self.x_name, self.x), (self.y_name, self.y) = axes
        self.axis.set(xscale="log", yscale="log", xlim=(self.x[0], self.x[-1]), ylim=(self.y[0], self.y[-1]))
        self.axis.set_xlabel(AXIS_LABELS.get(self.x_name, self.x_name), fontsize=13)
        self.axis.set_ylabel(AXIS_LABELS.get(self.y_name, self.y_name), fontsize=13)
        self.axis.tick_params(which="both", direction="in", top=True, right=True)
        self.boxes = []

    def area(self, field, **style):
        if field.inside.any():
            self.axis.contourf(self.x, self.y, field.values.T, levels=[-1e300, field.level], **style)

    def line(self, field, **style):
        if field.inside.any() and not field.inside.all():
            # by default matplotlib dashes contours at negative levels
            self.axis.contour(self.x, self.y, field.values.T, levels=[field.level], **{"linestyles": "solid", **style})

    def label(self, text, inside, colour, size=8, weight="normal"):
        """Writes inside the region unless another label is there already."""
        place = deepest_point(inside)
        if place is None:
            return
        written = self.axis.text(self.x[place[0]], self.y[place[1]], text, color=colour, fontsize=size, ha="center",
                                 va="center", weight=weight, clip_on=True, zorder=10,
                                 path_effects=[withStroke(linewidth=2, foreground="white")])
        box = written.get_window_extent(self.figure.canvas.get_renderer())
        frame = self.axis.get_window_extent()
        shift_x = max(0, frame.x0 + 3 - box.x0) - max(0, box.x1 - frame.x1 + 3)
        shift_y = max(0, frame.y0 + 3 - box.y0) - max(0, box.y1 - frame.y1 + 3)
        if shift_x or shift_y:
            here = self.axis.transData.transform((self.x[place[0]], self.y[place[1]]))
            written.set_position(self.axis.transData.inverted().transform(here + [shift_x, shift_y]))
            box = written.get_window_extent(self.figure.canvas.get_renderer())
        if any(box.overlaps(other) for other in self.boxes):
            written.remove()
        else:
            self.boxes.append(box)


def read(path, info, cl):
    """Axes, [(row of info, field)], and the combined fields by status."""
    level = np.log(1 - cl)
    with h5py.File(path, "r") as file:
        axes = [(axis["name"], file["axes"][axis["name"]][:]) for axis in info["axes"]]
        shape = tuple(len(values) for _, values in axes)
        points = int(np.prod(shape))
        names = [name.decode().rstrip("\0") for name in file["analyses"][:]]
        fields = []
        for analysis in info["analyses"]:
            row = names.index(analysis["name"])
            values = lambda dataset: file[dataset][row, :points].reshape(shape)  # noqa: E731
            if analysis["status"] == "favoured":  # 1 inside the band
                fields.append((analysis, Field(-values("expected"), -0.5)))
            else:  # on a published curve CLs is 1 - CL up to rounding
                fields.append((analysis, Field(log_cls(values("cls")), level + 1e-9)))
        combined = {status: Field(file["combined/profiled"][row, :points].reshape(shape), level)
                    for row, status in enumerate(("observed", "projected"))}
    return axes, fields, combined


def draw(axes, fields, combined, title, cl):
    plot = Plot(axes)
    chosen = {kind: [(a, f) for a, f in fields if condition(a)] for kind, condition in {
        "published": lambda a: a["status"] == "observed" and a["kind"] != "experiment",
        "simulated": lambda a: a["status"] == "observed" and a["kind"] == "experiment",
        "projected": lambda a: a["status"] == "projected",
        "favoured": lambda a: a["status"] == "favoured"}.items()}

    pale = [(a, f) for a, f in chosen["published"] if not a["in_combination"]]
    for analysis, field in chosen["published"]:
        summed = analysis["in_combination"]
        plot.area(field, colors=[GREY if summed else PALE], zorder=1.5 if summed else 1)
    for _, field in chosen["favoured"]:
        plot.area(field, colors=["none"], hatches=["////"], zorder=2)
    for number, (_, field) in enumerate(chosen["simulated"]):
        colour = COLOURS[number % len(COLOURS)]
        plot.area(field, colors=[colour], alpha=0.25, zorder=3)
        plot.line(field, colors=[colour], linewidths=1.4, zorder=4)
    foreseen = [(a, f) for a, f in chosen["projected"] if a["kind"] != "experiment"]
    drawn = [(a, f) for a, f in chosen["projected"] if a["kind"] == "experiment"]
    if foreseen:
        envelope = Field(np.minimum.reduce([field.values for _, field in foreseen]), foreseen[0][1].level)
        plot.line(envelope, colors=["#777777"], linewidths=1.0, linestyles="dotted", zorder=5)
    first = len(chosen["simulated"])  # colours go on after those of the areas
    for number, (_, field) in enumerate(drawn, first):
        plot.line(field, colors=[COLOURS[number % len(COLOURS)]], linewidths=1.4, linestyles="dashed", zorder=6)
    plot.line(combined["observed"], colors=["black"], linewidths=2.2, zorder=7)

    if combined["observed"].inside.any():
        plot.axis.plot([], [], color="black", linewidth=2.2, label=f"combination, observed ({100 * cl:g} % CL)")
    named = set()
    for number, (analysis, field) in enumerate(chosen["simulated"]):
        plot.label(spoken(analysis["name"]), field.inside, COLOURS[number % len(COLOURS)], 9, "bold")
        named.add(spoken(analysis["name"]))
    for number, (analysis, field) in enumerate(drawn, first):
        outside = field.inside & ~combined["observed"].inside
        plot.label(spoken(analysis["name"]), outside if outside.any() else field.inside, COLOURS[number % len(COLOURS)], 9)
    for analysis, field in chosen["favoured"][:1]:
        plot.label(spoken(analysis["name"]) + " favoured", field.inside, "black")
    # A published limit is named where it alone excludes; one of a simulated search's own name only fills its area.
    others = np.sum([field.inside for _, field in chosen["published"]], axis=0) if chosen["published"] else 0
    own = [(analysis, field, field.inside & (others == 1)) for analysis, field in chosen["published"]]
    for analysis, field, alone in sorted(own, key=lambda entry: -entry[2].sum())[:LABELLED_LIMITS]:
        if alone.any() and spoken(analysis["name"]) not in named:
            plot.label(spoken(analysis["name"]), alone, "#404040")
            named.add(spoken(analysis["name"]))

    styles = [(len(chosen["published"]) > len(pale), dict(color=GREY, linewidth=8), "published limits"),
              (pale, dict(color=PALE, linewidth=8), "published limits, not in the combination"),
              (chosen["simulated"], dict(color=COLOURS[0], linewidth=8, alpha=0.4), "simulated searches"),
              (drawn, dict(color="#444444", linewidth=1.4, linestyle="dashed"), "simulated projections"),
              (foreseen, dict(color="#777777", linewidth=1.0, linestyle="dotted"), "published projections, envelope")]
    for there, style, name in styles:
        if there:
            plot.axis.plot([], [], label=name, **style)
    plot.axis.legend(loc="upper center", bbox_to_anchor=(0.5, -0.11), ncol=3, fontsize=8, frameon=False)
    plot.axis.set_title(title, fontsize=12)
    return plot.figure


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("map", type=pathlib.Path)
    parser.add_argument("-o", "--output", required=True, help="path without suffix; .png and .pdf are added")
    parser.add_argument("--cl", type=float, default=0.90, help="confidence level (default 0.90)")
    arguments = parser.parse_args()

    answer = subprocess.run([program(), "info", str(arguments.map), "--json"], stdout=subprocess.PIPE, check=False)
    if answer.returncode not in (0, 1):
        sys.exit(answer.returncode)
    info = json.loads(answer.stdout)
    if len(info["axes"]) != 2:
        sys.exit(f"plot_map: {arguments.map} has {len(info['axes'])} axes; this draws maps with two")
    axes, fields, combined = read(arguments.map, info, arguments.cl)
    figure = draw(axes, fields, combined, info["model"] + ("" if info["complete"] else " (incomplete)"), arguments.cl)
    for suffix in (".png", ".pdf"):
        figure.savefig(arguments.output + suffix, dpi=200, bbox_inches="tight")


if __name__ == "__main__":
    main()
