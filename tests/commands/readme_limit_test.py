"""The worked example of README.md, "A limit of your own": its commands, run as they stand there, on a small map of limits."""

import os
import pathlib
import re
import shlex
import shutil
import subprocess

from program import PROGRAM, SMALL, SOURCE, Failures, run, scratch

# Where the example says something new: above the beam dumps, below the searches for peaks.
THERE = ["--set", 'axes.mass.from="20 MeV"', "--set", 'axes.mass.to="80 MeV"', "--set", "axes.epsilon.from=5e-5", "--set", "axes.epsilon.to=5e-3"]

NAME = "limit/dark-photon/example-limit"


def commands():
    """Indented lines of the first block of the section, without their comments."""
    text = (SOURCE / "README.md").read_text(encoding="utf-8")
    section = text.split("### A limit of your own\n", 1)[1].split("\n### ", 1)[0]
    block = re.search(r"(?:^    .*\n)+", section, re.MULTILINE).group()
    return [shlex.split(line, comments=True) for line in block.splitlines()]


def like_a_clone(folder):
    """What the commands name, so that nothing of the source folder changes."""
    (folder / "build" / "bin").mkdir(parents=True)
    (folder / "results").mkdir()
    (folder / "build" / "bin" / "penumbra").symlink_to(PROGRAM.resolve())
    for name in ("experiments", "references.bib"):
        (folder / name).symlink_to(SOURCE / name)
    shutil.copytree(SOURCE / "cards", folder / "cards")
    shutil.copytree(SOURCE / "limits" / "dark-photon", folder / "limits" / "dark-photon")


def main():
    failures = Failures()
    with scratch() as name:
        folder = pathlib.Path(name)
        like_a_clone(folder)
        here = {**os.environ, "PENUMBRA_DATA": str(folder)}
        made = run("scan", "cards/demo.toml", *SMALL, *THERE, "-o", "results/small.h5", folder=folder, environment={"PENUMBRA_DATA": str(folder)})
        failures.check(made.returncode == 0, made.stderr)
        before = run("info", "results/small.h5", "--json", folder=folder).stdout
        updates = []
        for command in commands():
            answer = subprocess.run(command, cwd=folder, env=here, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=250, check=False)
            what = " ".join(command)
            failures.check(answer.returncode == 0, f"{what}: exit {answer.returncode}: {answer.stderr}")
            if "update" in command:
                updates.append(answer.stdout)
            if "check" in command:
                failures.check("good (limit)" in answer.stdout and "Example:2024aa" in answer.stderr, f"{what}: {answer}")
            if "contour" in command:
                drawn = sorted(path.name for path in (folder / "results" / "contours").iterdir())
                failures.check(any("example-limit" in one for one in drawn), f"{what}: {drawn}")
        failures.check(len(updates) == 2, f"{len(updates)} updates in the example")
        if len(updates) == 2:
            added, removed = updates
            failures.check(re.search(NAME + r" +new", added) and re.search(NAME + r" excludes [1-9][0-9]* of 35 points", added), f"added: {added}")
            gained = re.search(r"combination, observed: (\d+) -> (\d+) points", added)
            failures.check(gained and int(gained[1]) < int(gained[2]), f"what the combination gained: {added}")
            lost = re.search(r"combination, observed: (\d+) -> (\d+) points", removed)
            failures.check(gained and lost and lost.groups() == gained.groups()[::-1] and NAME in removed, f"removed: {removed}")
        failures.check(before != "" and run("contour", folder / "results" / "small.h5", "--analysis", NAME).returncode == 2, "it is still there")
    failures.finish()


if __name__ == "__main__":
    main()
