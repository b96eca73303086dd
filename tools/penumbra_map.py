"""Opens a likelihood map of Penumbra as labelled arrays. Needs h5py and numpy, nothing of Penumbra:

    from penumbra_map import open_map
    with open_map("results/small.h5") as m:
        lnL = m.log_likelihood("faser-2023-aprime")         # one value per grid point, with its axes
        print(lnL.axes["mass"], lnL.values.shape)
        print(lnL.hold(mass=0.05, epsilon=3e-5).values)     # at the nearest point of the grid
        print(m.combined("observed").largest("epsilon").values)

Quantities of an analysis: `log_likelihood` (ln L(s+b)/L(b), 0 where it says nothing), `expected` signal, `asimov` (ln L for n = b)
and `cls`. Of the combinations: `profiled` (default), `nominal`, `asimov`. Where a point of the grid does not exist (a computed
parameter out of its range) `exists` is False and every quantity says nothing. The layout of the file: docs/file-formats.md."""

import dataclasses
import json

import h5py
import numpy as np

FORMAT, NEWEST_VERSION = b"penumbra-map", 1
KINDS, STATUSES = ("experiment", "limit", "constraint", "grid"), ("observed", "projected", "favoured")
# One row of state/catalogue, 384 bytes, little-endian (docs/file-formats.md).
CATALOGUE_ROW = np.dtype({"names": ["key", "state", "kind", "status", "in_combination", "first_response", "components", "name", "data_set"],
                          "formats": ["V32", "u1", "u1", "u1", "u1", "<u4", "<u4", "S96", "S160"],
                          "offsets": [0, 32, 33, 34, 35, 44, 48, 68, 164], "itemsize": 384})
REQUESTED = 1  # state of a row that belongs to the map


class MapError(Exception):
    """What is wrong with a file or with what was asked of it."""


@dataclasses.dataclass(frozen=True)
class LabelledArray:
    """Numbers on a grid: `values[i, j, ...]` belongs to the i-th value of the first of `axes`, the j-th of the second, ..."""

    values: np.ndarray
    axes: dict

    def dimension(self, name):
        if name not in self.axes:
            raise MapError(f"'{name}' is not an axis of this array (its axes: {', '.join(self.axes) or 'none'})")
        return list(self.axes).index(name)

    def hold(self, **held):
        """Without these axes, each at the value of the grid that is nearest (in the logarithm, where the axis is positive)."""
        return self.take({name: nearest(self.axes[name], value) for name, value in held.items() if self.dimension(name) is not None})

    def take(self, index):
        """Without these axes, each at an index: {"mass": 3}."""
        cut = tuple(index.get(name, slice(None)) for name in self.axes)
        return LabelledArray(self.values[cut], {name: axis for name, axis in self.axes.items() if name not in index})

    def reduce(self, function, names):
        along = tuple(map(self.dimension, names))
        return LabelledArray(function(self.values, axis=along), {name: axis for name, axis in self.axes.items() if name not in names})

    def largest(self, *names):
        """Without these axes: the largest value along them (a likelihood profiled over them)."""
        return self.reduce(np.max, names)

    def smallest(self, *names):
        return self.reduce(np.min, names)


def nearest(axis, value):
    """Index of the value of an axis that is nearest."""
    return int(np.argmin(np.abs(np.log(axis / value)) if axis.min() > 0 < value else np.abs(axis - value)))


@dataclasses.dataclass(frozen=True)
class Row:
    """One analysis of a map: `kind` is experiment, limit or constraint; `status` observed, projected or favoured."""

    number: int
    name: str
    kind: str
    status: str
    data_set: str
    in_combination: bool
    key: str
    first_response: int
    components: int


class Map:
    def __init__(self, path):
        self.path = str(path)
        try:
            self.file = h5py.File(path, "r")
        except OSError as error:
            raise MapError(f"{path}: cannot be read ({error})") from None
        if self.file.attrs.get("format") != FORMAT:
            raise MapError(f"{path}: not a map of Penumbra")
        if self.file.attrs["format_version"] > NEWEST_VERSION:
            raise MapError(f"{path}: a map of format {self.file.attrs['format_version']}, this reads up to {NEWEST_VERSION}")
        self.axes = {name.decode(): self.file["axes"][name][:] for name in self.file["axes"].attrs["order"]}
        self.shape = tuple(map(len, self.axes.values()))
        self.points = int(self.file.attrs["points"])
        self.provenance = json.loads(self.state("provenance"))
        self.header = json.loads(self.state("header"))
        rows = np.frombuffer(self.state("catalogue"), CATALOGUE_ROW)
        every = [Row(i, row["name"].decode(), KINDS[row["kind"]], STATUSES[row["status"]], row["data_set"].decode(),
                     bool(row["in_combination"]), row["key"].tobytes().hex(), int(row["first_response"]), int(row["components"]))
                 for i, row in enumerate(rows) if row["state"] == REQUESTED]
        self.analyses = {row.name: row for row in sorted(every, key=lambda row: row.name) if row.kind != "grid"}
        self.grid = {row.name.removeprefix("grid/"): row for row in every if row.kind == "grid"}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.file.close()

    @property
    def complete(self):
        return bool(self.header["complete"])

    @property
    def model(self):
        return self.provenance["input"]["model"]

    def state(self, name):
        """Payload of a double-buffered block: generation u64, length u32, payload, CRC32C; the valid copy of the highest generation."""
        best = (0, b"")
        for copy in self.file["state"][name][:]:
            raw = copy.tobytes()
            generation, length = int.from_bytes(raw[:8], "little"), int.from_bytes(raw[8:12], "little")
            end = 12 + length
            if generation > best[0] and end + 4 <= len(raw) and crc32c(raw[:end]) == int.from_bytes(raw[end:end + 4], "little"):
                best = (generation, raw[12:end])
        if not best[0]:
            raise MapError(f"{self.path}: both copies of state/{name} are damaged (penumbra info --verify)")
        return best[1]

    def on_grid(self, dataset, row):
        return LabelledArray(self.file[dataset][row, :self.points].reshape(self.shape), self.axes)

    def row(self, name):
        if name not in self.analyses:
            raise MapError(f"{self.path}: no analysis is called '{name}'")
        return self.analyses[name].number

    def log_likelihood(self, name):
        return self.on_grid("log_likelihood", self.row(name))

    def expected(self, name):
        return self.on_grid("expected", self.row(name))

    def asimov(self, name):
        return self.on_grid("asimov", self.row(name))

    def cls(self, name):
        return self.on_grid("cls", self.row(name))

    def combined(self, status, quantity="profiled"):
        """The combination of "observed" or "projected" analyses."""
        return self.on_grid(f"combined/{quantity}", STATUSES.index(status))

    def computed(self, name):
        """A parameter that the card computes from others, at every point."""
        if name not in self.grid:
            raise MapError(f"{self.path}: '{name}' is neither an axis nor a computed parameter")
        return self.on_grid("expected", self.grid[name].number)

    @property
    def exists(self):
        """Which points of the grid are points of the model."""
        if "exists" in self.grid:
            return LabelledArray(self.computed("exists").values == 1, self.axes)
        return LabelledArray(np.ones(self.shape, bool), self.axes)


def open_map(path):
    return Map(path)


def crc32c(data):
    """Castagnoli's check sum."""
    crc = 0xFFFFFFFF
    for byte in data:
        crc = CRC_TABLE[(crc ^ byte) & 0xFF] ^ (crc >> 8)
    return crc ^ 0xFFFFFFFF


def crc_table():
    table = []
    for value in range(256):
        for _ in range(8):
            value = (value >> 1) ^ (0x82F63B78 if value & 1 else 0)
        table.append(value)
    return table


CRC_TABLE = crc_table()
