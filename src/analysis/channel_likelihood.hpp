#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "analysis/analysis.hpp"
#include "statistics/counting.hpp"
#include "statistics/gaussian.hpp"
#include "statistics/toy_channel.hpp"

namespace penumbra {

/// How one channel of a search was counted: events over a background, or a fitted signal.
class ChannelLikelihood {
 public:
  explicit ChannelLikelihood(Count const& count);
  explicit ChannelLikelihood(Measurement const& measurement);
  /// What was counted; nothing where a signal was measured.
  std::optional<Count> const& count() const { return count_; }
  double log_likelihood(double signal) const;
  /// Derivative of ln L by the signal.
  double slope(double signal) const;
  double asimov(double signal) const;
  double cls(double signal) const;
  /// The same channel for pseudo-experiments: without what was observed.
  ToyChannel toy_channel() const;

 private:
  std::optional<Count> count_;
  std::optional<CountingCls> counting_cls_;
  std::optional<Measurement> measurement_;
};

/// Something that multiplies the signal of one nuisance group in every channel, and that another nuisance moves.
struct SignalFactor {
  std::string nuisance;
  std::string of_group;
};

/// The components of a search: for each channel first one signal for each nuisance group of its beam, then the factors.
class ChannelComponents {
 public:
  ChannelComponents(std::vector<std::string> groups, std::vector<ChannelLikelihood> channels,
                    std::vector<SignalFactor> factors = {});
  std::vector<std::string> const& groups() const { return groups_; }
  std::size_t per_channel() const { return groups_.size() + factors_.size(); }
  /// Group of each component, with `factor_mark` for factors.
  std::vector<std::string> const& of_components() const { return of_components_; }
  /// ln L(s+b)/L(b) of all channels when the components have these values; a factor of zero stands for one.
  double log_likelihood(std::span<double const> components) const;
  void slopes(std::span<double const> components, std::span<double> by_component) const;
  /// What the analysis says with these values: its ln L, and the CLs of its strongest channel.
  Outcome outcome(std::span<double const> components) const;
  /// Signal of each channel when the components have these values.
  void signals(std::span<double const> components, std::span<double> by_channel) const;
  /// Derivative of a sum over the channels by each component, from its derivatives by the channels' signals.
  void slopes(std::span<double const> components, std::span<double const> by_channel,
              std::span<double> by_component) const;
  std::vector<ToyChannel> toy_channels() const;
  std::vector<ChannelLikelihood> const& channels() const { return channels_; }
  /// The group (an index) whose signal a factor multiplies.
  std::size_t factor_group(std::size_t factor) const { return factors_[factor]; }

 private:
  /// What multiplies the signal of a group of a channel; `of_channel` are the components of that channel.
  double factor(std::size_t group, std::span<double const> of_channel) const;
  double signal(std::span<double const> of_channel) const;

  std::vector<std::string> groups_;
  std::vector<std::string> of_components_;
  std::vector<ChannelLikelihood> channels_;
  std::vector<std::size_t> factors_;  ///< the group that each factor multiplies
};

/// Adds what a channel says about a signal to the outcome of its analysis. Of several channels the strongest one
/// decides the analysis by itself.
void add_channel(Outcome& outcome, ChannelLikelihood const& likelihood, double signal);

}  // namespace penumbra
