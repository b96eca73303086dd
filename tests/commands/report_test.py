"""The report of a map: one page that needs nothing else, tables that are those of the map, LaTeX that compiles (where pdflatex is there), nothing half-written."""

import csv
import html.parser
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import time

from maps import WITH_FASER, need, small_map, tool
from program import PROGRAM, SOURCE, Failures, scratch

need("h5py", "numpy", "matplotlib")
import numpy as np  # noqa: E402
from map_figures.draw import KINDS  # noqa: E402
from map_report.latex import latex  # noqa: E402
from penumbra_map import open_map  # noqa: E402

LARGEST_PAGE = 5 * 1024 * 1024
PARTS = {"report.html", "report.pdf", "references.bib", "figures", "contours", "latex"}


class Page(html.parser.HTMLParser):
    """What the page loads, its text, and whether every element is closed."""

    VOID = {"meta", "link", "img", "input", "br"}

    def __init__(self, text):
        super().__init__()
        self.loads, self.anchors, self.ids, self.open, self.words = [], [], set(), [], []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        self.loads += [value for key, value in given.items() if key in ("src", "srcset", "data") or (key == "href" and tag != "a")]
        self.anchors += [given["href"]] if tag == "a" and "href" in given else []
        self.ids |= {given["id"]} if "id" in given else set()
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if self.open and self.open[-1] == tag:
            self.open.pop()
        else:
            self.open.append(f"/{tag}")

    def handle_data(self, data):
        self.words.append(data)


def page(failures, path, folder):
    text = (folder / "report.html").read_text(encoding="utf-8")
    read = Page(text)
    words = " ".join(read.words)
    failures.check(len(text.encode()) <= LARGEST_PAGE, f"the page takes {len(text)} bytes")
    failures.check(all(one.startswith("data:") for one in read.loads), f"loads from outside: {[one[:60] for one in read.loads if not one.startswith('data:')]}")
    failures.check(not re.search(r"@import|url\(|fetch\(|XMLHttpRequest", text), "the page asks for something")
    failures.check(not read.open, f"elements left open: {read.open}")
    failures.check(all(one[1:] in read.ids for one in read.anchors if one.startswith("#")), "links inside the page")
    card = (SOURCE / "cards" / "demo.toml").read_text()
    failures.check(card.splitlines()[0] in words, "the card")
    with open_map(path) as m:
        for row in m.analyses.values():
            failures.check(row.name in words and row.key in words, f"{row.name} and its key")
        failures.check(m.provenance["log"][-1]["build"] in words, "the build")
    bibliography = (folder / "references.bib").read_text()
    failures.check(bibliography.count("@") > 10 and "FASER:2023tle" in bibliography and "FASER:2023tle" in words, "how to cite")
    hover(failures, path, text)


def hover(failures, path, text):
    """What is under the mouse is what the map says: an analysis is named at a point where it excludes and nowhere else."""
    import base64

    data = json.loads(re.search(r'<script type="application/json" id="point-1">(.*?)</script>', text, re.DOTALL)[1])
    with open_map(path) as m:
        for row in data["rows"]:
            code = base64.b64decode(row["cls"])
            cls = m.cls(row["name"]).values.ravel()
            failures.check([byte > 0 for byte in code] == [value <= 0.1 * (1 + 2e-9) for value in cls], f"where {row['name']} excludes")
            told = [0.1 * 10 ** ((1 - byte) / data["steps"]) for byte in code]
            failures.check(all(byte in (0, 255) or value * 10 ** (-1.01 / data["steps"]) <= one <= value * (1 + 1e-6) for byte, value, one in zip(code, told, cls)), f"CLs of {row['name']}")
        failures.check({row["name"] for row in data["rows"]} == {name for name, row in m.analyses.items() if row.status != "favoured" and m.cls(name).values.min() <= 0.1},
                       "analyses under the mouse")


def tables(failures, path, folder):
    failures.check((folder / "report.pdf").read_bytes().startswith(b"%PDF") and (folder / "report.pdf").stat().st_size > 20000, "report.pdf")
    contours = json.loads((folder / "contours" / "contours.json").read_text())
    failures.check(contours["plane"] == ["mass", "epsilon"] and any(file.suffix == ".csv" for file in (folder / "contours").iterdir()), "contours")
    figures(failures, path, folder / "figures")
    analyses = (folder / "latex" / "analyses.tex").read_text()
    with open_map(path) as m:
        shown = analyses.replace(r"\allowbreak{}", "")
        missing = [name for name, row in m.analyses.items() if row.status != "favoured" and latex(name) not in shown]
    failures.check(not missing, f"not in the table: {missing}")
    cited = set(",".join(re.findall(r"\\cite\{([^}]*)\}", analyses + (folder / "latex" / "snippet.tex").read_text())).split(","))
    known = set(re.findall(r"@\w+\{([^,]+),", (folder / "references.bib").read_text()))
    failures.check(cited and cited <= known, f"cited and not in references.bib: {cited - known}")


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


def figures(failures, path, folder):
    """Every kind: its files, and plotted numbers that lie where the map says."""
    for kind in KINDS:
        for suffix, begin in ((".png", b"\x89PNG"), (".pdf", b"%PDF"), (".csv", b"")):
            file = folder / (kind + suffix)
            failures.check(file.exists() and file.stat().st_size > 500 and file.read_bytes().startswith(begin), f"{kind}: {file.name}")
    rows = drawn(folder / "exclusion.csv")
    shown = {row["what"] for row in rows}
    failures.check({"published", "simulated", "projected", "combination"} <= shown, f"drawn: {shown}")
    with open_map(path) as m:
        edges = [row for row in rows if row["what"] in ("published", "simulated")]
        wrong = [row for row in edges if not between_neighbours(m, row["name"], {"mass": float(row["mass"]), "epsilon": float(row["epsilon"])}, 0.1)]
        failures.check(edges and not wrong, f"{len(wrong)} of {len(edges)} points of edges are not at CLs = 0.1: {wrong[:2]}")
        surface = drawn(folder / "likelihood.csv")
        failures.check(len(surface) == m.points and max(float(row["ln_L"]) for row in surface) == m.combined("observed").values.max(), "ln L of the likelihood figure")
        bands = drawn(folder / "bands.csv")
        ends = {what: {(row["mass"], row["epsilon"]) for row in bands if row["what"] == what} for what in ("low end", "central", "high end")}
        failures.check(all(ends.values()) and ends["low end"] != ends["high end"], "the ends of FASER's envelope")


def typeset(failures, folder):
    failures.check(latex(r"a_b 50 % $x$ {y} #1 & \z ~ ^ <") == r"a\_b 50 \% \$x\$ \{y\} \#1 \& \textbackslash{}z \textasciitilde{} \textasciicircum{} \textless{}", "escaping")
    for name in ("analyses", "grid", "snippet"):
        text = re.sub(r"\\[\\{}%]", "", (folder / "latex" / f"{name}.tex").read_text())
        text = re.sub(r"(?m)%.*$", "", text)
        failures.check(text.count("{") == text.count("}") and text.count("$") % 2 == 0 and text.isascii(), f"{name}.tex: braces, dollars or letters")
        failures.check(sorted(re.findall(r"\\begin\{(\w+)\}", text)) == sorted(re.findall(r"\\end\{(\w+)\}", text)), f"{name}.tex: environments")
    if not shutil.which("pdflatex"):
        print("no pdflatex: LaTeX was not compiled")
        return
    answer = subprocess.run(["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "example.tex"], cwd=folder / "latex", capture_output=True, text=True, errors="replace", timeout=120, check=False)
    failures.check(answer.returncode == 0 and (folder / "latex" / "example.pdf").exists(), f"pdflatex: {answer.stdout[-1500:]}")


def start_and_stop(path):
    """A map that is not complete: its run gets SIGTERM as soon as the file is there; says whether it came in time."""
    scan = subprocess.Popen([PROGRAM, "scan", SOURCE / "cards" / "demo.toml", "-o", path, "--threads", "1", "--set", 'analyses.include=["faser-2023-aprime"]'], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for _ in range(600):
        if path.exists() or scan.poll() is not None:
            break
        time.sleep(0.05)
    scan.terminate()
    scan.wait(timeout=120)
    with open_map(path) as m:
        return not m.complete


def stopped_at_work(failures, path, folder):
    """SIGTERM while the report is made (it asks the program, too) leaves no folder behind."""
    there = {**os.environ, "PENUMBRA_PROGRAM": str(PROGRAM), "PENUMBRA_DATA": str(SOURCE)}
    report = subprocess.Popen([sys.executable, SOURCE / "tools" / "report", path, "-o", folder / "never"], env=there, stderr=subprocess.DEVNULL)
    while report.poll() is None and not list(folder.glob(".never*")):
        time.sleep(0.01)
    time.sleep(0.3)
    report.terminate()
    code = report.wait(timeout=60)
    failures.check(code == 128 + signal.SIGTERM and not list(folder.glob("*never*")) and not list(folder.glob(".never*")), f"stopped: {code}, {list(folder.glob('*never*'))}")


def failing(failures, path, folder):
    """Nothing half-written: what was there stays, what was not there does not come."""
    unfinished = folder / "unfinished.h5"
    stopped = start_and_stop(unfinished)
    if stopped:
        answer = tool("report", unfinished, "-o", folder / "never")
        failures.check(answer.returncode == 1 and "not complete" in answer.stderr and not (folder / "never").exists(), f"unfinished: {answer.returncode} {answer.stderr}")
    text = folder / "text.h5"
    text.write_text("no map")
    for what, arguments, code in (("no map", [text], 3), ("a map that is not there", [folder / "absent.h5"], 3), ("an unknown axis", [path, "--plane", "mass,nothing"], 3),
                                  ("no validation", [path, "--validation", folder / "absent.json"], 4)):
        answer = tool("report", *arguments, "-o", folder / "never")
        failures.check(answer.returncode == code and answer.stderr.startswith("report: ") and "Traceback" not in answer.stderr, f"{what}: {answer.returncode} {answer.stderr}")
        failures.check(not (folder / "never").exists() and not list(folder.glob(".never*")), f"{what}: something was written")
    stopped_at_work(failures, path, folder)
    taken = folder / "taken"
    taken.write_text("a file")
    answer = tool("report", path, "-o", taken, "--validation", "none")
    failures.check(answer.returncode == 4 and taken.read_text() == "a file", f"a file in the place of the folder: {answer.returncode} {answer.stderr}")


def main():
    failures = Failures()
    with scratch() as name:
        folder = pathlib.Path(name)
        path = small_map(failures, folder / "map.h5", settings=WITH_FASER)
        output = folder / "out"
        (output / "figures").mkdir(parents=True)
        (output / "figures" / "old.png").write_text("of a former report")
        (output / "mine.txt").write_text("of somebody else")
        answer = tool("report", path, "-o", output, "--validation", "none")
        failures.check(answer.returncode == 0 and answer.stderr == "", f"report: {answer.returncode} {answer.stderr}")
        failures.check({entry.name for entry in output.iterdir()} == PARTS | {"mine.txt"}, f"in the folder: {sorted(output.iterdir())}")
        failures.check(not (output / "figures" / "old.png").exists(), "a file of a former report is left")
        page(failures, path, output)
        tables(failures, path, output)
        typeset(failures, output)
        failing(failures, path, folder)
    failures.finish()


if __name__ == "__main__":
    main()
