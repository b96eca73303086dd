#include "analysis/pseudo_experiments.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "core/contracts.hpp"
#include "statistics/profile.hpp"
#include "statistics/random_stream.hpp"

namespace penumbra {
namespace {

/// Fewer events or standard deviations than this do not change ln L by more than that.
constexpr double no_signal = 1e-6;

double end_of(ComponentSignal const& component, double t) {
  return signal_at({component.nominal, component.low, component.high}, t);
}

bool matters(ToyChannel const& channel, double signal) {
  bool const density = channel.kind == ToyChannel::Kind::density || channel.kind == ToyChannel::Kind::density_bound;
  return density ? std::isfinite(signal) : signal > no_signal * channel.error;
}

}  // namespace

PseudoExperiments::PseudoExperiments(std::vector<ToyMember> members, std::size_t points, std::size_t candidates)
    : members_at_(points), candidates_{candidates} {
  PENUMBRA_EXPECT(candidates <= points);
  std::map<std::string, std::size_t, std::less<>> index;
  for (auto& one : members) {
    auto& member = members_.emplace_back();
    member.channels = one.analysis->channels();
    member.first_channel = channels_.size();
    member.components = 1;
    if (member.channels) {
      member.components = one.analysis->component_groups().size();
      for (auto const& name : one.analysis->component_groups())
        member.groups.push_back(index.emplace(nuisance_of(name), index.size()).first->second);
      for (auto const& channel : member.channels->toy_channels()) channels_.push_back(channel);
    } else {
      channels_.push_back(one.analysis->toy_channel());
    }
    member.channel_count = channels_.size() - member.first_channel;
    member.signals = std::move(one.signals);
    PENUMBRA_EXPECT(member.signals.size() == points * member.components);
  }
  group_count_ = index.size();
  reach_.resize(channels_.size());
  std::vector<double> values;
  std::vector<double> low;
  std::vector<double> high;
  for (std::size_t m = 0; m < members_.size(); ++m) {
    auto const& member = members_[m];
    values.resize(member.components);
    low.resize(member.channel_count);
    high.resize(member.channel_count);
    for (std::size_t point = 0; point < points; ++point) {
      auto const at = member.at(point);
      auto const signals_at_end = [&](double t, std::vector<double>& out) {
        std::transform(at.begin(), at.end(), values.begin(), [&](auto const& one) { return end_of(one, t); });
        channel_signals(member, values, out);
      };
      signals_at_end(-1.0, low);
      signals_at_end(1.0, high);
      bool any = false;
      for (std::size_t c = 0; c < member.channel_count; ++c) {
        if (!matters(channels_[member.first_channel + c], high[c])) continue;
        any = true;
        if (point >= candidates_) continue;
        auto& reach = reach_[member.first_channel + c];
        reach.candidates.push_back(static_cast<std::uint32_t>(point));
        reach.low.push_back(low[c]);
        reach.high.push_back(high[c]);
      }
      if (any) members_at_[point].push_back(static_cast<std::uint32_t>(m));
    }
  }
}

void PseudoExperiments::channel_signals(Member const& member, std::span<double const> components,
                                        std::span<double> out) const {
  if (member.channels)
    member.channels->signals(components, out);
  else
    out[0] = components[0];
}

double PseudoExperiments::largest_signal(std::size_t point) const {
  double sum = 0.0;
  std::vector<double> values;
  std::vector<double> signals;
  for (auto const m : members_at_[point]) {
    auto const& member = members_[m];
    values.clear();
    for (auto const& one : member.at(point)) values.push_back(end_of(one, 1.0));
    signals.resize(member.channel_count);
    channel_signals(member, values, signals);
    for (std::size_t c = 0; c < signals.size(); ++c)
      sum += std::max(0.0, signals[c] / channels_[member.first_channel + c].error);
  }
  return sum;
}

double PseudoExperiments::expected(std::size_t point) const {
  double sum = 0.0;
  std::vector<double> values;
  std::vector<double> signals;
  for (auto const m : members_at_[point]) {
    auto const& member = members_[m];
    if (!member.channels) continue;
    values.clear();
    for (auto const& one : member.at(point)) values.push_back(one.nominal);
    signals.resize(member.channel_count);
    channel_signals(member, values, signals);
    for (std::size_t c = 0; c < signals.size(); ++c)
      if (channels_[member.first_channel + c].kind == ToyChannel::Kind::count) sum += signals[c];
  }
  return sum;
}

std::vector<double> PseudoExperiments::draw(std::size_t truth, int toys, std::uint64_t seed,
                                            double const* nuisance) const {
  std::vector<double> data(static_cast<std::size_t>(toys) * channels_.size());
  std::vector<double> t(group_count_);
  std::vector<double> values;
  std::vector<double> signals;
  for (std::size_t toy = 0; toy < static_cast<std::size_t>(toys); ++toy) {
    auto const random = RandomStream{seed}.part(truth).part(toy);
    for (std::size_t g = 0; g < group_count_; ++g) t[g] = nuisance ? *nuisance : 2.0 * random(g) - 1.0;
    for (auto const& member : members_) {
      values.clear();
      for (std::size_t i = 0; i < member.components; ++i)
        values.push_back(end_of(member.at(truth)[i], member.channels ? t[member.groups[i]] : 0.0));
      signals.resize(member.channel_count);
      channel_signals(member, values, signals);
      for (std::size_t c = 0; c < signals.size(); ++c) {
        auto const channel = member.first_channel + c;
        auto const number = group_count_ + 2 * channel;
        data[toy * channels_.size() + channel] =
            drawn(channels_[channel], signals[c], random(number), random(number + 1));
      }
    }
  }
  return data;
}

std::vector<float> PseudoExperiments::bounds(std::span<double const> data, std::size_t toys) const {
  std::vector<float> result(toys * candidates_, 0.0F);
  std::vector<std::size_t> order(toys);
  std::vector<float> largest;
  for (std::size_t channel = 0; channel < channels_.size(); ++channel) {
    auto const& reach = reach_[channel];
    if (reach.candidates.empty()) continue;
    auto const datum = [&](std::size_t toy) { return data[toy * channels_.size() + channel]; };
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return datum(a) < datum(b); });
    largest.resize(reach.candidates.size());
    for (std::size_t i = 0; i < toys; ++i) {
      if (i == 0 || datum(order[i]) != datum(order[i - 1]))  // toys of the same count share the work
        for (std::size_t j = 0; j < largest.size(); ++j)
          largest[j] = static_cast<float>(
              largest_toy_log_likelihood(channels_[channel], reach.low[j], reach.high[j], datum(order[i])));
      float* const of_toy = result.data() + order[i] * candidates_;
      for (std::size_t j = 0; j < largest.size(); ++j) of_toy[reach.candidates[j]] += largest[j];
    }
  }
  return result;
}

double PseudoExperiments::profiled(std::size_t point, Data data) const {
  double unmoved = 0.0;
  std::vector<Envelope> envelopes;
  std::size_t components = 0;
  for (auto const m : members_at_[point]) components += members_[m].components;
  envelopes.reserve(components);  // the members keep spans
  std::vector<ProfileMember> moving;
  for (auto const m : members_at_[point]) {
    auto const& member = members_[m];
    if (!member.channels) {
      unmoved +=
          toy_log_likelihood(channels_[member.first_channel], member.at(point)[0].nominal, data[member.first_channel]);
      continue;
    }
    auto const first = envelopes.size();
    for (auto const& one : member.at(point)) envelopes.push_back({one.nominal, one.low, one.high});
    auto const of_member = std::span{channels_}.subspan(member.first_channel, member.channel_count);
    auto const measured = data.subspan(member.first_channel, member.channel_count);
    moving.push_back({std::span{envelopes}.subspan(first), member.groups,
                      [&member, of_member, measured](std::span<double const> values) {
                        std::vector<double> signals(of_member.size());
                        member.channels->signals(values, signals);
                        double sum = 0.0;
                        for (std::size_t c = 0; c < signals.size(); ++c)
                          sum += toy_log_likelihood(of_member[c], signals[c], measured[c]);
                        return sum;
                      },
                      [&member, of_member, measured](std::span<double const> values, std::span<double> by_component) {
                        std::vector<double> signals(of_member.size());
                        member.channels->signals(values, signals);
                        for (std::size_t c = 0; c < signals.size(); ++c)
                          signals[c] = toy_slope(of_member[c], signals[c], measured[c]);
                        member.channels->slopes(values, signals, by_component);
                      }});
  }
  return moving.empty() ? unmoved : unmoved + profile(moving, group_count_).log_likelihood;
}

std::vector<double> PseudoExperiments::statistics(std::size_t truth, int toys, std::uint64_t seed) const {
  return statistics(truth, toys, seed, nullptr);
}

std::vector<double> PseudoExperiments::statistics_at(double nuisance, std::size_t truth, int toys,
                                                     std::uint64_t seed) const {
  return statistics(truth, toys, seed, &nuisance);
}

std::vector<double> PseudoExperiments::statistics(std::size_t truth, int toys, std::uint64_t seed,
                                                  double const* nuisance) const {
  constexpr std::size_t most_bounds = std::size_t{1} << 22;  // at a time: 16 MB
  auto const data = draw(truth, toys, seed, nuisance);
  auto const count = static_cast<std::size_t>(toys);
  auto const batch = std::clamp<std::size_t>(most_bounds / std::max<std::size_t>(candidates_, 1), 1, count);
  std::vector<double> result;
  std::vector<std::pair<float, std::uint32_t>> hopeful;
  for (std::size_t first = 0; first < count; first += batch) {
    auto const in_batch = std::min(batch, count - first);
    auto const bound = bounds(std::span{data}.subspan(first * channels_.size(), in_batch * channels_.size()), in_batch);
    for (std::size_t toy = 0; toy < in_batch; ++toy) {
      auto const of_toy = std::span{data}.subspan((first + toy) * channels_.size(), channels_.size());
      double const here = profiled(truth, of_toy);
      double best = here;
      hopeful.clear();
      for (std::size_t j = 0; j < candidates_; ++j)
        if (float const most = bound[toy * candidates_ + j]; most > here + tolerance)
          hopeful.emplace_back(-most, static_cast<std::uint32_t>(j));
      std::sort(hopeful.begin(), hopeful.end());
      for (auto const& [minus_most, candidate] : hopeful) {
        if (-minus_most <= best + tolerance) break;
        best = std::max(best, profiled(candidate, of_toy));
      }
      result.push_back(2.0 * (best - here));
    }
  }
  return result;
}

double critical_value(std::vector<double> statistics, double confidence_level) {
  PENUMBRA_EXPECT(!statistics.empty() && confidence_level > 0.0 && confidence_level < 1.0);
  constexpr double rounding = 1e-9;
  auto const kept = std::ceil(confidence_level * static_cast<double>(statistics.size()) - rounding);
  auto const place = statistics.begin() + static_cast<std::ptrdiff_t>(kept) - 1;
  std::nth_element(statistics.begin(), place, statistics.end());
  return *place;
}

}  // namespace penumbra
