#include "pipeline/selection.hpp"

#include <fmt/format.h>
#include <fnmatch.h>

#include <algorithm>

namespace penumbra {

bool matches(std::string const& pattern, AnalysisInfo const& info) {
  auto const fits = [](std::string const& shell_pattern, std::string const& text) {
    return fnmatch(shell_pattern.c_str(), text.c_str(), 0) == 0;
  };
  if (pattern.starts_with("kind:")) return fits(pattern.substr(5), to_string(info.kind));
  if (pattern.starts_with("status:")) return fits(pattern.substr(7), to_string(info.status));
  if (pattern.starts_with("data_set:")) return fits(pattern.substr(9), info.data_set);
  return fits(pattern, info.name);
}

std::vector<Analysis const*> select(std::vector<std::unique_ptr<Analysis const>> const& analyses,
                                    Selection const& selection, std::vector<Selector>& idle) {
  auto const matches_any = [&](Selector const& selector) {
    return std::any_of(analyses.begin(), analyses.end(),
                       [&](auto const& analysis) { return matches(selector.pattern, analysis->info()); });
  };
  Problems problems;
  for (auto const& selector : selection.include)
    if (!matches_any(selector))
      problems.add(selector.where.empty() ? "analyses" : selector.where,
                   fmt::format("no analysis matches '{}' ('penumbra list analyses' names them)", selector.pattern));
  problems.throw_if_any();
  for (auto const& selector : selection.exclude)
    if (!matches_any(selector)) idle.push_back(selector);

  std::vector<Analysis const*> selected;
  for (auto const& analysis : analyses) {
    auto const named = [&](Selector const& selector) { return matches(selector.pattern, analysis->info()); };
    if (std::any_of(selection.include.begin(), selection.include.end(), named) &&
        std::none_of(selection.exclude.begin(), selection.exclude.end(), named))
      selected.push_back(analysis.get());
  }
  return selected;
}

}  // namespace penumbra
