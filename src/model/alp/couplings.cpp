#include "model/alp/couplings.hpp"

#include <numbers>

#include "particle/constants.hpp"

namespace penumbra {

double AlpCouplings::to_photons_directly() const {
  return photon + w * sm::sin2_theta_w_m_Z + hypercharge * (1.0 - sm::sin2_theta_w_m_Z);
}

double AlpCouplings::inverse_f_a() const { return -4.0 * std::numbers::pi * std::numbers::pi * gluon; }

}  // namespace penumbra
