#pragma once

#include <complex>
#include <optional>
#include <string_view>
#include <vector>

#include "model/alp/couplings.hpp"
#include "model/model.hpp"

namespace penumbra {

/// Decays, productions and magnetic moments of an axion-like particle of any couplings, at a monomial of one.
/// Amplitudes add wherever theirs are known; where only widths are, these add and `DecayMode::spread` has the
/// interference.

/// Every rate of a model with one coupling goes as its square.
Monomial alp_coupling_squared();

/// The coupling to two photons, g of L = -(g/4) a F Ftilde:
///
///   g = to_photons_directly() - (alpha/pi) sum_f c_f N_c Q^2 B_1 + what gluons bring
///
/// with leptons, c, b and t in the loops. Source: arXiv:1708.00443, eqs. 9, 10 and 12 (signs too). Light quarks in the
/// loop are left out: below a GeV they are mixing with eta and eta', and above hadrons dominate. What gluons bring has
/// the sign of `gluon_photon_coupling_per_GeV` up to 0.16 GeV; of the width of arXiv:1811.03474 that is taken above the
/// phase is not known.
struct AlpToPhotons {
  std::complex<double> coherent_per_GeV;  ///< amplitudes of known sign
  double apart_per_GeV;                   ///< size of what has no known phase
  /// |g|; what has no known phase is added in squares.
  double size_per_GeV() const;
};
AlpToPhotons alp_to_photons_coupling(AlpCouplings const& couplings, double m_GeV);

/// - Leptons.
/// - gamma gamma, and e+ e- gamma by conversion of one of the photons that field strengths bring (mu+ mu- gamma is left
///   out: 0.2 % at 1 GeV, 0.9 % at 10 GeV; and so are conversions of those of loops and gluons).
/// - Hadrons of gluons (`gluon_channels_GeV`) and of quarks (`fermion_alp_to_hadrons_GeV`). Up to 3 GeV their widths
///   add; from 2 m_D on the amplitudes for two gluons do; between the interference grows linearly.
std::vector<DecayMode> alp_decays(AlpCouplings const& couplings, double m_GeV);

/// - Mixing with pi0, eta and eta', gluons and quarks together.
/// - Conversion of photons on nuclei by the coupling above; fusion by field strengths alone (with gluons or quarks
///   mixing makes more by far).
/// - K -> pi a (K_L too), B -> K a, B -> K* a: amplitudes of W, top and gluons add; the decay of charged kaons by
/// gluons
///   and the weak interaction of mesons (`octet_kaon_to_pion`) is added as a rate. The same for quarks is left out: a
///   tenth of the amplitude where top has the same coupling, all there is where it has none. Parents K+, B+ and B0
///   stand for both charges.
/// - Bremsstrahlung of electrons and muons and annihilation of positrons are left out.
std::vector<ProductionChannel> alp_productions(AlpCouplings const& couplings, double m_GeV);

/// One loop, pseudoscalar coupling c m_l; the two-loop terms with the photon coupling are left out, and so is what
/// those of field strengths bring with a logarithm of the cut-off. Nullopt where it does not couple to this lepton.
std::optional<double> alp_magnetic_moment(AlpCouplings const& couplings, std::string_view lepton, double m_GeV);

}  // namespace penumbra
