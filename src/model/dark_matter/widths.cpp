#include "model/dark_matter/widths.hpp"

#include <algorithm>
#include <cmath>

namespace penumbra {
namespace {

using Spin = DarkMatter::Spin;

/// Squared momentum of either particle in the rest frame of the mediator over its squared mass; negative below
/// threshold.
double momentum_over_mass_squared(DarkMatter const& dm, double m_GeV) {
  double const sum = (dm.mass_GeV + dm.heavier_mass_GeV) / m_GeV;
  double const difference = (dm.heavier_mass_GeV - dm.mass_GeV) / m_GeV;
  return 0.25 * (1.0 - sum * sum) * (1.0 - difference * difference);
}

}  // namespace

double dark_width_GeV(DarkMatter const& dm, double m_GeV) {
  if (dm.mass_GeV + dm.heavier_mass_GeV >= m_GeV) return 0.0;
  double const beta = 2.0 * std::sqrt(momentum_over_mass_squared(dm, m_GeV));
  switch (dm.spin) {
    case Spin::complex_scalar:
      return m_GeV / 12.0 * beta * beta * beta;
    case Spin::majorana:
      return m_GeV / 6.0 * beta * beta * beta;
    case Spin::dirac:
    case Spin::pseudo_dirac: {
      double const a = dm.mass_GeV / m_GeV;
      double const b = dm.heavier_mass_GeV / m_GeV;
      double const squares = a * a - b * b;
      return m_GeV / 3.0 * beta * (1.0 - 0.5 * (a * a + b * b - 6.0 * a * b) - 0.5 * squares * squares);
    }
  }
  return 0.0;
}

double dark_decay_anisotropy(DarkMatter const& dm, double m_GeV) {
  double const k2 = std::max(0.0, momentum_over_mass_squared(dm, m_GeV));
  double const difference = (dm.heavier_mass_GeV - dm.mass_GeV) / m_GeV;
  switch (dm.spin) {
    case Spin::complex_scalar:
      return -1.5;
    case Spin::majorana:
      return 0.75;
    case Spin::dirac:
    case Spin::pseudo_dirac:
      return k2 / (0.5 * (1.0 - difference * difference) - 2.0 / 3.0 * k2);
  }
  return 0.0;
}

}  // namespace penumbra
