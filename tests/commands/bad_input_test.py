"""Wrong input: the exit code of the contract, and a message that names the fault and its place."""

import pathlib
import shutil

from program import SOURCE, Failures, run, scratch

CARD = """model = "dark-photon"
[axes]
mass    = { from = "10 MeV", to = "100 MeV", points = 3, scale = "log" }
epsilon = { from = 1e-6, to = 1e-4, points = 3, scale = "log" }
[analyses]
include = ["kind:limit"]
"""

EPSILON = "epsilon = { from = 1e-6, to = 1e-4, points = 3, scale = \"log\" }"

# name of the card, what is replaced, by what, fragments of the message (":LINE:" where the place is known)
BAD_CARDS = [
    ("unknown key", 'model =', 'colour = "red"\nmodel =', [":1:", "unknown key 'colour'"]),
    ("unknown key in axis", 'points = 3, scale = "log" }\neps', 'points = 3, scale = "log", step = 2 }\neps', [":3:", "'step'"]),
    ("unknown model", '"dark-photon"', '"dark-foton"', [":1:", "dark-foton", "dark-photon"]),
    ("wrong unit", '"10 MeV"', '"10 cm"', [":3:", "unit 'cm'"]),
    ("unit of a plain number", "1e-6", '"1e-6 GeV"', [":4:", "expected a number"]),
    ("negative mass", '"10 MeV"', '-0.01', [":3:", "above 0"]),
    ("NaN", "1e-6", "nan", [":4:", "finite"]),
    ("infinity", '"100 MeV"', "inf", [":3:", "finite"]),
    ("from above to", '"10 MeV"', '"1 GeV"', [":3:", "swapped"]),
    ("log from zero", "1e-6", "0", [":4:", "log axis"]),
    ("no points", 'points = 3, scale = "log" }\neps', 'points = 0, scale = "log" }\neps', [":3:", "0 points"]),
    ("half a point", 'points = 3, scale = "log" }\neps', 'points = 2.5, scale = "log" }\neps', [":3:", "whole number"]),
    ("one point, two ends", 'points = 3, scale = "log" }\neps', 'points = 1, scale = "log" }\neps', [":3:", "one point"]),
    ("unknown scale", 'scale = "log" }\neps', 'scale = "cubic" }\neps', [":3:", "cubic"]),
    ("missing scale", ', scale = "log" }\neps', ' }\neps', [":3:", "'scale' is missing"]),
    ("axis of another model", "epsilon =", "sin_theta =", ["sin_theta", "epsilon"]),
    ("missing table", CARD[CARD.index("[axes]"):], "", ["'axes' is missing"]),
    ("missing parameter", "epsilon = { from = 1e-6, to = 1e-4, points = 3, scale = \"log\" }\n", "", ["'epsilon'", "no value"]),
    ("out of range", "1e-4,", "1e9,", [":4:", "range"]),
    ("descending values", "{ from = 1e-6, to = 1e-4, points = 3, scale = \"log\" }", "[1e-4, 1e-5]", [":4:", "ascend"]),
    ("no values", "{ from = 1e-6, to = 1e-4, points = 3, scale = \"log\" }", "[]", [":4:", "no values"]),
    ("a fixed value among axes", "{ from = 1e-6, to = 1e-4, points = 3, scale = \"log\" }", "1e-5", [":4:", "[parameters]"]),
    ("half an expression", EPSILON, "[parameters]\nepsilon = \"3 *\"", [":5:", "Unexpected end"]),
    ("an expression of nothing known", EPSILON, "[parameters]\nepsilon = \"3 * m_chi\"", [":5:", "'m_chi'", "mass"]),
    ("an expression of itself", EPSILON, "[parameters]\nepsilon = \"3 * epsilon\"", [":5:", "depends on itself"]),
    ("an unknown function", EPSILON, "[parameters]\nepsilon = \"sin(mass)\"", [":5:", "sin(mass)"]),
    ("an assignment", EPSILON, "[parameters]\nepsilon = \"mass = 3 * 1\"", [":5:", "'='"]),
    ("a mass from a coupling", '[axes]\nmass    = { from = "10 MeV", to = "100 MeV", points = 3, scale = "log" }',
     "[parameters]\nmass = \"1e3 * epsilon\"\n[axes]", [":3:", "column"]),
    ("thermal without dark matter", EPSILON, "[parameters]\nepsilon = \"thermal()\"", [":5:", "dark matter"]),
    ("unknown option", "[axes]", "[parameters]\ncolour = \"red\"\n[axes]", ["colour"]),
    ("no such analysis", "kind:limit", "no-such-*", [":6:", "no-such-*"]),
    ("unknown selector", "kind:limit", "colour:red", [":6:", "colour:red"]),
    ("unknown preference", "[analyses]", "[analyses]\nprefer = \"mine\"", [":6:", "simulated"]),
    ("text for a list", '["kind:limit"]', '"*"', [":6:", "a list"]),
    ("not TOML", "[axes]", "[axes", [":2:", "TOML"]),
    ("a byte-order mark and rubbish", "model", "\ufeff\x01model", [":1:"]),
]

# arguments, exit code, fragments of the message on standard error
BAD_USE = [
    ([], 2, ["which command"]),
    (["frobnicate"], 2, ["frobnicate"]),
    (["update"], 2, ["usage: penumbra update"]),
    (["update", "no-such.h5"], 4, ["no-such.h5"]),
    (["update", "card.toml"], 4, ["card.toml"]),
    (["update", "good.h5", "--limits", "no-such-folder"], 2, ["no-such-folder"]),
    (["point", "vector-dm", "m_chi=0.1", "m_mediator=0.3", "alpha_D=0.5", "epsilon=1e-4", "y=1e-10"], 2, ["'y'", "say the same"]),
    (["point", "vector-dm", "m_chi=0.1", "m_mediator=3 * m_phi", "alpha_D=0.5", "epsilon=1e-4"], 2, ["m_phi"]),
    (["point", "vector-dm", "m_chi=0.1", "m_mediator=0.3", "alpha_D=0.5", "y=1"], 2, ["no such point"]),
    (["recast", "limit/x", "dark-photon"], 2, ["no limit is called 'limit/x'", "list limits"]),
    (["recast", "limit/dark-photon/a1_2014"], 2, ["usage: penumbra recast"]),
    (["recast", "limit/dark-photon/a1_2014", "no-model"], 2, ["no model is called 'no-model'"]),
    (["recast", "no-such.csv", "b-minus-l"], 4, ["no-such.csv", "no such file"]),
    (["recast", "limit/dark-photon/a1_2014", "b-minus-l", "epsilon=1"], 2, ["b-minus-l", "unknown option 'epsilon'"]),
    (["recast", "limit/dark-photon/a1_2014", "vector", "x_e"], 2, ["'x_e' is not of the form name=value"]),
    (["recast", "limit/dark-photon/a1_2014", "vector", "x_e=1", "x_e=2"], 2, ["'x_e' is given twice"]),
    (["recast", "limit/dark-photon/a1_2014", "vector", "x_e=many"], 2, ["x_e = 'many'", "1/3"]),
    (["recast", "limit/dark-photon/a1_2014", "vector-dm"], 2, ["'m_chi' and 'm_mediator' of vector-dm are both open"]),
    (["recast", "limit/hnl/e_belle", "b-minus-l"], 1, ["limit/hnl/e_belle", "not recast to b-minus-l"]),
    (["recast", "limit/dark-photon/sn1987a_chang2016", "b-minus-l"], 1, ["stellar does not scale"]),
    (["scan"], 2, ["usage: penumbra scan"]),
    (["scan", "card.toml"], 2, ["-o MAP.h5"]),
    (["scan", "no-such.toml", "-o", "a.h5"], 4, ["no-such.toml", "No such file"]),
    (["scan", ".", "-o", "a.h5"], 4, ["folder"]),
    (["scan", "card.toml", "-o", "a.h5", "--threads", "none"], 2, ["--threads"]),
    (["scan", "card.toml", "-o", "a.h5", "--claim", "lottery"], 2, ["lottery"]),
    (["scan", "card.toml", "-o", "no/such/folder/a.h5"], 4, ["no/such/folder"]),
    (["scan", "card.toml", "-o", "a.h5", "--set", "axes.mass.points=-1"], 3, ["--set axes.mass.points", "-1 points"]),
    (["scan", "card.toml", "-o", "a.h5", "--set", "nonsense"], 2, ["key=value"]),
    (["scan", "card.toml", "-o", "a.h5", "--colour"], 2, ["colour"]),
    (["point", "dark-photon"], 2, ["'mass' is missing", "'epsilon' is missing"]),
    (["point", "dark-photon", "mass=0.05"], 2, ["'epsilon' is missing"]),
    (["point", "dark-photon", "mass=0.05", "epsilon=1e-5", "colour=red"], 2, ["colour"]),
    (["point", "dark-photon", "mass=0.05", "mass=0.06", "epsilon=1e-5"], 2, ["twice"]),
    (["point", "dark-photon", "mass=-0.05", "epsilon=1e-5"], 2, ["range"]),
    (["point", "dark-photon", "mass=0.05 cm", "epsilon=1e-5"], 2, ["unit 'cm'"]),
    (["point", "dark-photon", "mass=heavy", "epsilon=1e-5"], 2, ["heavy"]),
    (["point", "dark-photon", "mass=nan", "epsilon=1e-5"], 2, ["mass"]),
    (["point", "dark-photon", "0.05"], 2, ["name=value"]),
    (["point", "dark-photon", "mass=0.05", "epsilon=1e-5", "--analysis", "no-such"], 2, ["no-such"]),
    (["point", "light-photon", "mass=0.05"], 2, ["light-photon", "dark-photon"]),
    (["model", "light-photon"], 2, ["light-photon"]),
    (["list", "everything"], 2, ["everything", "analyses"]),
    (["list", "models", "extra"], 2, ["extra"]),
    (["list", "analyses", "--data", "no-such-folder"], 2, ["no-such-folder"]),
    (["check", "no-such.toml"], 4, ["no-such.toml"]),
    (["contour", "no-such.h5"], 4, ["no-such.h5"]),
    (["contour", "card.toml"], 4, ["card.toml"]),
    (["info", "card.toml"], 4, ["card.toml"]),
    (["info", "cut.h5"], 4, ["cut.h5"]),
    (["diff", "good.h5", "card.toml"], 4, ["card.toml"]),
    (["export", "good.h5", "--format", "papyrus", "-o", "out"], 2, ["papyrus"]),
    (["export", "good.h5", "--format", "csv"], 2, ["-o"]),
    (["contour", "good.h5", "--cl", "90"], 2, ["--cl"]),
    (["contour", "good.h5", "--plane", "mass"], 2, ["--plane"]),
    (["contour", "good.h5", "--plane", "mass,colour"], 2, ["colour"]),
    (["contour", "good.h5", "--rule", "feeling"], 2, ["feeling"]),
    (["contour", "good.h5", "--analysis", "no-such"], 2, ["no-such"]),
    (["contour", "good.h5", "--rule", "toys", "--toys", "some"], 2, ["--toys"]),
    (["contour", "good.h5", "--rule", "toys", "--toys", "50"], 2, ["--toys", "at least 100"]),
    (["contour", "good.h5", "--rule", "toys", "--experiments", "no-such-folder"], 2, ["no-such-folder"]),
    (["contour", "good.h5", "--status", "imagined"], 2, ["imagined"]),
    (["scan", "card.toml", "-o", "good.h5", "--set", "axes.mass.points=4"], 3, ["good.h5"]),
    (["scan", "card.toml", "-o", "text.h5"], 4, ["text.h5"]),
    (["benchmark", "no-such.csv"], 4, ["no-such.csv"]),
    (["benchmark", "bad-benchmark.csv"], 3, ["bad-benchmark.csv"]),
    (["validate", "--model", "light-photon"], 2, ["light-photon"]),
    (["validate", "--curves", "no-such-folder"], 2, ["no-such-folder"]),
    (["validate", "--curve", "curve.csv"], 2, ["--analysis"]),
    (["validate", "--analysis", "no-such", "--curve", "curve.csv", "--model", "dark-photon"], 3, ["no-such"]),
]


def some_limit():
    return SOURCE / "limits" / "dark-photon" / "babar_2014.csv"


# how a good limit file is spoilt, and what the message names
def bad_limits():
    good = some_limit().read_text()
    lines = good.splitlines()
    first = next(i for i, line in enumerate(lines) if line and not line.startswith("#")) + 1
    mass, coupling = lines[first].split(",")[:2]

    def with_row(text):
        return "\n".join(lines[:first] + [text] + lines[first + 1:]) + "\n"

    return [
        ("nan", with_row(f"{mass},nan"), [f":{first + 1}"]),
        ("negative", with_row(f"{mass},-{coupling}"), [f":{first + 1}"]),
        ("short-row", with_row(mass), [f":{first + 1}"]),
        ("text", with_row(f"{mass},small"), [f":{first + 1}"]),
        ("unknown-key", "# colour: red\n" + good, ["colour"]),
        ("no-header", "\n".join(lines[first - 1:]) + "\n", []),
        ("byte-order-mark", "\ufeff" + good, ["byte-order mark"]),
        ("empty", "", []),
    ]


# how a good library of two limits is spoilt, and what the message names
def bad_libraries(folder):
    other = SOURCE / "limits" / "dark-photon" / "kloe_2016_pipi.csv"
    one, two = folder / "dark-photon" / "one.csv", folder / "dark-photon" / "two.csv"

    def rank_of_one(text):
        rank, data_set = (next(line for line in one.read_text().splitlines() if line.startswith(f"# {key}:")) for key in ("rank", "data_set"))
        lines = [rank if line.startswith("# rank:") else data_set if line.startswith("# data_set:") else line for line in text.splitlines()]
        return "\n".join(lines) + "\n"

    def with_key(text, key, value):
        return "\n".join(f"# {key}: {value}" if line.startswith(f"# {key}:") else line for line in text.splitlines()) + "\n"

    def part(text, rank):
        return with_key(with_key(text, "data_set", "same"), "rank", f"{rank}").replace("# rank:", "# part: whole\n# rank:")

    def spoil(title):
        shutil.rmtree(folder, ignore_errors=True)
        one.parent.mkdir(parents=True)
        shutil.copy(some_limit(), one)
        text = other.read_text()
        if title == "twice":
            text = with_key(some_limit().read_text(), "data_set", "another")
        elif title == "reference":
            text = with_key(text, "reference", "Nobody:2024aa")
        elif title == "rank":
            text = rank_of_one(text)
        elif title == "part":
            one.write_text(part(one.read_text(), 1))
            text = part(text, 2)
        path = folder / "hnl" / "two.csv" if title == "folder" else two
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
        return path

    return [("good", spoil, []), ("twice", spoil, ["two.csv:1:1", "limit/dark-photon/one"]), ("reference", spoil, ["two.csv:1:1", "'Nobody:2024aa'"]),
            ("rank", spoil, ["two.csv:1:1", "limit/dark-photon/one"]), ("part", spoil, ["two.csv:1:1", "part:", "limit/dark-photon/one"]), ("folder", spoil, ["two.csv:1:1", "limits/dark-photon"])]


def main():
    failures = Failures()
    with scratch() as name:
        folder = pathlib.Path(name)
        (folder / "card.toml").write_text(CARD)
        (folder / "text.h5").write_text("this is no map\n")
        (folder / "bad-benchmark.csv").write_text("id,model\n1,dark_photon\n")
        (folder / "curve.csv").write_text("# CL: 90\n# shape: upper\nmass_GeV,coupling\n0.01,1e-5\n0.1,1e-5\n")
        made = run("scan", "card.toml", "-o", "good.h5", folder=folder)
        failures.check(made.returncode == 0, f"the scan of the good card: {made.returncode}\n{made.stderr}")
        if (folder / "good.h5").exists():
            (folder / "cut.h5").write_bytes((folder / "good.h5").read_bytes()[:3000])

        for title, old, new, fragments in BAD_CARDS:
            failures.check(old in CARD, f"card '{title}': nothing to replace")
            (folder / "bad.toml").write_text(CARD.replace(old, new, 1))
            for command, code in ((["scan", "bad.toml", "-o", "bad.h5"], 3), (["check", "bad.toml"], 1)):
                answer = run(*command, folder=folder)
                said = answer.stderr + answer.stdout
                failures.check(answer.returncode == code, f"card '{title}', {command[0]}: exit {answer.returncode}: {said}")
                for fragment in ["bad.toml", *fragments]:
                    failures.check(fragment in said, f"card '{title}', {command[0]}: no '{fragment}' in: {said}")
            failures.check(not (folder / "bad.h5").exists(), f"card '{title}' left a map")

        for arguments, code, fragments in BAD_USE:
            answer = run(*arguments, folder=folder)
            what = " ".join(arguments)
            failures.check(answer.returncode == code, f"{what}: exit {answer.returncode}, expected {code}: {answer.stderr}")
            failures.check(answer.stdout == "", f"{what}: wrote to standard output: {answer.stdout[:200]}")
            for fragment in fragments:
                failures.check(fragment in answer.stderr, f"{what}: no '{fragment}' in: {answer.stderr}")

        if failures.check(some_limit().exists(), f"{some_limit()} is not there"):
            for title, text, fragments in bad_limits():
                limits = folder / "limits" / "dark-photon"
                limits.mkdir(parents=True, exist_ok=True)
                path = limits / f"{title}.csv"
                path.write_text(text)
                checked = run("check", path)
                failures.check(checked.returncode == 1, f"check of limit '{title}': exit {checked.returncode}: {checked.stderr}")
                loaded = run("list", "limits", "--limits", folder / "limits")
                failures.check(loaded.returncode == 3, f"loading limit '{title}': exit {loaded.returncode}: {loaded.stderr}")
                for fragment in [path.name, *fragments]:
                    failures.check(fragment in checked.stdout, f"check of limit '{title}': no '{fragment}' in: {checked.stdout}")
                    failures.check(fragment in loaded.stderr, f"loading limit '{title}': no '{fragment}' in: {loaded.stderr}")
                shutil.rmtree(folder / "limits")

        for title, spoil, fragments in bad_libraries(folder / "limits"):
            spoil(title)
            answer = run("check", folder / "limits")
            failures.check(answer.returncode == (1 if fragments else 0), f"library '{title}': exit {answer.returncode}: {answer.stdout}")
            for fragment in fragments:
                failures.check(fragment in answer.stdout, f"library '{title}': no '{fragment}' in: {answer.stdout}")
        failures.check(run("list", "limits", "--limits", folder / "limits").returncode == 3, "a limit in the folder of another model was loaded")

        for experiment in sorted((SOURCE / "experiments").glob("*.toml")):
            if experiment.name == "overlaps.toml":
                continue
            damaged = folder / experiment.name
            text = experiment.read_text() + '\ncolour = "red"\n'
            damaged.write_text(text)
            answer = run("check", damaged)
            where = f"{experiment.name}:{len(text.splitlines())}:1"
            failures.check(answer.returncode == 1 and where in answer.stdout and "colour" in answer.stdout,
                           f"{experiment.name} with an unknown key: {answer.stdout}")

        # Tables of a release lie beside its definition, and are checked with it.
        for experiment in sorted((SOURCE / "experiments").glob("*.toml")):
            tables = SOURCE / "experiments" / experiment.stem
            if not tables.is_dir():
                continue
            damaged = folder / experiment.name
            damaged.write_text(experiment.read_text())
            shutil.copytree(tables, folder / experiment.stem)
            failures.check(run("check", damaged).returncode == 0, f"a copy of {experiment.name} is not good")
            for table in sorted((folder / experiment.stem).glob("*.csv")):
                text = table.read_text()
                table.write_text(text.rstrip("\n").rpartition(",")[0] + ",nan\n")
                answer = run("check", damaged)
                where = f"{table.name}:{len(text.splitlines())}"
                failures.check(answer.returncode == 1 and where in answer.stdout, f"NaN in {table.name}: {answer.stdout}")
                table.write_text(text)
    failures.finish()


if __name__ == "__main__":
    main()
