#include "model/dark_photon/widths.hpp"

#include <cmath>
#include <numbers>

#include "particle/constants.hpp"

namespace penumbra {

double vector_to_fermions_GeV(double g_squared, double m_GeV, double fermion_GeV) {
  double const r2 = fermion_GeV * fermion_GeV / (m_GeV * m_GeV);
  if (4.0 * r2 >= 1.0) return 0.0;
  return g_squared * m_GeV / (12.0 * std::numbers::pi) * (1.0 + 2.0 * r2) * std::sqrt(1.0 - 4.0 * r2);
}

double photon_like_to_hadrons_GeV(double m_GeV, double r) { return sm::alpha * m_GeV * r / 3.0; }

}  // namespace penumbra
