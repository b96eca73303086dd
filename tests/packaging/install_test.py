"""The installed tree: complete, working after it was moved and without its build folder's paths; man page and completion as the program's help has them; the CMake
package used by a client; the Debian package."""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

BUILD, SOURCE = map(pathlib.Path, sys.argv[1:3])
sys.path.insert(0, str(SOURCE / "tests" / "commands"))
from program import Failures  # noqa: E402


def run(*command, **options):
    clean = {key: value for key, value in os.environ.items() if not key.startswith("PENUMBRA_")}
    return subprocess.run([str(word) for word in command], capture_output=True, text=True, timeout=250, env={**clean, **options.pop("environment", {})}, check=False, **options)


def tree(failures, folder):
    answer = run("cmake", "--install", BUILD, "--prefix", folder / "first")
    failures.check(answer.returncode == 0, f"cmake --install: {answer.stderr}")
    moved = folder / "moved" / "elsewhere"
    moved.parent.mkdir()
    (folder / "first").rename(moved)
    program = moved / "bin" / "penumbra"
    for words, what in ((["--version"], "penumbra"), (["list", "models"], "dark-photon"), (["check", moved / "share/penumbra/experiments/faser-2023-aprime.toml"], "good"),
                        (["point", "dark-photon", "mass=0.05", "epsilon=3e-5", "--analysis", "faser-2023-aprime"], "faser-2023-aprime")):
        answer = run(program, *words, cwd=folder)
        failures.check(answer.returncode == 0 and what in answer.stdout, f"{words}: {answer.returncode} {answer.stderr}")
    for name in ("share/penumbra/references.bib", "share/penumbra/tools/report", "share/penumbra/tools/penumbra_map.py", "share/penumbra/tools/map_figures/penumbra.mplstyle",
                 "share/penumbra/tools/map_report/report.js", "share/doc/penumbra/README.md", "share/penumbra/slurm/penumbra-scan.sbatch"):
        failures.check((moved / name).is_file(), f"{name} is not installed")
    for path in moved.rglob("*"):
        if path.suffix in (".cmake", ".py", ".1", ".bash") or path.name in ("penumbra", "report", "0.1.0") and path.is_file() and path.stat().st_size < 1e6:
            failures.check(str(BUILD) not in path.read_text(errors="replace") and str(folder / "first") not in path.read_text(errors="replace"), f"{path.name} holds a path of the build")
    answer = run(sys.executable, moved / "share/penumbra/tools/report", "--help")
    if "No module" not in answer.stderr:  # h5py and matplotlib are there
        failures.check(answer.returncode == 0 and "report.html" in answer.stdout, f"the installed report: {answer.stderr}")
        place = run(sys.executable, "-c", "from map_figures.program import program; print(program())", cwd=moved / "share/penumbra/tools").stdout.strip()
        failures.check(pathlib.Path(place) == program.resolve(), f"the installed tools use {place}")
    return moved


def help_files(failures, moved):
    """Every command and option of the program is in the man page and completed."""
    program, page = moved / "bin" / "penumbra", (moved / "share/man/man1/penumbra.1").read_text().replace("\\-", "-")
    commands = re.findall(r"^  (\w+) +\S", run(program, "--help").stdout.split("Commands:")[1], re.MULTILINE)
    failures.check(len(commands) > 10, f"commands: {commands}")
    script = moved / "share/bash-completion/completions/penumbra"

    def completed(*words):
        line = " ".join(f"'{word}'" for word in ("penumbra", *words))
        answer = run("bash", "-c", f"source {script}; COMP_WORDS=({line}); COMP_CWORD={len(words)}; _penumbra; printf '%s\\n' \"${{COMPREPLY[@]}}\"")
        failures.check(answer.returncode == 0 and not answer.stderr, f"completion of {words}: {answer.stderr}")
        return set(answer.stdout.split())

    failures.check(set(commands) <= completed(""), "commands are completed")
    for command in commands:
        section = page.split(f".SS {command}\n")[1].split(".SS ")[0]
        options = set(re.findall(r"^  (?:-\w \[ )?(--[\w-]+)", run(program, command, "--help").stdout, re.MULTILINE))
        failures.check(options and all(option in section for option in options), f"options of {command} in the man page")
        failures.check(completed(command, "--") == options, f"options of {command} are completed: {completed(command, '--') ^ options}")
    failures.check(completed("export", "--format", "c") >= {"csv"}, "formats of export are completed")
    failures.check(completed("point", "dark-") == {"dark-photon", "dark-scalar"}, "models are completed")
    failures.check(completed("list", "mo") == {"models"}, "lists are completed")
    if shutil.which("mandoc"):
        answer = run("mandoc", "-Tlint", "-Werror", moved / "share/man/man1/penumbra.1")
        failures.check(answer.returncode == 0, f"mandoc: {answer.stdout}")


def client(failures, moved, folder):
    made = folder / "client"
    answer = run("cmake", "-G", "Ninja", "-S", SOURCE / "tests" / "packaging" / "client", "-B", made, f"-DCMAKE_PREFIX_PATH={moved}", "-DCMAKE_CXX_FLAGS=-O0")
    failures.check(answer.returncode == 0, f"find_package(penumbra): {answer.stderr}")
    answer = run("cmake", "--build", made)
    failures.check(answer.returncode == 0, f"the client does not build: {answer.stdout[-2000:]}")
    if answer.returncode == 0:
        answer = run(made / "client", cwd=folder)
        failures.check(answer.returncode == 0, f"the client disagrees: {answer.stdout}")


def debian_package(failures, folder):
    """Without dependencies on libraries: CPack asks `file` about each of a thousand files for them, which takes half a minute."""
    if not all(shutil.which(name) for name in ("dpkg-deb", "cpack")):
        print("no dpkg-deb: the Debian package was not made")
        return
    answer = run("cpack", "-G", "DEB", "--config", BUILD / "CPackConfig.cmake", "-B", folder / "deb", "-D", "CPACK_DEBIAN_PACKAGE_SHLIBDEPS=OFF", "-D", "CPACK_STRIP_FILES=OFF",
                 "-D", "CPACK_DEBIAN_COMPRESSION_TYPE=gzip")
    made = list((folder / "deb").glob("*.deb"))
    if not failures.check(answer.returncode == 0 and len(made) == 1, f"cpack: {answer.stdout} {answer.stderr}"):
        return
    fields = run("dpkg-deb", "--field", made[0]).stdout
    for name in ("Package: penumbra\n", "openmpi-bin", "python3-h5py"):
        failures.check(name in fields, f"the fields of the Debian package lack {name}: {fields}")
    names = run("dpkg-deb", "--contents", made[0]).stdout
    for name in ("usr/bin/penumbra", "usr/share/penumbra/experiments/faser-2023-aprime.toml", "usr/share/man/man1/penumbra.1.gz", "usr/share/bash-completion/completions/penumbra",
                 "usr/share/doc/penumbra/changelog.gz", "usr/share/doc/penumbra/copyright"):
        failures.check(f"./{name}\n" in names, f"{name} is not in the Debian package")


def main():
    failures = Failures()
    if not (BUILD / "src").is_dir() or not list(BUILD.glob("src/libpenumbra_analysis.a")):
        print("SKIPPED: the library is not built")
        sys.exit(77)
    with tempfile.TemporaryDirectory(prefix="penumbra-install-") as name:
        folder = pathlib.Path(name)
        moved = tree(failures, folder)
        help_files(failures, moved)
        client(failures, moved, folder)
        debian_package(failures, folder)
    failures.finish()


if __name__ == "__main__":
    main()
