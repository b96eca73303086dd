#include "model/alp/gluon_widths.hpp"

#include <cmath>
#include <numbers>
#include <vector>

#include "core/interpolate.hpp"
#include "model/alp/digitised_width.hpp"
#include "model/alp/widths.hpp"
#include "particle/constants.hpp"
#include "particle/light_quarks.hpp"

namespace penumbra {
namespace {

using std::numbers::pi;

constexpr double chiral_end_GeV = 0.12;
constexpr double table_end_GeV = 2.995;
constexpr double exclusive_end_GeV = 1.1;
/// eV at c_g/Lambda = 1/TeV, as the tables are, in GeV at 1/GeV.
constexpr double table_unit_GeV = 1e-9 * 1e6;

double chiral_width_GeV(double m_GeV) { return alp_to_photons_GeV(gluon_photon_coupling_per_GeV(1.0, m_GeV), m_GeV); }

double table_GeV(double m_GeV) { return table_unit_GeV * digitised_width(gluon_total_eV, m_GeV); }

double two_photons_below_table_GeV(double m_GeV) {
  double const width_GeV = chiral_width_GeV(m_GeV);
  if (m_GeV <= chiral_end_GeV) return width_GeV;
  double const ratio = table_GeV(gluon_table_start_GeV) / chiral_width_GeV(gluon_table_start_GeV);
  return width_GeV * (1.0 + (ratio - 1.0) * (m_GeV - chiral_end_GeV) / (gluon_table_start_GeV - chiral_end_GeV));
}

double gluons_above_table_GeV(double m_GeV) {
  double const open_charm_GeV = 2.0 * sm::m_D0_GeV;
  double const width_GeV = alp_to_gluons_GeV(1.0, m_GeV);
  if (m_GeV >= open_charm_GeV) return width_GeV;
  double const ratio = table_GeV(table_end_GeV) / alp_to_gluons_GeV(1.0, table_end_GeV);
  return width_GeV * (1.0 + (ratio - 1.0) * (open_charm_GeV - m_GeV) / (open_charm_GeV - table_end_GeV));
}

}  // namespace

double gluon_photon_coupling_per_GeV(double c_per_GeV, double m_GeV) {
  double const f_a_per_GeV = 32.0 * pi * pi * c_per_GeV;
  double const pion = -m_GeV * m_GeV / distance_from_meson_GeV2(m_GeV, sm::m_pi0_GeV) * isospin_breaking;
  return sm::alpha / (2.0 * pi) * f_a_per_GeV * (-1.92 - pion);
}

std::array<AlpHadronChannel, 6> gluon_channels_GeV(double m_GeV) {
  std::array<AlpHadronChannel, 6> channels{{{"gammagamma", 0.0, 0.0},
                                            {"pipipi", 0.0, sm::m_pi_GeV},
                                            {"pi+pi-gamma", 0.0, sm::m_pi_GeV},
                                            {"etapipi", 0.0, sm::m_pi_GeV},
                                            {"KKpi", 0.0, sm::m_pi_GeV},
                                            {"hadrons", 0.0, sm::m_pi_GeV}}};
  if (m_GeV < gluon_table_start_GeV) {
    channels.front().width_GeV = two_photons_below_table_GeV(m_GeV);
    return channels;
  }
  if (m_GeV > table_end_GeV) {
    channels.back().width_GeV = gluons_above_table_GeV(m_GeV);
    return channels;
  }
  std::array const known_eV{digitised_width(gluon_two_photons_eV, m_GeV), digitised_width(gluon_three_pions_eV, m_GeV),
                            digitised_width(gluon_two_pions_photon_eV, m_GeV),
                            digitised_width(gluon_eta_two_pions_eV, m_GeV),
                            digitised_width(gluon_two_kaons_pion_eV, m_GeV)};
  double sum_GeV = 0.0;
  for (double const width_eV : known_eV) sum_GeV += table_unit_GeV * width_eV;
  double const total_GeV = table_GeV(m_GeV);
  bool const complete = m_GeV < exclusive_end_GeV || sum_GeV > total_GeV;
  double const scale = complete ? total_GeV / sum_GeV : 1.0;
  for (std::size_t i = 0; i < known_eV.size(); ++i) channels[i].width_GeV = table_unit_GeV * known_eV[i] * scale;
  if (!complete) channels.back().width_GeV = total_GeV - sum_GeV;
  return channels;
}

double gluon_hadronic_spread(double m_GeV) {
  static std::vector<double> const at_GeV{0.9, 1.1, 3.0, 2.0 * sm::m_D0_GeV};
  static std::vector<double> const ln_factor{std::log(1.2), std::log(2.0), std::log(2.0), std::log(1.5)};
  return std::exp(interpolate(at_GeV, ln_factor, m_GeV));
}

}  // namespace penumbra
