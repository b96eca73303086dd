#!/usr/bin/python3
"""Draws a map: plot_map.py MAP.h5 -o OUT writes OUT.png, OUT.pdf and OUT.csv, the numbers that were plotted.

--kind exclusion (default): what was observed is filled in greys (published limits; simulated searches darker; pale what the combination
leaves out), projections are labelled lines (those that reach farthest; the others as one dotted envelope), favoured bands are hatched,
the combination is the bold line. Dark matter that freezes out: the couplings that give the observed relic density are lines, for
scalars, Majorana and pseudo-Dirac fermions.
--kind likelihood: ln L of the combination, or of one analysis (--analysis NAME). --kind dominant: which analysis excludes most strongly.
--kind bands: how far fluxes and form factors move the edges.

A plane of a map with more axes: --plane X,Y; a point is excluded if it is for every value of the axes not shown, unless --hold
NAME=VALUE holds one. X and Y may be computed parameters too (--plane m_mediator,epsilon --hold alpha_D=0.5). The shares of
flavours of a heavy neutral lepton are a triangle (--plane x_mu,x_tau --hold mass=1 --hold U2=1e-6).
Needs Debian's python3-h5py and python3-matplotlib. The looks: map_figures/penumbra.mplstyle.
"""

import argparse
import os
import sys

from map_figures.draw import KINDS, figure, save
from map_figures.plane import Plane
from map_figures.program import ProgramError, leave_nothing_on_signals
from penumbra_map import MapError, open_map


def held(texts):
    try:
        return {name: float(value) for name, value in (text.split("=") for text in texts)}
    except ValueError:
        raise MapError(f"--hold {' '.join(texts)}: expected NAME=VALUE with a number") from None


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("map", metavar="MAP.h5")
    parser.add_argument("-o", "--output", required=True, help="path without suffix; .png, .pdf and .csv are added")
    parser.add_argument("--kind", choices=sorted(KINDS), default="exclusion")
    parser.add_argument("--plane", metavar="X,Y", help="what to show (default: the first and the last axis)")
    parser.add_argument("--hold", metavar="NAME=VALUE", action="append", default=[],
                        help="hold an axis that is not shown at its nearest value instead of profiling it")
    parser.add_argument("--cl", type=float, default=0.90, help="confidence level (default 0.90)")
    parser.add_argument("--status", choices=("observed", "projected"), default="observed", help="of kinds likelihood and dominant")
    parser.add_argument("--analysis", metavar="NAME", help="of kind likelihood: one analysis instead of the combination")
    arguments = parser.parse_args()
    leave_nothing_on_signals()
    if not 0 < arguments.cl < 1:
        parser.error(f"--cl {arguments.cl}: expected a number between 0 and 1")
    try:
        with open_map(arguments.map) as map_:
            plane = Plane(map_, arguments.plane and arguments.plane.split(","), held(arguments.hold))
            if arguments.analysis:
                map_.row(arguments.analysis)
            save(figure(arguments.kind, plane, arguments.cl, status=arguments.status, analysis=arguments.analysis), arguments.output)
    except MapError as error:
        sys.exit(f"plot_map: {error}")
    except ProgramError as error:
        print(f"plot_map: {error}", file=sys.stderr)
        sys.exit(error.code)
    except OSError as error:
        print(f"plot_map: {arguments.output}: {os.strerror(error.errno) if error.errno else error}", file=sys.stderr)
        sys.exit(4)


if __name__ == "__main__":
    main()
