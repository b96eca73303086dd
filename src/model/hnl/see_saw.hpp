#pragma once

namespace penumbra {

/// Squared mixing at which one heavy neutral lepton of mass m gives one light neutrino its mass by the see-saw of type
/// one, U^2 = m_nu/m. The favoured band lies between that of the smallest mass that oscillations need and that of the
/// largest one that cosmology allows; symmetry-protected models (inverse, linear see-saw) lie above it.
double see_saw_mixing(double m_GeV, double neutrino_eV);

/// Neutrino masses that go with it.
namespace neutrino {
inline constexpr double solar_eV = 8.65e-3;       ///< sqrt of 7.49e-5 eV^2, NuFIT 6.0, arXiv:2410.05380
inline constexpr double atmospheric_eV = 0.0501;  ///< sqrt of 2.513e-3 eV^2, NuFIT 6.0, arXiv:2410.05380
inline constexpr double cosmological_eV = 0.12;   ///< Planck 2018, arXiv:1807.06209: the sum, 95 % CL
}  // namespace neutrino

}  // namespace penumbra
