"""A full disk or quota: refused before computing where the file system can tell, else the run ends with the reason and can be continued."""

import os
import pathlib
import subprocess
import sys
import time

from harness import FOLDER, check, check_identical, check_numbers, check_undamaged, run, start, tool

LIBRARY = sys.argv[4]
reference = FOLDER / "reference.h5"
run(reference)


def full_after(bytes_of_a_process, fallocate="missing", quota=False):
    return {"LD_PRELOAD": LIBRARY, "DISK_PREFIX": f"{FOLDER}/", "DISK_BYTES": str(bytes_of_a_process),
            "DISK_FALLOCATE": fallocate, **({"DISK_QUOTA": "1"} if quota else {})}


REASON = {False: "No space left on device", True: "Disk quota exceeded"}
CASES = [(1, False), (2, False), (2, True)]  # ranks, whether it is the quota


def numbers_in(text):
    return [int(word) for word in text.replace(",", " ").split() if word.isdigit()]


# Full at the start: nothing is computed, and the message has what is needed and what is free.
for ranks, quota in CASES:
    refused = FOLDER / f"refused-{ranks}-{quota}.h5"
    began = time.monotonic()
    done = run(refused, ranks, expect=4, environment=full_after(1 << 40, "full", quota), delay_ms=200)
    check(time.monotonic() - began < 6, "it was computed before the disk was looked at")  # computing takes 12 s
    check(str(refused) in done.stderr and REASON[quota] in done.stderr, done.stderr)
    check(len(numbers_in(done.stderr.split("the run fills")[1])) >= 2, f"bytes needed and free: {done.stderr}")
    check("complete=false clean=true" in check_undamaged(refused), "a refused run leaves a clean map")
    check(not refused.with_name(refused.name + ".lock").exists(), "the lock was left behind")
    run(refused, ranks)
    check_identical(reference, refused)

# Full in the middle, after so many bytes: in the creation (some 160 kB), in the state, in data, records, sums.
made = 0
for bytes_written in (0, 1000, 150_000, 180_000, 200_000, 230_000, 250_000, 300_000, 400_000, 500_000, 560_000, 600_000):
    for ranks, quota in CASES:
        path = FOLDER / "full.h5"
        path.unlink(missing_ok=True)
        done = run(path, ranks, expect=None, environment=full_after(bytes_written, quota=quota))
        if done.returncode == 0:
            continue
        check(done.returncode == 4, f"exit code {done.returncode}\n{done.stderr}")
        check(str(path) in done.stderr, done.stderr)
        if path.exists():
            made += 1
            check(REASON[quota] in done.stderr and "bytes free" in done.stderr and " bytes of /" in done.stderr,
                  done.stderr)
            check_undamaged(path)
        check(not list(FOLDER.glob("full.h5.tmp.*")), "a half-made map was left on the full disk")
        run(path, ranks)
        check_identical(reference, path)
check(made >= 12, f"only {made} runs were cut short after the map was made")

# A real disk of 4 MiB, where this may be mounted: first too small, then filled by somebody else while the run computes.
disk = FOLDER / "disk"
disk.mkdir()
if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "none", str(disk)], capture_output=True, check=False).returncode:
    print("no disk can be mounted here: full disks were only imitated")
    sys.exit(0)
try:
    path = disk / "map.h5"
    long_scan = {"columns": 600, "couplings": 100}
    done = run(path, 2, expect=4, **long_scan)
    needed, free = numbers_in(done.stderr.split("needs" if "needs" in done.stderr else "the run fills")[1])[:2]
    status = os.statvfs(disk)
    check(needed > 4 << 20 and free <= 3 << 20, f"bytes needed and free: {done.stderr}")
    check(status.f_bavail * status.f_frsize > 1 << 20, "the run that was refused has filled the disk")
    subprocess.run(["mount", "-o", "remount,size=64m", str(disk)], check=True)
    run(path, 2, **long_scan)
    check_numbers(path, **long_scan)

    path.unlink()
    filler = disk / "filler"
    process = start(path, 2, environment={**full_after(1 << 40), "DISK_PREFIX": f"{disk}/"}, delay_ms=5, **long_scan)
    while process.poll() is None and (not path.exists() or "done=0" in tool("info", path).stdout.splitlines()[1]):
        time.sleep(0.01)
    with open(filler, "wb", buffering=0) as file:
        try:
            while file.write(bytes(1 << 16)):
                pass
        except OSError:
            pass
    out, err = process.communicate(timeout=100)
    check(process.returncode == 4, f"exit code {process.returncode}\n{err}")
    check("No space left on device (0 bytes free there)" in err and str(path) in err, err)
    check_undamaged(path)
    filler.unlink()
    run(path, 2, **long_scan)
    check_numbers(path, **long_scan)
finally:
    subprocess.run(["umount", str(disk)], check=False)
