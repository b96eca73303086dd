#pragma once

#include <array>
#include <complex>
#include <string_view>

#include "particle/quark_charges.hpp"

namespace penumbra {

/// Time-like form factors of the proton that there are, for a vector with these couplings to rho and omega (the photon:
/// one each, F_1(0) = 1; protons have no valence strange quarks, so that the phi plays no role); the first is central
/// unless a beam says otherwise.
struct ProtonFormFactor {
  std::string_view name;
  std::complex<double> (*dirac)(double m_GeV, MesonCharges const& charges);
  std::string_view title;
  bool usual = true;  ///< counts where a beam names none; the others are there to repeat what was published
};
extern std::array<ProtonFormFactor, 3> const proton_form_factors;

/// False for those that are there to repeat what was published; true for names that are none of them.
bool is_usual_form_factor(std::string_view name);

/// Dirac form factor of the proton, F_1(0) = 1, at q^2 = m^2 > 0, from three rho-like and three omega-like poles:
///
///   F_1 = sum_V f_V m_V^2 / (m_V^2 - q^2 - i m_V Gamma_V)
///
/// Source: Faessler et al., arXiv:0910.5589; constants as used for proton bremsstrahlung in arXiv:1609.01770.
/// Valid: m < 2 GeV. Widths are constant and rho and omega degenerate at 0.77 GeV (|F_1|^2 = 8.9e3 there).
std::complex<double> proton_dirac_faessler(double m_GeV, MesonCharges const& charges = photon_like);

/// The same from the ground states alone with universal couplings, physical masses and a running width of the rho:
///
///   F_1 = 1/2 m_rho^2 / (m_rho^2 - q^2 - i q Gamma_rho(q^2)) + 1/2 m_w^2 / (m_w^2 - q^2 - i m_w Gamma_w)
///   Gamma_rho(q^2) = Gamma_rho (m_rho/q) [(q^2 - 4 m_pi^2)/(m_rho^2 - 4 m_pi^2)]^(3/2), zero below two pions
///
/// Source: universality, Sakurai, Ann. Phys. 11 (1960) 1; masses and widths PDG. A plain model that differs from the
/// fit above by the factors of a few by which published choices differ (arXiv:2108.05900 discusses them): the spread of
/// the two is our uncertainty. Valid: m < 1.2 GeV as a model; a lower bound above, where excited states are missing.
std::complex<double> proton_dirac_vector_dominance(double m_GeV, MesonCharges const& charges = photon_like);

/// One below 0.843 GeV, (m^2/0.71 GeV^2)^-2 above: no resonances.
///
/// Source: how the projection of SHiP, arXiv:2011.05115, cuts bremsstrahlung off in its "dipole" curve; read in the
/// public software of SHiP (python/proton_bremsstrahlung.py, penaltyFactor). No model of the proton.
std::complex<double> proton_dirac_dipole_penalty(double m_GeV, MesonCharges const& charges = photon_like);

/// Pauli form factor of the proton, F_2(0) = kappa_p = 1.793, in the same model: each ground state carries its share of
/// the anomalous moment,
///
///   F_2 = kappa_V/2 BW_rho + kappa_S/2 BW_omega,   kappa_V,S = kappa_p -+ kappa_n = 3.706, -0.120 (PDG moments)
///
/// with BW the two propagators above, one at q^2 = 0. Valid: as above.
std::complex<double> proton_pauli_vector_dominance(double m_GeV, MesonCharges const& charges = photon_like);

}  // namespace penumbra
