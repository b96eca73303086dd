"""Bytes that changed since they were written, and files that are no map: found, named, repaired or left alone."""

import json
import struct

from harness import FOLDER, check, check_identical, outcome, run, tool
from map_bytes import ANALYSIS_DATA, COMBINED_DATA, MapBytes, crc32c

POINTS = 60 * 50
SLABS = 8
reference, grown = FOLDER / "reference.h5", FOLDER / "grown.h5"
run(reference)
run(grown, analyses=6, version=2)
damaged = FOLDER / "damaged.h5"


def fresh_copy(source=reference):
    damaged.write_bytes(source.read_bytes())
    return MapBytes(damaged, POINTS)


def flip(at, path=damaged):
    with open(path, "r+b") as file:
        file.seek(at)
        byte = file.read(1)
        file.seek(at)
        file.write(bytes([byte[0] ^ 0x10]))


class Copies:
    """The two copies of a block of the state: generation (8 bytes), length (4), payload, CRC32C of all before it."""

    def __init__(self, layout, name):
        offset, size = layout.places[f"state/{name}"]
        self.path, self.places = layout.path, (offset, offset + size // 2)
        self.generations = [struct.unpack("<Q", self._read(place, 8))[0] for place in self.places]
        self.current = self.places[0 if self.generations[0] > self.generations[1] else 1]
        self.older = self.places[1 if self.generations[0] > self.generations[1] else 0]

    def _read(self, at, count):
        with open(self.path, "rb") as file:
            file.seek(at)
            return file.read(count)

    def length(self, place):
        return struct.unpack("<I", self._read(place + 8, 4))[0]

    def payload(self):
        return self._read(self.current + 12, self.length(self.current))

    def write(self, payload):
        """As the program does: a new generation in the place of the older copy."""
        content = struct.pack("<QI", max(self.generations) + 1, len(payload)) + payload
        with open(self.path, "r+b") as file:
            file.seek(self.older)
            file.write(content + struct.pack("<I", crc32c(content)))


def make_unclean(layout):
    """As if the last run had been killed."""
    copies = Copies(layout, "header")
    copies.write(json.dumps({**json.loads(copies.payload()), "state": "running", "complete": False}).encode())


def refused(path, code, *words, **options):
    """`code` from a run and from reading back, and not one byte touched."""
    before = path.read_bytes()
    for done in (run(path, expect=code, **options), tool("verify", path)):
        check(done.returncode == code, f"{path}: exit code {done.returncode}: {done.stderr}")
        for word in words:
            check(word in done.stderr, f"'{word}' is not in: {done.stderr}")
    check(path.read_bytes() == before, f"{path} was written to")
    check(not list(FOLDER.glob(f"{path.name}.*")), "something was left beside the file")


def one_copy_flipped():
    for block in ("header", "catalogue", "provenance"):
        copies = Copies(fresh_copy(), block)
        for place in copies.places:
            length = copies.length(place)
            for at in (0, 8, 12, 12 + length // 2, 12 + length):  # generation, length, payload, checksum
                fresh_copy()
                flip(place + at)
                warning = f"one copy of the {block} is damaged, the other is used"
                shown = tool("verify", damaged)
                check(shown.returncode == 0 and warning in shown.stdout, f"{block}: no warning: {shown}")
                done = run(damaged)
                check(warning in done.stderr, f"{block}: no warning: {done.stderr}")
                check(int(outcome(done)["computed"]) == 0, f"{block}: something was computed again: {done.stdout}")
                check_identical(reference, damaged)


def both_copies_flipped():
    for block in ("header", "catalogue", "provenance"):
        for at in (0, 20):
            copies = Copies(fresh_copy(), block)
            for place in copies.places:
                flip(place + at)
            refused(damaged, 4, f"both copies of the {block} are damaged")


def older_copies():
    """An older copy tells of an older set of analyses: the map must not pass for finished."""
    layout = fresh_copy()
    run(damaged, update=1, analyses=6, version=2)
    flip(Copies(layout, "catalogue").current + 20)
    check("complete=false clean=false" in tool("verify", damaged).stdout, "an older catalogue passes for the last one")
    run(damaged, update=1, analyses=6, version=2)
    check_identical(grown, damaged)

    # An update was cut short after the catalogue had changed: the older header says clean and complete.
    layout = fresh_copy()
    run(damaged, update=1, analyses=6, version=2, expect=75, stop_after=1)
    make_unclean(layout)
    copies = Copies(layout, "header")
    with open(damaged, "r+b") as file:  # the older copy is the one of the finished map, as after a kill
        was = Copies(MapBytes(reference, POINTS, layout.places), "header")
        content = struct.pack("<QI", copies.generations[0], len(was.payload())) + was.payload()
        file.seek(copies.older)
        file.write(content + struct.pack("<I", crc32c(content)))
    flip(Copies(layout, "header").current + 20)
    check("complete=false clean=false" in tool("verify", damaged).stdout, "an older header passes for the last one")
    run(damaged, analyses=6, version=2)
    check_identical(grown, damaged)


def flipped_data():
    """Listed by reading back; found and computed again by the next run when the last did not end cleanly, or if asked."""
    layout = fresh_copy()
    names = (*ANALYSIS_DATA, "responses", *COMBINED_DATA)
    for number, name in enumerate(names):
        fresh_copy()
        flip(layout.places[name][0] + 8 * layout.slab_points * 3 + 5)  # slab 3 of row 0
        shown = tool("verify", damaged)
        row = "combined/observed" if name in COMBINED_DATA else "synthetic-000"
        listed = [line for line in shown.stdout.splitlines() if line.startswith(row)]
        check("damaged=true" in shown.stdout and "damaged=1" in listed[0], f"{name}: not listed: {shown.stdout}")
        check(outcome(run(damaged))["outcome"] == "nothing", "a clean map is not read back unasked")
        if number % 2 == 0:
            make_unclean(MapBytes(damaged, POINTS, layout.places))
        done = run(damaged, 2, verify=number % 2)
        expected = 0 if name in COMBINED_DATA else 1  # slabs of analyses
        check((int(outcome(done)["damaged"]), int(outcome(done)["computed"])) == (expected, expected), done.stdout)
        check_identical(reference, damaged)
        check("damaged=false" in tool("verify", damaged).stdout, f"{name}: still damaged")


def flipped_records():
    """Every byte of a record counts; a map with a broken record is not finished, whatever its header says."""
    layout = fresh_copy()
    for record_row, name in ((0, "synthetic-000"), (layout.rows, "synthetic-000"),
                             (layout.rows + layout.response_rows, "combined/observed")):
        for byte in range(0, 64, 1 if record_row == 0 else 9):
            fresh_copy()
            flip(layout.record_place(record_row, 5) + byte)
            shown = tool("verify", damaged)
            listed = [line for line in shown.stdout.splitlines() if line.startswith(name)]
            check("damaged=true" in shown.stdout and f"done={SLABS - 1} damaged=1" in listed[0],
                  f"byte {byte}: not listed: {shown.stdout}")
            if byte % 9 == 0:
                done = run(damaged)
                check(int(outcome(done)["computed"]) == (name == "synthetic-000"), f"byte {byte}: {done.stdout}")
                check_identical(reference, damaged)
                check("damaged=false" in tool("verify", damaged).stdout, f"byte {byte}: still damaged")


def cut_files():
    content = reference.read_bytes()
    lengths = [0, 1, 7, 8, 47, 48, 49, 511, 512, 2047, 2048, 4096, 65536, *range(1 << 19, len(content), 1 << 19),
               len(content) - 4096, len(content) - 1]
    for length in lengths:
        damaged.write_bytes(content[:length])
        refused(damaged, 4, str(damaged))


def foreign_files():
    path = FOLDER / "foreign.h5"
    for content in (b"", b"not a map\n" * 1000, b"\x89PNG\r\n\x1a\n" + bytes(4096), b"\x89HDF\r\n\x1a\n" + bytes(100_000)):
        path.write_bytes(content)
        refused(path, 4, str(path))
        refused(path, 4, str(path), restart=1)
    path.unlink()
    tool("make-foreign", path)
    refused(path, 4, "not a likelihood map")
    refused(path, 4, "not a likelihood map", restart=1)
    path.write_bytes(reference.read_bytes())
    tool("make-newer", path)
    refused(path, 3, "format 99")
    refused(path, 3, "format 99", restart=1)
    # The map of another card: reading it is fine, running is not.
    before = reference.read_bytes()
    done = run(reference, expect=3, card="b")
    check("another card" in done.stderr and reference.read_bytes() == before, done.stderr)


one_copy_flipped()
both_copies_flipped()
older_copies()
flipped_data()
flipped_records()
cut_files()
foreign_files()
