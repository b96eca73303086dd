"""What the tests of the tools that read maps share: a small map, and the tools. Exit code 77 (skipped) without h5py or matplotlib."""

import importlib.util
import os
import subprocess
import sys

from program import PROGRAM, SMALL, SOURCE, run

TOOLS = SOURCE / "tools"


def need(*modules):
    missing = [name for name in modules if not importlib.util.find_spec(name)]
    if missing:
        print(f"SKIPPED: no {', '.join(missing)}")
        sys.exit(77)
    sys.path.insert(0, str(TOOLS))


def tool(name, *arguments, environment=None, folder=None):
    there = {**os.environ, "PENUMBRA_PROGRAM": str(PROGRAM), "PENUMBRA_DATA": str(SOURCE), "SOURCE_DATE_EPOCH": "0", **(environment or {})}
    return subprocess.run([sys.executable, TOOLS / name, *map(str, arguments)], capture_output=True, text=True, timeout=250, env=there, cwd=folder, check=False)


def small_map(failures, path, *more, card="demo.toml", settings=None):
    answer = run("scan", SOURCE / "cards" / card, *(SMALL if settings is None else settings), *more, "-o", path)
    failures.check(answer.returncode == 0, f"scan of {card}: {answer.stderr}")
    return path


# Limits, measurements, and one simulated search with the envelopes of its fluxes.
WITH_FASER = ["--set", "axes.mass.points=14", "--set", "axes.epsilon.points=16",
              "--set", 'analyses.include=["kind:limit", "kind:constraint", "faser-2023-aprime"]']
# Dark matter against y, with two values of alpha_D to profile over.
DARK_MATTER = ["--set", "axes.m_chi.points=6", "--set", "axes.alpha_D=[0.1, 0.5]", "--set", "axes.y.points=9",
               "--set", 'analyses.include=["kind:limit", "kind:constraint"]']
# Flavours of a heavy neutral lepton at one mass.
FLAVOURS = ["--set", "axes.mass=[1.0]", "--set", "axes.U2=[1e-7, 1e-6]", "--set", 'analyses.include=["kind:limit"]']
