# Recipe for Spack. From a clone: put this folder's file into a repository of yours as packages/penumbra/package.py, then
# `spack dev-build penumbra@0.1.0` in the clone.
from spack.package import *


class Penumbra(CMakePackage):
    """Likelihood maps of dark-sector models: what searches, taken together, leave of a model's parameter space."""

    license("GPL-3.0-or-later")

    version("0.1.0")

    variant("tools", default=True, description="Read and draw maps with Python")

    depends_on("c", type="build")
    depends_on("cxx", type="build")
    depends_on("cmake@3.25:", type="build")
    depends_on("ninja", type="build")
    depends_on("python@3.9:", type="build")
    depends_on("mpi@3.1:")
    depends_on("hdf5@1.10:+mpi")
    depends_on("boost@1.74:+program_options")
    depends_on("intel-oneapi-tbb@2021:")
    depends_on("gsl@2.7:")
    depends_on("fmt@9:")
    depends_on("tomlplusplus@3.3:")
    depends_on("nlohmann-json@3.11:", type="build")
    depends_on("muparser@2.3:")
    depends_on("openssl@3:")
    with when("+tools"):
        depends_on("py-h5py", type="run")
        depends_on("py-matplotlib", type="run")

    conflicts("%gcc@:11", msg="Penumbra is C++20")

    def cmake_args(self):
        return [self.define("BUILD_TESTING", False)]
