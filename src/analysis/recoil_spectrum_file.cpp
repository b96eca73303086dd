// Reads a search for nuclear recoils in a binned release: [beam], [detector], [[material]] and one [[channel]] with its
// tables, which lie in the folder named like the analysis.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "analysis/body_file.hpp"
#include "analysis/detector_file.hpp"
#include "analysis/recoil_spectrum_search.hpp"
#include "core/data_files.hpp"

namespace penumbra {
namespace {

/// What the tables of a release hold. Bins of the release that lie outside a selection would shift the fit: a row of
/// the control sample holds every time.
struct Release {
  RecoilBinning binning;
  std::vector<double> observed;
  std::vector<double> neutrinos;
  SteadyBackground steady;
  std::vector<ScaledBackground> backgrounds;
};

/// Names of the columns that say where a bin lies; the shape of pulses is empty where the release has none.
struct BinColumns {
  std::string light;
  std::string shape;
};

/// A background as the file describes it.
struct BackgroundColumns {
  std::string nominal;
  double relative_error;
  std::vector<std::pair<std::optional<std::string>, std::string>> minus_plus;  ///< without minus: the mirror image
};

std::size_t place_of(std::vector<double>& edges, double low, double high) {
  constexpr double farthest = 1e5;  // light or microseconds: integrals run in small steps
  if (!(std::abs(low) <= farthest && std::abs(high) <= farthest && low < high))
    throw InputError(fmt::format("the bin from {} to {} does not ascend, or lies beyond {:g}", low, high, farthest));
  if (edges.empty()) edges.push_back(low);
  if (edges.back() == low) edges.push_back(high);
  auto const found = std::find(edges.begin(), edges.end(), low);
  if (found == edges.end() || found + 1 == edges.end() || *(found + 1) != high)
    throw InputError(fmt::format("the bin from {} to {} overlaps or leaves a gap to the bins before", low, high));
  return static_cast<std::size_t>(found - edges.begin());
}

void read_bins(TextTable const& counts, BinColumns const& columns, RecoilBinning& binning) {
  auto const place = [&](std::vector<double>& edges, std::string const& column, std::string const& unit,
                         std::size_t i) {
    return place_of(edges, counts.column(column + "_lo" + unit)[i], counts.column(column + "_hi" + unit)[i]);
  };
  for (std::size_t i = 0; i < counts.rows(); ++i) {
    try {
      auto const time = place(binning.edges_us, "t", "_us", i);
      auto const shape = columns.shape.empty() ? 0 : place(binning.edges_shape, columns.shape, "", i);
      binning.bins.push_back({place(binning.edges_PE, columns.light, "", i), shape, time});
    } catch (InputError const& error) {
      throw InputError(counts.where_row(i) + ": " + error.what());
    }
  }
  if (columns.shape.empty()) binning.edges_shape = {0.0, 1.0};
}

/// Steady events come at any time and are kept as the dead time lets them.
SteadyBackground read_control(TextTable const& control, BinColumns const& columns, RecoilBinning const& binning,
                              BeamPulse const& pulse) {
  auto const& low = control.column(columns.light + "_lo");
  auto const& high = control.column(columns.light + "_hi");
  if (low.size() + 1 != binning.edges_PE.size())
    throw InputError(control.name() + ":1: the rows are not those of the counts");
  for (std::size_t r = 0; r < control.rows(); ++r)
    if (low[r] != binning.edges_PE[r] || high[r] != binning.edges_PE[r + 1])
      throw InputError(control.where_row(r) + ": the row is not a bin of the counts");
  SteadyBackground steady;
  steady.control = control.column("events");
  auto const& t = binning.edges_us;
  std::vector<double> kept;
  double all = 0.0;
  for (std::size_t i = 0; i + 1 < t.size(); ++i) all += kept.emplace_back(pulse.kept_us(t[i], t[i + 1]));
  for (auto const& bin : binning.bins) {
    steady.row.push_back(bin.PE);
    steady.share.push_back(kept[bin.time] / all);
  }
  return steady;
}

/// Shares of the nuclear recoils in the bins of the pulse's shape, normalised for each bin of light.
std::vector<std::vector<double>> read_pulse_shape(TextTable const& table, BinColumns const& columns,
                                                  std::string const& share, RecoilBinning const& binning) {
  std::vector<double> edges_PE = binning.edges_PE;
  std::vector<double> edges_shape = binning.edges_shape;
  std::vector rows(edges_PE.size() - 1, std::vector<double>(edges_shape.size() - 1, 0.0));
  for (std::size_t i = 0; i < table.rows(); ++i) {
    auto const at = [&](std::string const& title) { return table.finite_column(title)[i]; };
    try {
      auto const light = place_of(edges_PE, at(columns.light + "_lo"), at(columns.light + "_hi"));
      auto const shape = place_of(edges_shape, at(columns.shape + "_lo"), at(columns.shape + "_hi"));
      if (light >= rows.size() || shape >= rows.front().size() || !(at(share) >= 0.0))
        throw InputError("the row is no share of a bin of the counts");
      rows[light][shape] = at(share);
    } catch (InputError const& error) {
      throw InputError(table.where_row(i) + ": " + error.what());
    }
  }
  for (auto& row : rows) {
    double sum = 0.0;
    for (double const value : row) sum += value;
    if (!(sum > 0.0)) throw InputError(fmt::format("{}:1: '{}' is zero in a whole bin of light", table.name(), share));
    for (double& value : row) value /= sum;
  }
  return rows;
}

/// A one-sided variation is mirrored in the logarithm: what the other side makes smaller, this one makes larger.
ScaledBackground read_background(TextTable const& counts, BackgroundColumns const& columns) {
  ScaledBackground background{counts.finite_column(columns.nominal), columns.relative_error, {}};
  for (auto const& [minus, plus] : columns.minus_plus) {
    auto const& up = counts.finite_column(plus);
    std::vector<double> down(up.size(), 0.0);
    for (std::size_t i = 0; i < up.size(); ++i) {
      double const nominal = background.events[i];
      down[i] = minus ? counts.finite_column(*minus)[i] : up[i] > 0.0 ? nominal * nominal / up[i] : 0.0;
    }
    background.minus_plus.emplace_back(std::move(down), up);
  }
  return background;
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

LightResponse read_light(TomlTable& table, NumberReader& reader, std::string& efficiency_table) {
  LightResponse light;
  if (auto const four = read_four(table, "quenching", reader)) light.quenching = *four;
  light.quenching_to_GeV = reader.positive(table, "quenching_to", Dimension::energy);
  light.fluctuation_a_keVee_per_PE = reader.positive(table, "fluctuation_a");
  light.fluctuation_b_per_keVee = reader.positive(table, "fluctuation_b");
  if (auto const name = table.optional_text("efficiency_table"))
    efficiency_table = *name;
  else if (auto const four = read_four(table, "efficiency", reader))
    light.efficiency = *four;
  static_cast<void>(table.text("source"));
  table.finish();
  return light;
}

/// A nuisance of the response: one thing at minus and plus one standard deviation. Shapes of pulses are columns of
/// their table, read later.
struct Variation {
  std::pair<RecoilAppearance, RecoilAppearance> minus_plus;
  std::optional<std::pair<std::string, std::string>> pulse_shape;
};

Variation read_variation(TomlTable& table, RecoilAppearance const& nominal, NumberReader& reader) {
  static_cast<void>(table.text("name"));
  static_cast<void>(table.text("source"));
  auto const what = table.text("of");
  reader.key.field("of", what);
  Variation result{{nominal, nominal}, std::nullopt};
  if (what == "pulse_shape") {
    result.pulse_shape = {table.text("minus"), table.text("plus")};
    reader.key.field("minus", result.pulse_shape->first).field("plus", result.pulse_shape->second);
    table.finish();
    return result;
  }
  for (auto const& [name, side] :
       {std::pair{"minus", &result.minus_plus.first}, std::pair{"plus", &result.minus_plus.second}}) {
    if (what == "arrival_us") {
      side->pulse.mean_us = table.number(name);
      reader.key.field(name, side->pulse.mean_us);
      continue;
    }
    auto const four = read_four(table, name, reader);
    if (!four) continue;
    if (what == "quenching")
      side->light.quenching = *four;
    else if (what == "efficiency" && side->light.efficiency_PE.empty())
      side->light.efficiency = *four;
    else
      table.problem("of", fmt::format("'{}', expected quenching, efficiency, arrival_us or pulse_shape", what));
  }
  table.finish();
  return result;
}

BackgroundColumns read_background_columns(TomlTable& table, NumberReader& reader) {
  BackgroundColumns columns{table.text("column"), reader.positive(table, "relative_error"), {}};
  reader.key.field("column", columns.nominal);
  for (auto& variation : table.tables("variation")) {
    static_cast<void>(variation.text("name"));
    static_cast<void>(variation.text("source"));
    columns.minus_plus.emplace_back(variation.optional_text("minus"), variation.text("plus"));
    reader.key.field("minus", columns.minus_plus.back().first.value_or(""))
        .field("plus", columns.minus_plus.back().second);
    variation.finish();
  }
  table.finish();
  return columns;
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
  RecoilAppearance nominal;
  std::string efficiency_table;
  nominal.pulse = read_pulse(channel.table("pulse"), reader);
  auto light = channel.table("light");
  nominal.light = read_light(light, reader, efficiency_table);
  BinColumns columns{channel.text("light_column"), {}};
  std::string shape_table;
  std::string shape_share;
  if (auto shape = channel.optional_table("pulse_shape")) {
    columns.shape = shape->text("column");
    shape_table = shape->text("table");
    shape_share = shape->text("share");
    static_cast<void>(shape->text("source"));
    shape->finish();
  }
  key.field("light column", columns.light).field("shape column", columns.shape).field("shape share", shape_share);
  std::vector<Variation> variations;
  for (auto& entry : channel.tables("variation")) {
    variations.push_back(read_variation(entry, nominal, reader));
    if (variations.back().pulse_shape && columns.shape.empty())
      entry.problem("of", "there is no [channel.pulse_shape]");
  }
  double const per_flavour = reader.positive(channel, "neutrinos_per_flavour");
  double const flux_error = reader.positive(channel, "flux_error");
  std::vector<BackgroundColumns> backgrounds;
  for (auto& entry : channel.tables("background")) backgrounds.push_back(read_background_columns(entry, reader));
  auto const counts_table = channel.text("counts");
  auto const neutrinos = channel.optional_text("neutrinos");
  key.field("neutrinos", neutrinos.value_or(""));
  std::string const control_table = channel.optional_text("control").value_or("");
  double const steady_error = control_table.empty() ? 0.0 : reader.positive(channel, "steady_error");
  for (auto const& [table_key, name] : {std::pair{"counts", counts_table}, std::pair{"control", control_table},
                                        std::pair{"light", efficiency_table}, std::pair{"pulse_shape", shape_table}})
    if (!(name.empty() && std::string_view{table_key} != "counts") && !is_file_name(name))
      channel.problem(table_key, fmt::format("'{}' is no name of a table", name));
  channel.finish();
  if (problems.list().size() != before || !solid || !beam) return nullptr;

  DataFiles files{folders.definition / info.name};
  Release release;
  auto& binning = release.binning;
  try {
    auto const read = [&](std::string const& name, std::string const& role) {
      return files.table(files.root() / (name + ".csv"), role);
    };
    auto const counts = read(counts_table, "counts");
    read_bins(counts, columns, binning);
    release.observed = counts.finite_column("observed");
    if (neutrinos) release.neutrinos = counts.finite_column(*neutrinos);
    for (auto const& background : backgrounds) release.backgrounds.push_back(read_background(counts, background));
    if (!control_table.empty()) {
      release.steady = read_control(read(control_table, "control sample"), columns, binning, nominal.pulse);
      release.steady.relative_error = steady_error;
    }
    auto const everywhere = [&](auto const& change) {
      change(nominal, nullptr);
      for (auto& variation : variations) {
        change(variation.minus_plus.first, variation.pulse_shape ? &variation.pulse_shape->first : nullptr);
        change(variation.minus_plus.second, variation.pulse_shape ? &variation.pulse_shape->second : nullptr);
      }
    };
    if (!efficiency_table.empty()) {
      auto const selected = read(efficiency_table, "efficiency");
      auto const& at = selected.finite_column(columns.light);
      if (!std::is_sorted(at.begin(), at.end(), std::less_equal<>{}))
        throw InputError(fmt::format("{}:1: '{}' does not ascend", selected.name(), columns.light));
      everywhere([&](RecoilAppearance& appearance, std::string const*) {
        appearance.light.efficiency_PE = at;
        appearance.light.efficiency_at = selected.finite_column("efficiency");
      });
    }
    std::vector const everything(binning.edges_PE.size() - 1, std::vector{1.0});
    std::optional<TextTable> shapes;
    if (!shape_table.empty()) shapes = read(shape_table, "pulse shape");
    everywhere([&](RecoilAppearance& appearance, std::string const* share) {
      appearance.pulse_shape =
          shapes ? read_pulse_shape(*shapes, columns, share ? *share : shape_share, binning) : everything;
    });
  } catch (InputError const& error) {
    problems.add(channel.where("counts"), error.what());
    return nullptr;
  } catch (IoError const& error) {
    channel.problem("counts", error.what());
    return nullptr;
  }
  for (auto const& [role, digest] : files.record()) key.field(role, digest);
  binning.nominal = std::move(nominal);
  for (auto& variation : variations) binning.minus_plus.push_back(std::move(variation.minus_plus));
  try {
    return std::make_unique<RecoilSpectrumSearch>(RecoilSpectrumSearch::Input{std::move(info),
                                                                              {std::move(beam), exposure, *solid, {}},
                                                                              targets_of("nucleus-recoil", elements),
                                                                              per_flavour,
                                                                              flux_error,
                                                                              std::move(release.binning),
                                                                              std::move(release.observed),
                                                                              std::move(release.neutrinos),
                                                                              std::move(release.steady),
                                                                              std::move(release.backgrounds),
                                                                              std::move(key)});
  } catch (InputError const& error) {
    problems.add(channel.where("counts"), error.what());
    return nullptr;
  }
}

}  // namespace penumbra
