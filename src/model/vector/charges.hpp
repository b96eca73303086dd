#pragma once

#include "particle/quark_charges.hpp"

namespace penumbra {

/// Couplings of a vector V to ordinary matter: L = -g V_mu sum_f x_f fbar gamma^mu f. Neutrinos are left-handed.
struct VectorCharges {
  double e;
  double mu;
  double tau;
  double nu_e;
  double nu_mu;
  double nu_tau;
  QuarkCharges quarks;
};

/// Those of the photon.
inline constexpr VectorCharges photon_charges{-1.0, -1.0, -1.0, 0.0, 0.0, 0.0, electric_charges};

}  // namespace penumbra
