#include "particle/vector_mesons.hpp"

#include "particle/constants.hpp"

namespace penumbra {

double photon_mixing_squared(VectorMeson const& meson) {
  return 3.0 * meson.width_ee_GeV / (sm::alpha * meson.mass_GeV);
}

double mixing_rate_per_parent(VectorMeson const& meson, double m_GeV) {
  double const M2 = meson.mass_GeV * meson.mass_GeV;
  double const off = M2 - m_GeV * m_GeV;
  return photon_mixing_squared(meson) * M2 * M2 / (off * off + M2 * meson.width_GeV * meson.width_GeV);
}

}  // namespace penumbra
