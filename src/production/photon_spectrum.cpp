#include "production/photon_spectrum.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>

#include "particle/constants.hpp"
#include "production/two_body_rows.hpp"

namespace penumbra {
namespace {

constexpr double pi = std::numbers::pi;
constexpr double t_scale_GeV = 0.02;
constexpr double place_step = 0.15;
constexpr double largest_t_GeV = 8.0;
constexpr double rows_per_decade = 32.0;
constexpr double ln_nothing = -700.0;  // e^-700: the end of the range of a double
constexpr double ln_least = -60.0;     // less than this does not count beside one photon

double t_at(std::size_t i) { return t_scale_GeV * std::sinh(place_step * static_cast<double>(i)); }

/// Massless photons stand at the end of a limit that the formulas for a massive product do not reach: this share of the
/// parent's mass moves energies by 1e-8.
constexpr double nearly_massless = 1e-4;

struct PhotonDecay {
  char const* parent;
  double mass_GeV;
  double branching_ratio;
};
constexpr std::array<PhotonDecay, 2> photon_decays{
    {{"pi0", sm::m_pi0_GeV, sm::br_pi0_two_photons}, {"eta", sm::m_eta_GeV, sm::br_eta_two_photons}}};

}  // namespace

PhotonSpectrum::PhotonSpectrum(double k_min_GeV, double k_max_GeV,
                               std::function<double(double k_GeV, double theta_rad)> const& density)
    : k_min_{k_min_GeV}, k_max_{k_max_GeV} {
  double const range = std::log(k_max_ / k_min_);
  rows_ = static_cast<std::size_t>(std::ceil(rows_per_decade * range / std::log(10.0))) + 1;
  ln_step_ = range / static_cast<double>(rows_ - 1);
  columns_ = static_cast<std::size_t>(std::ceil(std::asinh(largest_t_GeV / t_scale_GeV) / place_step)) + 1;
  for (std::size_t i = 0; i < rows_; ++i) {
    double const k = k_min_ * std::exp(ln_step_ * static_cast<double>(i));
    for (std::size_t j = 0; j < columns_; ++j) {
      // Beyond t = 2 k there is no angle: the last one continues the row.
      double const value = density(k, 2.0 * std::asin(std::min(1.0, t_at(j) / (2.0 * k))));
      ln_density_.push_back(value > 0.0 ? std::log(value) : ln_nothing);
    }
  }
}

double PhotonSpectrum::Row::operator()(double h) const {
  if (!lower_) return 0.0;
  double const x = 2.0 * k_ * std::sqrt(std::max(h, 0.0)) / t_scale_GeV;
  double const place = std::log(x + std::sqrt(1.0 + x * x)) / place_step;  // asinh, at half its price
  auto const i = static_cast<std::size_t>(place);
  if (i >= cells_) return 0.0;
  double const f = place - static_cast<double>(i);
  double const low = lower_[i] + f * (lower_[i + 1] - lower_[i]);
  double const high = upper_[i] + f * (upper_[i + 1] - upper_[i]);
  // A row that is empty on one side would leave steps of many orders of magnitude behind.
  if (low < ln_least || high < ln_least) return 0.0;
  return std::exp(low + fraction_ * (high - low));
}

PhotonSpectrum::Row PhotonSpectrum::row(double k_GeV) const {
  Row row;
  row.k_ = k_GeV;
  row.fraction_ = 0.0;
  double const place = std::log(k_GeV / k_min_) / ln_step_;
  if (!(place >= 0.0 && place <= static_cast<double>(rows_ - 1))) return row;
  auto const i = std::min(static_cast<std::size_t>(place), rows_ - 2);
  row.fraction_ = place - static_cast<double>(i);
  row.lower_ = ln_density_.data() + i * columns_;
  row.upper_ = row.lower_ + columns_;
  row.cells_ = columns_ - 1;
  return row;
}

PhotonSpectrum photons_of_mesons(Beam const& beam, std::string const& generator, Numerics const& numerics) {
  double k_min = std::numeric_limits<double>::infinity();
  double k_max = 0.0;
  for (auto const& decay : photon_decays)
    if (auto const* parent = beam.parent(decay.parent)) {
      auto const& spectrum = parent->from(generator);
      k_min = std::min(k_min, spectrum.p_min_GeV());
      k_max = std::max(k_max, std::hypot(spectrum.p_max_GeV(), decay.mass_GeV));
    }
  return {k_min, std::min(k_max, beam.energy_GeV), [&](double k_GeV, double theta_rad) {
            double sum = 0.0;
            for (auto const& decay : photon_decays)
              if (auto const* parent = beam.parent(decay.parent)) {
                double one = 0.0;
                two_body_rows(parent->from(generator), {decay.mass_GeV, nearly_massless * decay.mass_GeV, 0.0},
                              numerics, {&theta_rad, 1}, {&k_GeV, 1}, {&one, 1});
                sum += 2.0 * decay.branching_ratio * parent->yield_factor * one;
              }
            return sum;
          }};
}

double equivalent_photons_per_GeV2(double x, double qt2_GeV2) {
  constexpr double dipole_GeV2 = 0.71;     // Budnev et al. 1975, eq. D.7
  constexpr double moment_squared = 7.78;  // the same
  constexpr double m2 = sm::m_p_GeV * sm::m_p_GeV;
  double const scale = qt2_GeV2 + x * x * m2;
  double const Q2 = scale / (1.0 - x);
  double const G2 = std::pow(1.0 + Q2 / dipole_GeV2, -4);
  double const C = moment_squared * G2;
  double const D = (4.0 * m2 + moment_squared * Q2) * G2 / (4.0 * m2 + Q2);
  return sm::alpha / (pi * x) * ((1.0 - x) * qt2_GeV2 * D / scale + 0.5 * x * x * C) / scale;
}

PhotonSpectrum photons_of_protons(double E_GeV) {
  // The fields of slower photons than this belong to the whole nucleus as much as to the proton.
  constexpr double least_share = 1e-3;
  return {least_share * E_GeV, 0.95 * E_GeV, [E_GeV](double k_GeV, double theta_rad) {
            // dN/(dlnk dOmega) = x dN/(dx dq_t^2) k^2 cos(theta)/pi
            double const along = std::cos(theta_rad);
            if (along <= 0.0) return 0.0;
            double const across = k_GeV * std::sin(theta_rad);
            double const x = k_GeV / E_GeV;
            return x * equivalent_photons_per_GeV2(x, across * across) * k_GeV * k_GeV * along / pi;
          }};
}

}  // namespace penumbra
