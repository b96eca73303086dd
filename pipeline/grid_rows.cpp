#include "pipeline/grid_rows.hpp"

#include "core/errors.hpp"
#include "pipeline/keys.hpp"

namespace penumbra {
namespace {

constexpr char const* prefix = "grid/";

RowRequest request(std::string name, Model const& model, Grid const& grid) {
  CanonicalWriter writer;
  writer.field("schema", std::string_view{"grid-row/1"}).field("row", std::string_view{name});
  write_grid_key(writer, grid, model);
  RowRequest row;
  row.name = std::move(name);
  row.key = writer.digest();
  row.kind = Kind::grid;
  row.in_combination = false;
  row.definition = writer.readable();
  return row;
}

}  // namespace

std::vector<RowRequest> grid_rows(Model const& model, Grid const& grid) {
  std::vector<RowRequest> rows;
  for (auto const& [name, expression] : grid.computed()) rows.push_back(request(prefix + name, model, grid));
  if (!rows.empty()) rows.push_back(request(exists_row, model, grid));
  return rows;
}

double grid_row_value(std::string const& name, Model const& model, std::vector<double> const& masses,
                      std::vector<double> const& couplings) {
  bool const exists = !couplings.empty();
  if (name == exists_row) return exists ? 1.0 : 0.0;
  std::size_t mass = 0;
  std::size_t coupling = 0;
  for (auto const& parameter : model.parameters()) {
    auto const& values = parameter.kind == ParameterKind::mass ? masses : couplings;
    auto& index = parameter.kind == ParameterKind::mass ? mass : coupling;
    if (prefix + parameter.name == name) return exists ? values[index] : 0.0;
    ++index;
  }
  throw InternalError("the grid has no row '" + name + "'");
}

}  // namespace penumbra
