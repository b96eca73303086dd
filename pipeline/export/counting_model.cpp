#include "pipeline/export/counting_model.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include "pipeline/map_components.hpp"

namespace penumbra {
namespace {

constexpr double smallest_ratio = 1e-30;  // a low end of zero, as for the profile

}  // namespace

std::string CountingAnalysis::reason_to_refuse(Analysis const& analysis) {
  if (analysis.info().kind == Kind::limit) return "a published curve: its likelihood is a construction on the curve";
  if (!analysis.channels()) return "no counts in channels that the map keeps: a measurement, or bins";
  for (auto const& channel : analysis.channels()->channels())
    if (!channel.count()) return "a fitted signal with a Gaussian error, no count";
  return {};
}

CountingAnalysis::CountingAnalysis(MapReader const& map, Analysis const& analysis, std::span<std::size_t const> points)
    : analysis_{analysis}, components_{component_signals(map, analysis, points)} {
  for (auto const& channel : analysis.channels()->channels()) counts_.push_back(*channel.count());
}

std::pair<double, double> CountingAnalysis::background_pulls(std::size_t channel) const {
  // b = mean - error^2 (1 - n / (s + b)) lies between mean - error^2 and its value without signal.
  constexpr double usual = 5.0;
  auto const& [observed, background] = counts_[channel];
  double const without = (profiled_background(0.0, counts_[channel]) - background.mean) / background.error;
  return {-std::min(background.mean / background.error * (1.0 - 1e-9), std::max(usual, 1.5 * background.error)),
          std::max(usual, 1.5 * without)};
}

std::vector<CountedSignal> CountingAnalysis::signals(std::size_t at, std::size_t channel) const {
  auto const& structure = *analysis_.channels();
  auto const& groups = structure.groups();
  auto const per_channel = structure.per_channel();
  auto const components =
      std::span{components_}.subspan(at * structure.of_components().size() + channel * per_channel, per_channel);
  std::vector<CountedSignal> result;
  for (std::size_t g = 0; g < groups.size(); ++g) {
    CountedSignal signal{groups[g], components[g].nominal, {}};
    if (!(signal.nominal > 0.0)) continue;
    auto const moved_by = [&](std::string const& nuisance, ComponentSignal const& component) {
      auto& ends = signal.nuisances[nuisance];
      ends.low *= std::max(component.low / component.nominal, smallest_ratio);
      ends.high *= component.high / component.nominal;
    };
    moved_by(groups[g], components[g]);
    for (std::size_t f = groups.size(); f < per_channel; ++f) {
      if (structure.factor_group(f - groups.size()) != g || !(components[f].nominal > 0.0)) continue;
      signal.nominal *= components[f].nominal;
      moved_by(std::string{nuisance_of(structure.of_components()[f])}, components[f]);
    }
    std::erase_if(signal.nuisances, [](auto const& one) { return one.second.low == 1.0 && one.second.high == 1.0; });
    result.push_back(std::move(signal));
  }
  return result;
}

double CountingAnalysis::expected(std::size_t at) const {
  double sum = 0.0;
  for (std::size_t channel = 0; channel < channels(); ++channel)
    for (auto const& signal : signals(at, channel)) sum += signal.nominal;
  return sum;
}

std::vector<std::string> CountingAnalysis::nuisances() const {
  std::set<std::string> names;
  for (auto const& group : analysis_.component_groups()) names.emplace(nuisance_of(group));
  return {names.begin(), names.end()};
}

std::vector<std::size_t> points_asked_for(ExportJob const& job) {
  auto const& grid = job.map.grid();
  auto const existing = job.map.existing();
  std::vector<std::size_t> points;
  for (std::size_t point = 0; point < job.map.layout().points; ++point) {
    auto rest = point;
    bool shown = existing.empty() || existing[point];
    for (std::size_t axis = grid.values.size(); axis-- > 0; rest /= grid.values[axis].size()) {
      auto const held = job.question.plane.held.find(axis);
      shown = shown && (held == job.question.plane.held.end() || held->second == rest % grid.values[axis].size());
    }
    if (shown) points.push_back(point);
  }
  return points;
}

CountingAnalyses counting_analyses(ExportJob& job, std::span<std::size_t const> points) {
  CountingAnalyses result;
  for (auto const& name : job.names()) {
    auto const& analysis = job.analysis(name, "its counts");
    if (auto why = CountingAnalysis::reason_to_refuse(analysis); !why.empty())
      result.others.push_back({name, std::move(why)});
    else
      result.counted.emplace_back(job.map, analysis, points);
  }
  return result;
}

}  // namespace penumbra
