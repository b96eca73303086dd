// Reads a search for decays: [beam], [detector], [[channel]].
#include <fmt/format.h>

#include <cmath>

#include "analysis/decay_search.hpp"
#include "analysis/experiment_file.hpp"

namespace penumbra {
namespace {

Aperture read_aperture(TomlTable& table, NumberReader& reader) {
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

std::optional<DecayVolume> read_volume(TomlTable& table, NumberReader& reader) {
  auto const aperture = read_aperture(table, reader);
  double const front = reader.sourced(table, "distance", Dimension::length);
  double const length = reader.positive(table, "length", Dimension::length);
  table.finish();
  if (front < 0.0) table.problem("distance", fmt::format("'distance' is {} m, expected 0 or more", front));
  if (front < 0.0 || !(length > 0.0)) return std::nullopt;
  return DecayVolume{front, front + length, aperture};
}

std::optional<DaughterCuts> read_daughters(TomlTable& channel, NumberReader& reader) {
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

std::optional<DecayChannel> read_channel(TomlTable& table, NumberReader& reader) {
  auto const signature = table.text("signature");
  if (signature != "decay-in-volume")
    table.problem("signature",
                  fmt::format("'{}' in a file whose first channel is a decay-in-volume: one kind a file", signature));
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

std::unique_ptr<Analysis const> read_decay_search(TomlTable& table, AnalysisInfo info, SearchFolders const& folders,
                                                  Problems& problems) {
  auto const before = problems.list().size();
  info.kind = Kind::experiment;
  info.signatures = {"decay-in-volume"};
  CanonicalWriter key;
  NumberReader reader{info, key};
  auto [beam, exposure] = read_exposure(table, reader, folders, problems);
  auto detector = table.table("detector");
  auto volume = read_volume(detector, reader);
  std::vector<DecayChannel> channels;
  for (auto& entry : table.tables("channel"))
    if (auto channel = read_channel(entry, reader)) channels.push_back(*std::move(channel));
  table.finish();
  if (problems.list().size() != before || !volume || !beam) return nullptr;
  return std::make_unique<DecaySearch>(
      DecaySearch::Input{std::move(info), std::move(beam), exposure, *volume, std::move(channels), std::move(key), {}});
}

}  // namespace penumbra
