#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "particle/constants.hpp"
#include "production/iww_bremsstrahlung.hpp"

namespace penumbra {

/// How finely the two remaining integrals (angle, momentum transfer) are done. Errors: see exact_dsigma_dx_cm2.
enum class BremsstrahlungPrecision { fast, fine };

/// d sigma/dx per epsilon^2 of e- N -> e- N A' at tree level, in cm2; x = E_A'/E with E the total energy of the
/// electron.
///
///   d sigma/(dx dU) = alpha^3 E / (4 p^2 V) int dt G(t)/t^2 <|A|^2> / (4 M^2),    U = m_e^2 - (p-k)^2,   V = |p-k|
///   (3-vectors)
///
/// with the vector emitted from the electron line (both diagrams, electron mass kept), one photon exchanged with a
/// spin-0 nucleus of mass M at rest that recoils, and the elastic form factor G of `ElasticTarget`. The azimuth of the
/// exchanged photon is done in closed form, the momentum transfer and the angle by Gauss-Legendre rules.
///
/// Source: phase space as in arXiv:1609.06781; the squared amplitude is our own, checked against explicit Dirac
/// matrices to 1e-11 (tools/bremsstrahlung/check_matrix_element.py).
/// Valid: 1 MeV <= m < E - m_e, 0.1 GeV <= E <= 300 GeV, 0 < x; zero outside the phase space. Tree level, no inelastic
/// form factor, A' radiated by the nucleus neglected. For muons `lepton_GeV` stands in place of m_e: 1 MeV <= m < E -
/// m_mu, checked up to 160 GeV (tests/detection/missing_energy_test.cpp).
double exact_dsigma_dx_cm2(double m_GeV, double E_GeV, double x, ElasticTarget target,
                           BremsstrahlungPrecision precision = BremsstrahlungPrecision::fast,
                           double lepton_GeV = sm::m_e_GeV);

/// The part of `exact_dsigma_dx_cm2` with the A' inside the polar angle theta.
double exact_dsigma_dx_within_cm2(double theta_rad, double m_GeV, double E_GeV, double x, ElasticTarget target,
                                  BremsstrahlungPrecision precision = BremsstrahlungPrecision::fast);

/// d sigma/(dx dU) per epsilon^2 in cm2 / GeV2, with U = U_min + 4 p k sin^2(theta/2), U_min ~ m^2 (1-x)/x + m_e^2 x.
double exact_dsigma_dx_dU_cm2(double U_GeV2, double m_GeV, double E_GeV, double x, ElasticTarget target,
                              BremsstrahlungPrecision precision = BremsstrahlungPrecision::fast);

/// The exact process at fixed electron energy and x as a function of the polar angle of the A': a series of Legendre
/// polynomials.
///
/// Costs as much as one `exact_dsigma_dx_cm2` to make (fast rule), and a tenth of a microsecond per angle.
/// Accuracy: total as the fast rule (1e-3); share inside an angle see tools/bremsstrahlung/check_bremsstrahlung.cpp.
class EmissionAngles {
 public:
  static constexpr std::size_t terms = 12;
  using Coefficients = std::array<double, terms>;

  EmissionAngles(double m_GeV, double E_GeV, double x, ElasticTarget target);
  /// With coefficients that were interpolated (BremsstrahlungAtMass).
  EmissionAngles(double m_GeV, double E_GeV, double x, ElasticTarget target, Coefficients const& coefficients_cm2);

  Coefficients const& coefficients_cm2() const { return coefficients_cm2_; }
  double total_cm2() const { return coefficients_cm2_[0]; }  ///< d sigma/dx per epsilon^2
  double within_cm2(double theta_rad) const;                 ///< the part inside theta
  double per_theta_cm2(double theta_rad) const;              ///< d sigma/(dx d theta), per radian

 private:
  double place(double theta_rad) const;
  double U_min_GeV2_ = 0.0, pk_GeV2_ = 0.0, z_end_ = 1.0;
  Coefficients coefficients_cm2_{};
};

/// The exact process for one mass, interpolated in electron energy and x: for integrals over a thick target.
///
/// Chebyshev points in ln(E) and in phi, cos(phi) linear in ln(1 - x + m_e^2/m^2) (the cross section vanishes like a
/// velocity at both ends, which is smooth in phi); interpolated is the ratio to `iww_dsigma_dx_cm2`. Immutable once
/// made. Valid: E_cut <= E_A', E_cut + 2 MeV <= E <= E_max of the constructor; zero outside. At most 32 x 32 points.
/// Error of a thick-target yield with 8 x 12 points: below 0.15 % for m <= 0.3 GeV, 0.7 % at 0.8 GeV; inside an angle
/// of a few mrad below 0.2 % for m <= 0.3 GeV, 1.7 % at 0.8 GeV; 10 x 14 points: 0.1 %, 1 %.
class BremsstrahlungAtMass {
 public:
  BremsstrahlungAtMass(double m_GeV, ElasticTarget target, double E_cut_GeV, double E_max_GeV, std::size_t energies = 8,
                       std::size_t fractions = 12);
  double dsigma_dx_cm2(double E_GeV, double x) const;
  EmissionAngles angles(double E_GeV, double x) const;

 private:
  template <std::size_t N>
  std::array<double, N> interpolated(double E_GeV, double x) const;
  double m_GeV_;
  ElasticTarget target_;
  double E_cut_GeV_, ln_E_min_, ln_E_max_;
  std::size_t energies_, fractions_;
  std::vector<EmissionAngles::Coefficients> over_iww_;
};

/// Correction of the improved Weizsaecker-Williams cross section, exact / IWW, at fixed x.
double exact_over_iww(double m_GeV, double E_GeV, double x, ElasticTarget target,
                      BremsstrahlungPrecision precision = BremsstrahlungPrecision::fast);

}  // namespace penumbra
