"""The command-line contract: JSON documents, exit codes, idempotence; on a scan of a few points."""

import csv
import json
import os
import pathlib
import subprocess

from program import PROGRAM, SMALL, SOURCE, Failures, run, run_on_ranks, scratch

COMMANDS = ["scan", "update", "submit", "contour", "export", "info", "diff", "point", "model", "list", "check", "benchmark", "validate"]


def has(failures, row, what, **types):
    """Entries of a row and their types."""
    for key, kind in types.items():
        if failures.check(key in row, f"{what}: no '{key}' in {str(row)[:300]}"):
            good = isinstance(row[key], kind) or (kind is float and isinstance(row[key], int))
            failures.check(good, f"{what}: '{key}' is {row[key]!r}, expected {kind}")


def test_help(failures):
    for command in [[], *([name] for name in COMMANDS)]:
        for option in ("--help", "--version"):
            answer = run(*command, option)
            failures.check(answer.returncode == 0 and answer.stdout and not answer.stderr, f"{command} {option}: {answer}")
    overview = run("--help").stdout
    for name in COMMANDS:
        failures.check(f"  {name} " in overview, f"--help does not list {name}")


def test_lists(failures):
    for name in ("models", "experiments", "limits", "analyses", "combination", "signatures", "productions", "beams"):
        rows = failures.json("list", name)
        failures.check(isinstance(rows, list) and rows, f"list {name}: empty")
        for row in rows or []:
            has(failures, row, f"list {name}", name=str)
    for row in failures.json("list", "analyses"):
        has(failures, row, "list analyses", kind=str, status=str, models=list, data_set=str, reference=str, flags=list)
        failures.check(row["kind"] in ("experiment", "limit", "constraint"), f"kind {row['kind']}")
        failures.check(row["status"] in ("observed", "projected", "favoured"), f"status {row['status']}")


def test_model(failures):
    answer = failures.json("model", "dark-photon", "mass=300 MeV", "epsilon=1e-4")
    has(failures, answer, "model", width_GeV=float, ctau_m=float, branching_ratios=dict, quantities=dict)
    total = sum(answer["branching_ratios"].values())
    failures.check(abs(total - 1) < 1e-12, f"branching ratios add up to {total}")
    # c tau Gamma = hbar c = 1.973269804e-16 GeV m (CODATA 2018)
    failures.check(abs(answer["width_GeV"] * answer["ctau_m"] / 1.973269804e-16 - 1) < 1e-9, "ctau times width is not hbar c")
    failures.check(failures.json("model", "dark-photon", "mass=0.3", "epsilon=1e-4") == answer, "0.3 differs from 300 MeV")


def test_point(failures):
    arguments = ["point", "dark-photon", "mass=0.05", "epsilon=3e-5"]
    answer = failures.json(*arguments, "--explain")
    failures.check(answer["parameters"] == {"mass": 0.05, "epsilon": 3e-5}, f"point: {answer['parameters']}")
    failures.check(answer["analyses"], "point: no analysis")
    for row in answer["analyses"]:
        has(failures, row, row["name"], kind=str, status=str, reference=str, channels=list, expected=float, flags=list,
            log_likelihood=float, delta_minus_2lnL=float, cls=float, excluded_90=bool, excluded_95=bool)
        failures.check(row["delta_minus_2lnL"] == -2 * row["log_likelihood"], f"{row['name']}: delta is not -2 ln L")
        failures.check(row["excluded_90"] or not row["excluded_95"], f"{row['name']}: excluded at 95 % but not at 90 %")
        failures.check(0 <= row["cls"] <= 1, f"{row['name']}: CLs {row['cls']}")
        for channel in row["channels"]:
            has(failures, channel, row["name"], production=str, signature=str, expected=float, factors=list)
    for status in ("observed", "projected"):
        has(failures, answer["combined"][status], "combined", nominal=float, profiled=float, excluded_90=bool,
            excluded_95=bool, union_90=bool, union_95=bool)
        failures.check(answer["combined"][status]["profiled"] >= answer["combined"][status]["nominal"] - 1e-9,
                       "the profiled ln L lies below the nominal")
    names = {row["name"]: row for row in answer["analyses"]}
    members = [names[name] for name in answer["combined"]["observed"]["members"]]
    nominal = sum(row["log_likelihood"] for row in members)
    failures.check(abs(nominal - answer["combined"]["observed"]["nominal"]) < 1e-9, "the members do not add up")
    sets = [row["name"] for row in members]
    failures.check(len(sets) == len(set(sets)), "an analysis enters twice")
    for row in answer["skipped"]:
        has(failures, row, "skipped", name=str, why=str)
    one = failures.json(*arguments, "--analysis", members[0]["name"])
    failures.check([row["name"] for row in one["analyses"]] == [members[0]["name"]], "--analysis does not select")
    return answer


def test_check(failures):
    experiments = sorted((SOURCE / "experiments").rglob("*.toml"))
    files = experiments + sorted((SOURCE / "limits").glob("*/*.csv")) + sorted((SOURCE / "cards").glob("*.toml"))
    answer = failures.json("check", *files)
    failures.check(answer["good"] and len(answer["files"]) == len(files), "a shipped file has problems")
    kinds = {file["kind"] for file in answer["files"]}
    failures.check(kinds == {"card", "experiment", "as published", "limit", "beam", "overlaps"}, f"check found {kinds}")
    folders = failures.json("check", *(SOURCE / name for name in ("experiments", "limits", "cards")))
    failures.check(folders["good"] and {file["name"] for file in folders["files"]} >= set(map(str, files)), "a shipped folder has problems")


def test_map(failures, folder, point):
    card, path = SOURCE / "cards" / "demo.toml", folder / "map.h5"
    plan = failures.json("scan", card, *SMALL, "--dry-run")
    has(failures, plan, "dry run", points=int, columns=int, slabs=int, disk_bytes=int, memory_bytes_per_rank=int,
        analyses=list, skipped=list)
    failures.check(plan["points"] == 35 and plan["columns"] == 5, f"dry run: {plan['points']} points")
    failures.check(not path.exists(), "--dry-run made a map")
    answer = failures.json("scan", card, *SMALL, "-o", path)
    failures.check(answer["complete"], "the scan is not complete")
    again = run("scan", card, *SMALL, "-o", path)
    failures.check(again.returncode == 0 and "nothing to do" in again.stderr and not again.stdout, f"second scan: {again}")

    info = failures.json("info", path)
    has(failures, info, "info", complete=bool, model=str, axes=list, analyses=list, provenance=dict)
    failures.check(info["complete"] and info["model"] == "dark-photon", "info: not a complete dark-photon map")
    failures.check([axis["name"] for axis in info["axes"]] == ["mass", "epsilon"], f"info: axes {info['axes']}")
    failures.check({row["name"] for row in info["analyses"]} == {row["name"] for row in plan["analyses"]}, "info: analyses")
    for row in info["analyses"]:
        has(failures, row, "info", key=str, done=int, slabs=int)
    failures.check(run("info", path, "--verify").returncode == 0, "info --verify")

    contour = failures.json("contour", path)
    failures.check(contour["plane"] == ["mass", "epsilon"] and contour["cl"] == 0.9, "contour: plane or cl")
    failures.check(any(row["analysis"] == "combined" for row in contour["contours"]), "contour: no combination")
    for row in contour["contours"]:
        has(failures, row, "contour", analysis=str, status=str, segments=list)
        for segment in row["segments"]:
            has(failures, segment, "segment", closed=bool, points=list)
    for rule in ("own", "bound", "union", "delta"):
        failures.json("contour", path, "--rule", rule)
    toys = ("contour", path, "--rule", "toys", "--toys", "100", "--status", "observed")
    calibrated = failures.json(*toys)
    failures.check([row["analysis"] for row in calibrated["contours"]] == ["combined"], "contour --rule toys")
    one_cpu = subprocess.run(["taskset", "-c", str(min(os.sched_getaffinity(0))), PROGRAM, *map(str, toys), "--json"],
                             stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=250, check=False)
    failures.check(one_cpu.returncode == 0 and json.loads(one_cpu.stdout) == calibrated, f"toys on one thread: {one_cpu}")
    named = run("contour", path, "--rule", "toys", "--analysis", "g-2-*")
    failures.check(named.returncode == 2 and "combinations" in named.stderr, f"toys of one analysis: {named}")
    (folder / "none").mkdir()
    lost = run("contour", path, "--rule", "toys", "--limits", folder / "none")
    failures.check(lost.returncode == 3 and "limit/" in lost.stderr, f"toys without the limits of the map: {lost}")
    one = failures.json("contour", path, "--analysis", "combined", "--status", "observed", "--cl", "0.95")
    failures.check([row["analysis"] for row in one["contours"]] == ["combined"], "contour --analysis combined")

    for export in ("csv", "json", "bibtex"):
        answer = run("export", path, "--format", export, "-o", folder / export)
        failures.check(answer.returncode == 0 and any((folder / export).iterdir()), f"export {export}: {answer.stderr}")
    with open(folder / "csv" / "combined-observed.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    failures.check(len(rows) == 35 and {"mass", "epsilon", "nominal", "profiled"} <= set(rows[0]), "export csv: combined")

    failures.check(run("scan", card, *SMALL, "-o", folder / "other.h5", "--threads", "1").returncode == 0, "scan, one thread")
    same = failures.json("diff", path, folder / "other.h5")
    failures.check(same["identical"] is True, "two scans of the same card differ")
    for row in same["analyses"]:
        has(failures, row, "diff", name=str, max_difference=float)

    first = ['--set', f'analyses.include=["{point["combined"]["observed"]["members"][0]}"]']
    failures.check(run("scan", card, *SMALL, *first, "-o", folder / "less.h5").returncode == 0, "scan of one analysis")
    failures.check(failures.json("diff", path, folder / "less.h5", code=1)["identical"] is False, "diff of different maps")


def test_ranks(failures, folder):
    """Two ranks, the same bits."""
    card = SOURCE / "cards" / "demo.toml"
    answer = run_on_ranks(2, "scan", card, *SMALL, "-o", folder / "ranks.h5")
    failures.check(answer.returncode == 0, f"scan on two ranks: {answer.stderr}")
    failures.check(run("diff", folder / "map.h5", folder / "ranks.h5").returncode == 0, "two ranks give other numbers")


def test_benchmark(failures, folder):
    # Width to e+e- far above threshold: epsilon^2 alpha m / 3 (alpha = 1/137.035999, CODATA 2018), 0.2 % for the threshold factor
    width = 1e-12 * 0.05 / 137.035999 / 3
    header = "id,model,quantity,inputs,value,unit,rel_tolerance,source\n"
    (folder / "good.csv").write_text(header + f"T-1,dark_photon,Gamma_ee,m_GeV=0.05;eps=1e-06,{width},GeV,0.002,closed form\n")
    (folder / "bad.csv").write_text(header + f"T-2,dark_photon,Gamma_ee,m_GeV=0.05;eps=1e-06,{2 * width},GeV,0.002,wrong\n"
                                    "T-3,dark_photon,charm,m_GeV=0.05;eps=1e-06,1,GeV,0.002,nobody knows\n")
    rows = failures.json("benchmark", folder / "good.csv")["rows"]
    has(failures, rows[0], "benchmark", id=str, computed=float, expected=float, deviation=float, verdict=str)
    failures.check(rows[0]["verdict"] == "pass", f"benchmark: {rows[0]}")
    rows = failures.json("benchmark", folder / "good.csv", folder / "bad.csv", code=1)["rows"]
    failures.check([row["verdict"] for row in rows] == ["pass", "fail", "unknown"], f"benchmark: {rows}")


def test_validate(failures, folder):
    """A curve drawn from our own contour of an analysis agrees with it; the same curve a factor of ten away does not."""
    limits = failures.json("list", "limits")
    name = "limit/dark-photon/babar_2014"
    failures.check(any(row["name"] == name for row in limits), f"{name} is not shipped")
    rows = [line for line in (SOURCE / "limits" / "dark-photon" / "babar_2014.csv").read_text().splitlines()
            if line and not line.startswith("#")][1:]
    for factor, code, verdict in ((1, 0, "pass"), (10, 1, "fail")):
        curve = folder / f"curve-{factor}"
        curve.mkdir()
        lines = [f"{mass},{float(coupling) * factor}" for mass, coupling in (row.split(",") for row in rows[::40])]
        (curve / "curve.csv").write_text(f"# analysis: {name}\n# model: dark photon, minimal\n# CL: 90\n# shape: upper\n"
                                         "mass_GeV,coupling\n" + "\n".join(lines) + "\n")
        answer = failures.json("validate", "--curves", curve, code=code)
        has(failures, answer["rows"][0], "validate", analysis=str, model=str, curve=str, median_dex=float, p90_dex=float,
            max_dex=float, mass_fraction=float, edges=list, verdict=str)
        failures.check(answer["rows"][0]["verdict"] == verdict, f"validate, factor {factor}: {answer['rows'][0]}")


def main():
    failures = Failures()
    test_help(failures)
    test_lists(failures)
    test_model(failures)
    point = test_point(failures)
    test_check(failures)
    with scratch() as name:
        folder = pathlib.Path(name)
        test_map(failures, folder, point)
        test_ranks(failures, folder)
        test_benchmark(failures, folder)
        test_validate(failures, folder)
    failures.finish()


if __name__ == "__main__":
    main()
