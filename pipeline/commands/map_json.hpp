#pragma once

#include <map>
#include <string>

#include "pipeline/commands/output.hpp"

namespace penumbra {

/// What `scan` wrote into the provenance of a map about its model and axes.
struct MapStory {
  std::string model;
  std::map<std::string, std::string> units;  ///< axis -> unit
  Json fixed = Json::object();               ///< fixed parameters
  Json computed = Json::object();            ///< computed parameters: expressions
  Json options = Json::object();             ///< of the model

  /// Entries that are missing stay empty: a map may come from another program. Throws IoError for what is no provenance
  /// or has entries of another kind.
  static MapStory read(std::string const& provenance);
  std::string unit_of(std::string const& axis) const;
};

}  // namespace penumbra
