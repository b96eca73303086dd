#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "model/model.hpp"

namespace penumbra {

/// Decays, productions and magnetic moments of axion-like particles at unit coupling, in the order of the models.

/// Every rate of a model with one coupling goes as its square.
Monomial alp_coupling_squared();

/// gamma gamma, and e+ e- gamma by conversion of one of the photons (mu+ mu- gamma is left out: 0.2 % at 1 GeV, 0.9 %
/// at 10 GeV).
std::vector<DecayMode> alp_photon_decays(double m_GeV);
std::vector<ProductionChannel> alp_photon_productions(double m_GeV);

/// Leptons; hadrons (`fermion_alp_to_hadrons_GeV`); gamma gamma through loops of leptons and heavy quarks. Light quarks
/// in the loop are left out: below a GeV they are mixing with eta and eta', and above hadrons dominate.
std::vector<DecayMode> alp_fermion_decays(double m_GeV);
/// Mixing with eta and eta', conversion of photons by the loops, decays of K and B by the top loop.
std::vector<ProductionChannel> alp_fermion_productions(double m_GeV);
/// One loop, pseudoscalar coupling m_l/v; the two-loop terms with the photon coupling are left out.
std::optional<double> alp_fermion_magnetic_moment(std::string_view lepton, double m_GeV);

/// `gluon_channels_GeV` at c_g/Lambda = 1/8.
std::vector<DecayMode> alp_gluon_decays(double m_GeV);
/// Mixing with pi0, eta and eta', conversion of photons, K -> pi a and B -> K(*) a.
std::vector<ProductionChannel> alp_gluon_productions(double m_GeV);

/// As for photons, g_agg = sin^2 theta_W g_aWW. Fermions by loops of W are left out.
std::vector<DecayMode> alp_w_decays(double m_GeV);
/// K -> pi a (K_L too), B -> K a, B -> K* a, conversion and fusion of photons. Parents K+, B+ and B0 stand for both
/// charges.
std::vector<ProductionChannel> alp_w_productions(double m_GeV);

/// As for photons, g_agg = cos^2 theta_W g_aBB.
std::vector<DecayMode> alp_hypercharge_decays(double m_GeV);
std::vector<ProductionChannel> alp_hypercharge_productions(double m_GeV);

/// No coupling to leptons at one loop (those of photons come with a logarithm of the cut-off, and are left out).
std::optional<double> no_magnetic_moment(std::string_view lepton, double m_GeV);

}  // namespace penumbra
