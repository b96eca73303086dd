#pragma once

#include <span>

#include "model/alp/gluon_data.hpp"

namespace penumbra {

/// Distance from the mass of a meson, in units of it, below which the mixing with that meson is held: the small-angle
/// expansion ends there, and no published width resolves it. An ALP so close to a meson decays like the meson.
inline constexpr double nearest_to_meson = 0.005;

/// m^2 - m_meson^2 with the smallest size that `nearest_to_meson` allows, GeV^2.
double distance_from_meson_GeV2(double m_GeV, double meson_GeV);

/// A digitised width at m, in the unit of the table: logarithm linear in the mass, after the poles at eta and eta' were
/// taken out as
///
///   prod_P d^2/(d^2 + 0.09),   d = (m^2 - m_P^2)/m_P^2
///
/// so that across the gap of 2 % that the tables leave around each of them the width follows its pole. The 0.09 (30 %
/// of the squared mass) only says where a pole begins. Zero below the table, the last value above it.
double digitised_width(std::span<DigitisedWidth const> table, double m_GeV);

}  // namespace penumbra
