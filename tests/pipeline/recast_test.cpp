// Published curves of the dark photon read in models of other vectors, against DARKCAST.
#include <fmt/format.h>

#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>

#include "analysis/limit.hpp"
#include "analysis/registry.hpp"
#include "model/darkcast_table.hpp"
#include "model/registry.hpp"
#include "pipeline/commands/curve_distance.hpp"
#include "production/flux_store.hpp"

using namespace penumbra;

namespace {

/// A shipped limit with other rows: those that DARKCAST was given.
std::unique_ptr<LimitAnalysis const> with_rows(std::string const& name, TextTable const& rows) {
  bool const interval = rows.has_column("eps_upper");
  auto const file = std::filesystem::path{PENUMBRA_SOURCE_DIR} / "limits" / (name + ".csv");
  std::ifstream in{file};
  std::string text;
  std::size_t points = 0;
  for (std::size_t i = 0; i < rows.rows(); ++i)
    if (std::isfinite(rows.column("eps_lower")[i])) ++points;
  for (std::string line; std::getline(in, line) && line.starts_with("#");) {
    if (line.starts_with("# points:")) line = fmt::format("# points: {}", points);
    text += line + "\n";
  }
  text += interval ? "mass_GeV,lower,upper\n" : "mass_GeV,epsilon\n";
  for (std::size_t i = 0; i < rows.rows(); ++i) {
    double const lower = rows.column("eps_lower")[i];
    if (!std::isfinite(lower)) continue;
    text += fmt::format("{},{}", rows.column("mass_GeV")[i], lower);
    text += interval ? fmt::format(",{}\n", rows.column("eps_upper")[i]) : "\n";
  }
  Problems problems;
  auto limit = LimitAnalysis::parse(text, name, "limit/" + name, problems);
  INFO(problems.text());
  REQUIRE(limit);
  return limit;
}

std::vector<OurInterval> excluded(LimitAnalysis const& limit, Model const& model, double mass_GeV) {
  std::array const masses{mass_GeV};
  FluxStore fluxes{model, masses};
  auto const response = limit.respond(model, masses, fluxes);
  auto const& g = model.parameters().back();
  return excluded_couplings(limit, *response, limit.info().confidence_level, g.min, g.max,
                            [](double value) { return std::vector{value}; });
}

}  // namespace

TEST_CASE("recasts of the dark photon's limits agree with DARKCAST", "[recast][independent]") {
  struct Folder {
    char const* name;
    char const* model;
    std::map<std::string, std::string> options;
  };
  // DARKCAST's dark width of 99 times the rest for the search for missing energy is that of the general vector.
  std::array const folders{Folder{"B-L_boson", "b-minus-l", {}}, Folder{"B_boson", "baryon", {}},
                           Folder{"protophobic", "protophobic", {}}};
  for (auto const& folder : folders)
    for (std::string const name : {"a1_2014", "e141_1987", "lhcb_2019_displaced"}) {
      auto const table = darkcast_table(fmt::format("{}/{}.csv", folder.name, name));
      auto const limit = with_rows("dark-photon/" + name, table);
      auto const model = make_model(folder.model, folder.options);
      for (std::size_t i = 0; i < table.rows(); ++i) {
        if (!std::isfinite(table.column("eps_lower")[i])) continue;
        double const m_GeV = table.column("mass_GeV")[i];
        auto const ours = excluded(*limit, *model, m_GeV);
        double const lower = table.column("g_lower")[i];
        double const upper = table.has_column("g_upper") ? table.column("g_upper")[i] : INFINITY;
        std::printf("%s %s %g", folder.name, name.c_str(), m_GeV);
        if (ours.empty()) std::printf(" none (%g %g)\n", lower, upper);
        for (auto const& one : ours) std::printf(" %.4f %.4f (%g)\n", one.from / lower, one.to / upper, lower);
      }
    }
}
