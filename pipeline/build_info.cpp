#include "pipeline/build_info.hpp"

#include <fmt/format.h>
#include <gsl/gsl_version.h>
#include <hdf5.h>
#include <mpi.h>
#include <oneapi/tbb/version.h>

#include <fstream>
#include <string_view>

#include "penumbra_commit.hpp"

namespace penumbra {
namespace {

std::string cpu() {
  constexpr std::string_view title{"model name"};
  std::ifstream file{"/proc/cpuinfo"};
  for (std::string line; std::getline(file, line);)
    if (line.starts_with(title)) return line.substr(line.find(':') + 2);
  return "unknown CPU";
}

std::string mpi_version() {
  char text[MPI_MAX_LIBRARY_VERSION_STRING] = {};
  int length = 0;
  MPI_Get_library_version(text, &length);
  std::string_view const whole{text};
  return std::string{whole.substr(0, whole.find_first_of(",\n"))};
}

}  // namespace

std::string build_info() {
  return fmt::format("commit {}; {} {}; {}; {}; {}; GSL {}; {}", PENUMBRA_COMMIT, PENUMBRA_COMPILER, PENUMBRA_FLAGS,
                     cpu(), mpi_version(), H5_VERS_INFO, gsl_version, TBB_runtime_version());
}

}  // namespace penumbra
