#include "model/alp/meson_mixing.hpp"

#include <cmath>

#include "model/alp/digitised_width.hpp"
#include "particle/constants.hpp"
#include "particle/light_quarks.hpp"

namespace penumbra {

MesonMixing gluon_meson_mixing(double f_a_per_GeV, double m_GeV) {
  double const m2 = m_GeV * m_GeV;
  double const pion2 = sm::m_pi0_GeV * sm::m_pi0_GeV;
  double const scale = f_pi_GeV * f_a_per_GeV;
  return {-0.5 * scale * isospin_breaking * m2 / distance_from_meson_GeV2(m_GeV, sm::m_pi0_GeV),
          -scale / std::sqrt(6.0) * (m2 - 0.5 * pion2) / distance_from_meson_GeV2(m_GeV, sm::m_eta_GeV),
          -scale / (2.0 * std::sqrt(3.0)) * (m2 - 2.0 * pion2) / distance_from_meson_GeV2(m_GeV, sm::m_etaprime_GeV)};
}

MesonMixing quark_meson_mixing(double c_per_GeV, double m_GeV) {
  double const scale = f_pi_GeV * c_per_GeV * m_GeV * m_GeV;
  return {0.0, -scale / std::sqrt(6.0) / distance_from_meson_GeV2(m_GeV, sm::m_eta_GeV),
          -2.0 * scale / std::sqrt(3.0) / distance_from_meson_GeV2(m_GeV, sm::m_etaprime_GeV)};
}

}  // namespace penumbra
