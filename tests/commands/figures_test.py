"""Every kind of figure of tools/plot_map.py: files, all or none; the plotted numbers lie where the map says; colours that are told apart; messages."""

import csv
import pathlib

from maps import DARK_MATTER, WITH_FASER, need, small_map, tool
from program import Failures, scratch

need("h5py", "numpy", "matplotlib")
import numpy as np  # noqa: E402
from map_figures.draw import KINDS, STYLE  # noqa: E402
from penumbra_map import open_map  # noqa: E402


def drawn(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def between_neighbours(m, name, point, level):
    """The cell around a point of an edge has corners on both sides of the level."""
    values = m.cls(name).values
    at = [int(np.clip(np.searchsorted(axis, point[key]), 1, len(axis) - 1)) for key, axis in m.axes.items()]
    # a point on a line of the grid belongs to either side
    corners = values[at[0] - 1:at[0] + 2, at[1] - 1:at[1] + 2]
    corners = np.concatenate([corners.ravel(), values[max(at[0] - 2, 0):at[0] + 1, max(at[1] - 2, 0):at[1] + 1].ravel()])
    return corners.min() <= level * (1 + 1e-8) and corners.max() >= level * (1 - 1e-8)


def kinds(failures, path, folder):
    for kind in KINDS:
        answer = tool("plot_map.py", path, "-o", folder / "out" / kind, "--kind", kind)
        failures.check(answer.returncode == 0 and answer.stderr == "", f"{kind}: {answer.stderr}")
        for suffix, begin in ((".png", b"\x89PNG"), (".pdf", b"%PDF"), (".csv", b"")):
            file = folder / "out" / (kind + suffix)
            failures.check(file.exists() and file.stat().st_size > 500 and file.read_bytes().startswith(begin), f"{kind}: {file.name}")
    rows = drawn(folder / "out" / "exclusion.csv")
    shown = {row["what"] for row in rows}
    failures.check({"published", "simulated", "projected", "combination"} <= shown, f"drawn: {shown}")
    with open_map(path) as m:
        edges = [row for row in rows if row["what"] in ("published", "simulated")]
        wrong = [row for row in edges if not between_neighbours(m, row["name"], {"mass": float(row["mass"]), "epsilon": float(row["epsilon"])}, 0.1)]
        failures.check(edges and not wrong, f"{len(wrong)} of {len(edges)} points of edges are not at CLs = 0.1: {wrong[:2]}")
        surface = drawn(folder / "out" / "likelihood.csv")
        failures.check(len(surface) == m.points and max(float(row["ln_L"]) for row in surface) == m.combined("observed").values.max(), "ln L of the likelihood figure")
        bands = drawn(folder / "out" / "bands.csv")
        ends = {what: {(row["mass"], row["epsilon"]) for row in bands if row["what"] == what} for what in ("low end", "central", "high end")}
        failures.check(all(ends.values()) and ends["low end"] != ends["high end"], "the ends of FASER's envelope")


def colours(failures):
    """Okabe & Ito's colours (Color Universal Design, 2008)."""
    okabe_ito = {"E69F00", "56B4E9", "009E73", "F0E442", "0072B2", "D55E00", "CC79A7", "000000"}
    from map_figures.exclusion import COLOURS
    failures.check({colour.lstrip("#") for colour in COLOURS} <= okabe_ito, f"colours {COLOURS}")
    failures.check(all(colour.lstrip("#") in STYLE.read_text() for colour in COLOURS), "the style file has other colours")


def dark_matter(failures, path, folder):
    answer = tool("plot_map.py", path, "-o", folder / "y-0.5", "--hold", "alpha_D=0.5")
    failures.check(answer.returncode == 0, answer.stderr)
    targets = {}
    for row in drawn(folder / "y-0.5.csv"):
        if row["what"] == "relic density":
            targets.setdefault(row["name"], []).append(float(row["y"]))
    failures.check(set(targets) == {"complex-scalar", "majorana", "pseudo-dirac"}, f"thermal targets: {set(targets)}")
    # p waves need more annihilation than the s wave of a pseudo-Dirac pair: arXiv:1807.01730, fig. 5 (the order of the lines)
    failures.check(all(s > m > d for s, m, d in zip(targets["complex-scalar"], targets["majorana"], targets["pseudo-dirac"])), f"order of the targets: {targets}")


def messages(failures, path, folder):
    blocked = folder / "blocked"
    blocked.write_text("a file")
    for arguments, code, words in ((["--hold", "nothing=1"], 1, "the axes of the map are mass, epsilon"), (["--plane", "mass,mass"], 1, "not the two directions"),
                                   (["--analysis", "nothing", "--kind", "likelihood"], 1, "no analysis is called 'nothing'"), (["--cl", "90"], 2, "between 0 and 1")):
        answer = tool("plot_map.py", path, "-o", folder / "none", *arguments)
        failures.check(answer.returncode == code and words in answer.stderr and "Traceback" not in answer.stderr, f"{arguments}: {answer.returncode} {answer.stderr}")
    answer = tool("plot_map.py", path, "-o", blocked / "figure")
    failures.check(answer.returncode == 4 and "Traceback" not in answer.stderr, f"into a file: {answer.returncode} {answer.stderr}")
    failures.check(not list(folder.glob("none*")) and not list(folder.glob(".figure-*")), "a failed figure left files")


def main():
    failures = Failures()
    colours(failures)
    with scratch() as name:
        folder = pathlib.Path(name)
        path = small_map(failures, folder / "map.h5", settings=WITH_FASER)
        kinds(failures, path, folder)
        messages(failures, path, folder)
        dark_matter(failures, small_map(failures, folder / "dm.h5", card="vector-portal.toml", settings=DARK_MATTER), folder)
    failures.finish()


if __name__ == "__main__":
    main()
