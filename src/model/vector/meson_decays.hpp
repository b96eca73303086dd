#pragma once

namespace penumbra {

/// BR(P -> gamma A') per eps^2 = 2 (1 - m^2/m_P^2)^3 BR(P -> gamma gamma), for a dark photon of mass m.
///
/// Source: arXiv:0906.5614. Valid: m < m_P (zero above); transition form factor set to one, see `dark_photon.cpp`.
double pseudoscalar_to_photon_vector(double m_GeV, double parent_GeV, double br_two_photons);

/// BR(V -> P A') per eps^2 = lambda^(3/2)(m_V^2, m_P^2, m^2) / (m_V^2 - m_P^2)^3 BR(V -> P gamma).
///
/// Source: arXiv:0906.5614. Valid: m < m_V - m_P (zero above); transition form factor set to one.
double vector_to_pseudoscalar_vector(double m_GeV, double parent_GeV, double pseudoscalar_GeV, double br_photon);

}  // namespace penumbra
