#include "analysis/decaying_particle.hpp"

#include <algorithm>
#include <limits>
#include <map>

namespace penumbra {
namespace {

bool accepted(DecayMode const& mode, std::vector<std::string> const& wanted) {
  bool const by_name = std::find(wanted.begin(), wanted.end(), mode.final_state) != wanted.end();
  return by_name || (mode.visible && std::find(wanted.begin(), wanted.end(), "visible") != wanted.end());
}

}  // namespace

DecayingParticle::DecayingParticle(FluxStore& fluxes, HeavierState const* heavier)
    : fluxes_{&fluxes}, heavier_{heavier} {
  if (heavier_)
    for (auto const& decay : heavier_->decays) decays_.push_back(decay.mode);
  else
    decays_ = fluxes.decays();
}

DecayingParticle DecayingParticle::mediator(FluxStore& fluxes) { return {fluxes, nullptr}; }

std::vector<DecayingParticle> DecayingParticle::all(FluxStore& fluxes) {
  std::vector<DecayingParticle> result{mediator(fluxes)};
  if (fluxes.heavier()) result.push_back({fluxes, &*fluxes.heavier()});
  return result;
}

double DecayingParticle::mass_GeV() const { return heavier_ ? heavier_->mass_GeV : fluxes_->mediator_mass_GeV(); }

double DecayingParticle::width_GeV(Couplings couplings, Widths widths) const {
  return total_width_GeV(decays_, couplings, widths);
}

bool DecayingParticle::has_uncertain_widths() const {
  return std::any_of(decays_.begin(), decays_.end(), [](DecayMode const& mode) { return mode.spread != 1.0; });
}

double DecayingParticle::per_mediator(Couplings couplings) const {
  if (!heavier_) return 1.0;
  double const all = total_width_GeV(fluxes_->decays(), couplings);
  auto const& mode = heavier_->made_in;
  return all > 0.0 ? mode.width_GeV * mode.monomial(couplings) / all : 0.0;
}

std::vector<FluxSource> DecayingParticle::sources(Beam const& beam, std::span<ProductionChannel const> together,
                                                  std::string const& variant) const {
  if (!heavier_) return fluxes_->sources(beam, together, variant);
  std::vector<FluxSource> result;
  for (auto const& production : together) result.push_back({fluxes_->of_heavier(beam, production, variant), 0.0});
  return result;
}

auto DecayingParticle::counted(DecayChannel const& channel) const -> std::vector<Kind> {
  std::vector<Kind> result;
  if (!heavier_) {
    std::map<double, std::vector<DecayMode>> by_daughter;  // 0 where daughters are not followed
    for (auto const& mode : decays_)
      if (accepted(mode, channel.final_states))
        by_daughter[channel.selection.daughters ? mode.daughter_mass_GeV : 0.0].push_back(mode);
    for (auto& [daughter, modes] : by_daughter)
      result.push_back({DecayKinematics::two_body(mass_GeV(), daughter), std::move(modes)});
    return result;
  }
  for (auto const& decay : heavier_->decays) {
    if (!accepted(decay.mode, channel.final_states)) continue;
    auto const& selection = channel.selection;
    result.push_back(
        {DecayKinematics::with_unseen(mass_GeV(), heavier_->lighter_GeV, decay.mode.daughter_mass_GeV, decay.masses,
                                      selection.energy_min_GeV,
                                      selection.energy_max_GeV.value_or(std::numeric_limits<double>::infinity())),
         {decay.mode}});
  }
  return result;
}

}  // namespace penumbra
