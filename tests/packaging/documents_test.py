"""Recipes of packages against what CMakeLists.txt asks for; links between documents, in Markdown and, where python3-markdown is there, in the pages made of it."""

import importlib.util
import pathlib
import re
import subprocess
import sys
import tempfile
from html.parser import HTMLParser

BUILD, SOURCE = map(pathlib.Path, sys.argv[1:3])
sys.path.insert(0, str(SOURCE / "tests" / "commands"))
from program import Failures  # noqa: E402

# What find_package calls it -> what Spack, EasyBuild and Debian (for Apptainer) do.
NAMES = {"fmt": ("fmt", "fmt", "libfmt-dev"), "GSL": ("gsl", "GSL", "libgsl-dev"), "tomlplusplus": ("tomlplusplus", "tomlplusplus", "libtomlplusplus-dev"),
         "nlohmann_json": ("nlohmann-json", "nlohmann_json", "nlohmann-json3-dev"), "OpenSSL": ("openssl", "OpenSSL", "libssl-dev"),
         "TBB": ("intel-oneapi-tbb", "tbb", "libtbb-dev"), "Boost": ("boost", "Boost", "libboost-program-options-dev"), "muparser": ("muparser", "muParser", "libmuparser-dev"),
         "MPI": ("mpi", None, "libopenmpi-dev"), "HDF5": ("hdf5", "HDF5", "libhdf5-openmpi-dev"), "Python3": ("python", "Python", "python3"), "Threads": (None, None, None)}


def recipes(failures):
    cmake = (SOURCE / "CMakeLists.txt").read_text()
    version = re.search(r"project\(penumbra VERSION (\S+)", cmake)[1]
    needed = set(re.findall(r"^find_package\((\w+)", cmake, re.MULTILINE))
    failures.check(needed == set(NAMES), f"packages that no recipe was asked about: {needed ^ set(NAMES)}")
    spack = SOURCE / "packaging" / "spack" / "package.py"
    easybuild, = (SOURCE / "packaging" / "easybuild").glob("*.eb")
    apptainer = (SOURCE / "packaging" / "apptainer" / "penumbra.def").read_text()
    for path in (spack, easybuild):
        compile(path.read_text(), str(path), "exec")
    values = {"SOURCE_TAR_GZ": "", "SYSTEM": "system"}
    exec(easybuild.read_text(), values)
    given = {one[0] for one in values["dependencies"] + values["builddependencies"]}
    depends = set(re.findall(r'depends_on\("([\w-]+)', spack.read_text()))
    toolchain = values["toolchain"]
    failures.check(easybuild.name == f"penumbra-{version}-{toolchain['name']}-{toolchain['version']}.eb" and values["version"] == version, f"EasyBuild: {easybuild.name}")
    failures.check(f'version("{version}")' in spack.read_text() and f"Version {version}" in apptainer, "version in Spack and Apptainer")
    for name in needed:
        of_spack, of_easybuild, of_debian = NAMES.get(name, (None, None, None))
        failures.check(of_spack is None or of_spack in depends, f"Spack lacks {name}")
        failures.check(of_easybuild is None or of_easybuild in given, f"EasyBuild lacks {name}")
        failures.check(of_debian is None or re.search(rf"\b{of_debian}\b", apptainer), f"Apptainer lacks {name}")
    failures.check(re.findall(r"^%(\w+)", apptainer, re.MULTILINE) == ["files", "post", "environment", "runscript", "test", "labels", "help"], "sections of Apptainer")
    shell = re.search(r"^%post\n(.*?)^%", apptainer, re.MULTILINE | re.DOTALL)[1]
    failures.check(subprocess.run(["bash", "-n"], input=shell, text=True, check=False).returncode == 0, "%post of Apptainer")
    quickstart = (SOURCE / "tools" / "quickstart").read_text()
    installed = set(re.search(r"^packages=\((.*?)\)", quickstart, re.MULTILINE | re.DOTALL)[1].split()) - {"ccache", "catch2", "python3"}
    failures.check(installed <= set(re.findall(r"[\w.+-]+", apptainer)), f"quickstart installs, Apptainer does not: {installed - set(re.findall(r'[a-z][a-z0-9.+-]+', apptainer))}")


class Links(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.targets, self.ids = [], set()
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        self.targets += [given[key] for key in ("href", "src") if key in given]
        self.ids |= {given["id"]} if "id" in given else set()


def documents(failures):
    manual = SOURCE / "tools" / "manual"
    answer = subprocess.run([sys.executable, manual, "--check"], capture_output=True, text=True, check=False)
    failures.check(answer.returncode == 0, f"dead links:\n{answer.stdout}{answer.stderr}")
    if not importlib.util.find_spec("markdown"):
        print("no python3-markdown: the manual was not built")
        return
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name) / "manual"
        answer = subprocess.run([sys.executable, manual, "-o", folder], capture_output=True, text=True, check=False)
        failures.check(answer.returncode == 0, f"the manual: {answer.stderr}")
        pages = {path.name: Links(path.read_text(encoding="utf-8")) for path in folder.glob("*.html")}
        failures.check(len(pages) > 8 and "index.html" in pages, f"pages: {sorted(pages)}")
        for page, read in pages.items():
            for target in read.targets:
                if re.match(r"[a-z]+:", target):
                    continue
                file, _, anchor = target.partition("#")
                there = file or page
                if failures.check((folder / there).is_file(), f"{page}: {target}: no such file") and anchor and there in pages:
                    failures.check(anchor in pages[there].ids, f"{page}: {target}: no such heading")


def main():
    failures = Failures()
    recipes(failures)
    documents(failures)
    failures.finish()


if __name__ == "__main__":
    main()
