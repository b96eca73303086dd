#pragma once

#include <vector>

#include "model/model.hpp"

namespace penumbra {

/// Production of a heavy neutral lepton of mass m_N in two-body and leptonic decays, per parent at U^2 = 1; the same
/// for Dirac and Majorana, since a parent of one charge makes N with one charged lepton. Source: arXiv:1805.08567,
/// section
/// 2. Zero where closed.

/// BR(M -> l N) = tau G_F^2 f^2 |V|^2 m_M^3/(8 pi) [y_N^2 + y_l^2 - (y_N^2 - y_l^2)^2] sqrt(lambda(1, y_N^2, y_l^2)),
/// eq. 2.2. N of spin 1/2 lifts the helicity suppression: largest near m_N = m_M/sqrt 3.
double meson_to_lepton_branching_ratio(double m_N_GeV, double meson_GeV, double lepton_GeV, double f_GeV, double ckm,
                                       double lifetime_s);

/// BR(tau -> P N) and BR(tau -> V N) with the mixing of the tau, eqs. 2.10-2.11: N -> l P with the roles exchanged.
double tau_to_pseudoscalar_branching_ratio(double m_N_GeV, double meson_GeV, double f_GeV, double ckm);
double tau_to_vector_branching_ratio(double m_N_GeV, double meson_GeV, double g_GeV2, double ckm);

/// BR(L -> l nu N) of a lepton L of the given mass and lifetime: tau G_F^2 m^5/(192 pi^3) I, eqs. 2.12-2.13; the same
/// number with the mixing of the heavy lepton (N takes the place of its neutrino) and with that of the light one (N
/// takes the place of the antineutrino).
double lepton_to_lepton_branching_ratio(double m_N_GeV, double parent_GeV, double lepton_GeV, double lifetime_s);
/// The two spectra of N in the frame of L, as nodes of a quadrature: they differ.
std::vector<ThreeBodyDecay::Energy> spectrum_with_heavy_mixing(double m_N_GeV, double parent_GeV, double lepton_GeV);
std::vector<ThreeBodyDecay::Energy> spectrum_with_light_mixing(double m_N_GeV, double parent_GeV, double lepton_GeV);

/// What the mass of N leaves of W -> l nu or Z -> nu nu: (1 - x^2)^2 (1 + x^2/2), x = m_N/m_W,Z; charged leptons
/// massless.
double boson_phase_space(double m_N_GeV, double boson_GeV);

}  // namespace penumbra
