#include "model/alp/fermion_widths.hpp"

#include <complex>
#include <numbers>

#include "model/alp/digitised_width.hpp"
#include "model/alp/fermion_data.hpp"
#include "model/alp/widths.hpp"
#include "particle/constants.hpp"

namespace penumbra {
namespace {

constexpr double table_end_GeV = 3.0;
/// The table is made at c/Lambda = 2/GeV.
constexpr double table_coupling_squared = 4.0;

double table_GeV(double m_GeV) { return digitised_width(fermion_hadrons, m_GeV) / table_coupling_squared; }

double perturbative_GeV(double m_GeV) {
  std::complex<double> loops = 3.0;  // u, d and s are far below threshold: B_1 = 1
  for (double const quark_GeV : {sm::m_charm_GeV, sm::m_bottom_GeV, sm::m_top_GeV})
    loops += fermion_loop(quark_GeV, m_GeV);
  return alp_to_gluons_GeV(loops / (32.0 * std::numbers::pi * std::numbers::pi), m_GeV) +
         alp_to_fermions_GeV(1.0, m_GeV, sm::m_charm_GeV, 3.0, sm::m_D0_GeV) +
         alp_to_fermions_GeV(1.0, m_GeV, sm::m_bottom_GeV, 3.0, sm::m_B_GeV);
}

}  // namespace

double fermion_alp_to_hadrons_GeV(double c_per_GeV, double m_GeV) {
  double const squared = c_per_GeV * c_per_GeV;
  if (m_GeV <= table_end_GeV) return squared * table_GeV(m_GeV);
  double const open_charm_GeV = 2.0 * sm::m_D0_GeV;
  double const width_GeV = squared * perturbative_GeV(m_GeV);
  if (m_GeV >= open_charm_GeV) return width_GeV;
  double const ratio = table_GeV(table_end_GeV) / perturbative_GeV(table_end_GeV);
  return width_GeV * (1.0 + (ratio - 1.0) * (open_charm_GeV - m_GeV) / (open_charm_GeV - table_end_GeV));
}

double fermion_alp_hadronic_spread(double m_GeV) { return m_GeV < 1.0 ? 1.5 : 2.0; }

}  // namespace penumbra
