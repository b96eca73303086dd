"""update: only what is new or changed is computed, the rest stays bit for bit, and the map is that of a fresh scan."""

import pathlib
import shutil
import signal
import subprocess
import time

from program import PROGRAM, SOURCE, Failures, run, run_on_ranks, scratch

CARD = """model = "dark-photon"
[axes]
mass    = { from = "10 MeV", to = "100 MeV", points = 4, scale = "log" }
epsilon = { from = 1e-8, to = 1e-2, points = 25, scale = "log" }
"""
EXPERIMENT = "nucal-1990-aprime"
LIMITS = ["babar_2014", "na64_2018_ee"]
LATER = "kloe_2016_pipi"


class Data:
    """Experiments and limits that the test may change."""

    def __init__(self, folder):
        self.experiments, self.limits = folder / "experiments", folder / "limits"
        (self.limits / "dark-photon").mkdir(parents=True)
        self.experiments.mkdir()
        shutil.copytree(SOURCE / "experiments" / "beams", self.experiments / "beams")
        for name in (EXPERIMENT, "g-2-electron-2022-cs"):
            self.add_experiment(name)
        for name in LIMITS:
            self.add_limit(name)

    def experiment(self, name):
        return self.experiments / f"{name}.toml"

    def add_experiment(self, name):
        shutil.copy(SOURCE / "experiments" / f"{name}.toml", self.experiments)

    def add_limit(self, name):
        shutil.copy(SOURCE / "limits" / "dark-photon" / f"{name}.csv", self.limits / "dark-photon")

    def remove_limit(self, name):
        (self.limits / "dark-photon" / f"{name}.csv").unlink()

    def options(self):
        return ["--experiments", self.experiments, "--limits", self.limits]


class Test:
    def __init__(self, failures, folder, data):
        self.failures, self.folder, self.data, self.count = failures, folder, data, 0
        (folder / "card.toml").write_text(CARD)
        self.map = folder / "map.h5"

    def scan(self, path):
        answer = run("scan", self.folder / "card.toml", "-o", path, *self.data.options())
        self.failures.check(answer.returncode == 0, f"scan: {answer.stderr}")

    def same_as_fresh(self, what):
        self.count += 1
        fresh = self.folder / f"fresh-{self.count}.h5"
        self.scan(fresh)
        same = run("diff", self.map, fresh)
        self.failures.check(same.returncode == 0, f"{what}: not the map of a fresh scan: {same.stdout}")

    def update(self, what, computed, actions):
        """Runs update, after a dry run that must announce the same and change nothing."""
        before = self.map.read_bytes()
        said = self.failures.json("update", self.map, *self.data.options(), "--dry-run")
        self.failures.check(self.map.read_bytes() == before, f"{what}: --dry-run changed the map")
        done = self.failures.json("update", self.map, *self.data.options())
        self.failures.check(said["rows"] == done["rows"], f"{what}: --dry-run said something else")
        self.failures.check(sorted(done["rows_computed"]) == sorted(computed), f"{what}: computed {done['rows_computed']}")
        found = {row["name"]: row["action"] for row in done["rows"] if row["action"] != "kept"}
        self.failures.check(found == actions, f"{what}: {found}, expected {actions}")
        self.same_as_fresh(what)
        return done


def edit(path, old, new):
    text = path.read_text()
    assert old in text, f"{path}: no '{old}'"
    path.write_text(text.replace(old, new, 1))


def test_changes(test):
    data, failures = test.data, test.failures
    test.scan(test.map)
    later = f"limit/dark-photon/{LATER}"
    test.update("nothing", [], {})

    data.add_limit(LATER)
    test.update("one limit more", [later], {later: "new"})
    data.remove_limit(LATER)
    test.update("a limit removed", [], {later: "removed"})
    data.add_limit(LATER)
    test.update("and back", [], {later: "returned"})

    experiment = data.experiment(EXPERIMENT)
    original = experiment.read_text()
    experiment.write_text("# a comment\n" + original.replace('source = "', 'source = "read again: ', 1) + "\n\n")
    test.update("a cosmetic edit", [], {})

    observed = next(line for line in original.splitlines() if line.startswith("background"))
    value = observed.split("value = ")[1].split(",")[0]
    experiment.write_text(original.replace(observed, observed.replace(f"value = {value}", f"value = {float(value) + 1}")))
    text = run("update", test.map, *data.options(), "--dry-run", "--explain")
    failures.check("background" in text.stdout and f"{float(value):g} -> {float(value) + 1:g}" in text.stdout,
                   f"--explain does not say old -> new: {text.stdout}")
    done = test.update("one number of an experiment", [EXPERIMENT], {EXPERIMENT: "changed"})
    fields = [field for row in done["rows"] for field in row["fields"]]
    failures.check(len(fields) == 1 and fields[0]["field"].endswith("background"), f"changed fields: {fields}")
    experiment.write_text(original)
    test.update("the old number again", [], {EXPERIMENT: "returned"})


def test_named(test):
    """A limit that the card names and that is gone is dropped, with a warning."""
    folder, data = test.folder, test.data
    path = folder / "named.h5"
    names = '["limit/dark-photon/babar_2014", "limit/dark-photon/na64_2018_ee"]'
    made = run("scan", folder / "card.toml", "--set", f"analyses.include={names}", "-o", path, *data.options())
    test.failures.check(made.returncode == 0, made.stderr)
    data.remove_limit("na64_2018_ee")
    answer = run("update", path, *data.options())
    test.failures.check(answer.returncode == 0 and "any more" in answer.stderr and "removed" in answer.stdout,
                        f"a named limit is gone: {answer}")
    data.add_limit("na64_2018_ee")


def test_ranks(test):
    """Under mpirun, and back on one rank."""
    test.data.remove_limit(LATER)
    removed = run_on_ranks(2, "update", test.map, *test.data.options())
    test.failures.check(removed.returncode == 0 and removed.stdout.count("removed") == 1, f"update on two ranks: {removed}")
    test.same_as_fresh("removed on two ranks")
    test.data.add_limit(LATER)
    test.update("back after two ranks", [], {f"limit/dark-photon/{LATER}": "returned"})


def test_kill(test):
    """Killed at some moment of an update: the map can be read, and the next update finishes."""
    experiment = test.data.experiment(EXPERIMENT)
    original = experiment.read_text()
    observed = next(line for line in original.splitlines() if line.startswith("background"))
    value = observed.split("value = ")[1].split(",")[0]
    for number, delay in enumerate((0.3, 0.6, 1.0), 2):
        experiment.write_text(
            original.replace(observed, observed.replace(f"value = {value}", f"value = {float(value) + number}")))
        command = [str(PROGRAM), "update", str(test.map), *map(str, test.data.options())]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            time.sleep(delay)
            process.send_signal(signal.SIGKILL)
        info = run("info", test.map, "--verify")
        test.failures.check(info.returncode == 0, f"killed after {delay} s, the map cannot be read: {info.stderr}{info.stdout}")
        again = run("update", test.map, *test.data.options())
        test.failures.check(again.returncode == 0, f"update after a kill: {again.stderr}")
        test.same_as_fresh(f"killed after {delay} s")
    experiment.write_text(original)


def main():
    failures = Failures()
    with scratch() as name:
        folder = pathlib.Path(name)
        test = Test(failures, folder, Data(folder))
        test_changes(test)
        test_named(test)
        test_ranks(test)
        test_kill(test)
    failures.finish()


if __name__ == "__main__":
    main()
