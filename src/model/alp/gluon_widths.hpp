#pragma once

#include <array>
#include <string_view>

namespace penumbra {

/// Decays of an ALP with a coupling to gluons alone. c_g/Lambda in GeV^-1 of L = -(4 pi alpha_s c_g/Lambda) a G Gtilde,
/// which is f_a = Lambda/(32 pi^2 c_g) in L = (alpha_s/8 pi f_a) a G Gtilde, and 1/f_G = 8 c_g/Lambda in L = (g_s^2/8)
/// (1/f_G) a G Gtilde.

/// Where the digitised widths begin; below are photons alone, by an amplitude.
inline constexpr double gluon_table_start_GeV = 0.161;

/// Coupling to photons in leading-order chiral perturbation theory, GeV^-1 in L = -(g/4) a F Ftilde:
///
///   g = (alpha/2 pi f_a) [-1.92 - m^2/(m_pi0^2 - m^2) (m_d - m_u)/(m_d + m_u)]
///
/// Source: arXiv:1511.02867 (-1.92(4)), arXiv:1708.00443, eq. 12. Valid below about 0.12 GeV to 5 %; it vanishes at
/// 0.150 GeV, beyond which it is half of what arXiv:1811.03474 finds.
double gluon_photon_coupling_per_GeV(double c_per_GeV, double m_GeV);

struct AlpHadronChannel {
  std::string_view final_state;
  double width_GeV;
  double daughter_mass_GeV;  ///< of the lightest charged daughters; 0 when all are or decay to photons
};

/// Partial widths at c_g/Lambda = 1/GeV: gamma gamma, pi pi pi, pi+ pi- gamma, eta pi pi, K K pi, and other hadrons.
///
/// - below 0.12 GeV: two photons by `gluon_photon_coupling_per_GeV`; up to 0.16 GeV the same times a factor linear in
///   the mass, from one to the ratio to the table (1.9 in the width);
/// - 0.16 to 3 GeV: the digitised total of arXiv:1811.03474, shared among final states as their digitised widths.
///   Below 1.1 GeV these are all there is, and are scaled to the total (digitised separately, they add up to 1.2 of it
///   at 0.5 GeV and 1.3 at 0.9 GeV); above, what is missing is other hadrons (vector pairs, eta' pi pi, gluons);
/// - above 3 GeV: two gluons in perturbation theory, times a factor that goes from the ratio to the table to one at 2
///   m_D.
///
/// Error: that of one data-driven calculation; a later one (arXiv:2501.04525) moves widths at 1 to 2 GeV by factors of
/// order one. Two digitisations (ALPINIST, FORESEE) differ by 2 to 5 % in the total, by 15 % in its shares. Next to the
/// eta pi+ pi- gamma comes out three times more frequent than in the decay of the eta itself: there its digitised curve
/// is vertical.
std::array<AlpHadronChannel, 6> gluon_channels_GeV(double m_GeV);

/// Factor by which widths to hadrons may be larger or smaller: 1.2 up to 0.9 GeV (digitisations), 2 from 1.1 GeV to 3
/// GeV (arXiv:2501.04525), 1.5 above 2 m_D (the size of the next order of the width to gluons); logarithm linear
/// between.
double gluon_hadronic_spread(double m_GeV);

}  // namespace penumbra
