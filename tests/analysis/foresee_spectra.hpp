#pragma once

#include <cmath>
#include <filesystem>
#include <utility>

#include "beam/parent_spectrum.hpp"
#include "core/data_files.hpp"
#include "core/table_reader.hpp"

namespace penumbra::test {

inline std::filesystem::path const foresee_folder = std::filesystem::path{PENUMBRA_SOURCE_DIR} / "tests/data/foresee";

/// FORESEE's spectrum of B0, as the forward beams have it.
inline std::filesystem::path const nlo_beauty =
    std::filesystem::path{PENUMBRA_SOURCE_DIR} / "experiments/beams/lhc-14TeV/B0.nlo-p8.csv";

inline TextTable read_reference(std::filesystem::path const& path) {
  DataFiles files{path.parent_path()};
  return files.table(path.filename(), "reference");
}

/// Hadrons of a table (one hemisphere) within 1 mrad, mb, above a momentum.
inline double within_1_mrad_mb(ParentSpectrum const& spectrum, double sigma_inel_mb, double p_min_GeV) {
  constexpr int steps = 200;  // midpoints: converged to 0.2 %
  double const width = std::log(spectrum.p_max_GeV() / p_min_GeV) / steps;
  double sum = 0.0;
  for (int i = 0; i < steps; ++i) {
    double const p = p_min_GeV * std::exp((i + 0.5) * width);
    double const step = 1e-3 * p / steps;
    for (int j = 0; j < steps; ++j)
      sum += width * 2.0 * (j + 0.5) * step * step * spectrum.density(p, (j + 0.5) * step);
  }
  return sigma_inel_mb * sum;
}

/// Hadrons of both charges within 1 mrad of FORESEE's tables, mb.
struct ForeseeYield {
  double above_100_GeV, above_1_TeV;
};

/// A table over theirs above 100 GeV and above 1 TeV.
inline std::pair<double, double> yield_ratios(ForeseeYield const& yield, TextTable const& table) {
  ParentSpectrum const spectrum{table};
  double const sigma_mb = table.number("sigma_inel_mb");
  return {within_1_mrad_mb(spectrum, sigma_mb, 100.0) / yield.above_100_GeV,
          within_1_mrad_mb(spectrum, sigma_mb, 1000.0) / yield.above_1_TeV};
}

/// A table with their number above 1 TeV.
inline ParentSpectrum with_yield_of(ForeseeYield const& yield, TextTable const& table) {
  return ParentSpectrum{table}.scaled(1.0 / yield_ratios(yield, table).second);
}

}  // namespace penumbra::test
