"""HS3 exports read by pyhs3 (another program): its likelihood ratio at points of a map is that of the map. Exit code 77 (skipped) without it."""

import json
import math
import pathlib
import sys

from program import SOURCE, Failures, run, scratch

try:
    import numpy as np
    import pyhs3
except ImportError:
    print("SKIPPED: no pyhs3")
    sys.exit(77)

SEARCHES = ["nucal-1990-aprime", "charm-1985-aprime", "faser-2023-aprime"]
POINTS = 2


def log_likelihood(model, document, values):
    """Sum of ln of every distribution. pyhs3 takes a count as continuous and normalises a Poisson so: here over whole counts."""
    total = 0.0
    ends = {one["axes"][0]["name"]: one["axes"][0]["max"] for one in document["data"]}
    for one in document["distributions"]:
        if one["type"] == "poisson_dist":
            shares = np.ravel(model.pdf(one["name"], **{**values, one["x"]: np.arange(ends[one["x"]])}))
            total += float(np.log(shares[int(values[one["x"]][0])] / shares.sum()))
        else:
            total += float(np.log(np.squeeze(model.pdf(one["name"], **values))))
    return total


def profiled(model, document, values, free):
    """Highest ln L over the background of a channel, which moves between its ends: by golden sections."""
    low, high = free[1:]
    golden = (math.sqrt(5) - 1) / 2
    for _ in range(25):
        a, b = high - golden * (high - low), low + golden * (high - low)
        low, high = (low, b) if log_likelihood(model, document, {**values, free[0]: np.array(a)}) > log_likelihood(model, document, {**values, free[0]: np.array(b)}) else (a, high)
    return log_likelihood(model, document, {**values, free[0]: np.array(0.5 * (low + high))})


def compare(failures, map_file, folder, name, table, point):
    held = ["--hold", f"mass={table['mass'][point]!r}", "--hold", f"epsilon={table['epsilon'][point]!r}"]
    out = folder / f"{name}-{point}"
    answer = run("export", map_file, "--format", "hs3", "--experimental", "-o", out, "--analysis", name, *held)
    failures.check(answer.returncode == 0, answer.stderr)
    document = json.loads((out / "hs3.json").read_text())
    model = pyhs3.Workspace(**document).model("analysis", progress=False)
    values = {one["name"]: np.array(one["value"]) for one in document["parameter_points"][0]["parameters"]}
    values.update({one["axes"][0]["name"]: np.array([one["value"]]) for one in document["data"]})
    free = [(axis["name"], axis["min"], axis["max"]) for axis in document["domains"][0]["axes"] if axis["name"].startswith("b_")]
    failures.check(len(free) <= 1, f"{name}: backgrounds {free}")
    best = [profiled(model, document, {**values, "mu": np.array(mu)}, free[0]) if free else log_likelihood(model, document, {**values, "mu": np.array(mu)}) for mu in (1.0, 0.0)]
    told, expected = best[0] - best[1], table["log_likelihood"][point]
    print(f"{name}, point {point}: ln L {told:.6f} by pyhs3, {expected:.6f} in the map")
    # 1e-5: that of the golden sections
    failures.check(abs(told - expected) < 1e-5 * (1 + abs(expected)), f"{name}, point {point}: ln L {told} by pyhs3, {expected} in the map")


def main():
    failures = Failures()
    with scratch() as scratch_name:
        folder = pathlib.Path(scratch_name)
        made = run("scan", SOURCE / "cards" / "demo.toml", "--set", "axes.mass.points=9", "--set", "axes.epsilon.points=17",
                   "--set", f"analyses.include={json.dumps(SEARCHES)}", "-o", folder / "map.h5")
        failures.check(made.returncode == 0, made.stderr)
        failures.check(run("export", folder / "map.h5", "--format", "json", "-o", folder / "json").returncode == 0, "export json")
        told = json.loads((folder / "json" / "map.json").read_text())
        axes = {axis["name"]: np.array(axis["values"]) for axis in told["axes"]}
        mass, epsilon = (grid.ravel().tolist() for grid in np.meshgrid(axes["mass"], axes["epsilon"], indexing="ij"))
        for row in told["analyses"]:
            near = sorted(range(len(mass)), key=lambda i: abs(math.log((row["expected"][i] + 1e-300) / 3)))[:POINTS]
            for point in near:
                if row["expected"][point] > 0.01:
                    compare(failures, folder / "map.h5", folder, row["name"], {"mass": mass, "epsilon": epsilon, "log_likelihood": row["log_likelihood"]}, point)
    failures.finish()


if __name__ == "__main__":
    main()
