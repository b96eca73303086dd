#include "model/vector/meson_decays.hpp"

#include <cmath>

namespace penumbra {

double pseudoscalar_to_photon_vector(double m_GeV, double parent_GeV, double br_two_photons) {
  double const left = 1.0 - m_GeV * m_GeV / (parent_GeV * parent_GeV);
  return left > 0.0 ? 2.0 * left * left * left * br_two_photons : 0.0;
}

double vector_to_pseudoscalar_vector(double m_GeV, double parent_GeV, double pseudoscalar_GeV, double br_photon) {
  if (m_GeV >= parent_GeV - pseudoscalar_GeV) return 0.0;
  double const a = parent_GeV * parent_GeV;
  double const b = pseudoscalar_GeV * pseudoscalar_GeV;
  double const c = m_GeV * m_GeV;
  double const lambda = a * a + b * b + c * c - 2.0 * (a * b + a * c + b * c);
  return std::pow(std::sqrt(lambda) / (a - b), 3) * br_photon;
}

}  // namespace penumbra
