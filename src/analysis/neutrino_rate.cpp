#include "analysis/neutrino_rate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "core/contracts.hpp"
#include "particle/vector_exchange.hpp"

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
    rate_ = change_of(analysis.input().rate, model, masses);
    if (!analysis.input().over.empty()) over_ = change_of(analysis.input().over, model, masses);
  }

  void evaluate(std::span<Couplings const> points, std::span<Outcome> outcomes,
                std::span<ComponentSignal>) const override {
    PENUMBRA_EXPECT(points.size() == outcomes.size());
    for (std::size_t i = 0; i < points.size(); ++i) outcomes[i] = analysis_.outcome(change(points[i]));
  }

  std::vector<Contribution> contributions(Couplings couplings) const override {
    double const g2 = g_squared(couplings);
    auto const& measured = analysis_.input().change;
    Contribution one{"vector exchange", analysis_.input().quantity, change(couplings), {}};
    one.factors = {{"g^2", g2},
                   {"interference with the weak interaction, over the Standard Model", g2 * rate_.interference},
                   {"exchange alone, over the Standard Model", g2 * g2 * rate_.exchange}};
    if (over_) one.factors.push_back({"change of the rate that it is measured against", over_->at(g2)});
    one.factors.push_back({"measured change", measured.best_fit});
    one.factors.push_back({"its error", measured.error});
    return {one};
  }

 private:
  double g_squared(Couplings couplings) const {
    return g_squared_ ? g_squared_->first * g_squared_->second(couplings) : 0.0;
  }
  double change(Couplings couplings) const {
    double const g2 = g_squared(couplings);
    double const rate = rate_.at(g2);
    if (!over_) return rate;
    double const other = over_->at(g2);
    return (rate - other) / (1.0 + other);
  }

  NeutrinoRate analysis_;  // a copy: a response may outlive its analysis
  std::optional<std::pair<double, Monomial>> g_squared_;
  Change rate_;
  std::optional<Change> over_;
};

}  // namespace

double NeutrinoPartner::charge(VectorCharges const& x) const {
  double const up = x.quarks.up;
  double const down = x.quarks.down;
  return electrons * x.e + muons * x.mu + protons * (2.0 * up + down) + neutrons * (up + 2.0 * down);
}

NeutrinoRate::NeutrinoRate(Input input) : input_{std::move(input)} {
  PENUMBRA_EXPECT(input_.change.error > 0.0 && !input_.rate.empty());
  input_.info.kind = Kind::constraint;
}

Applicability NeutrinoRate::applies_to(Model const& model) const {
  auto const masses = typical_masses(model);
  auto const any = [&](std::vector<NeutrinoRateNode> const& nodes) {
    return std::any_of(nodes.begin(), nodes.end(), [&](NeutrinoRateNode const& node) {
      auto const mediator = model.vector_mediator(masses, -node.Q2_GeV2);
      return mediator && neutrino_charge(mediator->charges, node.flavour) * node.partner.charge(mediator->charges) != 0;
    });
  };
  if (!any(input_.rate) && !any(input_.over))
    return {false, fmt::format("{} has no vector between these neutrinos and what they meet", model.name())};
  return {};
}

std::unique_ptr<Response const> NeutrinoRate::respond(Model const& model, Masses masses, FluxStore&) const {
  return std::make_unique<RateResponse>(*this, model, masses);
}

Outcome NeutrinoRate::outcome(double change) const {
  auto const& measured = input_.change;
  return {change, log_likelihood_ratio(change, measured), asimov_log_likelihood_ratio(change, measured),
          signed_gaussian_cls(change, measured)};
}

double NeutrinoRate::log_likelihood(std::span<double const> component_signal) const {
  PENUMBRA_EXPECT(component_signal.size() <= 1);
  return component_signal.empty() ? 0.0 : outcome(component_signal.front()).log_likelihood;
}

void NeutrinoRate::write_key(CanonicalWriter& writer, Model const& model) const {
  writer.field("kind", std::string_view{"rate of neutrinos"});
  writer.field("neutrino rate physics version", neutrino_rate_physics_version);
  writer.field("model", std::string_view{model.name()});
  writer.field("model physics version", model.physics_version());
  writer.field("model convention", std::string_view{model.convention()});
  writer.field("status", std::string_view{to_string(input_.info.status)});
  writer.field("measured change", input_.change.best_fit);
  writer.field("error", input_.change.error);
  writer.field("definition", input_.definition);
}

}  // namespace penumbra
