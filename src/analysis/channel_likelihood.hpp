#pragma once

#include <optional>

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

}  // namespace penumbra
