#pragma once

#include <string>
#include <string_view>

#include "analysis/benchmark_inputs.hpp"

namespace penumbra {

/// A quantity in the vocabulary of the benchmark files.
struct BenchmarkQuantity {
  std::string_view model;
  std::string_view quantity;
  std::string_view unit;
  double (*compute)(BenchmarkInputs& inputs);
};

/// The entry of the one alias table; null when we do not compute it.
BenchmarkQuantity const* find_benchmark_quantity(std::string_view model, std::string_view quantity);

}  // namespace penumbra
