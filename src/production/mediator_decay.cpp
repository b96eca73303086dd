#include "production/mediator_decay.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "production/parent_density.hpp"

namespace penumbra {
namespace {

/// Mediators of a flux as parents of `two_body_rows`: linear between close momenta.
class Mediators {
 public:
  Mediators(Flux& flux, Numerics const& numerics) : density_{flux, std::numbers::pi, numerics} {
    for (double const P : density_.momenta_GeV()) ln_.push_back(std::log(P));
    ln_min_ = std::log(flux.k_GeV().front());
    p_max_ = flux.k_GeV().back();
  }

  double p_min_GeV() const { return std::exp(ln_min_); }
  double p_max_GeV() const { return p_max_; }

  auto row(double ln_P) const {
    auto const above = std::upper_bound(ln_.begin(), ln_.end(), ln_P) - ln_.begin();
    auto const i = std::clamp<std::size_t>(static_cast<std::size_t>(above), 1, ln_.size() - 1) - 1;
    double const f = std::clamp((ln_P - ln_[i]) / (ln_[i + 1] - ln_[i]), 0.0, 1.0);
    double const P = std::exp(ln_P);
    double const scale = ln_P < ln_min_ ? 0.0 : std::numbers::pi / (P * P);
    return [this, i, f, scale, inverse = 0.25 / (P * P)](double t) {
      double const h = std::min(1.0, t * t * inverse);
      return scale * ((1.0 - f) * density_.at(i, h) + f * density_.at(i + 1, h));
    };
  }

 private:
  MediatorDensity density_;
  std::vector<double> ln_;
  double ln_min_;
  double p_max_;
};

constexpr double lowest = 0.1;     // of the lowest momentum of the mediators
constexpr double soft_end = 0.03;  // how closely ln k is followed at the end of the spectrum
constexpr int momenta_per_cell = 8;

}  // namespace

std::unique_ptr<Flux> flux_of_mediator_decays(Flux& mediators, TwoBodyDecay const& decay, Numerics const& numerics) {
  Numerics close = numerics;
  close.mediator_momenta *= momenta_per_cell;
  close.angle_step *= 0.25;
  double const P = mediators.k_GeV().back();
  double const p_star = two_body_momentum_GeV(decay.parent_GeV, decay.product_GeV, decay.other_GeV);
  double const fastest =
      (std::hypot(P, decay.parent_GeV) * p_star + P * std::hypot(p_star, decay.product_GeV)) / decay.parent_GeV;
  // What polarised or unpolarised mediators send somewhere is smooth even where they end sharply, but needs more of
  // them than a hadron's spectrum does.
  Numerics rows = numerics;
  rows.parent_energies *= 2;
  rows.parent_azimuths *= 10;
  Numerics own = numerics;
  own.momenta_per_decade *= 3;
  own.angle_step *= 0.4;
  return std::make_unique<Flux>(
      lowest * mediators.k_GeV().front(), fastest, soft_end, mediators.theta_0_rad(), own,
      [parents = std::make_shared<Mediators const>(mediators, close), decay, rows](auto theta, auto k, auto out) {
        two_body_rows(*parents, decay, rows, theta, k, out);
      });
}

}  // namespace penumbra
