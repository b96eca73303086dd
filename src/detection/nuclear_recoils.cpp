#include "detection/nuclear_recoils.hpp"

#include <algorithm>
#include <array>
#include <limits>

#include "core/integrate.hpp"
#include "particle/constants.hpp"

namespace penumbra {
namespace {

constexpr double m2_per_cm2 = 1e-4;
constexpr int fewer_nodes = 6;  // than over all recoil energies: a bin is narrow
constexpr std::size_t powers = 3;

}  // namespace

NuclearRecoilResponse::NuclearRecoilResponse(DarkMatter const& dm, double mediator_GeV,
                                             std::span<TargetDensity const> nuclei, std::span<double const> edges_GeV,
                                             Numerics const& numerics)
    : mass_{dm.mass_GeV}, threshold_{std::numeric_limits<double>::infinity()} {
  int const order = std::max(1, numerics.recoil_energies / fewer_nodes);
  for (std::size_t i = 0; i + 1 < edges_GeV.size(); ++i) {
    auto const nodes = gauss_legendre(order, edges_GeV[i], edges_GeV[i + 1]);
    for (auto const& [target, per_m3] : nuclei)
      for (std::size_t j = 0; j < nodes.size(); ++j) {
        double const T = nodes.x[j];
        least_energy_.push_back(least_energy_for_recoil_GeV(dm, target.nucleus.mass_GeV, T));
        threshold_ = std::min(threshold_, least_energy_.back());
        for (double const factor : nucleus_recoil_in_energy(dm, mediator_GeV, target.nucleus, T))
          strengths_.push_back(per_m3 * nodes.w[j] * factor * sm::cm2_per_inverse_GeV2 * m2_per_cm2);
      }
    first_.push_back(strengths_.size());
  }
}

std::vector<double> NuclearRecoilResponse::fold(std::span<EnergyNode const> spectrum) const {
  std::vector<EnergyNode> nodes{spectrum.begin(), spectrum.end()};
  std::sort(nodes.begin(), nodes.end(), [](auto const& a, auto const& b) { return a.E_GeV < b.E_GeV; });
  std::vector<std::array<double, powers>> above(nodes.size() + 1, {0.0, 0.0, 0.0});
  for (std::size_t n = nodes.size(); n-- > 0;) {
    double const E = nodes[n].E_GeV;
    double value = nodes[n].weight / ((E - mass_) * (E + mass_));
    for (std::size_t k = 0; k < powers; ++k, value *= E) above[n][k] = above[n + 1][k] + value;
  }
  std::vector<double> sums;
  sums.reserve(functions());
  for (double const least : least_energy_) {
    auto const first = std::lower_bound(nodes.begin(), nodes.end(), least,
                                        [](auto const& node, double E_GeV) { return node.E_GeV < E_GeV; });
    for (double const sum : above[static_cast<std::size_t>(first - nodes.begin())]) sums.push_back(sum);
  }
  return sums;
}

}  // namespace penumbra
