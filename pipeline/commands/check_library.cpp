#include "pipeline/commands/check_library.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "analysis/limit.hpp"
#include "core/digest.hpp"
#include "pipeline/commands/bibliography.hpp"

namespace penumbra {
namespace {

std::string first_line(LimitFile const& file) { return file.path.string() + ":1:1"; }

/// Of the points, and of what decides where they lie: the same for one curve under two names, whatever their headers
/// say of confidence levels, rules and publications.
Digest place_of(LimitAnalysis const& limit) {
  auto const& header = limit.header();
  CanonicalWriter writer;
  writer.field("model", header.model).field("coupling", header.coupling);
  writer.field("x_parameter", header.slice.x_parameter).field("dm", header.slice.spins);
  writer.field("predicted density", std::int64_t{header.slice.predicted_density});
  for (auto const& [name, value] : header.slice.options) writer.field(name, value);
  limit.curve().write_key(writer);
  return writer.digest();
}

/// The flags of a limit name another one.
bool is_said(AnalysisInfo const& info, std::string const& other) {
  auto const name = other.substr(other.rfind('/') + 1);
  return std::any_of(info.flags.begin(), info.flags.end(),
                     [&](std::string const& flag) { return flag.find(name) != std::string::npos; });
}

/// Name of the whole and its data set: the parts seen so far.
using Parts = std::map<std::pair<std::string, std::string>, std::vector<LimitAnalysis const*>>;

/// Parts of one limit exclude at other masses, so that none of its events count twice.
void check_parts(LimitFile const& file, Parts& parts, Problems& problems) {
  auto const& info = file.limit->info();
  if (info.part_of.empty()) return;
  auto const& curve = dynamic_cast<LimitAnalysis const&>(*file.limit);
  auto const [low, high] = curve.curve().finite_range_GeV();
  auto& others = parts[{info.part_of, info.data_set}];
  for (auto const* other : others) {
    auto const [from, to] = other->curve().finite_range_GeV();
    if (low < to && from < high)
      problems.add(first_line(file),
                   fmt::format("part: the masses of {} lie in {:g} .. {:g} GeV too (parts of one limit have masses of "
                               "their own)",
                               other->info().name, std::max(low, from), std::min(high, to)));
  }
  others.push_back(&curve);
}

}  // namespace

std::vector<Problem> unknown_references(LimitFile const& file, DataPlaces const& places) {
  auto const bibliography = Bibliography::load(places);
  std::vector<Problem> unknown;
  if (!file.limit) return unknown;
  auto const& info = file.limit->info();
  for (auto const& [role, key] : {std::pair{"reference", info.reference}, {"recast", info.recast}})
    if (!key.empty() && !bibliography.has(key))
      unknown.push_back(
          {first_line(file),
           fmt::format("{}: references.bib has no entry '{}' (add it, so that exports can cite it)", role, key)});
  return unknown;
}

void check_library(std::vector<LimitFile> const& files, DataPlaces const& places, Problems& problems) {
  std::map<Digest, std::string> seen_at;
  std::map<std::tuple<std::string, Status, int>, std::string> rank_of;
  Parts parts;
  for (auto const& file : files) {
    if (!file.limit) continue;
    auto const& info = file.limit->info();
    check_folder(*file.limit, file.path, problems);
    for (auto const& unknown : unknown_references(file, places)) problems.add(unknown.where, unknown.message);
    auto const [same, is_new] = seen_at.emplace(place_of(dynamic_cast<LimitAnalysis const&>(*file.limit)), info.name);
    if (!is_new && !is_said(info, same->second))
      problems.add(
          first_line(file),
          fmt::format("has the points of {}: one curve, two names (where that is meant, its flag names the other)",
                      same->second));
    check_parts(file, parts, problems);
    auto const [taken, is_free] = rank_of.emplace(std::tuple{info.data_set, info.status, info.rank}, info.name);
    if (!is_free)
      problems.add(first_line(file), fmt::format("rank: {} of data set '{}' is that of {} (give one of them another)",
                                                 info.rank, info.data_set, taken->second));
  }
}

}  // namespace penumbra
