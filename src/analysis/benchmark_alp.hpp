#pragma once

#include <span>

#include "analysis/benchmark_quantities.hpp"

namespace penumbra {

/// Aliases of the benchmark files for axion-like particles.
std::span<BenchmarkQuantity const> alp_benchmarks();

}  // namespace penumbra
