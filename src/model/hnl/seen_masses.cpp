#include "model/hnl/seen_masses.hpp"

#include <algorithm>
#include <cmath>

#include "core/integrate.hpp"
#include "model/hnl/phase_space.hpp"

namespace penumbra {
namespace {

/// Nodes in the mass of the pair. Twelve give the mean mass to better than a part in ten thousand and its spread to
/// a part in a thousand, see the tests.
constexpr int node_count = 12;

/// Decays with a pair (first, second) of squared mass s beside a massless particle, all in units of the mass of what
/// decays.
class PairBesideMassless {
 public:
  PairBesideMassless(double first, double second) : first_{first}, second_{second} {}
  /// |M|^2 = (P.second)(first.massless) averaged over the decay angle of the pair, times phase space.
  double crossed(double s) const {
    auto const at = frame(s);
    return at.phase_space * at.beam * (at.energy * at.first * at.second - at.beam * at.p * at.p / 3.0);
  }
  /// |M|^2 = P.massless, times phase space.
  double opposite(double s) const {
    auto const at = frame(s);
    return at.phase_space * 0.5 * (1.0 - s);
  }

 private:
  /// Energies and momenta in the frame of the pair.
  struct Frame {
    double energy;  ///< of what decays
    double beam;    ///< its momentum, which is that of the massless particle
    double first, second;
    double p;  ///< of each of the pair
    double phase_space;
  };
  Frame frame(double s) const {
    double const root_s = std::sqrt(s);
    double const p = std::sqrt(std::max(0.0, kallen_of_masses(root_s, first_, second_))) / (2.0 * root_s);
    double const beam = (1.0 - s) / (2.0 * root_s);
    return {(1.0 + s) / (2.0 * root_s), beam, std::hypot(p, first_), std::hypot(p, second_), p, (1.0 - s) * p / root_s};
  }
  double first_;
  double second_;
};

/// Nodes between thresholds, with shares; `weight` is a density in s.
template <class Weight>
std::vector<PairMass> shares(double m_GeV, double threshold, Weight const& weight) {
  std::vector<PairMass> masses;
  if (threshold >= 1.0) return masses;
  double sum = 0.0;
  auto const nodes = gauss_legendre(node_count, threshold, 1.0);
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    double const share = nodes.w[i] * nodes.x[i] * weight(nodes.x[i] * nodes.x[i]);
    masses.push_back({m_GeV * nodes.x[i], share});
    sum += share;
  }
  for (auto& one : masses) one.share /= sum;
  return masses;
}

}  // namespace

std::vector<PairMass> masses_beside_neutrino(NeutralCurrentPair pair, double m_GeV, double fermion_GeV) {
  double const x = fermion_GeV / m_GeV;
  PairBesideMassless const decay{x, x};
  auto const c = couplings_of(pair);
  return shares(m_GeV, 2.0 * x,
                [&](double s) { return c.same * decay.crossed(s) + c.opposite * x * x * decay.opposite(s); });
}

std::vector<PairMass> masses_by_charged_current(double m_GeV, double lepton_GeV, double other_GeV) {
  double const l = lepton_GeV / m_GeV;
  double const f = other_GeV / m_GeV;
  PairBesideMassless const decay{l, f};
  return shares(m_GeV, l + f, [&](double s) { return decay.crossed(s); });
}

}  // namespace penumbra
