#pragma once

namespace penumbra {

/// Neutrinos of pi+ -> mu+ nu_mu and mu+ -> e+ nu_e nubar_mu, both at rest, per decay of a pion.

/// Energy of the prompt nu_mu, (m_pi^2 - m_mu^2)/(2 m_pi) = 29.79 MeV.
double pion_at_rest_prompt_GeV();

/// Spectrum of the delayed nu_e, 192/m (E/m)^2 (1/2 - E/m), and of the delayed nubar_mu, 64/m (E/m)^2 (3/4 - E/m), m
/// the muon mass, per GeV; each integrates to one below m/2 and vanishes above. Michel spectra without the electron
/// mass.
double pion_at_rest_electron_neutrino_per_GeV(double E_GeV);
double pion_at_rest_muon_antineutrino_per_GeV(double E_GeV);

}  // namespace penumbra
