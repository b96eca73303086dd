"""From the points of a foreign file to rows of ours. What cannot be known is refused, with the option that says it."""

import math
from dataclasses import replace

from limit_formats.text import Problem

UNITS_GEV = {"eV": 1e-9, "keV": 1e-6, "MeV": 1e-3, "GeV": 1.0, "TeV": 1e3}
# What the numbers of the file are, if c is the coupling of the model: how to get c.
FORMS = {
    "c": lambda x: x, "c^2": math.sqrt, "sqrt(c)": lambda x: x * x, "1/c": lambda x: 1.0 / x, "c^2/(4 pi)": lambda x: math.sqrt(4.0 * math.pi * x),
    "log10(c)": lambda x: 10.0 ** x, "log10(c^2)": lambda x: 10.0 ** (0.5 * x), "log10(sqrt(c))": lambda x: 10.0 ** (2.0 * x),
}
FRAMES = {1.0, 10.0, 100.0, 1e3, 1e4, 1e5, 1e7}  # couplings at which drawings are closed by hand
JUMP_DEX = 1.0  # consecutive vertices further apart than this, in mass or in coupling, begin another island


class Row:
    """Masses in GeV and couplings of ours, with the place where they stood."""

    def __init__(self, point, mass, couplings):
        self.place, self.mass, self.couplings = point.place, mass, couplings

    def __eq__(self, other):
        return (self.mass, self.couplings) == (other.mass, other.couplings)

    @property
    def is_gap(self):
        return None in self.couplings


def converted(point, unit, mass_factor, form, factor, is_log_mass=False):
    mass = (10.0 ** point.mass if is_log_mass else point.mass) * UNITS_GEV[unit] * mass_factor
    if point.mass < 0.0 and not is_log_mass:
        raise Problem(f"{point.place}: mass {point.mass:g} is negative (the logarithm? give --mass-is 'log10(m)')")
    couplings = []
    for value in point.values:
        if value is None:
            couplings.append(None)
            continue
        if not form.startswith("log10") and not value > 0.0:
            raise Problem(f"{point.place}: coupling {value:g} must be positive (the logarithm? give --coupling-is 'log10(c)')")
        if form.startswith("log10") and abs(value) > 100.0:
            raise Problem(f"{point.place}: {value:g} is no logarithm of a coupling")
        couplings.append(FORMS[form](value) * factor)
    return Row(point, mass, tuple(couplings))


def without_repetition(blocks, notes):
    """One block where all are the same; a block that is one curve several times over becomes that curve."""
    blocks = [block for i, block in enumerate(blocks) if block not in blocks[:i]]
    once = []
    for block in blocks:
        for times in range(len(block) // 3, 1, -1):
            length = len(block) // times
            if length * times == len(block) and all(block[i] == block[i % length] for i in range(len(block))):
                notes.append(f"a curve that the file holds {times} times was taken once")
                block = block[:length]
                break
        once.append(block)
    return once


def islands_of(block):
    """Parts of a closed curve: a new one begins where it jumps."""
    parts = [[block[0]]]
    for before, row in zip(block, block[1:]):
        jump = max(abs(math.log10(row.mass / before.mass)), abs(math.log10(row.couplings[0] / before.couplings[0])))
        parts.append([row]) if jump > JUMP_DEX else parts[-1].append(row)
    return parts


def choose(blocks, closed, options, notes):
    """The islands that are asked for."""
    parts = [part for block in blocks for part in (islands_of(block) if closed else [block])]
    if len(parts) > 1 and options.islands is None:
        lines = "; ".join(f"{i}: {len(part)} points from {part[0].place} on, masses {min(r.mass for r in part):.4g} to {max(r.mass for r in part):.4g} GeV"
                          for i, part in enumerate(parts, 1))
        raise Problem(f"{parts[1][0].place}: {len(parts)} pieces ({lines}): say that they are islands of one limit with --islands all, or "
                      "choose one with --islands 1")
    if options.islands not in (None, "all"):
        if not (options.islands.isdigit() and 1 <= int(options.islands) <= len(parts)):
            raise Problem(f"{parts[0][0].place}: --islands {options.islands}: there are {len(parts)}")
        parts = [parts[int(options.islands) - 1]]
    if len(parts) == 1 and options.islands == "all":
        notes.append("one piece")
    return parts


def without_frame(rows, shape, options, notes):
    """Rows at the frame of a drawing. Of an open curve they are no limit: its ends are cut there, inside they are gaps."""
    at_frame = [row for row in rows if not row.is_gap and row.raw in FRAMES]
    if at_frame and options.frame is None:
        raise Problem(f"{at_frame[0].place}: coupling {at_frame[0].raw:g} in {len(at_frame)} row{'s' if len(at_frame) > 1 else ''}: the frame of the "
                      f"figure, or no limit? give --frame {at_frame[0].raw:g}, or --frame none if it is a limit")
    if options.frame in (None, "none"):
        return rows, False
    try:
        frame = float(options.frame)
    except ValueError:
        raise Problem(f"{rows[0].place}: --frame {options.frame}: expected a number as in the file, or none") from None
    beyond = [not row.is_gap and row.raw >= frame for row in rows]
    if not any(beyond):
        raise Problem(f"{rows[0].place}: --frame {frame:g}: no coupling reaches it")
    if shape == "closed":
        notes.append(f"the upper end {frame:g} in the file is the frame of the figure")
        return rows, True
    first, last = beyond.index(False), len(rows) - beyond[::-1].index(False)
    if first > 0 or last < len(rows):
        notes.append(f"vertical ends at the frame {frame:g} were left out")
    for row, is_beyond in list(zip(rows, beyond))[first:last]:
        if is_beyond:
            row.couplings = (None,) * len(row.couplings)
    return rows[first:last], False


def without_zero_mass(rows, notes):
    """A limit that is flat to mass 0 ends at its next row: the axis is logarithmic."""
    if len(rows) > 1 and rows[0].mass == 0.0 and rows[0].couplings == rows[1].couplings:
        notes.append("a first row at mass 0, flat to the next one, was left out")
        rows = rows[1:]
    for row in rows:
        if row.mass == 0.0:
            raise Problem(f"{row.place}: mass 0, where the curve is not flat: leave the row out, or give the smallest mass of the limit")
    return rows


def with_gaps(rows, notes):
    """Runs of rows without a limit become two rows of inf at the masses of their neighbours; at the ends they are left out."""
    result, before, hole = [], None, False
    for row in rows:
        if row.is_gap:
            hole = before is not None
            continue
        texts = [f"{x:.4g}" for x in (row.mass, *row.couplings)]
        if hole:
            nothing = ["inf"] * len(row.couplings)
            result += [[before[0], *nothing], [texts[0], *nothing]]
            if "masses without a limit are gaps" not in notes:
                notes.append("masses without a limit are gaps")
        result.append(texts)
        before, hole = texts, False
    return result


def check_order(rows, options):
    for before, row in zip(rows, rows[1:]):
        if row.mass < before.mass:
            raise Problem(f"{row.place}: the mass falls from {before.mass:.6g} to {row.mass:.6g} GeV in an open curve: give --shape closed if it is a "
                          "contour, --sort if the digitiser left its points in no order")


def surface_of(source, options):
    """(rows as texts, open top, notes) of a grid of r values: the upper limit on the signal over the signal, at masses and couplings."""
    rows = []
    for point in (point for block in source.blocks for point in block):
        if len(point.values) != 2:
            raise Problem(f"{point.place}: shape surface takes a coupling and a value of r")
        coupling, ratio = point.values
        if not ratio > 0.0:
            raise Problem(f"{point.place}: r {ratio:g} must be positive (upper limit over expected signal)")
        row = converted(replace(point, values=(coupling,)), options.mass_unit, options.mass_factor, options.coupling_is, options.factor,
                        options.mass_is == "log10(m)")
        rows.append((row.mass, row.couplings[0], ratio))
    if len(set(rows)) < len(rows):
        raise Problem(f"{source.blocks[0][0].place}: a point of the grid occurs twice")
    return [([[f"{mass:.6g}", f"{coupling:.6g}", f"{ratio:.4g}"] for mass, coupling, ratio in sorted(rows)], False, list(source.notes))]


def curves_of(source, options):
    """(rows as texts, open top, notes) of each island."""
    unit, shape = options.mass_unit, options.shape
    if shape == "surface":
        return surface_of(source, options)
    blocks = []
    for block in source.blocks:
        rows = []
        for point in block:
            row = converted(point, unit, options.mass_factor, options.coupling_is, options.factor, options.mass_is == "log10(m)")
            row.raw = point.values[0]
            if len(row.couplings) != (2 if shape == "interval" else 1):
                raise Problem(f"{point.place}: shape {shape} takes {'a lower and an upper coupling' if shape == 'interval' else 'one coupling'}")
            rows.append(row)
        blocks.append(rows)
    notes = list(source.notes)
    blocks = without_repetition(blocks, notes)
    result = []
    blocks = [without_zero_mass(block, notes) for block in blocks]
    for rows in choose(blocks, shape == "closed", options, notes):
        mine = list(notes)
        if options.sort and shape != "closed":
            rows = sorted(rows, key=lambda row: row.mass)
            mine.append("sorted by mass")
        rows, open_top = without_frame(rows, shape, options, mine)
        if shape == "closed":
            if any(row.is_gap for row in rows):
                raise Problem(f"{next(row.place for row in rows if row.is_gap)}: no limit here, within a closed curve")
            if len(rows) > 1 and rows[0] == rows[-1]:
                rows = rows[:-1]  # closed implicitly
            texts = [[f"{row.mass:.4g}", f"{row.couplings[0]:.4g}"] for row in rows]
            texts = [text for i, text in enumerate(texts) if text != texts[i - 1] or len(texts) == 1]
        else:
            check_order(rows, options)
            texts = with_gaps(rows, mine)
        if len(texts) < 2:
            raise Problem(f"{rows[0].place if rows else options.files[0]}: fewer than two points are left of this curve")
        result.append((texts, open_top, mine))
    return result
