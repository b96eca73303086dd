#pragma once

#include <span>

#include "analysis/benchmark_quantities.hpp"

namespace penumbra {

/// The rows of vectors with other charges than the photon's: B-L, B, Lmu-Ltau, muonphilic_vector.
std::span<BenchmarkQuantity const> vector_benchmarks();

}  // namespace penumbra
