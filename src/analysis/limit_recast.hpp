#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "analysis/limit_header.hpp"
#include "model/model.hpp"

namespace penumbra {

class FluxStore;

/// Changes whenever a recast changes.
inline constexpr std::int64_t recast_physics_version = 1;

/// Largest width over mass for which production and decay factorise and a peak or an endpoint stays where it was
/// published; what is neglected is of this order.
inline constexpr double narrow = 0.1;

/// A curve that does not tell its decay length holds while other decays change the lifetime by less than this.
inline constexpr double shortened = 0.01;

/// A point of a model in the terms of a published curve.
struct CurvePlace {
  double coupling;        ///< on the axis of the curve
  double factor = 1.0;    ///< signal over the signal with the curve's own alpha_D and branching ratio, at this coupling
  double share = 1.0;     ///< of decays that are counted, over that of the curve
  double lifetime = 1.0;  ///< over that of the curve at this coupling
};

/// The productions of a model that a mechanism of a limit file stands for: by its name, or decays of its parent; B and
/// K are all mesons of that kind.
std::vector<std::string_view> productions_by(std::string_view mechanism,
                                             std::span<ProductionChannel const> productions);

/// What a model makes at one mass, at unit couplings: a vector, an axion-like particle or a scalar.
struct MadeMediator {
  std::optional<VectorMediator> vector;
  std::optional<AlpCouplings> alp;
  std::optional<ScalarCouplings> scalar;
  std::span<ProductionChannel const> productions;
  Monomial
      monomial;  ///< all of them go as this: of a scalar or an axion-like particle the square of the first coupling

  static MadeMediator of(Model const& model, Masses masses, std::span<ProductionChannel const> productions);
  /// Of the same kind, so that curves of one can be read in models of the other.
  bool is_like(MadeMediator const& other) const;
};

/// Rate of a mechanism, as limit files name it, in one model over that in another, both at unit couplings and of the
/// same kind. From the models' own productions by name, or by parent for weak decays (B and K are all of them); and for
/// those that no beam here has from the couplings: of vectors pions by x_u - x_d, D*0 -> D0 by x_c and x_u (magnetic
/// moments of constituent quarks of 1.5 and 0.34 GeV), loops of leptons by that lepton's; of axion-like particles
/// e+e- -> gamma a and J/psi -> gamma a by the direct coupling to photons, Z -> gamma a by c_W - c_B. Nullopt where it
/// does not scale so, where the first model has no such production at this mass, and where several stand for it that
/// have different ratios.
class MechanismRatio {
 public:
  MechanismRatio(MadeMediator to, MadeMediator from);
  std::optional<double> operator()(std::string const& mechanism) const;

 private:
  MadeMediator to_;
  MadeMediator from_;
};

/// A published curve of one vector, scalar or axion-like particle read in a model of another, at one mass
/// (arXiv:1801.04847): the coupling of the curve that makes as many, mechanism by mechanism in the curve's mixture; the
/// share of the decays that are counted; the lifetime. On the curve's own model this is the identity.
///
/// A prompt search sees what decays no later than on its curve, or within `prompt_ctau_m`; of what lives longer it is
/// taken to see the share that decays by then, which is too little, never too much. What must escape and has no upper
/// edge may live longer than on the curve, not shorter.
class LimitRecast {
 public:
  /// Both models are of one kind and the curve is one of these: empty. Otherwise why not.
  static std::string why_not(LimitHeader const& header, Model const& model);
  /// `lower`: coupling on the curve, the smallest one at this mass. `shares`: of the productions in what the curve
  /// counts at this coupling; empty where they are not known.
  LimitRecast(LimitHeader const& header, Model const& model, Masses masses, double lower, FluxStore& fluxes,
              std::vector<double> const& shares);

  /// Nullopt where the curve says nothing.
  std::optional<CurvePlace> at(Couplings couplings) const;
  std::string why_silent(Couplings couplings) const;
  /// What each production of the curve makes, relative to what `shares` make together: of which a simulation sees
  /// other decays.
  std::vector<double> const& productions() const { return productions_; }

 private:
  struct Width {
    Monomial monomial;
    double width_GeV;
    double counted_GeV;  ///< part of it
  };
  double mediator_GeV_;
  bool decays_matter_ = true;
  Monomial made_by_;   ///< of the couplings of the model
  double made_ = 0.0;  ///< at unit couplings, over what the curve's model makes at a coupling of one
  std::vector<double> productions_;
  std::vector<Width> widths_;
  double curve_GeV_ = 0.0;    ///< width of the curve's model at a coupling of one
  double curve_share_ = 1.0;  ///< of its decays that are counted
  double ctau_on_curve_m_ = 0.0;
  enum class Lifetime { irrelevant, prompt, known, no_shorter, unknown } lifetime_ = Lifetime::irrelevant;
  std::string silent_;
};

}  // namespace penumbra
