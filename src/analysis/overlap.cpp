#include "analysis/overlap.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "core/data_files.hpp"
#include "core/toml_reader.hpp"

namespace penumbra {
namespace {

bool is_preferred(Candidate const& candidate, Preference preference) {
  bool const published = candidate.info->kind == Kind::limit;
  return published == (preference == Preference::published);
}

/// Smaller is better.
std::tuple<bool, std::int64_t, std::int64_t, std::int64_t> order(Candidate const& candidate, Preference preference) {
  auto const rank = static_cast<std::int64_t>(candidate.info->rank);
  auto const excluded = static_cast<std::int64_t>(candidate.expected_excluded);
  bool const constraint = candidate.info->kind == Kind::constraint;
  return {!is_preferred(candidate, preference), constraint ? rank : 0, -excluded, rank};
}

std::string why(Candidate const& best, Candidate const& second, Preference preference) {
  auto const a = order(best, preference);
  auto const b = order(second, preference);
  if (std::get<0>(a) != std::get<0>(b))
    return preference == Preference::simulated ? "simulated is preferred to published"
                                               : "published is preferred to simulated";
  if (std::get<1>(a) != std::get<1>(b)) return fmt::format("rank {} before {}", best.info->rank, second.info->rank);
  if (std::get<2>(a) != std::get<2>(b))
    return fmt::format("expects to exclude {} points, {} expects {}", best.expected_excluded, second.info->name,
                       second.expected_excluded);
  return fmt::format("equal expected exclusion, rank {} before {}", best.info->rank, second.info->rank);
}

/// Files of one published limit, which exclude at other masses.
bool are_parts(AnalysisInfo const& a, AnalysisInfo const& b) {
  return !a.part_of.empty() && a.part_of == b.part_of && a.data_set == b.data_set && a.status == b.status &&
         a.models == b.models;
}

/// A part of a limit is worth what the whole is.
std::vector<Candidate> with_whole_limits(std::span<Candidate const> candidates) {
  std::vector<Candidate> result(candidates.begin(), candidates.end());
  for (std::size_t i = 0; i < candidates.size(); ++i)
    for (std::size_t j = 0; j < candidates.size(); ++j)
      if (i != j && are_parts(*candidates[i].info, *candidates[j].info))
        result[i].expected_excluded += candidates[j].expected_excluded;
  return result;
}

}  // namespace

std::map<std::string, std::string> groups_of_data_sets(std::span<Candidate const> candidates,
                                                       std::span<Overlap const> overlaps) {
  std::map<std::string, std::string> group;
  for (auto const& candidate : candidates) group.emplace(candidate.info->data_set, candidate.info->data_set);
  auto const join = [&](std::string const& a, std::string const& b) {
    std::string const keep = std::min(group.at(a), group.at(b));
    std::string const drop = std::max(group.at(a), group.at(b));
    for (auto& [data_set, name] : group)
      if (name == drop) name = keep;
  };
  for (auto const& overlap : overlaps) {
    for (auto const& data_set : overlap.data_sets) group.emplace(data_set, data_set);
    for (auto const& data_set : overlap.data_sets) join(overlap.data_sets.front(), data_set);
  }
  return group;
}

std::vector<Overlap> read_overlaps(std::string_view text, std::string const& file, Problems& problems) {
  auto document = TomlTable::parse(text, file, problems);
  std::vector<Overlap> overlaps;
  for (auto& table : document.tables("overlap")) {
    Overlap overlap{table.texts("data_sets"), table.text("reason")};
    std::set<std::string> const distinct(overlap.data_sets.begin(), overlap.data_sets.end());
    if (distinct.size() < 2 || distinct.size() != overlap.data_sets.size())
      table.problem("data_sets", "expected two or more different names of data sets");
    table.finish();
    if (!overlap.data_sets.empty()) overlaps.push_back(std::move(overlap));
  }
  document.finish();
  return overlaps;
}

std::vector<Overlap> load_overlaps(std::filesystem::path const& data_root) {
  auto const file = data_root / "experiments" / "overlaps.toml";
  if (!std::filesystem::exists(file)) return {};
  Problems problems;
  DataFiles files{data_root};
  auto overlaps =
      read_overlaps(files.definition(std::filesystem::absolute(file), "overlap table"), file.string(), problems);
  problems.throw_if_any();
  return overlaps;
}

std::string why_never_combined(AnalysisInfo const& info) {
  if (info.status == Status::favoured) return "a favoured region is no exclusion";
  return info.combine ? "" : info.combine_reason;
}

std::vector<std::size_t> CombinationChoice::members(Status status) const {
  std::vector<std::size_t> result;
  for (auto const& group : groups)
    if (group.status == status) {
      result.push_back(group.chosen);
      result.insert(result.end(), group.with.begin(), group.with.end());
    }
  std::sort(result.begin(), result.end());
  return result;
}

CombinationChoice choose_for_combination(std::span<Candidate const> given, Preference preference,
                                         std::span<Overlap const> overlaps) {
  auto const candidates = with_whole_limits(given);
  auto const group = groups_of_data_sets(candidates, overlaps);
  CombinationChoice result;
  std::map<std::pair<Status, std::string>, std::vector<std::size_t>> members;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    auto const& info = *candidates[i].info;
    if (auto const reason = why_never_combined(info); !reason.empty())
      result.never.push_back({i, reason});
    else
      members[{info.status, group.at(info.data_set)}].push_back(i);
  }
  std::string ties;
  for (auto& [key, list] : members) {
    GroupChoice choice;
    choice.status = key.first;
    std::set<std::string> data_sets;
    for (std::size_t i : list) data_sets.insert(candidates[i].info->data_set);
    choice.data_sets.assign(data_sets.begin(), data_sets.end());
    auto const better = [&](std::size_t a, std::size_t b) {
      return order(candidates[a], preference) < order(candidates[b], preference);
    };
    std::vector<std::size_t> sorted = list;
    std::stable_sort(sorted.begin(), sorted.end(), better);
    choice.chosen = sorted.front();
    std::erase_if(sorted, [&](std::size_t i) {
      bool const part = i != choice.chosen && are_parts(*candidates[i].info, *candidates[choice.chosen].info);
      if (part) choice.with.push_back(i);
      return part;
    });
    if (sorted.size() == 1) {
      choice.reason = "alone";
    } else if (!better(sorted[0], sorted[1])) {
      ties += fmt::format(
          "{}{} and {} are tied for the data of {} (kind, expected exclusion and rank are equal); give one a "
          "lower rank or exclude it",
          ties.empty() ? "" : "\n", candidates[sorted[0]].info->name, candidates[sorted[1]].info->name,
          fmt::join(choice.data_sets, ", "));
    } else {
      choice.reason = why(candidates[sorted[0]], candidates[sorted[1]], preference);
    }
    for (std::size_t i : list)
      if (i != choice.chosen && std::find(choice.with.begin(), choice.with.end(), i) == choice.with.end())
        choice.others.push_back(i);
    for (auto const& overlap : overlaps) {
      auto const involved = std::count_if(overlap.data_sets.begin(), overlap.data_sets.end(),
                                          [&](std::string const& name) { return data_sets.contains(name); });
      if (involved > 1) choice.reason += fmt::format("; {}: {}", fmt::join(overlap.data_sets, ", "), overlap.reason);
    }
    result.groups.push_back(std::move(choice));
  }
  if (!ties.empty()) throw InputError(ties);
  return result;
}

}  // namespace penumbra
