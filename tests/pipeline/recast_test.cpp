// Published curves of the dark photon read in models of other vectors, against DARKCAST.
#include <fmt/format.h>

#include <algorithm>
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
#include "core/interpolate.hpp"
#include "model/darkcast_table.hpp"
#include "model/registry.hpp"
#include "particle/constants.hpp"
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
  std::vector<double> masses;
  for (std::size_t i = 0; i < rows.rows(); ++i)
    if (std::isfinite(rows.column("eps_lower")[i])) masses.push_back(rows.column("mass_GeV")[i]);
  for (std::string line; std::getline(in, line) && line.starts_with("#");) {
    if (line.starts_with("# points:")) line = fmt::format("# points: {}", masses.size());
    if (line.starts_with("# response:")) continue;  // DARKCAST knows the closed form only
    if (line.starts_with("# mass_range_GeV:"))
      line = fmt::format("# mass_range_GeV: {:.4g} .. {:.4g}", masses.front(), masses.back());
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
  return excluded_couplings(limit, *response, 1.0 - limit.likelihood().on_curve().cls, g.min, g.max,
                            [](double value) { return std::vector{value}; });
}

}  // namespace

namespace {

struct Recasts {
  char const* folder;
  char const* model;
  std::map<std::string, std::string> options;
};

/// DARKCAST's tables of widths count a left-handed neutrino like an electron, with both helicities: its charge times
/// the square root of two. (Arithmetic, and benchmark BL-007: a branching ratio of 2/5 to electrons, not 1/4.)
std::map<std::string, std::string> const b_minus_l_of_darkcast{{"x_e", "-1"},
                                                               {"x_mu", "-1"},
                                                               {"x_tau", "-1"},
                                                               {"x_nu_e", "1.41421356"},
                                                               {"x_nu_mu", "1.41421356"},
                                                               {"x_nu_tau", "1.41421356"},
                                                               {"x_u", "1/3"},
                                                               {"x_d", "1/3"},
                                                               {"x_s", "1/3"},
                                                               {"x_c", "1/3"},
                                                               {"x_b", "1/3"}};
std::array const recasts{Recasts{"B-L_boson", "vector", b_minus_l_of_darkcast}, Recasts{"B_boson", "baryon", {}},
                         Recasts{"protophobic", "protophobic", {}}};

double total_width_GeV(Model const& model, double mass_GeV) {
  std::array const masses{mass_GeV};
  double width_GeV = 0.0;
  for (auto const& mode : model.decays(masses)) width_GeV += mode.width_GeV;
  return width_GeV;
}

/// Linear in the mass, as that program interpolates.
double darkcast_width_GeV(std::string const& folder, double mass_GeV) {
  auto const table = darkcast_table("width_" + folder + ".csv");
  return interpolate(table.column("mass_GeV"), table.column("width_over_g2"), mass_GeV);
}

}  // namespace

TEST_CASE("recasts of prompt and dumped decays of the dark photon agree with DARKCAST", "[recast][independent]") {
  // 2 % where DARKCAST's own tolerance is 1 %. A vector of baryon number goes to pi0 gamma above 0.135 GeV, with a
  // width that differs (tests/model/vector_test.cpp): the coupling of a prompt search moves by its square root. That is
  // taken out.
  constexpr double tolerance = 0.02;
  for (auto const& [folder, name, options] : recasts)
    for (std::string const curve : {"a1_2014", "e141_1987"}) {
      auto const table = darkcast_table(fmt::format("{}/{}.csv", folder, curve));
      auto const limit = with_rows("dark-photon/" + curve, table);
      auto const model = make_model(name, options);
      int compared = 0;
      for (std::size_t i = 0; i < table.rows(); ++i) {
        double const published = table.column("eps_lower")[i];
        double const lower = table.column("g_lower")[i];
        double const m_GeV = table.column("mass_GeV")[i];
        bool const interval = table.has_column("g_upper");
        // A published edge above one is the frame of the drawing; near the tip both programs interpolate an island to a
        // point.
        if (!std::isfinite(lower) || !(published < 0.1)) continue;
        if (interval && table.column("g_upper")[i] < 1.3 * lower) continue;
        INFO(folder << " " << curve << " at " << m_GeV << " GeV");
        auto const ours = excluded(*limit, *model, m_GeV);
        double const of_widths = interval || name != std::string_view{"baryon"}
                                     ? 1.0
                                     : std::sqrt(total_width_GeV(*model, m_GeV) / darkcast_width_GeV(folder, m_GeV));
        if (lower * of_widths > model->parameters().back().max) continue;
        REQUIRE(ours.size() == 1);
        CHECK(ours.front().from == Approx(lower * of_widths).epsilon(tolerance));
        if (interval) CHECK(ours.front().to == Approx(table.column("g_upper")[i]).epsilon(tolerance));
        ++compared;
      }
      CHECK(compared > 50);
    }
}

TEST_CASE("recasts of missing energy agree with DARKCAST", "[recast][independent]") {
  // A dark width of 99 times the rest on both sides.
  for (auto const& [folder, name, options] : recasts) {
    auto const model_options = std::map<std::string, std::string>{{"dark_width", "99"}};
    auto with_dark = model_options;
    auto const electron = std::string{name} == "baryon"
                              ? fmt::format("{}", -4.0 * 3.14159265358979 / 137.035999 / (16.0 * 9.8696044))
                              : std::string{"-1"};
    with_dark["x_e"] = electron;
    auto const model = make_model("vector", with_dark);
    auto const table = darkcast_table(fmt::format("{}/na64_2019_inv.csv", folder));
    auto const limit = with_rows("vector-dm/na64_2019_inv", table);
    for (std::size_t i = 0; i < table.rows(); ++i) {
      double const lower = table.column("g_lower")[i];
      double const m_GeV = table.column("mass_GeV")[i];
      if (!std::isfinite(lower) || m_GeV < 0.0011) continue;
      INFO(folder << " at " << m_GeV << " GeV");
      auto const ours = excluded(*limit, *model, m_GeV);
      REQUIRE(ours.size() == 1);
      CHECK(ours.front().from == Approx(lower).epsilon(0.02));
    }
  }
}

TEST_CASE("every curve of a vector is the same in its own model by another name", "[recast][property]") {
  // The dark photon is the vector with the charges of the photon, g = epsilon e; nothing is interpolated differently.
  auto const photon = make_model("vector", {{"x_e", "-1"},
                                            {"x_mu", "-1"},
                                            {"x_tau", "-1"},
                                            {"x_u", "2/3"},
                                            {"x_d", "-1/3"},
                                            {"x_s", "-1/3"},
                                            {"x_c", "2/3"},
                                            {"x_b", "-1/3"}});
  double const e = std::sqrt(4.0 * 3.14159265358979 * sm::alpha);
  Problems problems;
  DataPlaces const places{PENUMBRA_SOURCE_DIR, {}, {}};
  int curves = 0;
  for (auto const& limit : load_limits(places, problems)) {
    if (limit->header().model != "dark-photon" || !limit->applies_to(*photon).applies) continue;
    ++curves;
    auto const masses = limit->curve().masses_GeV();
    double const m_GeV = std::sqrt(masses.front() * masses[masses.size() / 2]);
    for (auto const& interval : limit->curve().at(m_GeV)) {
      INFO(limit->info().name << " at " << m_GeV << " GeV");
      auto const ours = excluded(*limit, *photon, m_GeV);
      auto const same = [&](double published, std::optional<double> OurInterval::*edge) {
        return std::any_of(ours.begin(), ours.end(), [&](auto const& one) {
          return one.*edge && std::abs(*(one.*edge) / (published * e) - 1.0) < 1e-6;
        });
      };
      if (interval.upper > interval.lower * 1.001) CHECK(same(interval.lower, &OurInterval::lower));
    }
  }
  CHECK(problems.empty());
  CHECK(curves > 50);
}
