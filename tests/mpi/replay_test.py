"""Every state that a crash can leave of a run is no map or a map that opens, and is continued to the right map.

The writes of a run are traced once; no process is killed. A SIGKILL leaves a prefix of the trace. A node that is lost
leaves what was synced and an arbitrary part of the rest. With --all the program continues from every prefix, else from
a sample; the records of every prefix are compared with their data either way.
"""

import os
import pathlib
import random
import sys
import tempfile

from harness import FOLDER, check, check_identical, extents, outcome, run, structure_digest, tool
from map_bytes import Known, MapBytes
from replay import Disk, after_node_loss, durable_from, killed, record

LIBRARY, ALL = sys.argv[3], "--all" in sys.argv
SIZE = {"columns": 16, "couplings": 6}
POINTS = 16 * 6
SMALL = {**SIZE, "analyses": 3, "components": 1}
GROWN = {**SIZE, "analyses": 4, "version": 2, "components": 1}
WIDE = {**SIZE, "analyses": 3, "components": 11}  # needs 66 response rows of 64
DETOUR = {**SIZE, "analyses": 4, "version": 3, "components": 1, "update": 1, "stop_after": 1}
STATE = ("state/header", "state/catalogue", "state/provenance", "analyses")
SECTOR = 512
STATES, LOSSES, SEED = 30, 30, 5
chance = random.Random(SEED)
print(f"seed {SEED}")
# Crashes are made by hand here: nothing has to reach a disk, and in memory that goes three times as fast.
_memory = tempfile.TemporaryDirectory(prefix="penumbra-test-", dir="/dev/shm" if os.access("/dev/shm", os.W_OK) else None)
folder = pathlib.Path(_memory.name)


class Scenario:
    def __init__(self, name, base, target, ranks):
        self.name, self.base, self.target = name, base, target
        traced = FOLDER / name
        traced.mkdir()
        self.map_file = traced / "map.h5"
        self.known = Known()
        self.reference = FOLDER / f"reference-{name}.h5"
        run(self.reference, 1, **{key: value for key, value in target.items() if key != "update"})
        self.known.learn(MapBytes(self.reference, POINTS))
        self.files, self.old_places = {}, None
        if base:
            run(self.map_file, 1, **base)
            self.known.learn(MapBytes(self.map_file, POINTS))
            self.files = {str(self.map_file): self.map_file.read_bytes()}
            self.base_map = FOLDER / f"base-{name}.h5"
            self.base_map.write_bytes(self.map_file.read_bytes())
            self.old_places = extents(self.map_file)
        self.operations = record(LIBRARY, self.map_file, ranks, **target)
        self.new_places = extents(self.map_file)
        self.renamed = next((i + 1 for i, o in enumerate(self.operations) if o.kind == "r"), 0)
        self.durable = durable_from(self.operations)
        self.false_records = 0
        self.no_map = 0

    def places(self, count):
        return self.new_places if count >= self.renamed else self.old_places

    def recorded(self, map_file, places):
        """(key, slab) of analyses' records whose data are there, and the number of records whose data are not."""
        true, false = set(), 0
        layout = MapBytes(map_file, POINTS, places)
        for record_row, slab, key, pieces in layout.recorded():
            if self.known.disagree(key, pieces):
                false += 1
            elif not layout.is_combined(record_row):  # the sum of an older set is overwritten
                true.add((key, slab))
        return true, false

    def writes_only_data(self):
        """After its creation nothing outside of the data of the map's datasets changes: HDF5 writes the first 48 bytes
        once more when the file is closed, but as they are."""
        disk = killed(self.files, self.operations, self.renamed)
        for operation in self.operations[self.renamed:]:
            if operation.path != str(self.map_file):
                continue
            check(operation.kind in "ws", f"{self.name}: the map was truncated, renamed or removed")
            end = operation.offset + len(operation.data)
            inside = any(begin <= operation.offset and end <= begin + size for begin, size in self.new_places.values())
            same = disk.files[operation.path][operation.offset:end] == operation.data
            check(inside or same, f"{self.name}: {len(operation.data)} bytes written at {operation.offset}: structure")
            disk.apply(operation)

    def exists(self, map_file, label, allowed_missing):
        if map_file.exists():
            return True
        check(allowed_missing, f"{label}: the map is gone")
        self.no_map += 1
        return False

    def continues(self, map_file, label, ranks, places):
        structure = structure_digest(map_file, places) if map_file.exists() else None
        inode = map_file.stat().st_ino if map_file.exists() else None
        target = self.target if map_file.exists() else {**self.target, "update": 0}
        done = run(map_file, ranks, **target)
        check_identical(self.reference, map_file)
        if inode == map_file.stat().st_ino:
            check(structure_digest(map_file, places) == structure, f"{label}: the structure has changed")
            check(self.recorded(map_file, places)[1] == 0, f"{label}: still damaged: {done.stderr}")
        else:
            check(inode is None or self.renamed, f"{label}: another file")
        left = [path.name for path in folder.iterdir() if path != map_file]
        check(not left, f"{label}: {left} left behind")
        return int(outcome(done)["damaged"])

    def kills(self, moments):
        """What a SIGKILL leaves after each number of operations."""
        sample = set(moments if ALL else chance.sample(moments, min(STATES, len(moments))))
        disk = Disk(self.files)
        for count in moments:
            if count > 0:
                disk.apply(self.operations[count - 1])
            label = f"{self.name}: killed after {count} of {len(self.operations)} operations"
            map_file = disk.put(folder, self.map_file)
            if self.exists(map_file, label, not self.files and count < self.renamed):
                check(self.recorded(map_file, self.places(count))[1] == 0, f"{label}: a record without its data")
            if count not in sample:
                continue
            if map_file.exists():
                opened = tool("verify", map_file)
                check(opened.returncode == 0 and "damaged=false" in opened.stdout, f"{label}: {opened}")
            check(self.continues(map_file, label, 1, self.places(count)) == 0, f"{label}: a finished slab was damaged")

    def losses(self, number, moments):
        """What a loss of the memory leaves at random moments, every other one just after a sync: there the order of the
        writes is decided."""
        after_sync = [count for count in moments if any(o.kind == "s" for o in self.operations[max(0, count - 3):count])]
        for trial in range(number):
            count = chance.choice(after_sync if trial % 2 else moments)
            label = f"{self.name}: loss {trial} after {count} operations"
            perhaps, surely = after_node_loss(self.files, self.operations, self.durable, count, chance)
            had_to_be = set()
            map_file = surely.put(folder, self.map_file)
            if map_file.exists():
                had_to_be, false = self.recorded(map_file, self.places(count))
                check(false == 0, f"{label}: a synced record without its data")
            map_file = perhaps.put(folder, self.map_file)
            places = None
            if self.exists(map_file, label, not self.files and not had_to_be):
                opened = tool("verify", map_file)
                check(opened.returncode == 0, f"{label}: cannot be opened: {opened.stderr}")
                places = self.places(self.renamed if map_file.stat().st_size == self.size_after() else 0)
                true, false = self.recorded(map_file, places)
                check(had_to_be <= true, f"{label}: synced slabs were lost")
                self.false_records += false
            if trial % 3 == 0 and self.base:
                self.goes_back(map_file, label)
            else:
                self.continues(map_file, label, 2 if trial % 10 == 0 else 1, places)

    def goes_back(self, map_file, label):
        """A third run ends cleanly before it has looked at all that the crash left, then the first map is asked for."""
        done = tool("scan", map_file, *[f"{name}={value}" for name, value in DETOUR.items()])
        check(done.returncode == 75, f"{label}: {done.stdout}{done.stderr}")
        run(map_file, 1, update=1, **self.base)
        check_identical(self.base_map, map_file)
        check("damaged=false" in tool("verify", map_file).stdout, f"{label}: damaged after going back")

    def torn(self):
        """Writes of the state cut at every boundary of a disk's sector, from either end."""
        cuts = []
        for count, operation in enumerate(self.operations):
            inside = any(self.new_places[name][0] <= operation.offset < sum(self.new_places[name]) for name in STATE)
            if operation.kind == "w" and operation.path == str(self.map_file) and inside:
                first = SECTOR - operation.offset % SECTOR
                cuts += [(count, at) for at in range(first, len(operation.data), SECTOR)]
                cuts.append((count, len(operation.data) // 2))
        sample = set(cuts if ALL else chance.sample(cuts, min(STATES // 2, len(cuts))))
        for count, at in cuts:
            operation = self.operations[count]
            halves = (operation._replace(data=operation.data[:at]),
                      operation._replace(data=operation.data[at:], offset=operation.offset + at))
            label = f"{self.name}: operation {count} torn at {at} of {len(operation.data)} bytes"
            disk = killed(self.files, self.operations, count)
            disk.apply(chance.choice(halves))
            map_file = disk.put(folder, self.map_file)
            opened = tool("verify", map_file)
            check(opened.returncode == 0 and "damaged=false" in opened.stdout, f"{label}: {opened}")
            if (count, at) in sample:
                self.continues(map_file, label, 1, self.new_places)
        print(f"{self.name}: {len(cuts)} torn writes of the state")

    def size_after(self):
        return self.map_file.stat().st_size

    def report(self):
        print(f"{self.name}: {len(self.operations)} operations, {self.no_map} states without a map, "
              f"{self.false_records} records without their data, all of them found")


fresh = Scenario("fresh", None, SMALL, 2)
fresh.writes_only_data()
fresh.kills(range(len(fresh.operations) + 1))
fresh.losses(LOSSES, range(len(fresh.operations) + 1))
check(fresh.false_records > 0, "no loss left a record without its data: the test shows nothing")
fresh.report()

update = Scenario("update", SMALL, {**GROWN, "update": 1}, 2)
update.writes_only_data()
update.kills(range(len(update.operations) + 1))
update.losses(LOSSES, range(len(update.operations) + 1))
update.torn()
update.report()

repack = Scenario("repack", SMALL, {**WIDE, "update": 1}, 2)
around = range(min(len(repack.operations), repack.renamed + 30))
repack.kills(around)
repack.losses(LOSSES // 3, around)
repack.report()
