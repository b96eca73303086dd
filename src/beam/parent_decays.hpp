#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/digest.hpp"
#include "core/toml_reader.hpp"

namespace penumbra {

/// Where parents that live long decay.
struct ParentDecays {
  enum class Origin {
    target,  ///< mediators start at the target, along the parent's own direction and their decay angle
    axis     ///< on the beam's axis, where the parent decays
  };
  /// From the target to where they are stopped; nullopt in a dense dump.
  std::optional<double> free_path_m;
  /// The same of neutral ones, where magnets do not stop them; nullopt: as the others.
  std::optional<double> free_path_neutral_m;
  /// Of hadrons in a dense dump.
  std::optional<double> interaction_length_m;
  Origin origin = Origin::target;
};

/// Parents that come to rest at a place of the beam's axis and decay there.
struct StoppedParent {
  std::string particle;
  double yield;       ///< decays at rest per primary collision
  double position_m;  ///< from the target
  /// Factors on the yield by name of the variant: the ends of its range.
  std::vector<std::pair<std::string, double>> range;

  /// Yield in a variant; the central one where the variant is not of this parent.
  double yield_in(std::string_view variant) const;
};

/// Reads [parent_decays]. Doubtful numbers are added to `flags`.
ParentDecays read_parent_decays(TomlTable table, CanonicalWriter& key, std::vector<std::string>& flags);

/// Reads one [[stopped]].
StoppedParent read_stopped(TomlTable table, CanonicalWriter& key, std::vector<std::string>& flags);

}  // namespace penumbra
