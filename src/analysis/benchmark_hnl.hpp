#pragma once

#include <span>

#include "analysis/benchmark_quantities.hpp"

namespace penumbra {

/// Aliases of the benchmark files for heavy neutral leptons: widths, lifetimes, and production in decays.
std::span<BenchmarkQuantity const> hnl_benchmarks();

}  // namespace penumbra
