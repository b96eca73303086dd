#pragma once

#include <numbers>

#include "particle/weak_hadrons.hpp"

namespace penumbra {

inline constexpr double f_pi_GeV = weak::f_pi_GeV / std::numbers::sqrt2;  ///< 92 MeV: chiral convention
inline constexpr double m_up_GeV = 2.16e-3;                               ///< MSbar at 2 GeV, PDG 2024
inline constexpr double m_down_GeV = 4.70e-3;                             ///< the same
/// (m_d - m_u)/(m_d + m_u)
inline constexpr double isospin_breaking = (m_down_GeV - m_up_GeV) / (m_down_GeV + m_up_GeV);

}  // namespace penumbra
