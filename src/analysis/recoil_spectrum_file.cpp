// Reads a search for nuclear recoils in a binned release: [beam], [detector], [[material]] and one [[channel]] with its
// tables, which lie in the folder named like the analysis.
#include <fmt/format.h>

#include <algorithm>

#include "analysis/body_file.hpp"
#include "analysis/detector_file.hpp"
#include "analysis/recoil_spectrum_search.hpp"
#include "core/data_files.hpp"

namespace penumbra {
namespace {

/// Bins of the release that lie outside a selection would shift the fit: a row of the control sample holds every time.
struct Release {
  RecoilBinning binning;
  std::vector<double> observed;
  SteadyBackground steady;
  std::vector<std::vector<double>> backgrounds;  ///< in the order asked for
};

std::size_t place_of(std::vector<double>& edges, double low, double high) {
  if (edges.empty()) edges.push_back(low);
  if (edges.back() == low) edges.push_back(high);
  auto const found = std::find(edges.begin(), edges.end(), low);
  if (found == edges.end() || found + 1 == edges.end() || *(found + 1) != high)
    throw InputError(fmt::format("the bin from {} to {} overlaps or leaves a gap to the bins before", low, high));
  return static_cast<std::size_t>(found - edges.begin());
}

Release read_release(TextTable const& counts, TextTable const& control, std::vector<std::string> const& backgrounds,
                     BeamPulse const& pulse) {
  Release release;
  release.observed = counts.column("observed");
  auto& binning = release.binning;
  for (std::size_t i = 0; i < counts.rows(); ++i) {
    try {
      auto const time = place_of(binning.edges_us, counts.column("t_lo_us")[i], counts.column("t_hi_us")[i]);
      binning.bins.push_back({place_of(binning.edges_PE, counts.column("PE_lo")[i], counts.column("PE_hi")[i]), time});
    } catch (InputError const& error) {
      throw InputError(counts.where_row(i) + ": " + error.what());
    }
  }
  for (auto const& name : backgrounds) release.backgrounds.push_back(counts.column(name));
  if (control.column("PE_lo").size() + 1 != binning.edges_PE.size())
    throw InputError(control.name() + ":1: the rows are not those of the counts");
  for (std::size_t r = 0; r < control.rows(); ++r)
    if (control.column("PE_lo")[r] != binning.edges_PE[r] || control.column("PE_hi")[r] != binning.edges_PE[r + 1])
      throw InputError(control.where_row(r) + ": the row is not a bin of the counts");
  release.steady.control = control.column("events");
  // Steady events come at any time and are kept as the dead time lets them.
  auto const& t = binning.edges_us;
  std::vector<double> kept;
  double all = 0.0;
  for (std::size_t i = 0; i + 1 < t.size(); ++i) all += kept.emplace_back(pulse.kept_us(t[i], t[i + 1]));
  for (auto const& bin : binning.bins) {
    release.steady.row.push_back(bin.PE);
    release.steady.share.push_back(kept[bin.time] / all);
  }
  return release;
}

std::optional<std::array<double, 4>> read_four(TomlTable& table, std::string const& name, NumberReader& reader) {
  auto const values = table.numbers(name);
  reader.key.field(name, values);
  if (values.size() != 4) {
    table.problem(name, fmt::format("'{}' has {} numbers, expected 4", name, values.size()));
    return std::nullopt;
  }
  return std::array{values[0], values[1], values[2], values[3]};
}

LightResponse read_light(TomlTable table, NumberReader& reader) {
  LightResponse light;
  if (auto const four = read_four(table, "quenching", reader)) light.quenching = *four;
  light.quenching_to_GeV = reader.positive(table, "quenching_to", Dimension::energy);
  light.fluctuation_a_keVee_per_PE = reader.positive(table, "fluctuation_a");
  light.fluctuation_b_per_keVee = reader.positive(table, "fluctuation_b");
  if (auto const four = read_four(table, "efficiency", reader)) light.efficiency = *four;
  static_cast<void>(table.text("source"));
  table.finish();
  return light;
}

/// A nuisance of the response: either curve at minus and plus one standard deviation.
std::pair<LightResponse, LightResponse> read_variation(TomlTable& table, LightResponse const& nominal,
                                                       NumberReader& reader) {
  static_cast<void>(table.text("name"));
  static_cast<void>(table.text("source"));
  auto const what = table.text("of");
  reader.key.field("of", what);
  std::pair result{nominal, nominal};
  for (auto const& [name, light] : {std::pair{"minus", &result.first}, std::pair{"plus", &result.second}}) {
    auto const four = read_four(table, name, reader);
    if (!four) continue;
    if (what == "quenching")
      light->quenching = *four;
    else if (what == "efficiency")
      light->efficiency = *four;
    else
      table.problem("of", fmt::format("'{}', expected quenching or efficiency", what));
  }
  table.finish();
  return result;
}

BeamPulse read_pulse(TomlTable table, NumberReader& reader) {
  BeamPulse pulse;
  pulse.mean_us = reader.positive(table, "mean_us");
  pulse.sigma_us = reader.positive(table, "sigma_us");
  pulse.dead_from_us = reader.sourced(table, "dead_from_us");
  pulse.dead_rate_per_us = reader.sourced(table, "dead_rate_per_us");
  table.finish();
  return pulse;
}

}  // namespace

std::unique_ptr<Analysis const> read_recoil_spectrum_search(TomlTable& table, AnalysisInfo info,
                                                            SearchFolders const& folders, Problems& problems) {
  auto const before = problems.list().size();
  info.kind = Kind::experiment;
  CanonicalWriter key;
  NumberReader reader{info, key};
  auto [beam, exposure] = read_exposure(table, reader, folders, problems);
  auto detector = table.table("detector");
  auto const solid = read_solid(detector, reader);
  auto const elements = read_materials(table, reader);
  auto channels = table.tables("channel");
  table.finish();
  if (channels.size() != 1) table.problem("channel", "a binned release is one [[channel]]");
  if (channels.empty()) return nullptr;
  auto& channel = channels.front();
  info.signatures = {channel.text("signature")};
  auto const pulse = read_pulse(channel.table("pulse"), reader);
  auto const light = read_light(channel.table("light"), reader);
  std::vector<std::pair<LightResponse, LightResponse>> variations;
  for (auto& entry : channel.tables("light_variation")) variations.push_back(read_variation(entry, light, reader));
  double const per_flavour = reader.positive(channel, "neutrinos_per_flavour");
  double const flux_error = reader.positive(channel, "flux_error");
  double const steady_error = reader.positive(channel, "steady_error");
  std::vector<std::string> names;
  std::vector<double> errors;
  for (auto& entry : channel.tables("background")) {
    names.push_back(entry.text("column"));
    errors.push_back(reader.positive(entry, "relative_error"));
    entry.finish();
  }
  key.field("backgrounds", names);
  auto const counts_file = channel.text("counts");
  auto const control_file = channel.text("control");
  channel.finish();
  if (problems.list().size() != before || !solid || !beam) return nullptr;

  DataFiles files{folders.definition / info.name};
  std::optional<Release> release;
  try {
    auto const read = [&](std::string const& name, std::string const& role) {
      auto const path = files.root() / (name + ".csv");
      return files.table(path, role);
    };
    release = read_release(read(counts_file, "counts"), read(control_file, "control sample"), names, pulse);
  } catch (InputError const& error) {
    problems.add(channel.where("counts"), error.what());
  } catch (IoError const& error) {
    channel.problem("counts", error.what());
  }
  if (!release) return nullptr;
  for (auto const& [role, digest] : files.record()) key.field(role, digest);
  release->steady.relative_error = steady_error;
  std::vector<ScaledBackground> backgrounds;
  for (std::size_t i = 0; i < names.size(); ++i) backgrounds.push_back({std::move(release->backgrounds[i]), errors[i]});
  release->binning.pulse = pulse;
  release->binning.light = light;
  release->binning.light_minus_plus = std::move(variations);
  try {
    return std::make_unique<RecoilSpectrumSearch>(RecoilSpectrumSearch::Input{std::move(info),
                                                                              {std::move(beam), exposure, *solid, {}},
                                                                              targets_of("nucleus-recoil", elements),
                                                                              per_flavour,
                                                                              flux_error,
                                                                              std::move(release->binning),
                                                                              std::move(release->observed),
                                                                              std::move(release->steady),
                                                                              std::move(backgrounds),
                                                                              std::move(key)});
  } catch (InputError const& error) {
    problems.add(channel.where("counts"), error.what());
    return nullptr;
  }
}

}  // namespace penumbra
