#include "production/primakoff.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numbers>

#include "core/integrate.hpp"
#include "particle/constants.hpp"
#include "particle/nuclear_form_factor.hpp"

namespace penumbra {
namespace {

/// 1/a^2, a = 111 Z^(-1/3)/m_e: Thomas-Fermi-Moliere screening, Tsai, Rev. Mod. Phys. 46 (1974) 815.
double screening_scale_GeV2(double Z) { return std::pow(std::cbrt(Z) * sm::m_e_GeV / 111.0, 2); }

/// a^2 q^2/(1 + a^2 q^2).
double atomic_form_factor(double q2_GeV2, double Z) { return q2_GeV2 / (screening_scale_GeV2(Z) + q2_GeV2); }

// The table of a form factor: q^2 from 2^-43 GeV^2 = 1e-13 GeV^2, below any screening, to 1 GeV^2, linear between
// nodes, 64 in each factor of two: the form factor moves by less than 1e-4 of its value at zero. So the first bits of a
// number are its place in the table: a logarithm would cost more than all the rest.
constexpr int place_bits = 6;
constexpr int shift = std::numeric_limits<double>::digits - 1 - place_bits;
constexpr double smallest_q2_GeV2 = 1.0 / (1ULL << 43U);
constexpr double largest_q2_GeV2 = 1.0;
std::uint64_t place_of(double q2_GeV2) { return std::bit_cast<std::uint64_t>(q2_GeV2) >> shift; }
double node_GeV2(std::uint64_t place) { return std::bit_cast<double>(place << shift); }

/// sin^2(angle/2), by its series where the next term is below 1e-9 of it.
double squared_half_sine(double angle_rad) {
  constexpr double small_rad = 0.3;
  double const square = angle_rad * angle_rad;
  if (square < small_rad * small_rad)
    return 0.25 * square * (1.0 - square / 12.0 * (1.0 - square / 30.0 * (1.0 - square / 56.0)));
  double const half = std::sin(0.5 * angle_rad);
  return half * half;
}

}  // namespace

double primakoff_dsigma_dtheta_cm2(double g_per_GeV, double m_GeV, double E_GeV, double Z, double theta) {
  if (E_GeV <= m_GeV) return 0.0;
  double const p = std::sqrt((E_GeV - m_GeV) * (E_GeV + m_GeV));
  double const q_min = m_GeV * m_GeV / (E_GeV + p);
  double const half = std::sin(0.5 * theta);
  double const q2 = q_min * q_min + 4.0 * E_GeV * p * half * half;
  double const strength = g_per_GeV * Z * E_GeV * p / q2;
  return 0.25 * sm::alpha * strength * strength * std::pow(std::sin(theta), 3) * sm::cm2_per_inverse_GeV2;
}

double primakoff_cross_section_cm2(double g_per_GeV, double m_GeV, double E_GeV, double Z, double A,
                                   double q2_max_GeV2) {
  if (E_GeV <= m_GeV) return 0.0;
  double const p = std::sqrt((E_GeV - m_GeV) * (E_GeV + m_GeV));
  double const q_min = m_GeV * m_GeV / (E_GeV + p);
  double const q2_min = q_min * q_min;
  double const q2_max = std::min(q2_max_GeV2, q2_min + 4.0 * E_GeV * p);
  if (q2_max <= q2_min) return 0.0;
  auto const nodes = composite_gauss_legendre(40, 8, std::log(q2_min), std::log(q2_max));
  double sum = 0.0;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    double const q2 = std::exp(nodes.x[i]);
    double const F = atomic_form_factor(q2, Z) * helm_form_factor(std::sqrt(q2), A);
    double const above = q2 - q2_min;
    sum += nodes.w[i] * above / q2 * (1.0 - above / (4.0 * E_GeV * p)) * F * F;
  }
  return g_per_GeV * g_per_GeV * Z * Z * sm::alpha / 8.0 * sum * sm::cm2_per_inverse_GeV2;
}

PrimakoffAtom::PrimakoffAtom(double Z, double A) : screening_GeV2_{screening_scale_GeV2(Z)} {
  auto const value = [&](double q2_GeV2) {
    double const F = Z * atomic_form_factor(q2_GeV2, Z) * helm_form_factor(std::sqrt(q2_GeV2), A);
    return sm::alpha / 8.0 * F * F * sm::cm2_per_inverse_GeV2;
  };
  for (auto place = place_of(smallest_q2_GeV2); place < place_of(largest_q2_GeV2); ++place) {
    double const first = node_GeV2(place);
    double const last = node_GeV2(place + 1);
    table_.push_back({value(first), (value(last) - value(first)) / (last - first)});
  }
}

double PrimakoffAtom::squared(double q2_GeV2) const {
  if (!(q2_GeV2 > smallest_q2_GeV2 && q2_GeV2 < largest_q2_GeV2)) return 0.0;
  auto const place = place_of(q2_GeV2);
  auto const& cell = table_[place - place_of(smallest_q2_GeV2)];
  return cell.at_first + cell.slope * (q2_GeV2 - node_GeV2(place));
}

PrimakoffAtom::At::At(PrimakoffAtom const& atom, double m_GeV, double E_GeV) : atom_{atom} {
  double const p = std::sqrt((E_GeV - m_GeV) * (E_GeV + m_GeV));
  double const q_min = m_GeV * m_GeV / (E_GeV + p);
  q2_min_ = q_min * q_min;
  four_Ep_ = 4.0 * E_GeV * p;
}

double PrimakoffAtom::At::width_GeV2() const { return std::max(q2_min_, atom_.screening_GeV2_); }

double PrimakoffAtom::At::s_first_GeV2() const { return 1e-3 * width_GeV2(); }

double PrimakoffAtom::At::s_last_GeV2() const { return std::min(four_Ep_, largest_q2_GeV2 - q2_min_); }

double PrimakoffAtom::At::per_s_cm2(double s_GeV2) const {
  double const q2 = q2_min_ + s_GeV2;
  return s_GeV2 / (q2 * q2) * std::max(0.0, 1.0 - s_GeV2 / four_Ep_) * atom_.squared(q2);
}

double PrimakoffAtom::At::per_solid_angle_cm2(double angle_rad) const {
  // ds = 4 E p dh, dh = dOmega/(4 pi)
  return four_Ep_ / (4.0 * std::numbers::pi) * per_s_cm2(four_Ep_ * squared_half_sine(angle_rad));
}

}  // namespace penumbra
