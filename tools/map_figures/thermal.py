"""Couplings that give the observed relic density along a plane's mass axis, computed by the program."""

import json
import pathlib
import tempfile

import numpy as np
from penumbra_map import open_map

from .program import ask

# Kinds of dark matter whose thermal couplings are drawn: name and style of the line.
TARGETS = {"complex-scalar": ("scalar", "solid"), "majorana": ("Majorana", (0, (5, 2))), "pseudo-dirac": ("pseudo-Dirac", (0, (1, 1.2)))}
TARGET_COLOUR = "#7A0000"
# (m_2 - m_1) / m_1 of the pseudo-Dirac target: so small that both states are there at freeze-out.
SMALL_SPLITTING = 1e-3


def thermal_targets(plane):
    """{kind: (x, y)}. Other couplings than the one solved for are held at their largest value."""
    map_, story = plane.map, plane.map.provenance["input"]
    if map_.model != "vector-dm" or plane.names[1] not in ("y", "epsilon"):
        return {}
    masses = [axis["name"] for axis in story["axes"] if axis["kind"] == "mass" and axis["name"] not in plane.held and axis["name"] != "splitting"]
    if len(masses) != 1 or masses[0] not in plane.shown:
        return {}
    others = {**story["fixed"], **plane.held}
    for axis in map_.axes:
        if axis not in ("y", "epsilon", masses[0]) and axis not in others:
            others[axis] = float(map_.axes[axis][-1])
    computed = {name: text for name, text in story["computed"].items() if name not in ("epsilon", "y")}
    parameters = {**others, **computed, "epsilon": "thermal()"}
    parameters.pop("y", None)
    if "delta" in others or masses[0] == "delta":
        parameters.pop("m_mediator", None)
    splitting = parameters.pop("splitting", SMALL_SPLITTING)
    mass = map_.axes[masses[0]]
    cheap = next((row.name for row in map_.analyses.values() if row.kind == "constraint"), next(iter(map_.analyses)))
    lines = {}
    with tempfile.TemporaryDirectory() as folder:
        for kind in TARGETS:
            chosen = {**parameters, "dm": kind, **({"splitting": splitting} if kind == "pseudo-dirac" else {})}
            card, target = pathlib.Path(folder, "card.toml"), pathlib.Path(folder, f"{kind}.h5")
            text = "\n".join(f"{name} = {json.dumps(value)}" for name, value in chosen.items())
            card.write_text(f'model = "vector-dm"\n[axes]\n{masses[0]} = {json.dumps(mass.tolist())}\n[parameters]\n{text}\n'
                            f"[analyses]\ninclude = [{json.dumps(cheap)}]\n")
            ask("scan", card, "-o", target)
            with open_map(target) as made:
                known = {**{name: np.full(len(mass), value) for name, value in others.items()}, masses[0]: mass,
                         **{name: made.computed(name).values for name in made.grid}}
                known["y"] = known["epsilon"] ** 2 * known["alpha_D"] * (known["m_chi"] / known["m_mediator"]) ** 4
                lines[kind] = tuple(np.where(made.exists.values, known[name], np.nan) for name in plane.names)
    return lines
