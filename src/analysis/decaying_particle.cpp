#include "analysis/decaying_particle.hpp"

#include <algorithm>
#include <compare>
#include <limits>
#include <map>

#include "core/gauss_rule.hpp"

namespace penumbra {
namespace {

bool accepted(DecayMode const& mode, std::vector<std::string> const& wanted) {
  bool const by_name = std::find(wanted.begin(), wanted.end(), mode.final_state) != wanted.end();
  auto const kind = [&](char const* name) { return std::find(wanted.begin(), wanted.end(), name) != wanted.end(); };
  bool const charged = mode.visible && mode.daughter_mass_GeV > 0.0;
  return by_name || (mode.visible && kind("visible")) || (charged && kind("charged"));
}

DaughterMasses daughters_of(DecayMode const& mode) {
  return {mode.daughter_mass_GeV, mode.other_daughter_GeV.value_or(mode.daughter_mass_GeV)};
}

constexpr double massless = 0.0;

/// What a search can tell decays apart by: the masses of the daughters, if they are followed, and of what is seen.
/// Where daughters are not followed, decays with a neutrino that depend alike on the couplings are taken together.
struct Looks {
  DaughterMasses daughters{};
  std::vector<std::pair<double, double>> masses;
  std::vector<int> together;
  auto operator<=>(Looks const&) const = default;
};

Looks looks_of(DecayMode const& mode, bool followed) {
  Looks looks;
  if (!followed) {
    if (!mode.seen_masses.empty()) looks.together = mode.monomial.powers;
    return looks;
  }
  looks.daughters = daughters_of(mode);
  for (auto const& [mass_GeV, share] : mode.seen_masses) looks.masses.emplace_back(mass_GeV, share);
  return looks;
}

/// Where daughters are followed each mass costs as much as a particle of that mass: so few, with the moments of all
/// (seven). Against six other nodes no signal of a heavy neutral lepton above 0.1 events moved by more than 0.4 %.
constexpr int followed_masses = 4;

/// Masses of what is seen of all these decays, each with its width.
std::vector<PairMass> seen_masses(std::vector<DecayMode> const& modes, bool followed) {
  double total_GeV = 0.0;
  for (auto const& mode : modes) total_GeV += mode.width_GeV;
  Nodes all;
  for (auto const& mode : modes)
    for (auto const& [mass_GeV, share] : mode.seen_masses) {
      all.x.push_back(mass_GeV);
      all.w.push_back(share * mode.width_GeV / total_GeV);
    }
  if (followed) all = gauss_rule(all, std::min(followed_masses, static_cast<int>(all.size())));
  std::vector<PairMass> masses;
  for (std::size_t i = 0; i < all.size(); ++i) masses.push_back({all.x[i], all.w[i]});
  return masses;
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
  auto const& selection = channel.selection;
  double const energy_max_GeV = selection.energy_max_GeV.value_or(std::numeric_limits<double>::infinity());
  std::vector<Kind> result;
  if (heavier_) {
    for (auto const& decay : heavier_->decays)
      if (accepted(decay.mode, channel.final_states))
        result.push_back({DecayKinematics::with_unseen(mass_GeV(), heavier_->lighter_GeV, daughters_of(decay.mode),
                                                       decay.masses, selection.energy_min_GeV, energy_max_GeV),
                          {decay.mode}});
    return result;
  }
  // Alike to a search that asks for nothing more than a decay: everything.
  bool const asks = selection.energy_min_GeV > 0.0 || selection.energy_max_GeV || selection.daughters;
  std::map<Looks, std::vector<DecayMode>> alike;
  for (auto const& mode : decays_)
    if (accepted(mode, channel.final_states))
      alike[asks ? looks_of(mode, selection.daughters.has_value()) : Looks{}].push_back(mode);
  for (auto& [looks, modes] : alike) {
    bool const all_seen = looks.masses.empty() && looks.together.empty();
    auto kinematics = all_seen ? DecayKinematics::two_body(mass_GeV(), looks.daughters)
                               : DecayKinematics::with_unseen(mass_GeV(), massless, looks.daughters,
                                                              seen_masses(modes, selection.daughters.has_value()),
                                                              selection.energy_min_GeV, energy_max_GeV);
    result.push_back({std::move(kinematics), std::move(modes)});
  }
  return result;
}

}  // namespace penumbra
