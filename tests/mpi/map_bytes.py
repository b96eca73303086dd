"""Reads the bytes of a map as docs and format say, without the program's code: what is recorded, and for which numbers."""

import os
import struct

from harness import extents

ANALYSIS_DATA = ("log_likelihood", "expected", "asimov", "cls")
COMBINED_DATA = ("combined/nominal", "combined/profiled", "combined/asimov")
RECORD_BYTES = 64
RECORD_MAGIC, RECORD_VERSION = 0x52424E50, 1


def _crc32c_table():
    """Castagnoli's polynomial, reflected (RFC 3720, appendix B.4)."""
    table = []
    for byte in range(256):
        for _ in range(8):
            byte = byte >> 1 ^ (0x82F63B78 if byte & 1 else 0)
        table.append(byte)
    return table


_TABLE = _crc32c_table()


def crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc = crc >> 8 ^ _TABLE[(crc ^ byte) & 0xFF]
    return crc ^ 0xFFFFFFFF


class MapBytes:
    """The places of a map's data; they never change while the file keeps its inode, and a copy has the same."""

    def __init__(self, path, points, places=None):
        self.path, self.inode, self.points = path, os.stat(path).st_ino, points
        self.places = places or extents(path)
        self.padded = self.places["combined/nominal"][1] // 16
        self.rows = self.places["cls"][1] // (8 * self.padded)
        self.response_rows = self.places["responses"][1] // (8 * self.padded)
        self.record_rows = self.rows + self.response_rows + 2
        self.slabs = self.places["state/done"][1] // (RECORD_BYTES * self.record_rows)
        self.slab_points = self.padded // self.slabs

    def _data_of(self, record_row):
        """Datasets and row that a record row speaks for."""
        if record_row < self.rows:
            return ANALYSIS_DATA, record_row
        if record_row < self.rows + self.response_rows:
            return ("responses",), record_row - self.rows
        return COMBINED_DATA, record_row - self.rows - self.response_rows

    def is_combined(self, record_row):
        return record_row >= self.rows + self.response_rows

    def record_place(self, record_row, slab):
        return self.places["state/done"][0] + RECORD_BYTES * (record_row * self.slabs + slab)

    def data_places(self, record_row, slab):
        """(offset, bytes) in the file of each piece that the record of this slab speaks for."""
        names, row = self._data_of(record_row)
        first = slab * self.slab_points
        size = 8 * min(self.slab_points, self.points - first)
        return [(self.places[name][0] + 8 * (row * self.padded + first), size) for name in names]

    def recorded(self):
        """Of every record that was written: record row, slab, key, and its pieces of data as (first byte of the row,
        bytes). Raises ValueError on a broken record."""
        found = []
        with open(self.path, "rb") as file:
            offset, size = self.places["state/done"]
            file.seek(offset)
            records = file.read(size)
            for index in range(self.record_rows * self.slabs):
                record = records[RECORD_BYTES * index:RECORD_BYTES * (index + 1)]
                if record == bytes(RECORD_BYTES):
                    continue
                record_row, slab = divmod(index, self.slabs)
                where = f"record row {record_row}, slab {slab}"
                magic, version, says_slab = struct.unpack_from("<IIQ", record)
                if (magic, version) != (RECORD_MAGIC, RECORD_VERSION) or says_slab != slab:
                    raise ValueError(f"{where}: no record of this slab")
                if crc32c(record[:60]) != struct.unpack_from("<I", record, 60)[0]:
                    raise ValueError(f"{where}: the record's checksum is wrong")
                pieces = []
                for place, length in self.data_places(record_row, slab):
                    file.seek(place)
                    pieces.append((8 * slab * self.slab_points, file.read(length)))
                found.append((record_row, slab, record[16:32], pieces))
        return found


class Known:
    """The numbers that belong to every content key, learnt from finished maps."""

    def __init__(self):
        self.rows = {}

    def learn(self, finished):
        for _, _, key, pieces in finished.recorded():
            rows = self.rows.setdefault(key, [bytearray(8 * finished.points) for _ in pieces])
            for row, (first, data) in zip(rows, pieces):
                row[first:first + len(data)] = data

    def disagree(self, key, pieces):
        """False also for keys that no finished map has: sums of a set of analyses on the way."""
        return key in self.rows and any(row[first:first + len(data)] != data
                                        for row, (first, data) in zip(self.rows[key], pieces))
