#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace penumbra {

/// One row of a benchmark file: a quantity of a model at given inputs, with the value that somebody else computed.
struct BenchmarkRow {
  std::string id;
  std::string model;
  std::string quantity;
  std::string inputs;  ///< "a=1;b=2": numbers, ranges "0.1..0.9", or texts
  double value = 0.0;
  std::string unit;
  double rel_tolerance = 0.0;
  std::string source;
};

/// The rows of a file with the columns id, model, quantity, inputs, value, unit, rel_tolerance, source. Throws
/// InputError listing every row that does not parse.
std::vector<BenchmarkRow> read_benchmarks(std::string_view text, std::string const& name);

enum class Verdict { pass, fail, unknown };
std::string to_string(Verdict verdict);

struct BenchmarkResult {
  std::optional<double> computed;  ///< in the row's unit; empty when we do not know the quantity
  double deviation = 0.0;          ///< computed / value - 1
  Verdict verdict = Verdict::unknown;
};

/// Computes a row with exactly its inputs. `unknown` when we do not compute the quantity, when an input is missing, or
/// when an input is there that the computation would not use: a number that ignores an input is no check.
BenchmarkResult evaluate(BenchmarkRow const& row);

}  // namespace penumbra
