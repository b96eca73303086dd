// Nuisances of the signal that analyses share: which there are, and that they move together.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <filesystem>
#include <set>

#include "analysis/channel_likelihood.hpp"
#include "analysis/counted_productions.hpp"
#include "analysis/decay_search.hpp"
#include "analysis/registry.hpp"
#include "analysis/scattering_search.hpp"
#include "core/data_files.hpp"
#include "model/registry.hpp"
#include "particle/proton_form_factor.hpp"
#include "production/flux_store.hpp"
#include "statistics/profile.hpp"

using namespace penumbra;

namespace {

std::filesystem::path const root = PENUMBRA_SOURCE_DIR;

ChannelComponents two_channels() {
  return {{"flux", "splitting"},
          {ChannelLikelihood{Count{3.0, {1.0, 0.4}}}, ChannelLikelihood{Measurement{2.0, 1.5}}},
          {{"form-factor", "splitting"}}};
}

Beam const& beam_of(Analysis const& analysis) {
  static Beam const none;
  if (auto const* decay = dynamic_cast<DecaySearch const*>(&analysis)) return *decay->input().beam;
  if (auto const* scattering = dynamic_cast<ScatteringSearch const*>(&analysis)) return *scattering->input().setup.beam;
  return none;
}

}  // namespace

TEST_CASE("a factor multiplies the signal of its group alone", "[nuisances][closed-form]") {
  auto const components = two_channels();
  CHECK(components.of_components() ==
        std::vector<std::string>{"flux", "splitting", "*form-factor", "flux", "splitting", "*form-factor"});
  // 2 + 3 x 1.5 = 6.5 in the first channel, 1 + 2 x 1 = 3 in the second, where a factor of zero stands for one.
  std::vector<double> const values{2.0, 3.0, 1.5, 1.0, 2.0, 0.0};
  CHECK(components.log_likelihood(values) ==
        Approx(log_likelihood_ratio(6.5, Count{3.0, {1.0, 0.4}}) + log_likelihood_ratio(3.0, Measurement{2.0, 1.5})));
}

TEST_CASE("errors by the events of tables widen an envelope", "[nuisances][closed-form]") {
  VariantSignal central;
  central.add(3.0, 0.04);
  central.add(4.0, 0.03);
  CHECK(central.signal() == 7.0);
  CHECK(central.relative_error() == Approx(std::sqrt(2.0) * 0.12 / 7.0));  // independent: 0.12 each
  VariantSignal other;
  other.add(7.0, 0.5);
  auto const both = envelope(std::vector{central, other});
  CHECK(both.nominal == 7.0);
  CHECK(both.low == Approx(7.0 * std::exp(-0.5)));
  CHECK(both.high == Approx(7.0 * std::exp(0.5)));
  auto const alone = envelope(std::vector{central});
  CHECK(std::log(alone.high / alone.low) == Approx(2.0 * central.relative_error()));
}

TEST_CASE("every generated table has an error, no less than that of its whole yield", "[nuisances][published]") {
  // The header of a table has the error of the yield in all directions; detectors look at a part of it. Tolerance: the
  // three digits of a beam file.
  int generated = 0;
  for (auto const& name : {"lhc-13.6TeV", "lhc-14TeV", "lhc-14TeV-central", "p70-fe", "p120-c", "p120-fe", "p400-cu",
                           "p30-c", "p19-be", "p8-fe"}) {
    Problems problems;
    auto const beam = load_beam(root / "experiments", name, problems);
    REQUIRE(beam);
    for (auto const& parent : beam->parents)
      for (auto const& [source, spectrum] : parent.spectra) {
        auto const file = root / "experiments/beams" / name / (parent.particle + "." + source + ".csv");
        if (!std::filesystem::exists(file)) continue;  // an end of the range of yields
        auto const table = DataFiles{root}.table(file, "table");
        CAPTURE(name, parent.particle, source);
        if (!table.has("statistical_error_of_yield")) continue;
        double const whole = table.number("statistical_error_of_yield") / table.number("yield_total");
        if (whole == 0.0) continue;  // a fit to data
        ++generated;
        CHECK(parent.statistical_error(source) > whole - 1e-3);
        CHECK(parent.statistical_error(source) > 0.0);
      }
  }
  CHECK(generated > 60);
}

TEST_CASE("phi mesons of the LHC are uncertain by their 48 events at least, for every search there",
          "[nuisances][property]") {
  auto const model = make_model("dark-photon");
  double const mass = 0.3;
  double const epsilon = 1e-6;
  int searches = 0;
  for (auto const& analysis : load_analyses({root, {}, {}})) {
    auto const* search = dynamic_cast<DecaySearch const*>(analysis.get());
    if (!search || search->input().beam->name != "lhc-13.6TeV") continue;
    auto const phi = search->restricted_to({"meson-decay:phi"});
    FluxStore fluxes{*model, {&mass, 1}};
    Outcome outcome;
    std::vector<ComponentSignal> components(phi->component_groups().size());
    Couplings const point{&epsilon, 1};
    phi->respond(*model, {&mass, 1}, fluxes)->evaluate({&point, 1}, {&outcome, 1}, components);
    for (std::size_t i = 0; i < components.size(); ++i) {
      if (!(components[i].nominal > 0.0) || phi->component_groups()[i] != "flux:lhc-13.6TeV:light-mesons") continue;
      ++searches;
      CAPTURE(analysis->info().name);
      CHECK(std::log(components[i].nominal / components[i].low) > 0.1439);
      CHECK(std::log(components[i].high / components[i].nominal) > 0.1439);
    }
  }
  CHECK(searches >= 2);
}

TEST_CASE("slopes are derivatives of ln L", "[nuisances][independent]") {
  auto const components = two_channels();
  std::vector<double> values{2.0, 3.0, 1.5, 1.0, 2.0, 0.7};
  std::vector<double> slopes(values.size());
  components.slopes(values, slopes);
  for (std::size_t i = 0; i < values.size(); ++i) {
    // central differences: error of second order in 1e-4
    double const value = values[i];
    values[i] = value + 1e-4;
    double const up = components.log_likelihood(values);
    values[i] = value - 1e-4;
    double const down = components.log_likelihood(values);
    values[i] = value;
    CAPTURE(i);
    CHECK(slopes[i] == Approx((up - down) / 2e-4).epsilon(1e-6));
  }
}

TEST_CASE("two searches on different beams move with the form factor that they share", "[nuisances][closed-form]") {
  // The first counts five times its background and wants more, the second sees nothing and wants less: alone each goes
  // to its own end, together they agree on one t where the slopes cancel.
  ChannelComponents const first{
      {"splitting"}, {ChannelLikelihood{Count{5.0, {1.0, 0.0}}}}, {{"form-factor", "splitting"}}};
  ChannelComponents const second{
      {"splitting"}, {ChannelLikelihood{Count{0.0, {0.5, 0.0}}}}, {{"form-factor", "splitting"}}};
  std::vector<Envelope> const one{{2.0, 2.0, 2.0}, {1.0, 0.5, 3.0}};
  std::vector<Envelope> const other{{0.4, 0.4, 0.4}, {1.0, 0.5, 3.0}};
  std::vector<std::size_t> const groups{0, 1};
  auto const member = [&](ChannelComponents const& c, std::vector<Envelope> const& e) {
    return ProfileMember{e, groups, [&c](auto v) { return c.log_likelihood(v); },
                         [&c](auto v, auto s) { c.slopes(v, s); }};
  };
  std::vector const both{member(first, one), member(second, other)};
  auto const result = profile(both, 2);
  // ln L = 5 ln(1 + 2 f) - 2.4 f: f = 19/12 is its maximum.
  double const f = 5.0 / 2.4 - 0.5;
  CHECK(result.nuisances[1] == Approx(std::log(f) / std::log(3.0)).margin(1e-4));
  CHECK(result.log_likelihood == Approx(5.0 * std::log1p(2.0 * f) - 2.4 * f).epsilon(1e-8));
  CHECK(profile(std::span{both}.subspan(1), 2).nuisances[1] == -1.0);
}

TEST_CASE("all protons that radiate share the nuisances of splitting and form factor", "[nuisances][registry]") {
  std::size_t found = 0;
  for (auto const& analysis : load_analyses({root, {}, {}})) {
    auto const& beam = beam_of(*analysis);
    if (!beam.proton_bremsstrahlung) continue;
    ++found;
    std::set<std::string> const groups{analysis->component_groups().begin(), analysis->component_groups().end()};
    CAPTURE(analysis->info().name);
    CHECK(groups.contains(std::string{proton_splitting_group}));
    CHECK(groups.contains(factor_mark + std::string{proton_form_factor_group}));
    // nothing else moves with them
    for (auto const& [mechanism, group] : beam.nuisance_groups)
      CHECK((group == proton_splitting_group) == (mechanism == "proton-bremsstrahlung"));
  }
  CHECK(found >= 5);
}

TEST_CASE("the ends of the form factor are those of the models, whatever the analysis", "[nuisances][property]") {
  auto const model = make_model("dark-photon");
  Problems problems;
  auto const analysis = load_experiment(root / "experiments/faser-2023-aprime.toml", {root, {}, {}}, problems);
  auto const& search = dynamic_cast<DecaySearch const&>(*analysis);
  for (double const mass : {0.03, 0.1}) {
    FluxStore fluxes{*model, {&mass, 1}};
    double const eps = 5e-5;
    Couplings const point{&eps, 1};
    Outcome outcome;
    std::vector<ComponentSignal> components(search.component_groups().size());
    search.respond(*model, {&mass, 1}, fluxes)->evaluate({&point, 1}, {&outcome, 1}, components);
    REQUIRE(outcome.expected > 0.0);
    double const ratio = std::norm(proton_dirac_vector_dominance(mass) / proton_dirac_faessler(mass));
    for (std::size_t i = 0; i < components.size(); ++i) {
      if (!is_factor(search.component_groups()[i])) continue;
      CHECK(components[i].nominal == 1.0);
      CHECK(components[i].low == Approx(std::min(1.0, ratio)));
      CHECK(components[i].high == Approx(std::max(1.0, ratio)));
    }
    // the nominal ln L is that of the components at the nominal
    std::vector<double> nominal;
    for (auto const& one : components) nominal.push_back(one.nominal);
    CHECK(search.log_likelihood(nominal) == Approx(outcome.log_likelihood));
  }
}
