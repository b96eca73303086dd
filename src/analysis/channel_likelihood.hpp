#pragma once

#include <optional>

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

/// Adds what a channel says about a signal to the outcome of its analysis. Of several channels the strongest one
/// decides the analysis by itself.
void add_channel(Outcome& outcome, ChannelLikelihood const& likelihood, double signal);

}  // namespace penumbra
