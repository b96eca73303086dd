#include "analysis/neutrino_rate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "core/contracts.hpp"
#include "particle/vector_exchange.hpp"
#include "statistics/combination.hpp"

namespace penumbra {
namespace {

/// Changes whenever a number computed from an unchanged file changes.
constexpr std::int64_t neutrino_rate_physics_version = 1;

double neutrino_charge(VectorCharges const& x, NeutrinoFlavour flavour) {
  switch (flavour) {
    case NeutrinoFlavour::electron:
      return x.nu_e;
    case NeutrinoFlavour::muon:
      return x.nu_mu;
    case NeutrinoFlavour::tau:
      return x.nu_tau;
  }
  PENUMBRA_EXPECT(false);
  return 0.0;
}

/// Relative change of a rate: a g^2 + b g^4.
struct Change {
  double interference = 0.0;
  double exchange = 0.0;
  double at(double g_squared) const { return g_squared * (interference + g_squared * exchange); }
};

Change change_of(std::vector<NeutrinoRateNode> const& nodes, Model const& model, Masses masses) {
  double const mass_GeV = model.mediator_mass_GeV(masses);
  double standard = 0.0;
  Change change;
  double Q2_GeV2 = -1.0;
  VectorCharges charges{};
  for (auto const& node : nodes) {
    standard += node.rate.standard;
    if (node.Q2_GeV2 != Q2_GeV2) {
      Q2_GeV2 = node.Q2_GeV2;
      charges = model.vector_mediator(masses, -Q2_GeV2)->charges;
    }
    double const product = neutrino_charge(charges, node.flavour) * node.partner.charge(charges);
    double const c = vector_over_weak(product, mass_GeV, Q2_GeV2);
    change.interference += node.rate.linear * c;
    change.exchange += node.rate.quadratic * c * c;
  }
  return {change.interference / standard, change.exchange / standard};
}

class RateResponse : public Response {
 public:
  RateResponse(NeutrinoRate const& analysis, Model const& model, Masses masses) : analysis_{analysis} {
    auto const mediator = model.vector_mediator(masses, 0.0);
    if (!mediator) return;
    g_squared_ = {mediator->g_squared, mediator->monomial};
    for (auto const& rate : analysis.input().rates) changes_.push_back(change_of(rate.nodes, model, masses));
  }

  void evaluate(std::span<Couplings const> points, std::span<Outcome> outcomes,
                std::span<ComponentSignal>) const override {
    PENUMBRA_EXPECT(points.size() == outcomes.size());
    std::vector<double> values(changes_.size());
    for (std::size_t i = 0; i < points.size(); ++i) {
      double const g2 = g_squared(points[i]);
      for (std::size_t r = 0; r < values.size(); ++r) values[r] = changes_[r].at(g2);
      outcomes[i] = analysis_.outcome(values);
    }
  }

  std::vector<Contribution> contributions(Couplings couplings) const override {
    double const g2 = g_squared(couplings);
    std::vector<Contribution> all;
    for (std::size_t r = 0; r < changes_.size(); ++r) {
      auto const& measured = analysis_.input().rates[r].change;
      all.push_back(
          {"vector exchange",
           analysis_.input().quantity,
           changes_[r].at(g2),
           {{"g^2", g2},
            {"interference with the weak interaction, over the Standard Model", g2 * changes_[r].interference},
            {"exchange alone, over the Standard Model", g2 * g2 * changes_[r].exchange},
            {"measured change", measured.best_fit},
            {"its error", measured.error}}});
    }
    return all;
  }

 private:
  double g_squared(Couplings couplings) const {
    return g_squared_ ? g_squared_->first * g_squared_->second(couplings) : 0.0;
  }

  NeutrinoRate analysis_;  // a copy: a response may outlive its analysis
  std::optional<std::pair<double, Monomial>> g_squared_;
  std::vector<Change> changes_;
};

}  // namespace

double NeutrinoPartner::charge(VectorCharges const& x) const {
  double const up = x.quarks.up;
  double const down = x.quarks.down;
  return electrons * x.e + muons * x.mu + protons * (2.0 * up + down) + neutrons * (up + 2.0 * down);
}

NeutrinoRate::NeutrinoRate(Input input) : input_{std::move(input)} {
  PENUMBRA_EXPECT(!input_.rates.empty());
  PENUMBRA_EXPECT(std::all_of(input_.rates.begin(), input_.rates.end(), [](NeutrinoRateRatio const& rate) {
    return rate.change.error > 0.0 && !rate.nodes.empty();
  }));
  input_.info.kind = Kind::constraint;
}

Applicability NeutrinoRate::applies_to(Model const& model) const {
  auto const masses = typical_masses(model);
  auto const sees = [&](NeutrinoRateNode const& node) {
    auto const mediator = model.vector_mediator(masses, -node.Q2_GeV2);
    return mediator && neutrino_charge(mediator->charges, node.flavour) * node.partner.charge(mediator->charges) != 0.0;
  };
  if (std::none_of(input_.rates.begin(), input_.rates.end(), [&](NeutrinoRateRatio const& rate) {
        return std::any_of(rate.nodes.begin(), rate.nodes.end(), sees);
      }))
    return {false, fmt::format("{} has no vector between these neutrinos and what they meet", model.name())};
  return {};
}

std::unique_ptr<Response const> NeutrinoRate::respond(Model const& model, Masses masses, FluxStore&) const {
  return std::make_unique<RateResponse>(*this, model, masses);
}

Outcome NeutrinoRate::outcome(std::span<double const> changes) const {
  PENUMBRA_EXPECT(changes.size() <= input_.rates.size());
  if (changes.empty()) return {};
  Outcome result{changes.front(), 0.0, 0.0, 1.0};
  for (std::size_t r = 0; r < changes.size(); ++r) {
    result.log_likelihood += log_likelihood_ratio(changes[r], input_.rates[r].change);
    result.asimov += asimov_log_likelihood_ratio(changes[r], input_.rates[r].change);
  }
  result.cls = asymptotic_cls(-2.0 * result.log_likelihood, -2.0 * result.asimov);
  return result;
}

double NeutrinoRate::log_likelihood(std::span<double const> component_signal) const {
  return outcome(component_signal).log_likelihood;
}

void NeutrinoRate::write_key(CanonicalWriter& writer, Model const& model) const {
  writer.field("kind", std::string_view{"rate of neutrinos"});
  writer.field("neutrino rate physics version", neutrino_rate_physics_version);
  writer.field("model", std::string_view{model.name()});
  writer.field("model physics version", model.physics_version());
  writer.field("model convention", std::string_view{model.convention()});
  writer.field("status", std::string_view{to_string(input_.info.status)});
  for (auto const& rate : input_.rates)
    writer.field("measured change", rate.change.best_fit).field("error", rate.change.error);
  writer.field("definition", input_.definition);
}

}  // namespace penumbra
