"""What things are called in a figure."""

import re

# How the experiments write their names.
SPELLINGS = {
    "babar": "BaBar", "belle2": "Belle II", "besiii": "BESIII", "charm": "CHARM", "cms": "CMS", "codex": "CODEX-b",
    "darklight": "DarkLight", "darkquest": "DarkQuest", "faser": "FASER", "faser2": "FASER2", "lhcb": "LHCb",
    "longquest1": "LongQuest", "mathusla": "MATHUSLA", "mesa": "MESA", "mu3e": "Mu3e", "nomad": "NOMAD", "nucal": "NuCal",
    "orsay": "Orsay", "seaquest": "SeaQuest", "ship": "SHiP", "sn1987a": "SN1987A", "spinquest": "SpinQuest",
    "shadows": "SHADOWS", "vepp3": "VEPP-3", "yemilab": "Yemilab", "amm": "(g-2)", "lsnd": "LSND", "kloe": "KLOE",
    "ccm120": "CCM120", "coherent": "COHERENT", "cresst3": "CRESST-III", "darkside50": "DarkSide-50", "miniboone": "MiniBooNE",
    "na64e": "NA64", "ldmx": "LDMX", "na64eplus": "NA64 $e^+$", "na64mu": r"NA64$\mu$", "pandax": "PandaX",
    "pip2bd": "PIP2-BD", "fasernu": r"FASER$\nu$", "fasernu2": r"FASER$\nu$2", "codexb": "CODEX-b", "microboone": "MicroBooNE",
    "argoneut": "ArgoNeuT", "nutev": "NuTeV", "icarus": "ICARUS", "sndlhc": "SND@LHC", "delphi": "DELPHI", "atlas": "ATLAS",
    "pienu": "PIENU", "triumf": "TRIUMF", "ps191": "PS191", "see": "see-saw", "mathusla100": "MATHUSLA100",
    "mathusla40": "MATHUSLA40", "charm2": "CHARM-II", "texono": "TEXONO", "cmb": "CMB", "charmii": "CHARM-II", "snd": "SND@LHC", "flare": "FLArE", "n": r"$N_{eff}$",
}
# What tells apart several results of one experiment.
DETAILS = {"displaced", "prompt", "dump", "brem", "mu", "e", "electron", "nucleon", "4gev", "8gev", "numi", "bnb", "prism", "phase1", "phase2", "nd"}
AXES = {
    "mass": r"$m$ [GeV]", "epsilon": r"$\varepsilon$", "g": r"$g$", "sin_theta": r"$\sin\theta$", "m_chi": r"$m_\chi$ [GeV]",
    "m_mediator": r"$m_{A'}$ [GeV]", "alpha_D": r"$\alpha_D$", "delta": r"$m_{A'} / 2 m_\chi - 1$",
    "g_agg": r"$g_{a\gamma\gamma}$ [GeV$^{-1}$]", "g_Y": r"$g_Y$", "inv_f_G": r"$1 / f_G$ [GeV$^{-1}$]",
    "g_aWW": r"$g_{aWW}$ [GeV$^{-1}$]", "g_aBB": r"$g_{aBB}$ [GeV$^{-1}$]", "g_B": r"$g_B$",
    "Ue2": r"$|U_e|^2$", "Umu2": r"$|U_\mu|^2$", "Utau2": r"$|U_\tau|^2$",
    "U2": r"$U^2 = |U_e|^2 + |U_\mu|^2 + |U_\tau|^2$", "x_mu": r"$|U_\mu|^2 / U^2$", "x_tau": r"$|U_\tau|^2 / U^2$",
    "y": r"$y = \varepsilon^2 \alpha_D (m_\chi / m_{A'})^4$",
}
MODELS = {
    "dark-photon": "dark photon", "vector-dm": "dark matter behind a dark photon", "dark-scalar": "dark scalar",
    "hnl": "heavy neutral lepton", "alp-photon": "axion-like particle, photons", "alp-fermion": "axion-like particle, fermions",
    "alp-gluon": "axion-like particle, gluons", "alp-w": "axion-like particle, W bosons",
    "alp-hypercharge": "axion-like particle, hypercharge", "b-minus-l": "vector of B - L", "l-mu-minus-l-tau": r"vector of $L_\mu - L_\tau$",
    "leptophobic-dm": "dark matter behind a leptophobic vector",
}


def spoken(name):
    """'limit/dark-photon/babar_2014' -> 'BaBar 2014'."""
    last = name.split("/")[-1]
    if last.startswith("g-2-"):
        return "(g-2) " + last.split("-")[2].replace("muon", r"$\mu$").replace("electron", "$e$")
    words = re.split(r"[_-]", last)
    words = [word for word in words if word not in ("proj", "fav", "aprime", "hnl", "alp", "scalar", "dm")]
    if name.startswith("limit/hnl/"):  # their names begin with the flavour
        words = words[1:]
    first = words[0]
    known = SPELLINGS.get(first, first.upper() if re.search(r"\d", first) or len(first) < 5 else first.capitalize())
    year = [word for word in words[1:] if re.fullmatch(r"(19|20)\d\d", word)]
    rest = [word.upper() if word == "nd" else word for word in words[1:] if word not in year and word in DETAILS]
    return re.sub(r"(\d)gev", r"\1 GeV", " ".join([known, *rest, *year]))


def axis_label(name):
    return AXES.get(name, name)


def title(map_, plane):
    """The model with everything that is the same on the whole plane."""
    story = map_.provenance["input"]
    said = {**story["options"], **{name: f"{value:.6g}" for name, value in story["fixed"].items()}, **story["computed"],
            **{name: f"{value:.3g}" for name, value in plane.held.items()}}
    for name in set(plane.names) & set(map_.axes):
        said.pop(name, None)
    for name in map_.axes:  # how an axis gives a parameter its value is no property
        said.pop({"y": "epsilon", "delta": "m_mediator", "U2": "Ue2", "x_mu": "Umu2", "x_tau": "Utau2"}.get(name), None)
    said.update({name: f"{map_.axes[name][0]:.3g}" for name in plane.hidden if len(map_.axes[name]) == 1})
    symbol = lambda name: re.sub(r" \[.*\]", "", AXES.get(name, name)).split(" = ")[0].rstrip("$") + "$" * ("$" in AXES.get(name, ""))  # noqa: E731
    parts = [f"{symbol(name)} = {computed(value)}" for name, value in said.items()]
    parts += [f"any {symbol(name)}" for name in plane.hidden if name not in said]
    return ", ".join([MODELS.get(map_.model, map_.model), *parts]) + ("" if map_.complete else " (incomplete)")


def computed(value):
    """An expression of a card with the symbols of its parameters: '3 * m_chi' -> '3 m_chi'."""
    return re.sub(r" ?\* ?", " ", re.sub(r"\bm_chi\b", r"$m_\\chi$", str(value)))
