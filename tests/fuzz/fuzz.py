"""Runs the fuzzers of tests/fuzz on what is shipped and on the corpus; a fault ends a target with its input.

fuzz.py BUILD SOURCE [--seconds N] [--runs N] [--work DIR] [TARGET...]    fuzzers of a build with clang
fuzz.py BUILD SOURCE --replay [TARGET...]                                 no fuzzing: feeds the inputs once, in any build
--work keeps the corpus that grows (default: a folder that goes away); --runs ends a target after so many executions.
"""

import argparse
import os
import pathlib
import re
import subprocess
import sys
import tempfile

TARGETS = ["card", "command_line", "experiment", "beam", "table", "limit", "state", "map"]
MAX_LENGTH = {"card": 2048, "command_line": 512, "experiment": 4096, "beam": 3072, "table": 2048, "limit": 3072, "state": 4096, "map": 512}


def shipped(target, source):
    """Seeds made of the files of the repository: name and bytes."""
    if target == "card":
        yield from ((path.name, path.read_bytes()) for path in sorted((source / "cards").glob("*.toml")))
    if target == "experiment":
        for path in sorted((source / "experiments").glob("*.toml")):
            text = re.sub(r'(\[beam\]\s*\nname\s*=\s*)"[^"]*"', r'\1"toy"', path.read_text())
            yield path.name, text.encode()
    if target == "beam":
        toys = source / "tests" / "fuzz" / "data" / "beams"
        yield "toy.toml", (toys / "toy.toml").read_bytes()
        for path in sorted((source / "experiments" / "beams").glob("*.toml")):
            yield path.name, re.sub(r'(?m)^name(\s*)=.*$', r'name\1= "toy"', path.read_text(), count=1).encode()
    if target == "table":
        toys = source / "tests" / "fuzz" / "data" / "beams" / "toy"
        yield "spectrum", b"s" + (toys / "pi0.toy.csv").read_bytes()
        yield "tracks", b"t" + (toys / "tracks.csv").read_bytes() + b"\0" + (toys / "angles.csv").read_bytes()
        yield "overlaps", b"o" + (source / "experiments" / "overlaps.toml").read_bytes()
        yield "bibliography", b"r" + (source / "references.bib").read_bytes()[:1500]
        lines = (source / "limits" / "dark-photon" / "ps191_1985.response").read_bytes().splitlines(keepends=True)
        yield "response", b"i" + b"".join(line for line in lines if not line[:1].isdigit() or line.split(b",")[0] == lines[-1].split(b",")[0])
        for path in sorted((source / "tests" / "benchmarks").glob("*.csv")):
            yield path.name, b"b" + path.read_bytes()[:1500].rpartition(b"\n")[0]
    if target == "limit":
        yield from ((path.name, path.read_bytes()) for path in sorted((source / "limits").glob("*/*.csv")))


def seeds(target, source, folder):
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in shipped(target, source):
        (folder / name).write_bytes(content)
    return folder


def environment(target, scratch):
    """HDF5 does not free all memory after it met a damaged structure: leaks are not looked for there. The map lies in TMPDIR."""
    return {**os.environ, "TMPDIR": str(scratch), **({"ASAN_OPTIONS": "detect_leaks=0"} if target == "map" else {})}


def replay(arguments, target, work, scratch):
    corpus = arguments.source / "tests" / "fuzz" / "corpus" / target
    folders = [seeds(target, arguments.source, work / f"{target}-seeds"), corpus]
    done = subprocess.run([arguments.build / "bin" / "replay", target, *folders], stderr=subprocess.PIPE, text=True, errors="replace",
                          env=environment(target, scratch))
    said = done.stderr.splitlines()
    print(f"{target}: {said[-1]}" if done.returncode == 0 else "\n".join(said[-60:]), flush=True)
    return done.returncode == 0


def fuzz(arguments, target, work, scratch):
    own = work / target
    own.mkdir(parents=True, exist_ok=True)
    corpus = arguments.source / "tests" / "fuzz" / "corpus" / target
    command = [arguments.build / "bin" / f"fuzz_{target}", own, seeds(target, arguments.source, work / f"{target}-seeds"),
               *([corpus] if corpus.is_dir() else []), f"-max_total_time={arguments.seconds}", f"-runs={arguments.runs}",
               f"-max_len={MAX_LENGTH[target]}", "-timeout=20", "-rss_limit_mb=2500", "-close_fd_mask=1", "-print_final_stats=1",
               f"-detect_leaks={int(target != 'map')}",
               f"-dict={arguments.source / 'tests' / 'fuzz' / 'words.dict'}", f"-artifact_prefix={work}/{target}-"]
    done = subprocess.run(command, stderr=subprocess.PIPE, text=True, errors="replace", env=environment(target, scratch))
    said = done.stderr.splitlines()
    (work / f"{target}.log").write_text("\n".join(said))
    print(f"{target}: " + ", ".join(line.replace("stat::", "") for line in said if "executed_units" in line or "exec_per_sec" in line),
          flush=True)
    if done.returncode != 0:
        print("\n".join(said[-60:]))
    return done.returncode == 0


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("source", type=pathlib.Path)
    parser.add_argument("--seconds", type=int, default=20)
    parser.add_argument("--replay", action="store_true")
    parser.add_argument("--runs", type=int, default=-1)
    parser.add_argument("--work", type=pathlib.Path)
    parser.add_argument("targets", nargs="*", default=[])
    arguments = parser.parse_intermixed_args()
    # In memory where there is room for it; libFuzzer ends without tidying up, so everything goes with this folder.
    memory = "/dev/shm" if os.path.isdir("/dev/shm") else None
    with tempfile.TemporaryDirectory(prefix="penumbra-fuzz-", dir=memory) as temporary:
        scratch = pathlib.Path(temporary)
        work = arguments.work or scratch
        run = replay if arguments.replay else fuzz
        good = [run(arguments, target, work, scratch) for target in arguments.targets or TARGETS]
    sys.exit(0 if all(good) else 1)


if __name__ == "__main__":
    main()
