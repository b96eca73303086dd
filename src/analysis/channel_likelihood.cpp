#include "analysis/channel_likelihood.hpp"

#include "core/contracts.hpp"

#include <algorithm>

namespace penumbra {

ChannelLikelihood::ChannelLikelihood(Count const& count) : count_{count}, counting_cls_{CountingCls{count}} {}
ChannelLikelihood::ChannelLikelihood(Measurement const& measurement) : measurement_{measurement} {}

double ChannelLikelihood::log_likelihood(double signal) const {
  return count_ ? log_likelihood_ratio(signal, *count_) : log_likelihood_ratio(signal, *measurement_);
}
double ChannelLikelihood::slope(double signal) const {
  return count_ ? log_likelihood_slope(signal, *count_) : log_likelihood_slope(signal, *measurement_);
}
double ChannelLikelihood::asimov(double signal) const {
  return count_ ? asimov_log_likelihood_ratio(signal, count_->background)
                : asimov_log_likelihood_ratio(signal, *measurement_);
}
double ChannelLikelihood::cls(double signal) const {
  return count_ ? (*counting_cls_)(signal) : gaussian_cls(signal, *measurement_);
}

ToyChannel ChannelLikelihood::toy_channel() const {
  if (count_) return {ToyChannel::Kind::count, count_->background, 1.0};
  return {ToyChannel::Kind::gaussian, {}, measurement_->error};
}

void add_channel(Outcome& outcome, ChannelLikelihood const& likelihood, double signal) {
  outcome.expected += signal;
  if (signal <= 0.0) return;
  outcome.log_likelihood += likelihood.log_likelihood(signal);
  outcome.asimov += likelihood.asimov(signal);
  outcome.cls = std::min(outcome.cls, likelihood.cls(signal));
}

ChannelComponents::ChannelComponents(std::vector<std::string> groups, std::vector<ChannelLikelihood> channels,
                                     std::vector<SignalFactor> factors)
    : groups_{std::move(groups)}, channels_{std::move(channels)} {
  for (auto const& one : factors) {
    auto const found = std::find(groups_.begin(), groups_.end(), one.of_group);
    PENUMBRA_EXPECT(found != groups_.end());
    factors_.push_back(static_cast<std::size_t>(found - groups_.begin()));
  }
  for (std::size_t c = 0; c < channels_.size(); ++c) {
    of_components_.insert(of_components_.end(), groups_.begin(), groups_.end());
    for (auto const& one : factors) of_components_.push_back(factor_mark + one.nuisance);
  }
}

double ChannelComponents::factor(std::size_t group, std::span<double const> of_channel) const {
  double product = 1.0;
  for (std::size_t f = 0; f < factors_.size(); ++f)
    if (double const value = of_channel[groups_.size() + f]; factors_[f] == group && value > 0.0) product *= value;
  return product;
}

double ChannelComponents::signal(std::span<double const> of_channel) const {
  double sum = 0.0;
  for (std::size_t g = 0; g < groups_.size(); ++g) sum += of_channel[g] * factor(g, of_channel);
  return sum;
}

double ChannelComponents::log_likelihood(std::span<double const> components) const {
  PENUMBRA_EXPECT(components.size() == of_components_.size());
  double sum = 0.0;
  for (std::size_t c = 0; c < channels_.size(); ++c) {
    double const s = signal(components.subspan(c * per_channel(), per_channel()));
    if (s > 0.0) sum += channels_[c].log_likelihood(s);
  }
  return sum;
}

void ChannelComponents::slopes(std::span<double const> components, std::span<double> by_component) const {
  std::vector<double> by_channel(channels_.size());
  signals(components, by_channel);
  for (std::size_t c = 0; c < channels_.size(); ++c) by_channel[c] = channels_[c].slope(by_channel[c]);
  slopes(components, by_channel, by_component);
}

void ChannelComponents::signals(std::span<double const> components, std::span<double> by_channel) const {
  PENUMBRA_EXPECT(components.size() == of_components_.size() && by_channel.size() == channels_.size());
  for (std::size_t c = 0; c < channels_.size(); ++c)
    by_channel[c] = signal(components.subspan(c * per_channel(), per_channel()));
}

void ChannelComponents::slopes(std::span<double const> components, std::span<double const> by_channel,
                               std::span<double> by_component) const {
  PENUMBRA_EXPECT(components.size() == of_components_.size() && by_component.size() == components.size());
  for (std::size_t c = 0; c < channels_.size(); ++c) {
    auto const of_channel = components.subspan(c * per_channel(), per_channel());
    auto const out = by_component.subspan(c * per_channel(), per_channel());
    for (std::size_t g = 0; g < groups_.size(); ++g) out[g] = by_channel[c] * factor(g, of_channel);
    for (std::size_t f = 0; f < factors_.size(); ++f) {
      double const value = of_channel[groups_.size() + f];
      auto const group = factors_[f];
      out[groups_.size() + f] = value > 0.0 ? out[group] * of_channel[group] / value : 0.0;
    }
  }
}

Outcome ChannelComponents::outcome(std::span<double const> components) const {
  std::vector<double> by_channel(channels_.size());
  signals(components, by_channel);
  Outcome outcome;
  for (std::size_t c = 0; c < channels_.size(); ++c) add_channel(outcome, channels_[c], by_channel[c]);
  return outcome;
}

std::vector<ToyChannel> ChannelComponents::toy_channels() const {
  std::vector<ToyChannel> result;
  for (auto const& channel : channels_) result.push_back(channel.toy_channel());
  return result;
}

}  // namespace penumbra
