#include "analysis/relic_prediction.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "production/flux_store.hpp"

namespace penumbra {
namespace {

constexpr double lattice_spacing = 0.5;  // of ln coupling

double safe_log(double value) { return std::log(std::max(value, std::numeric_limits<double>::min())); }

}  // namespace

double PredictedDensity::share_of(double measured_omega_h2) const {
  return std::min(1.0, low_omega_h2 / measured_omega_h2);
}

RelicPrediction::RelicPrediction(Annihilation const& annihilation)
    : relic_{annihilation},
      lattice_{[this](Couplings couplings) -> CouplingLattice::Values {
                 if (relic_.near_resonance()) {
                   auto const [relic, cold] = relic_.with_cold(couplings);
                   return {safe_log(relic.omega_h2), safe_log(relic.rate), safe_log(cold)};
                 }
                 auto const relic = relic_(couplings);
                 return {safe_log(relic.omega_h2), safe_log(relic.rate), safe_log(relic.omega_h2)};
               },
               lattice_spacing} {}

PredictedDensity RelicPrediction::operator()(Couplings couplings) {
  auto const [ln_omega_h2, ln_rate, ln_cold] = lattice_(couplings);
  return {std::exp(ln_omega_h2), std::exp(std::min(ln_omega_h2, ln_cold)),
          relic_.contact(couplings, std::exp(ln_rate)) >= 1.0};
}

std::shared_ptr<RelicPrediction> RelicPrediction::of(Model const& model, Masses masses, FluxStore& fluxes) {
  return fluxes.at_this_mass<RelicPrediction>("relic density", [&]() -> std::shared_ptr<RelicPrediction> {
    auto const annihilation = model.annihilation(masses);
    return annihilation ? std::make_shared<RelicPrediction>(*annihilation) : nullptr;
  });
}

}  // namespace penumbra
