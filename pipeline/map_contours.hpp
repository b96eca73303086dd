#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "pipeline/exclusion.hpp"
#include "pipeline/map_reader.hpp"
#include "pipeline/toy_region.hpp"
#include "statistics/contours.hpp"

namespace penumbra {

/// Which contours of a map are asked for.
struct ContourQuestion {
  double confidence_level = 0.90;
  std::optional<ExclusionRule> rule;  ///< unset: `own` for analyses, `bound` for the combination
  std::optional<Status> status;
  std::vector<std::string> names;  ///< shell patterns; "combined" is the combination; empty: everything
  Plane plane;
  bool allow_no_signal = false;  ///< profile over couplings at whose lowest value there is no signal
  bool envelope = false;         ///< also with all nuisances at either end
  ToySettings toys;
  std::vector<std::unique_ptr<Analysis const>> analyses;  ///< for toys and the envelope; else none
};

/// The contours of one analysis or combination: the border of what is excluded, or of a favoured band.
struct Contour {
  std::string analysis;  ///< or "combined"
  Status status = Status::observed;
  std::string rule;
  /// Where the nuisances are: "nominal", "profiled", "low" (least signal), "high".
  std::string nuisances;
  std::vector<Polyline> lines;
};

bool wanted(ContourQuestion const& question, std::string const& name, Status status);

/// Every name or pattern has to match something that the map holds; throws UsageError.
void refuse_unknown_names(MapReader const& map, ContourQuestion const& question);

/// A plane is two different axes of more than one value; throws UsageError. A map without one has no contours, but
/// exports of its points.
void refuse_no_plane(MapGrid const& grid, Plane const& plane);

/// In the order of names, then combinations. Throws UsageError for a name that matches nothing, and where a rule does
/// not apply.
std::vector<Contour> all_contours(MapReader const& map, ContourQuestion const& question);

/// The field of one analysis or combination on the plane, as contours are drawn of it (`for_interpolation`).
struct PlaneField {
  std::string analysis;
  Status status = Status::observed;
  std::string rule;
  std::string nuisances;
  ExclusionField field;
};
std::vector<PlaneField> all_plane_fields(MapReader const& map, ContourQuestion const& question);

}  // namespace penumbra
