#include "model/hnl/see_saw.hpp"

namespace penumbra {

double see_saw_mixing(double m_GeV, double neutrino_eV) {
  constexpr double GeV_per_eV = 1e-9;
  return neutrino_eV * GeV_per_eV / m_GeV;
}

}  // namespace penumbra
