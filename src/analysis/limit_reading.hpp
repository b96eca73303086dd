#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "analysis/limit_curve.hpp"
#include "analysis/limit_header.hpp"
#include "analysis/limit_recast.hpp"
#include "analysis/relic_prediction.hpp"
#include "model/model.hpp"

namespace penumbra {

class FluxStore;

/// How a published curve is read at one mass point of a model: which mass and which coupling are on its axes, and by
/// how much branching ratios, alpha_D and the lifetime differ from those that it was made with.
///
/// Curves of the mediator alone keep their meaning in a model where it also decays to dark matter: visible final states
/// lose their share of the decays, displaced ones also live shorter, magnetic moments and missing masses do not change.
/// Curves of invisible decays assume a branching ratio of one, and say nothing about a pseudo-Dirac pair whose heavier
/// state could decay to electrons on the way. Curves made on a slice speak on the slice: within 1 % of
/// its mass ratio, and at any alpha_D at which the mediator is narrow. Recoils of the halo can be multiplied by the
/// share of the measured density that freeze-out leaves.
///
/// In a model with several couplings a curve counts what is made and decays through its own coupling: the others make
/// the particle live shorter and take their share of its decays, and what they add to the signal is left out. A curve
/// that was made with other options of the model (a Dirac fermion in place of a Majorana one) is moved by the ratio of
/// the widths. A curve without an upper edge does not tell its decay length: what lives shorter than on it is weakened
/// by as many decay lengths as there can be at most. A mere boundary then says nothing.
class LimitReading {
 public:
  /// Empty when a curve can speak about a model, else why not.
  static std::string why_not(LimitHeader const& header, Model const& model);

  /// Only for models for which `why_not` is empty. `relic`: of the same mass point, for curves that take the predicted
  /// density; null where the model does not say it.
  LimitReading(LimitHeader const& header, Model const& model, Masses masses,
               std::shared_ptr<RelicPrediction> relic = nullptr);

  /// Another model, other couplings or options than those of the curve may change the widths that it was made with.
  static bool is_recast(LimitHeader const& header, Model const& model);
  static bool needs_widths(LimitHeader const& header, Model const& model);
  /// Finds them. Only for models for which `needs_widths`.
  /// `lower`: coupling on the curve, the smallest one at this mass; `shares`: of its productions there, where known.
  void compare_widths(LimitHeader const& header, Model const& model, Masses masses, double lower, FluxStore& fluxes,
                      std::vector<double> const& shares);
  /// Null unless recast: how much each production makes, see LimitRecast.
  std::vector<double> const* productions() const { return recast_ ? &recast_->productions() : nullptr; }

  double mass_GeV() const { return mass_GeV_; }
  using Place = CurvePlace;
  /// Nullopt where the curve says nothing, see `why_silent`.
  std::optional<Place> at(Couplings couplings) const;
  /// Signal on the curve over the signal at a branching ratio of one: the share of invisible decays at the couplings of
  /// the curve itself, for curves made at a stated alpha_D.
  double branching_on_curve(double coupling) const;
  std::string why_silent(Couplings couplings) const;

 private:
  double dark_share(Couplings couplings) const;
  bool is_broad(Couplings couplings) const;
  bool is_shortened(Couplings couplings) const;
  std::optional<Place> among_other_couplings(Couplings couplings) const;
  void find_rate_of_options(LimitHeader const& header, Model const& model, Masses masses, FluxStore& fluxes);

  enum class Counted { everything, visible, invisible };
  LimitSlice slice_;
  std::shared_ptr<RelicPrediction> relic_;
  std::optional<std::size_t> coupling_;  ///< index; nullopt: y
  double mass_GeV_ = 0.0;
  double mediator_GeV_ = 0.0;
  std::optional<DarkMatter> dark_matter_;  ///< whose decays are open or whose couplings are needed
  double y_factor_ = 0.0;                  ///< (m_chi/m_mediator)^4
  double visible_GeV_ = 0.0;               ///< width at unit squared coupling of matter
  double dark_GeV_ = 0.0;                  ///< width at alpha_D = 1
  Counted counted_ = Counted::everything;
  bool lifetime_known_ = true;
  /// Widths by what drives them, and whether that is the curve's coupling alone; empty where they play no role.
  struct Width {
    Monomial monomial;
    double width_GeV;
    bool own;
  };
  std::vector<Width> widths_;
  double rate_of_options_ = 1.0;  ///< width by the curve's coupling, over that with the options of the curve
  bool prompt_ = false;
  bool is_edge_ = false;
  double width_on_curve_GeV_ = 0.0;
  double decay_lengths_ = 0.0;  ///< to the decay volume on the curve, where it does not tell: at most this
  bool is_recast_;
  std::optional<LimitRecast> recast_;  ///< none where the curve says nothing at this mass
  std::string silent_;                 ///< why at these masses; empty where it speaks
};

}  // namespace penumbra
