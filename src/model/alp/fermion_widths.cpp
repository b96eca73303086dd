#include "model/alp/fermion_widths.hpp"

#include <complex>
#include <numbers>

#include "model/alp/digitised_width.hpp"
#include "model/alp/fermion_data.hpp"
#include "model/alp/widths.hpp"
#include "particle/constants.hpp"

namespace penumbra {
namespace {

/// The table is made at c/Lambda = 2/GeV.
constexpr double table_coupling_squared = 4.0;

double table_GeV(double quarks_per_GeV, double m_GeV) {
  return quarks_per_GeV * quarks_per_GeV / table_coupling_squared * digitised_width(fermion_hadrons, m_GeV);
}

/// c_g/Lambda that loops of quarks amount to, but for the sign.
std::complex<double> gluons_of_loops_per_GeV(double quarks_per_GeV, double top_per_GeV, double m_GeV) {
  std::complex<double> light = 3.0;  // u, d and s are far below threshold: B_1 = 1
  for (double const quark_GeV : {sm::m_charm_GeV, sm::m_bottom_GeV}) light += fermion_loop(quark_GeV, m_GeV);
  return (quarks_per_GeV * light + top_per_GeV * fermion_loop(sm::m_top_GeV, m_GeV)) /
         (32.0 * std::numbers::pi * std::numbers::pi);
}

double perturbative_GeV(double quarks_per_GeV, double top_per_GeV, double m_GeV) {
  return alp_to_gluons_GeV(gluons_of_loops_per_GeV(quarks_per_GeV, top_per_GeV, m_GeV), m_GeV) +
         alp_to_fermions_GeV(quarks_per_GeV, m_GeV, sm::m_charm_GeV, 3.0, sm::m_D0_GeV) +
         alp_to_fermions_GeV(quarks_per_GeV, m_GeV, sm::m_bottom_GeV, 3.0, sm::m_B_GeV);
}

}  // namespace

double fermion_alp_to_hadrons_GeV(double quarks_per_GeV, double top_per_GeV, double m_GeV) {
  if (m_GeV <= fermion_table_end_GeV) return table_GeV(quarks_per_GeV, m_GeV);
  double const open_charm_GeV = 2.0 * sm::m_D0_GeV;
  double const width_GeV = perturbative_GeV(quarks_per_GeV, top_per_GeV, m_GeV);
  double const at_end_GeV = perturbative_GeV(quarks_per_GeV, top_per_GeV, fermion_table_end_GeV);
  if (m_GeV >= open_charm_GeV || at_end_GeV == 0.0) return width_GeV;
  double const ratio = table_GeV(quarks_per_GeV, fermion_table_end_GeV) / at_end_GeV;
  return width_GeV * (1.0 + (ratio - 1.0) * (open_charm_GeV - m_GeV) / (open_charm_GeV - fermion_table_end_GeV));
}

double gluon_interference_GeV(double gluon_per_GeV, double quarks_per_GeV, double top_per_GeV, double m_GeV) {
  auto const loops = gluons_of_loops_per_GeV(quarks_per_GeV, top_per_GeV, m_GeV);
  return alp_to_gluons_GeV(gluon_per_GeV - loops, m_GeV) - alp_to_gluons_GeV(gluon_per_GeV, m_GeV) -
         alp_to_gluons_GeV(loops, m_GeV);
}

double fermion_alp_hadronic_spread(double m_GeV) { return m_GeV < 1.0 ? 1.5 : 2.0; }

}  // namespace penumbra
