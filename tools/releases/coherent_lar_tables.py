#!/usr/bin/env python3
"""Tables of experiments/coherent-lar-2020-dm-nucleus from the CENNS-10 release (analysis A), re-binned as CSV.

  coherent_lar_tables.py FOLDER OUTPUT

FOLDER holds counts_3d.csv, counts_E_f90.csv, counts_E_t.csv and efficiency.csv: the released histograms, one row a bin
(E_centre_keVee, f90_centre, t_centre_us, then counts), as in the release doi:10.5281/zenodo.3903810. The release gives
each shape systematic as a histogram in three dimensions, kept here as its projections on energy x F90 and energy x
time. Every template of the release factorises (time does not know energy or F90: largest deviation 2e-5 events), so

  variation(E, f, t) = variation(E, f) variation(E, t) / variation(E)

gives the bins back. The same holds for the shape of nuclear recoils: share(f | E) = cevns(E, f) / cevns(E); where the
release expects fewer than 0.01 neutrinos the row of the last energy below stands in.
"""

import csv
import pathlib
import sys

SOURCE = ("# source: COHERENT CENNS-10 liquid argon release, analysis A: arXiv:2006.12659, doi:10.5281/zenodo.3903810; "
          "read in its mirrors philippeller/Newtrinos.jl and athompson-git/CENNS10")


def read(path):
    lines = [line for line in path.read_text().splitlines() if line and not line.startswith("#")]
    return [{key: float(value) for key, value in row.items()} for row in csv.DictReader(lines)]


def edges(centre, half):
    return f"{centre - half:.6g},{centre + half:.6g}"


def main(folder, output):
    counts, by_f90, by_time = (read(folder / f"counts_{kind}.csv") for kind in ("3d", "E_f90", "E_t"))
    at_f90 = {(r["E_centre_keVee"], r["f90_centre"]): r for r in by_f90}
    at_time = {(r["E_centre_keVee"], r["t_centre_us"]): r for r in by_time}
    variations = ["brn_E_dn", "brn_E_up", "brn_t_dn", "brn_t_up", "brn_width_var"]

    def total(name, energy):
        return sum(r[name] for (e, _), r in at_f90.items() if e == energy)

    with open(output / "counts.csv", "w") as out:
        print(SOURCE, file=out)
        print("# what: observed counts and expected events of each background before the fit, 6.12 GWh; brn_*: prompt "
              "neutrons at -+ one standard deviation of each shape systematic (width: one side)", file=out)
        print("# made by: tools/releases/coherent_lar_tables.py", file=out)
        print("keVee_lo,keVee_hi,f90_lo,f90_hi,t_lo_us,t_hi_us,observed,steady,brn_prompt,brn_delayed,cevns,"
              + ",".join(variations), file=out)
        for r in counts:
            energy, f90, time = r["E_centre_keVee"], r["f90_centre"], r["t_centre_us"]
            cells = [edges(energy, 5), edges(f90, 0.025), edges(time, 0.25), f"{r['n_obs']:.0f}"]
            cells += [f"{r[name]:.6g}" for name in ("ss", "brn_prompt", "brn_delayed", "cevns")]
            for name in variations:
                value = at_f90[energy, f90][name] * at_time[energy, time][name] / total(name, energy)
                cells.append(f"{value:.6g}")
            print(",".join(cells), file=out)

    with open(output / "nuclear_f90.csv", "w") as out:
        print(SOURCE, file=out)
        print("# what: share of nuclear recoils in each bin of F90 at given energy, and at -+ one standard deviation",
              file=out)
        print("# made by: tools/releases/coherent_lar_tables.py", file=out)
        print("keVee_lo,keVee_hi,f90_lo,f90_hi,share,minus,plus", file=out)
        last = None
        for energy in sorted({e for e, _ in at_f90}):
            row = energy
            if total("cevns", energy) < 0.01:
                row = last
            last = row
            for f90 in sorted({f for _, f in at_f90}):
                shares = [at_f90[row, f90][name] / total(name, row) for name in ("cevns", "cevns_f90_dn", "cevns_f90_up")]
                print(edges(energy, 5), edges(f90, 0.025), *(f"{s:.5g}" for s in shares), sep=",", file=out)

    with open(output / "efficiency.csv", "w") as out:
        print(SOURCE, file=out)
        print("# what: share of nuclear recoils that pass every selection, against electron-equivalent energy", file=out)
        print("keVee,efficiency", file=out)
        for r in read(folder / "efficiency.csv"):
            print(f"{r['E_keVee']:g},{r['efficiency']:.6g}", file=out)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
