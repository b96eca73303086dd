#include "pipeline/keys.hpp"

#include "cosmology/relic_density.hpp"

namespace penumbra {

void write_grid_key(CanonicalWriter& writer, Grid const& grid, Model const& model) {
  writer.field("grid", grid.key()).field("model", model.name()).field("model physics", model.physics_version());
  if (grid.needs_thermal()) writer.field("physics version: thermal()", thermal_physics_version);
}

RowKey row_key(Grid const& grid, Analysis const& analysis, Model const& model) {
  CanonicalWriter writer;
  writer.field("schema", std::string_view{"row/2"});
  write_grid_key(writer, grid, model);
  analysis.write_key(writer, model);
  return {writer.digest(), writer.readable()};
}

}  // namespace penumbra
