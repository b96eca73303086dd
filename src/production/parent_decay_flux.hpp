#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "beam/beam.hpp"
#include "core/integrate.hpp"
#include "model/model.hpp"
#include "particle/lifetimes.hpp"
#include "production/flux.hpp"
#include "production/numerics.hpp"

namespace penumbra {

/// Mediators that start at one place of the beam's axis.
struct FluxSource {
  std::shared_ptr<Flux> flux;
  double z_m;
  bool at_rest = false;  ///< their parents
};

/// Where on the axis a kind of parents decays: a few places, and which share of those of a momentum counts at each.
///
/// The exponential in the path is spread over the places so that its number and its mean place are kept, in each
/// stretch between two of them (what a detector sees is linear there). The path runs along the axis.
class DecayPlaces {
 public:
  DecayPlaces(Beam const& beam, WeakParent const& parent, Numerics const& numerics);
  std::vector<double> const& z_m() const { return z_; }
  /// Share of the parents of momentum P that decay there.
  double share(std::size_t place, double P_GeV) const;
  /// At any place.
  double total(double P_GeV) const;

 private:
  double per_GeV_;              ///< decay length over momentum, m/GeV; 0: decays where it is made
  double interaction_m_ = 0.0;  ///< in a dense dump; 0 elsewhere
  double path_m_ = 0.0;
  std::vector<double> z_;
};

/// Beam-table name of the particle that decays or mixes; empty for other productions.
std::string parent_of(ProductionChannel const& channel);

/// Mediators of a parent's decays, in its frame: energies, and how many of each for one parent.
Nodes mediator_energies(ProductionChannel const& decay, double mediator_GeV);

/// Mediators of one parent: a branching ratio, twice that where two are made.
double mediators_per_parent(ProductionChannel const& decay);

/// Is it a decay of particles that decay weakly, or of W, Z and h? Fluxes of those are made here.
bool is_weak_decay(ProductionChannel const& channel);

/// Fluxes of mediators of some weak decays together, per primary collision at monomial 1; parents in flight and at
/// rest. `variants[i]` is that of decay i.
///
/// Mediators of all decays of a parent are summed as a Gauss rule in the square of their momentum in its frame
/// (`Numerics::decay_energies` nodes), each of which is a two-body decay. Parents that make less than
/// `negligible_share` of what the strongest makes are left out.
std::vector<FluxSource> parent_decay_fluxes(Beam const& beam, std::span<ProductionChannel const> decays,
                                            std::span<std::string const> variants, double mediator_GeV,
                                            double theta_0_rad, Numerics const& numerics);

}  // namespace penumbra
