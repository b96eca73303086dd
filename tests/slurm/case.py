"""What the Slurm tests share: TEST.py PROGRAM SOURCE_DIR. Exit code 77: skipped, there is no Slurm here."""

import contextlib
import pathlib
import subprocess
import sys
import time

from cluster import CannotStart, Cluster

PROGRAM, SOURCE = (pathlib.Path(argument) for argument in sys.argv[1:3])
SCRIPT = SOURCE / "slurm" / "penumbra-scan.sbatch"
SKIPPED = 77
# Some seconds of one core, in many slabs: long enough to be interrupted in the middle.
CARD = """\
model = "dark-photon"
[axes]
mass    = {{ from = "2 MeV", to = "1 GeV", points = {masses}, scale = "log" }}
epsilon = {{ from = 1e-8, to = 1e-3, points = 20, scale = "log" }}
[analyses]
include = ["nucal-1990-aprime", "faser-2023-aprime", "kind:limit"]
"""


def check(condition, message):
    if not condition:
        raise SystemExit(f"FAILED: {message}")


def program(*arguments):
    return subprocess.run([str(PROGRAM), *map(str, arguments)], capture_output=True, text=True, timeout=250, check=False)


class Case:
    """A cluster, a folder for cards and maps, and the job script."""

    def __init__(self, cluster, folder):
        self.cluster, self.folder = cluster, folder

    def card(self, name="card", masses=200):
        path = self.folder / f"{name}.toml"
        path.write_text(CARD.format(masses=masses))
        return path

    def scan(self, card, map_file, *, options=(), arguments=(), launcher="srun", nodes=2, script=SCRIPT):
        """Submits the shipped job script: one rank of two threads per node."""
        return self.cluster.submit("--nodes", nodes, "--ntasks-per-node=1", "--cpus-per-task=2", "--time=10",
                                   f"--output={self.folder}/%x-%j.log", *options, script, card, map_file, *arguments,
                                   environment={"PENUMBRA": str(PROGRAM), "LAUNCHER": launcher})

    def reference(self, card):
        """The map of an uninterrupted run of one process, outside of Slurm."""
        path = card.with_suffix(".reference.h5")
        done = program("scan", card, "-o", path)
        check(done.returncode == 0, f"scan outside of Slurm: {done.stderr}")
        return path

    def wait_for_output(self, job, text, times=1, limit_s=240):
        deadline = time.monotonic() + limit_s
        while self.cluster.output(job).count(text) < times:
            check(time.monotonic() < deadline, f"job {job} never said '{text}':\n{self.cluster.output(job)}")
            time.sleep(0.05)

    def wait_for_progress(self, map_file, job):
        """Until the job computes and has finished part of the map."""
        self.wait_for_output(job, "to compute")
        time.sleep(0.3)
        check(self.cluster.state(job) == "RUNNING", f"the job was over too soon:\n{self.cluster.output(job)}")
        check(map_file.exists(), "a running job has no map")


def check_identical(a, b):
    done = program("diff", a, b)
    check(done.returncode == 0, f"{a} and {b} differ:\n{done.stdout}{done.stderr}")


@contextlib.contextmanager
def case(nodes=3):
    """Ends the test as skipped, saying why, where Slurm cannot run."""
    with contextlib.ExitStack() as stack:
        try:
            cluster = stack.enter_context(Cluster(nodes))
        except CannotStart as reason:
            print(f"SKIPPED: no Slurm to test with: {reason}")
            sys.exit(SKIPPED)
        work = cluster.folder / "work"  # goes away with the cluster
        work.mkdir()
        yield Case(cluster, work)


def run_all(*tests, nodes=3):
    with case(nodes) as here:
        for test in tests:
            start = time.monotonic()
            test(here)
            print(f"{test.__name__}: good, {time.monotonic() - start:.1f} s", flush=True)
