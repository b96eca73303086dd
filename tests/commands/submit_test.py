"""penumbra submit without a Slurm: the job script, what it is made from, and the estimate. tests/slurm has the rest."""

import json
import pathlib
import re
import subprocess

from program import SMALL, SOURCE, Failures, run, scratch

CARD = SOURCE / "cards" / "demo.toml"
PRESETS = SOURCE / "slurm" / "presets"
# Nothing but the program itself is found.
NO_SLURM = {"PATH": "/nonexistent"}


def submit(*arguments):
    return run("submit", CARD, *SMALL, "--sample", "0", *arguments, environment=NO_SLURM)


def options_of(script):
    return dict(re.findall(r"^#SBATCH --([\w-]+)=(.*)$", script, re.M))


def test_script(failures, folder):
    """The shipped job script with other numbers: what submit does not set is taken over, and bash can read it."""
    template = (SOURCE / "slurm" / "penumbra-scan.sbatch").read_text()
    map_file = folder / "a map's 100%.h5"
    answer = submit("-o", map_file, "--preset", "archer2", "--account", "e123", "--nodes", "3", "--time", "1-02:00:00")
    failures.check(answer.returncode == 0, f"submit: {answer.stderr}")
    failures.check("sbatch is not on PATH" in answer.stdout, f"not said that nothing was checked: {answer.stdout[-300:]}")
    path = map_file.with_suffix(".sbatch")
    script = path.read_text()
    failures.check(script in answer.stdout, "the script is not printed")
    options = options_of(script)
    # docs.archer2.ac.uk, "Hardware": 128 cores in 8 NUMA regions, so 8 ranks of 16 CPUs.
    expected = {"nodes": "3", "ntasks-per-node": "8", "cpus-per-task": "16", "time": "1-02:00:00", "account": "e123",
                "partition": "standard", "qos": "standard"}
    failures.check(expected.items() <= options.items(), f"options: {options}")
    for name in ("signal", "open-mode"):
        failures.check(options[name] == options_of(template)[name], f"--{name} is not the template's")
    failures.check(script.count("#SBATCH --nodes=") == 1 and "%%" in options["output"], f"options twice or unescaped: {options}")
    code = template[template.rindex("#SBATCH"):].split("\n", 1)[1]
    failures.check(script.endswith(code), "the commands are not those of the template")
    failures.check(subprocess.run(["bash", "-n", path], check=False).returncode == 0, "bash does not understand the script")
    # The names arrive as they are, through all quoting.
    settings = script[script.index("set --"):].splitlines()[0]
    words = subprocess.run(["bash", "-c", f'{settings}\nprintf "%s\\n" "$@"'], stdout=subprocess.PIPE, text=True, check=True)
    failures.check(words.stdout.splitlines()[:2] == [str(CARD), str(map_file)], f"arguments: {words.stdout}")


def test_estimate(failures, folder):
    """All columns measured: nothing is left to be in error about."""
    answer = run("submit", CARD, *SMALL, "-o", folder / "map.h5", "--sample", "60", "--json", environment=NO_SLURM)
    failures.check(answer.returncode == 0, answer.stderr)
    document = json.loads(answer.stdout)
    cost = document["cost"]
    failures.check(cost["columns_sampled"] == cost["columns"] == 5, f"cost: {cost}")
    failures.check(cost["least_s"] == cost["cpu_s"] == cost["most_s"] > 0, f"an error without a sample: {cost}")
    failures.check(document["sbatch"]["found"] is False and "submitted" not in document, f"{document['sbatch']}")
    failures.check(document["job"]["preset"] == "generic" and document["job"]["nodes"] == 1, f"{document['job']}")
    failures.check(pathlib.Path(document["script"]).is_file(), "no script")


def test_refusals(failures, folder):
    map_file = folder / "refused.h5"
    for arguments, code, message in (
            (["--preset", "nowhere"], 2, "generic"),
            (["--preset", "archer2"], 2, "--account"),
            (["--nodes", "0"], 2, "--nodes"),
            (["--nodes", "1.5"], 2, "whole number"),
            (["--time", "soon"], 2, "HH:MM:SS"),
            (["--submit"], 4, "sbatch is not on PATH")):
        answer = submit("-o", map_file, *arguments)
        failures.check(answer.returncode == code and message in answer.stderr, f"{arguments}: {answer.returncode} {answer.stderr}")


def test_presets(failures, folder):
    shipped = sorted(PRESETS.glob("*.toml"))
    failures.check(len(shipped) >= 4, f"presets: {shipped}")
    failures.check(run("check", *shipped).returncode == 0, run("check", *shipped).stdout)
    text = (PRESETS / "generic.toml").read_text()
    line = text[:text.index("cores")].count("\n") + 1
    bad = folder / "bad.toml"
    for old, new, message in (('cores ', 'kores ', f"bad.toml:{line}:1: unknown key 'kores'"),
                              ('value = 16', 'value = 16.5', f"bad.toml:{line}:"),
                              ('value = 16', 'value = 17', "do not divide"),
                              ('value = 16', 'value = -1', "expected a number from 1"),
                              (', source = "assumed: one socket of 16 cores; see \'sinfo -o %c\'"', "", f"bad.toml:{line}:"),
                              ('launcher = "srun"', "", "'launcher' is missing")):
        failures.check(old in text, f"the test does not fit the preset: {old}")
        bad.write_text(text.replace(old, new, 1))
        answer = run("check", bad)
        failures.check(answer.returncode == 1 and message in answer.stdout, f"{old} -> {new}: {answer.stdout}")
        answer = submit("-o", folder / "map.h5", "--preset", bad)
        failures.check(answer.returncode == 3 and message in answer.stderr, f"submit, {old} -> {new}: {answer.stderr}")


def main():
    failures = Failures()
    with scratch() as name:
        folder = pathlib.Path(name)
        test_script(failures, folder)
        test_estimate(failures, folder)
        test_refusals(failures, folder)
        test_presets(failures, folder)
    failures.finish()


if __name__ == "__main__":
    main()
