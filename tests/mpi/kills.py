"""Kills runs of the synthetic scan at random moments and judges what they leave behind.

kills_test.py does a few of them in every test run, tools/kill-test thousands. A phase begins with a finished map (or
none), asks for another one, is killed, and is asked again, with other ranks and threads, until it is finished.
"""

import collections
import random
import subprocess
import time

from harness import FOLDER, kill, run, start, structure_digest, tool
from map_bytes import Known, MapBytes

COLUMNS, COUPLINGS = 60, 50
POINTS = COLUMNS * COUPLINGS
# Slow enough that the run can be hit while it computes and sums, fast enough for thousands.
SLOW = {"delay_ms": 4, "sum_delay_us": 200}


class Phase:
    """From the map `base` (None: no file) to the map `target`, both options of the synthetic scan."""

    def __init__(self, base, target, until="end"):
        self.base, self.target, self.until = base, target, until


SMALL, GROWN, LARGE = {}, {"analyses": 6, "version": 2}, {"analyses": 40, "version": 3}
PHASES = {
    "create": Phase(None, SMALL, until="new file"),
    "scan": Phase(None, SMALL),
    "update": Phase(SMALL, {**GROWN, "update": 1}),
    "sum": Phase(GROWN, {"analyses": 5, "version": 2, "update": 1}),
    "repack": Phase(SMALL, {**LARGE, "update": 1}, until="new file"),
}


def _name(options):
    return "-".join(f"{key}{value}" for key, value in sorted(options.items()) if key != "update") or "small"


class References:
    """Uninterrupted maps, and the numbers that belong to every content key of them."""

    def __init__(self, phases):
        self.known = Known()
        for phase in phases:
            for options in (phase.base, phase.target):
                if options is not None and not self.path(options).exists():
                    run(self.path(options), 1, **{key: value for key, value in options.items() if key != "update"})
                    self.known.learn(MapBytes(self.path(options), POINTS))

    @staticmethod
    def path(options):
        return FOLDER / f"reference-{_name(options)}.h5"


class Counts(dict):
    """What a campaign reports: trials, kills, slabs found finished after a kill, and everything that must be 0."""

    BAD = ("lost", "wrong", "unreadable", "structure_changed", "not_identical", "left_behind", "failed_runs")

    def __init__(self, values=()):
        super().__init__({name: 0 for name in ("trials", "kills", "kills_of_one_rank", "finished_slabs", "finished_maps",
                                               *self.BAD)})
        self.update(values)

    def bad(self):
        return sum(self[name] for name in self.BAD)


class Campaign:
    """`seed` and the number of a trial decide phase, ranks, threads and moment; the machine decides what that hits."""

    def __init__(self, seed, ranks, phases, report=print, finish_each=False):
        self.seed, self.ranks, self.report, self.finish_each = seed, ranks, report, finish_each
        self.phases = {name: PHASES[name] for name in phases}
        self.references = References(self.phases.values())
        self.counts = Counts()
        self.kills_by_phase, self.kills_by_ranks = collections.Counter(), collections.Counter()
        self.span = {}  # seconds from the lock to the event that a phase is about
        self.maps = {}  # by phase, of the map in work: MapBytes and structure digest; None: not looked at yet
        self.finished = {}  # by phase: (key, slab) once recorded

    def map_file(self, name):
        return FOLDER / f"killed-{name}.h5"

    def _reset(self, name):
        map_file, phase = self.map_file(name), self.phases[name]
        for path in FOLDER.glob(f"{map_file.name}*"):
            path.unlink()
        self.finished[name] = set()
        self.maps[name] = None
        if phase.base is not None:
            copy_sparse(self.references.path(phase.base), map_file)

    def _start_and_wait(self, name, ranks, chance, **options):
        """The process, and False when it ended before the moment came."""
        map_file, phase = self.map_file(name), self.phases[name]
        lock = map_file.with_name(map_file.name + ".lock")
        lock_before, map_before = identity(lock), identity(map_file)  # of the run that was killed before
        process = start(map_file, ranks, **options, **SLOW, **phase.target)
        if chance.random() < 0.05:  # anywhere from the start of the processes on
            time.sleep(chance.uniform(0, 1))
            return process, process.poll() is None
        limit = time.monotonic() + 60
        while identity(lock) in (None, lock_before):
            if process.poll() is not None or time.monotonic() > limit:
                return process, False
            time.sleep(0.0005)
        began = time.monotonic()
        # Creation and repacking are short parts of a run: half of the kills are aimed at them.
        short = phase.until == "new file" and chance.random() < 0.5
        span = self.span.setdefault((name, ranks, short), 0.02 if short else 0.3)
        moment = began + chance.uniform(0, span)
        while time.monotonic() < moment:
            if process.poll() is not None:
                break
            time.sleep(0.0005)
        over = process.poll() is not None or (short and (identity(map_file) or (0,))[0] != (map_before or (0,))[0])
        self.span[name, ranks, short] = min(5.0, max(0.005, span * (0.9 if over else 1.05)))
        return process, process.poll() is None

    def trial(self, number):
        chance = random.Random(f"{self.seed}/{number}")
        name = chance.choice(sorted(self.phases))
        ranks, threads = chance.choice(self.ranks), chance.choice((1, 2))
        claim = chance.choice(("dynamic", "dynamic", "static"))
        map_file = self.map_file(name)
        self.label = f"seed {self.seed} trial {number}: {name}, {ranks} ranks, {threads} threads, {claim}"
        if name not in self.maps:
            self._reset(name)
        self.counts["trials"] += 1
        process, running = self._start_and_wait(name, ranks, chance, threads=threads, claim=claim)
        if running:
            one = ranks > 1 and chance.random() < 0.15
            kill(process, rank=chance.randrange(ranks) if one else None)
            self.counts["kills"] += 1
            self.kills_by_phase[name] += 1
            self.kills_by_ranks[ranks] += 1
            self.counts["kills_of_one_rank"] += one
            ended = False
        else:
            out, err = process.communicate(timeout=60)
            ended = process.returncode == 0
            if not ended:
                self._bad("failed_runs", f"exit code {process.returncode}\n{out}{err}")
        good = self._judge(name)
        if good and not ended and (self.finish_each or chance.random() < 0.2):
            good = self._finish(name, chance)
            ended = not self.finish_each or chance.random() < 0.3
        elif good and ended:
            good = self._compare(name, map_file)
        if ended or not good:
            self.counts["finished_maps"] += ended
            self._reset(name)

    def _finish(self, name, chance):
        """The same command again, on a copy, ends with the map of an uninterrupted run."""
        phase, copy = self.phases[name], FOLDER / "continued.h5"
        for path in FOLDER.glob("continued.h5*"):
            path.unlink()
        for path in FOLDER.glob(f"{self.map_file(name).name}*"):
            copy_sparse(path, FOLDER / path.name.replace(self.map_file(name).name, copy.name))
        command = start(copy, chance.choice(self.ranks), threads=chance.choice((1, 2)), **phase.target)
        out, err = command.communicate(timeout=120)
        if command.returncode != 0:
            return self._bad("failed_runs", f"exit code {command.returncode} when continued\n{out}{err}")
        return self._compare(name, copy)

    def _compare(self, name, map_file):
        reference = self.references.path(self.phases[name].target)
        done = tool("diff", reference, map_file)
        if done.returncode != 0:
            return self._bad("not_identical", done.stdout + done.stderr)
        left = [path.name for path in FOLDER.glob(f"{map_file.name}.*")]
        if left:
            return self._bad("left_behind", ", ".join(left))
        return True

    def _judge(self, name):
        """Looks at the file without touching it."""
        map_file = self.map_file(name)
        if not map_file.exists():
            must_be = self.finished[name] or self.phases[name].base is not None
            return self._bad("lost", "the map is gone") if must_be else True
        verified = tool("verify", map_file)
        if verified.returncode != 0:
            return self._bad("unreadable", verified.stdout + verified.stderr)
        if "damaged=false" not in verified.stdout:
            return self._bad("wrong", verified.stdout)
        known = self.maps[name]
        if known is None or known[0].inode != identity(map_file)[0]:
            known = self.maps[name] = _look_at(map_file)
        elif structure_digest(map_file, known[0].places) != known[1]:
            return self._bad("structure_changed", "bytes outside of the data")
        try:
            recorded = known[0].recorded()
        except ValueError as error:
            return self._bad("wrong", str(error))
        self.counts["finished_slabs"] += len(recorded)
        found = set()
        for record_row, slab, key, pieces in recorded:
            if self.references.known.disagree(key, pieces):
                return self._bad("wrong", f"record row {record_row}, slab {slab}: not the numbers of its key")
            if not known[0].is_combined(record_row):  # the sum of an older set is overwritten
                found.add((key, slab))
        missing = self.finished[name] - found
        self.finished[name] = found
        return self._bad("lost", f"{len(missing)} slabs were recorded and are not any more") if missing else True

    def _bad(self, what, why):
        self.counts[what] += 1
        self.report(f"{self.label}: {what}: {why}")
        return False


def _look_at(map_file):
    layout = MapBytes(map_file, POINTS)
    return layout, structure_digest(map_file, layout.places)


def identity(path):
    """Tells a file from one that took its place, also with its inode."""
    try:
        status = path.stat()
        return status.st_ino, status.st_mtime_ns
    except FileNotFoundError:
        return None


def copy_sparse(source, target):
    """Holes stay holes: a map is mostly unused rows."""
    subprocess.run(["cp", "--sparse=always", source, target], check=True)
