#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "core/digest.hpp"
#include "core/errors.hpp"
#include "pipeline/export/counting_model.hpp"
#include "pipeline/export/map_columns.hpp"
#include "pipeline/export/plane_text.hpp"
#include "pipeline/export/python_json.hpp"

namespace penumbra {
namespace {

constexpr double fewest_events = 1e-3;        // of a patch; a point with less has CLs above 0.999
constexpr std::size_t most_patches = 500000;  // of one file: some hundred MB
/// pyhf has no flat nuisance, and constrains every normsys by a Gaussian of width 1. So t in [-1, 1] is a parameter
/// between bounds this close to 0, where that Gaussian changes ln L by 2e-4 at most, and the ends are raised to the
/// inverse power.
constexpr double flat_bound = 0.02;
constexpr double largest_ratio = 1e6;  // of an end to the nominal: its power has to be a double

using Members = std::vector<CountingAnalysis const*>;

Json background_sample(CountingAnalysis const& analysis, std::size_t channel) {
  auto const& [mean, error] = analysis.count(channel).background;
  auto modifiers = Json::array();
  if (error > 0.0)
    modifiers.push_back({{"name", "background_" + analysis.channel_name(channel)},
                         {"type", "histosys"},
                         {"data", {{"hi_data", {mean + error}}, {"lo_data", {mean - error}}}}});
  return {{"name", "background"}, {"data", {std::max(mean, least_background)}}, {"modifiers", modifiers}};
}

Json parameters_of(Members const& members) {
  Json parameters = Json::array();
  parameters.push_back({{"name", "mu"}, {"bounds", {{0.0, 10.0}}}, {"inits", {1.0}}});
  std::set<std::string> shared;
  for (auto const* analysis : members) {
    for (std::size_t channel = 0; channel < analysis->channels(); ++channel)
      if (analysis->count(channel).background.error > 0.0) {
        auto const [low, high] = analysis->background_pulls(channel);
        parameters.push_back({{"name", "background_" + analysis->channel_name(channel)}, {"bounds", {{low, high}}}});
      }
    for (auto const& nuisance : analysis->nuisances()) shared.insert(nuisance);
  }
  for (auto const& nuisance : shared)
    parameters.push_back({{"name", nuisance}, {"bounds", {{-flat_bound, flat_bound}}}, {"inits", {0.0}}});
  return parameters;
}

Json workspace_of(Members const& members) {
  Json workspace{{"channels", Json::array()},
                 {"observations", Json::array()},
                 {"measurements", Json::array()},
                 {"version", "1.0.0"}};
  for (auto const* analysis : members)
    for (std::size_t channel = 0; channel < analysis->channels(); ++channel) {
      auto const name = analysis->channel_name(channel);
      workspace["channels"].push_back({{"name", name}, {"samples", {background_sample(*analysis, channel)}}});
      workspace["observations"].push_back({{"name", name}, {"data", {analysis->count(channel).observed}}});
    }
  workspace["measurements"].push_back(
      {{"name", "penumbra"}, {"config", {{"poi", "mu"}, {"parameters", parameters_of(members)}}}});
  return workspace;
}

double raised(double ratio) {
  return std::pow(std::clamp(ratio, 1.0 / largest_ratio, largest_ratio), 1.0 / flat_bound);
}

Json signal_sample(CountedSignal const& signal) {
  Json modifiers{{{"name", "mu"}, {"type", "normfactor"}, {"data", nullptr}}};
  for (auto const& [nuisance, ends] : signal.nuisances)
    modifiers.push_back(
        {{"name", nuisance}, {"type", "normsys"}, {"data", {{"hi", raised(ends.high)}, {"lo", raised(ends.low)}}}});
  return {{"name", "signal_" + signal.group}, {"data", {signal.nominal}}, {"modifiers", modifiers}};
}

/// What is added to the workspace at one point.
Json patch_of(Members const& members, std::size_t at) {
  auto patch = Json::array();
  std::size_t number = 0;
  for (auto const* analysis : members)
    for (std::size_t channel = 0; channel < analysis->channels(); ++channel, ++number) {
      std::size_t sample = 1;  // behind the background
      for (auto const& signal : analysis->signals(at, channel))
        patch.push_back({{"op", "add"},
                         {"path", fmt::format("/channels/{}/samples/{}", number, sample++)},
                         {"value", signal_sample(signal)}});
    }
  return patch;
}

/// Writes BkgOnly.json and patchset.json into a folder of the export; false when no point has a signal.
bool write_workspace(ExportJob& job, std::string const& name, Members const& members,
                     std::vector<std::size_t> const& points) {
  Json patches = Json::array();
  for (std::size_t at = 0; at < points.size(); ++at) {
    double expected = 0.0;
    for (auto const* analysis : members) expected += analysis->expected(at);
    if (expected < fewest_events) continue;
    if (patches.size() == most_patches)
      throw UsageError(fmt::format("--format pyhf: more than {} patches of '{}': hold an axis with --hold NAME=VALUE",
                                   most_patches, name));
    patches.push_back(
        {{"metadata",
          {{"name", fmt::format("point_{}", points[at])}, {"values", axis_values(job.map.grid(), points[at])}}},
         {"patch", patch_of(members, at)}});
  }
  if (patches.empty()) return false;
  auto const workspace = workspace_of(members);
  Json const patchset{{"metadata",
                       {{"references", {{"hepdata", "ins0000000"}}},
                        {"description", fmt::format("{}: {}, signals of Penumbra", name, plane_description(job))},
                        {"digests", {{"sha256", sha256(python_json(workspace)).hex()}}},
                        {"labels", job.map.grid().names}}},
                      {"patches", std::move(patches)},
                      {"version", "1.0.0"}};
  job.folder.write(std::filesystem::path{file_name(name)} / "BkgOnly.json", workspace.dump(1) + "\n");
  job.folder.write(std::filesystem::path{file_name(name)} / "patchset.json", patchset.dump() + "\n");
  return true;
}

constexpr auto readme_head = R"(# Likelihoods for pyhf, written by Penumbra

Each folder has a background-only workspace (BkgOnly.json) and one patch per grid point (patchset.json); `values` of a patch are
those of the axes of the map. A point without a patch has less than {0:g} events.

```python
import json, pyhf
workspace = pyhf.Workspace(json.load(open("NAME/BkgOnly.json")))
patchset = pyhf.PatchSet(json.load(open("NAME/patchset.json")))
model_spec = patchset.apply(workspace, patchset.patches[0].name)        # checks the digest
model = pyhf.Workspace(model_spec).model(modifier_settings={{"normsys": {{"interpcode": "code1"}}}})
```

`interpcode` code1 matters: shared nuisances move signals by a power of their ends.

- n ~ Poisson(mu s + b), b with a Gaussian error (histosys, linear, b >= 0): the ln L of the map. A background of 0 is {1:g} events.
- Shared nuisances (fluxes, form factors) are flat in the logarithm between their ends, which are at -{2:g} and {2:g} (bounds; the ends
  are raised to the power 1/{2:g}): so near to 0 the Gaussian that pyhf has for them says nothing (2e-4 in ln L).
  Fixed at 0 they give `log_likelihood` of the map, profiled what its combination has.
- mu = 1 is the signal of the point. The map's q = -2 ln L(mu = 1)/L(mu = 0) and q_A, the same for n = b, give the CLs of
  `penumbra contour --rule asymptotic`. With mu = 0 preferred and a background known exactly pyhf's qtilde gives the same; with an
  error of the background it takes the fitted one as Asimov data, the map the expected one; with an excess it asks another question.
- `cls` of the map is something else: exact for counts, its background averaged over a gamma density, of the strongest channel.
- `references` of the patch sets is a placeholder (the schema wants one): put in the number of your record at HEPData.
)";

std::string readme(std::vector<NotCounted> const& others, std::vector<std::string> const& combined) {
  auto text = fmt::format(readme_head, fewest_events, least_background, flat_bound);
  for (auto const& line : combined) text += "- " + line + "\n";
  if (!others.empty()) text += "\nNot here:\n\n";
  for (auto const& [name, why] : others) text += fmt::format("- {}: {}\n", name, why);
  return text;
}

}  // namespace

/// Likelihoods for pyhf (HistFactory): for each counting analysis, and for those of each combination together, a
/// background-only workspace and a patch set over the grid.
void export_pyhf(ExportJob& job) {
  auto const points = points_asked_for(job);
  auto analyses = counting_analyses(job, points);
  bool written = false;
  for (auto const& one : analyses.counted)
    if (write_workspace(job, one.name(), {&one}, points))
      written = true;
    else
      analyses.others.push_back({one.name(), "no point of the grid has a signal"});
  std::vector<std::string> combined;
  for (auto const status : job.combinations()) {
    Members members;
    for (auto const& one : analyses.counted)
      if (auto const& entry = job.map.entry(one.name()); entry.status == status && entry.in_combination)
        members.push_back(&one);
    auto const name = "combined-" + to_string(status);
    if (!members.empty() && write_workspace(job, name, members, points))
      combined.push_back(
          fmt::format("{}: the {} members of that combination that count events; published curves and "
                      "measurements are left out, so it is weaker than the map's",
                      name, members.size()));
  }
  if (!written && combined.empty())
    throw NothingToExport("none of the analyses that were asked for counts events and has a signal here: " +
                          (analyses.others.empty()
                               ? std::string{"there are none"}
                               : analyses.others.front().name + ", " + analyses.others.front().why));
  job.folder.write("README.md", readme(analyses.others, combined));
}

}  // namespace penumbra
