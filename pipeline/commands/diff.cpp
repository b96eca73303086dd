#include "pipeline/diff.hpp"

#include <fmt/format.h>

#include "pipeline/commands/commands.hpp"
#include "pipeline/commands/options.hpp"
#include "pipeline/commands/output.hpp"

namespace penumbra {
namespace {

Json rows_json(std::vector<RowDifference> const& rows) {
  auto json = Json::array();
  for (auto const& row : rows) {
    Json one{{"name", row.name}, {"identical", row.identical}, {"max_difference", row.max_difference}};
    if (!row.why.empty()) one["why"] = row.why;
    json.push_back(one);
  }
  return json;
}

std::string as_text(MapDifference const& difference) {
  std::string text;
  if (!difference.why.empty()) text += difference.why + "\n";
  std::vector<std::vector<std::string>> rows;
  std::size_t identical = 0;
  for (auto const* list : {&difference.analyses, &difference.combined})
    for (auto const& row : *list) {
      if (row.identical)
        ++identical;
      else
        rows.push_back({row.name, row.why.empty() ? short_number(row.max_difference) : "-", row.why});
    }
  if (!rows.empty()) text += aligned({"differs", "largest difference", ""}, rows, {1});
  return text + fmt::format("{} rows are identical\n{}\n", identical,
                            difference.identical ? "the maps are identical" : "the maps differ");
}

}  // namespace

int run_diff(std::vector<std::string> const& arguments) {
  Options options{
      "diff A.h5 B.h5 [--json]",
      "Compares the likelihood content of two maps: analyses, numbers bit for bit, combinations. How a file is\n"
      "laid out and who computed it play no part. Exit code 0 when identical, 1 when not."};
  options.arguments(2, 2);
  if (!options.parse(arguments)) return 0;
  auto const difference = diff(options.arguments()[0], options.arguments()[1]);
  if (options.json()) {
    Json document{{"identical", difference.identical},
                  {"analyses", rows_json(difference.analyses)},
                  {"combined", rows_json(difference.combined)}};
    if (!difference.why.empty()) document["why"] = difference.why;
    print_json(document);
  } else {
    print(as_text(difference));
  }
  return difference.identical ? 0 : answer_no;
}

}  // namespace penumbra
