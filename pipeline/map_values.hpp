#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "pipeline/map_reader.hpp"

namespace penumbra {

/// All nuisances at one end of their envelopes: least signal, or most.
enum class NuisanceEnd { low, high };

/// Numbers of a map with everything that is not done made neutral: an unwritten number would be CLs = 0. Throws IoError
/// for numbers that are not finite.
class MapValues {
 public:
  explicit MapValues(MapReader const& map) : map_{map}, existing_{map.existing()} {}
  /// What the map would hold with all nuisances at one end: analyses with components are evaluated again, and
  /// combinations are the sums of their members. Throws InputError when an analysis is not the one that the map was
  /// made with. Both must outlive this.
  MapValues(MapReader const& map, std::span<std::unique_ptr<Analysis const> const> analyses, NuisanceEnd end)
      : map_{map}, existing_{map.existing()}, analyses_{analyses}, end_{end} {}

  MapReader const& map() const { return map_; }
  MapGrid const& grid() const { return map_.grid(); }
  std::vector<bool> const& existing() const { return existing_; }
  /// Members of the combination of a status.
  std::vector<std::string> members(Status status) const;
  std::vector<double> of(std::string const& name, Values what) const;
  std::vector<double> combined(Status status, Values what) const;

 private:
  std::vector<double> at_end(std::string const& name, Values what) const;

  MapReader const& map_;
  std::vector<bool> existing_;
  std::span<std::unique_ptr<Analysis const> const> analyses_;
  std::optional<NuisanceEnd> end_;
  mutable std::string evaluated_;          ///< which analysis `outcomes_` is of
  mutable std::vector<Outcome> outcomes_;  ///< at the end; those of the last analysis that was asked for
};

}  // namespace penumbra
