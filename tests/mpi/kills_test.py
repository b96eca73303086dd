"""Killed without warning again and again, with changing ranks and threads, a scan still ends with the right map."""

import signal
import time

from harness import FOLDER, check, check_identical, check_numbers, check_undamaged, kill, outcome, run, start, structure_digest

reference = FOLDER / "reference.h5"
run(reference)

killed = FOLDER / "killed.h5"
structure = None
kills = 0
# Delays walk through start, computing and ending; the list is fixed so that a failure can be repeated.
for attempt, delay in enumerate((0.15, 0.6, 0.75, 0.9, 0.7, 1.1, 0.65, 0.8, 1.3)):
    ranks = (2, 2, 3)[attempt % 3]
    process = start(killed, ranks, threads=1 + attempt % 2, delay_ms=150)
    time.sleep(delay)
    kill(process)
    kills += process.returncode == -signal.SIGKILL
    if killed.exists():
        check_undamaged(killed)
        now = structure_digest(killed)
        check(structure in (None, now), "the structure of the file has changed")
        structure = now

check(kills >= 5, f"only {kills} runs were killed before they ended")
done = run(killed, 2)
check(int(outcome(done)["damaged"]) == 0, f"after mere kills no finished slab is wrong: {done.stdout}")
check_identical(reference, killed)
check_numbers(killed)
check(structure_digest(killed) == structure, "the structure of the file has changed")
check(not list(FOLDER.glob("killed.h5.tmp.*")), "temporary files were left behind")
