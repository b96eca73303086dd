"""Maps read by tools/penumbra_map.py: the same numbers as `penumbra export` and `info` tell, the example of README.md as it stands there, and what is no map."""

import pathlib
import re
import shutil
import subprocess
import sys

from maps import DARK_MATTER, TOOLS, need, small_map
from program import SOURCE, Failures, run, scratch

need("h5py", "numpy")
import json  # noqa: E402

import h5py  # noqa: E402
import numpy as np  # noqa: E402
from penumbra_map import LabelledArray, MapError, open_map  # noqa: E402


def compare(failures, path, folder):
    out = folder / f"{path.stem}-json"
    answer = run("export", path, "--format", "json", "-o", out)
    failures.check(answer.returncode == 0, f"export of {path.name}: {answer.stderr}")
    told = json.loads((out / "map.json").read_text())
    info = failures.json("info", path)
    with open_map(path) as m:
        failures.check(m.model == told["model"] and m.complete is told["complete"], "model and completeness")
        failures.check(list(m.axes) == [axis["name"] for axis in told["axes"]], f"axes {list(m.axes)}")
        for axis in told["axes"]:
            failures.check(np.array_equal(m.axes[axis["name"]], axis["values"]), f"values of {axis['name']}")
        for name, values in told["grid"].items():
            failures.check(np.array_equal(m.computed(name).values.ravel(), values), f"computed {name}")
        failures.check(list(m.analyses) == [row["name"] for row in told["analyses"]], "names of analyses")
        for row in told["analyses"]:
            for quantity in ("log_likelihood", "expected", "asimov", "cls"):
                read = getattr(m, quantity)(row["name"])
                failures.check(np.array_equal(read.values.ravel(), row[quantity]), f"{quantity} of {row['name']}")
        for status, quantities in told["combined"].items():
            for quantity, values in quantities.items():
                failures.check(np.array_equal(m.combined(status, quantity).values.ravel(), values), f"combined {status} {quantity}")
        for row in info["analyses"]:
            mine = m.analyses[row["name"]]
            failures.check((mine.kind, mine.status, mine.data_set, mine.in_combination, mine.key) ==
                           tuple(row[key] for key in ("kind", "status", "data_set", "in_combination", "key")), f"catalogue of {row['name']}")


def labels(failures):
    array = LabelledArray(np.arange(24.0).reshape(2, 3, 4), {"a": np.array([1.0, 2.0]), "b": np.array([0.1, 1.0, 10.0]), "c": np.arange(4.0)})
    held = array.hold(b=0.9)
    failures.check(list(held.axes) == ["a", "c"] and held.values.tolist() == array.values[:, 1, :].tolist(), "hold takes the nearest")
    failures.check(array.largest("a", "c").values.tolist() == [15.0, 19.0, 23.0], "largest over two axes")
    try:
        array.hold(d=1)
        failures.check(False, "an axis that is not there")
    except MapError as error:
        failures.check("'d'" in str(error) and "a, b, c" in str(error), str(error))


def no_maps(failures, path, folder):
    (folder / "text.h5").write_text("no HDF5")
    with h5py.File(folder / "other.h5", "w") as file:
        file["numbers"] = [1.0]
    shutil.copyfile(path, folder / "damaged.h5")
    with h5py.File(folder / "damaged.h5", "r+") as file:
        for copy in (0, 1):
            file["state/catalogue"][copy, 40] ^= 0x10
    for name, words in (("text.h5", "cannot be read"), ("other.h5", "not a map"), ("damaged.h5", "damaged"), ("absent.h5", "cannot be read")):
        try:
            open_map(folder / name)
            failures.check(False, f"{name} was opened")
        except MapError as error:
            failures.check(words in str(error) and name in str(error), f"{name}: {error}")


# Whatever the example calls an array, it has a value for every point of the grid.
CHECK = """
import numpy
assert numpy.shape(getattr(lnL, "values", lnL)) == (5, 7), lnL
"""


def readme(failures, path, folder):
    """Every block of Python of the README, in the folder of a clone with its small map."""
    blocks = re.findall(r"^```python\n(.*?)^```", (SOURCE / "README.md").read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    failures.check(len(blocks) >= 1, "README.md has no example in Python")
    (folder / "results").mkdir()
    (folder / "results" / "small.h5").symlink_to(path)
    (folder / "tools").symlink_to(TOOLS)
    for block in blocks:
        answer = subprocess.run([sys.executable, "-c", block + CHECK], cwd=folder, capture_output=True, text=True, timeout=60, check=False)
        failures.check(answer.returncode == 0, f"example of README.md:\n{block}\n{answer.stderr}")


def main():
    failures = Failures()
    labels(failures)
    with scratch() as name:
        folder = pathlib.Path(name)
        path = small_map(failures, folder / "map.h5")
        compare(failures, path, folder)
        compare(failures, small_map(failures, folder / "dm.h5", card="vector-portal.toml", settings=DARK_MATTER), folder)
        no_maps(failures, path, folder)
        readme(failures, small_map(failures, folder / "with-faser.h5", "--set", 'analyses.include=["kind:limit", "faser-2023-aprime"]'), folder)
    failures.finish()


if __name__ == "__main__":
    main()
