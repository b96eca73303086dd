#include "analysis/benchmark.hpp"

#include <fmt/format.h>

#include <cmath>

#include "analysis/benchmark_inputs.hpp"
#include "analysis/benchmark_quantities.hpp"
#include "core/csv_reader.hpp"
#include "core/errors.hpp"
#include "core/table_reader.hpp"

namespace penumbra {

std::vector<BenchmarkRow> read_benchmarks(std::string_view text, std::string const& name) {
  auto const table = CsvTable::parse(text, name);
  Problems problems;
  std::vector<BenchmarkRow> rows;
  for (std::size_t i = 0; i < table.rows(); ++i) {
    auto const number = [&](char const* title) {
      try {
        return parse_number(table.field(i, title));
      } catch (std::invalid_argument const& bad) {
        problems.add(table.where(i), fmt::format("column '{}': {}", title, bad.what()));
        return 0.0;
      }
    };
    rows.push_back({table.field(i, "id"), table.field(i, "model"), table.field(i, "quantity"), table.field(i, "inputs"),
                    number("value"), table.field(i, "unit"), number("rel_tolerance"), table.field(i, "source")});
  }
  problems.throw_if_any();
  return rows;
}

std::string to_string(Verdict verdict) {
  switch (verdict) {
    case Verdict::pass:
      return "pass";
    case Verdict::fail:
      return "fail";
    case Verdict::unknown:
      break;
  }
  return "unknown";
}

BenchmarkResult evaluate(BenchmarkRow const& row) {
  auto const* quantity = find_benchmark_quantity(row.model, row.quantity);
  if (quantity == nullptr || quantity->unit != row.unit) return {};
  BenchmarkInputs inputs{row.inputs};
  double computed = 0.0;
  try {
    computed = quantity->compute(inputs);
  } catch (UnknownInput const&) {
    return {};
  }
  if (inputs.any_left()) return {};
  double const deviation = row.value != 0.0 ? computed / row.value - 1.0 : computed;
  bool const good = std::isfinite(computed) && std::abs(deviation) <= row.rel_tolerance;
  return {computed, deviation, good ? Verdict::pass : Verdict::fail};
}

}  // namespace penumbra
