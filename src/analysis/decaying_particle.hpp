#pragma once

#include <string>
#include <vector>

#include "analysis/decay_search.hpp"
#include "detection/decay_kinematics.hpp"
#include "production/flux_store.hpp"

namespace penumbra {

/// A particle whose decays are looked for, at one mass point: the mediator, or the heavier of two dark states to which
/// it decays.
class DecayingParticle {
 public:
  /// `fluxes` must outlive the particle.
  static DecayingParticle mediator(FluxStore& fluxes);
  /// The particles of this mass point that decay to something visible, the mediator first.
  static std::vector<DecayingParticle> all(FluxStore& fluxes);

  double mass_GeV() const;
  bool is_mediator() const { return heavier_ == nullptr; }
  double width_GeV(Couplings couplings, Widths widths = Widths::central) const;
  /// Is a width uncertain (`DecayMode::spread`)?
  bool has_uncertain_widths() const;
  /// How many of it come of one mediator: 1, or a branching ratio.
  double per_mediator(Couplings couplings) const;
  /// Fluxes of it from some productions together.
  std::vector<FluxSource> sources(Beam const& beam, std::span<ProductionChannel const> together,
                                  std::string const& variant) const;

  /// Decays that a channel counts, put together where they look the same to it.
  struct Kind {
    DecayKinematics kinematics;
    std::vector<DecayMode> modes;
  };
  std::vector<Kind> counted(DecayChannel const& channel) const;

 private:
  DecayingParticle(FluxStore& fluxes, HeavierState const* heavier);
  FluxStore* fluxes_;
  HeavierState const* heavier_;
  std::vector<DecayMode> decays_;
};

}  // namespace penumbra
