#include "analysis/channel_likelihood.hpp"

#include <algorithm>

namespace penumbra {

ChannelLikelihood::ChannelLikelihood(Count const& count) : count_{count}, counting_cls_{CountingCls{count}} {}
ChannelLikelihood::ChannelLikelihood(Measurement const& measurement) : measurement_{measurement} {}

double ChannelLikelihood::log_likelihood(double signal) const {
  return count_ ? log_likelihood_ratio(signal, *count_) : log_likelihood_ratio(signal, *measurement_);
}
double ChannelLikelihood::asimov(double signal) const {
  return count_ ? asimov_log_likelihood_ratio(signal, count_->background)
                : asimov_log_likelihood_ratio(signal, *measurement_);
}
double ChannelLikelihood::cls(double signal) const {
  return count_ ? (*counting_cls_)(signal) : gaussian_cls(signal, *measurement_);
}

void add_channel(Outcome& outcome, ChannelLikelihood const& likelihood, double signal) {
  outcome.expected += signal;
  if (signal <= 0.0) return;
  outcome.log_likelihood += likelihood.log_likelihood(signal);
  outcome.asimov += likelihood.asimov(signal);
  outcome.cls = std::min(outcome.cls, likelihood.cls(signal));
}

}  // namespace penumbra
