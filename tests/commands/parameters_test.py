"""Models with several parameters: expressions, y and delta in place of parameters, planes that are profiled, any number of ranks."""

import csv
import pathlib

from program import SOURCE, Failures, run, run_on_ranks, scratch

CARD = """model = "vector-dm"
[axes]
m_chi   = { from = "3 MeV", to = "300 MeV", points = 5, scale = "log" }
alpha_D = [0.1, 0.5]
y       = { from = 1e-12, to = 1e-2, points = 11, scale = "log" }
[parameters]
m_mediator = "3 * m_chi"
[analyses]
include = ["kind:constraint"]
"""


class Scans:
    def __init__(self, failures, folder):
        self.failures, self.folder = failures, folder

    def scan(self, name, card, *options):
        path = self.folder / f"{name}.toml"
        path.write_text(card)
        answer = run("scan", path, "-o", self.folder / f"{name}.h5", *options)
        self.failures.check(answer.returncode == 0, f"scan of {name}: {answer.stderr}")
        return self.folder / f"{name}.h5"

    def table(self, path, analysis):
        """Rows of an analysis as text: {column: value}."""
        folder = self.folder / path.stem
        answer = run("export", path, "--format", "csv", "-o", folder)
        self.failures.check(answer.returncode == 0, f"export of {path.name}: {answer.stderr}")
        with open(folder / f"{analysis}.csv", newline="") as file:
            return list(csv.DictReader(file))


def some_constraint(failures, path):
    """A measured magnetic moment: it depends on epsilon and the mediator alone, and is there without relying on dark matter."""
    names = [row["name"] for row in failures.json("info", path)["analyses"]
             if row["status"] == "observed" and row["name"].startswith("g-2")]
    failures.check(names, "no magnetic moment speaks about vector-dm")
    return names[0]


def test_y(scans):
    """A map in y is the map in the epsilon of each y, digit by digit; points beyond epsilon = 1 do not exist."""
    failures = scans.failures
    path = scans.scan("y", CARD)
    info = failures.json("info", path)
    failures.check([axis["name"] for axis in info["axes"]] == ["m_chi", "alpha_D", "y"], f"axes {info['axes']}")
    failures.check([row["name"] for row in info["grid_rows"]] == ["grid/epsilon", "grid/exists", "grid/m_mediator"],
                   f"rows of the grid: {info['grid_rows']}")
    analysis = some_constraint(failures, path)
    rows = scans.table(path, analysis)
    missing = [row for row in rows if row["exists"] == "0"]
    failures.check(0 < len(missing) < len(rows), f"{len(missing)} of {len(rows)} points do not exist")
    # y = epsilon^2 alpha_D / 81 at three times the mass: epsilon = 1 is reached at alpha_D / 81
    for row in rows:
        expected = "1" if float(row["y"]) <= float(row["alpha_D"]) / 81 else "0"
        failures.check(row["exists"] == expected, f"a point that should {'' if expected == '1' else 'not '}exist: {row}")
    for row in missing:
        failures.check(float(row["log_likelihood"]) == 0 and float(row["cls"]) == 1, f"a point that does not exist: {row}")
    signals = []
    for row in rows:
        if row["m_chi"] == rows[0]["m_chi"] and row["alpha_D"] == "0.5" and row["exists"] == "1":
            signals.append(row)
    values = ", ".join(row["epsilon"] for row in signals)
    explicit = scans.scan("epsilon", f"""model = "vector-dm"
[axes]
epsilon = [{values}]
[parameters]
m_chi = {rows[0]["m_chi"]}
m_mediator = {rows[0]["m_mediator"]}
alpha_D = 0.5
[analyses]
include = ["{analysis}"]
""")
    same = scans.table(explicit, analysis)
    failures.check(len(same) == len(signals) > 5, f"{len(same)} points in epsilon, {len(signals)} in y")
    for a, b in zip(signals, same):
        for column in ("expected", "log_likelihood", "asimov", "cls"):
            failures.check(a[column] == b[column], f"y = {a['y']}: {column} is {a[column]}, with epsilon {b[column]}")
    return path


def test_planes(scans, path):
    failures = scans.failures
    analysis = some_constraint(failures, path)
    contour = failures.json("contour", path)
    failures.check(contour["plane"] == ["m_chi", "y"], f"plane {contour['plane']}")
    refused = run("contour", path, "--plane", "m_chi,alpha_D", "--analysis", analysis)
    failures.check(refused.returncode == 2 and "profiling over it would allow everything" in refused.stderr,
                   f"profiling over y down to no signal: {refused}")
    failures.json("contour", path, "--plane", "m_chi,alpha_D", "--analysis", analysis, "--profile-anyway")
    failures.json("contour", path, "--plane", "m_chi,alpha_D", "--analysis", analysis, "--hold", "y=1e-06")
    # (g-2) depends on epsilon alone; of the alpha_D at one y the largest has the smallest epsilon and is excluded last
    flat = run("contour", path, "--rule", "toys")
    failures.check(flat.returncode == 2 and "--hold alpha_D=" in flat.stderr, f"toys of a map that is no plane: {flat}")
    profiled = failures.json("contour", path, "--analysis", analysis)["contours"]
    held = failures.json("contour", path, "--analysis", analysis, "--hold", "alpha_D=0.5")["contours"]
    inside = [row for row in profiled[0]["segments"] if row["points"]]
    failures.check(inside and profiled[0]["segments"] == held[0]["segments"], "profiled over alpha_D is not the weakest alpha_D")


def test_delta(failures):
    arguments = ["m_chi=0.1", "alpha_D=0.5", "epsilon=1e-4"]
    by_delta = failures.json("model", "vector-dm", *arguments, "delta=0.5")
    by_expression = failures.json("model", "vector-dm", *arguments, "m_mediator=3 * m_chi")
    plain = failures.json("model", "vector-dm", *arguments, "m_mediator=0.3")
    failures.check(by_delta == plain and by_expression == plain, "delta = 0.5 is not m_mediator = 3 m_chi = 0.3")
    dirac = failures.json("model", "vector-dm", *arguments, "m_mediator=0.3", "dm=dirac")
    failures.check(dirac["parameters"]["dm"] == "dirac" and dirac["width_GeV"] > plain["width_GeV"], "dm=dirac")
    models = {row["name"]: row for row in failures.json("list", "models")}
    failures.check({row["name"] for row in models["vector-dm"]["derived"]} == {"y", "delta"}, "list models: derived")
    failures.check("majorana" in models["vector-dm"]["options"][0]["values"], "list models: options")


def test_thermal(scans):
    """epsilon = "thermal()": one point per mass, and `point` gives the same epsilon."""
    failures = scans.failures
    path = scans.scan("thermal", CARD.replace('y       = { from = 1e-12, to = 1e-2, points = 11, scale = "log" }\n', "")
                      .replace("[analyses]", 'epsilon = "thermal()"\n[analyses]'))
    rows = scans.table(path, some_constraint(failures, path))
    failures.check(len(rows) == 10 and all(row["exists"] == "1" for row in rows), f"{len(rows)} thermal points: {rows}")
    row = rows[-1]
    answer = failures.json("model", "vector-dm", f"m_chi={row['m_chi']}", f"alpha_D={row['alpha_D']}", "m_mediator=3*m_chi",
                           "epsilon=thermal()")
    failures.check(answer["parameters"]["epsilon"] == float(row["epsilon"]), f"thermal: {answer['parameters']} and {row}")


def test_ranks(scans):
    card = scans.folder / "ranks.toml"
    card.write_text(CARD.replace("points = 11", "points = 7"))
    for ranks in (1, 2, 4):
        answer = run_on_ranks(ranks, "scan", card, "-o", scans.folder / f"ranks-{ranks}.h5")
        scans.failures.check(answer.returncode == 0, f"scan on {ranks} ranks: {answer.stderr}")
        same = run("diff", scans.folder / "ranks-1.h5", scans.folder / f"ranks-{ranks}.h5")
        scans.failures.check(same.returncode == 0, f"{ranks} ranks give other numbers: {same.stdout}")


def test_shipped_card(failures):
    plan = failures.json("scan", SOURCE / "cards" / "vector-portal.toml", "--dry-run")
    failures.check(plan["model"] == "vector-dm" and plan["points_per_column"] > 100, f"vector-portal.toml: {plan}")


def main():
    failures = Failures()
    with scratch() as name:
        scans = Scans(failures, pathlib.Path(name))
        path = test_y(scans)
        test_planes(scans, path)
        test_delta(failures)
        test_thermal(scans)
        test_ranks(scans)
        test_shipped_card(failures)
    failures.finish()


if __name__ == "__main__":
    main()
