// Curves of models with several couplings or options: scalars, heavy neutral leptons, axion-like particles.
#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <filesystem>
#include <string>
#include <vector>

#include "analysis/limit.hpp"
#include "analysis/limit_reading.hpp"
#include "analysis/registry.hpp"
#include "model/hnl/see_saw.hpp"
#include "model/parameter_place.hpp"
#include "model/registry.hpp"
#include "production/flux_store.hpp"

using namespace penumbra;
using Catch::Matchers::Contains;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;

namespace {

std::filesystem::path const folder = std::filesystem::path{PENUMBRA_SOURCE_DIR} / "limits";

std::unique_ptr<LimitAnalysis const> shipped(std::string const& name) {
  Problems problems;
  DataPlaces const places{PENUMBRA_SOURCE_DIR, {}, {}};
  auto loaded = load_limit(folder / (name + ".csv"), places, problems);
  INFO(name << " " << problems.text());
  REQUIRE(loaded);
  return std::unique_ptr<LimitAnalysis const>{dynamic_cast<LimitAnalysis const*>(loaded.release())};
}

struct Answer {
  Outcome outcome;
  std::string why_silent;
};

Answer at(LimitAnalysis const& limit, Model const& model, double mass_GeV, std::vector<double> const& values) {
  std::array const masses{mass_GeV};
  FluxStore fluxes{model, masses};
  auto const response = limit.respond(model, masses, fluxes);
  Couplings const couplings{values};
  Answer answer;
  response->evaluate({&couplings, 1}, {&answer.outcome, 1}, {});
  answer.why_silent = response->why_silent(couplings);
  return answer;
}

bool is_awaited(std::string const& model) {
  auto const& awaited = awaited_models();
  return std::any_of(awaited.begin(), awaited.end(), [&](AwaitedModel const& one) { return one.name == model; });
}

/// Width of a heavy neutral lepton by one flavour.
double width_GeV(Model const& hnl, double mass_GeV, std::vector<double> const& mixings) {
  std::array const masses{mass_GeV};
  return total_width_GeV(hnl.decays(masses), mixings);
}

}  // namespace

TEST_CASE("every curve of the portals returns its own CL on its own curve, in its own model", "[analysis][limits]") {
  int curves = 0;
  for (auto const& entry : std::filesystem::recursive_directory_iterator{folder}) {
    if (entry.path().extension() != ".csv") continue;
    auto const name = entry.path().parent_path().filename().string() + "/" + entry.path().stem().string();
    if (name.starts_with("vector-dm") || name.starts_with("leptophobic-dm"))
      continue;  // have slices, and a test of their own
    auto const limit = shipped(name);
    CAPTURE(name);
    auto const& header = limit->header();
    if (is_awaited(header.model)) continue;
    auto options = header.made_with;
    options.insert(header.slice.options.begin(), header.slice.options.end());
    auto const model = make_model(header.model, options);
    REQUIRE(limit->applies_to(*model).applies);
    ++curves;
    auto const on_curve = limit->likelihood().on_curve();
    auto const& mass = model->parameters().front();
    for (double const row_GeV : limit->curve().masses_GeV()) {
      double const mass_GeV = row_GeV * 1.0001;  // between the rows
      if (!(mass_GeV >= mass.min && mass_GeV <= mass.max)) continue;
      for (auto const& interval : limit->curve().at(mass_GeV)) {
        if (interval.upper <= interval.lower * 1.000001) continue;
        CAPTURE(mass_GeV, interval.lower);
        std::vector<double> couplings(model->coupling_count(), 0.0);
        couplings[parameter_place(*model, ParameterKind::coupling, header.coupling).value()] = interval.lower;
        auto const answer = at(*limit, *model, mass_GeV, couplings);
        CHECK(answer.why_silent.empty());
        if (limit->info().status == Status::favoured) continue;
        CHECK_THAT(answer.outcome.cls, WithinRel(on_curve.cls, 1e-8));
        CHECK_THAT(answer.outcome.log_likelihood, WithinAbs(on_curve.log_likelihood, 1e-8));
      }
    }
  }
  CHECK(curves > 200);
}

TEST_CASE("curves of models that are not there yet are read, and speak about nothing", "[analysis][limits]") {
  for (auto const& awaited : awaited_models()) {
    CAPTURE(awaited.name);
    int curves = 0;
    for (auto const& entry : std::filesystem::directory_iterator{folder / awaited.name}) {
      auto const limit = shipped(awaited.name + "/" + entry.path().stem().string());
      ++curves;
      for (auto const& name : model_names()) {
        CHECK(name != awaited.name);  // a registered model is awaited no longer
        CHECK_FALSE(limit->applies_to(*make_model(name)).applies);
      }
    }
    CHECK(curves > 0);
  }
}

TEST_CASE("Dirac and Majorana: twice the decays, as the collection of these limits has it",
          "[analysis][limits][published]") {
  // Heavy-Neutrino-Limits (arXiv:2304.06772) moves U^2 by sqrt 2 where production and decay count, and not at all where
  // production alone does.
  auto const majorana = make_model("hnl");
  auto const dirac = make_model("hnl", {{"nature", "dirac"}});
  auto const made_for_majorana = shipped("hnl/mu_t2k");
  double const lower = made_for_majorana->curve().at(0.3).at(0).lower;
  for (double const strength : {0.3, 1.0, 3.0}) {
    double const same = at(*made_for_majorana, *majorana, 0.3, {0.0, strength * lower, 0.0}).outcome.expected;
    double const moved =
        at(*made_for_majorana, *dirac, 0.3, {0.0, std::sqrt(2.0) * strength * lower, 0.0}).outcome.expected;
    CHECK_THAT(moved, WithinRel(same, 1e-5));  // some 1e-7 decay lengths
  }
  auto const made_for_dirac = shipped("hnl/e_charm");
  double const on_dirac = made_for_dirac->curve().at(1.0).at(0).lower;
  // The lifetime is shorter by sqrt 2, and the way to the detector at most a tenth of it on the curve: exp(-0.041).
  auto const shorter = at(*made_for_dirac, *majorana, 1.0, {on_dirac / std::sqrt(2.0), 0.0, 0.0}).outcome;
  CHECK_THAT(shorter.expected, WithinRel(std::log(10.0), 0.042));
  CHECK(shorter.expected < std::log(10.0));
  CHECK(at(*made_for_dirac, *majorana, 1.8, {1e-6, 0.0, 0.0}).outcome.cls < 0.01);
  auto const peak = shipped("hnl/e_na62");
  double const on_peak = peak->curve().at(0.3).at(0).lower;
  for (auto const* model : {majorana.get(), dirac.get()})
    CHECK_THAT(at(*peak, *model, 0.3, {on_peak, 0.0, 0.0}).outcome.cls, WithinRel(0.10, 1e-9));
  CHECK_THAT(shipped("hnl/mu_cms_2018_dilepton")->applies_to(*dirac).why_not, Contains("majorana"));
  // Nucleosynthesis depends on the lifetime, and the curve does not tell how.
  auto const thermal = shipped("hnl/e_bbn_sabti2020");
  CHECK(at(*thermal, *dirac, 0.1, {1e-8, 0.0, 0.0}).why_silent.empty());
  CHECK_THAT(at(*thermal, *majorana, 0.1, {1e-8, 0.0, 0.0}).why_silent, Contains("lifetime"));
}

TEST_CASE("of a mixture of flavours a curve counts its own, and the lifetime is that of all", "[analysis][limits]") {
  auto const model = make_model("hnl");
  // peaks in the momentum of a lepton: the other mixings do not matter
  auto const peak = shipped("hnl/e_na62");
  double const alone = at(*peak, *model, 0.3, {1e-9, 0.0, 0.0}).outcome.expected;
  CHECK(at(*peak, *model, 0.3, {1e-9, 1e-3, 1e-2}).outcome.expected == alone);
  // W -> e N, N -> e...: the branching ratio
  auto const prompt = shipped("hnl/e_cms_2024_2");
  std::vector<double> const mixed{1e-6, 3e-6, 2e-6};
  double const share = width_GeV(*model, 20.0, {1e-6, 0.0, 0.0}) / width_GeV(*model, 20.0, mixed);
  CHECK_THAT(at(*prompt, *model, 20.0, mixed).outcome.expected,
             WithinRel(share * at(*prompt, *model, 20.0, {1e-6, 0.0, 0.0}).outcome.expected, 1e-9));
  // rare decays on a long way: what decays by the curve's own mixing, whatever else
  auto const neutrino_beam = shipped("hnl/mu_t2k");
  double const rare = at(*neutrino_beam, *model, 0.3, {0.0, 1e-9, 0.0}).outcome.expected;
  CHECK_THAT(at(*neutrino_beam, *model, 0.3, {1e-7, 1e-9, 1e-7}).outcome.expected, WithinRel(rare, 0.001));
  // until they are not rare: nothing gets far
  auto const dump = shipped("hnl/mu_charm_1986");
  double const few = at(*dump, *model, 1.8, {1e-9, 1e-6, 0.0}).outcome.expected;
  CHECK(few > 2.3);
  CHECK(at(*dump, *model, 1.8, {1e-2, 1e-6, 0.0}).outcome.expected < 1e-10 * few);
}

TEST_CASE("both edges of an island move with the lifetime of a mixture", "[analysis][limits]") {
  auto const model = make_model("hnl");
  auto const island = shipped("hnl/e_atlas_2022");
  double const m = 6.0;
  auto const intervals = island->curve().at(m);
  REQUIRE(intervals.size() == 1);
  auto const [lower, upper, open] = intervals.front();
  REQUIRE_FALSE(open);
  double const r = *island->header().parameters.length_ratio;
  // s = A U^2 b [exp(-c U^2/b) - exp(-c r U^2/b)]: made by the own mixing, b of the decays by it, faster by 1/b. c from
  // the two edges, by bisection, independent of the code under test.
  auto const shape = [&](double U2, double c, double b) {
    return U2 * b * (std::exp(-c * U2 / b) - std::exp(-c * r * U2 / b));
  };
  double low = 1e-12 / upper, high = 700.0 / upper;
  for (int i = 0; i < 300; ++i) {
    double const c = std::sqrt(low * high);
    (shape(upper, c, 1.0) > shape(lower, c, 1.0) ? low : high) = c;
  }
  double const c = std::sqrt(low * high);
  double const unit = at(*island, *model, m, {lower, 0.0, 0.0}).outcome.expected / shape(lower, c, 1.0);
  for (double const U2 : {lower, std::sqrt(lower * upper), upper})
    for (double const other : {0.1, 1.0, 10.0}) {
      std::vector<double> const mixings{U2, other * U2, 0.0};
      double const b = width_GeV(*model, m, {U2, 0.0, 0.0}) / width_GeV(*model, m, mixings);
      CAPTURE(U2, other, b);
      // tolerance: bisection
      CHECK_THAT(at(*island, *model, m, mixings).outcome.expected,
                 WithinRel(unit * shape(U2, c, b), 1e-6) || WithinAbs(0.0, 1e-12));
    }
}

TEST_CASE("the see-saw band is that of the model", "[analysis][limits]") {
  for (auto const& [name, place] : {std::pair{"hnl/e_see_saw", 0}, {"hnl/mu_see_saw", 1}, {"hnl/tau_see_saw", 2}}) {
    auto const band = shipped(name);
    CHECK(band->info().status == Status::favoured);
    CHECK_FALSE(band->info().combine);
    auto const model = make_model("hnl");
    CHECK(parameter_place(*model, ParameterKind::coupling, band->header().coupling).value() ==
          static_cast<std::size_t>(place));
    for (double const m : {0.0011, 0.1, 1.0, 39.0}) {
      auto const edges = band->curve().at(m);
      REQUIRE(edges.size() == 1);
      // tolerance: four digits
      CHECK_THAT(edges[0].lower, WithinRel(see_saw_mixing(m, neutrino::solar_eV), 1e-3));
      CHECK_THAT(edges[0].upper, WithinRel(see_saw_mixing(m, neutrino::cosmological_eV), 1e-3));
      CHECK(see_saw_mixing(m, neutrino::atmospheric_eV) < edges[0].upper);
    }
  }
}

TEST_CASE("conversions of the axion's couplings", "[analysis][limits][published]") {
  // A limit of the ALPINIST collection, in c_GG/Lambda, at 0.1 GeV between rows of the source: 8 times it is inv_f_G
  // (limits/SCHEMA.md; both conventions exist of the same curve, agreeing to four digits).
  auto const gluon = shipped("alp-gluon/charm_alpinist");
  CHECK_THAT(gluon->curve().lower().front(), WithinRel(8.0 * 2.413e-05, 1e-3));
  // g_agg = g_aBB cos^2 theta_W = 16 pi alpha c_BB/Lambda (0.367, as the collection says)
  auto const hypercharge = shipped("alp-hypercharge/charm_alpinist");
  double const largest = *std::max_element(hypercharge->curve().lower().begin(), hypercharge->curve().lower().end());
  CHECK_THAT(largest * (1.0 - 0.23122), WithinRel(0.367 * 0.1002, 2e-3));
}

TEST_CASE("options of a curve are those of its model", "[analysis][limits]") {
  std::string text =
      "# title: t\n# experiment: A\n# reference: Someone:2020ab\n# figure: 1\n# model: hnl\n# coupling: Ue2\n# "
      "options: "
      "NATURE\n# convention: L\n# confidence_level: 0.90\n# confidence_level_source: confirmed: a\n# status: observed\n"
      "# nature: exclusion\n# shape: upper\n# open_top: false\n# rule: gauss\n# rule_parameters: n=2;sided=two\n"
      "# production: meson-decay:K+\n# decay: visible\n# lifetime: displaced\n# data_set: a\n# rank: 1\n# combine: "
      "true\n"
      "# combine_reason: r\n# provenance: A: said\n# digitised_by: us\n# points: 2\n# mass_range_GeV: 0.1 .. 1\n"
      "mass_GeV,Ue2\n0.1,1e-6\n1,1e-7\n";
  auto const with = [&](std::string const& nature) {
    std::string changed = text;
    changed.replace(changed.find("NATURE"), 6, nature);
    Problems problems;
    bool const good = LimitAnalysis::parse(changed, "a.csv", "limit/hnl/a", problems) != nullptr;
    CHECK(good == problems.list().empty());
    return problems.text();
  };
  CHECK(with("nature=dirac").empty());
  CHECK_THAT(with("nature=weyl"), Contains("weyl"));
  CHECK_THAT(with("colour=red"), Contains("colour"));
  CHECK_THAT(with("dirac"), Contains("name=value"));
  CHECK_THAT(with("nature=dirac;nature=dirac"), Contains("twice"));
}
