#pragma once

#include <array>
#include <cstddef>

#include "model/model.hpp"
#include "particle/constants.hpp"

namespace penumbra {

/// A charged lepton, in the order of the couplings Ue2, Umu2, Utau2 of the heavy neutral lepton.
struct HnlFlavour {
  std::size_t place;
  char const* name;
  double lepton_GeV;
};
inline constexpr std::array hnl_flavours{HnlFlavour{0, "e", sm::m_e_GeV}, HnlFlavour{1, "mu", sm::m_mu_GeV},
                                         HnlFlavour{2, "tau", sm::m_tau_GeV}};

/// U_a^2 of one flavour.
inline Monomial mixing_with(HnlFlavour const& flavour) {
  Monomial one{{0, 0, 0}};
  one.powers[flavour.place] = 1;
  return one;
}

}  // namespace penumbra
