#pragma once

#include "particle/vector_exchange.hpp"

namespace penumbra {

/// Coherent elastic neutrino-nucleus scattering, nucleus at rest, without spin:
///
///   dsigma/dT = G_F^2 M/(4 pi) (Q_W - 4 c)^2 F^2 (1 - T/E - M T/(2 E^2)),   Q_W = N - (1 - 4 sin^2 theta_W) Z
///
/// A vector brings c = `vector_over_weak` at Q^2 = 2 M T, with the charge Z (2 x_u + x_d) + N (x_u + 2 x_d) of the
/// nucleus: Q_W - sqrt2 g^2 x_nu x_A/[G_F (M_V^2 + Q^2)], as arXiv:2008.05022 has it (recalled; B - L adds to Q_W).
/// Source: Freedman, Phys. Rev. D 9 (1974) 1389; arXiv:1708.01294. sin^2 theta_W = 0.23857 at low momentum transfer, F
/// the Helm form factor of protons and neutrons alike at q^2 = 2 M T. Tree level: radiative corrections, which tell
/// flavours apart, are 2-3 % (arXiv:2011.05960). Valid: E up to about 100 MeV.
struct CevnsTarget {
  int Z;
  double N;  ///< mean number of neutrons where isotopes are not told apart
  double mass_GeV;
};
InterferingCrossSection cevns_cm2_per_GeV(CevnsTarget const& target, double E_GeV, double T_GeV);

/// Largest recoil energy, 2 E^2/(M + 2 E), GeV.
double largest_nuclear_recoil_GeV(double target_GeV, double E_GeV);

/// Cross section of the Standard Model for recoils above a threshold, cm^2.
double cevns_above_cm2(CevnsTarget const& target, double E_GeV, double threshold_GeV);

}  // namespace penumbra
