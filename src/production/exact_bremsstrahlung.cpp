#include "production/exact_bremsstrahlung.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <span>
#include <vector>

#include "particle/constants.hpp"

namespace penumbra {
namespace {

struct Node {
  double at;  // in (0, 1)
  double weight;
};

/// Gauss-Legendre rule on (0, 1), by Newton's method on the Legendre polynomial.
template <std::size_t N>
std::array<Node, N> gauss_legendre() {
  std::array<Node, N> rule{};
  for (std::size_t i = 0; i < N; ++i) {
    double z = std::cos(std::numbers::pi * (static_cast<double>(i) + 0.75) / (static_cast<double>(N) + 0.5));
    double slope = 1.0;
    for (int iteration = 0; iteration < 100; ++iteration) {
      double now = 1.0;
      double before = 0.0;
      for (std::size_t j = 0; j < N; ++j) {
        double const n = static_cast<double>(j);
        double const next = ((2.0 * n + 1.0) * z * now - n * before) / (n + 1.0);
        before = now;
        now = next;
      }
      slope = static_cast<double>(N) * (z * now - before) / (z * z - 1.0);
      double const shift = now / slope;
      z -= shift;
      if (std::abs(shift) < 1e-15) break;
    }
    rule[i] = {0.5 * (1.0 - z), 1.0 / ((1.0 - z * z) * slope * slope)};
  }
  return rule;
}

std::span<Node const> transfer_rule(BremsstrahlungPrecision precision) {
  static auto const fast = gauss_legendre<20>();
  static auto const fine = gauss_legendre<48>();
  if (precision == BremsstrahlungPrecision::fast) return fast;
  return fine;
}

std::span<Node const> angle_rule(BremsstrahlungPrecision precision) {
  static auto const fast = gauss_legendre<12>();
  static auto const fine = gauss_legendre<24>();
  if (precision == BremsstrahlungPrecision::fast) return fast;
  return fine;
}

/// What is fixed while angle and momentum transfer are integrated. Lab frame, nucleus at rest.
struct Process {
  Process(double m_GeV, double E_GeV, double x, ElasticTarget target, double lepton_GeV = sm::m_e_GeV)
      : m2{m_GeV * m_GeV},
        lepton{lepton_GeV},
        lepton2{lepton_GeV * lepton_GeV},
        E{E_GeV},
        k0{x * E_GeV},
        rest{E_GeV - k0},
        Z{target.Z},
        M{target.mass_GeV()},
        screening{target.screening_GeV2()},
        size{target.size_GeV2()} {
    open = m_GeV > 0.0 && E > lepton && k0 > m_GeV && rest > lepton;
    if (!open) return;
    p2 = (E - lepton) * (E + lepton);
    double const k2 = (k0 - m_GeV) * (k0 + m_GeV);
    pk = std::sqrt(p2 * k2);
    // 2 (E k0 - p k) - m^2 without the cancellation of the first two
    U_min = 2.0 * (lepton2 * k0 * k0 + m2 * E * E - lepton2 * m2) / (E * k0 + pk) - m2;
    // the nucleus and what is left of the electron must be able to go on shell; theta <= pi
    U_max = std::min(2.0 * M * (rest - lepton), U_min + 4.0 * pk);
    open = U_min > 0.0 && U_max > U_min;
  }

  double m2, lepton, lepton2, E, k0, rest, Z, M, screening, size;
  double p2 = 0.0, pk = 0.0, U_min = 0.0, U_max = 0.0;
  bool open = false;
};

/// int dt G(t)/t^2 <A> at fixed angle, A = |amplitude|^2 / (4 M^2) summed over spins, averaged over the azimuth of the
/// photon.
///
/// With S = (p'+k)^2 - m_e^2, U = m_e^2 - (p-k)^2, P = P_i + P_f, w = m^2 + 2 m_e^2 (t > 0):
///   A_0 = - 2 P^2 (S^2+U^2)/(SU) + 8 t [(P.p)^2 + (P.p')^2]/(SU) + t P^2 [4 (m^2-t) - 8 m_e^2]/(SU) + 4 t P^2 (1/S -
///   1/U)
///         - 8 w (P.p/S - P.p'/U)^2 + 2 w t P^2 (1/S^2 + 1/U^2)
/// S = mean + swing cos(azimuth) is all that depends on the azimuth.
double over_transfer(Process const& in, double U, BremsstrahlungPrecision precision) {
  double const V2 = in.rest * in.rest - in.lepton2 + U;
  double const V = std::sqrt(V2);
  double const left2 = (in.rest - in.lepton) * (in.rest + in.lepton);
  double const recoil = 1.0 + in.rest / in.M;
  double const c = 1.0 + 2.0 * in.rest / in.M + (in.lepton2 - U) / (in.M * in.M);
  double const under_root = left2 - U * in.rest / in.M + 0.25 * U * U / (in.M * in.M);
  if (!(under_root > 0.0) || !(c > 0.0)) return 0.0;
  double const middle = 2.0 * left2 + U * (1.0 - in.rest / in.M);
  double const t_max = (middle + 2.0 * V * std::sqrt(under_root)) / c;
  if (!(t_max > 0.0)) return 0.0;
  double const t_min = U * U / (c * t_max);

  // Outside this range the form factor leaves less than 1e-5 of the integral.
  double const from = std::max(t_min, 1e-3 * in.screening);
  double const to = std::min(t_max, 300.0 * in.size + 30.0 * t_min);
  if (!(to > from)) return 0.0;

  double const p_cos = (in.p2 - in.pk + 0.5 * (U - in.U_min)) / V;  // p - k cos(theta), times p / V
  double const sin2_half = std::min((U - in.U_min) / (4.0 * in.pk), 1.0);
  double const p_sin = 2.0 * in.pk * std::sqrt(sin2_half * (1.0 - sin2_half)) / V;
  double const w = in.m2 + 2.0 * in.lepton2;
  double const over_U = 1.0 / U;
  double const half_over_M = 0.5 / in.M;

  // Nodes: ln t = ln t_near + width sinh(y). 1/S peaks where the electron leaves along the A'; the square of <1/S>^-1
  // is a quadratic in t with its (complex) roots at t_near (1 +- i width). Far from the peak, or without one, the map
  // is linear in ln t.
  double const mean_0 = p_cos * U / V;
  double const mean_1 = p_cos * recoil / V - 1.0 - in.E / in.M;
  double const across = p_sin * p_sin;
  double const root2_0 = mean_0 * mean_0 + across * U * U / V2;
  double const root2_1 = 2.0 * mean_0 * mean_1 - across * (4.0 - 2.0 * U * recoil / V2);
  double const root2_2 = mean_1 * mean_1 - across * (4.0 * half_over_M * half_over_M - recoil * recoil / V2);
  double t_near = std::sqrt(from * to);
  double width = 10.0;
  if (root2_1 < 0.0 && root2_2 > 0.0) {
    double const centre = -0.5 * root2_1 / root2_2;
    if (centre > from && centre < to) {
      t_near = centre;
      width = std::clamp(std::sqrt(std::max(root2_0 / (root2_2 * centre * centre) - 1.0, 0.0)), 0.01, 10.0);
    }
  }
  double const y_from = std::asinh(std::log(from / t_near) / width);
  double const y_span = std::asinh(std::log(to / t_near) / width) - y_from;

  double sum = 0.0;
  for (auto const [at, weight] : transfer_rule(precision)) {
    double const grown = std::exp(y_from + y_span * at);
    double const t = t_near * std::exp(0.5 * width * (grown - 1.0 / grown));
    double const jacobian = 0.5 * width * (grown + 1.0 / grown);  // d ln t / dy
    double const q_along = -0.5 * (U + t * recoil) / V;
    double const q_across2 = std::max(t + t * t * half_over_M * half_over_M - q_along * q_along, 0.0);
    double const mean = -t - in.E * t / in.M - 2.0 * p_cos * q_along;
    double const swing2 = 4.0 * p_sin * p_sin * q_across2;
    double const root2 = mean * mean - swing2;
    if (!(root2 > 0.0)) continue;
    double const root = std::sqrt(root2);
    double const first = 1.0 / root;                                // <1/S>
    double const excess = swing2 / ((mean + root) * root2 * root);  // <1/S^2> - <1/S>^2
    double const second = first * first + excess;                   // <1/S^2>
    double const P2 = 1.0 + t * half_over_M * half_over_M;          // in units of 4 M^2, as all below
    double const c1 = in.E - 0.5 * t * half_over_M;                 // P.p + S/2, units of 2 M
    double const c2 = in.rest - 0.5 * t * half_over_M;              // P.p' + U/2
    double const b = c2 - 0.5 * U * half_over_M;                    // P.p'
    double const a2_over_S =
        c1 * c1 * first - c1 * half_over_M + 0.25 * mean * half_over_M * half_over_M;  // <(P.p)^2/S>
    double const difference = c1 * first - c2 * over_U;
    double const amplitude2 = -2.0 * P2 * (mean * over_U + U * first) + 8.0 * t * over_U * (a2_over_S + b * b * first) +
                              t * P2 * over_U * first * (4.0 * (in.m2 - t) - 8.0 * in.lepton2) +
                              4.0 * t * P2 * (first - over_U) - 8.0 * w * (difference * difference + c1 * c1 * excess) +
                              2.0 * w * t * P2 * (second + over_U * over_U);
    double const cut = in.size / ((t + in.screening) * (t + in.size));  // sqrt(G)/(Z t)
    sum += weight * jacobian * t * cut * cut * amplitude2;
  }
  return in.Z * in.Z * y_span * sum;
}

double prefactor_cm2(Process const& in, double U) {
  double const V = std::sqrt(in.rest * in.rest - in.lepton2 + U);
  return sm::alpha * sm::alpha * sm::alpha * sm::cm2_per_inverse_GeV2 * in.E / (4.0 * in.p2 * V);
}

/// int dU up to U_end in z = U_min/U, nodes crowded at z = 0: emission by the incoming electron, 1/U^2, is flat in z;
/// that by the outgoing one adds a logarithm of z.
double over_angle(Process const& in, double U_end, BremsstrahlungPrecision precision) {
  double const z_end = in.U_min / U_end;
  double const width = 1.0 - z_end;
  double sum = 0.0;
  for (auto const [at, weight] : angle_rule(precision)) {
    double const z = z_end + width * at * at;
    double const U = in.U_min / z;
    sum += weight * 2.0 * at * prefactor_cm2(in, U) * over_transfer(in, U, precision) / (z * z);
  }
  return width * in.U_min * sum;
}

}  // namespace

double exact_dsigma_dx_cm2(double m_GeV, double E_GeV, double x, ElasticTarget target,
                           BremsstrahlungPrecision precision, double lepton_GeV) {
  Process const process{m_GeV, E_GeV, x, target, lepton_GeV};
  return process.open ? over_angle(process, process.U_max, precision) : 0.0;
}

double exact_dsigma_dx_within_cm2(double theta_rad, double m_GeV, double E_GeV, double x, ElasticTarget target,
                                  BremsstrahlungPrecision precision) {
  Process const process{m_GeV, E_GeV, x, target};
  if (!process.open) return 0.0;
  double const sine = std::sin(0.5 * std::min(theta_rad, std::numbers::pi));
  return over_angle(process, std::min(process.U_max, process.U_min + 4.0 * process.pk * sine * sine), precision);
}

double exact_dsigma_dx_dU_cm2(double U_GeV2, double m_GeV, double E_GeV, double x, ElasticTarget target,
                              BremsstrahlungPrecision precision) {
  Process const process{m_GeV, E_GeV, x, target};
  if (!process.open || U_GeV2 < process.U_min || U_GeV2 > process.U_max) return 0.0;
  return prefactor_cm2(process, U_GeV2) * over_transfer(process, U_GeV2, precision);
}

namespace {

/// Legendre polynomials P_0 ... P_{N-1} at xi.
template <std::size_t N>
std::array<double, N> legendre(double xi) {
  std::array<double, N> P{};
  P[0] = 1.0;
  P[1] = xi;
  for (std::size_t n = 1; n + 1 < N; ++n) {
    double const k = static_cast<double>(n);
    P[n + 1] = ((2.0 * k + 1.0) * xi * P[n] - k * P[n - 1]) / (k + 1.0);
  }
  return P;
}

constexpr std::size_t max_points = 32;

/// Chebyshev points of the first kind on (-1, 1), and the shares with which values there enter an interpolation
/// (barycentric form).
double chebyshev_point(std::size_t i, std::size_t n) {
  return std::cos(std::numbers::pi * (static_cast<double>(i) + 0.5) / static_cast<double>(n));
}

std::array<double, max_points> chebyshev_shares(double at, std::size_t n) {
  std::array<double, max_points> shares{};
  double sum = 0.0;
  for (std::size_t i = 0; i < n; ++i) {
    double const angle = std::numbers::pi * (static_cast<double>(i) + 0.5) / static_cast<double>(n);
    double const distance = at - std::cos(angle);
    if (std::abs(distance) < 1e-14) {
      shares = {};
      shares[i] = 1.0;
      return shares;
    }
    shares[i] = (i % 2 == 0 ? 1.0 : -1.0) * std::sin(angle) / distance;
    sum += shares[i];
  }
  for (double& share : shares) share /= sum;  // those beyond n stay zero
  return shares;
}

/// x between E_cut/E and 1 - m_e/E as phi in (0, pi), see BremsstrahlungAtMass.
struct FractionRange {
  FractionRange(double m_GeV, double E_GeV, double E_cut_GeV)
      : floor{sm::m_e_GeV * sm::m_e_GeV / (m_GeV * m_GeV)},
        low{std::log(sm::m_e_GeV / E_GeV + floor)},
        high{std::log((E_GeV - E_cut_GeV) / E_GeV + floor)} {}
  double x_at(double phi) const { return 1.0 + floor - std::exp(low + (high - low) * 0.5 * (1.0 - std::cos(phi))); }
  double phi_at(double x) const {
    double const share = (std::log(1.0 - x + floor) - low) / (high - low);
    return std::acos(std::clamp(1.0 - 2.0 * share, -1.0, 1.0));
  }
  double floor, low, high;
};

}  // namespace

EmissionAngles::EmissionAngles(double m_GeV, double E_GeV, double x, ElasticTarget target,
                               Coefficients const& coefficients_cm2) {
  Process const process{m_GeV, E_GeV, x, target};
  if (!process.open) return;
  U_min_GeV2_ = process.U_min;
  pk_GeV2_ = process.pk;
  z_end_ = process.U_min / process.U_max;
  coefficients_cm2_ = coefficients_cm2;
}

EmissionAngles::EmissionAngles(double m_GeV, double E_GeV, double x, ElasticTarget target)
    : EmissionAngles{m_GeV, E_GeV, x, target, Coefficients{}} {
  Process const process{m_GeV, E_GeV, x, target};
  if (!process.open) return;
  double const width = 1.0 - z_end_;
  for (auto const [at, weight] : angle_rule(BremsstrahlungPrecision::fast)) {
    double const z = z_end_ + width * at * at;
    double const U = U_min_GeV2_ / z;
    double const value = 2.0 * at * width * U_min_GeV2_ / (z * z) * prefactor_cm2(process, U) *
                         over_transfer(process, U, BremsstrahlungPrecision::fast);
    auto const P = legendre<terms>(2.0 * at - 1.0);
    for (std::size_t n = 0; n < terms; ++n)
      coefficients_cm2_[n] += weight * value * (2.0 * static_cast<double>(n) + 1.0) * P[n];
  }
}

/// The variable v of over_angle: z = z_end + (1 - z_end) v^2; one on the axis, zero at the largest angle.
double EmissionAngles::place(double theta_rad) const {
  double const sine = std::sin(0.5 * std::min(theta_rad, std::numbers::pi));
  double const z = U_min_GeV2_ / (U_min_GeV2_ + 4.0 * pk_GeV2_ * sine * sine);
  return std::sqrt(std::max(z - z_end_, 0.0) / (1.0 - z_end_));
}

double EmissionAngles::within_cm2(double theta_rad) const {
  if (!(total_cm2() > 0.0)) return 0.0;
  double const xi = 2.0 * place(theta_rad) - 1.0;
  auto const P = legendre<terms + 1>(xi);
  double sum = 0.5 * coefficients_cm2_[0] * (1.0 - xi);
  for (std::size_t n = 1; n < terms; ++n)
    sum += 0.5 * coefficients_cm2_[n] * (P[n - 1] - P[n + 1]) / (2.0 * static_cast<double>(n) + 1.0);
  return sum;
}

double EmissionAngles::per_theta_cm2(double theta_rad) const {
  if (!(total_cm2() > 0.0)) return 0.0;
  double const v = place(theta_rad);
  if (!(v > 0.0)) return 0.0;
  auto const P = legendre<terms>(2.0 * v - 1.0);
  double value = 0.0;
  for (std::size_t n = 0; n < terms; ++n) value += coefficients_cm2_[n] * P[n];
  double const sine = std::sin(0.5 * theta_rad);
  double const U = U_min_GeV2_ + 4.0 * pk_GeV2_ * sine * sine;
  double const dU_dtheta = 2.0 * pk_GeV2_ * std::sin(theta_rad);
  return value * U_min_GeV2_ / (U * U) / (2.0 * (1.0 - z_end_) * v) * dU_dtheta;
}

BremsstrahlungAtMass::BremsstrahlungAtMass(double m_GeV, ElasticTarget target, double E_cut_GeV, double E_max_GeV,
                                           std::size_t energies, std::size_t fractions)
    : m_GeV_{m_GeV},
      target_{target},
      E_cut_GeV_{std::max(E_cut_GeV, m_GeV)},
      ln_E_min_{std::log(E_cut_GeV_ + 4.0 * sm::m_e_GeV)},
      ln_E_max_{std::log(E_max_GeV)},
      energies_{std::clamp<std::size_t>(energies, 2, max_points)},
      fractions_{std::clamp<std::size_t>(fractions, 2, max_points)},
      over_iww_(energies_ * fractions_) {
  for (std::size_t i = 0; i < energies_; ++i) {
    double const E = std::exp(ln_E_min_ + (ln_E_max_ - ln_E_min_) * 0.5 * (1.0 + chebyshev_point(i, energies_)));
    FractionRange const range{m_GeV_, E, E_cut_GeV_};
    for (std::size_t j = 0; j < fractions_; ++j) {
      double const x = range.x_at(0.5 * std::numbers::pi * (1.0 + chebyshev_point(j, fractions_)));
      double const iww = iww_dsigma_dx_cm2(m_GeV_, E, x, target_);
      auto& ratio = over_iww_[i * fractions_ + j];
      if (!(iww > 0.0)) continue;
      ratio = EmissionAngles{m_GeV_, E, x, target_}.coefficients_cm2();
      for (double& value : ratio) value /= iww;
    }
  }
}

template <std::size_t N>
std::array<double, N> BremsstrahlungAtMass::interpolated(double E_GeV, double x) const {
  std::array<double, N> sum{};
  double const ln_E = std::log(E_GeV);
  if (ln_E < ln_E_min_ || ln_E > ln_E_max_ + 1e-9 || x * E_GeV < E_cut_GeV_ || E_GeV * (1.0 - x) <= sm::m_e_GeV)
    return sum;
  auto const in_energy = chebyshev_shares(2.0 * (ln_E - ln_E_min_) / (ln_E_max_ - ln_E_min_) - 1.0, energies_);
  double const phi = FractionRange{m_GeV_, E_GeV, E_cut_GeV_}.phi_at(x);
  auto const in_fraction = chebyshev_shares(2.0 * phi / std::numbers::pi - 1.0, fractions_);
  for (std::size_t i = 0; i < energies_; ++i)
    for (std::size_t j = 0; j < fractions_; ++j) {
      double const share = in_energy[i] * in_fraction[j];
      auto const& ratio = over_iww_[i * fractions_ + j];
      for (std::size_t n = 0; n < N; ++n) sum[n] += share * ratio[n];
    }
  double const iww = iww_dsigma_dx_cm2(m_GeV_, E_GeV, x, target_);
  for (double& value : sum) value *= iww;
  return sum;
}

double BremsstrahlungAtMass::dsigma_dx_cm2(double E_GeV, double x) const {
  return std::max(interpolated<1>(E_GeV, x)[0], 0.0);
}

EmissionAngles BremsstrahlungAtMass::angles(double E_GeV, double x) const {
  return EmissionAngles{m_GeV_, E_GeV, x, target_, interpolated<EmissionAngles::terms>(E_GeV, x)};
}

double exact_over_iww(double m_GeV, double E_GeV, double x, ElasticTarget target, BremsstrahlungPrecision precision) {
  return exact_dsigma_dx_cm2(m_GeV, E_GeV, x, target, precision) / iww_dsigma_dx_cm2(m_GeV, E_GeV, x, target);
}

}  // namespace penumbra
