#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "pipeline/commands/commands.hpp"
#include "pipeline/commands/contour_files.hpp"
#include "pipeline/commands/contour_options.hpp"
#include "pipeline/commands/output.hpp"
#include "pipeline/commands/segments_json.hpp"
#include "pipeline/text_file.hpp"

namespace penumbra {
namespace {

Json as_json(std::vector<Contour> const& contours, ContourQuestion const& question, MapReader const& map) {
  auto const& names = map.grid().names;
  Json document{{"plane", {names[question.plane.x], names[question.plane.y]}},
                {"cl", question.confidence_level},
                {"complete", map.complete()},
                {"contours", Json::array()}};
  for (auto const& contour : contours) {
    document["contours"].push_back({{"analysis", contour.analysis},
                                    {"status", to_string(contour.status)},
                                    {"rule", contour.rule},
                                    {"nuisances", contour.nuisances},
                                    {"segments", segments_json(contour.lines)}});
  }
  return document;
}

std::string as_text(std::vector<Contour> const& contours) {
  std::vector<std::vector<std::string>> rows;
  for (auto const& contour : contours) {
    std::size_t points = 0;
    std::pair<double, double> x{INFINITY, 0.0};
    std::pair<double, double> y{INFINITY, 0.0};
    for (auto const& line : contour.lines)
      for (auto const& [px, py] : line.points) {
        ++points;
        x = {std::min(x.first, px), std::max(x.second, px)};
        y = {std::min(y.first, py), std::max(y.second, py)};
      }
    auto const range = [&](std::pair<double, double> const& r) {
      return points ? fmt::format("{:.3g} to {:.3g}", r.first, r.second) : std::string{"-"};
    };
    rows.push_back({contour.analysis, to_string(contour.status), contour.rule, contour.nuisances,
                    fmt::format("{}", contour.lines.size()), range(x), range(y)});
  }
  return aligned({"analysis", "status", "rule", "nuisances", "lines", "x", "y"}, rows, {4});
}

}  // namespace

int run_contour(std::vector<std::string> const& arguments) {
  Options options{
      "contour MAP.h5 [--cl 0.90] [--plane x,y] [--analysis NAME] [--status S] [--rule RULE] [--envelope]\n"
      "               [--csv DIR] [--json]",
      "Exclusion contours of a map: every analysis and the combinations, profiled over the axes that are not shown.\n"
      "Rules: own (CLs of the analysis; default), bound (ln L <= ln(1-CL); default of the combination), asymptotic "
      "(from q\n"
      "and the Asimov q), union (any member excludes: no statement of a confidence level), delta (-2 ln L above the "
      "best of\n"
      "the map, two parameters), toys (the same against what pseudo-experiments at each point give: covers at --cl; "
      "combinations\n"
      "only, in a plane whose other axes are held). What is excluded lies to the left of each line; open lines say at\n"
      "which side of the map they end. Exit code 1 for a map that is not complete, unless --incomplete."};
  add_contour_options(options);
  options.value("csv", "DIR", "also write one table per contour into this folder")
      .flag("incomplete", "also when the map is not complete; what is missing excludes nothing")
      .data()
      .arguments(1, 1);
  if (!options.parse(arguments)) return 0;
  MapReader const map{options.arguments().front()};
  auto const question = read_contour_question(options, map);
  if (!map.complete() && !options.has("incomplete")) {
    log_line(fmt::format("{}: the map is not complete; run the scan again, or give --incomplete",
                         options.arguments().front()));
    return answer_no;
  }
  auto const contours = all_contours(map, question);
  if (options.has("csv"))
    for (auto const& contour : contours)
      write_whole_file(std::filesystem::path{options.text("csv")} / (contour_file_name(contour) + ".csv"),
                       contour_csv(contour, question, map.grid()));
  if (options.json())
    print_json(as_json(contours, question, map));
  else
    print(as_text(contours));
  return 0;
}

}  // namespace penumbra
