"""The exported workspaces in pyhf itself: they load, and give the likelihoods and CLs of the map. Skipped where pyhf is not installed.

pyhf_test.py PROGRAM SOURCE_DIR [POINTS]: so many points in all (60; by hand 1000)."""

import csv
import json
import math
import pathlib
import sys

from program import SOURCE, Failures, run, scratch

try:
    import numpy as np
    import pyhf
    from scipy.stats import nbinom, norm, poisson
except ImportError as missing:
    print(f"skipped: {missing}")
    sys.exit(77)

SEARCHES = ["faser-2023-aprime", "nucal-1990-aprime", "charm-1985-aprime", "lsnd-1998-aprime", "na62-2023-aprime-mumu"]
POINTS = int(sys.argv[3]) if len(sys.argv) > 3 else 60
SETTINGS = {"normsys": {"interpcode": "code1"}}
TOLERANCE = 1e-3
FLAT = 0.02  # bounds of nuisances that are flat


def columns(path):
    with open(path, newline="") as file:
        rows = list(csv.DictReader(file))
    return {name: [float(row[name]) for row in rows] for name in rows[0]}


def load(folder):
    workspace = pyhf.Workspace(json.loads((folder / "BkgOnly.json").read_text()))
    patchset = pyhf.PatchSet(json.loads((folder / "patchset.json").read_text()))
    patchset.verify(workspace)  # the digest
    return workspace, patchset


def asymptotic_cls(q, q_asimov):
    """The map's: from q = -2 ln L(1)/L(0)."""
    width = 2 * math.sqrt(q_asimov)
    return norm.cdf(-(q + q_asimov) / width) / norm.cdf(-(q - q_asimov) / width) if width > 0 else 1.0


class Likelihood:
    """-2 ln L of a model at fixed mu: everything else fitted, or shared nuisances held at 0."""

    def __init__(self, workspace, patchset, patch, shared):
        self.model = pyhf.Workspace(patchset.apply(workspace, patch.name)).model(modifier_settings=SETTINGS)
        self.data = workspace.data(self.model)
        self.held = [name in shared for name in self.model.config.par_names]

    def twice_nll(self, mu, data, profiled=False):
        config = self.model.config
        inits, fixed = config.suggested_init(), [not profiled and held for held in self.held]
        inits[config.poi_index] = mu
        fixed[config.poi_index] = True
        if all(fixed):
            return float(-2 * self.model.logpdf(inits, data)[0])
        starts = [inits]
        if profiled:  # corners, too: between them there may be more than one maximum
            starts += [[end if held else value for value, held in zip(inits, self.held)] for end in (-FLAT, FLAT)]
        return min(float(pyhf.infer.mle.fixed_poi_fit(mu, data, self.model, init_pars=start, fixed_params=fixed, return_fitted_val=True)[1])
                   for start in starts)

    def q(self, data, profiled=False):
        return self.twice_nll(1.0, data, profiled) - self.twice_nll(0.0, data, profiled)

    def expected(self, mu):
        pars = self.model.config.suggested_init()
        pars[self.model.config.poi_index] = mu
        return self.model.expected_data(pars, include_auxdata=False)

    def asimov(self):
        return np.concatenate([self.expected(0.0), self.model.config.auxdata])


def exact_cls(n, signal, mean, error):
    """P(at most n | s + b) / P(at most n | b), b from a gamma density: what the map calls CLs."""
    if error == 0:
        return poisson.cdf(n, signal + mean) / poisson.cdf(n, mean)
    shape = (mean / error) ** 2
    counts = np.arange(n + 1)
    background = nbinom.pmf(counts, shape, shape / (shape + mean))
    return float(np.sum(background * poisson.cdf(n - counts, signal)) / np.sum(background))


def spread(items, count):
    """So many of a list, evenly."""
    return [items[len(items) * i // count] for i in range(count)] if count < len(items) else items


def compare_search(failures, folder, name, table, count):
    workspace, patchset = load(folder / "pyhf" / name)
    workspace_json = json.loads((folder / "pyhf" / name / "BkgOnly.json").read_text())
    parameters = workspace_json["measurements"][0]["config"]["parameters"]
    shared = {parameter["name"] for parameter in parameters if parameter["bounds"] == [[-FLAT, FLAT]]}
    errors = [sample["modifiers"][0]["data"]["hi_data"][0] - sample["data"][0] if sample["modifiers"] else 0.0
              for channel in workspace_json["channels"] for sample in channel["samples"]]
    worst = {"ln L": 0.0, "asymptotic CLs": 0.0, "exact CLs": 0.0, "qtilde CLs": 0.0}
    compared = dict.fromkeys(worst, 0)

    def note(what, difference, where):
        compared[what] += 1
        worst[what] = max(worst[what], difference)
        failures.check(difference < TOLERANCE, f"{name}, {where}: {what} differs by {difference}")

    # Points at which something is decided: elsewhere every CLs is 0 or 1.
    open_patches = [patch for patch in patchset if 1e-3 < table["expected"][int(patch.name.removeprefix("point_"))] < 30]
    for patch in spread(open_patches, count):
        point = int(patch.name.removeprefix("point_"))
        likelihood = Likelihood(workspace, patchset, patch, shared)
        q, q_asimov = likelihood.q(likelihood.data), likelihood.q(likelihood.asimov())
        log_likelihood, asimov = table["log_likelihood"][point], table["asimov"][point]
        note("ln L", abs(-0.5 * q - log_likelihood) / (1 + abs(log_likelihood)), patch.values)
        note("asymptotic CLs", abs(asymptotic_cls(q, q_asimov) - asymptotic_cls(-2 * log_likelihood, -2 * asimov)), patch.values)
        counts = [int(round(n)) for n in likelihood.data[:len(errors)]]
        background, events = likelihood.expected(0.0), likelihood.expected(1.0)
        exact = min(exact_cls(n, total - b, b, error) for n, total, b, error in zip(counts, events, background, errors))
        note("exact CLs", abs(exact - table["cls"][point]), patch.values)
        if not any(errors) and all(n <= b for n, b in zip(counts, background)) or not any(counts) and not any(errors):
            fixed = [held for held in likelihood.held]
            found = pyhf.infer.hypotest(1.0, likelihood.data, likelihood.model, test_stat="qtilde", fixed_params=fixed)
            note("qtilde CLs", abs(float(found) - asymptotic_cls(-2 * log_likelihood, -2 * asimov)), patch.values)
    print(f"{name}: " + ", ".join(f"{what} {worst[what]:.1e} at {compared[what]} points" for what in worst))
    return compared["ln L"]


def compare_combination(failures, folder, count):
    """Profiled over shared nuisances: the map's own combination, which has no other members."""
    workspace, patchset = load(folder / "pyhf" / "combined-observed")
    table = columns(folder / "csv" / "combined-observed.csv")
    worst = 0.0
    patches = [patch for patch in patchset if -20 < table["nominal"][int(patch.name.removeprefix("point_"))] < -0.1]
    for patch in spread(patches, count):
        point = int(patch.name.removeprefix("point_"))
        likelihood = Likelihood(workspace, patchset, patch, set())
        likelihood.held = [name != "mu" and not name.startswith("background_") for name in likelihood.model.config.par_names]
        nominal, profiled = -0.5 * likelihood.q(likelihood.data), -0.5 * likelihood.q(likelihood.data, profiled=True)
        for what, found in (("nominal", nominal), ("profiled", profiled)):
            difference = abs(found - table[what][point]) / (1 + abs(table[what][point]))
            worst = max(worst, difference)
            failures.check(difference < TOLERANCE, f"combination, {patch.values}: {what} ln L {found}, in the map {table[what][point]}")
    print(f"combined-observed: ln L {worst:.1e} at {min(count, len(patches))} points")


def main():
    failures = Failures()
    with scratch() as name:
        folder = pathlib.Path(name)
        masses, couplings = ("37", "91") if POINTS > 200 else ("25", "29")
        made = run("scan", SOURCE / "cards" / "demo.toml", "--set", f"axes.mass.points={masses}", "--set", f"axes.epsilon.points={couplings}",
                   "--set", "analyses.include=" + json.dumps(SEARCHES), "-o", folder / "map.h5")
        failures.check(made.returncode == 0, made.stderr)
        for form in ("csv", "pyhf"):
            answer = run("export", folder / "map.h5", "--format", form, "-o", folder / form)
            failures.check(answer.returncode == 0, answer.stderr)
        points = sum(compare_search(failures, folder, search, columns(folder / "csv" / f"{search}.csv"), math.ceil(POINTS / len(SEARCHES)))
                     for search in SEARCHES)
        failures.check(points >= 0.9 * POINTS, f"{points} points compared, {POINTS} wanted")
        compare_combination(failures, folder, max(POINTS // 20, 5))
        print(f"{points} points")
    failures.finish()


if __name__ == "__main__":
    main()
