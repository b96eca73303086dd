#!/usr/bin/python3
"""Draws the exclusions of a map: plot_map.py MAP.h5 -o OUT writes OUT.png and OUT.pdf.

A plane of a map with more axes: --plane X,Y; a point is excluded if it is for every value of the axes not shown, unless --hold
NAME=VALUE holds one. X and Y may be computed parameters too (--plane m_mediator,epsilon --hold alpha_D=0.5). The shares of
flavours of a heavy neutral lepton are a triangle (--plane x_mu,x_tau --hold mass=1 --hold U2=1e-6). Dark matter that
freezes out: the couplings that give the observed relic density are lines, one per kind of dark matter.

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
import tempfile

import h5py
import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt  # noqa: E402
import numpy as np  # noqa: E402
from matplotlib.patheffects import withStroke  # noqa: E402
from matplotlib.tri import Triangulation  # noqa: E402

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
    "ccm120": "CCM120", "coherent": "COHERENT", "cresst3": "CRESST-III", "darkside50": "DarkSide-50", "miniboone": "MiniBooNE",
    "na64e": "NA64", "ldmx": "LDMX", "na64eplus": "NA64 $e^+$", "na64mu": r"NA64$\mu$", "pandax": "PandaX",
    "pip2bd": "PIP2-BD", "fasernu2": r"FASER$\nu$2", "codexb": "CODEX-b", "microboone": "MicroBooNE", "argoneut": "ArgoNeuT",
    "nutev": "NuTeV", "icarus": "ICARUS", "sndlhc": "SND@LHC", "delphi": "DELPHI", "atlas": "ATLAS", "pienu": "PIENU",
    "triumf": "TRIUMF", "ps191": "PS191", "see": "see-saw",
}
AXIS_LABELS = {
    "mass": r"$m$ [GeV]", "epsilon": r"$\varepsilon$", "g": r"$g$", "sin_theta": r"$\sin\theta$", "m_chi": r"$m_\chi$ [GeV]",
    "m_mediator": r"$m_{A'}$ [GeV]", "alpha_D": r"$\alpha_D$", "delta": r"$m_{A'} / 2 m_\chi - 1$",
    "g_agg": r"$g_{a\gamma\gamma}$ [GeV$^{-1}$]", "Ue2": r"$|U_e|^2$", "Umu2": r"$|U_\mu|^2$", "Utau2": r"$|U_\tau|^2$",
    "U2": r"$U^2 = |U_e|^2 + |U_\mu|^2 + |U_\tau|^2$", "x_mu": r"$|U_\mu|^2 / U^2$", "x_tau": r"$|U_\tau|^2 / U^2$",
    "y": r"$y = \varepsilon^2 \alpha_D (m_\chi / m_{A'})^4$",
}
# Kinds of dark matter whose thermal couplings are drawn: name and style of the line.
TARGETS = {"complex-scalar": ("complex scalar", "solid"), "majorana": ("Majorana", (0, (5, 2))), "dirac": ("Dirac", (0, (1, 1.5)))}
TARGET_COLOUR = "#7A0000"


def program():
    built = pathlib.Path(__file__).resolve().parent.parent / "build" / "bin" / "penumbra"
    return str(built) if built.exists() else shutil.which("penumbra") or sys.exit("plot_map: no penumbra program found")


def spoken(name):
    """'limit/dark-photon/babar_2014' -> 'BaBar 2014'."""
    last = name.split("/")[-1]
    if last.startswith("g-2-"):
        return "(g-2) " + last.split("-")[2].replace("muon", r"$\mu$").replace("electron", "$e$")
    words = re.split(r"[_-]", last)
    words = [word for word in words if word not in ("proj", "fav", "aprime", "hnl", "alp", "scalar")]
    if name.startswith("limit/hnl/"):  # their names begin with the flavour
        words = words[1:]
    first = words[0]
    known = SPELLINGS.get(first, first.upper() if re.search(r"\d", first) or len(first) < 5 else first.capitalize())
    year = [word for word in words[1:] if re.fullmatch(r"(19|20)\d\d", word)]
    rest = [word for word in words[1:] if word not in year and word in
            ("displaced", "prompt", "dump", "brem", "mu", "e", "electron", "nucleon", "4gev", "8gev")]
    return " ".join([known, *rest, *year]).replace("gev", " GeV")


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
    """`axes`: name and coordinates of x and of y, each over the whole plane (a computed parameter bends the grid)."""

    def __init__(self, axes):
        self.figure, self.axis = plt.subplots(figsize=(8.2, 6.2))
        (self.x_name, self.x), (self.y_name, self.y) = axes
        scale = lambda values: "log" if values.min() > 0 else "linear"  # noqa: E731
        self.axis.set(xscale=scale(self.x), yscale=scale(self.y),
                      xlim=(self.x.min(), self.x.max()), ylim=(self.y.min(), self.y.max()))
        self.axis.set_xlabel(AXIS_LABELS.get(self.x_name, self.x_name), fontsize=13)
        self.axis.set_ylabel(AXIS_LABELS.get(self.y_name, self.y_name), fontsize=13)
        self.axis.tick_params(which="both", direction="in", top=True, right=True)
        self.boxes = []

    def area(self, field, **style):
        if field.inside.any():
            self.axis.contourf(self.x, self.y, field.values, levels=[-1e300, field.level], **style)

    def line(self, field, **style):
        if field.inside.any() and not field.inside.all():
            # by default matplotlib dashes contours at negative levels
            self.axis.contour(self.x, self.y, field.values, levels=[field.level], **{"linestyles": "solid", **style})

    def label(self, text, inside, colour, size=8, weight="normal"):
        """Writes inside the region: in its middle, or else along its lower edge, where no other label is."""
        middle = deepest_point(inside)
        if middle is None:
            return
        columns = np.flatnonzero(inside.any(axis=1))
        edge = [(column, np.flatnonzero(inside[column])[0]) for column in columns[:: max(1, len(columns) // 12)]]
        for place in (middle, *edge):
            written = self.axis.text(self.x[place], self.y[place], text, color=colour, fontsize=size, ha="center",
                                     va="center" if place == middle else "bottom", weight=weight, clip_on=True, zorder=10,
                                     path_effects=[withStroke(linewidth=2, foreground="white")])
            box = written.get_window_extent(self.figure.canvas.get_renderer())
            frame = self.axis.get_window_extent()
            shift_x = max(0, frame.x0 + 3 - box.x0) - max(0, box.x1 - frame.x1 + 3)
            shift_y = max(0, frame.y0 + 3 - box.y0) - max(0, box.y1 - frame.y1 + 3)
            if shift_x or shift_y:
                here = self.axis.transData.transform((self.x[place], self.y[place]))
                written.set_position(self.axis.transData.inverted().transform(here + [shift_x, shift_y]))
                box = written.get_window_extent(self.figure.canvas.get_renderer())
            if not any(box.overlaps(other) for other in self.boxes):
                self.boxes.append(box)
                return
            written.remove()


FLAVOUR_SHARES = ["x_mu", "x_tau"]


class FlavourTriangle(Plot):
    """The shares of three flavours, which add up to one, as distances from the sides of a triangle. `axes` are those of mu and
    tau; only points that exist are drawn."""

    def __init__(self, axes, existing):
        self.figure, self.axis = plt.subplots(figsize=(8.2, 7.2))
        shares = dict(axes)
        self.x, self.y = shares["x_mu"] + 0.5 * shares["x_tau"], np.sqrt(0.75) * shares["x_tau"]
        self.existing = existing
        self.triangles = Triangulation(self.x[existing], self.y[existing])
        self.axis.set(xlim=(-0.12, 1.12), ylim=(-0.1, 0.98), aspect="equal")
        self.axis.axis("off")
        corners = np.array([[0, 0], [1, 0], [0.5, np.sqrt(0.75)], [0, 0]])
        self.axis.plot(*corners.T, color="black", linewidth=1, zorder=9)
        for (x, y), text in zip(corners, ("e", r"\mu", r"\tau")):
            self.axis.text(x, y + (0.03 if y else -0.05), rf"$|U_{text}|^2 = U^2$", ha="center", va="center", fontsize=13)
        for share in (0.2, 0.4, 0.6, 0.8):  # lines of equal shares
            for one, other in (((share, 0), (share, 1 - share)), ((0, share), (1 - share, share)), ((share, 0), (0, share))):
                (x1, t1), (x2, t2) = one, other
                self.axis.plot([x1 + 0.5 * t1, x2 + 0.5 * t2], [np.sqrt(0.75) * t1, np.sqrt(0.75) * t2], color="#BBBBBB",
                               linewidth=0.5, zorder=0)
        self.boxes = []

    def area(self, field, **style):
        if field.inside.any():
            self.axis.tricontourf(self.triangles, field.values[self.existing], levels=[-1e300, field.level], **style)

    def line(self, field, **style):
        inside = field.inside[self.existing]
        if inside.any() and not inside.all():
            self.axis.tricontour(self.triangles, field.values[self.existing], levels=[field.level],
                                 **{"linestyles": "solid", **style})


class Plane:
    """Two names to show; the other axes are held at a value or profiled."""

    def __init__(self, file, info, names, hold):
        self.axes = [axis["name"] for axis in info["axes"]]
        values = {name: file["axes"][name][:] for name in self.axes}
        self.shape = tuple(len(values[name]) for name in self.axes)
        self.rows = [name.decode().rstrip("\0") for name in file["analyses"][:]]
        self.file, self.names, self.held = file, names or [self.axes[0], self.axes[-1]], hold
        for name in hold:
            if name not in self.axes:
                sys.exit(f"plot_map: --hold {name}: the axes of the map are {', '.join(self.axes)}")
        away = lambda grid, value: np.abs(np.log(grid / value) if grid.min() > 0 else grid - value)  # noqa: E731
        self.index = {name: int(np.argmin(away(values[name], value))) for name, value in hold.items()}
        self.value = {name: values[name][self.index[name]] for name in hold}
        self.existing = self.row("grid/exists", "expected") == 1 if "grid/exists" in self.rows else np.ones(self.shape, bool)
        # An axis is shown when it or a parameter computed from it is: what varies along it decides.
        free = [name for name in self.axes if name not in hold and len(values[name]) > 1]
        self.shown = [name for name in self.names if name in self.axes]
        for name in self.names:
            if name in self.axes:
                continue
            if f"grid/{name}" not in self.rows:
                sys.exit(f"plot_map: '{name}' is neither an axis nor a computed parameter of this map")
            varying = [axis for axis in free if axis not in self.shown and self.varies(name, axis)]
            self.shown += varying[-1:] if len(self.names) > len(self.shown) else []
        if len(set(self.shown)) != 2:
            sys.exit(f"plot_map: {', '.join(self.names)} are not the two directions of a plane of this map")
        self.shown.sort(key=self.axes.index)
        self.values = values

    def row(self, name, dataset):
        return self.file[dataset][self.rows.index(name), : np.prod(self.shape)].reshape(self.shape)

    def varies(self, name, axis):
        values = self.row(f"grid/{name}", "expected")
        along = self.axes.index(axis)
        first = np.take(values, [0], axis=along)
        both = self.existing & np.take(self.existing, [0], axis=along)
        return bool(np.any((values != first) & both))

    def cut(self, values):
        """Held axes taken out."""
        return values[tuple(self.index.get(name, slice(None)) for name in self.axes)]

    def of(self, field, favoured=False):
        """On the plane: excluded where it is for every hidden value, favoured where it is for some."""
        nothing = np.inf if favoured else -np.inf
        values = self.cut(np.where(self.existing, field, nothing))
        hidden = tuple(i for i, name in enumerate(a for a in self.axes if a not in self.held) if name not in self.shown)
        values = values.min(axis=hidden) if favoured else values.max(axis=hidden)
        return np.where(np.isfinite(values), values, 0.0)

    def coordinates(self, name):
        """Of every point of the plane."""
        grid = np.meshgrid(*(self.values[axis] for axis in self.shown), indexing="ij")
        if name in self.shown:
            return grid[self.shown.index(name)]
        values = self.cut(np.where(self.existing, self.row(f"grid/{name}", "expected"), np.nan))
        hidden = tuple(i for i, axis in enumerate(a for a in self.axes if a not in self.held) if axis not in self.shown)
        low, high = np.nanmin(values, axis=hidden), np.nanmax(values, axis=hidden)
        if np.any(high > low * (1 + 1e-12)):
            sys.exit(f"plot_map: '{name}' depends on an axis that is not shown: hold it (--hold NAME=VALUE)")
        if np.isnan(low).any():  # where no point exists nothing is drawn, but the grid needs a place
            known = ~np.isnan(low)
            low[~known] = low[known].max()
        return low


def read(plane, info, cl):
    """[(row of info, field)], and the combined fields by status, on the plane."""
    level = np.log(1 - cl)
    fields = []
    for analysis in info["analyses"]:
        values = lambda dataset: plane.row(analysis["name"], dataset)  # noqa: E731
        if analysis["status"] == "favoured":  # 1 inside the band
            fields.append((analysis, Field(plane.of(-values("expected"), favoured=True), -0.5)))
        else:  # on a published curve CLs is 1 - CL up to rounding
            fields.append((analysis, Field(plane.of(log_cls(values("cls"))), level + 1e-9)))
    points = np.prod(plane.shape)
    combined = {status: Field(plane.of(plane.file["combined/profiled"][row, :points].reshape(plane.shape)), level)
                for row, status in enumerate(("observed", "projected"))}
    return fields, combined


def text_of(value):
    return json.dumps(value)


def thermal_targets(plane, info):
    """Coupling that gives the observed relic density along the plane's mass axis, per kind of dark matter, computed by penumbra:
    {kind: (x, y)}. Other couplings than the one solved for are held at their largest value."""
    story = info["provenance"]["input"]
    if info["model"] != "vector-dm" or plane.names[1] not in ("y", "epsilon") or "splitting" in story["fixed"]:
        return {}
    masses = [axis for axis in info["axes"] if axis["kind"] == "mass" and axis["name"] not in plane.held]
    if len(masses) != 1 or masses[0]["name"] not in plane.shown:
        return {}
    others = {**info["fixed"], **plane.value}
    for axis in info["axes"]:
        if axis["name"] not in ("y", "epsilon", masses[0]["name"]) and axis["name"] not in others:
            others[axis["name"]] = float(plane.values[axis["name"]][-1])
    parameters = {**others, **{name: text for name, text in info["computed"].items() if name not in ("epsilon",)},
                  "epsilon": "thermal()"}
    if "delta" in others or masses[0]["name"] == "delta":
        parameters.pop("m_mediator", None)
    parameters.pop("y", None)
    axis = text_of(list(map(float, plane.values[masses[0]["name"]])))
    cheap = next((a["name"] for a in info["analyses"] if a["kind"] == "constraint"), info["analyses"][0]["name"])
    lines = {}
    with tempfile.TemporaryDirectory() as folder:
        for kind in TARGETS:
            card, target = pathlib.Path(folder, "card.toml"), pathlib.Path(folder, f"{kind}.h5")
            text = "\n".join(f"{name} = {text_of(value)}" for name, value in {**parameters, "dm": kind}.items())
            card.write_text(f'model = "vector-dm"\n[axes]\n{masses[0]["name"]} = {axis}\n[parameters]\n{text}\n'
                            f"[analyses]\ninclude = [{text_of(cheap)}]\n")
            done = subprocess.run([program(), "scan", card, "-o", target], capture_output=True, text=True, check=False)
            if done.returncode != 0:
                sys.exit(f"plot_map: thermal target of {kind}: {done.stderr}")
            with h5py.File(target, "r") as file:
                names = [name.decode().rstrip("\0") for name in file["analyses"][:]]
                points = file.attrs["points"]
                column = lambda name: file["expected"][names.index(name), :points]  # noqa: E731
                known = {**{name: np.full(points, value) for name, value in others.items()},
                         **{name[5:]: column(name) for name in names if name.startswith("grid/")},
                         masses[0]["name"]: plane.values[masses[0]["name"]]}
                known["y"] = known["epsilon"] ** 2 * known["alpha_D"] * (known["m_chi"] / known["m_mediator"]) ** 4
                exists = column("grid/exists") == 1
                lines[kind] = tuple(np.where(exists, known[name], np.nan) for name in plane.names)
    return lines


def draw(plot, fields, combined, targets, title, cl):
    # Too much dark matter is excluded below the thermal targets, which are drawn as lines: filled, it would hide the rest.
    relic = any(analysis["in_combination"] for analysis, _ in fields if analysis["name"].startswith("relic-density"))
    fields = [(analysis, field) for analysis, field in fields if not analysis["name"].startswith("relic-density")]
    chosen = {kind: [(a, f) for a, f in fields if condition(a)] for kind, condition in {
        "published": lambda a: a["status"] == "observed" and a["kind"] != "experiment",
        "simulated": lambda a: a["status"] == "observed" and a["kind"] == "experiment",
        "projected": lambda a: a["status"] == "projected",
        "favoured": lambda a: a["status"] == "favoured"}.items()}

    for analysis, field in chosen["published"]:
        summed = analysis["in_combination"]
        plot.area(field, colors=[GREY if summed else PALE], zorder=1.5 if summed else 1)
    for _, field in chosen["favoured"]:
        plot.area(field, colors=["none"], hatches=["////"], zorder=2)
    for number, (analysis, field) in enumerate(chosen["simulated"]):
        colour = COLOURS[number % len(COLOURS)]
        if analysis["in_combination"]:
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
        plot.axis.plot([], [], color="black", linewidth=2.2,
                       label=f"combination, observed ({100 * cl:g} % CL{', relic density too' if relic else ''})")
    for kind, (x, y) in targets.items():
        name, style = TARGETS[kind]
        plot.axis.plot(x, y, color=TARGET_COLOUR, linewidth=1.8, linestyle=style, zorder=8, label=f"relic density, {name}")
    named = set()
    reached = np.logical_or.reduce([f.inside for _, f in chosen["published"] + chosen["simulated"]] or [False])
    for number, (analysis, field) in enumerate(chosen["simulated"]):
        plot.label(spoken(analysis["name"]), field.inside, COLOURS[number % len(COLOURS)], 9, "bold")
        named.add(spoken(analysis["name"]))
    for number, (analysis, field) in enumerate(drawn, first):
        outside = field.inside & ~reached
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

    seen = {kind: [analysis for analysis, field in rows if field.inside.any()] for kind, rows in chosen.items()}
    summed = [analysis["in_combination"] for analysis in seen["published"]]
    experiments = [analysis["kind"] == "experiment" for analysis in seen["projected"]]
    styles = [(any(summed), dict(color=GREY, linewidth=8), "published limits"),
              (not all(summed), dict(color=PALE, linewidth=8), "published limits, not in the combination"),
              (seen["simulated"], dict(color=COLOURS[0], linewidth=8, alpha=0.4), "simulated searches"),
              (any(experiments), dict(color="#444444", linewidth=1.4, linestyle="dashed"), "simulated projections"),
              (not all(experiments), dict(color="#777777", linewidth=1.0, linestyle="dotted"), "published projections, envelope")]
    for there, style, name in styles:
        if there:
            plot.axis.plot([], [], label=name, **style)
    plot.axis.legend(loc="upper center", bbox_to_anchor=(0.5, -0.11), ncol=3, fontsize=8, frameon=False)
    plot.axis.set_title(title, fontsize=12)
    return plot.figure


def title_of(info, plane):
    """The model with everything that is the same on the whole plane."""
    fixed = {name: f"{value:.6g}" for name, value in info["fixed"].items()}
    story = {**info["options"], **fixed, **info["computed"],
             **{name: f"{value:.3g}" for name, value in plane.value.items()}}
    for name in plane.names:
        story.pop(name, None)
    for name in [axis["name"] for axis in info["axes"]]:  # how an axis gives a parameter its value is no property
        story.pop({"y": "epsilon", "delta": "m_mediator", "U2": "Ue2", "x_mu": "Umu2", "x_tau": "Utau2"}.get(name), None)
    hidden = [name for name in plane.axes if name not in plane.shown and name not in plane.held]
    story.update({name: f"{plane.values[name][0]:.3g}" for name in hidden if len(plane.values[name]) == 1})
    hidden = [name for name in hidden if name not in story]
    parts = [f"{name} = {value}" for name, value in story.items()] + [f"any {name}" for name in hidden]
    return info["model"] + "".join(", " + part for part in parts) + ("" if info["complete"] else " (incomplete)")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("map", type=pathlib.Path)
    parser.add_argument("-o", "--output", required=True, help="path without suffix; .png and .pdf are added")
    parser.add_argument("--plane", metavar="X,Y", help="what to show (default: the first and the last axis)")
    parser.add_argument("--hold", metavar="NAME=VALUE", action="append", default=[],
                        help="hold an axis that is not shown at its nearest value instead of profiling it")
    parser.add_argument("--cl", type=float, default=0.90, help="confidence level (default 0.90)")
    arguments = parser.parse_args()

    answer = subprocess.run([program(), "info", str(arguments.map), "--json"], stdout=subprocess.PIPE, check=False)
    if answer.returncode not in (0, 1):
        sys.exit(answer.returncode)
    info = json.loads(answer.stdout)
    if len(info["axes"]) < 2:
        sys.exit(f"plot_map: {arguments.map} has one axis; this draws planes")
    hold = {name: float(value) for name, value in (text.split("=") for text in arguments.hold)}
    with h5py.File(arguments.map, "r") as file:
        plane = Plane(file, info, arguments.plane and arguments.plane.split(","), hold)
        axes = [(name, plane.coordinates(name)) for name in plane.names]
        triangle = sorted(plane.names) == FLAVOUR_SHARES
        plot = FlavourTriangle(axes, plane.of(np.where(plane.existing, 1.0, 0.0)) > 0) if triangle else Plot(axes)
        fields, combined = read(plane, info, arguments.cl)
        targets = thermal_targets(plane, info)
    figure = draw(plot, fields, combined, targets, title_of(info, plane), arguments.cl)
    for suffix in (".png", ".pdf"):
        figure.savefig(arguments.output + suffix, dpi=200, bbox_inches="tight")


if __name__ == "__main__":
    main()
