#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "pipeline/catalogue.hpp"
#include "pipeline/provenance.hpp"
#include "pipeline/run.hpp"

namespace penumbra {

/// One line of the readable content of a key that differs.
struct FieldChange {
  std::string field;
  std::optional<std::string> before;  ///< none: the line is new
  std::optional<std::string> after;   ///< none: the line is gone
};

/// Lines "field = value" that differ between two definitions, in their order.
std::vector<FieldChange> changed_fields(std::string const& before, std::string const& after);

enum class RowAction {
  kept,      ///< the same content: stays as it is
  added,     ///< the map never had it
  changed,   ///< the content differs: computed
  returned,  ///< the map still has it from before: nothing to compute
  removed    ///< nobody asks for it any more; it stays in the file until its place is needed
};
std::string to_string(RowAction action);

struct RowChange {
  std::string name;
  RowAction action = RowAction::kept;
  std::vector<FieldChange> fields;   ///< against the row of that name that the map shows now
  std::optional<std::size_t> row{};  ///< of the map, when it has this content already
};

/// What requesting these rows does to a map with this catalogue; ascending by name.
std::vector<RowChange> row_changes(Catalogue const& catalogue, std::span<RowProvenance const> provenance,
                                   std::span<RowRequest const> requests);

}  // namespace penumbra
