#pragma once

#include <span>

#include "analysis/benchmark_quantities.hpp"

namespace penumbra {

/// Aliases of the benchmark files for a scalar that mixes with the Higgs boson.
std::span<BenchmarkQuantity const> dark_scalar_benchmarks();

}  // namespace penumbra
