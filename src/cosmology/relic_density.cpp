#include "cosmology/relic_density.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "core/contracts.hpp"
#include "core/roots.hpp"
#include "cosmology/degrees_of_freedom.hpp"

namespace penumbra {

std::optional<double> bath_contact(Annihilation const& annihilation, Couplings couplings) {
  if (!annihilation.bath_width_GeV) return std::nullopt;
  double const T_GeV = std::max(annihilation.mass_GeV, annihilation.mediator_GeV);
  return annihilation.bath_width_GeV(couplings) * annihilation.mediator_GeV / T_GeV / hubble_rate_GeV(T_GeV);
}

RelicDensity::RelicDensity(Annihilation const& annihilation, FreezeOutNodes const& nodes)
    : annihilation_{annihilation},
      average_{annihilation, nodes},
      freeze_out_{annihilation.mass_GeV, annihilation.internal_states, annihilation.self_conjugate, nodes} {}

Relic RelicDensity::operator()(Couplings couplings) const {
  return freeze_out_(average_(couplings, freeze_out_.average_count()));
}

double RelicDensity::contact(Couplings couplings, double rate) const {
  return bath_contact(annihilation_, couplings).value_or(rate);
}

RelicDensity::Both RelicDensity::with_cold(Couplings couplings) const {
  auto const sigma_v_GeV2 = average_(couplings, freeze_out_.cold_average_count());
  auto const relic = freeze_out_(sigma_v_GeV2);
  return {relic, freeze_out_.cold_omega_h2(sigma_v_GeV2, relic)};
}

bool RelicDensity::near_resonance() const {
  return std::abs(annihilation_.mediator_GeV / (2.0 * annihilation_.mass_GeV) - 1.0) < 0.3;
}

std::optional<double> thermal_coupling(RelicDensity const& relic, Couplings couplings, CouplingAxis const& axis,
                                       double omega_h2) {
  PENUMBRA_EXPECT(axis.index < couplings.size() && axis.from > 0.0 && axis.from < axis.to && omega_h2 > 0.0);
  std::vector<double> values(couplings.begin(), couplings.end());
  auto const excess = [&](double ln_coupling) {
    values[axis.index] = std::exp(ln_coupling);
    return std::log(relic(values).omega_h2 / omega_h2);
  };
  double const spacing = std::numbers::ln10 / 8.0;
  double const end = std::log(axis.to);
  double left = std::log(axis.from);
  if (excess(left) < 0.0) return std::nullopt;
  while (left < end) {
    double const next = std::min(end, (std::floor(left / spacing + 1e-6) + 1.0) * spacing);

    if (excess(next) <= 0.0) return std::exp(find_root(excess, left, next, 1e-8));
    left = next;
  }
  return std::nullopt;
}

}  // namespace penumbra
