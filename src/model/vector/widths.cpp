#include "model/vector/widths.hpp"

#include <cmath>
#include <numbers>

namespace penumbra {

double vector_to_fermions_GeV(double g_squared, double m_GeV, double fermion_GeV) {
  double const r2 = fermion_GeV * fermion_GeV / (m_GeV * m_GeV);
  if (4.0 * r2 >= 1.0) return 0.0;
  return g_squared * m_GeV / (12.0 * std::numbers::pi) * (1.0 + 2.0 * r2) * std::sqrt(1.0 - 4.0 * r2);
}

double vector_to_hadrons_GeV(double g_squared, double m_GeV, double r) {
  return g_squared * m_GeV * r / (12.0 * std::numbers::pi);
}

}  // namespace penumbra
