#include "pipeline/keys.hpp"

namespace penumbra {

RowKey row_key(Digest const& grid_key, Analysis const& analysis, Model const& model) {
  CanonicalWriter writer;
  writer.field("schema", std::string_view{"row/1"}).field("grid", grid_key);
  writer.field("model", model.name()).field("model physics", model.physics_version());
  analysis.write_key(writer, model);
  return {writer.digest(), writer.readable()};
}

}  // namespace penumbra
