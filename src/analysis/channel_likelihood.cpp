#include "analysis/channel_likelihood.hpp"

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

}  // namespace penumbra
