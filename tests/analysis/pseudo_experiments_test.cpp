#include "analysis/pseudo_experiments.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <memory>

#include "analysis/limit.hpp"
#include "analysis/registry.hpp"
#include "analysis/relic_density.hpp"
#include "model/registry.hpp"
#include "production/flux_store.hpp"

using namespace penumbra;

namespace {

/// An analysis that is nothing but its likelihood.
class Bare : public Analysis {
 public:
  Bare(std::vector<std::string> groups, std::vector<ChannelLikelihood> channels)
      : components_{std::in_place, std::move(groups), std::move(channels)} {}
  Bare() = default;  ///< without components: one Gaussian

  AnalysisInfo const& info() const override { return info_; }
  Applicability applies_to(Model const&) const override { return {}; }
  std::unique_ptr<Response const> respond(Model const&, Masses, FluxStore&) const override { return nullptr; }
  std::vector<std::string> const& component_groups() const override {
    return components_ ? components_->of_components() : none_;
  }
  double log_likelihood(std::span<double const>) const override { return 0.0; }
  ChannelComponents const* channels() const override { return components_ ? &*components_ : nullptr; }
  void write_key(CanonicalWriter&, Model const&) const override {}

 private:
  AnalysisInfo info_;
  std::optional<ChannelComponents> components_;
  std::vector<std::string> none_;
};

Bare counting(Background const& background) { return {{"flux"}, {ChannelLikelihood{Count{0.0, background}}}}; }

std::vector<ComponentSignal> known(std::vector<double> const& signals) {
  std::vector<ComponentSignal> result;
  for (double s : signals) result.push_back({s, s, s});
  return result;
}

constexpr int many = 20000;
constexpr double cl = 0.90;

}  // namespace

TEST_CASE("toys give the intervals of Feldman and Cousins", "[toys][published]") {
  // Poisson, 90 %: tables IV and following of physics/9711021, n observed on a background of b: b = 0: n = 0: below
  // 2.44; n = 1: 0.11 to 4.36; n = 3: 1.10 to 7.42; b = 3: n = 3: below 4.42; n = 6: 0.15 to 8.47. Looked at 3 to 10 %
  // on either side of each edge, where the probability of what is kept is at least four standard deviations of the
  // toys above 0.90 (fc: 0.909 for s = 2.6, b = 0).
  struct Case {
    double background;
    double n;
    double inside;
    double outside;
  };
  auto const one = GENERATE(Case{0.0, 0.0, 2.30, 2.60}, Case{0.0, 1.0, 4.20, 4.60}, Case{0.0, 3.0, 7.00, 7.80},
                            Case{0.0, 3.0, 1.25, 1.00}, Case{3.0, 3.0, 4.20, 4.65}, Case{3.0, 6.0, 8.20, 8.80});
  auto const analysis = counting({one.background, 0.0});
  std::vector<double> signals;
  for (int i = 0; i <= 800; ++i) signals.push_back(0.05 * i);
  PseudoExperiments const toys{{{&analysis, known(signals)}}, signals.size(), signals.size()};
  auto const t_observed = [&](double s) {  // closed form, with the best signal on the grid
    auto const log_likelihood = [&](double signal) {
      double const mean = std::max(signal + one.background, 1e-9);
      return one.n * std::log(mean) - mean;
    };
    double best = -std::numeric_limits<double>::infinity();
    for (double signal : signals) best = std::max(best, log_likelihood(signal));
    return 2.0 * (best - log_likelihood(s));
  };
  auto const critical = [&](double s) {
    return critical_value(toys.statistics(static_cast<std::size_t>(std::lround(s / 0.05)), many, 1), cl);
  };
  double const margin = 2.0 * PseudoExperiments::tolerance;
  CAPTURE(one.background, one.n, t_observed(one.inside), t_observed(one.outside));
  CHECK(t_observed(one.inside) <= critical(one.inside) + margin);
  CHECK(t_observed(one.outside) > critical(one.outside) + margin);
}

TEST_CASE("Gaussian measurements have the quantiles of chi-squared", "[toys][closed-form]") {
  // One: 2.706. Two of two independent signals: 4.605. Errors: of the quantile 0.03 (one) and 0.04 (two) for 20000
  // toys; steps of 0.1 (one) and 0.25 (two) leave the best up to 0.003 and 0.03 lower; tolerance of the best 0.02.
  std::vector<double> line;
  for (int i = 0; i <= 200; ++i) line.push_back(0.1 * i);
  Bare const first;
  Bare const second;
  PseudoExperiments const one{{{&first, known(line)}}, line.size(), line.size()};
  CHECK(critical_value(one.statistics(100, many, 1), cl) == Approx(2.706).margin(0.1));
  std::vector<double> x;
  std::vector<double> y;
  for (int i = 0; i <= 40; ++i)
    for (int j = 0; j <= 40; ++j) {
      x.push_back(5.0 + 0.25 * i);
      y.push_back(5.0 + 0.25 * j);
    }
  PseudoExperiments const two{{{&first, known(x)}, {&second, known(y)}}, x.size(), x.size()};
  CHECK(critical_value(two.statistics(20 * 41 + 20, many, 1), cl) == Approx(4.605).margin(0.17));
}

TEST_CASE("the best of many points is the best of each", "[toys][property]") {
  // Two searches that share a nuisance, one that does not, a Gaussian: each of ten points alone against all of them.
  Bare const near{{"flux", "form"},
                  {ChannelLikelihood{Count{0.0, {1.0, 0.3}}}, ChannelLikelihood{Count{0.0, {0.1, 0.0}}}}};
  Bare const far{{"flux"}, {ChannelLikelihood{Count{0.0, {3.0, 1.0}}}}};
  Bare const measured{{"other"}, {ChannelLikelihood{Measurement{0.0, 2.0}}}};
  Bare const gaussian;
  constexpr std::size_t count = 10;
  auto const members = [&](std::vector<std::size_t> const& points) {
    std::vector<ToyMember> result{{&near, {}}, {&far, {}}, {&measured, {}}, {&gaussian, {}}};
    for (auto const point : points) {
      double const s = 0.3 * std::pow(1.6, static_cast<double>(point));
      for (double share : {1.0, 0.4, 0.2, 0.5})
        result[0].signals.push_back({share * s, 0.6 * share * s, 1.3 * share * s});
      result[1].signals.push_back({5.0 / s, 4.0 / s, 8.0 / s});
      result[2].signals.push_back({s, 0.9 * s, 1.1 * s});
      result[3].signals.push_back({0.3 * s, 0.3 * s, 0.3 * s});
    }
    return result;
  };
  constexpr std::size_t truth = 4;
  std::vector<std::size_t> all(count);
  for (std::size_t i = 0; i < count; ++i) all[i] = i;
  auto together = all;
  together.push_back(truth);
  constexpr int toys = 300;
  auto const found = PseudoExperiments{members(together), count + 1, count}.statistics(count, toys, 3);
  std::vector<double> largest(toys, 0.0);
  for (auto const candidate : all) {
    std::vector<std::size_t> alone(count, candidate);
    alone.push_back(truth);
    auto const one = PseudoExperiments{members(alone), count + 1, count}.statistics(count, toys, 3);
    for (std::size_t i = 0; i < one.size(); ++i) largest[i] = std::max(largest[i], one[i]);
  }
  for (std::size_t i = 0; i < largest.size(); ++i)
    CHECK(found[i] == Approx(largest[i]).margin(2.0 * PseudoExperiments::tolerance + 1e-5));  // floats: 1e-5
  CHECK(*std::max_element(found.begin(), found.end()) > 1.0);
}

TEST_CASE("what is kept is at least the confidence level, and no more than one toy above it", "[toys][property]") {
  CHECK(critical_value({5.0, 1.0, 4.0, 2.0, 3.0, 6.0, 10.0, 9.0, 8.0, 7.0}, 0.9) == 9.0);
  CHECK(critical_value({1.0, 1.0, 1.0, 2.0}, 0.5) == 1.0);
  CHECK(critical_value({1.0, 2.0, 3.0}, 0.9) == 3.0);
}

TEST_CASE("toys depend on the seed and on the point, on nothing else", "[toys][property]") {
  auto const analysis = counting({2.0, 0.5});
  PseudoExperiments const toys{{{&analysis, {{1.0, 0.8, 1.5}, {3.0, 2.4, 4.5}, {9.0, 7.0, 13.0}}}}, 3, 3};
  auto const hundred = toys.statistics(1, 100, 7);
  auto const ten = toys.statistics(1, 10, 7);
  CHECK(std::equal(ten.begin(), ten.end(), hundred.begin()));
  CHECK(toys.statistics(1, 100, 8) != hundred);
  CHECK(toys.expected(1) == 3.0);
  CHECK(toys.largest_signal(1) == Approx(4.5).epsilon(1e-12));
}

TEST_CASE("a toy that measures what was observed has the likelihood of the analysis", "[toys][property]") {
  // Published curves of the dark photon: the observed count, or a best fit of zero.
  auto const model = make_model("dark-photon");
  std::vector<double> couplings;
  for (int i = 0; i <= 24; ++i) couplings.push_back(std::pow(10.0, -8.0 + 0.25 * i));
  std::vector<Couplings> points;
  for (auto const& coupling : couplings) points.push_back({&coupling, 1});
  int compared = 0;
  for (auto const& one : load_analyses({PENUMBRA_SOURCE_DIR, {}, {}})) {
    auto const* limit = dynamic_cast<LimitAnalysis const*>(one.get());
    if (!limit || !limit->applies_to(*model).applies || limit->header().rule == CurveRule::measurement) continue;
    auto const* count = limit->likelihood().count();
    for (double const mass : {0.01, 0.05, 0.5}) {
      FluxStore fluxes{*model, {&mass, 1}};
      std::vector<Outcome> outcomes(points.size());
      limit->respond(*model, {&mass, 1}, fluxes)->evaluate(points, outcomes, {});
      for (auto const& outcome : outcomes) {
        double const signal = limit->toy_signal(outcome);
        if (signal == 0.0 || signal > 1e4) continue;
        CAPTURE(limit->info().name, mass, outcome.expected);
        CHECK(toy_log_likelihood(limit->toy_channel(), signal, count ? count->observed : 0.0) ==
              Approx(outcome.log_likelihood).epsilon(1e-9));
        ++compared;
      }
    }
  }
  CHECK(compared > 100);
  // The relic density, on both sides of the measured one; silent points say nothing.
  for (auto const rule : {RelicDensityMeasurement::Rule::upper_limit, RelicDensityMeasurement::Rule::measurement}) {
    RelicDensityMeasurement::Input input;
    input.rule = rule;
    RelicDensityMeasurement const relic{input};
    for (double const omega_h2 : {1e-6, 0.05, 0.11, 0.13, 0.2, 1e3}) {
      auto const outcome = relic.outcome(omega_h2);
      CHECK(toy_log_likelihood(relic.toy_channel(), relic.toy_signal(outcome), 0.0) ==
            Approx(outcome.log_likelihood).margin(1e-12).epsilon(1e-9));
    }
    CHECK(toy_log_likelihood(relic.toy_channel(), relic.toy_signal({}), 0.0) == 0.0);
  }
}
