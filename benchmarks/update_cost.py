#!/usr/bin/env python3
"""What it costs to add one limit to a map of everything, against computing that limit alone and summing again.

    benchmarks/update_cost.py [PROGRAM] [CARD]       default build/bin/penumbra, cards/demo.toml

CPU seconds on one thread, median of five runs in turns. `alone` is a scan of the new limit only; the sum again is an
update that drops the limit, less an update that finds nothing to do."""

import pathlib
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

SOURCE = pathlib.Path(__file__).resolve().parent.parent
PROGRAM = sys.argv[1] if len(sys.argv) > 1 else SOURCE / "build" / "bin" / "penumbra"
CARD = sys.argv[2] if len(sys.argv) > 2 else SOURCE / "cards" / "demo.toml"
NEW = "limit/dark-photon/new"
ROUNDS = 5


def cost(*arguments):
    """CPU and wall seconds of one command."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    subprocess.run([str(PROGRAM), *map(str, arguments)], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, time.monotonic() - start


def main():
    with tempfile.TemporaryDirectory(prefix="penumbra-benchmark-") as name:
        folder = pathlib.Path(name)
        limits = folder / "limits"
        shutil.copytree(SOURCE / "limits", limits)
        # A curve nobody has, in a data set of its own: it enters the combination.
        lines = (limits / "dark-photon" / "babar_2014.csv").read_text().splitlines()
        lines = ["# data_set: new" if line.startswith("# data_set:") else line for line in lines]
        curve = limits / "dark-photon" / "new.csv"
        lines[-1] = ",".join([lines[-1].split(",")[0], repr(1.1 * float(lines[-1].split(",")[1]))])
        text = "\n".join(lines) + "\n"
        fresh, grown = folder / "map.h5", folder / "grown.h5"
        whole = cost("scan", CARD, "-o", fresh, "--limits", limits, "--threads", 1)
        print(f"scan of everything                  {whole[0]:8.2f} s CPU {whole[1]:8.2f} s")
        measured = {what: [] for what in ("add", "alone", "nothing", "drop")}
        for number in range(ROUNDS):
            curve.write_text(text)
            shutil.copy(fresh, grown)
            measured["add"].append(cost("update", grown, "--limits", limits, "--threads", 1))
            measured["nothing"].append(cost("update", grown, "--limits", limits, "--threads", 1))
            alone = folder / f"alone-{number}.h5"
            measured["alone"].append(cost("scan", CARD, "-o", alone, "--limits", limits, "--threads", 1, "--set",
                                          f'analyses.include=["{NEW}"]', "--set", "analyses.exclude=[]"))
            curve.unlink()
            measured["drop"].append(cost("update", grown, "--limits", limits, "--threads", 1))
        middle = {what: [statistics.median(column) for column in zip(*runs)] for what, runs in measured.items()}
        for what, text in (("add", "update that adds one limit"), ("alone", "scan of that limit alone"),
                           ("drop", "update that drops it"), ("nothing", "update with nothing to do")):
            print(f"{text:<35} {middle[what][0]:8.2f} s CPU {middle[what][1]:8.2f} s")
        sum_again = max(0.0, middle["drop"][0] - middle["nothing"][0])
        print(f"sum again                           {sum_again:8.2f} s CPU")
        print(f"adding / (alone + sum again)        {middle['add'][0] / (middle['alone'][0] + sum_again):8.2f}")


if __name__ == "__main__":
    main()
