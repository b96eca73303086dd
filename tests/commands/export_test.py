"""What `penumbra export` writes, read back and compared with the map; what it refuses; that it leaves whole folders or nothing."""

import csv
import hashlib
import json
import math
import pathlib
import re
import resource
import shutil
import signal
import subprocess
import time

from program import PROGRAM, SOURCE, Failures, run, scratch

CARD = SOURCE / "cards" / "demo.toml"
SEARCHES = ["faser-2023-aprime", "nucal-1990-aprime", "charm-1985-aprime"]
OUTSIDE = "limit/dark-photon/cms_2019_dimuon"  # above the masses of the grid
INCLUDE = [*SEARCHES, "g-2-muon-2025-wp2025", "limit/dark-photon/babar_2014", "limit/dark-photon/e774_1989", OUTSIDE]
GRID = ["--set", "axes.mass.points=13", "--set", "axes.epsilon.points=29"]
MEBIBYTE = 1 << 20


def scan(path, include=tuple(INCLUDE), grid=tuple(GRID)):
    return run("scan", CARD, *grid, "--set", f"analyses.include={json.dumps(list(include))}", "-o", path)


def export(failures, map_file, form, folder, *options):
    answer = failures.json("export", map_file, "--format", form, "-o", folder, *options)
    if answer:
        there = sorted(str(path) for path in folder.rglob("*") if path.is_file())
        failures.check(sorted(answer["files"]) == there, f"export {form}: {answer['files']} named, {there} there")
    failures.check(not list(folder.parent.glob(".*partial*")), f"export {form} left a temporary folder")
    return folder


def columns(path):
    with open(path, newline="") as file:
        rows = list(csv.DictReader(file))
    return {name: [float(row[name]) for row in rows] for name in rows[0]}


def drawn(segment):
    return segment["points"] + segment["points"][:1] * segment["closed"]


def test_contours(failures, map_file, folder):
    """JSON and CSV of `contour` say the same; ends lie on the edge they name; the envelope spans the nominal."""
    answer = failures.json("contour", map_file, "--csv", folder / "contours")
    axes = {axis["name"]: axis for axis in failures.json("info", map_file)["axes"]}
    edges = {f"{letter}_{end}": (i, axes[name]["from" if end == "min" else "to"])
             for i, (letter, name) in enumerate(zip("xy", answer["plane"])) for end in ("min", "max")}
    seen = set()
    for row in answer["contours"]:
        name = f"{row['analysis']}-{row['status']}".replace("/", "_")
        with open(folder / "contours" / f"{name}.csv", newline="") as file:
            table = list(csv.DictReader(line for line in file if not line.startswith("#")))
        points = [[float(line["mass"]), float(line["epsilon"])] for line in table]
        failures.check(points == [point for segment in row["segments"] for point in drawn(segment)], f"{name}: CSV and JSON differ")
        for segment in row["segments"]:
            failures.check(("ends" in segment) != segment["closed"], f"{name}: ends of {segment['closed']}")
            for end, point in zip(segment.get("ends", []), (segment["points"][0], segment["points"][-1])):
                seen.add(end)
                axis, value = edges[end]
                failures.check(abs(point[axis] / value - 1) < 1e-12, f"{name}: {point} is not at {end}")
    failures.check(len(seen) > 1, f"ends on {seen} only")

    envelope = failures.json("contour", map_file, "--envelope", "--analysis", "nucal-1990-aprime", "--analysis", "combined", "--status", "observed")
    lowest = {(row["analysis"], row["nuisances"]): min(y for segment in row["segments"] for _, y in segment["points"])
              for row in envelope["contours"] if row["segments"]}
    for name, middle in (("nucal-1990-aprime", "nominal"), ("combined", "profiled")):
        failures.check({(name, middle), (name, "low"), (name, "high")} <= set(lowest), f"envelope of {name}: {sorted(lowest)}")
        failures.check(lowest[name, "high"] < lowest[name, "low"], f"envelope of {name}: {lowest}")
    failures.check(lowest["nucal-1990-aprime", "high"] <= lowest["nucal-1990-aprime", "nominal"] <= lowest["nucal-1990-aprime", "low"],
                   f"nominal outside of its envelope: {lowest}")
    return answer


def edges_at_masses(answer):
    """The couplings at which the contour crosses each mass of the grid, ascending."""
    crossings = {}
    for segment in answer["contours"][0]["segments"]:
        for x, y in segment["points"]:
            crossings.setdefault(f"{x:.9g}", []).append(y)
    return {mass: sorted(couplings) for mass, couplings in crossings.items()}


def test_refinement(failures, folder):
    """Twice and four times the couplings move contours of simulated searches by ever less: all at the same masses."""
    edges = []
    for couplings in (22, 43, 85):
        path = folder / f"couplings-{couplings}.h5"
        made = scan(path, SEARCHES, ["--set", "axes.mass.points=9", "--set", f"axes.epsilon.points={couplings}"])
        failures.check(made.returncode == 0, made.stderr)
        edges.append(edges_at_masses(failures.json("contour", path, "--analysis", "nucal-1990-aprime")))
    masses = [f"{1e-3 * 3e3 ** (i / 8):.9g}" for i in range(9)]
    masses = [mass for mass in masses if all(len(one.get(mass, [])) == 2 for one in edges)]
    failures.check(len(masses) >= 4, f"both edges at {masses} only")
    moved = [max(abs(math.log10(a / b)) for mass in masses for a, b in zip(one[mass], edges[2][mass])) for one in edges[:2]]
    print(f"steps of 0.33 and 0.17 dex in epsilon move contours by {moved[0]:.4f} and {moved[1]:.4f} dex against 0.083")
    failures.check(moved[1] < 0.5 * moved[0] and moved[0] < 0.15, f"contours move by {moved} dex")


def test_curves(failures, map_file, folder, contours):
    """Two columns and limits of DARKCAST lie on the contours."""
    curves = export(failures, map_file, "curves", folder / "curves")
    limits = export(failures, map_file, "darkcast", folder / "darkcast")
    for row in contours["contours"]:
        name = f"{row['analysis']}-{row['status']}".replace("/", "_")
        if not row["segments"]:
            failures.check(not (curves / f"{name}.txt").exists(), f"{name}: an empty curve was written")
            continue
        text = (curves / f"{name}.txt").read_text()
        points = [[float(word) for word in line.split()] for line in text.splitlines() if line and not line.startswith("#")]
        failures.check(points == [point for segment in row["segments"] for point in drawn(segment)], f"{name}: other points")
        on_contour = [point for segment in row["segments"] for point in segment["points"]]
        files = sorted(limits.glob(f"{name}.lmt")) + sorted(limits.glob(f"{name}-[0-9].lmt"))
        failures.check(files, f"{name}: no limit for DARKCAST")
        found = 0
        for file in files:
            title, *lines = file.read_text().splitlines()
            failures.check(re.fullmatch(r"#  mass  lower(  upper)?", title), f"{file}: {title}")
            for mass, *ends in ([float(word) for word in line.split()] for line in lines if not line.startswith("#")):
                for value in ends:
                    if value not in (1e5, 1e-9, 1e-2):  # no limit; the ends of the map
                        found += 1
                        failures.check(any(abs(x / mass - 1) < 1e-5 and abs(y / value - 1) < 1e-5 for x, y in on_contour),
                                       f"{file.name}: {mass}, {value} is not on the contour")
        failures.check(found > 0, f"{name}: no edge for DARKCAST")


def check_submission(failures, folder):
    """What HEPData wants of a submission, as its validator has it; JSON is YAML."""
    documents = [json.loads(text) for text in re.split(r"^---\n", (folder / "submission.yaml").read_text(), flags=re.M) if text.strip()]
    first, *tables = documents
    files = {"submission.yaml"} | {resource["location"] for resource in first["additional_resources"]}
    failures.check(len({table["name"] for table in tables}) == len(tables), "tables of the same name")
    for table in tables:
        failures.check({"name", "description", "keywords", "data_file"} <= set(table), f"keys of {table['name']}")
        failures.check(len(table["name"]) <= 64, f"name of {table['name']}")
        for keyword in table["keywords"]:
            failures.check(keyword["name"] in ("cmenergies", "observables", "reactions", "phrases"), f"keyword {keyword}")
            failures.check(all(len(value) <= 128 for value in keyword["values"]), f"keyword {keyword}")
        files.add(table["data_file"])
        data = json.loads((folder / table["data_file"]).read_text())
        variables = data["independent_variables"] + data["dependent_variables"]
        failures.check(len({len(variable["values"]) for variable in variables}) == 1, f"{table['name']}: columns of unequal length")
        for variable in variables:
            failures.check(variable["header"]["name"], f"{table['name']}: a column without a name")
            failures.check(all(math.isfinite(entry["value"]) for entry in variable["values"]), f"{table['name']}: not finite")
    failures.check({path.name for path in folder.iterdir()} == files, f"files named {files}, there {list(folder.iterdir())}")
    failures.check(all(path.stat().st_size <= 10 * MEBIBYTE for path in folder.iterdir()), "a file above 10 MiB")
    try:
        from hepdata_validator.full_submission_validator import FullSubmissionValidator  # pylint: disable=import-outside-toplevel
    except ImportError:
        print("hepdata-validator is not there: only our own checks of the submission")
        return tables
    validator = FullSubmissionValidator()
    failures.check(validator.validate(directory=str(folder)), f"hepdata-validator: {[str(m) for all in validator.get_messages().values() for m in all]}")
    print("hepdata-validator has read the submission")
    return tables


def test_hepdata(failures, map_file, folder, contours):
    submission = export(failures, map_file, "hepdata", folder / "hepdata")
    tables = check_submission(failures, submission)
    for row in contours["contours"]:
        if not row["segments"] or row["analysis"] == "combined":
            continue
        found = [table for table in tables if table["name"].split(". ", 1)[1] == row["analysis"]]
        if not failures.check(len(found) == 1, f"hepdata: tables of {row['analysis']}"):
            continue
        data = json.loads((submission / found[0]["data_file"]).read_text())
        x, y = (data[kind][0] for kind in ("independent_variables", "dependent_variables"))
        failures.check(x["header"] == {"name": "mass", "units": "GEV"} and y["header"] == {"name": "epsilon"}, f"{x['header']}, {y['header']}")
        expected = [point for segment in row["segments"] for point in drawn(segment)]
        given = [[a["value"], b["value"]] for a, b in zip(x["values"], y["values"])]
        failures.check(len(given) == len(expected) and all(abs(a / b - 1) < 1e-6 for p, q in zip(given, expected) for a, b in zip(p, q)),
                       f"hepdata: points of {row['analysis']}")
    profiled = columns(folder / "csv" / "combined-observed.csv")["profiled"]
    table = next(table for table in tables if "Likelihood map, observed" in table["name"])
    values = json.loads((submission / table["data_file"]).read_text())["dependent_variables"][0]["values"]
    failures.check(all(abs(a["value"] - b) <= 1e-6 * abs(b) for a, b in zip(values, profiled)), "hepdata: the map is another")


def log_poisson(n, mean):
    return n * math.log(mean) - mean - math.lgamma(n + 1)


def highest(function, low, high):
    """Maximum of a concave function by golden sections."""
    golden = (math.sqrt(5) - 1) / 2
    for _ in range(200):
        a, b = high - golden * (high - low), low + golden * (high - low)
        low, high = (low, b) if function(a) > function(b) else (a, high)
    return function(0.5 * (low + high))


def workspace_log_likelihood(workspace, patch, mu):
    """ln L of a HistFactory workspace with shared nuisances at 0, the background profiled: by hand, without pyhf."""
    bounds = {parameter["name"]: parameter["bounds"][0] for parameter in workspace["measurements"][0]["config"]["parameters"]}
    total = 0.0
    for number, (channel, observation) in enumerate(zip(workspace["channels"], workspace["observations"])):
        signal = sum(operation["value"]["data"][0] for operation in patch if operation["path"].startswith(f"/channels/{number}/"))
        background, = channel["samples"]
        mean, n = background["data"][0], observation["data"][0]
        if not background["modifiers"]:
            total += log_poisson(n, mu * signal + mean)
            continue
        modifier, = background["modifiers"]
        error = modifier["data"]["hi_data"][0] - mean
        total += highest(lambda pull: log_poisson(n, mu * signal + mean + pull * error) - 0.5 * pull ** 2, *bounds[modifier["name"]])
    return total


def test_pyhf(failures, map_file, folder):
    """Digests as pyhf takes them, and the likelihood of the map from the workspaces, worked out by hand."""
    pyhf = export(failures, map_file, "pyhf", folder / "pyhf")
    there = {path.name for path in pyhf.iterdir()}
    failures.check(there == {*SEARCHES, "combined-observed", "README.md"}, f"pyhf: {there}")
    readme = (pyhf / "README.md").read_text()
    failures.check("limit/dark-photon/babar_2014: a published curve" in readme and "g-2-muon-2025-wp2025: " in readme, readme)
    for name in SEARCHES:
        workspace, patchset = (json.loads((pyhf / name / file).read_text()) for file in ("BkgOnly.json", "patchset.json"))
        digest = hashlib.sha256(json.dumps(workspace, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
        failures.check(patchset["metadata"]["digests"] == {"sha256": digest}, f"pyhf: digest of {name}")
        failures.check(patchset["metadata"]["labels"] == ["mass", "epsilon"], f"pyhf: labels of {name}")
        table = columns(folder / "csv" / f"{name}.csv")
        patched = set()
        for patch in patchset["patches"]:
            point = int(patch["metadata"]["name"].removeprefix("point_"))
            patched.add(point)
            failures.check(patch["metadata"]["values"] == [table["mass"][point], table["epsilon"][point]], f"pyhf: values of {name}")
            ratio = workspace_log_likelihood(workspace, patch["patch"], 1) - workspace_log_likelihood(workspace, patch["patch"], 0)
            expected = table["log_likelihood"][point]
            failures.check(abs(ratio - expected) < 1e-6 * (1 + abs(expected)), f"pyhf: {name}, point {point}: ln L {ratio}, in the map {expected}")
        failures.check(patched == {i for i, events in enumerate(table["expected"]) if events >= 1e-3}, f"pyhf: points of {name}")


def test_hs3(failures, map_file, folder):
    """The likelihood at one point, by evaluating the expressions."""
    table = columns(folder / "csv" / "nucal-1990-aprime.csv")
    point = min(range(len(table["mass"])), key=lambda i: abs(table["expected"][i] - 3))
    held = ["--hold", f"mass={table['mass'][point]}", "--hold", f"epsilon={table['epsilon'][point]}"]
    refused = run("export", map_file, "--format", "hs3", "-o", folder / "hs3", *held)
    failures.check(refused.returncode == 2 and "--experimental" in refused.stderr, f"hs3 without its flag: {refused}")
    many = run("export", map_file, "--format", "hs3", "--experimental", "-o", folder / "hs3", *held[:2])
    failures.check(many.returncode == 2 and "--hold" in many.stderr, f"hs3 of many points: {many}")
    document = json.loads((export(failures, map_file, "hs3", folder / "hs3", "--experimental", "--analysis", "nucal-1990-aprime", *held)
                           / "hs3.json").read_text())
    start = {parameter["name"]: parameter["value"] for parameter in document["parameter_points"][0]["parameters"]}
    function, = document["functions"]
    distribution, = document["distributions"]
    data, = document["data"]
    failures.check(distribution["mean"] == function["name"], "hs3: the mean of the channel")
    expression = function["expression"]
    ratio = [log_poisson(data["value"], eval(expression, {**start, "mu": mu, "exp": math.exp})) for mu in (1, 0)]  # pylint: disable=eval-used
    failures.check(abs(ratio[0] - ratio[1] - table["log_likelihood"][point]) < 1e-9, f"hs3: ln L {ratio}")
    domain = {axis["name"]: (axis["min"], axis["max"]) for axis in document["domains"][0]["axes"]}
    failures.check(set(domain) == set(start) and all(low <= start[name] <= high for name, (low, high) in domain.items()), f"hs3: {domain}")


def test_bibtex(failures, map_file, folder):
    """Exactly what the analyses of the map rest on; every key in all three files; a missing one is an error."""
    cited = export(failures, map_file, "bibtex", folder / "bibtex")
    with open(cited / "citations.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    keys = {row["key"] for row in rows}
    failures.check({row["analysis"] for row in rows} == {*INCLUDE, "model"}, f"cited for {sorted({row['analysis'] for row in rows})}")
    entries = set(re.findall(r"^@\w+\{([^,]+),", (cited / "references.bib").read_text(), re.M))
    text = (cited / "citations.tex").read_text()
    in_text = {key for keys in re.findall(r"\\cite\{([^}]*)\}", text) for key in keys.split(",")}
    failures.check(entries == keys == in_text, f"keys: {entries ^ keys}, {keys ^ in_text}")
    publication = {row["analysis"]: row["key"] for row in rows if row["role"] == "publication"}
    listed = {row["name"]: row["reference"] for row in failures.json("list", "analyses")}
    failures.check(all(publication[name] == listed[name] for name in INCLUDE), f"publications: {publication}")
    failures.check(("limit/dark-photon/babar_2014", "digitised") in {(row["analysis"], row["role"]) for row in rows}, "no digitisation")

    # of every shipped limit: a map of any model can be cited
    bibliography = (SOURCE / "references.bib").read_text()
    for path in sorted((SOURCE / "limits").glob("*/*.csv")):
        for line in re.findall(r"^# (?:digitised_by|recast): (.*)", path.read_text(), re.M):
            for number in re.findall(r"(?:arXiv:|doi:)([0-9]{4}\.[0-9]{4,5}|10\.[^ ,;)]+)", line):
                failures.check(f"{{{number}}}" in bibliography, f"{path.name}: references.bib has no '{number}'")

    data = folder / "data"
    data.mkdir()
    for name in ("experiments", "limits"):
        (data / name).symlink_to((SOURCE / name).resolve())
    missing = publication["limit/dark-photon/babar_2014"]
    (data / "references.bib").write_text((SOURCE / "references.bib").read_text().replace("{" + missing + ",", "{Other:2000aa,"))
    answer = run("export", map_file, "--format", "bibtex", "-o", folder / "missing", "--data", data)
    failures.check(answer.returncode == 3 and missing in answer.stderr and not (folder / "missing").exists(), f"a missing key: {answer}")


def unfinished(folder):
    """A map whose scan was stopped."""
    path = folder / "unfinished.h5"
    scan_of_all = subprocess.Popen([str(PROGRAM), "scan", str(CARD), "-o", str(path)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while scan_of_all.poll() is None and not path.exists():
        time.sleep(0.02)
    scan_of_all.send_signal(signal.SIGTERM)
    scan_of_all.wait(timeout=200)
    return path


def small_files(bytes_of_a_file):
    def limit():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (bytes_of_a_file, bytes_of_a_file))
    return limit


def test_refusals(failures, map_file, folder):
    full = folder / "full"
    full.mkdir()
    (full / "precious").write_text("mine\n")
    (folder / "file").write_text("mine\n")
    stopped = unfinished(folder)
    before = sorted(folder.rglob("*"))

    def refused(code, fragments, *arguments):
        answer = run("export", *arguments)
        what = " ".join(map(str, arguments))
        failures.check(answer.returncode == code and answer.stdout == "", f"{what}: exit code {answer.returncode}: {answer.stdout}{answer.stderr}")
        for fragment in fragments:
            failures.check(fragment in answer.stderr, f"{what}: no '{fragment}' in: {answer.stderr}")

    new = folder / "new" / "deep"
    for form in ("csv", "json", "curves", "darkcast", "hepdata", "pyhf", "bibtex"):
        refused(1, ["not complete", "--incomplete"], stopped, "--format", form, "-o", new)
        refused(2, ["no-such"], map_file, "--format", form, "-o", new, "--analysis", "no-such")
        refused(2, [str(full), "not empty", "remove"], map_file, "--format", form, "-o", full)
        refused(2, [str(folder / "file")], map_file, "--format", form, "-o", folder / "file")
    for form in ("curves", "darkcast", "hepdata"):
        refused(1, [OUTSIDE, "no contour"], map_file, "--format", form, "-o", new, "--analysis", OUTSIDE)
    refused(1, ["counts events"], map_file, "--format", "pyhf", "-o", new, "--analysis", "limit/*")
    refused(4, ["new", "cannot be made"], map_file, "--format", "csv", "-o", folder / "file" / "new")
    failures.check(sorted(folder.rglob("*")) == before, f"refused exports left {set(folder.rglob('*')) - set(before)}")
    failures.check((full / "precious").read_text() == "mine\n", "a file of the user was changed")
    failures.check(run("export", stopped, "--format", "json", "-o", new, "--incomplete").returncode == 0 and new.is_dir(), "--incomplete")


def test_full_disk(failures, map_file, folder):
    for form in ("csv", "json", "hepdata", "pyhf", "bibtex"):
        answer = subprocess.run([str(PROGRAM), "export", str(map_file), "--format", form, "-o", str(folder / "small" / form)], capture_output=True,
                                text=True, timeout=100, preexec_fn=small_files(2000), check=False)
        failures.check(answer.returncode == 4 and "File too large" in answer.stderr and "nothing was exported" in answer.stderr, f"{form}: {answer}")
        failures.check(not (folder / "small").exists(), f"{form}: a full disk left {list((folder / 'small').rglob('*'))}")
    disk = folder / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "none", str(disk)], capture_output=True, check=False).returncode:
        print("no disk can be mounted here: a full disk was only imitated")
        return
    try:
        for form in ("csv", "json", "hepdata", "pyhf"):
            answer = run("export", map_file, "--format", form, "-o", disk / form)
            failures.check(answer.returncode == 4 and "No space left on device" in answer.stderr and str(disk / form) in answer.stderr, f"{form}: {answer}")
            failures.check(not list(disk.iterdir()), f"{form}: a full disk left {list(disk.rglob('*'))}")
    finally:
        subprocess.run(["umount", str(disk)], check=False)


def hears(what, *numbers):
    """For a child: signals that are heard (or ignored), whatever started the test."""
    return lambda: [signal.signal(number, what) for number in numbers]


def test_signals(failures, map_file, folder):
    """Whenever a signal comes, the folder is there whole or nothing is; the program ends by that signal; what it was told to ignore it ignores."""
    made = folder / "above" / "signals"
    export(failures, map_file, "csv", made)
    whole = {path.name: path.read_bytes() for path in made.iterdir()}
    shutil.rmtree(made.parent)
    stopped = {}
    for trial in range(90):
        number = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)[trial % 3]
        process = subprocess.Popen([str(PROGRAM), "export", str(map_file), "--format", "csv", "-o", str(made)], stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL, preexec_fn=hears(signal.SIG_DFL, number))
        while process.poll() is None and not (made.parent.exists() and any(made.parent.iterdir())):
            time.sleep(0.0002)
        time.sleep(0.0004 * (trial // 3))
        process.send_signal(number)
        code = process.wait(timeout=100)
        there = {path.name: path.read_bytes() for path in made.iterdir()} if made.exists() else None
        failures.check(code in (0, -number), f"stopped by {number}: exit code {code}")
        failures.check(there == whole or there is None and not made.parent.exists() and code, f"stopped by {number}: left {list(made.parent.rglob('*'))}")
        stopped[number] = stopped.get(number, 0) + (there is None)
        shutil.rmtree(made.parent, ignore_errors=True)
    print("stopped before it was whole:", stopped)
    failures.check(len(stopped) == 3 and all(stopped.values()), f"no export was caught at work: {stopped}")

    process = subprocess.Popen([str(PROGRAM), "export", str(map_file), "--format", "csv", "-o", str(made)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                               preexec_fn=hears(signal.SIG_IGN, signal.SIGHUP))
    while process.poll() is None:
        process.send_signal(signal.SIGHUP)
        time.sleep(0.001)
    failures.check(process.returncode == 0 and {path.name: path.read_bytes() for path in made.iterdir()} == whole, "a signal that was ignored stopped the export")


def main():
    failures = Failures()
    with scratch() as name:
        folder = pathlib.Path(name)
        map_file = folder / "map.h5"
        made = scan(map_file)
        failures.check(made.returncode == 0, made.stderr)
        export(failures, map_file, "csv", folder / "csv")
        contours = test_contours(failures, map_file, folder)
        test_curves(failures, map_file, folder, contours)
        test_hepdata(failures, map_file, folder, contours)
        test_pyhf(failures, map_file, folder)
        test_hs3(failures, map_file, folder)
        test_bibtex(failures, map_file, folder)
        test_refusals(failures, map_file, folder)
        test_full_disk(failures, map_file, folder)
        test_signals(failures, map_file, folder)
        test_refinement(failures, folder)
    failures.finish()


if __name__ == "__main__":
    main()
