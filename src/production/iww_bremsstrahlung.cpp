#include "production/iww_bremsstrahlung.hpp"

#include <cmath>

#include "particle/constants.hpp"

namespace penumbra {
namespace {

double denominator_GeV2(double m_GeV, double x) {
  return m_GeV * m_GeV * (1.0 - x) / x + sm::m_e_GeV * sm::m_e_GeV * x;
}

}  // namespace

double ElasticTarget::screening_GeV2() const {
  double const a = 111.0 / (std::cbrt(Z) * sm::m_e_GeV);
  return 1.0 / (a * a);
}

double ElasticTarget::size_GeV2() const { return 0.164 / std::cbrt(A * A); }

double ElasticTarget::mass_GeV() const { return 0.9315 * A; }

double elastic_photon_flux(ElasticTarget target, double t_min_GeV2, double t_max_GeV2) {
  if (!(t_max_GeV2 > t_min_GeV2)) return 0.0;
  double const screening = target.screening_GeV2();
  double const size = target.size_GeV2();
  // G/t^2 = Z^2 d^2 / [(t+1/a^2)^2 (t+d)^2], and 1/[(t+u)(t+v)] = [1/(t+u) - 1/(t+v)] / (v-u), squared.
  double const gap = size - screening;
  auto const part = [&](double scale) {
    double const ratio = std::log1p((t_max_GeV2 - t_min_GeV2) / (t_min_GeV2 + scale));
    double const pole = (scale + t_min_GeV2) * (1.0 / (t_max_GeV2 + scale)) - 1.0;
    return ratio + pole;  // int (t-t_min)/(t+scale)^2
  };
  double const mixed = (size + t_min_GeV2) * std::log1p((t_max_GeV2 - t_min_GeV2) / (t_min_GeV2 + size)) -
                       (screening + t_min_GeV2) * std::log1p((t_max_GeV2 - t_min_GeV2) / (t_min_GeV2 + screening));
  double const integral = part(screening) + part(size) - 2.0 * mixed / gap;
  double const shape = target.Z * size / gap;
  return shape * shape * integral;
}

double iww_dsigma_dx_cm2(double m_GeV, double E_GeV, double x, ElasticTarget target) {
  if (!(m_GeV < E_GeV && x > 0.0 && x < 1.0)) return 0.0;
  double const root_t_min_GeV = m_GeV * m_GeV / (2.0 * E_GeV);
  double const chi = elastic_photon_flux(target, root_t_min_GeV * root_t_min_GeV, m_GeV * m_GeV);
  double const velocity = std::sqrt((1.0 - m_GeV / E_GeV) * (1.0 + m_GeV / E_GeV));
  return 4.0 * sm::alpha * sm::alpha * sm::alpha * sm::cm2_per_inverse_GeV2 * chi * velocity * (1.0 - x + x * x / 3.0) /
         denominator_GeV2(m_GeV, x);
}

double iww_density_in_s(double s, double m_GeV, double x) {
  double const first = 1.0 - x + 0.5 * x * x;
  double const second = x * (1.0 - x) * m_GeV * m_GeV / denominator_GeV2(m_GeV, x);
  double const wide = 1.0 + s;
  return (first / (wide * wide) - second * s / (wide * wide * wide * wide)) / (first - second / 6.0);
}

double iww_share_within(double theta_rad, double m_GeV, double E_GeV, double x) {
  double const U0_GeV2 = denominator_GeV2(m_GeV, x);
  double const s = E_GeV * E_GeV * x * theta_rad * theta_rad / U0_GeV2;
  double const first = 1.0 - x + 0.5 * x * x;
  double const second = x * (1.0 - x) * m_GeV * m_GeV / U0_GeV2;
  double const wide = 1.0 + s;
  // int_0^s s'/(1+s')^4 = s^2 (s+3) / [6 (1+s)^3]
  double const inside = first * s / wide - second * s * s * (s + 3.0) / (6.0 * wide * wide * wide);
  return inside / (first - second / 6.0);
}

}  // namespace penumbra
