#include "pipeline/row_changes.hpp"

#include <algorithm>
#include <limits>
#include <set>
#include <sstream>

#include "core/errors.hpp"
#include "pipeline/row_plan.hpp"

namespace penumbra {
namespace {

using Lines = std::vector<std::string>;

Lines lines_of(std::string const& text) {
  Lines lines;
  std::istringstream stream{text};
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

/// Lines of `all` that `others` does not have, each as often as it is missing there.
Lines without(Lines const& all, Lines const& others) {
  std::multiset<std::string> rest(others.begin(), others.end());
  Lines result;
  for (auto const& line : all) {
    if (auto const found = rest.find(line); found != rest.end())
      rest.erase(found);
    else
      result.push_back(line);
  }
  return result;
}

std::pair<std::string, std::string> split(std::string const& line) {
  auto const at = line.find(" = ");
  return at == std::string::npos ? std::pair{line, std::string{}} : std::pair{line.substr(0, at), line.substr(at + 3)};
}

/// The catalogue with room for every request, so that a plan always exists.
Catalogue with_room(Catalogue catalogue, std::size_t requests) {
  catalogue.resize(catalogue.size() + requests);
  return catalogue;
}

}  // namespace

std::vector<FieldChange> changed_fields(std::string const& before, std::string const& after) {
  auto const old_lines = lines_of(before);
  auto const new_lines = lines_of(after);
  auto const gone = without(old_lines, new_lines);
  auto const come = without(new_lines, old_lines);
  std::vector<FieldChange> changes;
  std::vector<bool> paired(come.size(), false);
  for (auto const& line : gone) {
    auto const [field, value] = split(line);
    FieldChange change{field, value, std::nullopt};
    for (std::size_t i = 0; i < come.size() && !change.after; ++i)
      if (!paired[i] && split(come[i]).first == field) {
        change.after = split(come[i]).second;
        paired[i] = true;
      }
    changes.push_back(std::move(change));
  }
  for (std::size_t i = 0; i < come.size(); ++i)
    if (!paired[i]) changes.push_back({split(come[i]).first, std::nullopt, split(come[i]).second});
  return changes;
}

std::string to_string(RowAction action) {
  switch (action) {
    case RowAction::kept:
      return "kept";
    case RowAction::added:
      return "new";
    case RowAction::changed:
      return "changed";
    case RowAction::returned:
      return "returned";
    case RowAction::removed:
      return "removed";
  }
  throw InternalError("unknown action on a row");
}

std::vector<RowChange> row_changes(Catalogue const& catalogue, std::span<RowProvenance const> provenance,
                                   std::span<RowRequest const> requests) {
  auto const roomy = with_room(catalogue, requests.size());
  auto const plan = plan_rows(roomy, std::numeric_limits<std::uint32_t>::max(), requests, 0);
  if (!plan) throw InternalError("no plan although there is room");
  auto const shown_as = [&](std::string const& name) -> std::optional<std::size_t> {
    for (std::size_t row = 0; row < catalogue.size(); ++row)
      if (catalogue[row].state == RowState::requested && catalogue[row].name == name) return row;
    return std::nullopt;
  };
  std::vector<RowChange> changes;
  std::set<std::size_t> used;
  std::set<std::string> names;
  for (std::size_t i = 0; i < requests.size(); ++i) {
    auto const& request = requests[i];
    RowChange change{request.name, RowAction::kept, {}, std::nullopt};
    auto const shown = shown_as(request.name);
    if (plan->action[i] == RowPlan::Action::made) {
      change.action = shown ? RowAction::changed : RowAction::added;
    } else {
      change.row = plan->row_of[i];
      if (plan->action[i] == RowPlan::Action::returned) change.action = RowAction::returned;
    }
    if (shown && change.action != RowAction::kept)
      change.fields = changed_fields(provenance[*shown].definition, request.definition);
    used.insert(plan->row_of[i]);
    names.insert(request.name);
    changes.push_back(std::move(change));
  }
  for (std::size_t row = 0; row < catalogue.size(); ++row)
    if (catalogue[row].state == RowState::requested && !used.contains(row) && !names.contains(catalogue[row].name))
      changes.push_back({catalogue[row].name, RowAction::removed, {}, row});
  std::sort(changes.begin(), changes.end(), [](auto const& a, auto const& b) { return a.name < b.name; });
  return changes;
}

}  // namespace penumbra
