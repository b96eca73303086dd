#include "beam/parent_decays.hpp"

#include <fmt/format.h>

#include "particle/lifetimes.hpp"

namespace penumbra {
namespace {

/// A positive number with its source.
double positive(TomlTable& table, std::string const& what, std::string_view name, Dimension dimension,
                CanonicalWriter& key, std::vector<std::string>& flags) {
  auto const number = table.sourced(name, dimension);
  key.field(fmt::format("{} {}", what, name), number.value);
  if (!(number.value > 0.0)) table.problem(name, "must be positive");
  if (number.doubtful()) flags.push_back(fmt::format("{}: {} {}", what, name, number.source));
  return number.value;
}

}  // namespace

double StoppedParent::yield_in(std::string_view variant) const {
  for (auto const& [name, factor] : range)
    if (name == variant) return factor * yield;
  return yield;
}

ParentDecays read_parent_decays(TomlTable table, CanonicalWriter& key, std::vector<std::string>& flags) {
  ParentDecays result;
  std::string const what = "decays of parents";
  auto const length = [&](std::string_view name) { return positive(table, what, name, Dimension::length, key, flags); };
  if (table.has("free_path") == table.has("interaction_length"))
    table.problem("free_path", "expected either 'free_path' or 'interaction_length'");
  if (table.has("free_path")) result.free_path_m = length("free_path");
  if (table.has("free_path_neutral")) {
    if (!result.free_path_m) table.problem("free_path_neutral", "goes with 'free_path'");
    result.free_path_neutral_m = length("free_path_neutral");
  }
  if (table.has("interaction_length")) result.interaction_length_m = length("interaction_length");
  auto const origin = table.optional_text("origin").value_or("target");
  key.field(what + " origin", origin);
  if (origin == "axis")
    result.origin = ParentDecays::Origin::axis;
  else if (origin != "target")
    table.problem("origin", fmt::format("'{}' is unknown (known: axis, target)", origin));
  if (result.interaction_length_m && origin == "axis")
    table.problem("origin", "in a dense dump parents decay at the target: leave 'axis' out");
  table.finish();
  return result;
}

StoppedParent read_stopped(TomlTable table, CanonicalWriter& key, std::vector<std::string>& flags) {
  StoppedParent result;
  result.particle = table.text("particle");
  key.field("stopped", result.particle);
  auto const what = "stopped " + result.particle;
  if (auto const* known = weak_parent(result.particle); !known || !known->flies())
    table.problem("particle", fmt::format("'{}' does not live long enough to stop", result.particle));
  result.yield = positive(table, what, "yield", Dimension::none, key, flags);
  result.position_m = table.sourced("position", Dimension::length).value;
  key.field(what + " position", result.position_m);
  for (std::string const end : {"yield_low", "yield_high"}) {
    if (!table.has(end)) continue;
    double const factor = positive(table, what, end, Dimension::none, key, flags);
    if ((factor < 1.0) != (end == "yield_low"))
      table.problem(end, "a factor on the yield: yield_low below 1, yield_high above");
    result.range.emplace_back(fmt::format("{} x {}", what, factor), factor);
  }
  table.finish();
  return result;
}

}  // namespace penumbra
