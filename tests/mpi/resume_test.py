"""A run that is told to stop says 75, keeps what it has, and is continued to the map of an uninterrupted one."""

import os
import signal
import time

from harness import FOLDER, check, check_identical, check_undamaged, outcome, ranks_of, run, start, structure_digest

reference = FOLDER / "reference.h5"
run(reference)

# What a run killed while it made the map left behind is removed by the next run.
leftover = FOLDER / "stopped.h5.tmp.0123456789abcdef"
leftover.write_bytes(b"half a map")

# Stopped at a known place, continued with other ranks and threads.
stopped = FOLDER / "stopped.h5"
done = run(stopped, expect=75, stop_after=10)
check(outcome(done)["outcome"] == "stopped", done.stdout)
check(not leftover.exists(), "a temporary file of a dead run was left behind")
computed = int(outcome(done)["computed"])
check(10 <= computed < 40, done.stdout)
check("complete=false clean=true" in check_undamaged(stopped), "a stopped map is clean and not complete")
structure = structure_digest(stopped)
done = run(stopped, 2, threads=2)
check(int(outcome(done)["reused"]) == computed, f"{computed} slabs were done before: {done.stdout}")
check("continuing an unfinished map" in done.stderr, done.stderr)
check_identical(reference, stopped)
check(structure_digest(stopped) == structure, "the structure of the file has changed")

# A finished map: nothing to do, and not a byte is touched.
before = stopped.read_bytes()
done = run(stopped, 2)
check(outcome(done)["outcome"] == "nothing" and "nothing to do" in done.stderr, done.stdout + done.stderr)
check(stopped.read_bytes() == before, "a finished map was written to")
check(not (FOLDER / "stopped.h5.lock").exists(), "the lock was left behind")


def wait_for_progress(map_file):
    """Until the run has made the map and is computing."""
    deadline = time.monotonic() + 60
    while not map_file.exists():
        check(time.monotonic() < deadline, "the run does not start")
        time.sleep(0.05)
    time.sleep(0.4)


# SIGUSR1 to mpirun is forwarded to the ranks and keeps the program's exit code.
for claim in ("dynamic", "static"):
    signalled = FOLDER / f"signalled-{claim}.h5"
    process = start(signalled, 2, delay_ms=60, claim=claim)
    wait_for_progress(signalled)
    os.kill(process.pid, signal.SIGUSR1)
    asked = time.monotonic()
    out, err = process.communicate(timeout=60)
    check(process.returncode == 75, f"exit code {process.returncode} after SIGUSR1\n{out}{err}")
    check(time.monotonic() - asked < 5, "the stop took longer than a block and a sync")
    check("complete=false clean=true" in check_undamaged(signalled), "not clean after SIGUSR1")
    run(signalled, 2, claim=claim)
    check_identical(reference, signalled)

# SIGTERM straight to one rank of two, as srun may do: the other leaves, too.
for claim in ("dynamic", "static"):
    terminated = FOLDER / f"terminated-{claim}.h5"
    process = start(terminated, 2, delay_ms=60, claim=claim)
    wait_for_progress(terminated)
    ranks = ranks_of(process)
    check(len(ranks) == 2, f"expected two ranks, found {ranks}")
    os.kill(ranks[1], signal.SIGTERM)
    out, err = process.communicate(timeout=60)
    check(process.returncode == 75, f"exit code {process.returncode} after SIGTERM to a rank\n{out}{err}")
    run(terminated)
    check_identical(reference, terminated)

# Every signal that a batch system or a person sends to stop a run.
for stop in (signal.SIGTERM, signal.SIGUSR1, signal.SIGINT, signal.SIGXCPU):
    stopped_by = FOLDER / f"{stop.name}.h5"
    process = start(stopped_by, 1, delay_ms=60)
    wait_for_progress(stopped_by)
    asked = time.monotonic()
    process.send_signal(stop)
    out, err = process.communicate(timeout=60)
    check(process.returncode == 75, f"exit code {process.returncode} after {stop.name}\n{out}{err}")
    check(time.monotonic() - asked < 5, f"{stop.name}: the stop took longer than a block and a sync")
    check("complete=false clean=true" in check_undamaged(stopped_by), f"not clean after {stop.name}")
    check(not (FOLDER / f"{stop.name}.h5.lock").exists(), "the lock was left behind")
run(stopped_by, 2)
check_identical(reference, stopped_by)
