#pragma once

namespace penumbra {

/// Nucleus of a target, as the elastic form factor sees it: an atom with Z electrons and a dipole nucleus.
///
///   G(t) = Z^2 [a^2 t / (1 + a^2 t)]^2 / (1 + t/d)^2,   a = 111 Z^(-1/3) / m_e,   d = 0.164 A^(-2/3) GeV^2
///
/// Source: arXiv:0906.0580, appendix A. Valid for -t = momentum transfer squared > 0; elastic part only.
struct ElasticTarget {
  double Z;
  double A;  ///< atomic mass in atomic units

  double screening_GeV2() const;  ///< 1/a^2: below it the electrons screen the nucleus
  double size_GeV2() const;       ///< d: above it the nucleus is resolved
  double mass_GeV() const;        ///< A x 0.9315 GeV, electrons included
};

/// Effective flux of photons chi = int dt (t - t_min)/t^2 G(t) between t_min and t_max, dimensionless, Z^2 included.
///
/// Closed form (partial fractions). Source of the integrand: arXiv:0906.0580, eq. A17.
/// Valid: 0 <= t_min < t_max with t_max above about 1e-2 of the screening scale (below, the logarithms cancel); zero if
/// the range is empty.
double elastic_photon_flux(ElasticTarget target, double t_min_GeV2, double t_max_GeV2);

/// d sigma/dx per epsilon^2 of e- N -> e- N A' in the improved Weizsaecker-Williams approximation, in cm2; x = E_A'/E.
///
///   d sigma/dx = 4 alpha^3 chi sqrt(1 - m^2/E^2) (1 - x + x^2/3) / [m^2 (1-x)/x + m_e^2 x],   t_min = (m^2/2E)^2,
///   t_max = m^2
///
/// Source: arXiv:0906.0580, eq. A14; the 4 (not 8) follows from the angular integral of its eq. A12.
/// Valid: m well above m_e and m much smaller than E. Against the exact process it is low by 1.3-1.6 at 1 MeV and high
/// by 2 at 0.3 GeV.
double iww_dsigma_dx_cm2(double m_GeV, double E_GeV, double x, ElasticTarget target);

/// Share of A' inside the polar angle theta in the same approximation, at fixed x.
///
///   density in s = E^2 x theta^2 / U0,  U0 = m^2 (1-x)/x + m_e^2 x:
///   [1 - x + x^2/2] / (1+s)^2 - x (1-x) (m^2/U0) s / (1+s)^4, normalised to one
///
/// Source: arXiv:0906.0580, eq. A12 (U0 kept in the first term's numerator). Valid for small angles.
double iww_share_within(double theta_rad, double m_GeV, double E_GeV, double x);

/// The density in s of `iww_share_within`.
double iww_density_in_s(double s, double m_GeV, double x);

}  // namespace penumbra
