#!/usr/bin/env python3
"""Writes limits/<model>/*.csv from digitised curves and curated tables.

    tools/import_limits.py FACTS              write every file named in the table
    tools/import_limits.py --check            read the written files back and check them

FACTS is a folder that holds limits/<source>/<file>.csv. The numbers come from there, or from tools/curves; everything else, one row per curve with
every decision and its reason, comes from tools/limits_<model>.csv. Format and rules: limits/SCHEMA.md. The output depends on
these inputs only: same input, same bytes.
"""

import argparse
import csv
import functools
import math
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIBLIOGRAPHY = ROOT / "references.bib"
OWN_CURVES = ROOT / "tools" / "curves"  # curves that the collection has not, in its format
# Model of the curves: folders of the collection (a table of one folder has no column 'source').
MODELS = {
    "dark-photon": ["dark_photon_visible"], "vector-dm": ["dark_photon_invisible", "light_dm"], "dark-scalar": ["dark_scalar"],
    "hnl": ["hnl_e", "hnl_mu", "hnl_tau"], "alp-photon": ["alp_photon"], "alp-fermion": ["alp_fermion"], "alp-gluon": ["alp_gluon"],
    "alp-w": ["alp_wboson"], "alp-hypercharge": ["alp_hypercharge"], "b-minus-l": ["b_minus_l"], "l-mu-minus-l-tau": ["lmu_ltau"],
    "leptophobic-dm": ["leptophobic_dm"], "neutrino-dipole": ["dipole_e", "dipole_mu", "dipole_tau", "dipole_universal"],
    "millicharged": ["millicharged"],
}
# Curves of different folders that end in one folder begin differently.
PREFIX = {"hnl_e": "e_", "hnl_mu": "mu_", "hnl_tau": "tau_",
          "dipole_e": "e_", "dipole_mu": "mu_", "dipole_tau": "tau_", "dipole_universal": "all_"}
# The coupling of a curve where the table has no column for it.
COUPLING = {"dark-photon": "epsilon", "vector-dm": "epsilon", "dark-scalar": "sin_theta", "alp-photon": "g_agg", "alp-fermion": "g_Y",
            "alp-gluon": "inv_f_G", "alp-w": "g_aWW", "alp-hypercharge": "g_aBB", "b-minus-l": "g", "l-mu-minus-l-tau": "g",
            "leptophobic-dm": "g_B", "millicharged": "q"}

# In this order in every file. The value says whether the key may be missing.
KEYS = {
    "title": "required", "experiment": "required", "reference": "required", "recast": "optional", "figure": "required",
    "model": "required", "x_parameter": "optional", "coupling": "required", "slice": "optional", "options": "optional", "convention": "required", "confidence_level": "required",
    "confidence_level_source": "required", "status": "required", "nature": "required", "shape": "required",
    "open_top": "required", "rule": "required", "rule_parameters": "required", "production": "required", "mixture": "optional", "response": "optional", "decay": "required",
    "lifetime": "required", "data_set": "required", "part": "optional", "rank": "required", "combine": "required", "combine_reason": "required",
    "provenance": "required", "flag": "optional", "digitised_by": "required", "points": "required",
    "mass_range_GeV": "required", "notes": "optional",
}
CHOICES = {
    "model": set(MODELS), "x_parameter": {"m_chi", "m_mediator"}, "status": {"observed", "projected", "favoured"},
    "nature": {"exclusion", "recast", "projection", "band"}, "shape": {"upper", "interval", "closed", "surface"},
    "open_top": {"true", "false"}, "combine": {"true", "false"},
    "rule": {"counts", "gauss", "island", "surface", "edge", "measurement"},
}
PARAMETERS = {  # rule: (parameters it needs, parameters it may have)
    "counts": ({"s_lim", "n"}, {"n_obs", "background"}),
    "gauss": ({"n", "sided"}, set()),
    "island": ({"n", "p", "l_ratio"}, {"s_lim", "n_obs", "background", "sided"}),
    "surface": ({"n", "p"}, {"s_lim", "n_obs", "background", "sided"}),
    "edge": ({"n"}, {"p", "l_ratio"}),
    "measurement": ({"n", "z"}, set()),
}
MIXING = ("L = -(g/sqrt 2) U_a Nbar gamma^mu P_L l_a W_mu - g/(2 cos theta_W) U_a Nbar gamma^mu P_L nu_a Z_mu + h.c.; {} = |U_a|^2 of one "
          "flavour, the other mixings are zero")
DIPOLE = "L = sum_a d_a Nbar sigma^(mu nu) P_L nu_a F_(mu nu) + h.c., d in GeV^-1, half of a transition moment (mu = 2 d); "
LAGRANGIAN = "L = epsilon e A'_mu J_em^mu with J_em^mu = sum_f Q_f fbar gamma^mu f, e = sqrt(4 pi alpha) > 0"
CONVENTION = {
    ("dark-photon", "epsilon"): LAGRANGIAN + "; no invisible decays, so that the same epsilon sets production and lifetime",
    ("vector-dm", "epsilon"): LAGRANGIAN + "; the mediator decays to dark matter only",
    ("vector-dm", "y"): "y = epsilon^2 alpha_D (m_chi/m_mediator)^4, alpha_D = g_D^2/(4 pi); " + LAGRANGIAN,
    ("dark-scalar", "sin_theta"): "couplings of the Higgs boson times sin theta; no coupling of one Higgs boson to two scalars",
    ("hnl", "Ue2"): MIXING.format("Ue2"), ("hnl", "Umu2"): MIXING.format("Umu2"), ("hnl", "Utau2"): MIXING.format("Utau2"),
    ("alp-photon", "g_agg"): "L = -(g_agg/4) a F Ftilde",
    ("alp-fermion", "g_Y"): "L = (g_Y/2v) d_mu a sum_f fbar gamma^mu gamma5 f, v = 246.22 GeV; g_Y = 2 v/f_a",
    ("alp-gluon", "inv_f_G"): "L = -(g_s^2/8) inv_f_G a G Gtilde at 1 TeV",
    ("alp-w", "g_aWW"): "L = -(g_aWW/4) a W^a Wtilde^a",
    ("alp-hypercharge", "g_aBB"): "L = -(g_aBB/4) a B Btilde",
    ("b-minus-l", "g"): "L = g Z'_mu J^mu, J the vector current of baryon minus lepton number: 1/3 for every quark, -1 for charged leptons and neutrinos",
    ("l-mu-minus-l-tau", "g"): "L = g Z'_mu J^mu, J the vector current of L_mu - L_tau: +1 for mu and nu_mu, -1 for tau and nu_tau",
    ("leptophobic-dm", "g_B"): "L = V_mu (g_B J_B^mu + g_D J_chi^mu), J_B the current of baryon number (1/3 for every quark), alpha_D = g_D^2/(4 pi)",
    ("neutrino-dipole", "d_e"): DIPOLE + "d_mu = d_tau = 0", ("neutrino-dipole", "d_mu"): DIPOLE + "d_e = d_tau = 0",
    ("neutrino-dipole", "d_tau"): DIPOLE + "d_e = d_mu = 0", ("neutrino-dipole", "d"): DIPOLE + "d = d_e = d_mu = d_tau",
    ("millicharged", "q"): "a Dirac fermion of electric charge q e",
}
# Factors of conversions of the coupling, to four digits as the curves are given, and what the convention says of them.
CONVERTED = {
    "c_GG_to_inv_f_G": "; converted by inv_f_G = 8 c_GG/Lambda from g_s^2 (c_GG/Lambda) a G Gtilde",
    "c_BB_to_g_aBB": "; converted from g'^2 (c_BB/Lambda) a B Btilde by g_aBB = 4 g'^2 c_BB/Lambda with "
                     "g'^2 = 4 pi alpha/cos^2 theta_W, alpha = 1/137.036, sin^2 theta_W = 0.23122, so that g_agg = 16 pi alpha c_BB/Lambda",
    "alpha_to_g": "; converted from alpha_B = g_B^2/(4 pi)",
}
FACTORS = {"c_GG_to_inv_f_G": 8.0, "c_BB_to_g_aBB": 16.0 * math.pi / 137.035999 / (1.0 - 0.23122)}
SOURCE_COLUMNS = {"upper": ["mass_GeV", "coupling"], "interval": ["mass_GeV", "lower", "upper"], "closed": ["mass_GeV", "coupling"]}
TEXKEY = re.compile(r"\b[A-Za-z0-9-]+:\d{4}[a-z]{2,3}\b")


class Problem(Exception):
    """A fault in an input, told with the file and the cure."""


def read_limit(path):
    """Header as a dict, column names, and the rows as the texts that stand in the file."""
    header, table = {}, []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("#"):
            key, colon, value = line[1:].partition(":")
            key = key.strip()
            if not colon or not value.strip():
                raise Problem(f"{path}:{number}: expected '# key: value'")
            if key in header:
                raise Problem(f"{path}:{number}: key '{key}' for the second time")
            header[key] = value.strip()
        elif line.strip():
            table.append(line.strip().split(","))
    return header, table[0], table[1:]


# ---------------------------------------------------------------------------------------------------------------- curves

def cross(a, b, c, d):
    """Do the open segments a-b and c-d cross?"""
    def side(p, q, r):
        return (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])
    return side(a, b, c) * side(a, b, d) < 0 and side(c, d, a) * side(c, d, b) < 0


def check_polygon(path, points):
    if len(points) < 3:
        raise Problem(f"{path}: a closed curve needs at least three vertices")
    logs = [(math.log(m), math.log(g)) for m, g in points]
    count = len(logs)
    edges = [(logs[i], logs[(i + 1) % count]) for i in range(count)]
    for i in range(count):
        if edges[i][0] == edges[i][1]:
            raise Problem(f"{path}: vertex {i + 1} occurs twice in a row")
        for j in range(i + 2, count):
            if (i, j) != (0, count - 1) and cross(*edges[i], *edges[j]):
                raise Problem(f"{path}: the polygon crosses itself between vertices {i + 1} and {j + 1} (is it sorted by mass?)")
    # The rules take one lower and one upper edge at a mass: the mass runs up once and down once around the polygon.
    steps = [edge[1][0] - edge[0][0] for edge in edges]
    turns = [step for step in steps if step != 0.0]
    if sum(a * b < 0 for a, b in zip(turns, turns[1:] + turns[:1])) > 2:
        return ["more than one interval of the coupling at some masses"]
    return []


def check_gaps(path, rows):
    """A gap is two rows of inf, at the mass of the row before and of the row after."""
    values = [[float(x) for x in row] for row in rows]
    i = 0
    while i < len(values):
        infinite = [math.isinf(x) for x in values[i][1:]]
        if not any(infinite):
            i += 1
            continue
        good = (all(infinite) and 0 < i < len(values) - 2 and all(math.isinf(x) for x in values[i + 1][1:])
                and values[i][0] == values[i - 1][0] and values[i + 1][0] == values[i + 2][0])
        if not good:
            raise Problem(f"{path}: row {i + 1}: a gap is two rows of inf between two rows of numbers at the same masses")
        i += 2


def columns_of(shape, coupling):
    return {"interval": ["mass_GeV", "lower", "upper"], "surface": ["mass_GeV", coupling, "r"]}.get(shape, ["mass_GeV", coupling])


def check_grid(path, rows):
    """A surface has the same ascending couplings at every mass."""
    masses = sorted({float(row[0]) for row in rows})
    couplings = sorted({float(row[1]) for row in rows})
    if len(masses) < 2 or len(couplings) < 2 or [(float(m), float(g)) for m, g, _ in rows] != [(m, g) for m in masses for g in couplings]:
        raise Problem(f"{path}: a surface is a grid: every mass, ascending, with the same ascending couplings")


def check_curve(path, shape, coupling, columns, rows):
    """Raises Problem where the reader could not use the curve; returns remarks."""
    if columns != columns_of(shape, coupling):
        raise Problem(f"{path}: columns {columns}, expected {columns_of(shape, coupling)} for shape {shape}")
    remarks = []
    for number, row in enumerate(rows, 1):
        if len(row) != len(columns):
            raise Problem(f"{path}: row {number} has {len(row)} entries, expected {len(columns)}")
        values = [float(x) for x in row]
        if not (math.isfinite(values[0]) and values[0] > 0.0):
            raise Problem(f"{path}: row {number}: mass {row[0]} (must be positive; a limit that is flat to zero mass ends at its first point)")
        if not all(x > 0.0 for x in values[1:]):
            raise Problem(f"{path}: row {number}: couplings must be positive")
        if shape == "interval" and values[1] > values[2]:
            raise Problem(f"{path}: row {number}: lower edge above the upper one")
    masses = [float(row[0]) for row in rows]
    if shape == "surface":
        if any(math.isinf(float(x)) for row in rows for x in row):
            raise Problem(f"{path}: a surface has no gaps")
        check_grid(path, rows)
    elif shape == "closed":
        if any(math.isinf(float(x)) for row in rows for x in row):
            raise Problem(f"{path}: a closed curve has no gaps: use one file per island")
        remarks += check_polygon(path, [(float(row[0]), float(row[1])) for row in rows])
    else:
        for number, (a, b) in enumerate(zip(masses, masses[1:]), 1):
            if b < a:
                raise Problem(f"{path}: row {number + 1}: the mass decreases from {a} to {b} GeV")
        check_gaps(path, rows)
        finite = [not math.isinf(float(row[1])) for row in rows]
        for i in range(len(rows)):
            if finite[i] and (i == 0 or not finite[i - 1]) and (i == len(rows) - 1 or not finite[i + 1]):
                remarks.append(f"single mass {masses[i]:g} GeV between gaps: an excluded line without width")
    return remarks


def walls(shape, rows):
    """Rows at either end of an upper limit that are drawn as a vertical edge: the coupling grows tenfold within 2 % in mass."""
    found = []
    if shape != "upper":
        return found
    values = [(float(m), float(g)) for m, g in rows]
    for name, (first, second) in (("low", values[:2]), ("high", (values[-1], values[-2]))):
        if first[1] > 5.0 * second[1] and abs(first[0] / second[0] - 1.0) < 0.04:
            found.append(name)
    return found


# ---------------------------------------------------------------------------------------------------------- bibliography

def read_bibliography(path):
    """Keys of the entries, in order. Checks what BibTeX and our reader need: balanced braces, no duplicates, who, what, when, where."""
    text = path.read_text(encoding="ascii")
    keys, position = [], 0
    entry = re.compile(r"^@(\w+)\{([^,\s]+),", re.MULTILINE)
    while match := entry.search(text, position):
        if "@" in re.sub(r"(?m)^%.*$", "", text[position:match.start()]):
            raise Problem(f"{path}: text that is no entry before {match.group(2)}")
        depth, end = 1, match.end()
        while depth:
            if end == len(text):
                raise Problem(f"{path}: {match.group(2)}: braces do not close")
            depth += {"{": 1, "}": -1}.get(text[end], 0)
            end += 1
        body = text[match.end():end - 1]
        fields = dict(re.findall(r"(?m)^\s*(\w+)\s*=\s*\{(.*)\},?$", body))
        unread = [line for line in body.splitlines() if line.strip() and not re.match(r"\s*\w+\s*=\s*\{.*\},?$", line)]
        if unread:
            raise Problem(f"{path}: {match.group(2)}: one field per line, 'name = {{value}},': {unread[0]!r}")
        if not ({"author", "collaboration"} & fields.keys() and {"title", "year"} <= fields.keys()
                and {"journal", "eprint", "doi", "booktitle", "number", "howpublished"} & fields.keys()):
            raise Problem(f"{path}: {match.group(2)}: needs author or collaboration, title, year, and journal, eprint, doi, booktitle, number or howpublished")
        keys.append(match.group(2))
        position = end
    lower = [key.lower() for key in keys]
    for key in keys:
        if lower.count(key.lower()) > 1:
            raise Problem(f"{path}: {key} occurs twice")
    return keys


# ----------------------------------------------------------------------------------------------------------------- header

def parameters_of(path, text):
    pairs = {}
    for item in text.split(";"):
        name, equals, value = item.partition("=")
        if not equals:
            raise Problem(f"{path}: rule_parameters: '{item}' is not name=value")
        pairs[name] = value if name == "sided" else float(value)
    return pairs


def check_header(path, header, known_keys):
    order = [key for key in KEYS if key in header]
    if list(header) != order:
        unknown = [key for key in header if key not in KEYS]
        raise Problem(f"{path}: " + (f"unknown key '{unknown[0]}'" if unknown else f"keys out of order, expected {order}"))
    for key, need in KEYS.items():
        if need == "required" and key not in header:
            raise Problem(f"{path}: no '{key}'")
        if key in CHOICES and key in header and header[key] not in CHOICES[key]:
            raise Problem(f"{path}: {key}: '{header[key]}', expected one of {sorted(CHOICES[key])}")
    for key in ("reference", "recast"):
        if key in header and header[key] not in known_keys:
            raise Problem(f"{path}: {key} {header[key]} is not in references.bib")
    for value in header.values():
        for cited in TEXKEY.findall(value):
            if cited not in known_keys:
                raise Problem(f"{path}: {cited} is cited but not in references.bib")
    level = header["confidence_level"]
    source = header["confidence_level_source"]
    if (level == "unstated") != source.startswith("unstated:"):
        raise Problem(f"{path}: confidence_level {level} does not go with its source '{source}'")
    if level != "unstated":
        if not 0.5 < float(level) < 1.0:
            raise Problem(f"{path}: confidence_level {level} (must be between 0.5 and 1)")
        if not source.startswith(("confirmed:", "recalled:")):
            raise Problem(f"{path}: confidence_level_source must begin with confirmed:, recalled: or unstated:")
    if (header["model"], header["coupling"]) not in CONVENTION:
        raise Problem(f"{path}: coupling {header['coupling']} does not go with model {header['model']}")
    if header["model"] in ("vector-dm", "leptophobic-dm") and "x_parameter" not in header:
        raise Problem(f"{path}: which mass is along the curve? x_parameter is m_chi or m_mediator")
    check_slice(path, header.get("slice", ""))
    if not re.fullmatch(r"(nature=(dirac|majorana))?", header.get("options", "")):
        raise Problem(f"{path}: options: '{header['options']}'")
    rule = header["rule"]
    if (rule == "surface") != (header["shape"] == "surface"):
        raise Problem(f"{path}: the rule surface and the shape surface go together")
    parameters = parameters_of(path, header["rule_parameters"])
    needed, allowed = PARAMETERS[rule]
    if not needed <= parameters.keys() <= needed | allowed:
        raise Problem(f"{path}: rule {rule} has parameters {sorted(parameters)}, needs {sorted(needed)}, may have {sorted(allowed)}")
    if "sided" in parameters and parameters["sided"] not in ("one", "two"):
        raise Problem(f"{path}: sided={parameters['sided']} (one or two)")
    if parameters.get("background") == 0.0 and parameters.get("n_obs", 0.0) > 0.0:
        raise Problem(f"{path}: events without any background are an observation, not a limit")
    if "s_lim" in parameters and level != "unstated" and "sided" not in parameters:
        # s_lim is the signal that is excluded at the stated level by CLs of the counts
        n_obs, background = int(parameters.get("n_obs", 0)), parameters.get("background", 0.0)
        cls = poisson_at_most(n_obs, parameters["s_lim"] + background) / poisson_at_most(n_obs, background)
        if abs(cls - (1.0 - float(level))) > 5e-4:
            raise Problem(f"{path}: s_lim gives CLs {cls:.4f}, expected {1.0 - float(level):.4f}")
    if not (header["lifetime"] in ("prompt", "displaced", "none") or re.fullmatch(r"dump l_shield_m=[\d.]+;l_decay_m=[\d.]+", header["lifetime"])):
        raise Problem(f"{path}: lifetime '{header['lifetime']}'")
    if header["combine"] == "true":
        if header["status"] == "favoured" or rule in ("edge", "measurement"):
            raise Problem(f"{path}: a {header['status']} curve with rule {rule} is never combined")
        if level == "unstated" and "s_lim" not in parameters:
            raise Problem(f"{path}: combined, but neither a confidence level nor s_lim says what the curve means")
        if header["provenance"].startswith("B") and "settled" not in header["provenance"]:
            raise Problem(f"{path}: combined, but its provenance is not settled (provenance: '{header['provenance']}')")
    if not re.fullmatch(r"-?\d+", header["rank"]):
        raise Problem(f"{path}: rank '{header['rank']}' is no integer")


def check_slice(path, text):
    names = []
    for item in filter(None, text.split(";")):
        match = re.fullmatch(r"(m_mediator)[=>][\d.]+\*m_chi|(alpha_D)=[\d.]+|(alpha_D_power)=-?[\d.]+|(density)=(?:predicted|measured)|(dm)=[a-z|-]+|(nature)=(?:majorana|dirac)", item)
        if not match:
            raise Problem(f"{path}: slice: '{item}'")
        names.append(next(filter(None, match.groups())))
    if len(set(names)) < len(names) or ("alpha_D_power" in names and "alpha_D" not in names):
        raise Problem(f"{path}: slice: '{text}'")


def poisson_at_most(n, mean):
    return math.exp(-mean) * sum(mean ** k / math.factorial(k) for k in range(n + 1))


def check_ranks(headers):
    seen = {}
    for path, header in headers:
        place = (header["data_set"], header["status"], header["rank"])
        if place in seen:
            raise Problem(f"{path}: rank {header['rank']} of data set {header['data_set']} is taken by {seen[place]}")
        seen[place] = path


# ----------------------------------------------------------------------------------------------------------------- import

def with_ratio(row):
    """Rule parameters with l_ratio from the two lengths, where the lifetime has them."""
    parameters = row["rule_parameters"]
    lengths = re.fullmatch(r"dump l_shield_m=([\d.]+);l_decay_m=([\d.]+)", row["lifetime"])
    if row["rule"] == "island" and lengths:
        shield, decay = map(float, lengths.groups())
        parameters += f";l_ratio={(shield + decay) / shield:.5g}"
    return parameters


# Least theory error on the relic abundance, to which y is proportional: a favoured line becomes a band.
BAND = 1.1


def from_y(source, made_for, rows):
    """Rows in (m_chi, y) as (m_mediator, epsilon), y = epsilon^2 alpha_D / ratio^4 at the stated ratio and alpha_D."""
    ratio = re.search(r"m_A' = ([\d.]+) m_chi", made_for)
    alpha = re.search(r"alpha_D = ([\d.]+)", made_for)
    if not ratio or not alpha:
        raise Problem(f"{source}: model: '{made_for}' names no m_A' = ... m_chi and alpha_D = ...")
    ratio, alpha = float(ratio[1]), float(alpha[1])
    return [[f"{ratio * float(m):.6g}", f"{ratio ** 2 * math.sqrt(float(y) / alpha):.6g}"] for m, y in rows]


def with_neutrinos_only(rows):
    """A curve of L_mu - L_tau made for invisible decays alone, as that of a Z' which decays to neutrinos, muons and tau leptons. In units
    of g^2 m/(12 pi) two neutrinos have one half each, a lepton (1 + 2 m_l^2/m^2) sqrt(1 - 4 m_l^2/m^2) (arXiv:1801.04847, eq. 2.13)."""
    leptons_GeV = 0.1056584, 1.77693  # PDG 2024

    def neutrinos(mass):
        ratios = [(lepton / mass) ** 2 for lepton in leptons_GeV]
        return 1.0 / (1.0 + sum((1.0 + 2.0 * r) * math.sqrt(1.0 - 4.0 * r) for r in ratios if r < 0.25))

    points = [(float(m), float(g)) for m, g in rows]
    result = []
    for (m0, g0), (m1, g1) in zip(points, points[1:]):
        result.append((m0, g0))
        # the thresholds are steep and then flat: 3 % in mass, from the lightest threshold on
        start = max(m0, 2.0 * leptons_GeV[0])
        steps = math.ceil(math.log(m1 / start) / 0.03) if m1 > start else 0
        for i in range(0 if start > m0 else 1, steps):
            m = start * (m1 / start) ** (i / steps)
            result.append((m, g0 * (g1 / g0) ** (math.log(m / m0) / math.log(m1 / m0))))
    result.append(points[-1])
    return [[f"{m:.4g}", f"{g / math.sqrt(neutrinos(m)):.4g}"] for m, g in result]


def edges(source, rows):
    """Both edges of a polygon at the masses of its vertices, straight in the logarithms; its vertical ends are left out."""
    points = [(math.log(float(m)), math.log(float(g))) for m, g in rows]
    first, last = min(p[0] for p in points), max(p[0] for p in points)
    start = max(i for i, p in enumerate(points) if p[0] == first and points[(i + 1) % len(points)][0] > first)
    points = points[start:] + points[:start]
    turn = next(i for i, p in enumerate(points) if p[0] == last)
    chains = [points[:turn + 1], points[:turn - 1:-1]]  # out along one edge, and the way back turned round
    if any(a[0] > b[0] for chain in chains for a, b in zip(chain, chain[1:])):
        raise Problem(f"{source}: a mass has more than two edges")

    def at(chain, x):
        for (x0, y0), (x1, y1) in zip(chain, chain[1:]):
            if x0 <= x <= x1:
                return y0 if x1 == x0 else y0 + (x - x0) / (x1 - x0) * (y1 - y0)
        return chain[-1][1] if x > chain[-1][0] else chain[0][1]

    result = []
    for x in sorted({p[0] for p in points}):
        values = sorted(math.exp(at(chain, x)) for chain in chains)
        result.append([f"{math.exp(x):.4g}", f"{values[0]:.4g}", f"{values[1]:.4g}"])
    return result


def see_saw():
    """The band U^2 = m_nu/m as a curve; masses in eV as in src/model/hnl/see_saw.hpp (a test compares)."""
    solar_eV, cosmological_eV = 8.65e-3, 0.12
    facts = {"shape": "interval", "points": "2", "digitised_by": "calculated"}
    return facts, SOURCE_COLUMNS["interval"], [[f"{m_GeV:g}", *(f"{m_eV * 1e-9 / m_GeV:.4g}" for m_eV in (solar_eV, cosmological_eV))]
                                               for m_GeV in (1e-3, 40.0)]


def import_one(model, row, source):
    facts, columns, rows = see_saw() if row.get("source") == "see_saw" else read_limit(source)
    shape = facts["shape"]
    if columns != SOURCE_COLUMNS[shape]:
        raise Problem(f"{source}: columns {columns}")
    if row["transform"] == "square":
        rows = [[r[0]] + [f"{float(x) ** 2:.4g}" for x in r[1:]] for r in rows]
    elif row["transform"] == "band":
        if shape != "upper":
            raise Problem(f"{source}: only a line becomes a band")
        shape, rows = "interval", [[m, f"{float(g) / BAND:.4g}", f"{float(g) * BAND:.4g}"] for m, g in rows]
    elif row["transform"] == "edges":
        if shape != "closed":
            raise Problem(f"{source}: only a polygon has two edges")
        shape, rows = "interval", edges(source, rows)
    elif row["transform"] == "y_to_epsilon":
        rows = from_y(source, facts["model"], rows)
    elif row["transform"] == "alpha_to_g":
        rows = [[r[0]] + [f"{math.sqrt(4.0 * math.pi * float(x)):.4g}" for x in r[1:]] for r in rows]
    elif row["transform"] == "invisible_share":
        rows = with_neutrinos_only(rows)
    elif swap := re.fullmatch(r"swap:(\d+):(\d+)", row["transform"]):
        i, j = int(swap[1]) - 1, int(swap[2]) - 1
        rows[i], rows[j] = rows[j], rows[i]
    elif row["transform"] in FACTORS:
        rows = [[r[0]] + [f"{float(x) * FACTORS[row['transform']]:.4g}" for x in r[1:]] for r in rows]
    elif row["transform"]:
        raise Problem(f"{source}: transform '{row['transform']}' (square, band, edges, y_to_epsilon, alpha_to_g, invisible_share, swap:I:J, {', '.join(FACTORS)} or nothing)")
    thinned = re.search(r"thinned from (\d+)", facts["points"])
    finite = [r for r in rows if not math.isinf(float(r[1]))]
    masses = [float(r[0]) for r in finite]
    header = {"coupling": COUPLING.get(model)} | {key: row[key] for key in KEYS if key in row}
    header["mixture"] = mixtures().get(f"limit/{model}/{row['file']}", "")
    header["response"] = responses().get(f"{model}/{row['file']}", "")
    header |= {
        "model": model, "convention": CONVENTION[model, header["coupling"]] + CONVERTED.get(row["transform"], ""), "shape": shape,
        "rule_parameters": with_ratio(row),
        "digitised_by": facts["digitised_by"] + (f"; thinned from {thinned[1]} points (Douglas-Peucker, 0.005 to 0.008 dex)"
                                                 if thinned and int(thinned[1]) > len(finite) else ""),
        "points": str(len(finite)), "mass_range_GeV": f"{min(masses):.4g} .. {max(masses):.4g}",
    }
    return {key: header[key] for key in KEYS if header.get(key)}, columns_of(shape, header["coupling"]), rows


@functools.cache
def mixtures():
    """Shares of the productions by limit, as the header has them (tools/mixtures.py)."""
    found = {}
    with open(ROOT / "tools" / "mixtures.csv", newline="") as table:
        for row in csv.DictReader(table):
            found.setdefault(row["limit"], []).append(f"{row['mass_GeV']}: {row['shares']}")
    return {limit: "; ".join(nodes) for limit, nodes in found.items()}


@functools.cache
def responses():
    """By limit, the experiment whose simulation says how an island falls to both sides (benchmarks/island_responses.cpp)."""
    with open(ROOT / "tools" / "responses.csv", newline="") as table:
        return {row["limit"]: row["experiment"] for row in csv.DictReader(table)}


def text_of(header, columns, rows):
    lines = [f"# {key}: {value}" for key, value in header.items()]
    return "\n".join(lines + [",".join(columns)] + [",".join(row) for row in rows]) + "\n"


def check(path, header, columns, rows, known_keys):
    check_header(path, header, known_keys)
    remarks = check_curve(path, header["shape"], header["coupling"], columns, rows)
    finite = [row for row in rows if not math.isinf(float(row[1]))]
    if int(header["points"]) != len(finite):
        raise Problem(f"{path}: {len(finite)} points, the header says {header['points']}")
    ends = walls(header["shape"], rows)
    if ends and header["open_top"] == "false":
        raise Problem(f"{path}: vertical wall at the {' and '.join(ends)} mass end, but open_top is false")
    for remark in remarks:
        if remark.split(":")[0] not in header.get("flag", ""):
            raise Problem(f"{path}: {remark}; say so in flag")


def table_of(model):
    return ROOT / "tools" / f"limits_{model.replace('-', '_')}.csv"


def read_back(known_keys):
    """Headers of every written file, checked."""
    headers = []
    for model in MODELS:
        for path in sorted((ROOT / "limits" / model).glob("*.csv")):
            header, columns, rows = read_limit(path)
            check(path.name, header, columns, rows, known_keys)
            headers.append((f"{model}/{path.name}", header))
    return headers


def import_all(facts, known_keys):
    """Header and text of every file, by its path below limits/."""
    written = {}
    for model, sources in MODELS.items():
        with table_of(model).open(encoding="ascii", newline="") as stream:
            table = list(csv.DictReader(stream))
        for source in sources:
            named = {row["file"] for row in table if row.get("source", source) == source}
            missing = {PREFIX.get(source, "") + path.stem for path in (facts / "limits" / source).glob("*.csv")} - named
            if missing:
                raise Problem(f"{table_of(model)}: no row for {', '.join(sorted(missing))}")
        for row in sorted(table, key=lambda r: r["file"]):
            if not row["reason"]:
                raise Problem(f"{table_of(model)}: {row['file']}: a decision without a reason")
            name = row["file"] + ".csv"
            source = row.get("source", sources[0])
            curve = row["file"].removesuffix("_fraction").removeprefix(PREFIX.get(source, "")) + ".csv"  # a fraction: the same curve, times the density
            read = facts / "limits" / source / curve
            header, columns, rows = import_one(model, row, read if read.exists() else OWN_CURVES / source / curve)
            check(name, header, columns, rows, known_keys)
            written[f"{model}/{name}"] = header, text_of(header, columns, rows)
    return written


def main(arguments):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("facts", nargs="?", type=Path, help="folder with limits/<source>/*.csv")
    parser.add_argument("--check", action="store_true", help="check the written files, change nothing")
    options = parser.parse_args(arguments)
    if options.check == (options.facts is not None):
        parser.error("give either FACTS or --check")
    known_keys = read_bibliography(BIBLIOGRAPHY)
    if options.check:
        headers = read_back(known_keys)
        check_ranks(headers)
        print(f"{len(headers)} limits and {len(known_keys)} references are good")
        return
    written = import_all(options.facts, known_keys)
    stray = {path.relative_to(ROOT / "limits").as_posix() for path in (ROOT / "limits").glob("*/*.csv")} - written.keys()
    if stray:
        raise Problem(f"{ROOT / 'limits'}: no table has a row for {', '.join(sorted(stray))}")
    check_ranks([(name, header) for name, (header, _) in written.items()])
    for name, (_, text) in written.items():
        path = ROOT / "limits" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="ascii", newline="\n")
    print(f"{len(written)} limits written")


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except (Problem, OSError, ValueError) as problem:
        sys.exit(f"import_limits: {problem}")
