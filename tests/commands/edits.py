"""Edits of data files: cosmetic ones, which change no meaning, and real ones, which change one number."""

import decimal
import re

VALUE = re.compile(r"\b(value|error) = ([0-9][0-9.eE+-]*)")
WITH_UNIT = re.compile(r'value = ([0-9][0-9.eE+-]*), unit = "(m|cm|GeV|MeV)"')
SMALLER = {"m": ("cm", 2), "cm": ("mm", 1), "GeV": ("MeV", 3), "MeV": ("keV", 3)}


def scaled(text, factor):
    """A number times a factor; its digits stay few."""
    return repr(float(f"{float(text) * factor:.10g}"))


def shifted(text, places):
    """The same decimal number in a unit that is 10^places smaller, exactly."""
    return f"{decimal.Decimal(text).scaleb(places):E}".replace("E+", "e").replace("E", "e")


# TOML: text -> text


def toml_comment(rng, text):
    lines = text.split("\n")
    lines.insert(rng.randrange(len(lines)), "   # looked at again")
    return "\n".join(line + "  " if line.endswith('"') else line for line in lines) + "\n\n"


def toml_source(rng, text):
    return text.replace('source = "', 'source = "read again: ', 1)


def toml_title(rng, text):
    return re.sub(r'^(title +=|title=) *"', r'\g<0>(edited) ', text, count=1, flags=re.M)


def toml_unit(rng, text):
    places = list(WITH_UNIT.finditer(text))
    if not places:
        return toml_source(rng, text)
    found = rng.choice(places)
    unit, power = SMALLER[found[2]]
    return f'{text[:found.start()]}value = {shifted(found[1], power)}, unit = "{unit}"{text[found.end():]}'


def toml_number(rng, text):
    found = rng.choice(list(VALUE.finditer(text)))
    return text[:found.start()] + f"{found[1]} = {float(found[2]):.12e}" + text[found.end():]


def toml_order(rng, text):
    """Two neighbouring entries of one table change places."""
    lines = text.split("\n")
    entry = re.compile(r"^[A-Za-z_0-9]+ *= *[^\[]*$")
    pairs = [i for i in range(len(lines) - 1) if entry.match(lines[i]) and entry.match(lines[i + 1])]
    i = rng.choice(pairs)
    lines[i], lines[i + 1] = lines[i + 1], lines[i]
    return "\n".join(lines)


TOML_COSMETIC = [toml_comment, toml_source, toml_title, toml_unit, toml_number, toml_order]


def toml_real(rng, text):
    """One value of a search, a measurement or a beam; [[validate]] and what stands behind it decide no row."""
    places = [found for found in VALUE.finditer(text.split("[[validate]]")[0]) if float(found[2]) != 0.0]
    found = rng.choice(places)
    return text[:found.start()] + f"{found[1]} = {scaled(found[2], 0.99)}" + text[found.end():]


# CSV with a header: text -> text


def split_csv(text):
    lines = text.rstrip("\n").split("\n")
    header = [line for line in lines if line.startswith("#")]
    return header, lines[len(header)], [line for line in lines[len(header) + 1:] if line.strip()]


def joined(header, titles, rows):
    return "\n".join([*header, titles, *rows]) + "\n"


def csv_header_order(rng, text):
    header, titles, rows = split_csv(text)
    rng.shuffle(header)
    return joined(header, titles, rows)


def csv_header_text(rng, text):
    header, titles, rows = split_csv(text)
    free = [i for i, line in enumerate(header) if re.match(r"# (title|figure|notes|provenance|digitised_by|command|definition):", line)]
    i = rng.choice(free)
    header[i] += ", looked at again"
    return joined(header, titles, rows)


def csv_numbers(rng, text):
    header, titles, rows = split_csv(text)
    i = rng.randrange(len(rows))
    rows[i] = ",".join(f"{float(field):.12e}" for field in rows[i].split(","))
    return joined(header, titles, rows)


def csv_space(rng, text):
    header, titles, rows = split_csv(text)
    return joined(header, titles.replace(",", " , "), [row.replace(",", " ,  ") + "\r" for row in rows]) + "\n\n"


CSV_COSMETIC = [csv_header_order, csv_header_text, csv_numbers, csv_space]


def csv_real(rng, text, factor):
    """The last finite number of one row. Curves and track lengths stay in order for factors near 1."""
    header, titles, rows = split_csv(text)
    usable = [i for i, row in enumerate(rows) if row.split(",")[-1].strip() not in ("0", "0.0", "inf")]
    i = rng.choice(usable)
    fields = rows[i].split(",")
    fields[-1] = scaled(fields[-1].strip(), factor)
    rows[i] = ",".join(fields)
    return joined(header, titles, rows)
