#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "analysis/analysis.hpp"
#include "analysis/channel_likelihood.hpp"

namespace penumbra {

/// An analysis of a combination at every point.
struct ToyMember {
  Analysis const* analysis = nullptr;
  /// Outer index point; inner the components of the analysis, or one (`Analysis::toy_signal`) where it has none.
  std::vector<ComponentSignal> signals;
};

/// Pseudo-experiments (toys) of a combination, and how far the best of many points lies above a true one in them.
///
/// The statistic of a toy is t = 2 (largest ln L of any candidate or of the truth itself - ln L of the truth), ln L
/// profiled over the shared nuisances as in a map: the ordering of Feldman and Cousins (physics/9711021). In a toy
/// every shared nuisance is drawn flat between its ends, the same for all analyses that share it, every background from
/// a gamma density: averages over what no measurement constrains (Cousins and Highland, NIM A 320 (1992) 331), as the
/// CLs of counts does. Results depend on points, seed and number of toys only, not on threads or order.
class PseudoExperiments {
 public:
  /// The first `candidates` points are those that the best is sought among; the others may be true points only. The
  /// analyses must outlive this.
  PseudoExperiments(std::vector<ToyMember> members, std::size_t points, std::size_t candidates);

  /// Signal of all channels at the high end of all nuisances: events, or standard deviations.
  double largest_signal(std::size_t point) const;
  /// Events expected by the analyses with components that count them, at nominal nuisances.
  double expected(std::size_t point) const;

  /// t of `toys` toys at a true point. The best of all candidates is found to `tolerance` in ln L.
  std::vector<double> statistics(std::size_t truth, int toys, std::uint64_t seed) const;
  /// The same for toys in which every nuisance is at t in [-1, 1] in place of drawn.
  std::vector<double> statistics_at(double nuisance, std::size_t truth, int toys, std::uint64_t seed) const;

  static constexpr double tolerance = 0.01;

 private:
  struct Member {
    ChannelComponents const* channels = nullptr;  ///< null: one channel that nothing moves
    std::vector<std::size_t> groups;              ///< of each component
    std::size_t components = 0;
    std::size_t first_channel = 0;
    std::size_t channel_count = 0;
    std::vector<ComponentSignal> signals;
    std::span<ComponentSignal const> at(std::size_t point) const {
      return std::span{signals}.subspan(point * components, components);
    }
  };
  /// Where a channel has a signal at all, with the least and largest one that the nuisances allow.
  struct Reach {
    std::vector<std::uint32_t> candidates;
    std::vector<double> low;
    std::vector<double> high;
  };
  using Data = std::span<double const>;  ///< of a toy, channel by channel

  std::vector<double> statistics(std::size_t truth, int toys, std::uint64_t seed, double const* nuisance) const;
  void channel_signals(Member const& member, std::span<double const> components, std::span<double> out) const;
  std::vector<double> draw(std::size_t truth, int toys, std::uint64_t seed, double const* nuisance) const;
  /// Upper bounds of ln L at every candidate, for toys one after the other.
  std::vector<float> bounds(std::span<double const> data, std::size_t toys) const;
  double profiled(std::size_t point, Data data) const;

  std::vector<Member> members_;
  std::vector<ToyChannel> channels_;
  std::vector<Reach> reach_;
  std::vector<std::vector<std::uint32_t>> members_at_;  ///< with a signal, at each point
  std::size_t candidates_;
  std::size_t group_count_ = 0;
};

/// The smallest c with t <= c in at least a share `confidence_level` of the toys.
double critical_value(std::vector<double> statistics, double confidence_level);

}  // namespace penumbra
