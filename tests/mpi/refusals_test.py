"""What must not be touched is not touched, and the exit code says why."""

import os
import subprocess
import sys
import time

from harness import FOLDER, check, check_identical, run, start, tool

reference = FOLDER / "reference.h5"
run(reference)


def refused(path, code, words, ranks=1, **options):
    before = path.read_bytes()
    done = run(path, ranks, expect=code, **options)
    for word in words:
        check(word in done.stderr, f"'{word}' is not in: {done.stderr}")
    check(path.read_bytes() == before, f"{path} was written to")
    check(not path.with_name(path.name + ".lock").exists(), "the lock was left behind")


# The map of another card: 3, with both keys. On two ranks both must leave by the same way.
for ranks in (1, 2):
    refused(reference, 3, ["another card"], ranks, card="b")

# Not a map: 4, also with --restart, which must not replace what it cannot read.
for name, content in {"text": b"not a map\n" * 100, "empty": b"", "truncated": reference.read_bytes()[:100000]}.items():
    path = FOLDER / f"{name}.h5"
    path.write_bytes(content)
    refused(path, 4, [str(path)])
    refused(path, 4, [str(path)], restart=1)
tool("make-foreign", FOLDER / "foreign.h5")
refused(FOLDER / "foreign.h5", 4, ["not a likelihood map"])

# A newer format: 3.
newer = FOLDER / "newer.h5"
newer.write_bytes(reference.read_bytes())
tool("make-newer", newer)
refused(newer, 3, ["format 99"])

# update of a missing map: 4, and none is made.
run(FOLDER / "missing.h5", expect=4, update=1)
check(not (FOLDER / "missing.h5").exists(), "update made a map")
run(FOLDER / "no-folder" / "map.h5", expect=4)

# Two jobs on one map: the second says who the first is.
held = FOLDER / "held.h5"
process = start(held, 2, delay_ms=60)
deadline = time.monotonic() + 60
while not held.exists():
    check(time.monotonic() < deadline, "the run does not start")
    time.sleep(0.05)
second = run(held, expect=4)
check("another run works on this map" in second.stderr and os.uname().nodename in second.stderr, second.stderr)
out, err = process.communicate(timeout=100)
check(process.returncode == 0, f"the first run was disturbed: {out}{err}")
check_identical(reference, held)

# A dead run's lock is taken over, with a message; a silent one's after ten minutes; a fresh one of another host is not.
lock = FOLDER / "dead.h5.lock"
child = subprocess.Popen([sys.executable, "-c", ""])
child.wait()
lock.write_text(f"host {os.uname().nodename}\npid {child.pid}\nprocess_start \njob \nstarted then\nrun_id 0\n")
check("took over the lock" in run(FOLDER / "dead.h5").stderr, "a dead run's lock is taken over")
(FOLDER / "unborn.h5.lock").write_text("")  # killed between creating and writing its lock
check("took over the lock" in run(FOLDER / "unborn.h5").stderr, "an empty lock is taken over")
lock = FOLDER / "silent.h5.lock"
lock.write_text("host elsewhere\npid 1\nprocess_start 1\njob 7\nstarted then\nrun_id 0\n")
done = run(FOLDER / "silent.h5", expect=4)
check("elsewhere, job 7" in done.stderr, done.stderr)
os.utime(lock, (time.time() - 700, time.time() - 700))
check("took over the lock" in run(FOLDER / "silent.h5").stderr, "a silent run's lock is taken over")

# An error of one rank ends the job with its exit code; what was done stays, and the map can be continued.
failing = FOLDER / "failing.h5"
done = run(failing, 2, expect=4, fail_at="40", delay_ms=5)
check("planted failure" in done.stderr, done.stderr)
run(failing, 2)
check_identical(reference, failing)

# A number that is not finite is a bug of ours: 70, naming analysis and point, never stored.
for ranks in (1, 2):
    broken = FOLDER / f"broken-{ranks}.h5"
    done = run(broken, ranks, expect=70, fail_at="nan59", analyses=1)
    check("synthetic-000" in done.stderr and "mass = 0.6" in done.stderr, done.stderr)

# --restart replaces the map of another card.
other = FOLDER / "other.h5"
run(other, card="b", version=2)
run(other, 2, restart=1)
check_identical(reference, other)
# The same batch job started again, after the loss of a node on another one: nothing of its first start is left.
lock = FOLDER / "requeued.h5.lock"
lock.write_text("host elsewhere\npid 1\nprocess_start 1\njob 7\nrestart 0\nstarted then\nrun_id 0\n")
run(FOLDER / "requeued.h5", expect=4, environment={"SLURM_JOB_ID": "7"})
run(FOLDER / "requeued.h5", expect=4, environment={"SLURM_JOB_ID": "8", "SLURM_RESTART_COUNT": "1"})
restarted = run(FOLDER / "requeued.h5", environment={"SLURM_JOB_ID": "7", "SLURM_RESTART_COUNT": "1"})
check("took over the lock" in restarted.stderr, "the lock of an earlier start of the same job is taken over")
