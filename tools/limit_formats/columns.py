"""Tables of columns: AxionLimits, FORESEE, ALPINIST and plain tables of digitisers."""

import re

from limit_formats.text import Place, Point, Problem, Source, fields, is_number, load_text, number


def mathematica_list(path, text):
    """{{m, g}, {m, g}, ...} as exported by Mathematica."""
    points = []
    for match in re.finditer(r"\{([^{}]*)\}", text):
        line = text.count("\n", 0, match.start()) + 1
        place = Place(str(path), line, match.start() - text.rfind("\n", 0, match.start()))
        entries = match.group(1).split(",")
        if len(entries) != 2:
            raise Problem(f"{place}: expected {{mass, coupling}}, found {len(entries)} entries")
        points.append(Point(number(entries[0], place), (number(entries[1], place),), place))
    return [points]


def rows_of(path, text, comment="#"):
    """Rows of numbers in blocks that blank lines part, and the titles above the first row. A trailing comment is dropped."""
    blocks, titles, comments = [[]], [], []
    for line_number, line in enumerate(text.split("\n"), 1):
        content, mark, remark = line.partition(comment)
        if mark:
            comments.append(remark.strip())
        if not content.strip(" ,;\t"):
            if not mark and blocks[-1]:
                blocks.append([])
            continue
        entries = fields(content)
        if not any(is_number(entry) for entry, _ in entries) and not any(blocks) and len(titles) < 2:
            titles.append([entry for entry, _ in entries])
            continue
        blocks[-1].append((line_number, entries))
    return [block for block in blocks if block], titles[-1] if titles else [], comments


def read_columns(path, columns=None):
    """Points of the chosen columns (numbers from 1: mass, coupling, and the upper coupling of an interval)."""
    text, notes = load_text(path)
    if text.lstrip().startswith("{{"):
        return Source(mathematica_list(path, text), notes=notes)
    if text.lstrip().startswith(("{", "[")):
        raise Problem(f"{path}:1:1: looks like JSON: write the curve as two columns")
    blocks, titles, comments = rows_of(path, text)
    if not blocks:
        raise Problem(f"{path}:1:1: no row of numbers in this file")
    chosen = columns is not None
    if not chosen:
        line_number, entries = blocks[0][0]
        if len(entries) != 2:
            raise Problem(f"{Place(str(path), line_number)}: {len(entries)} columns{' (' + ', '.join(titles) + ')' if titles else ''}: "
                          "give the numbers of mass and coupling with --columns, as in --columns 1,2")
        columns = (1, 2)
    result = []
    for block in blocks:
        points = []
        for line_number, entries in block:
            wanted = [entries[c - 1] if c <= len(entries) else ("", 1) for c in columns]
            if all(not entry for entry, _ in wanted) and len(entries) >= min(columns):
                continue  # tables side by side, of unequal length
            for c, (entry, column) in zip(columns, wanted):
                if not entry:
                    raise Problem(f"{Place(str(path), line_number, column)}: nothing in column {c}")
            if not chosen and len(entries) > 2:
                raise Problem(f"{Place(str(path), line_number, entries[2][1])}: a third entry '{entries[2][0]}' where the rows above have two")
            values = [number(entry, Place(str(path), line_number, column)) for entry, column in wanted]
            points.append(Point(values[0], tuple(values[1:]), Place(str(path), line_number, wanted[0][1])))
        if points:
            result.append(points)
    arxiv = next((found.group(1) for remark in comments if (found := re.search(r"(?:arxiv\.org/abs/|arXiv:)([\w./-]+)", remark))), None)
    if arxiv:
        notes.append(f"the file names arXiv:{arxiv}")
    return Source(result, notes=notes, titles=tuple(titles))


def read_plain(options):
    return read_columns(options.files[0], options.columns)


def read_axionlimits(options):
    source = read_columns(options.files[0], options.columns)
    source.mass_unit = "eV"
    return source


def read_foresee(options):
    source = read_columns(options.files[0], options.columns)
    source.mass_unit = "GeV"
    return source


def read_alpinist(options):
    source = read_columns(options.files[0], options.columns)
    source.mass_unit = "GeV"
    source.shape = "closed"
    return source
