#include "cosmology/thermal_average.hpp"

#include <gsl/gsl_sf_bessel.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

#include "core/contracts.hpp"
#include "core/integrate.hpp"
#include "cosmology/breit_wigner_rule.hpp"

namespace penumbra {
namespace {

constexpr double p_smallest = 5e-4;    // 2 x p^2 = 0.25 at x = 5e5
constexpr double p_largest = 4.5;      // exp(-2 x p^2) = exp(-40) at x = 1
constexpr double exponent_cut = 80.0;  // of exp(-2 x w), relative to threshold

/// p at a centre-of-mass energy, sqrt(s) = 2 m (1 + p^2); nullopt below threshold.
std::optional<double> p_of(double energy_GeV, double mass_GeV) {
  double const w = energy_GeV / (2.0 * mass_GeV) - 1.0;
  if (w <= 0.0) return std::nullopt;
  return std::sqrt(w);
}

struct PolePanel {
  double centre;
  double half_width;
};

/// As wide as it can be without a threshold inside, at most an eighth of p_r: then the thermal exponential, up to
/// exp(-60) at the pole where that still matters, varies moderately on it.
std::optional<PolePanel> pole_panel(Annihilation const& annihilation) {
  if (!annihilation.resonance_GeV || !annihilation.relative_width) return std::nullopt;
  auto const centre = p_of(*annihilation.resonance_GeV, annihilation.mass_GeV);
  if (!centre || *centre >= 0.8 * p_largest) return std::nullopt;
  double half_width = *centre / 8.0;
  for (double threshold_GeV : annihilation.thresholds_GeV)
    if (auto const p = p_of(threshold_GeV, annihilation.mass_GeV))
      if (double const distance = std::abs(*p - *centre); distance > 1e-3 * *centre)
        half_width = std::min(half_width, distance);
  return PolePanel{*centre, half_width};
}

/// Ends of the panels in ascending order.
std::vector<double> panel_ends(Annihilation const& annihilation, std::optional<PolePanel> const& pole) {
  std::vector<double> ends{0.0, p_largest};
  // Closer above 0.25: what opens at a threshold there comes with a thermal exponential that falls fast.
  for (double p = p_smallest; p < 0.99 * p_largest; p *= p < 0.25 ? 2.0 : std::numbers::sqrt2) ends.push_back(p);
  for (double threshold_GeV : annihilation.thresholds_GeV)
    if (auto const p = p_of(threshold_GeV, annihilation.mass_GeV)) ends.push_back(*p);
  if (pole) {
    for (double reach = pole->half_width; reach < pole->centre; reach *= 2.0) {
      if (reach < 0.6 * pole->centre) ends.push_back(pole->centre - reach);
      ends.push_back(pole->centre + reach);
    }
    std::erase_if(ends, [&](double p) { return std::abs(p - pole->centre) < 0.999 * pole->half_width; });
  }
  std::erase_if(ends, [](double p) { return p > p_largest; });
  std::sort(ends.begin(), ends.end());
  ends.erase(std::unique(ends.begin(), ends.end()), ends.end());
  return ends;
}

/// Everything of the integrand over p but sigma and the exponential exp(-2 x p^2), which the caller adds.
double kernel(double x, double K2_scaled, double p) {
  double const w = p * p;
  return 16.0 * x * p * (1.0 + w) * (1.0 + w) * w * (2.0 + w) * gsl_sf_bessel_K1_scaled(2.0 * x * (1.0 + w)) /
         (K2_scaled * K2_scaled);
}

}  // namespace

ThermalAverage::ThermalAverage(Annihilation annihilation, FreezeOutNodes const& nodes)
    : annihilation_{std::move(annihilation)}, pole_nodes_{nodes.pole} {
  double const m_GeV = annihilation_.mass_GeV;
  PENUMBRA_EXPECT(m_GeV > 0.0 && nodes.gauss > 1 && nodes.pole % 2 == 1 && nodes.ln_x_step > 0.0);
  auto const panel = pole_panel(annihilation_);
  auto const ends = panel_ends(annihilation_, panel);
  std::vector<double> p;
  for (std::size_t i = 0; i + 1 < ends.size(); ++i) {
    bool const on_pole = panel && ends[i] < panel->centre && panel->centre < ends[i + 1];
    if (on_pole)
      pole_ = Pole{p.size(), panel->half_width,
                   (1.0 + panel->centre * panel->centre) / (4.0 * panel->centre * panel->half_width)};
    auto const rule =
        on_pole ? gauss_legendre(nodes.pole, panel->centre - panel->half_width, panel->centre + panel->half_width)
                : gauss_legendre(nodes.gauss, ends[i], ends[i + 1]);
    p.insert(p.end(), rule.x.begin(), rule.x.end());
    weight_.insert(weight_.end(), rule.w.begin(), rule.w.end());
  }
  for (double const q : p) {
    double const s_GeV2 = 4.0 * m_GeV * m_GeV * (1.0 + q * q) * (1.0 + q * q);
    if (annihilation_.sigma_at)
      sigma_GeV2_.push_back(annihilation_.sigma_at(s_GeV2));
    else
      sigma_GeV2_.push_back(
          [sigma = annihilation_.sigma_GeV2, s_GeV2](Couplings couplings) { return sigma(s_GeV2, couplings); });
  }
  kernel_.resize(p.size());
  auto const last = static_cast<int>(std::ceil(std::log(freeze_out_x_coldest) / nodes.ln_x_step)) + 3;
  for (int i = 0; i <= last; ++i) {
    double const x = std::exp(i * nodes.ln_x_step);
    double const K2_scaled = gsl_sf_bessel_Kn_scaled(2, x);
    for (std::size_t j = 0; j < p.size(); ++j) {
      double const exponent = 2.0 * x * p[j] * p[j];
      if (exponent > exponent_cut) break;  // for this node, and those above it, at any larger x as well
      kernel_[j].push_back(kernel(x, K2_scaled, p[j]) * std::exp(-exponent));
    }
    ln_x_.push_back(i * nodes.ln_x_step);
  }
}

std::vector<double> ThermalAverage::weights(Couplings couplings) const {
  auto weights = weight_;
  if (!pole_) return weights;
  double const gamma = std::max(annihilation_.relative_width(couplings), 1e-30) * pole_->width_in_panel;
  auto const rule = breit_wigner_weights(pole_nodes_, gamma);
  for (std::size_t j = 0; j < rule.size(); ++j) weights[pole_->first + j] = rule[j] * pole_->half_width;
  return weights;
}

std::vector<double> ThermalAverage::operator()(Couplings couplings, std::size_t count) const {
  PENUMBRA_EXPECT(count <= ln_x_.size());
  auto const strength = weights(couplings);
  std::vector<double> averages(count, 0.0);
  for (std::size_t j = 0; j < strength.size(); ++j) {
    double const value = strength[j] * sigma_GeV2_[j](couplings);
    double const* const kernel = kernel_[j].data();
    double* const sum = averages.data();
    auto const reach = std::min(count, kernel_[j].size());
    for (std::size_t i = 0; i < reach; ++i) sum[i] += value * kernel[i];
  }
  return averages;
}

}  // namespace penumbra
