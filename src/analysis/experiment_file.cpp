#include "analysis/experiment_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analysis/decay_search.hpp"

namespace penumbra {
namespace {

Status read_status(TomlTable& table) {
  auto const text = table.text("status");
  if (text == "observed") return Status::observed;
  if (text == "projected") return Status::projected;
  if (text == "favoured") return Status::favoured;
  table.problem("status", fmt::format("'{}' is no status (known: observed, projected, favoured)", text));
  return Status::observed;
}

/// Reads numbers of a file and keeps what decides results: value into the key, doubt into the flags.
struct Reader {
  AnalysisInfo& info;
  CanonicalWriter& key;

  double sourced(TomlTable& table, std::string const& name, Dimension dimension = Dimension::none) {
    auto const number = table.sourced(name, dimension);
    doubt(info, name, number);
    key.field(name, number.value);
    return number.value;
  }
  double sourced_or(TomlTable& table, std::string const& name, double otherwise,
                    Dimension dimension = Dimension::none) {
    if (table.has(name)) return sourced(table, name, dimension);
    key.field(name, otherwise);
    return otherwise;
  }
  double positive(TomlTable& table, std::string const& name, Dimension dimension = Dimension::none) {
    double const value = sourced(table, name, dimension);
    if (table.has(name) && !(value > 0.0))
      table.problem(name, fmt::format("'{}' is {}, expected a positive number", name, value));
    return value;
  }
};

Aperture read_aperture(TomlTable& table, Reader& reader) {
  auto const shape = table.text("shape");
  reader.key.field("shape", shape);
  double const x = reader.sourced_or(table, "offset_x", 0.0, Dimension::length);
  double const y = reader.sourced_or(table, "offset_y", 0.0, Dimension::length);
  if (shape == "cylinder" || shape == "disc")
    return Aperture::disc(reader.positive(table, "radius", Dimension::length), x, y);
  if (shape == "box" || shape == "rectangle") {
    double const width = reader.positive(table, "width", Dimension::length);
    return Aperture::rectangle(width, reader.positive(table, "height", Dimension::length), x, y);
  }
  if (shape == "open") return Aperture::unbounded();
  table.problem("shape", fmt::format("'{}' is no shape (known: cylinder, box, open)", shape));
  return Aperture::unbounded();
}

std::optional<DecayVolume> read_volume(TomlTable& table, Reader& reader) {
  auto const aperture = read_aperture(table, reader);
  double const front = reader.sourced(table, "distance", Dimension::length);
  double const length = reader.positive(table, "length", Dimension::length);
  table.finish();
  if (front < 0.0) table.problem("distance", fmt::format("'distance' is {} m, expected 0 or more", front));
  if (front < 0.0 || !(length > 0.0)) return std::nullopt;
  return DecayVolume{front, front + length, aperture};
}

std::optional<DaughterCuts> read_daughters(TomlTable& channel, Reader& reader) {
  auto table = channel.optional_table("daughters");
  if (!table) return std::nullopt;
  DaughterCuts cuts;
  cuts.opening = read_aperture(*table, reader);
  cuts.plane_m = reader.positive(*table, "distance", Dimension::length);
  cuts.energy_min_GeV = reader.sourced_or(*table, "energy_min", 0.0, Dimension::energy);
  cuts.at_least = static_cast<int>(std::lround(table->number("at_least")));
  reader.key.field("at_least", static_cast<std::int64_t>(cuts.at_least));
  if (cuts.at_least != 1 && cuts.at_least != 2) table->problem("at_least", "expected 1 or 2");
  table->finish();
  return cuts;
}

std::optional<ChannelLikelihood> read_likelihood(TomlTable& table, Reader& reader) {
  auto& info = reader.info;
  if (auto fit = table.optional_table("measured_signal")) {
    auto const value = fit->number("value");
    auto const error = fit->number("error");
    auto const source = fit->text("source");
    doubt(info, "measured_signal", Sourced{value, source});
    if (!(error > 0.0)) fit->problem("error", "expected a positive number");
    fit->finish();
    reader.key.field("measured_signal", value).field("measured_signal_error", error);
    if (!(error > 0.0)) return std::nullopt;
    return ChannelLikelihood{Measurement{value, error}};
  }
  auto background = table.table("background");
  double const mean = background.number("value");
  double const error = background.number("error");
  doubt(info, "background", Sourced{mean, background.text("source")});
  background.finish();
  double observed = mean;  // a projection: the median outcome
  if (info.status == Status::observed) {
    observed = reader.sourced(table, "observed");
    info.observed = info.observed.value_or(0.0) + observed;
  }
  info.background = info.background.value_or(0.0) + mean;
  reader.key.field("background", mean).field("background_error", error).field("count", observed);
  Count const count{observed, {mean, error}};
  if (auto const reason = reason_to_refuse(count); !reason.empty()) {
    table.problem("background", reason);
    return std::nullopt;
  }
  return ChannelLikelihood{count};
}

std::optional<DecayChannel> read_channel(TomlTable& table, Reader& reader) {
  auto const signature = table.text("signature");
  if (signature != "decay-in-volume")
    table.problem("signature", fmt::format("'{}' is no signature (known: decay-in-volume)", signature));
  auto const final_states = table.texts("final_states");
  reader.key.field("signature", signature).field("final_states", final_states);
  DecaySelection selection;
  selection.energy_min_GeV = reader.sourced_or(table, "energy_min", 0.0, Dimension::energy);
  selection.daughters = read_daughters(table, reader);
  double const efficiency = reader.positive(table, "efficiency");
  if (efficiency > 1.0) table.problem("efficiency", fmt::format("'efficiency' is {}, expected at most 1", efficiency));
  auto likelihood = read_likelihood(table, reader);
  table.finish();
  if (!likelihood) return std::nullopt;
  return DecayChannel{signature, final_states, selection, efficiency, *std::move(likelihood)};
}

}  // namespace

void doubt(AnalysisInfo& info, std::string const& what, Sourced const& number) {
  if (number.doubtful()) info.flags.push_back(what + " " + number.source);
}

AnalysisInfo read_info(TomlTable& table, std::filesystem::path const& file) {
  AnalysisInfo info;
  info.name = table.text("name");
  if (!info.name.empty() && info.name != file.stem().string())
    table.problem("name", fmt::format("the file is called '{}', the analysis '{}'; they must agree",
                                      file.stem().string(), info.name));
  info.title = table.text("title");
  info.status = read_status(table);
  info.data_set = table.text("data_set");
  info.reference = table.text("reference");
  info.rank = static_cast<int>(std::lround(table.optional_number("rank").value_or(0.0)));
  info.combine = table.flag("combine", info.status != Status::favoured);
  info.combine_reason = table.optional_text("combine_reason").value_or("");
  if (info.status != Status::favoured && !info.combine && info.combine_reason.empty())
    table.problem("combine", "an analysis left out of combinations says why: add combine_reason");
  info.confidence_level = table.optional_number("confidence_level").value_or(0.90);
  if (!(info.confidence_level > 0.0 && info.confidence_level < 1.0))
    table.problem("confidence_level", "expected a number between 0 and 1, for example 0.90");
  for (auto& entry : table.tables("validate")) {
    ValidationCurve curve;
    curve.limit = entry.text("curve");
    if (entry.has("productions")) curve.productions = entry.texts("productions");
    curve.median_dex = entry.optional_number("median_dex").value_or(curve.median_dex);
    curve.p90_dex = entry.optional_number("p90_dex").value_or(curve.p90_dex);
    curve.reason = entry.optional_text("reason").value_or("");
    if ((entry.has("median_dex") || entry.has("p90_dex")) && curve.reason.empty())
      entry.problem("reason", "a tolerance of its own needs its reason");
    entry.finish();
    info.curves.push_back(std::move(curve));
  }
  return info;
}

std::unique_ptr<Analysis const> read_decay_search(TomlTable& table, AnalysisInfo info,
                                                  std::filesystem::path const& folder, Problems& problems) {
  auto const before = problems.list().size();
  info.kind = Kind::experiment;
  info.signatures = {"decay-in-volume"};
  CanonicalWriter key;
  Reader reader{info, key};
  auto beam_table = table.table("beam");
  info.beam = beam_table.text("name");
  auto beam = load_beam(folder, info.beam, problems);
  auto const unit = beam && beam->kind == BeamKind::collider ? Dimension::luminosity : Dimension::particles;
  double const exposure = reader.positive(beam_table, "exposure", unit);
  beam_table.finish();
  if (beam) info.flags.insert(info.flags.end(), beam->flags.begin(), beam->flags.end());
  auto detector = table.table("detector");
  auto volume = read_volume(detector, reader);
  std::vector<DecayChannel> channels;
  for (auto& entry : table.tables("channel"))
    if (auto channel = read_channel(entry, reader)) channels.push_back(*std::move(channel));
  if (!table.has("channel")) table.problem("channel", "at least one [[channel]] is needed");
  table.finish();
  if (problems.list().size() != before || !volume || !beam) return nullptr;
  return std::make_unique<DecaySearch>(
      DecaySearch::Input{std::move(info), std::move(beam), exposure, *volume, std::move(channels), std::move(key), {}});
}

}  // namespace penumbra
