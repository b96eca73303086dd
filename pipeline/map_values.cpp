#include "pipeline/map_values.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "analysis/channel_likelihood.hpp"
#include "core/errors.hpp"
#include "pipeline/map_components.hpp"
#include "pipeline/parallel_tasks.hpp"

namespace penumbra {
namespace {

void forget_unfinished(std::vector<double>& values, std::vector<bool> const& done, MapLayout const& layout,
                       double neutral) {
  for (std::size_t slab = 0; slab < done.size(); ++slab)
    if (!done[slab]) {
      auto const first = static_cast<std::ptrdiff_t>(layout.first_point(slab));
      auto const count = static_cast<std::ptrdiff_t>(layout.valid_points(slab));
      std::fill_n(values.begin() + first, count, neutral);
    }
}

/// A number that is not finite comes from no run of ours: it would put contours anywhere.
void require_finite(MapReader const& map, std::string const& name, std::vector<double> const& values) {
  if (!std::all_of(values.begin(), values.end(), [](double v) { return std::isfinite(v); }))
    throw IoError(fmt::format("{}: '{}' has numbers that are not finite: damaged, or not written by this program",
                              map.file().path().string(), name));
}

}  // namespace

std::vector<std::string> MapValues::members(Status status) const {
  std::vector<std::string> result;
  for (auto const& name : map_.names())
    if (auto const& entry = map_.entry(name); entry.status == status && entry.in_combination) result.push_back(name);
  return result;
}

std::vector<double> MapValues::of(std::string const& name, Values what) const {
  bool const moved = end_ && map_.entry(name).components > 0;
  auto values = moved ? at_end(name, what) : map_.values(name, what);
  forget_unfinished(values, map_.done(map_.row_of(name)), map_.layout(), what == Values::cls ? 1.0 : 0.0);
  require_finite(map_, name, values);
  return values;
}

std::vector<double> MapValues::combined(Status status, Values what) const {
  if (end_) {
    std::vector<double> sum(map_.layout().points, 0.0);
    for (auto const& name : members(status)) {
      auto const one = of(name, what == Values::combined_asimov ? Values::asimov : Values::log_likelihood);
      std::transform(sum.begin(), sum.end(), one.begin(), sum.begin(), std::plus<>{});
    }
    return sum;
  }
  auto values = map_.combined(status, what);
  forget_unfinished(values, map_.combined_done(status), map_.layout(), 0.0);
  require_finite(map_, "combined/" + to_string(status), values);
  return values;
}

std::vector<double> MapValues::at_end(std::string const& name, Values what) const {
  if (evaluated_ != name) {
    auto const& analysis = analysis_called(analyses_, name, "an envelope");
    auto const components = analysis.component_groups().size();
    std::vector<std::size_t> points(map_.layout().points);
    std::iota(points.begin(), points.end(), std::size_t{0});
    auto const signals = component_signals(map_, analysis, points);
    outcomes_.assign(points.size(), {});
    constexpr std::size_t block_points = 64;
    parallel_tasks((points.size() + block_points - 1) / block_points, [&](std::size_t block) {
      std::vector<double> at_point(components);
      for (auto i = block * block_points; i < std::min(points.size(), (block + 1) * block_points); ++i) {
        for (std::size_t c = 0; c < components; ++c) {
          auto const& signal = signals[i * components + c];
          at_point[c] = *end_ == NuisanceEnd::low ? signal.low : signal.high;
        }
        outcomes_[i] = analysis.channels()->outcome(at_point);
      }
    });
    evaluated_ = name;
  }
  auto const number = [&](Outcome const& outcome) {
    switch (what) {
      case Values::expected:
        return outcome.expected;
      case Values::log_likelihood:
        return outcome.log_likelihood;
      case Values::asimov:
        return outcome.asimov;
      case Values::cls:
        return outcome.cls;
      default:
        throw InternalError("no number of an analysis");
    }
  };
  std::vector<double> values(outcomes_.size());
  std::transform(outcomes_.begin(), outcomes_.end(), values.begin(), number);
  return values;
}

}  // namespace penumbra
