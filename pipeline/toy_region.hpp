#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "analysis/analysis.hpp"
#include "pipeline/exclusion.hpp"
#include "pipeline/map_reader.hpp"

namespace penumbra {

/// How thresholds are found by pseudo-experiments (toys).
struct ToySettings {
  int toys = 1000;  ///< at each point beside the contour
  std::uint64_t seed = 1;
  std::size_t net = 64;  ///< most nodes along an axis
};

/// Nodes along one axis: every k-th grid value and the last, so that there are at most about `most`.
std::vector<std::size_t> net_nodes(std::size_t values, std::size_t most);

/// The region of the combination of a status with thresholds from toys (PseudoExperiments): a point is excluded where
/// t = 2 (best - ln L) exceeds the critical value of toys made at that point. The best is sought among the nodes of a
/// net in the plane and the point itself, in toys and in the data.
///
/// Critical values come from a quarter of the toys at nodes, linear between them, and then, since that is rough, from
/// all toys at every point beside the contour, until it has passed none without. No toys where t is above
/// 12 + 2 ln(0.1/(1 - CL)), which is excluded: chi-squared with four degrees of freedom exceeds 12 with probability
/// 0.017. All points without signal share the toys of one.
///
/// A plane only: throws UsageError where an axis is neither shown nor held; InputError when `analyses` lacks a member
/// or is not what the map was made with, IoError when the map is damaged. `say` gets a line for the log. The same bits
/// on any number of threads.
ExclusionField field_by_toys(MapReader const& map, Status status,
                             std::span<std::unique_ptr<Analysis const> const> analyses, Plane const& plane,
                             double confidence_level, ToySettings const& settings,
                             std::function<void(std::string const&)> const& say);

}  // namespace penumbra
