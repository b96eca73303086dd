#!/usr/bin/python3
"""Writes a short report of a map in Markdown: report.py MAP.h5 INFO.json CONTOURS.json IMAGE..., from `penumbra info`, `contour`
and the pictures of its planes."""

import json
import pathlib
import sys


def main():
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    map_file, info_file, contours_file, *images = map(pathlib.Path, sys.argv[1:])
    info, contours = json.loads(info_file.read_text()), json.loads(contours_file.read_text())
    print(f"# {info['model']}\n")
    print(f"Map `{map_file.name}`, {'complete' if info['complete'] else '**incomplete**'}, "
          f"{len(info['analyses'])} analyses. Contours at {100 * contours['cl']:g} % CL.\n")
    for image in images:
        print(f"![Exclusions]({image.name})\n")
    print("| axis | points | from | to |\n|---|---|---|---|")
    for axis in info["axes"]:
        unit = "" if axis["unit"] == "1" else " " + axis["unit"]
        print(f"| {axis['name']} | {axis['points']} | {axis['from']:.4g}{unit} | {axis['to']:.4g}{unit} |")
    for name, value in {**info["options"], **info["fixed"], **info["computed"]}.items():
        print(f"| {name} | {value} | | |")
    x, y = contours["plane"]
    hidden = [axis["name"] for axis in info["axes"] if axis["name"] not in (x, y)]
    print("\nProfiled over " + ", ".join(hidden) + "." if hidden else "")
    print(f"\nWhere each analysis excludes (an empty range: nowhere on this grid).\n\n"
          f"| analysis | status | kind | {x} | {y} |\n|---|---|---|---|---|")
    kinds = {analysis["name"]: analysis["kind"] for analysis in info["analyses"]}
    for contour in contours["contours"]:
        points = [point for segment in contour["segments"] for point in segment["points"]]
        ranges = [f"{min(values):.3g} to {max(values):.3g}" for values in zip(*points)] or ["", ""]
        print(f"| {contour['analysis']} | {contour['status']} | {kinds.get(contour['analysis'], '')} | "
              f"{ranges[0]} | {ranges[1]} |")


if __name__ == "__main__":
    main()
