// A limit file, and what it says at a few points of a model.
#include <cmath>
#include <map>
#include <memory>
#include <string>

#include "analysis/limit.hpp"
#include "core/errors.hpp"
#include "model/registry.hpp"
#include "production/flux_store.hpp"
#include "targets.hpp"

namespace penumbra::fuzz {
namespace {

/// The model of a curve, null for one that is not there yet.
Model const* model_called(std::string const& name) {
  static auto const models = [] {
    std::map<std::string, std::unique_ptr<Model const>> all;
    for (auto const& one : model_names()) all.emplace(one, make_model(one));
    return all;
  }();
  auto const found = models.find(name);
  return found == models.end() ? nullptr : found->second.get();
}

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
    if (auto const* own = model_called(limit->header().model)) evaluate(*limit, *own, typical_masses(*own));
  });
  require_place(answer, "limit.csv");
}

}  // namespace penumbra::fuzz
