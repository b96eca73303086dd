"""50 seeded edits of the shipped data: an update computes the rows that depend on a number that changed, and no other.

Which rows depend on a file is found here by reading the files, not by asking the program."""

import pathlib
import random
import re
import shutil
import tomllib

import edits
from program import SOURCE, Failures, run, scratch

SEED = 20261122
CARDS = {
    "dark-photon": """model = "dark-photon"
[axes]
mass    = ["20 MeV", "300 MeV"]
epsilon = { from = 1e-8, to = 1e-3, points = 4, scale = "log" }
""",
    "vector-dm": """model = "vector-dm"
[axes]
m_chi   = ["10 MeV"]
epsilon = { from = 1e-6, to = 1e-3, points = 3, scale = "log" }
[parameters]
alpha_D    = 0.5
m_mediator = "3 * m_chi"
""",
}


class Data:
    def __init__(self, folder):
        self.experiments, self.limits = folder / "experiments", folder / "limits"
        shutil.copytree(SOURCE / "experiments", self.experiments)
        shutil.copytree(SOURCE / "limits", self.limits)
        self.options = ["--experiments", self.experiments, "--limits", self.limits]

    def searches(self):
        """Experiment files whose rows are simulated on a beam: path -> name of the beam."""
        found = {}
        for path in sorted(self.experiments.glob("*.toml")):
            beam = tomllib.loads(path.read_text()).get("beam")  # an earlier edit may have put its keys into another order
            if beam:
                found[path] = beam["name"]
        return found

    def beams(self):
        used = set(self.searches().values())
        return [path for path in sorted((self.experiments / "beams").glob("*.toml")) if path.stem in used]

    def tables(self):
        """Tables that a beam in use or a search names: path -> the rows that are made from it."""
        found = {}
        for beam in self.beams():
            text, rows = beam.read_text(), self.on_beam(beam.stem)
            shared = re.search(r'^tables_of *= *"([^"]+)"', text, re.M)
            place = beam.with_name(shared[1]) if shared else beam.with_suffix("")
            for parent in re.finditer(r'particle *= *"([^"]+)"\s*\ntables *= *\[([^\]]*)\]', text):
                for source in re.findall(r'"([^"]+)"', parent[2]):
                    table = place / f"{parent[1]}.{source}.csv"
                    found[table] = found.get(table, set()) | rows
            for name in re.findall(r'^track_(?:length|angle) *= *"([^"]+)"', text, re.M):
                found[beam.with_suffix("") / f"{name}.csv"] = rows
        for search in self.searches():
            for name in re.findall(r'^(?:counts|control) *= *"([^"]+)"', search.read_text(), re.M):
                found[search.with_suffix("") / f"{name}.csv"] = {search.stem}
        return found

    def on_beam(self, name):
        return {path.stem for path, beam in self.searches().items() if beam == name}

    def curves(self):
        return sorted(self.limits.glob("*/*.csv"))


def row_of_curve(path):
    return f"limit/{path.parent.name}/{path.stem}"


def rename_curve(rng, data):
    path = rng.choice(data.curves())
    path.rename(path.with_stem(path.stem + "-renamed"))
    return f"{path.name} renamed"


def rename_beam(rng, data):
    path = rng.choice(data.beams())
    old, new = path.stem, path.stem + "-renamed"
    path.with_suffix("").rename(path.parent / new) if path.with_suffix("").exists() else None
    path.rename(path.with_stem(new))
    for file in [*(data.experiments / "beams").glob("*.toml"), *data.searches()]:
        file.write_text(re.sub(rf'^((?:name|tables_of) *= *)"{re.escape(old)}"', rf'\1"{new}"', file.read_text(), flags=re.M))
    return f"beam {old} renamed"


def edit(rng, data, kind, real):
    """Makes one edit; says what it was and which rows have to be computed."""
    if not real and rng.random() < 0.15:
        return rng.choice([rename_curve, rename_beam])(rng, data), set()
    tables = data.tables()
    path = rng.choice({"experiment": sorted(set(data.experiments.glob("*.toml")) - {data.experiments / "overlaps.toml"}),
                       "beam": data.beams(), "table": sorted(tables), "curve": data.curves()}[kind])
    rows = {"experiment": {path.stem}, "beam": data.on_beam(path.stem), "table": tables.get(path), "curve": {row_of_curve(path)}}
    text = path.read_bytes().decode()
    if path.suffix == ".toml":
        how = edits.toml_real if real else rng.choice(edits.TOML_COSMETIC)
        edited = how(rng, text)
    elif real:
        how = edits.csv_real
        edited = how(rng, text, 1.001 if kind == "curve" else 1.00001)
    else:
        how = rng.choice(edits.CSV_COSMETIC)
        edited = how(rng, text)
    assert edited != text, f"{how.__name__} left {path} as it was"
    path.write_bytes(edited.encode())
    return f"{how.__name__} {path.relative_to(data.experiments.parent)}", rows[kind] if real else set()


def main():
    failures = Failures()
    rng = random.Random(SEED)
    with scratch() as name:
        folder = pathlib.Path(name)
        data = Data(folder)
        maps, rows = {}, {}
        for model, card in CARDS.items():
            (folder / f"{model}.toml").write_text(card)
            maps[model] = folder / f"{model}.h5"
            failures.json("scan", folder / f"{model}.toml", "-o", maps[model], *data.options)
        counts = {True: 0, False: 0}
        for number in range(50):
            real = rng.random() < 0.5
            kind = ("experiment", "beam", "table", "curve")[number % 4]
            what, wanted = edit(rng, data, kind, real)
            counts[real] += 1
            for model, path in maps.items():
                said = failures.json("update", path, *data.options, "--dry-run")
                if not said:
                    continue
                rows[model] = {row["name"] for row in said["rows"] if row["action"] != "removed"}
                computed = {row["name"] for row in said["rows"] if row["action"] in ("new", "changed")}
                failures.check(computed == wanted & rows[model],
                               f"edit {number} ({what}): {model} would compute {sorted(computed)}, not {sorted(wanted & rows[model])}")
                if not computed and number % 10 != 9:  # renamed rows wait for the next real update
                    continue
                done = failures.json("update", path, *data.options)
                failures.check(done and set(done["rows_computed"]) == computed, f"edit {number} ({what}): {model} computed {done}")
        for model, path in maps.items():
            fresh = folder / f"fresh-{model}.h5"
            failures.json("scan", folder / f"{model}.toml", "-o", fresh, *data.options)
            same = run("diff", path, fresh)
            failures.check(same.returncode == 0, f"{model}: not the map of a fresh scan: {same.stdout}")
        print(f"{counts[True]} real and {counts[False]} cosmetic edits of "
              f"{len(rows['dark-photon'])} and {len(rows['vector-dm'])} rows")
    failures.finish()


if __name__ == "__main__":
    main()
