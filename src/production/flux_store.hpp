#pragma once

#include <any>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <tuple>
#include <vector>

#include "beam/beam.hpp"
#include "core/shared_results.hpp"
#include "model/model.hpp"
#include "production/flux.hpp"
#include "production/parent_decay_flux.hpp"

namespace penumbra {

/// The mechanism part of a production's name: "meson-decay" of "meson-decay:pi0".
std::string mechanism_of(ProductionChannel const& channel);

/// Fluxes of one mass point, made once and shared by every detector on the same beam. One per column, one thread at a
/// time.
class FluxStore {
 public:
  FluxStore(Model const& model, Masses masses, Numerics const& numerics = {})
      : FluxStore{model, masses, std::make_shared<SharedResults>(), numerics} {}
  /// `shared`: what mass points of the same model and numerics have in common.
  FluxStore(Model const& model, Masses masses, std::shared_ptr<SharedResults> shared, Numerics const& numerics = {});

  SharedResults& shared() { return *shared_; }

  /// These couplings (by their place in the model) are zero wherever this is used: what they make and what they let
  /// decay need not be computed.
  void leave_out(std::vector<std::size_t> couplings) { absent_ = std::move(couplings); }
  bool leaves_out(Monomial const& monomial) const { return monomial.has_any_of(absent_); }

  Numerics const& numerics() const { return numerics_; }
  std::vector<ProductionChannel> const& productions() const { return productions_; }
  std::vector<DecayMode> const& decays() const { return decays_; }
  double mediator_mass_GeV() const { return mass_; }

  /// The variants in which a beam can make this production: generators, or splittings; the first is central.
  /// Empty when the beam cannot make it at all, or not a mediator of this mass, and where no flux is made of it:
  /// electrons in a thin target and annihilating positrons count for missing energy only.
  static std::vector<std::string> variants(Beam const& beam, ProductionChannel const& channel,
                                           double mediator_mass_GeV);
  /// Flux per primary collision at monomial 1; of proton bremsstrahlung with the central form factor. Not of weak
  /// decays, whose mediators start at several places.
  Flux& of(Beam const& beam, ProductionChannel const& channel, std::string const& variant);

  /// The same of one production, or of several weak decays together, with the places where mediators start. A decay
  /// that does not know the variant has its own central one.
  std::vector<FluxSource> const& sources(Beam const& beam, std::span<ProductionChannel const> together,
                                         std::string const& variant);

  /// The heavier of two dark states, where it decays: see Model::heavier_state.
  std::optional<HeavierState> const& heavier() const { return heavier_; }
  /// Flux of it, for a mediator that always decays to it. Of mediators made in decays of mesons, which are transverse,
  /// with their polarisation, otherwise isotropic.
  std::shared_ptr<Flux> of_heavier(Beam const& beam, ProductionChannel const& channel, std::string const& variant);

  /// Anything else that analyses of this mass point share and that no coupling decides, by name; made when it is first
  /// asked for.
  template <class Value>
  std::shared_ptr<Value> at_this_mass(std::string const& name, std::function<std::shared_ptr<Value>()> const& make) {
    auto& place = at_this_mass_[name];
    if (!place.has_value()) place = make();
    return std::any_cast<std::shared_ptr<Value>>(place);
  }

 private:
  std::shared_ptr<SharedResults> shared_;
  Numerics numerics_;
  double mass_;
  std::vector<std::size_t> absent_;
  std::vector<ProductionChannel> productions_;
  std::vector<DecayMode> decays_;
  std::optional<HeavierState> heavier_;
  using Fluxes = std::map<std::tuple<Beam const*, std::string, std::string>, std::shared_ptr<Flux>>;
  Fluxes fluxes_;
  Fluxes heavier_fluxes_;
  std::map<std::tuple<Beam const*, std::string, std::string>, std::vector<FluxSource>> sources_;
  std::map<std::string, std::any> at_this_mass_;
};

/// Changes whenever a flux changes.
inline constexpr std::int64_t production_physics_version = 8;

}  // namespace penumbra
