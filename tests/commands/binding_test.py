"""mpirun binds one rank to one core unless told otherwise: the program sees it, and says what to do."""

import os
import pathlib
import re
import subprocess

from program import PROGRAM, SMALL, SOURCE, Failures, scratch

ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith(("OMPI_", "SLURM_"))}
ENVIRONMENT.update(OMPI_ALLOW_RUN_AS_ROOT="1", OMPI_ALLOW_RUN_AS_ROOT_CONFIRM="1")


def scan(folder, mpirun, *options, environment=None):
    command = ["mpirun", "-np", "1", *mpirun, PROGRAM, "scan", SOURCE / "cards" / "demo.toml", *SMALL, "--restart", "-o",
               pathlib.Path(folder) / "map.h5", *options]
    return subprocess.run([str(word) for word in command], env={**ENVIRONMENT, **(environment or {})}, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=250, check=False)


def cpus(answer):
    """CPUs of the rank and of the machine, from the log."""
    found = re.search(r"1 ranks x \d+ threads; CPUs: (\d+) for a rank, \d+ for the 1 ranks of this node, which has (\d+)",
                      answer.stderr)
    return (int(found[1]), int(found[2])) if found else (0, 0)


def main():
    failures = Failures()
    with scratch() as folder:
        bound = scan(folder, ["--bind-to", "core"], "--threads", "2")
        failures.check(bound.returncode == 0, f"bound to a core: {bound.stderr}")
        allowed, machine = cpus(bound)
        if machine < 2 or allowed != 1:
            print(f"SKIPPED: mpirun does not bind to one core here ({allowed} of {machine} CPUs)")
            raise SystemExit(77)
        failures.check("warning: 2 threads share 1 CPU, to which this rank is bound" in bound.stderr
                       and "--map-by slot:PE=2" in bound.stderr and "--bind-to none" in bound.stderr,
                       f"no word about the binding:\n{bound.stderr}")
        # Without --threads the mask decides, and the rest of the machine is idle.
        idle = scan(folder, ["--bind-to", "core"])
        failures.check("1 ranks x 1 threads" in idle.stderr and "bound to one CPU of a machine with" in idle.stderr,
                       f"no word about the idle CPUs:\n{idle.stderr}")
        slurm = scan(folder, ["--bind-to", "core"], environment={"SLURM_CPUS_PER_TASK": "2"})
        failures.check("Slurm gives 2 CPUs to a rank, which is bound to 1" in slurm.stderr, f"inside Slurm:\n{slurm.stderr}")
        # What the warning advises is right.
        for fix in (["--bind-to", "none"], ["--map-by", "slot:PE=2"]):
            cured = scan(folder, fix, "--threads", "2")
            failures.check(cured.returncode == 0 and cpus(cured)[0] >= 2 and "warning" not in cured.stderr,
                           f"{fix}: {cured.stderr}")
    failures.finish()


if __name__ == "__main__":
    main()
