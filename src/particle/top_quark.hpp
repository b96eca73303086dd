#pragma once

namespace penumbra {

inline constexpr double m_top_GeV = 172.57;  ///< pole mass from direct measurements, PDG 2024
inline constexpr double m_W_GeV = 80.3692;   ///< PDG 2024

}  // namespace penumbra
