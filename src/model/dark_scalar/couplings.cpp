#include "model/dark_scalar/couplings.hpp"

#include <cmath>

#include "particle/constants.hpp"
#include "particle/light_quarks.hpp"

namespace penumbra {

double ScalarCouplings::light() const { return 0.5 * ((up + down) + isospin_breaking * (down - up)); }

double ScalarCouplings::heavy() const { return (charm + bottom + top) / 3.0; }

bool ScalarCouplings::alike_in_hadrons() const {
  double const rounding = 1e-12 * std::abs(strange);
  return std::abs(light() - strange) <= rounding && std::abs(heavy() - strange) <= rounding;
}

double flavour_change_factor(ScalarCouplings const& couplings) {
  constexpr double scale_GeV = 1e3;
  return couplings.top - (couplings.top - couplings.bosons) * 2.0 * std::log(scale_GeV / sm::m_top_GeV);
}

double proton_share(ScalarCouplings const& couplings) {
  // Of the proton, recalled: arXiv:2007.03319 (lattice), errors 12 %, 15 % and 10 %.
  constexpr double f_up = 0.0142;
  constexpr double f_down = 0.0242;
  constexpr double f_strange = 0.0577;
  constexpr double f_gluons = 1.0 - f_up - f_down - f_strange;
  return couplings.up * f_up + couplings.down * f_down + couplings.strange * f_strange +
         2.0 / 9.0 * f_gluons * couplings.heavy();
}

double etaprime_factor(ScalarCouplings const& couplings) {
  constexpr double kaon2_GeV2 = 0.5 * (sm::m_K_GeV * sm::m_K_GeV + sm::m_K0_GeV * sm::m_K0_GeV);
  constexpr double pion2_GeV2 = sm::m_pi0_GeV * sm::m_pi0_GeV;
  double const of_gluons = 2.0 / 9.0 * couplings.heavy();
  return ((couplings.strange - of_gluons) * (2.0 * kaon2_GeV2 - pion2_GeV2) -
          (couplings.light() - of_gluons) * pion2_GeV2) /
         (7.0 / 9.0 * 2.0 * (kaon2_GeV2 - pion2_GeV2));
}

}  // namespace penumbra
