"""Figures of tools/plot_map.py: files, all or none; thermal targets; colours that are told apart; messages. (What every kind draws: report_test.py.)"""

import csv
import pathlib

from maps import DARK_MATTER, FLAVOURS, WITH_FASER, need, small_map, tool
from program import SOURCE, Failures, scratch

need("h5py", "numpy", "matplotlib")
import numpy as np  # noqa: E402
from map_figures.draw import STYLE  # noqa: E402
from map_figures.frame import frame_of  # noqa: E402
from map_figures.plane import Plane, combined_field, fields_of  # noqa: E402
from penumbra_map import open_map  # noqa: E402


def drawn(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def colours(failures):
    """Okabe & Ito's colours (Color Universal Design, 2008)."""
    okabe_ito = {"E69F00", "56B4E9", "009E73", "F0E442", "0072B2", "D55E00", "CC79A7", "000000"}
    from map_figures.exclusion import COLOURS
    failures.check({colour.lstrip("#") for colour in COLOURS} <= okabe_ito, f"colours {COLOURS}")
    failures.check(all(colour.lstrip("#") in STYLE.read_text() for colour in COLOURS), "the style file has other colours")


def dark_matter(failures, path, folder):
    """Thermal targets on y against m_chi lie on the published lines of the observed abundance (limits/vector-dm/relic_*.csv, alpha_D = 0.1)."""
    answer = tool("plot_map.py", path, "-o", folder / "y-0.1", "--hold", "alpha_D=0.1")
    failures.check(answer.returncode == 0 and answer.stderr == "", answer.stderr)
    for suffix, begin in ((".png", b"\x89PNG"), (".pdf", b"%PDF"), (".csv", b"what,name,piece,m_chi,y")):
        failures.check((folder / f"y-0.1{suffix}").read_bytes().startswith(begin), f"the figure's {suffix}")
    rows = drawn(folder / "y-0.1.csv")
    for kind, name in (("complex-scalar", "scalar"), ("majorana", "majorana"), ("pseudo-dirac", "pseudodirac")):
        published = np.loadtxt([line for line in (SOURCE / "limits" / "vector-dm" / f"relic_{name}.csv").read_text().splitlines() if line[0].isdigit()], delimiter=",")
        ours = np.array([(float(row["m_chi"]), float(row["y"])) for row in rows if row["what"] == "relic density" and row["name"] == kind])
        middle = 0.5 * (np.log10(published[:, 1]) + np.log10(published[:, 2]))
        away = np.abs(np.log10(ours[:, 1]) - np.interp(np.log10(ours[:, 0]), np.log10(published[:, 0]), middle)) if len(ours) else np.array([np.inf])
        # the tolerance of every comparison with a published contour
        failures.check(np.median(away) <= 0.15, f"thermal target of {kind}: {np.median(away):.2f} dex from the published one")


def flavours(failures, path, folder):
    """On the triangle of flavours every drawn point is one of it."""
    answer = tool("plot_map.py", path, "-o", folder / "triangle", "--plane", "x_mu,x_tau", "--hold", "mass=1", "--hold", "U2=1e-6")
    failures.check(answer.returncode == 0 and answer.stderr == "", answer.stderr)
    rows = [(float(row["x_mu"]), float(row["x_tau"])) for row in drawn(folder / "triangle.csv")]
    failures.check(rows and all(mu > -1e-9 and tau > -1e-9 and mu + tau < 1 + 1e-9 for mu, tau in rows), f"points of the triangle: {rows[:3]}")


def as_the_program(failures, path):
    """Every edge of a figure lies where `penumbra contour` has it (inside a cell a saddle may be joined the other way round)."""
    told = {(row["analysis"], row["status"]): np.log([point for segment in row["segments"] for point in segment["points"]]).reshape(-1, 2)
            for row in failures.json("contour", path)["contours"]}
    with open_map(path) as m:
        plane = Plane(m)
        frame = frame_of(plane)
        drawn_fields = [((row.name, row.status), field) for row, field in fields_of(plane, 0.9)]
        drawn_fields += [(("combined", status), combined_field(plane, status, 0.9)) for status in ("observed", "projected")]
        for key, field in drawn_fields:
            ours = np.log(np.concatenate([np.empty((0, 2)), *frame.edges(field)]))
            away = [np.abs(told[key] - point).sum(axis=1).min(initial=np.inf) for point in ours]
            failures.check(len(told[key]) > 0 or not away, f"{key}: drawn, and no contour of the program")
            failures.check(max(away, default=0) < 1e-6, f"{key}: {max(away, default=0)} from the contour of the program")


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
        as_the_program(failures, small_map(failures, folder / "faser.h5", settings=WITH_FASER))
        messages(failures, small_map(failures, folder / "map.h5"), folder)
        flavours(failures, small_map(failures, folder / "hnl.h5", card="hnl-flavours.toml", settings=FLAVOURS), folder)
        dark_matter(failures, small_map(failures, folder / "dm.h5", card="vector-portal.toml", settings=DARK_MATTER), folder)
    failures.finish()


if __name__ == "__main__":
    main()
