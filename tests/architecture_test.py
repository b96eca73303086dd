#!/usr/bin/env python3
"""Compares the includes of every file in src/ with the layers of src/CMakeLists.txt, and looks who opens files: content
keys know what is read through core/data_files only. architecture_test.py SOURCE_DIR."""

import pathlib
import re
import sys

OPENS_FILES = re.compile(r"#\s*include\s*<(fstream|fcntl\.h|cstdio|stdio\.h)>|parse_file\s*\(|\bfopen\s*\(|\bmmap\s*\(")
THE_ONE_DOOR = "core/data_files.cpp"


def main():
    source = pathlib.Path(sys.argv[1])
    cmake = (source / "src" / "CMakeLists.txt").read_text()
    layers = {words[0]: set(words[1:]) for words in
              (match.split() for match in re.findall(r"^penumbra_layer\(([^)]*)\)", cmake, re.M))}
    if len(layers) < 5:
        sys.exit("src/CMakeLists.txt: the layers were not found")
    problems = []
    order = list(layers)
    for layer, below in layers.items():
        for other in below:
            if other not in layers or order.index(other) >= order.index(layer):
                problems.append(f"src/CMakeLists.txt: {layer} may use {other}, which is not below it")
    checked = 0
    for path in sorted((source / "src").rglob("*.[ch]pp")):
        layer = path.relative_to(source / "src").parts[0]
        if layer not in layers:
            problems.append(f"{path}: '{layer}' is no layer of src/CMakeLists.txt")
            continue
        for number, line in enumerate(path.read_text().splitlines(), 1):
            if include := re.match(r'\s*#\s*include\s*"([^"]+)"', line):
                other = include[1].split("/")[0]
                checked += 1
                if other != layer and other not in layers[layer]:
                    problems.append(f"{path.relative_to(source)}:{number}: {layer} may not use {other} ({include[1]})")
            if OPENS_FILES.search(line) and path.relative_to(source / "src").as_posix() != THE_ONE_DOOR:
                problems.append(f"{path.relative_to(source)}:{number}: data files are read through {THE_ONE_DOOR} only")
            if re.match(r"\s*#\s*include\s*<(mpi|hdf5|tbb/)", line):
                problems.append(f"{path.relative_to(source)}:{number}: only pipeline/ knows ranks, threads and the map file")
    print(f"{checked} includes of {len(layers)} layers")
    sys.exit("\n".join(problems) or 0)


if __name__ == "__main__":
    main()
