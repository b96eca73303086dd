"""Text, places and numbers: what every reader of a foreign format needs. A fault is told as FILE:LINE:COLUMN."""

import math
import re
from dataclasses import dataclass, field


class Problem(Exception):
    """A fault in a foreign file, with its place and the cure."""


@dataclass(frozen=True)
class Place:
    file: str
    line: int
    column: int = 1

    def __str__(self):
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True)
class Point:
    """A mass with a coupling, or with a lower and an upper one, as they stand in the file. A coupling of None: no limit there."""
    mass: float
    values: tuple
    place: Place


@dataclass
class Source:
    """What a reader found: points in the order of the file, in blocks, and what the format itself says about them."""
    blocks: list                                 # lists of points
    mass_unit: str = ""                          # where the format fixes it, or the file says it
    shape: str = ""
    header: dict = field(default_factory=dict)   # keys of our header that the file answers
    notes: list = field(default_factory=list)    # what was done to it
    titles: tuple = ()                           # of the columns, for questions


def load_text(path):
    """The file as text without a byte-order mark, and what was done to it."""
    data = path.read_bytes()
    if data.startswith(b"{\\rtf"):
        raise Problem(f"{path}:1:1: is a document in the Rich Text Format: save it as plain text")
    notes = []
    if data.startswith(b"\xef\xbb\xbf"):
        data, notes = data[3:], ["byte-order mark removed"]
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in data:
        raise Problem(f"{path}:1:1: is no text (a ROOT, Mathematica .mx or spreadsheet file? export the curve as text)")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[:error.start]
        raise Problem(f"{path}:{before.count(10) + 1}:{error.start - before.rfind(10)}: is no UTF-8 text") from None
    return text.replace("\r\n", "\n").replace("\r", "\n"), notes


NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eEdD][-+]?\d+)?")


def number(text, place):
    """Also 1.2*^-7 of Mathematica, 1.2D-7 of Fortran and fractions 7/1000; nothing that would have to be guessed."""
    plain = text.strip().replace("*^", "e")
    above, slash, below = plain.partition("/")
    parts = [above, below] if slash else [above]
    if not all(NUMBER.fullmatch(part.strip()) for part in parts):
        cure = " (is it " + re.sub(r"[eE]+", "e", text.strip()) + "?)" if re.search(r"[eE]{2,}", text) else ""
        raise Problem(f"{place}: '{text.strip()}' is not a number{cure}")
    values = [float(part.replace("d", "e").replace("D", "e")) for part in parts]
    if slash and values[1] == 0.0:
        raise Problem(f"{place}: '{text.strip()}' divides by zero")
    value = values[0] / values[1] if slash else values[0]
    if not math.isfinite(value):
        raise Problem(f"{place}: '{text.strip()}' is too large")
    return value


def is_number(text):
    try:
        number(text, "")
    except Problem:
        return False
    return True


def fields(line):
    """The entries of a line with their columns: separated by a comma, a semicolon or a tab where there is one, else by blanks."""
    separator = next((mark for mark in (",", ";", "\t") if mark in line), None)
    if separator is None:
        return [(match.group(), match.start() + 1) for match in re.finditer(r"\S+", line)]
    found, at = [], 0
    for part in line.split(separator):
        found.append((part.strip().strip('"').strip(), at + len(part) - len(part.lstrip()) + 1))
        at += len(part) + 1
    return found
