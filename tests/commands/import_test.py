"""tools/import_limit: small files of every foreign format become limits that the program reads, or are refused with their place."""

import contextlib
import importlib.machinery
import importlib.util
import io
import pathlib
import subprocess
import sys
from types import SimpleNamespace

from program import SOURCE, Failures, run, scratch

IMPORT = SOURCE / "tools" / "import_limit"
FILES = SOURCE / "tests" / "data" / "import"
HEADER = {
    "title": "A search", "experiment": "A", "reference": "BaBar:2021ich", "figure": "fig. 1", "confidence-level": "0.90",
    "confidence-level-source": "confirmed: abstract", "status": "observed", "nature": "exclusion", "rule": "gauss",
    "rule-parameters": "n=2;sided=two", "production": "annihilation:e+e-", "decay": "e+e-", "lifetime": "prompt", "data-set": "a-2020",
    "combine": "true", "combine-reason": "first choice of its data set", "provenance": "A: said", "digitised-by": "us",
}
PHOTON = {"model": "dark-photon", "coupling-is": "c"}
GEV = PHOTON | {"format": "csv", "mass-unit": "GeV"}
MEV = PHOTON | {"format": "csv", "mass-unit": "MeV"}
SURFACE = {"rule": "surface", "rule-parameters": "n=4;p=2"}
MUON = {"model": "hnl", "coupling": "Umu2", "coupling-is": "c", "production": "meson-decay:K", "decay": "visible"}

# file, options, rows of each file that is written
GOOD = [
    # mass 0 left out, 1e5 inside a gap, at the end cut off
    ("peak.lmt", PHOTON, [["0.01,0.001", "0.02,0.0015", "0.02,inf", "0.05,inf", "0.05,0.002", "0.06,0.0025"]]),
    ("dump.lmt", PHOTON | {"production-fractions": FILES / "mixture.prd"}, [["0.01,1e-06,0.0001", "0.02,2e-06,5e-05"]]),
    # a grid of r values, whatever the order of its rows
    ("surface.lmt", PHOTON | SURFACE, [["0.01,0.0001,2", "0.01,0.0002,0.5", "0.02,0.0001,3", "0.02,0.0002,0.7"]]),
    # g/e of L_mu - L_tau under a dark photon's name
    ("peak.lmt", {"model": "l-mu-minus-l-tau", "coupling-is": "c", "factor": "0.30282"},
     [["0.01,0.0003028", "0.02,0.0004542", "0.02,inf", "0.05,inf", "0.05,0.0006056", "0.06,0.000757"]]),
    ("axion.txt", {"format": "axionlimits", "model": "alp-photon", "coupling-is": "c", "shape": "upper", "frame": "1"},
     [["0.001,0.0002", "0.002,0.0001", "0.005,0.0003"]]),
    ("line.txt", PHOTON | {"format": "foresee", "shape": "closed"},
     [["0.01,1e-06", "0.02,1e-06", "0.03,1e-05", "0.02,0.0001", "0.01,0.0001"]]),
    ("contour_exp_m_c.dat", PHOTON | {"format": "alpinist", "islands": "all"},
     [["0.01,1e-08", "0.02,2e-08", "0.015,5e-08"], ["5,1e-05", "6,2e-05", "5.5,4e-05"]]),
    ("contour_exp_m_c.dat", PHOTON | {"format": "alpinist", "islands": "2"}, [["5,1e-05", "6,2e-05", "5.5,4e-05"]]),
    ("digitised.csv", MEV | {"coupling-is": "log10(c)", "shape": "upper", "sort": None}, [["0.01,0.001", "0.02,0.001585", "0.03,0.003162"]]),
    ("repeated.csv", GEV | {"shape": "closed"}, [["0.01,1e-08", "0.02,2e-08", "0.03,1e-08"]]),
    ("bom.csv", MEV | {"shape": "upper", "coupling-is": "c^2"}, [["0.001,0.001", "0.002,0.001414"]]),
    ("mathematica.txt", MEV | {"shape": "upper"}, [["0.01,1.2e-07", "0.02,0.003"]]),
    ("side_by_side.csv", GEV | {"columns": "3,4", "shape": "upper"}, [["0.02,1e-05", "0.03,2e-05"]]),
    ("side_by_side.csv", GEV | {"columns": "1,2", "shape": "upper", "mass-factor": "0.5"}, [["0.005,1e-06", "0.01,2e-06", "0.015,3e-06"]]),
    # the index says unit, reference, confidence level and nature
    ("index.csv", MUON | {"format": "heavy-neutrino-limits", "id": "alpha"}, [["0.1,1e-06", "0.2,1e-07"]]),
    ("index.csv", MUON | {"format": "heavy-neutrino-limits", "id": "beta"}, [["0.1,1e-08", "0.2,1e-09", "0.3,1e-08", "0.3,1e-07", "0.1,1e-06"]]),
    ("hepdata.csv", MUON | {"format": "hepdata", "shape": "upper", "x": "HNL mass", "y": "observed"},
     [["0.005,1e-06", "0.01,1e-06", "0.01,inf", "0.03,inf", "0.03,2e-06", "0.04,3e-06"]]),
    ("hepdata.csv", MUON | {"format": "hepdata", "shape": "upper", "coupling-is": "sqrt(c)", "x": "HNL mass", "y": "expected"},
     [["0.01,4e-12", "0.02,4e-12"]]),
]
YAML_GOOD = [
    # in the order of the contour, bins by their centres
    ("table1.yaml", PHOTON | {"shape": "closed"}, [["0.01,1e-06", "0.03,2e-06", "0.02,3e-06"]]),
    ("submission.yaml", PHOTON | {"shape": "closed", "table": "Table 1"}, [["0.01,1e-06", "0.03,2e-06", "0.02,3e-06"]]),
    ("submission.yaml", PHOTON | {"shape": "upper", "table": "Table 2", "x": "mass", "y": "coupling"}, [["0.01,1e-06", "0.02,1e-06"]]),
]
# file, options, what the message says
BAD = [
    ("double_exponent.lmt", PHOTON, ["double_exponent.lmt:3:6", "'1.58ee-2' is not a number (is it 1.58e-2?)"]),
    ("surface.lmt", PHOTON | SURFACE | {"rule": "counts", "rule-parameters": "n=4;s_lim=2.3026"}, ["surface", "go together"]),
    ("one_mass.lmt", PHOTON | SURFACE, ["a surface is a grid"]),
    ("mixture.prd", PHOTON | {"format": "darkcast"}, ["mixture.prd:1:1", "--production-fractions"]),
    ("peak.lmt", PHOTON | {"mass-unit": "MeV"}, ["peak.lmt:1:1", "the file says GeV"]),
    ("axion.txt", {"format": "axionlimits", "model": "alp-photon", "coupling-is": "c", "shape": "upper"}, ["axion.txt:3:1", "--frame 1"]),
    ("line.txt", PHOTON | {"format": "foresee", "shape": "upper"}, ["line.txt:4:1", "--shape closed"]),
    ("contour_exp_m_c.dat", PHOTON | {"format": "alpinist"}, ["contour_exp_m_c.dat:4:1", "2 pieces", "--islands all"]),
    ("contour_exp_m_c.dat", PHOTON | {"format": "alpinist", "islands": "3"}, ["contour_exp_m_c.dat:1:1", "there are 2"]),
    ("digitised.csv", MEV | {"shape": "upper"}, ["digitised.csv:3:1", "log10(c)"]),
    ("digitised.csv", MEV | {"shape": "upper", "coupling-is": "log10(c)"}, ["digitised.csv:5:1", "--sort"]),
    ("curve.dat", GEV | {"shape": "upper"}, ["curve.dat:1:1", "Rich Text"]),
    ("side_by_side.csv", GEV | {"shape": "upper"}, ["side_by_side.csv:1:1", "4 columns", "--columns 1,2"]),
    ("side_by_side.csv", GEV | {"columns": "1,7", "shape": "upper"}, ["side_by_side.csv:1:1", "nothing in column 7"]),
    ("index.csv", MUON | {"format": "heavy-neutrino-limits"}, ["index.csv:1:1", "--id", "alpha, beta, gamma"]),
    ("index.csv", MUON | {"format": "heavy-neutrino-limits", "id": "gamma"}, ["index.csv:4:1", "lost.dat is not there"]),
    ("hepdata.csv", MUON | {"format": "hepdata", "shape": "upper"}, ["hepdata.csv:1:1", "2 tables", "--y"]),
    ("line.txt", GEV | {"shape": "closed", "reference": "Nobody:2024aa"}, ["Nobody:2024aa is not in references.bib"]),
    ("no-such.csv", GEV, ["no-such.csv:1:1", "no such file"]),
]
YAML_BAD = [
    ("submission.yaml", PHOTON | {"shape": "upper"}, ["submission.yaml:1:1", "Table 1; Table 2"]),
    ("table2.yaml", PHOTON | {"shape": "upper"}, ["table2.yaml:1:1", "columns"]),
    ("broken.yaml", PHOTON | {"shape": "upper"}, ["broken.yaml:3:1", "is no YAML"]),
]


def importer():
    """The program as a module: a process for each sample would take a minute."""
    sys.path.insert(0, str(IMPORT.parent))
    sys.dont_write_bytecode = True
    loader = importlib.machinery.SourceFileLoader("import_limit", str(IMPORT))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("import_limit", loader))
    loader.exec_module(module)
    return module


def import_limit(file, options, folder=None, header=None):
    arguments = [str(FILES / file)]
    given = (HEADER if header is None else header) | options
    if folder is not None:
        given |= {"name": "new", "output": folder}
    for key, value in given.items():
        arguments += [f"--{key}"] + ([str(value)] if value is not None else [])
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            code = MODULE.main(arguments)
        except SystemExit as stopped:
            code = stopped.code
    return SimpleNamespace(returncode=code, stdout=out.getvalue(), stderr=err.getvalue(), arguments=arguments)


def has_yaml():
    return importlib.util.find_spec("yaml") is not None


MODULE = importer()


def test_good(failures, folder, cases):
    all_written = []
    for number, (file, options, expected) in enumerate(cases):
        out = folder / str(number) / options["model"]
        answer = import_limit(file, options, out)
        what = f"{file} {options}"
        if not failures.check(answer.returncode == 0, f"{what}: {answer.stderr}"):
            continue
        written = sorted(out.glob("*.csv"))
        failures.check(len(written) == len(expected), f"{what}: {written}")
        for path, rows in zip(written, expected):
            text = path.read_text()
            found = [line for line in text.splitlines() if not line.startswith("#")][1:]
            failures.check(found == rows, f"{what}: {found}, expected {rows}")
        all_written += written
        again = import_limit(file, options, out)
        failures.check(again.returncode == 3 and "--force" in again.stderr, f"{what}: written over: {again}")
    checked = run("check", "--data", SOURCE, *all_written)
    failures.check(checked.returncode == 0, f"check says {checked.stdout}{checked.stderr}")


def test_bad(failures, folder, cases):
    for file, options, fragments in cases:
        answer = import_limit(file, options, folder / "bad")
        failures.check(answer.returncode == 3, f"{file} {options}: exit {answer.returncode}: {answer.stderr}")
        for fragment in fragments:
            failures.check(fragment in answer.stderr, f"{file} {options}: no '{fragment}' in: {answer.stderr}")
    failures.check(not (folder / "bad").exists(), "a refused file left something")


def test_missing(failures, folder):
    """Everything that is not said is listed, once, with its option."""
    answer = import_limit("bom.csv", {}, folder / "missing", header={})
    wanted = ["format", "model", "mass-unit", "coupling-is", "shape", *HEADER]
    failures.check(answer.returncode == 2 and f"{len(wanted)} things" in answer.stderr, f"nothing said: {answer}")
    for key in wanted:
        failures.check(answer.stderr.count(f"--{key} ") == 1, f"--{key} is not listed: {answer.stderr}")
    for key in HEADER:
        partial = {name: value for name, value in HEADER.items() if name != key}
        answer = import_limit("bom.csv", MEV | {"shape": "upper"}, folder / "missing", header=partial)
        failures.check(answer.returncode == 2 and "1 thing is" in answer.stderr and f"--{key} " in answer.stderr, f"without {key}: {answer}")
    failures.check(not (folder / "missing").exists(), "something was written")


def test_said(failures, folder):
    """What was done to the numbers, and what the index says, stand in the header."""
    out = folder / "said"
    import_limit("index.csv", MUON | {"format": "heavy-neutrino-limits", "id": "beta"}, out, header={
        key: value for key, value in HEADER.items() if key not in ("reference", "confidence-level", "status")})
    text = (out / "new.csv").read_text()
    for line in ("# confidence_level: 0.95", "# status: projected", "# reference: BaBar:2021ich", "# shape: closed", "# points: 5"):
        failures.check(line + "\n" in text, f"no '{line}' in {text}")
    import_limit("peak.lmt", PHOTON | {"factor": "2"}, folder / "doubled")
    text = (folder / "doubled" / "new.csv").read_text()
    for fragment in ("mass 0", "gaps", "times 2"):
        failures.check(fragment in text, f"no '{fragment}' in {text}")
    import_limit("dump.lmt", PHOTON | {"production-fractions": FILES / "mixture.prd"}, folder / "mixture", header={
        key: value for key, value in HEADER.items() if key != "production"})
    text = (folder / "mixture" / "new.csv").read_text()
    failures.check("# production: meson-mixing:rho, meson-mixing:omega, meson-decay:eta\n" in text, f"productions of the mixture: {text}")
    failures.check("# mixture: 0.1: 0 0 1; 0.7: 0.6 0.3 0.1\n" in text, f"shares of the mixture: {text}")


def test_program(failures, folder):
    """As a process: exit codes, and nothing on a terminal that is none."""
    good = import_limit("bom.csv", MEV | {"shape": "upper"}, folder / "module")
    for code, arguments in ((0, [*good.arguments[:-1], str(folder / "process")]), (2, [str(FILES / "bom.csv")]), (3, [str(FILES / "mixture.prd"), "--format", "darkcast"])):
        answer = subprocess.run([sys.executable, str(IMPORT), *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                text=True, timeout=60, check=False)
        failures.check(answer.returncode == code and bool(answer.stdout) == (code == 0), f"{arguments}: {answer}")
    failures.check((folder / "process" / "new.csv").read_bytes() == (folder / "module" / "new.csv").read_bytes(), "a process writes something else")


def main():
    failures = Failures()
    with scratch() as name:
        folder = pathlib.Path(name)
        test_program(failures, folder)
        test_good(failures, folder / "good", GOOD)
        test_bad(failures, folder, BAD)
        test_missing(failures, folder)
        test_said(failures, folder)
        if has_yaml():
            test_good(failures, folder / "yaml", YAML_GOOD)
            test_bad(failures, folder, YAML_BAD)
        else:
            answer = import_limit("table1.yaml", PHOTON | {"shape": "closed"}, folder / "none")
            failures.check(answer.returncode == 3 and "python3-yaml" in answer.stderr, f"without PyYAML: {answer}")
    failures.finish()


if __name__ == "__main__":
    main()
