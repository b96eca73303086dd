"""The kinds of figures, and how one is saved."""

import csv
import pathlib
import tempfile

from .bands import draw_bands
from .exclusion import draw_exclusion
from .frame import plt
from .surfaces import draw_dominant, draw_likelihood

STYLE = pathlib.Path(__file__).with_name("penumbra.mplstyle")
KINDS = {
    "exclusion": lambda plane, cl, **_: draw_exclusion(plane, cl),
    "likelihood": lambda plane, cl, status, analysis: draw_likelihood(plane, analysis, status),
    "dominant": lambda plane, cl, status, **_: draw_dominant(plane, cl, status),
    "bands": lambda plane, cl, **_: draw_bands(plane, cl),
}


def figure(kind, plane, cl=0.90, status="observed", analysis=None):
    plt.style.use(["default", STYLE])
    return KINDS[kind](plane, cl, status=status, analysis=analysis)


def save(frame, output):
    """OUT.png, OUT.pdf and OUT.csv, all or none."""
    output = pathlib.Path(output)
    output.parent.mkdir(parents=True, exist_ok=True)
    # a dot in the name ("alpha_D-0.5") is no suffix
    with tempfile.TemporaryDirectory(prefix=".figure-", dir=output.parent) as folder:
        made = {suffix: pathlib.Path(folder, "figure" + suffix) for suffix in (".png", ".pdf", ".csv")}
        frame.figure.savefig(made[".png"])
        frame.figure.savefig(made[".pdf"], metadata={"CreationDate": None})
        if hasattr(frame, "surface"):
            save_surface(frame, made[".csv"])
        else:
            frame.save_numbers(made[".csv"])
        for suffix, path in made.items():
            path.replace(output.with_name(output.name + suffix))


def save_surface(frame, path):
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow([*frame.plane.names, *frame.surface])
        values = [*frame.plane.coordinates.values(), *frame.surface.values()]
        writer.writerows(zip(*(one[frame.plane.existing].tolist() for one in values)))
