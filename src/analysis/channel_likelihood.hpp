#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "analysis/analysis.hpp"
#include "statistics/counting.hpp"
#include "statistics/gaussian.hpp"

namespace penumbra {

/// How one channel of a search was counted: events over a background, or a fitted signal.
class ChannelLikelihood {
 public:
  explicit ChannelLikelihood(Count const& count);
  explicit ChannelLikelihood(Measurement const& measurement);
  double log_likelihood(double signal) const;
  double asimov(double signal) const;
  double cls(double signal) const;

 private:
  std::optional<Count> count_;
  std::optional<CountingCls> counting_cls_;
  std::optional<Measurement> measurement_;
};

/// The components of a search: one for each channel (outer) and nuisance group of its beam (inner).
class ChannelComponents {
 public:
  ChannelComponents(std::vector<std::string> groups, std::vector<ChannelLikelihood> channels);
  std::vector<std::string> const& groups() const { return groups_; }
  /// Group of each component.
  std::vector<std::string> const& of_components() const { return of_components_; }
  /// ln L(s+b)/L(b) of all channels when the components have these signals.
  double log_likelihood(std::span<double const> component_signal) const;

 private:
  std::vector<std::string> groups_;
  std::vector<std::string> of_components_;
  std::vector<ChannelLikelihood> channels_;
};

/// Adds what a channel says about a signal to the outcome of its analysis. Of several channels the strongest one
/// decides the analysis by itself.
void add_channel(Outcome& outcome, ChannelLikelihood const& likelihood, double signal);

}  // namespace penumbra
