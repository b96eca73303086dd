#pragma once

#include "particle/vector_exchange.hpp"

namespace penumbra {

enum class NeutrinoFlavour { electron, muon, tau };

struct Neutrino {
  NeutrinoFlavour flavour;
  bool anti = false;
};

/// Elastic neutrino-electron scattering at tree level, electron at rest:
///
///   dsigma/dT = 2 G_F^2 m_e/pi [g_L^2 + g_R^2 (1 - T/E)^2 - g_L g_R m_e T/E^2],   g_R = sin^2 theta_W,
///   g_L = sin^2 theta_W + 1/2 for nu_e (charged and neutral current), sin^2 theta_W - 1/2 for nu_mu and nu_tau
///
/// antineutrinos exchange g_L and g_R; a vector adds c = `vector_over_weak` at Q^2 = 2 m_e T to both.
/// Source: 't Hooft, Phys. Lett. B 37 (1971) 195; sin^2 theta_W = 0.23857; arXiv:1202.6073 for the vector. No radiative
/// corrections (2 %).
InterferingCrossSection neutrino_electron_cm2_per_GeV(Neutrino neutrino, double E_GeV, double T_GeV);

/// Largest recoil energy, 2 E^2/(m_e + 2 E), GeV.
double largest_electron_recoil_GeV(double E_GeV);

/// That of the Standard Model, integrated over T, cm^2.
double neutrino_electron_cm2(Neutrino neutrino, double E_GeV);

}  // namespace penumbra
