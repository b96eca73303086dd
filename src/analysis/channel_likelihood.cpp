#include "analysis/channel_likelihood.hpp"

#include "core/contracts.hpp"

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

ChannelComponents::ChannelComponents(std::vector<std::string> groups, std::vector<ChannelLikelihood> channels)
    : groups_{std::move(groups)}, channels_{std::move(channels)} {
  for (std::size_t c = 0; c < channels_.size(); ++c)
    of_components_.insert(of_components_.end(), groups_.begin(), groups_.end());
}

double ChannelComponents::log_likelihood(std::span<double const> component_signal) const {
  PENUMBRA_EXPECT(component_signal.size() == of_components_.size());
  double sum = 0.0;
  for (std::size_t c = 0; c < channels_.size(); ++c) {
    double signal = 0.0;
    for (std::size_t g = 0; g < groups_.size(); ++g) signal += component_signal[c * groups_.size() + g];
    if (signal > 0.0) sum += channels_[c].log_likelihood(signal);
  }
  return sum;
}

}  // namespace penumbra
