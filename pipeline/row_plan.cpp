#include "pipeline/row_plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "core/errors.hpp"

namespace penumbra {
namespace {

constexpr auto nowhere = static_cast<std::size_t>(-1);

/// The first gap of so many response rows between those in use.
std::optional<std::uint32_t> find_gap(Catalogue const& catalogue, std::uint64_t capacity, std::uint32_t length) {
  std::vector<std::pair<std::uint64_t, std::uint64_t>> used;
  for (auto const& entry : catalogue)
    if (entry.state != RowState::free && entry.components > 0)
      used.emplace_back(entry.first_response, entry.first_response + entry.responses());
  std::sort(used.begin(), used.end());
  std::uint64_t from = 0;
  for (auto const& [first, last] : used) {
    if (first >= from + length) break;
    from = std::max(from, last);
  }
  if (from + length > capacity) return std::nullopt;
  return static_cast<std::uint32_t>(from);
}

std::size_t retired_longest(Catalogue const& catalogue) {
  std::size_t best = nowhere;
  for (std::size_t row = 0; row < catalogue.size(); ++row)
    if (catalogue[row].state == RowState::retired &&
        (best == nowhere || catalogue[row].retired_in < catalogue[best].retired_in))
      best = row;
  return best;
}

std::size_t find_free(Catalogue const& catalogue) {
  auto const free = std::find_if(catalogue.begin(), catalogue.end(),
                                 [](CatalogueEntry const& entry) { return entry.state == RowState::free; });
  return free == catalogue.end() ? nowhere : static_cast<std::size_t>(free - catalogue.begin());
}

/// A free row and response rows for the request, at the cost of retired rows where needed.
bool make_row(Catalogue& catalogue, std::uint64_t response_capacity, RowRequest const& request, std::size_t& row) {
  auto const components = static_cast<std::uint32_t>(request.component_groups.size());
  for (;;) {
    row = find_free(catalogue);
    auto const gap = find_gap(catalogue, response_capacity, 3 * components);
    if (row != nowhere && gap) {
      catalogue[row] = {};
      catalogue[row].first_response = *gap;
      catalogue[row].components = components;
      return true;
    }
    auto const victim = retired_longest(catalogue);
    if (victim == nowhere) return false;
    catalogue[victim] = {};
  }
}

void require_valid(std::span<RowRequest const> requests) {
  std::set<std::string> names;
  for (auto const& request : requests) {
    if (request.name.empty() || request.name.size() > max_name_bytes)
      throw InputError(fmt::format("analysis '{}': a name in a map has 1 to {} bytes", request.name, max_name_bytes));
    if (request.data_set.size() > max_data_set_bytes)
      throw InputError(fmt::format("analysis '{}': data_set has more than {} bytes", request.name, max_data_set_bytes));
    if (!names.insert(request.name).second)
      throw InputError(fmt::format("analysis '{}' is requested twice", request.name));
  }
}

}  // namespace

std::uint64_t response_rows(std::span<RowRequest const> requests) {
  std::uint64_t count = 0;
  for (auto const& request : requests) count += 3 * request.component_groups.size();
  return count;
}

std::optional<RowPlan> plan_rows(Catalogue const& old, std::uint64_t response_capacity,
                                 std::span<RowRequest const> requests, std::uint64_t generation) {
  require_valid(requests);
  RowPlan plan{.catalogue = old,
               .row_of = std::vector<std::size_t>(requests.size(), nowhere),
               .action = std::vector(requests.size(), RowPlan::Action::made)};
  std::vector<bool> taken(old.size(), false);
  auto const match = [&](std::size_t request, bool same_name) {
    for (std::size_t row = 0; row < old.size(); ++row) {
      if (taken[row] || old[row].state == RowState::free || old[row].key != requests[request].key) continue;
      if (old[row].components != requests[request].component_groups.size()) continue;
      if (same_name && old[row].name != requests[request].name) continue;
      taken[row] = true;
      plan.row_of[request] = row;
      plan.action[request] = old[row].state == RowState::requested ? RowPlan::Action::kept : RowPlan::Action::returned;
      return;
    }
  };
  for (std::size_t i = 0; i < requests.size(); ++i) match(i, true);
  for (std::size_t i = 0; i < requests.size(); ++i)
    if (plan.row_of[i] == nowhere) match(i, false);

  // Rows that are wanted are marked before others may be given away.
  for (std::size_t row = 0; row < old.size(); ++row) {
    auto& entry = plan.catalogue[row];
    if (taken[row]) {
      entry.state = RowState::requested;
    } else if (entry.state == RowState::requested) {
      entry.state = RowState::retired;
      entry.retired_in = generation;
    }
  }
  for (std::size_t i = 0; i < requests.size(); ++i) {
    if (plan.row_of[i] == nowhere && !make_row(plan.catalogue, response_capacity, requests[i], plan.row_of[i]))
      return std::nullopt;
    auto& entry = plan.catalogue[plan.row_of[i]];
    entry.state = RowState::requested;
    entry.name = requests[i].name;
    entry.key = requests[i].key;
    entry.kind = requests[i].kind;
    entry.status = requests[i].status;
    entry.data_set = requests[i].data_set;
    if (plan.action[i] == RowPlan::Action::made) entry.in_combination = requests[i].in_combination;
  }
  plan.changed = plan.catalogue != old;
  return plan;
}

}  // namespace penumbra
