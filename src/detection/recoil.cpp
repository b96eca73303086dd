#include "detection/recoil.hpp"

#include <algorithm>
#include <cmath>

#include "core/integrate.hpp"
#include "core/interpolate.hpp"
#include "core/roots.hpp"
#include "particle/constants.hpp"

namespace penumbra {
namespace {

constexpr double m2_per_cm2 = 1e-4;
/// Ratio of the ends of a stretch of recoil energies over which the cross section hardly bends.
constexpr double narrow = 1.25;

struct Stretch {
  double from;
  double to;
};

/// Recoil energies between the kinematic ends at which the recoil goes forward enough:
///   cos = (2 T (E + m) + m_2^2 - m_1^2) / (2 p sqrt(T^2 + 2 m T)) >= c,
/// outside of the roots of a quadratic equation in T.
std::vector<Stretch> forward(DarkMatter const& dm, double target_GeV, double E_GeV, double cosine_min, Stretch all) {
  if (cosine_min <= 0.0) return {all};
  double const p2 = (E_GeV - dm.mass_GeV) * (E_GeV + dm.mass_GeV);
  double const sum = E_GeV + target_GeV;
  double const split = (dm.heavier_mass_GeV - dm.mass_GeV) * (dm.heavier_mass_GeV + dm.mass_GeV);
  double const c2p2 = cosine_min * cosine_min * p2;
  double const a = 4.0 * (sum * sum - c2p2);
  double const b = 4.0 * split * sum - 8.0 * c2p2 * target_GeV;
  double const root2 = b * b - 4.0 * a * split * split;
  if (root2 <= 0.0) return {all};
  double const low = (-b - std::sqrt(root2)) / (2.0 * a);
  double const high = (-b + std::sqrt(root2)) / (2.0 * a);
  std::vector<Stretch> result;
  if (low > all.from) result.push_back({all.from, std::min(low, all.to)});
  if (high < all.to) result.push_back({std::max(high, all.from), all.to});
  return result;
}

double efficiency_at(RecoilWindow const& window, double T_GeV) {
  if (window.efficiency.empty()) return 1.0;
  if (T_GeV < window.efficiency_GeV.front() || T_GeV > window.efficiency_GeV.back()) return 0.0;
  return interpolate(window.efficiency_GeV, window.efficiency, T_GeV);
}

}  // namespace

double RecoilTarget::mass_GeV() const {
  switch (kind) {
    case Kind::electron:
      return sm::m_e_GeV;
    case Kind::proton:
      return sm::m_p_GeV;
    case Kind::neutron:
      return sm::m_n_GeV;
    case Kind::nucleus:
      return nucleus.mass_GeV;
  }
  return 0.0;
}

double recoil_GeV3(DarkMatter const& dm, double mediator_GeV, RecoilTarget const& target, double E_GeV, double T_GeV) {
  switch (target.kind) {
    case RecoilTarget::Kind::electron:
      return electron_recoil_GeV3(dm, mediator_GeV, E_GeV, T_GeV);
    case RecoilTarget::Kind::proton:
      return nucleon_recoil_GeV3(dm, mediator_GeV, Nucleon::proton, E_GeV, T_GeV);
    case RecoilTarget::Kind::neutron:
      return nucleon_recoil_GeV3(dm, mediator_GeV, Nucleon::neutron, E_GeV, T_GeV);
    case RecoilTarget::Kind::nucleus:
      return nucleus_recoil_GeV3(dm, mediator_GeV, target.nucleus, E_GeV, T_GeV);
  }
  return 0.0;
}

namespace {

/// Where the recoils of both windows of the angle are allowed.
std::vector<Stretch> allowed(DarkMatter const& dm, double target_GeV, RecoilWindow const& window, double E_GeV,
                             Stretch all) {
  if (!window.cosine_min && !window.cosine_max) return {all};
  auto const inside = forward(dm, target_GeV, E_GeV, window.cosine_min.value_or(0.0), all);
  if (!window.cosine_max) return inside;
  // What is left between the recoils that go too far forward.
  std::vector<Stretch> result;
  for (auto const& stretch : inside) {
    double from = stretch.from;
    for (auto const& [near, far] : forward(dm, target_GeV, E_GeV, *window.cosine_max, stretch)) {
      if (near > from) result.push_back({from, std::min(near, stretch.to)});
      from = std::max(from, far);
    }
    if (from < stretch.to) result.push_back({from, stretch.to});
  }
  return result;
}

double threshold(DarkMatter const& dm, double target_GeV, RecoilWindow const& window, double E_max_GeV) {
  auto const reach = [&](double ln_E) { return recoil_range(dm, target_GeV, std::exp(ln_E)).max_GeV - window.min_GeV; };
  double const lowest = std::log(dm.mass_GeV) + 1e-12;
  double const highest = std::log(E_max_GeV);
  if (lowest >= highest || reach(highest) <= 0.0) return E_max_GeV;
  return std::exp(reach(lowest) >= 0.0 ? lowest : find_root(reach, lowest, highest, 1e-12));
}

double in_window_m2(DarkMatter const& dm, double mediator_GeV, RecoilTarget const& target, RecoilWindow const& window,
                    double E_GeV, Numerics const& numerics) {
  double const M = target.mass_GeV();
  double const m2 = mediator_GeV * mediator_GeV;
  auto const range = recoil_range(dm, M, E_GeV);
  Stretch const all{std::max(window.min_GeV, range.min_GeV), std::min(window.max_GeV, range.max_GeV)};
  if (all.from >= all.to) return 0.0;
  double sum = 0.0;
  for (auto const& [from, to] : allowed(dm, M, window, E_GeV, all)) {
    // A bin of a recoil spectrum needs few nodes.
    int const order = to < narrow * from ? std::max(4, numerics.recoil_energies / 4) : numerics.recoil_energies;
    auto const nodes = gauss_legendre(order, 1.0 / (m2 + 2.0 * M * to), 1.0 / (m2 + 2.0 * M * from));
    for (std::size_t j = 0; j < nodes.size(); ++j) {
      double const T = std::clamp((1.0 / nodes.x[j] - m2) / (2.0 * M), from, to);
      sum += nodes.w[j] / (2.0 * M * nodes.x[j] * nodes.x[j]) * recoil_GeV3(dm, mediator_GeV, target, E_GeV, T) *
             efficiency_at(window, T);
    }
  }
  return sum * sm::cm2_per_inverse_GeV2 * m2_per_cm2;
}

}  // namespace

RecoilCrossSection::RecoilCrossSection(DarkMatter const& dm, double mediator_GeV, RecoilTarget const& target,
                                       RecoilWindow const& window, double E_max_GeV, Numerics const& numerics)
    : CrossSectionTable{threshold(dm, target.mass_GeV(), window, E_max_GeV), E_max_GeV, numerics.recoil_table,
                        [&](double E) { return in_window_m2(dm, mediator_GeV, target, window, E, numerics); }} {}

}  // namespace penumbra
