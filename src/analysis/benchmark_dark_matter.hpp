#pragma once

#include <span>

#include "analysis/benchmark_quantities.hpp"

namespace penumbra {

/// Aliases of the benchmark files for dark matter behind a vector, its recoils, and coherent neutrino scattering.
std::span<BenchmarkQuantity const> dark_matter_benchmarks();

}  // namespace penumbra
