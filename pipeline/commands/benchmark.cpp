#include "analysis/benchmark.hpp"

#include <fmt/format.h>

#include <map>

#include "pipeline/commands/commands.hpp"
#include "pipeline/commands/options.hpp"
#include "pipeline/commands/output.hpp"
#include "pipeline/text_file.hpp"

namespace penumbra {

int run_benchmark(std::vector<std::string> const& arguments) {
  Options options{
      "benchmark FILE.csv... [--json]",
      "Computes every row of tables with the columns id, model, quantity, inputs, value, unit, rel_tolerance and\n"
      "source, and compares. 'unknown' is a quantity that we do not compute with exactly these inputs.\n"
      "Exit code 1 unless all pass."};
  options.arguments(1, 100000);
  if (!options.parse(arguments)) return 0;

  auto rows = Json::array();
  std::vector<std::vector<std::string>> cells;
  std::map<Verdict, int> count;
  for (auto const& file : options.arguments())
    for (auto const& row : read_benchmarks(read_whole_file(file), file)) {
      auto const result = evaluate(row);
      ++count[result.verdict];
      auto const optional_json = [&](double value) { return result.computed ? Json(value) : Json(nullptr); };
      rows.push_back({{"id", row.id},
                      {"model", row.model},
                      {"quantity", row.quantity},
                      {"computed", optional_json(result.computed.value_or(0.0))},
                      {"expected", row.value},
                      {"unit", row.unit},
                      {"deviation", optional_json(result.deviation)},
                      {"tolerance", row.rel_tolerance},
                      {"verdict", to_string(result.verdict)}});
      cells.push_back({row.id, row.model, row.quantity, result.computed ? fmt::format("{:.7g}", *result.computed) : "-",
                       fmt::format("{:.7g}", row.value), row.unit,
                       result.computed ? fmt::format("{:+.2e}", result.deviation) : "-",
                       short_number(row.rel_tolerance), to_string(result.verdict)});
    }
  if (options.json())
    print_json({{"rows", rows}});
  else
    print(aligned({"id", "model", "quantity", "computed", "expected", "unit", "deviation", "tolerance", "verdict"},
                  cells, {3, 4, 6, 7}) +
          fmt::format("\n{} pass, {} fail, {} unknown\n", count[Verdict::pass], count[Verdict::fail],
                      count[Verdict::unknown]));
  return count[Verdict::fail] + count[Verdict::unknown] == 0 ? 0 : answer_no;
}

}  // namespace penumbra
