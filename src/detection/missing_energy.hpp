#pragma once

#include <vector>

#include "beam/beam.hpp"
#include "model/model.hpp"
#include "production/numerics.hpp"
#include "production/positron_annihilation.hpp"

namespace penumbra {

/// Energy that a mediator must carry away to be counted.
struct MissingEnergy {
  double min_GeV;
  double max_GeV;
};

/// Mediators of the wanted energy radiated per electron on target, at (g_e/e)^2 = 1.
///
///   (N_A X0 / A) int dC(E) int dx dsigma/dx(x; E),   min < x E < max
///
/// thick target: C the track length of all electrons and positrons; thin target: its thickness at the beam energy. The
/// cross section is the exact one or the approximation that the beam asks for. Everything else in the event is absorbed
/// and measured, the mediator never is: mediators that decay visibly behind the calorimeter are not counted (they are
/// what searches for decays see).
double radiated_per_electron(ElectronTarget const& target, double beam_energy_GeV, double mediator_GeV,
                             MissingEnergy const& wanted, Numerics const& numerics);

/// The same per muon on target, at (g_mu/e)^2 = 1, from the exact process with the mass of the muon:
///
///   (N_A / A) thickness int dx dsigma/dx(x; E0),   min < x E0 < max
///
/// Every muon crosses the target at the beam energy: it loses 0.3 % of it in NA64's target, 3 % in M3's.
double radiated_per_muon(MuonTarget const& target, double beam_energy_GeV, double mediator_GeV,
                         MissingEnergy const& wanted, Numerics const& numerics);

/// e+ e- -> mediator gamma of a shower's positrons with a mediator of the wanted energy, per electron on target at
/// (g_e/e)^2 = 1; photons harder than `soft_photon_share`.
double associated_per_electron(ElectronTarget const& target, double beam_energy_GeV, double mediator_GeV,
                               MissingEnergy const& wanted, Numerics const& numerics);

/// e+ e- -> mediator* -> dark matter of a shower's positrons of the wanted energy, per electron on target, per alpha_D
/// (g_e/e)^2, at any strength of the resonance.
///
///   (N_A X0 Z / A) int dC+(E) sigma(s(E); w)
///
/// The Breit-Wigner is resolved: panels of s grow geometrically from the width on both sides of the mass. The integral
/// is computed at strengths of a fixed lattice, equal steps in ln w, and interpolated there (cubic in ln-ln, error
/// below 0.1 %; along its end slopes outside), so that its value at a strength depends on that strength only.
class ResonantPerElectron {
 public:
  ResonantPerElectron(ElectronTarget const& target, double beam_energy_GeV, ResonantAnnihilation const& process,
                      MissingEnergy const& wanted, Numerics const& numerics);
  double operator()(double strength) const;
  /// The integral itself, without the lattice. Valid for widths above 1e-11 of the mass.
  double integral(double strength) const;

 private:
  ElectronTarget target_;
  double E0_;
  ResonantAnnihilation process_;
  double s_min_;
  double s_max_;
  int nodes_;
  double step_;
  double scale_;                    ///< width over mass at strength 1; off shell 1
  std::vector<double> logarithms_;  ///< of the integral at the lattice; empty where nothing is made
};

/// Changes whenever a number computed by this file changes.
inline constexpr std::int64_t missing_energy_physics_version = 1;

}  // namespace penumbra
