// A limit file, and what it says at a few points of a model.
#include <cmath>

#include "analysis/limit.hpp"
#include "core/errors.hpp"
#include "model/registry.hpp"
#include "production/flux_store.hpp"
#include "targets.hpp"

namespace penumbra::fuzz {
namespace {

void evaluate(Analysis const& analysis, Model const& model, std::vector<double> const& masses) {
  if (!analysis.applies_to(model).applies) return;
  FluxStore fluxes{model, masses};
  auto const response = analysis.respond(model, masses, fluxes);
  for (double const coupling : {1e-12, 1e-5, 1e-3, 1.0}) {
    std::vector<double> point(model.parameters().size() - masses.size(), coupling);
    Couplings const couplings{point};
    Outcome outcome;
    response->evaluate({&couplings, 1}, {&outcome, 1}, {});
    static_cast<void>(response->contributions(couplings));
    if (!std::isfinite(outcome.log_likelihood) || !std::isfinite(outcome.cls) || !std::isfinite(outcome.asimov))
      fault("an accepted curve gives a number that is not finite");
  }
}

}  // namespace

void read_limit(Bytes input) {
  auto const text = text_of(input);
  auto const answer = answer_of([&] {
    Problems problems;
    auto const limit = LimitAnalysis::parse(text, "limit.csv", "limit/fuzz/limit", problems);
    if (!limit && problems.empty()) fault("no limit and no problem");
    problems.throw_if_any();
    static auto const dark_photon = make_model("dark-photon");
    static auto const vector_dm = make_model("vector-dm");
    for (double const mass : {0.002, 0.1, 5.0}) evaluate(*limit, *dark_photon, {mass});
    evaluate(*limit, *vector_dm, {0.01, 0.03});
  });
  require_place(answer, "limit.csv");
}

}  // namespace penumbra::fuzz
