#pragma once

namespace penumbra {

/// Width of a vector to a pair of Dirac fermions, Gamma = g^2 M/(12 pi) (1 + 2 m^2/M^2) sqrt(1 - 4 m^2/M^2), GeV.
///
/// For L = -g V_mu fbar gamma^mu f. Source: arXiv:1801.04847, eq. 2.13. Valid: M > 0; zero below threshold; tree level.
double vector_to_fermions_GeV(double g_squared, double m_GeV, double fermion_GeV);

/// Width of a vector to hadrons with a given R, Gamma = g^2 M R/(12 pi), R normalised to the massless point cross
/// section (for other charges than the photon's: to that of a fermion of unit charge). Source: arXiv:1801.04847,
/// eq. 2.14.
double vector_to_hadrons_GeV(double g_squared, double m_GeV, double r);

}  // namespace penumbra
