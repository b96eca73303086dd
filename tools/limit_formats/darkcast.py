"""Darkcast: limits (.lmt) and mass-dependent mixtures of production (.prd), arXiv:1801.04847."""

from limit_formats.text import Place, Point, Problem, Source, load_text, number

NO_LIMIT = 1e5  # the largest coupling of that program: stands for 'no limit at this mass'
# Names of mechanisms there: ours.
MECHANISMS = {
    "p_brem": "proton-bremsstrahlung", "pi_brem": "pion-bremsstrahlung", "e_brem": "electron-bremsstrahlung", "mu_brem": "muon-bremsstrahlung",
    "e_e": "annihilation:e+e-", "rho0": "meson-mixing:rho", "omega": "meson-mixing:omega", "phi": "meson-mixing:phi",
    "pi0_gamma": "meson-decay:pi0", "eta_gamma": "meson-decay:eta", "omega_pi0": "meson-decay:omega", "phi_eta": "meson-decay:phi",
    "D*0_D0": "meson-decay:D*0", "u_u": "drell-yan", "d_d": "drell-yan", "s_s": "drell-yan", "c_c": "drell-yan", "b_b": "drell-yan",
}


def table(path):
    """Titles of the first line, and rows of (line number, entries with columns)."""
    text, notes = load_text(path)
    titles, rows = [], []
    for line_number, line in enumerate(text.split("\n"), 1):
        content, mark, remark = line.partition("#")
        if not content.strip():
            if mark and not titles and not rows:
                titles = remark.split()
            continue
        entries, at = [], 0
        for entry in content.split():
            at = content.index(entry, at)
            entries.append((entry, at + 1))
            at += len(entry)
        if not titles:
            raise Problem(f"{path}:{line_number}:1: no title line above the numbers (expected '# mass lower', as that program writes it)")
        if len(entries) != len(titles):
            raise Problem(f"{path}:{line_number}:1: {len(entries)} entries under {len(titles)} titles ({', '.join(titles)})")
        rows.append((line_number, entries))
    if not rows:
        raise Problem(f"{path}:1:1: no row of numbers in this file")
    return titles, rows, notes


def read_darkcast(options):
    path = options.files[0]
    titles, rows, notes = table(path)
    if titles[1:] == ["g", "r"]:
        raise Problem(f"{path}:1:1: a grid of r values, no curve: contour it at r = 1 first, and import the islands")
    shapes = {("mass", "lower"): "upper", ("mass", "lower", "upper"): "interval"}
    if tuple(titles) not in shapes:
        raise Problem(f"{path}:1:1: titles '{' '.join(titles)}', expected 'mass lower' or 'mass lower upper'"
                      + (" (fractions of production: give the file with --production-fractions)" if path.suffix == ".prd" else ""))
    points = []
    for line_number, entries in rows:
        mass, *values = (number(entry, Place(str(path), line_number, column)) for entry, column in entries)
        gap = values[0] >= NO_LIMIT
        points.append(Point(mass, (None,) * len(values) if gap else tuple(values), Place(str(path), line_number, entries[0][1])))
    return Source([points], mass_unit="GeV", shape=shapes[tuple(titles)], notes=notes)


def production_of(path):
    """The mechanisms of a .prd file, as the header names them."""
    titles, rows, _ = table(path)
    found = []
    for column, name in enumerate(titles[1:], 1):
        if name not in MECHANISMS:
            raise Problem(f"{path}:1:1: no mechanism is called '{name}' (known: {', '.join(MECHANISMS)})")
        if any(number(entries[column][0], Place(str(path), line, entries[column][1])) > 0.0 for line, entries in rows):
            found.append(MECHANISMS[name])
    return ", ".join(dict.fromkeys(found))
