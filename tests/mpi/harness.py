"""What the tests of real runs share: starting the synthetic scan, comparing its maps, a folder that goes away."""

import hashlib
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time

PROGRAM, MPIEXEC = sys.argv[1], sys.argv[2]
_folder = tempfile.TemporaryDirectory(prefix="penumbra-test-")
FOLDER = pathlib.Path(_folder.name)


def command(map_file, ranks=1, **options):
    start = [MPIEXEC, "-np", str(ranks)] if ranks > 1 else []
    return start + [PROGRAM, "scan", str(map_file)] + [f"{name}={value}" for name, value in options.items()]


def start(map_file, ranks=1, environment=None, **options):
    """In a process group of its own, so that all ranks can be killed together."""
    return subprocess.Popen(command(map_file, ranks, **options), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                            text=True, start_new_session=True, env={**os.environ, **(environment or {})})


def ranks_of(process):
    """Process numbers of the ranks that an mpirun started."""
    children = pathlib.Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    return [int(pid) for pid in children if PROGRAM.encode() in pathlib.Path(f"/proc/{pid}/cmdline").read_bytes()]


def is_running(pid):
    """False also for a process that has ended and that its parent has not asked about."""
    try:
        return pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def kill(process, rank=None):
    """SIGKILL for mpirun and all its ranks, or for one rank, and mpirun ends the others; returns when none is left."""
    try:
        ranks = ranks_of(process)
    except FileNotFoundError:  # it has just ended
        ranks = []
    victims = ranks
    if rank is None or rank >= len(ranks):
        process.send_signal(signal.SIGKILL)
    else:
        victims = [ranks[rank]]
    for pid in victims:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
    deadline = time.monotonic() + 30
    while any(is_running(pid) for pid in ranks):
        process.poll()
        check(time.monotonic() < deadline, "a rank outlived the SIGKILL of another, or its own")
        time.sleep(0.02)
    try:
        process.communicate(timeout=10)
    except subprocess.TimeoutExpired:
        # Open MPI 4.1.4: with all ranks gone, mpirun itself stayed in 1 of 200 kills of one rank.
        process.send_signal(signal.SIGKILL)
        process.communicate(timeout=60)


def run(map_file, ranks=1, expect=0, environment=None, **options):
    """Fails when the exit code is another; expect=None takes any."""
    done = subprocess.run(command(map_file, ranks, **options), capture_output=True, text=True, timeout=120,
                          env={**os.environ, **(environment or {})})
    check(expect in (done.returncode, None),
          f"{' '.join(done.args)}: exit code {done.returncode} instead of {expect}\n{done.stdout}{done.stderr}")
    return done


def outcome(done):
    """The line 'outcome=... computed=...' as a dictionary."""
    line = [text for text in done.stdout.splitlines() if text.startswith("outcome=")][-1]
    return dict(part.split("=", 1) for part in line.split(" "))


def tool(*arguments):
    return subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True, timeout=120)


def check(condition, message):
    if not condition:
        raise SystemExit(f"FAILED: {message}")


def check_identical(a, b):
    done = tool("diff", a, b)
    check(done.returncode == 0, f"{a} and {b} differ:\n{done.stdout}{done.stderr}")


def check_numbers(map_file, **options):
    done = tool("check", map_file, *[f"{name}={value}" for name, value in options.items()])
    check(done.returncode == 0, f"{map_file} holds wrong numbers:\n{done.stdout}{done.stderr}")


def check_undamaged(map_file):
    done = tool("verify", map_file)
    check(done.returncode == 0 and "damaged=false" in done.stdout, f"{map_file}:\n{done.stdout}{done.stderr}")
    return done.stdout


def extents(map_file):
    """Offset and size of the data of every dataset, by name."""
    lines = [line.split(" ", 2) for line in tool("extents", map_file).stdout.splitlines()]
    return {name: (int(offset), int(size)) for offset, size, name in lines}


def structure_digest(map_file, places=None):
    """SHA-256 of all bytes outside of every dataset's data: what must never change after creation."""
    digest = hashlib.sha256()
    at = 0
    with open(map_file, "rb") as file:
        for offset, size in sorted((places or extents(map_file)).values()):
            file.seek(at)
            digest.update(file.read(offset - at))
            at = offset + size
        file.seek(at)
        digest.update(file.read())
    return digest.hexdigest()


def row_bytes(map_file, rows):
    """What analyses have in the map: their values, and their records of what is finished."""
    found = extents(map_file)
    capacity = found["analyses"][1] // 96
    pieces = []
    with open(map_file, "rb") as file:
        for name in ("log_likelihood", "expected", "asimov", "cls"):
            offset, size = found[name]
            for row in rows:
                file.seek(offset + row * (size // capacity))
                pieces.append(file.read(size // capacity))
        offset, size = found["state/done"]
        values, cut = found["responses"][1], found["log_likelihood"][1] // capacity
        record_row = size // (capacity + values // cut + 2)
        for row in rows:
            file.seek(offset + row * record_row)
            pieces.append(file.read(record_row))
    return pieces
