#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "analysis/analysis.hpp"
#include "analysis/channel_likelihood.hpp"

namespace penumbra::test {

/// Pseudo-experiments of several counting analyses on a grid of points, to see how often a region holds the truth.
///
/// In a toy every shared nuisance is drawn flat between its ends (the same for all analyses that share it), every
/// expected background from a gamma density of its mean and error, every count from a Poisson distribution. The
/// likelihood then knows what ours knows: the nominal backgrounds with their errors, the nominal signals with their
/// envelopes. Numbers are a hash of (point, toy, what is drawn): no state, any order, any number of threads.
class ToyCoverage {
 public:
  struct Search {
    std::string name;
    std::vector<std::string> groups;      ///< nuisances of the signals of one channel
    std::vector<SignalFactor> factors;    ///< see ChannelComponents
    std::vector<Background> backgrounds;  ///< one per channel
    /// Components at every point of the grid: outer point, then as in ChannelComponents.
    std::vector<ComponentSignal> components;
  };
  ToyCoverage(std::vector<Search> searches, std::size_t points);

  /// Signal events in all channels of all analyses at nominal nuisances.
  double expected(std::size_t point) const;

  /// Share of toys in which a true point is not excluded, by construction.
  struct Result {
    double two_parameters = 0.0;      ///< -2 (ln L - best on the grid) below 4.61: `contour --rule delta`
    double one_parameter = 0.0;       ///< below 2.71
    double bound = 0.0;               ///< ln L(s+b)/L(b) above ln 0.1
    double asymptotic = 0.0;          ///< asymptotic CLs above 0.1
    double best_is_background = 0.0;  ///< toys in which no point describes the data better than no signal does
  };
  /// Confidence level 90 %.
  Result run(std::size_t truth, int toys, std::uint64_t seed) const;

 private:
  /// Largest summed ln L over the nuisances at a point, for counts in the order of searches and channels.
  double profiled(std::size_t point, std::vector<ChannelComponents> const& toy) const;
  std::vector<ChannelComponents> likelihoods(std::vector<double> const& counts) const;
  std::vector<double> draw(std::size_t truth, std::uint64_t key) const;

  std::vector<Search> searches_;
  std::size_t points_;
  std::vector<std::vector<std::size_t>> group_of_;  ///< of each component of a search
  std::size_t group_count_ = 0;
  std::vector<std::size_t> with_signal_;  ///< points where anything is expected
};

}  // namespace penumbra::test
