#pragma once

#include <span>

#include "analysis/benchmark_quantities.hpp"

namespace penumbra {

/// Aliases of the benchmark files for degrees of freedom of the bath, freeze-out, and annihilation through a vector.
std::span<BenchmarkQuantity const> cosmology_benchmarks();

}  // namespace penumbra
