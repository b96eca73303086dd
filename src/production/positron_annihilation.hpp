#pragma once

#include "beam/beam.hpp"
#include "model/model.hpp"

namespace penumbra {

/// Atomic electrons of a target per cm2 in one radiation length.
double electrons_per_cm2_and_X0(ElectronTarget const& target);

/// Positrons on atomic electrons at rest. The electrons' own motion is neglected: in lead (mean kinetic energy 7 keV,
/// inner shells most) it spreads s by 9 %, root mean square, so that of positrons falling like E^-n a narrow resonance
/// finds 0.45 % x n(n+1) more: 10 % to 25 % for n = 4 to 7.
double annihilation_s_GeV2(double positron_energy_GeV);
/// The positron's energy for an invariant mass squared; inverse of the above.
double annihilation_energy_GeV(double s_GeV2);

/// e+ e- -> mediator* -> pair of dark matter.
///
///   sigma = 4 pi alpha (g_e/e)^2 (1 + 2 m_e^2/s)/beta_e  alpha_D h(s) / [(s - M^2)^2 + w^2 h(s)^2],
///   h(s) = sqrt(s) Gamma(sqrt(s)) at alpha_D = 1,     w = alpha_D + Gamma_other(M) / Gamma(M; alpha_D = 1)
///
/// so that w h(M^2) = M Gamma_total(M), with the running width of the pair; other widths run alike, which matters to
/// nothing while they are narrow. Below threshold (M < 2 m_chi) w = alpha_D.
/// Source: arXiv:1802.03794 (constant width there); spins through `dark_width_GeV`. Valid: s > 4 m_e^2, tree
/// level.
class ResonantAnnihilation {
 public:
  ResonantAnnihilation(DarkMatter const& dark_matter, double mediator_GeV);

  /// h(s), GeV^2; zero below the threshold of the pair.
  double running_GeV2(double s_GeV2) const;
  /// sigma / [alpha_D (g_e/e)^2] at strength w, cm2.
  double sigma_cm2(double s_GeV2, double strength) const;
  /// Strength w of a mediator whose width to other states, at its mass, is given.
  double strength(double alpha_D, double other_width_GeV) const;

  double threshold_GeV2() const { return threshold_GeV2_; }
  double mediator_GeV() const { return M_; }

 private:
  DarkMatter dark_matter_;
  double M_;
  double threshold_GeV2_;
  double on_shell_GeV2_;  ///< h(M^2)
};

/// e+ e- -> gamma mediator at (g_e/e)^2 = 1: cross section with the mediator above an energy in the laboratory, cm2.
///
///   d sigma/dz = (4 pi alpha^2/s) [(s-M^2)/(2s) (1+z^2) + 2 M^2/(s-M^2)] / (1 - beta^2 z^2),   z = cos(theta*),
///   E = gamma E* + gamma beta p* z
///
/// integrated in closed form. Source: arXiv:1802.03794 (m_e only in beta^2 = 1 - 4 m_e^2/s); at M = 0 it is twice e+ e-
/// -> gamma gamma. Diverges at s = M^2 like a soft photon: see `soft_photon_share`.
double associated_sigma_cm2(double mediator_GeV, double positron_energy_GeV, double energy_min_GeV);

/// 1 - M^2/s up to which photons belong to the resonance: there the soft photons and the virtual corrections of first
/// order cancel,
///
///   (L - 1) ln(share) + 3 L/4 + pi^2/6 - 1 = 0,   L = ln(s/m_e^2),
///
/// which gives 0.42 at s = 0.1 GeV^2. Harder photons are counted by `associated_sigma_cm2`.
/// Source of the correction: F. A. Berends, W. L. van Neerven, G. J. H. Burgers, Nucl. Phys. B297 (1988) 429.
double soft_photon_share(double s_GeV2);

}  // namespace penumbra
