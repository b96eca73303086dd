"""The model of the card of four dimensions on few points: where observed searches leave dark matter that froze out.

arXiv:2405.17548 (abstract): Dirac-like fermions survive close to the resonance of the dark photon; complex scalars, which annihilate in
the p wave, evade the strongest bound, that of recombination. At most as much as the observed density: the fermions end between delta =
m_mediator / (2 m_chi) - 1 of 0.1 and 0.2, the scalars beyond. As much as observed: fermions of 30 MeV not even on the resonance, scalars
as before. Exit code 77 (skipped) without h5py.
"""

import importlib.util
import json
import pathlib
import subprocess
import sys

from program import SOURCE, Failures, run, scratch

RULES = ("upper limit", "measurement")


def shares(failures, folder, kind):
    path = folder / f"{kind}.h5"
    card = (SOURCE / "cards" / "vector-portal-4d.toml").read_text()
    lines = ["m_chi = [0.03, 0.3]" if line.startswith("m_chi") else "delta = [0.03, 0.1, 0.2, 1.0]" if line.startswith("m_mediator") else
             line for line in card.splitlines()]
    (folder / "card.toml").write_text("\n".join(lines))
    answer = run("scan", folder / "card.toml", "-o", path, "--restart", "--set", f"parameters.dm={kind}",
                 "--set", 'analyses.include=["status:observed"]')
    failures.check(answer.returncode == 0, f"scan of {kind}: {answer.stderr}")
    answer = subprocess.run([sys.executable, SOURCE / "tools" / "plot_surviving.py", path, "--json"], capture_output=True, text=True,
                            timeout=60, check=False)
    failures.check(answer.returncode == 0, f"what survives of {kind}: {answer.stderr}")
    return json.loads(answer.stdout)[str(path)]


def main():
    if not all(importlib.util.find_spec(name) for name in ("h5py", "numpy")):
        print("SKIPPED: no h5py")
        sys.exit(77)
    failures = Failures()
    with scratch() as name:
        folder = pathlib.Path(name)
        dirac = shares(failures, folder, "dirac")
        scalar = shares(failures, folder, "complex-scalar")
    limit, measured = RULES
    failures.check(dirac[limit]["near resonance"] >= 0.5, f"Dirac fermions near the resonance do not survive: {dirac}")
    failures.check(dirac[limit]["above resonance"] == 0.0, f"Dirac fermions away from the resonance survive: {dirac}")
    failures.check(scalar[limit]["near resonance"] == 1.0, f"complex scalars near the resonance do not survive: {scalar}")
    failures.check(scalar[limit]["above resonance"] >= 0.5, f"complex scalars away from the resonance do not survive: {scalar}")
    failures.check(scalar[measured]["all"] >= 2.0 * dirac[measured]["all"], f"scalars {scalar}, Dirac {dirac}")
    failures.finish()


if __name__ == "__main__":
    main()
