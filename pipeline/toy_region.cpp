#include "pipeline/toy_region.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <optional>

#include "analysis/pseudo_experiments.hpp"
#include "core/contracts.hpp"
#include "core/errors.hpp"
#include "pipeline/map_components.hpp"
#include "pipeline/parallel_tasks.hpp"

namespace penumbra {
namespace {

/// t from which on no toys are needed.
double far_excluded(double confidence_level) { return 12.0 + 2.0 * std::log(0.1 / (1.0 - confidence_level)); }

constexpr double no_signal = 0.01;  // events or standard deviations at a node whose toys are those of any other such

/// Places of the plane's points in the map, at ix * ny + iy.
std::vector<std::size_t> points_of_plane(MapGrid const& grid, Plane const& plane) {
  std::vector<std::size_t> stride(grid.values.size(), 1);
  for (std::size_t axis = grid.values.size() - 1; axis-- > 0;)
    stride[axis] = stride[axis + 1] * grid.values[axis + 1].size();
  std::size_t first = 0;
  for (std::size_t axis = 0; axis < grid.values.size(); ++axis) {
    if (axis == plane.x || axis == plane.y || grid.values[axis].size() == 1) continue;
    auto const held = plane.held.find(axis);
    if (held == plane.held.end())
      throw UsageError(fmt::format("--rule toys calibrates a plane: hold {} with --hold {}=VALUE", grid.names[axis],
                                   grid.names[axis]));
    first += held->second * stride[axis];
  }
  std::vector<std::size_t> result;
  for (std::size_t ix = 0; ix < grid.values[plane.x].size(); ++ix)
    for (std::size_t iy = 0; iy < grid.values[plane.y].size(); ++iy)
      result.push_back(first + ix * stride[plane.x] + iy * stride[plane.y]);
  return result;
}

/// The net in the plane, and for every index along an axis the nodes around it.
class Net {
 public:
  Net(std::size_t nx, std::size_t ny, std::size_t most) : x_{net_nodes(nx, most)}, y_{net_nodes(ny, most)}, ny_{ny} {}

  std::size_t size() const { return x_.size() * y_.size(); }
  /// Point of the plane at which a node is.
  std::size_t point(std::size_t node) const { return x_[node / y_.size()] * ny_ + y_[node % y_.size()]; }

  struct Weight {
    std::size_t node;
    double weight;
  };
  /// Weights of the nodes around a point of the plane; nodes without weight are left out.
  std::vector<Weight> around(std::size_t point) const {
    std::vector<Weight> result;
    for (auto const& [i, wx] : along(x_, point / ny_))
      for (auto const& [j, wy] : along(y_, point % ny_))
        if (wx * wy > 0.0) result.push_back({i * y_.size() + j, wx * wy});
    return result;
  }

 private:
  static std::vector<Weight> along(std::vector<std::size_t> const& nodes, std::size_t index) {
    auto const above = std::lower_bound(nodes.begin(), nodes.end(), index);
    auto const i = static_cast<std::size_t>(above - nodes.begin());
    if (*above == index) return {{i, 1.0}};
    double const share = static_cast<double>(index - nodes[i - 1]) / static_cast<double>(nodes[i] - nodes[i - 1]);
    return {{i - 1, 1.0 - share}, {i, share}};
  }
  std::vector<std::size_t> x_;
  std::vector<std::size_t> y_;
  std::size_t ny_;
};

/// What toys need of one analysis at some points of the map.
ToyMember member_of(MapReader const& map, Analysis const& analysis, std::span<std::size_t const> points) {
  if (analysis.channels()) return {&analysis, component_signals(map, analysis, points)};
  auto const& name = analysis.info().name;
  if (map.entry(name).components != 0) throw not_as_in_the_map(name);
  auto const expected = map.values(name, Values::expected);
  auto const log_likelihood = map.values(name, Values::log_likelihood);
  auto const asimov = map.values(name, Values::asimov);
  auto const cls = map.values(name, Values::cls);
  ToyMember member{&analysis, {}};
  for (auto const point : points) {
    double const signal = analysis.toy_signal({expected[point], log_likelihood[point], asimov[point], cls[point]});
    require_sound(!std::isnan(signal) && signal < std::numeric_limits<double>::infinity(), map, name);
    member.signals.push_back({signal, signal, signal});
  }
  return member;
}

/// Critical values at points of a plane, from toys whose best is sought among the nodes of a net.
class Calibration {
 public:
  Calibration(MapReader const& map, Status status, std::span<std::unique_ptr<Analysis const> const> analyses,
              std::vector<std::size_t> candidates, double confidence_level, std::uint64_t seed)
      : map_{map}, candidates_{std::move(candidates)}, confidence_level_{confidence_level}, seed_{seed} {
    for (auto const& name : map.names())
      if (auto const& entry = map.entry(name); entry.status == status && entry.in_combination)
        members_.push_back(&analysis_called(analyses, name, "toys"));
  }

  /// At points of the map. Those without signal share one value.
  std::vector<double> at(std::vector<std::size_t> const& points, int toys) {
    auto const first = candidates_.size();
    auto all = candidates_;
    all.insert(all.end(), points.begin(), points.end());
    std::vector<ToyMember> members;
    for (auto const* analysis : members_) members.push_back(member_of(map_, *analysis, all));
    PseudoExperiments const experiments{std::move(members), all.size(), first};
    auto const of = [&](std::size_t i) {
      return critical_value(experiments.statistics(first + i, toys, seed_), confidence_level_);
    };
    auto const silent = [&](std::size_t i) { return experiments.largest_signal(first + i) < no_signal; };
    for (std::size_t i = 0; i < points.size() && !without_signal_; ++i)
      if (silent(i)) without_signal_ = of(i);
    std::vector<double> result(points.size());
    parallel_tasks(points.size(), [&](std::size_t i) { result[i] = silent(i) ? *without_signal_ : of(i); });
    return result;
  }

 private:
  MapReader const& map_;
  std::vector<Analysis const*> members_;
  std::vector<std::size_t> candidates_;
  double confidence_level_;
  std::uint64_t seed_;
  std::optional<double> without_signal_;
};

}  // namespace

std::vector<std::size_t> net_nodes(std::size_t values, std::size_t most) {
  PENUMBRA_EXPECT(values > 0 && most > 1);
  auto const step = std::max<std::size_t>(1, (values + most - 3) / (most - 1));
  std::vector<std::size_t> nodes;
  for (std::size_t i = 0; i + 1 < values; i += step) nodes.push_back(i);
  nodes.push_back(values - 1);
  return nodes;
}

ExclusionField field_by_toys(MapReader const& map, Status status,
                             std::span<std::unique_ptr<Analysis const> const> analyses, Plane const& plane,
                             double confidence_level, ToySettings const& settings,
                             std::function<void(std::string const&)> const& say) {
  if (!map.complete()) throw UsageError("--rule toys needs a complete map: run the scan again");
  auto const& grid = map.grid();
  auto const in_plane = points_of_plane(grid, plane);
  auto const ny = grid.values[plane.y].size();
  Net const net{grid.values[plane.x].size(), ny, settings.net};
  auto const existing = map.existing();
  auto const exists = [&](std::size_t at) { return existing.empty() || existing[in_plane[at]]; };
  auto const log_likelihood = map.combined(status, Values::combined_profiled);
  require_sound(std::all_of(log_likelihood.begin(), log_likelihood.end(), [](double v) { return std::isfinite(v); }),
                map, "combined/" + to_string(status));

  std::vector<std::size_t> candidates;
  double best = -std::numeric_limits<double>::infinity();
  for (std::size_t node = 0; node < net.size(); ++node)
    if (exists(net.point(node))) {
      candidates.push_back(in_plane[net.point(node)]);
      best = std::max(best, log_likelihood[candidates.back()]);
    }
  auto const t_of = [&](std::size_t at) { return 2.0 * std::max(0.0, best - log_likelihood[in_plane[at]]); };
  double const far = far_excluded(confidence_level);
  auto const undecided = [&](std::size_t at) { return exists(at) && t_of(at) <= far; };
  Calibration calibration{map, status, analyses, candidates, confidence_level, settings.seed};

  // Roughly, at nodes around what may be allowed.
  std::vector<bool> needed(net.size(), false);
  for (std::size_t at = 0; at < in_plane.size(); ++at)
    if (undecided(at))
      for (auto const& [node, weight] : net.around(at)) needed[node] = exists(net.point(node));
  std::vector<std::size_t> nodes;
  std::vector<std::size_t> points;
  for (std::size_t node = 0; node < net.size(); ++node)
    if (needed[node]) {
      nodes.push_back(node);
      points.push_back(in_plane[net.point(node)]);
    }
  auto const rough = calibration.at(points, std::max(settings.toys / 4, 1));
  std::vector<std::optional<double>> at_node(net.size());
  for (std::size_t i = 0; i < nodes.size(); ++i) at_node[nodes[i]] = rough[i];
  double const largest = rough.empty() ? far : *std::max_element(rough.begin(), rough.end());

  // What toys cannot tell apart counts as not worse: their best is found to this tolerance.
  constexpr double margin = 2.0 * PseudoExperiments::tolerance;
  std::vector<double> excess(in_plane.size());
  for (std::size_t at = 0; at < in_plane.size(); ++at) {
    double sum = 0.0;
    double weights = 0.0;
    for (auto const& [node, weight] : net.around(at))
      if (at_node[node]) {
        sum += weight * *at_node[node];
        weights += weight;
      }
    excess[at] = (weights > 0.0 ? sum / weights : largest) + margin - t_of(at);
  }

  // Then at every point beside the contour, which moves, until it passes none that has not been looked at.
  std::vector<bool> done(in_plane.size(), false);
  std::size_t true_points = 0;
  for (;;) {
    std::vector<std::size_t> beside;
    auto const look = [&](std::size_t a, std::size_t b) {
      if (!exists(a) || !exists(b) || (excess[a] <= 0.0) == (excess[b] <= 0.0)) return;
      for (auto const at : {a, b})
        if (!done[at] && undecided(at)) {
          done[at] = true;
          beside.push_back(at);
        }
    };
    for (std::size_t at = 0; at < in_plane.size(); ++at) {
      if (at % ny + 1 < ny) look(at, at + 1);
      if (at + ny < in_plane.size()) look(at, at + ny);
    }
    if (beside.empty()) break;
    true_points += beside.size();
    points.clear();
    for (auto const at : beside) points.push_back(in_plane[at]);
    auto const critical = calibration.at(points, settings.toys);
    for (std::size_t i = 0; i < beside.size(); ++i) excess[beside[i]] = critical[i] + margin - t_of(beside[i]);
  }
  say(fmt::format("{} combination: {} toys at each of {} points beside the contour, {} at {} nodes of a net",
                  to_string(status), settings.toys, true_points, std::max(settings.toys / 4, 1), nodes.size()));

  ExclusionField field{std::vector<double>(log_likelihood.size(), 0.0), 0.0};
  for (std::size_t at = 0; at < in_plane.size(); ++at) field.values[in_plane[at]] = excess[at];
  return field;
}

}  // namespace penumbra
