"""Tables of HEPData: the YAML of a submission, and the download as CSV."""

import csv
import re

from limit_formats.text import Place, Point, Problem, Source, load_text, number

UNIT = re.compile(r"[\[(]\s*\$?(?:\\mathrm\{)?(eV|keV|MeV|GeV|TeV)\b")
MISSING = ("-", "")


def choose(path, columns, names):
    """Indices of the columns that are asked for, else of the only two."""
    titles = [column["title"] for column in columns]
    if not names:
        if len(columns) != 2:
            raise Problem(f"{path}:1:1: {len(columns)} columns: choose mass and coupling by their titles with --x and --y: " + "; ".join(titles))
        return [0, 1]
    chosen = []
    for name in names:
        found = [i for i, title in enumerate(titles) if title == name] or [i for i, title in enumerate(titles) if name in title]
        if len(found) != 1:
            raise Problem(f"{path}:1:1: {'no' if not found else 'more than one'} column is called '{name}' (there are: {'; '.join(titles)})")
        chosen.append(found[0])
    return chosen


def source_of(path, columns, options, notes, grid):
    names = [name for name in (options.x, options.y, options.y_upper) if name]
    if names and not (options.x and options.y):
        raise Problem(f"{path}:1:1: give both --x and --y")
    chosen = choose(path, columns, names)
    if grid and not names:
        raise Problem(f"{path}:1:1: {grid}: a grid of numbers is no curve; where its axes are the contour itself, choose them with --x and --y")
    picked = [columns[i] for i in chosen]
    if len({len(column["values"]) for column in picked}) > 1:
        raise Problem(f"{path}:1:1: columns of unequal length: " + ", ".join(f"{c['title']} {len(c['values'])}" for c in picked))
    points = []
    for entries in zip(*(column["values"] for column in picked)):
        (mass, place), *couplings = entries
        if mass in MISSING:
            raise Problem(f"{place}: no mass in this row")
        values = tuple(None if text in MISSING else number(text, where) for text, where in couplings)
        points.append(Point(number(mass, place), (None,) * len(values) if None in values else values, place))
    unit = next((found.group(1) for text in (picked[0]["units"], picked[0]["title"]) if (found := UNIT.search(f"[{text}]" if text in
                ("eV", "keV", "MeV", "GeV", "TeV") else text))), "")
    return Source([points], mass_unit=unit, notes=notes, titles=tuple(column["title"] for column in picked))


def read_csv(path, options):
    """Lines '#: key: value', then blocks that blank lines part, each with a line of titles."""
    text, notes = load_text(path)
    blocks, said, open_block = [], {}, False
    for line_number, line in enumerate(text.split("\n"), 1):
        if line.startswith("#"):
            key, _, value = line.lstrip("#: ").partition(":")
            said.setdefault(key.strip(), value.strip())
            continue
        if not line.strip():
            open_block = False
            continue
        entries = next(csv.reader([line]))
        if not open_block:
            blocks.append([{"title": title.strip(), "units": "", "values": []} for title in entries])
            open_block = True
            continue
        if len(entries) != len(blocks[-1]):
            raise Problem(f"{path}:{line_number}:1: {len(entries)} entries under {len(blocks[-1])} titles")
        at = 0
        for column, entry in zip(blocks[-1], entries):
            at = line.find(entry, at)
            column["values"].append((entry.strip(), Place(str(path), line_number, at + 1)))
    if not blocks:
        raise Problem(f"{path}:1:1: no table in this file")
    wanted = blocks if options.y is None else [block for block in blocks if any(options.y in column["title"] for column in block)]
    if len(wanted) != 1:
        titles = "; ".join(block[-1]["title"] for block in blocks)
        raise Problem(f"{path}:1:1: {len(blocks)} tables in this file ({titles}): choose one by the title of its coupling with --x and --y")
    block = wanted[0]
    binned = [column["title"] for column in block if column["title"].endswith((" LOW", " HIGH"))]
    if binned and not options.x:
        raise Problem(f"{path}:1:1: masses in bins ({', '.join(binned)}): say which column is the mass with --x and --y")
    source = source_of(path, block, options, notes, "")
    if "table_doi" in said:
        source.header["digitised_by"] = f"table of the publication, doi:{said['table_doi']}"
        source.header["provenance"] = f"A: table of the publication at HEPData, doi:{said['table_doi']}"
        source.header["figure"] = f"{said.get('name', 'a table')} at HEPData"
    return source


def yaml_module(path):
    try:
        import yaml  # pylint: disable=import-outside-toplevel
    except ImportError:
        raise Problem(f"{path}:1:1: reading YAML needs PyYAML (on Debian: apt install python3-yaml), or download the table as CSV") from None
    return yaml


def documents(path):
    """Nodes with their places, so that faults have one."""
    text, notes = load_text(path)
    yaml = yaml_module(path)
    try:
        return [node for node in yaml.compose_all(text, Loader=yaml.SafeLoader) if node is not None], notes
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        raise Problem(f"{path}:{mark.line + 1}:{mark.column + 1}: is no YAML: {error.problem}") from None


def entry(node, key):
    """The value of a mapping, None without it."""
    for name, value in node.value if node.id == "mapping" else []:
        if name.value == key:
            return value
    return None


def text_at(node, *keys):
    for key in keys:
        node = entry(node, key) if node is not None else None
    return node.value.strip() if node is not None and node.id == "scalar" else ""


def read_yaml(path, options):
    nodes, notes = documents(path)
    if not nodes:
        raise Problem(f"{path}:1:1: is empty")
    header = {}
    tables = [node for node in nodes if entry(node, "data_file") is not None]
    if tables:  # a submission: its index, then the file of one table
        found = [node for node in tables if text_at(node, "name") == options.table]
        if len(found) != 1:
            raise Problem(f"{path}:1:1: a submission: choose a table with --table: " + "; ".join(text_at(node, "name") for node in tables))
        header["figure"] = f"{options.table} at HEPData"
        path = path.parent / text_at(found[0], "data_file")
        if not path.is_file():
            raise Problem(f"{path}:1:1: is named by the submission and is not there")
        nodes, more = documents(path)
        notes += more
    independent, dependent = (entry(nodes[0], key) for key in ("independent_variables", "dependent_variables"))
    if independent is None or dependent is None:
        raise Problem(f"{path}:1:1: expected independent_variables and dependent_variables, or a submission with data_file")
    columns = []
    for variable in independent.value + dependent.value:
        title = text_at(variable, "header", "name")
        qualifiers = entry(variable, "qualifiers")
        for one in qualifiers.value if qualifiers is not None else []:
            title += f", {text_at(one, 'name')} {text_at(one, 'value')}"
        values = []
        for value in entry(variable, "values").value:
            place = Place(str(path), value.start_mark.line + 1, value.start_mark.column + 1)
            if entry(value, "value") is None and entry(value, "low") is not None:
                low, high = (number(text_at(value, key), place) for key in ("low", "high"))
                values.append((repr(0.5 * (low + high)), place))
                if "centres of bins" not in notes:
                    notes.append("centres of bins")
            else:
                values.append((text_at(value, "value"), place))
        columns.append({"title": title, "units": text_at(variable, "header", "units"), "values": values})
    grid = f"{len(independent.value)} independent variables" if len(independent.value) > 1 else ""
    source = source_of(path, columns, options, notes, grid)
    source.header |= header
    return source


def read_hepdata(options):
    path = options.files[0]
    return (read_yaml if path.suffix in (".yaml", ".yml") else read_csv)(path, options)
