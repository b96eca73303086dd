#pragma once

#include <map>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "analysis/counted_productions.hpp"
#include "analysis/decay_search.hpp"
#include "analysis/decaying_particle.hpp"
#include "detection/length_spectrum.hpp"
#include "production/flux_store.hpp"

namespace penumbra {

/// What a search for decays sees of a particle. Of a mediator, other masses of a model (of dark matter) change neither
/// the productions nor what is visible, only the width: this is made once for all of them.
class DecaySpectra {
 public:
  /// Are productions whose mediators look alike seen as one flux? One by one costs more, and shows each.
  enum class Grouping { together, one_by_one };

  /// One spectrum per kind of decays, with the decay modes that share it.
  using ByModes = std::vector<std::pair<LengthSpectrum, std::vector<DecayMode>>>;

  /// Signal of some productions together in one variant (generator, splitting): decays seen at monomial 1 for each
  /// accepted class of final states.
  struct Seen {
    std::shared_ptr<SeenTogether const> together;
    std::string variant;
    double statistical_error;  ///< relative, of the beam tables
    std::shared_ptr<ByModes const> by_modes;
    double factor = 1.0;           ///< on these spectra, where they are those of another variant
    std::size_t first_decays = 0;  ///< place of the first of these spectra in `decays`

    double expected(Couplings couplings, double width_GeV, std::span<double const> decays,
                    Widths widths = Widths::central) const {
      double sum = 0.0;
      for (std::size_t i = 0; i < by_modes->size(); ++i) {
        double partial = 0.0;
        for (auto const& mode : (*by_modes)[i].second) partial += partial_width_GeV(mode, couplings, widths);
        sum += partial / width_GeV * decays[first_decays + i];
      }
      return together->monomial()(couplings) * factor * sum;
    }
  };

  /// One component: a channel and a nuisance group, in every variant of the group.
  struct Component {
    std::size_t channel;
    double scale;                             ///< exposure x efficiency
    std::vector<std::vector<Seen>> variants;  ///< outer: variant (first central), inner: productions
  };

  DecaySpectra(DecaySearch const& search, FluxStore& fluxes, DecayingParticle const& particle,
               Grouping grouping = Grouping::together);

  /// Null where nothing is made, or seen.
  LengthGrid const* grid() const { return grid_.get(); }
  std::vector<Component> const& components() const { return components_; }
  /// Decays seen of every spectrum at c tau, all couplings one. `exponentials` is room for those of the grid.
  std::vector<double> decays(double ctau_m, std::span<double> exponentials) const;
  /// Form factors of the proton relative to the central one.
  ComponentSignal const& form_factor() const { return form_factor_; }
  std::size_t bytes() const;

 private:
  /// By channel and by the place on the axis from which mediators come.
  using Followed = std::map<std::pair<DecayChannel const*, double>, std::unique_ptr<FollowedInSolid const>>;
  /// What all channels and productions share while their spectra are made.
  struct Making {
    DecaySearch::Input const& in;
    FluxStore& fluxes;
    DecayingParticle const& particle;
    FluxRange range;
    Followed followed;
  };
  Component component(Making& making, std::size_t channel, std::string const& group,
                      std::vector<ProductionChannel> const& productions, Grouping grouping) const;
  ByModes see(Making& making, SeenTogether const& together, std::string const& variant, DecayChannel const& channel,
              std::vector<DecayingParticle::Kind> const& kinds) const;
  static FollowedInSolid const* followed(Making& making, DecayChannel const& channel, double from_z_m,
                                         std::vector<DecayingParticle::Kind> const& kinds);

  std::unique_ptr<LengthGrid const> grid_;
  std::vector<Component> components_;
  std::vector<ByModes const*> spectra_;  ///< of all components, each once
  ComponentSignal form_factor_;
};

}  // namespace penumbra
