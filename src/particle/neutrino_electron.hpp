#pragma once

namespace penumbra {

enum class NeutrinoFlavour { electron, muon, tau };

/// Elastic neutrino-electron scattering at tree level, electron at rest:
///
///   dsigma/dT = 2 G_F^2 m_e/pi [g_L^2 + g_R^2 (1 - T/E)^2 - g_L g_R m_e T/E^2],   g_R = sin^2 theta_W,
///   g_L = sin^2 theta_W + 1/2 for nu_e (charged and neutral current), sin^2 theta_W - 1/2 for nu_mu and nu_tau
///
/// Source: 't Hooft, Phys. Lett. B 37 (1971) 195; sin^2 theta_W = 0.23857. No radiative corrections (2 %).
double neutrino_electron_cm2_per_GeV(NeutrinoFlavour flavour, double E_GeV, double T_GeV);

/// Integral over T up to 2 E^2/(m_e + 2 E), cm^2.
double neutrino_electron_cm2(NeutrinoFlavour flavour, double E_GeV);

}  // namespace penumbra
