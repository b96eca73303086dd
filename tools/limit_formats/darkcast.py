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
    shapes = {("mass", "lower"): "upper", ("mass", "lower", "upper"): "interval", ("mass", "g", "r"): "surface"}
    if tuple(titles) not in shapes:
        raise Problem(f"{path}:1:1: titles '{' '.join(titles)}', expected 'mass lower', 'mass lower upper' or 'mass g r'"
                      + (" (fractions of production: give the file with --production-fractions)" if path.suffix == ".prd" else ""))
    points = []
    for line_number, entries in rows:
        mass, *values = (number(entry, Place(str(path), line_number, column)) for entry, column in entries)
        gap = shapes[tuple(titles)] != "surface" and values[0] >= NO_LIMIT
        points.append(Point(mass, (None,) * len(values) if gap else tuple(values), Place(str(path), line_number, entries[0][1])))
    return Source([points], mass_unit="GeV", shape=shapes[tuple(titles)], notes=notes)


def mixture_of(path):
    """The mechanisms of a .prd file as the header names them, and their shares by mass. Quarks of all flavours count together."""
    titles, rows, _ = table(path)
    for name in titles[1:]:
        if name not in MECHANISMS:
            raise Problem(f"{path}:1:1: no mechanism is called '{name}' (known: {', '.join(MECHANISMS)})")
    shares = []
    for line_number, entries in rows:
        mass, *fractions = (number(entry, Place(str(path), line_number, column)) for entry, column in entries)
        here = dict.fromkeys((MECHANISMS[name] for name in titles[1:]), 0.0)
        for name, fraction, (_, column) in zip(titles[1:], fractions, entries[1:]):
            if fraction < 0.0:
                raise Problem(f"{path}:{line_number}:{column}: a share of {fraction:g}")
            here[MECHANISMS[name]] += fraction
        if mass > 0.0 and any(here.values()):
            shares.append((mass, here))
    made = [name for name in dict.fromkeys(MECHANISMS[name] for name in titles[1:]) if any(here[name] for _, here in shares)]
    if not made:
        raise Problem(f"{path}:1:1: no share of any production at a positive mass")
    mixture = "; ".join(f"{mass:.4g}: " + " ".join(f"{here[name]:.3g}" for name in made) for mass, here in shares)
    return ", ".join(made), mixture if len(made) > 1 else ""
