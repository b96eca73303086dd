#pragma once

#include <array>
#include <string_view>

#include "particle/quark_charges.hpp"

namespace penumbra {

/// One hadronic final state of a virtual photon of mass M.
struct HadronicChannel {
  std::string_view final_state;
  double r;  ///< sigma(e+e- -> final state) / (4 pi alpha^2 / 3 M^2)
  double
      daughter_mass_GeV;  ///< of the two equal daughters, or of the lightest charged ones; 0 when all decay to photons
  bool two_body;          ///< two equal daughters
};

/// R(M) by final state. The denominator is the massless point cross section, so that Gamma(V -> hadrons) = g^2/(12 pi)
/// M R for a vector with the photon's couplings times g/e.
///
/// - pi+pi-: Gounaris-Sakurai fit of arXiv:1205.2228 with rho-omega mixing (`pion_form_factor`), vacuum polarisation
/// taken out
///   (up to 5 % between rho and phi);
/// - pi0 gamma, eta gamma, pi+pi-pi0: rho, omega and phi poles with PDG widths (constant in the propagator), relative
/// signs
///   + + - (quark model; measured phases are within 20 degrees), phase space and the rho in pi pi of the three pions
///   running:
///     R_f = |sum_V sign_V sqrt(9 Gamma_ee Gamma_f(M) / (alpha^2 m_V M)) m_V^2 / (m_V^2 - M^2 - i m_V Gamma_V)|^2;
/// - K+K-, KLKS: beta^3 |F|^2/4, F = +-rho/2 + omega/6 + phi/3 (SU(3), ideal mixing; at the phi it reproduces the PDG
///   partial widths to 5 %), ground states only;
/// - hadrons: the rest. Up to 2 GeV what is missing to the measured R of the PDG compilation (2020), zero below 0.95
/// GeV;
///   above 2 GeV what is missing to `perturbative_r`.
///
/// Valid: threshold to 100 GeV (see `perturbative_r`). Vacuum polarisation is left in the omega and phi (3-4 %).
/// Accuracy: 4 % below 0.75 GeV, 10 % at 0.78-1.2 GeV (spread of codes), 10-15 % at 1.2-2 GeV. Cost: below 2 us.
///
/// For other charges than the photon's, Gamma = g^2/(12 pi) M R: each meson's amplitude is scaled by `meson_charges`
/// (arXiv:1801.04847), interference kept; the rest by the shares of rho, omega and phi in it (`r_data.hpp`), above 2
/// GeV by the charges of the quarks. Less well known: the rest is 4 pi and omega pi0 (rho) up to 1.4 GeV, then a
/// mixture by assignment.
std::array<HadronicChannel, 7> hadronic_channels(double m_GeV, QuarkCharges const& quarks = electric_charges);

/// Sum of all channels.
double hadronic_r(double m_GeV, QuarkCharges const& quarks = electric_charges);

}  // namespace penumbra
