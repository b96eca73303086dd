#pragma once

#include "model/model.hpp"

namespace penumbra {

/// Annihilation of a pair through a vector of mass m in the s channel into final states to which a vector of mass
/// sqrt(s) would have the width `visible_GeV`, GeV^-2, averaged over spins:
///
///   sigma = 12 pi c s Gamma_dark(sqrt s) Gamma_visible(sqrt s) / (k^2 g_1 g_2 [(s - m^2)^2 + s Gamma(sqrt s)^2])
///
/// k the momentum in the centre of mass, g_i the spin states of either particle, c = 2 for identical particles (the
/// width to a pair of them counts half), Gamma = Gamma_dark + Gamma_visible the running width. For complex scalars,
/// Dirac and Majorana fermions this is (4 pi/3) eps^2 alpha alpha_D {s beta; (s + 2 m^2)/beta; s beta} S(s)/[...] of
/// arXiv:1505.00011. Zero at and below threshold. A pseudo-Dirac pair annihilates as chi_1 chi_2.
class SChannelAnnihilation {
 public:
  /// At one s.
  SChannelAnnihilation(DarkMatter const& dm, double m_GeV, double s_GeV2);
  double operator()(double alpha_D, double visible_GeV) const {
    double const dark_GeV = alpha_D * dark_GeV_;
    if (!(dark_GeV > 0.0)) return 0.0;
    double const width_GeV = dark_GeV + visible_GeV;
    return strength_ * dark_GeV * visible_GeV / (off_shell2_GeV4_ + s_GeV2_ * width_GeV * width_GeV);
  }

 private:
  double s_GeV2_;
  double dark_GeV_ = 0.0;  ///< width to the pair at alpha_D = 1
  double strength_ = 0.0;  ///< 12 pi c s/(k^2 g_1 g_2)
  double off_shell2_GeV4_ = 1.0;
};

/// Annihilation of a pair into two vectors of mass m on their mass shells, GeV^-2 at alpha_D = 1 (scales as alpha_D^2),
/// averaged over spins; zero below 2 m.
///
/// Dirac fermions and complex scalars: exact tree level, the crossed Compton amplitude with massive vectors; at
/// threshold pi/m_chi^2 (1 - r^2)^(3/2)/(1 - r^2/2)^2, r = m/m_chi (arXiv:0711.4866, eq. 10), for Dirac fermions and
/// 2 pi/m_chi^2 sqrt(1 - r^2)(1 - r^2 + 3 r^4/8)/(1 - r^2/2)^2 for scalars. Majorana fermions: the s wave alone, which
/// is that of Dirac fermions; their axial current is not conserved, so that higher partial waves depend on the dark
/// Higgs boson. Pseudo-Dirac pairs: as Dirac fermions of their mean mass (no splitting). The Sommerfeld enhancement, of
/// order pi alpha_D/v for light vectors, is left out: 1 % for alpha_D = 0.001 at the v = 0.3 of freeze-out.
double secluded_annihilation_GeV2(DarkMatter const& dm, double m_GeV, double s_GeV2);

}  // namespace penumbra
