#include "detection/decay_kinematics.hpp"

#include <algorithm>
#include <cmath>

#include "core/contracts.hpp"
#include "core/integrate.hpp"
#include "production/meson_decay.hpp"

namespace penumbra {

DecayKinematics DecayKinematics::two_body(double particle_GeV, DaughterMasses const& daughters_GeV) {
  PENUMBRA_EXPECT(daughters_GeV[0] + daughters_GeV[1] < particle_GeV);
  return {particle_GeV, daughters_GeV};
}

DecayKinematics DecayKinematics::with_unseen(double particle_GeV, double unseen_GeV,
                                             DaughterMasses const& daughters_GeV, std::vector<PairMass> masses,
                                             double energy_min_GeV, double energy_max_GeV) {
  PENUMBRA_EXPECT(!masses.empty() && std::all_of(masses.begin(), masses.end(), [&](PairMass const& pair) {
    return daughters_GeV[0] + daughters_GeV[1] < pair.mass_GeV && pair.mass_GeV + unseen_GeV < particle_GeV;
  }));
  DecayKinematics result{particle_GeV, daughters_GeV};
  result.unseen_ = unseen_GeV;
  result.masses_ = std::move(masses);
  result.E_min_ = energy_min_GeV;
  result.E_max_ = energy_max_GeV;
  return result;
}

auto DecayKinematics::energies(double pair_GeV, double k_GeV) const -> Energies {
  double const p = two_body_momentum_GeV(particle_, pair_GeV, unseen_);
  double const gamma_beta = k_GeV / particle_;
  Energies result{std::hypot(1.0, gamma_beta) * std::hypot(p, pair_GeV), gamma_beta * p, -1.0, 1.0};
  auto const cosine = [&](double E_GeV) { return (E_GeV - result.centre_GeV) / result.swing_GeV; };
  result.c_from = std::clamp(cosine(E_min_), -1.0, 1.0);
  result.c_to = std::isfinite(E_max_) ? std::clamp(cosine(E_max_), result.c_from, 1.0) : 1.0;
  return result;
}

std::vector<DecayKinematics::Pair> DecayKinematics::pairs(double k_GeV, Numerics const& numerics) const {
  if (all_seen()) return {{1.0, particle_, k_GeV}};
  constexpr int panels = 3;  // daughters begin to count at some cosines
  std::vector<Pair> result;
  for (auto const& [mass_GeV, share] : masses_) {
    auto const [centre, swing, from, to] = energies(mass_GeV, k_GeV);
    if (to <= from) continue;
    auto const nodes = composite_gauss_legendre(panels, numerics.pair_angles, from, to);
    for (std::size_t i = 0; i < nodes.size(); ++i) {
      double const E = centre + swing * nodes.x[i];
      result.push_back({0.5 * share * nodes.w[i], mass_GeV, std::sqrt((E - mass_GeV) * (E + mass_GeV))});
    }
  }
  return result;
}

std::vector<PairRange> DecayKinematics::pair_ranges(double k_min_GeV, double k_max_GeV) const {
  if (all_seen()) return {{particle_, k_min_GeV, k_max_GeV}};
  std::vector<PairRange> result;
  for (auto const& [mass_GeV, share] : masses_) {
    double const own = std::asinh(two_body_momentum_GeV(particle_, mass_GeV, unseen_) / mass_GeV);
    double const wanted = std::acosh(std::max(1.0, E_min_ / mass_GeV));
    constexpr double at_rest = 1e-3;
    double const slowest = std::max({wanted, std::asinh(k_min_GeV / particle_) - own, at_rest});
    double const fastest = std::asinh(k_max_GeV / particle_) + own;
    if (fastest > slowest) result.push_back({mass_GeV, mass_GeV * std::sinh(slowest), mass_GeV * std::sinh(fastest)});
  }
  return result;
}

double DecayKinematics::lowest_k_GeV() const {
  double lowest = std::numeric_limits<double>::infinity();
  for (auto const& [mass_GeV, share] : masses_) {
    // Rapidities of the particle and, at most, of the pair in its frame.
    double const own = std::asinh(two_body_momentum_GeV(particle_, mass_GeV, unseen_) / mass_GeV);
    double const wanted = std::acosh(std::max(1.0, E_min_ / mass_GeV));
    lowest = std::min(lowest, particle_ * std::sinh(std::max(0.0, wanted - own)));
  }
  return all_seen() ? 0.0 : lowest;
}

double DecayKinematics::counting(double k_GeV) const {
  if (all_seen()) return 1.0;
  double sum = 0.0;
  for (auto const& [mass_GeV, share] : masses_) {
    auto const range = energies(mass_GeV, k_GeV);
    sum += 0.5 * share * (range.c_to - range.c_from);
  }
  return sum;
}

}  // namespace penumbra
