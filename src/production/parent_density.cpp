#include "production/parent_density.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "core/integrate.hpp"

namespace penumbra {
namespace {

constexpr double panels_per_decade = 24.0;
constexpr int nodes_in_wide_panel = 2;

}  // namespace

HadronDensity::HadronDensity(ParentSpectrum const& spectrum, double factor, Numerics const& numerics) {
  constexpr int order = 3;
  double const first = std::log(spectrum.p_min_GeV());
  double const last = std::log(spectrum.p_max_GeV());
  int const panels = std::max(
      1, static_cast<int>(std::ceil((last - first) / std::numbers::ln10 * numerics.parent_momenta_per_decade / order)));
  auto const nodes = composite_gauss_legendre(panels, order, first, last);
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    double const P = std::exp(nodes.x[i]);
    momenta_.push_back(P);
    weights_.push_back(nodes.w[i]);
    scale_.push_back(factor * P * P / std::numbers::pi);  // dt^2 = P^2 dOmega / pi
    rows_.push_back(spectrum.row(nodes.x[i]));
  }
}

MediatorDensity::MediatorDensity(Flux& flux, double theta_max_rad, Numerics const& numerics)
    : theta_0_{flux.theta_0_rad()}, step_{0.5 * numerics.angle_step}, pT_max_{flux.pT_max_GeV()} {
  // Detectors that look for decays need closer momenta than those that dark matter reaches from all of them.
  auto const& k = flux.k_GeV();
  double const cells_per_decade = static_cast<double>(k.size() - 1) / std::log10(k.back() / k.front());
  auto const panel = static_cast<std::size_t>(std::max(1L, std::lround(cells_per_decade / panels_per_decade)));
  Flux::Reader reader{flux, 0.0, (panel > 1 ? nodes_in_wide_panel : 1) * numerics.mediator_momenta,
                      std::numeric_limits<double>::infinity(), panel};
  momenta_ = reader.k_GeV();
  weights_ = reader.weights();
  auto const count = static_cast<std::size_t>(std::ceil(std::asinh(theta_max_rad / theta_0_) / step_)) + 2;
  table_.resize(momenta_.size() * count);
  std::vector<double> at_angle(momenta_.size());
  for (std::size_t j = 0; j < count; ++j) {
    double const v = static_cast<double>(j) * step_;
    double const angle = theta_0_ * std::sinh(v);
    angles_.push_back(angle);
    // Trapezia in v: the integrand vanishes at both ends.
    solid_angles_.push_back(2.0 * std::numbers::pi * std::sin(std::min(angle, std::numbers::pi)) * theta_0_ *
                            std::cosh(v) * step_);
    reader.below_edge_at(angle, at_angle);
    for (std::size_t i = 0; i < momenta_.size(); ++i) table_[i * count + j] = at_angle[i];
  }
}

double MediatorDensity::at(std::size_t i, double h) const {
  double const half = std::sqrt(h);
  double const sine = 2.0 * half * std::sqrt(std::max(0.0, 1.0 - h));
  if (momenta_[i] * sine > pT_max_) return 0.0;
  double const angle = h < 1e-3 ? half * (2.0 + h / 3.0) : 2.0 * std::asin(std::min(half, 1.0));
  double const x = angle / theta_0_;
  double const place = std::log(x + std::sqrt(1.0 + x * x)) / step_;
  auto const j = static_cast<std::size_t>(place);
  if (j + 1 >= angles_.size()) return 0.0;
  double const* const row = table_.data() + i * angles_.size() + j;
  return row[0] + (place - static_cast<double>(j)) * (row[1] - row[0]);
}

double MediatorDensity::widest_rad(std::size_t i) const {
  double const sine = pT_max_ / momenta_[i];
  return sine < 1.0 ? std::min(std::asin(sine), angles_.back()) : angles_.back();
}

double MediatorDensity::on_grid(std::size_t i, std::size_t j) const {
  return momenta_[i] * std::sin(angles_[j]) > pT_max_ ? 0.0 : table_[i * angles_.size() + j];
}

}  // namespace penumbra
