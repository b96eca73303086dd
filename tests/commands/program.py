"""Runs the program under test. Used by the tests of this folder: TEST.py PROGRAM SOURCE_DIR."""

import json
import os
import pathlib
import subprocess
import sys
import tempfile

PROGRAM = pathlib.Path(sys.argv[1])
SOURCE = pathlib.Path(sys.argv[2])
# A scan of a few points with what takes no time: seconds on one core.
SMALL = ["--set", "axes.mass.points=5", "--set", "axes.epsilon.points=7",
         "--set", 'analyses.include=["kind:limit", "kind:constraint"]']


def run(*arguments, environment=None, folder=None):
    return subprocess.run([str(PROGRAM), *map(str, arguments)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                          timeout=250, cwd=folder, env={**os.environ, **(environment or {})}, check=False)


def run_on_ranks(ranks, *arguments):
    """Under mpirun, also as root and with more ranks than cores."""
    environment = {**os.environ, "OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1",
                   "OMPI_MCA_rmaps_base_oversubscribe": "1", "OMPI_MCA_hwloc_base_binding_policy": "none",
                   "OMPI_MCA_mpi_yield_when_idle": "1"}
    return subprocess.run(["mpirun", "-np", str(ranks), str(PROGRAM), *map(str, arguments)], env=environment,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=250, check=False)


class Failures:
    """Collects what went wrong, so that one run shows all of it."""

    def __init__(self):
        self.count = 0
        self.checks = 0

    def check(self, good, message):
        self.checks += 1
        if not good:
            self.count += 1
            print("FAILED:", message)
        return good

    def json(self, *arguments, code=0):
        """One JSON document and nothing else on standard output."""
        answer = run(*arguments, "--json")
        what = " ".join(map(str, arguments))
        self.check(answer.returncode == code, f"{what}: exit code {answer.returncode}, expected {code}\n{answer.stderr}")
        try:
            return json.loads(answer.stdout, parse_constant=lambda text: self.check(False, f"{what}: holds {text}"))
        except json.JSONDecodeError as error:
            self.check(False, f"{what}: no JSON on standard output ({error}): {answer.stdout[:200]!r}")
            return None

    def finish(self):
        print(f"{self.checks} checks, {self.count} failed")
        sys.exit(1 if self.count else 0)


def scratch():
    return tempfile.TemporaryDirectory(prefix="penumbra-test-")
