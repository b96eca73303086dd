"""Analyses come, go, change and come back: only what is new is computed, and the map is that of a fresh scan."""

import time

from harness import (FOLDER, check, check_identical, check_numbers, check_undamaged, extents, kill, outcome, row_bytes,
                     run, start, structure_digest, tool)

fresh = {}
for analyses, version in ((5, 1), (6, 1), (6, 2), (6, 3), (40, 3)):
    fresh[analyses, version] = FOLDER / f"fresh-{analyses}-{version}.h5"
    run(fresh[analyses, version], analyses=analyses, version=version)

updated = FOLDER / "updated.h5"
run(updated)
structure = structure_digest(updated)
slabs = 8


def update(analyses, version, computed, **options):
    done = run(updated, options.pop("ranks", 1), update=1, analyses=analyses, version=version, **options)
    check(int(outcome(done)["computed"]) == computed, f"expected {computed} computed slabs: {done.stdout}{done.stderr}")
    check_identical(fresh[analyses, version], updated)
    check_undamaged(updated)
    return done


check(outcome(update(5, 1, 0))["outcome"] == "nothing", "an update without changes has nothing to do")
before = row_bytes(updated, range(5))
update(6, 1, slabs)                  # one analysis more
check(row_bytes(updated, range(5)) == before, "bytes of other rows have been rewritten")
update(6, 2, slabs, ranks=2)         # one number changed in one definition
update(6, 1, 0)                      # and back: the retired row is still there
update(5, 1, 0)                      # one removed: only the combination is summed again
check(structure_digest(updated) == structure, "the structure of the file has changed")

# Interrupted in the middle of an update, continued by scan.
run(updated, expect=75, update=1, analyses=6, version=3, stop_after=4)
done = run(updated, 2, analyses=6, version=3)
check(0 < int(outcome(done)["computed"]) <= slabs - 4, done.stdout)
check_identical(fresh[6, 3], updated)

# 40 analyses, half with two components, need 120 response rows of 64: repacked, and nothing old is computed again.
done = update(40, 3, 34 * slabs, ranks=2)
check("repacking" in done.stderr, done.stderr)
check_numbers(updated, analyses=40, version=3)
check(not list(FOLDER.glob("updated.h5.tmp.*")), "temporary files were left behind")

# The code changes without a new version: the spot check finds the row, and computes it again; --trust believes.
changed = FOLDER / "changed.h5"
run(changed)
done = run(changed, update=1, changed_code=1, trust=1)
check(outcome(done)["changed"] == "" and outcome(done)["computed"] == "0", done.stdout)
done = run(changed, 2, update=1, changed_code=1)
check(outcome(done)["changed"] == "synthetic-002" and int(outcome(done)["computed"]) == slabs, done.stdout)
check("without a new physics_version" in done.stderr, done.stderr)
check_numbers(changed, changed_code=1)

# Rows that the same code made, or has compared, are not compared again; those it only trusted are, and retired ones too.
same = FOLDER / "same-code.h5"
run(same, code="a", analyses=6)
done = run(same, update=1, code="a", analyses=6, changed_code=1)
check(outcome(done)["changed"] == "", f"the same code was compared: {done.stdout}")
run(same, update=1, code="b", analyses=6, changed_code=1, trust=1)
run(same, update=1, code="b", analyses=2, trust=1)
done = run(same, update=1, code="b", analyses=6, changed_code=1)
check(outcome(done)["changed"] == "synthetic-002", f"a row that came back was not compared: {done.stdout}")
done = run(same, update=1, code="b", analyses=6)
check(outcome(done)["changed"] == "", f"compared again: {done.stdout}")
done = run(same, 2, update=1, code="c", analyses=6)
check(outcome(done)["changed"] == "synthetic-002", f"another code was not compared: {done.stdout}")
check_identical(fresh[6, 1], same)

# A flipped bit is found by reading back, and by the next run when the last one did not end cleanly.
flipped = FOLDER / "flipped.h5"
process = start(flipped, 2, delay_ms=40)
deadline = time.monotonic() + 60
while not flipped.exists() or "done=0" in tool("info", flipped).stdout.splitlines()[1]:
    check(time.monotonic() < deadline, "the run does not get on")
    time.sleep(0.05)
kill(process)
done = [line for line in tool("info", flipped).stdout.splitlines() if line.startswith("synthetic-000")][0]
check("done=20" not in done, "the run was over before it was killed")
offset, _ = extents(flipped)["cls"]
with open(flipped, "r+b") as file:
    for slab in range(20):  # of the first row: 3 columns of 50 points each
        file.seek(offset + 8 * 150 * slab + 5)
        byte = file.read(1)
        file.seek(-1, 1)
        file.write(bytes([byte[0] ^ 1]))
check("damaged=true" in tool("verify", flipped).stdout, "reading back does not find a flipped bit")
finished = int(done.split("done=")[1].split()[0])
done = run(flipped)
check(int(outcome(done)["damaged"]) == finished, f"{finished} slabs were damaged: {done.stdout}{done.stderr}")
check_identical(fresh[5, 1], flipped)
