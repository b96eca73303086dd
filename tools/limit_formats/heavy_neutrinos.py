"""Heavy-Neutrino-Limits (arXiv:2304.06772): an index that names one or two files for each limit."""

import csv
import io

from limit_formats.columns import read_columns
from limit_formats.text import Problem, Source, load_text

COLUMNS = ("id", "file_bottom", "units", "reference", "hnl_type", "CL")


def read_heavy_neutrinos(options):
    """The first file is the index, as CSV; `--id` says which row. Open limits have a lower file only, regions both; a region whose files
    are one is a whole contour."""
    path = options.files[0]
    text, notes = load_text(path)
    rows = list(csv.DictReader(io.StringIO(text)))
    missing = [column for column in COLUMNS if not rows or column not in rows[0]]
    if missing:
        raise Problem(f"{path}:1:1: no column {', '.join(missing)}: expected the index of the collection, as CSV")
    found = [(line, row) for line, row in enumerate(rows, 2) if row["id"] == options.id]
    if len(found) != 1:
        known = ", ".join(row["id"] for row in rows)
        raise Problem(f"{path}:1:1: {'no row' if not found else 'several rows'} with id '{options.id or ''}': give one with --id ({known})")
    line, row = found[0]
    if row["units"] not in ("MeV", "GeV"):
        raise Problem(f"{path}:{line}:1: units '{row['units']}', expected MeV or GeV")

    def points_of(name):
        file = path.parent / name
        if not file.is_file():
            raise Problem(f"{path}:{line}:1: {file} is not there (capitals and folders of the index may differ from the disk)")
        source = read_columns(file)
        if len(source.blocks) != 1:
            raise Problem(f"{file}:1:1: {len(source.blocks)} blocks of rows, expected one curve")
        notes.extend(source.notes)
        return source.blocks[0]

    bottom, top = row["file_bottom"].strip(), (row.get("file_top") or "").strip()
    lower = points_of(bottom)
    if not top:
        shape = "upper"
    elif top == bottom:
        shape = "closed"
    else:
        upper = points_of(top)
        if lower[0].mass > lower[-1].mass or upper[0].mass > upper[-1].mass:
            raise Problem(f"{upper[0].place}: top and bottom must both run from small to large masses")
        shape, lower = "closed", lower + upper[::-1]
        notes.append("lower edge and upper edge of two files joined")
    header = {"reference": row["reference"].strip(), "status": "projected" if row.get("year") == "future" else "observed"}
    level = row["CL"].strip()
    sigmas = {"1sigma": "0.6827", "2sigma": "0.9545", "3sigma": "0.9973"}
    if level.isdigit():
        header["confidence_level"] = f"{int(level) / 100:.2f}"
    elif level in sigmas:
        header["confidence_level"] = sigmas[level]
    elif level:
        notes.append(f"the index says CL = {level}")
    if row["hnl_type"].strip() in ("Dirac", "Majorana"):
        header["options"] = "nature=" + row["hnl_type"].strip().lower()
    return Source([lower], mass_unit=row["units"], shape=shape, header=header, notes=notes)
