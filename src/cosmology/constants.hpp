#pragma once

/// Numbers of cosmology (PDG, Review of Particle Physics 2024, "Astrophysical constants and parameters").
namespace penumbra::cosmology {

inline constexpr double planck_mass_GeV = 1.22089e19;                   ///< not reduced
inline constexpr double entropy_today_per_cm3 = 2891.2;                 ///< at 2.7255 K
inline constexpr double critical_density_over_h2_GeV_cm3 = 1.05367e-5;  ///< rho_c / h^2
inline constexpr double dark_matter_omega_h2 = 0.1200;                  ///< Planck 2018, arXiv:1807.06209, abstract
inline constexpr double speed_of_light_cm_s = 2.99792458e10;            ///< exact

}  // namespace penumbra::cosmology
