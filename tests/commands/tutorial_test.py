"""The commands of docs/tutorial.md, run as they stand there with the card that it shows, in the folder of a clone; then its Python."""

import os
import pathlib
import re
import shlex
import subprocess
import sys

from maps import need
from program import PROGRAM, SOURCE, Failures, scratch

need("h5py", "numpy", "matplotlib")


def main():
    failures = Failures()
    text = (SOURCE / "docs" / "tutorial.md").read_text(encoding="utf-8")
    card = re.search(r"^```toml\n(.*?)^```", text, re.MULTILINE | re.DOTALL)[1]
    script = re.search(r"^```python\n(.*?)^```", text, re.MULTILINE | re.DOTALL)[1]
    prose = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    commands = [shlex.split(line, comments=True) for line in re.findall(r"^    (\S.*)$", prose, re.MULTILINE)]
    failures.check(len(commands) >= 8, f"{len(commands)} commands in the tutorial")
    with scratch() as name:
        folder = pathlib.Path(name)
        (folder / "build" / "bin").mkdir(parents=True)
        (folder / "results").mkdir()
        (folder / "build" / "bin" / "penumbra").symlink_to(PROGRAM.resolve())
        for entry in ("experiments", "limits", "references.bib", "tools"):
            (folder / entry).symlink_to(SOURCE / entry)
        (folder / "results" / "tutorial.toml").write_text(card)
        here = {**os.environ, "PENUMBRA_DATA": str(folder), "PENUMBRA_PROGRAM": str(folder / "build" / "bin" / "penumbra")}
        for command in commands:
            words = [sys.executable if word == "/usr/bin/python3" else word for word in command]
            answer = subprocess.run(words, cwd=folder, env=here, capture_output=True, text=True, timeout=250, check=False)
            failures.check(answer.returncode == 0, f"{' '.join(command)}: exit {answer.returncode}: {answer.stderr}")
        for made in ("tutorial.png", "tutorial-ln-L.pdf", "tutorial.csv", "tutorial-report/report.html", "tutorial-report/latex/example.tex", "tutorial-export/references.bib"):
            failures.check((folder / "results" / made).exists(), f"the tutorial made no {made}")
        answer = subprocess.run([sys.executable, "-c", script], cwd=folder, capture_output=True, text=True, timeout=60, check=False)
        failures.check(answer.returncode == 0 and float(answer.stdout) < 0, f"Python of the tutorial: {answer.stdout} {answer.stderr}")
    failures.finish()


if __name__ == "__main__":
    main()
