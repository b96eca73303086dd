"""The penumbra program, where this file stands in a clone or in an installed tree."""

import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys


class ProgramError(Exception):
    """What the program said when it failed, and its exit code."""

    def __init__(self, message, code):
        super().__init__(message)
        self.code = code


def leave_nothing_on_signals():
    """A tool that is stopped ends as after an error: temporary folders go away, and a program that it asked is stopped."""
    for number in (signal.SIGHUP, signal.SIGINT, signal.SIGTERM):
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, lambda number, _: sys.exit(128 + number))


def program():
    given = os.environ.get("PENUMBRA_PROGRAM")
    here = pathlib.Path(__file__).resolve().parents
    for place in (here[2] / "build" / "bin" / "penumbra", here[4] / "bin" / "penumbra" if len(here) > 4 else None):
        if not given and place and place.exists():
            return str(place)
    found = given or shutil.which("penumbra")
    if not found:
        raise ProgramError("no penumbra program was found: build it, put it on PATH, or set PENUMBRA_PROGRAM", 2)
    return found


def ask(*arguments, codes=(0,)):
    """Standard output of a command of the program."""
    done = subprocess.run([program(), *map(str, arguments)], capture_output=True, text=True, check=False)
    if done.returncode not in codes:
        raise ProgramError(done.stderr.strip(), done.returncode)
    return done.stdout


def ask_json(*arguments, codes=(0,)):
    return json.loads(ask(*arguments, "--json", codes=codes))
