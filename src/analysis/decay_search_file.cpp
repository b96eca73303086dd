// Reads a search for decays: [beam], [detector], [[channel]].
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <functional>
#include <span>
#include <utility>

#include "analysis/body_file.hpp"
#include "analysis/decay_search.hpp"
#include "analysis/experiment_file.hpp"
#include "core/whole_number.hpp"
#include "model/registry.hpp"

namespace penumbra {
namespace {

std::optional<DaughterCuts> read_daughters(TomlTable& channel, NumberReader& reader, DecayVolume const* volume) {
  auto table = channel.optional_table("daughters");
  auto const* const solid = volume ? std::get_if<Solid>(volume) : nullptr;
  bool const open = volume && !solid;
  if (!table) {
    if (open) channel.problem("daughters", "a detector that is open is bounded by what its daughters reach");
    return std::nullopt;
  }
  DaughterCuts cuts;
  cuts.leaves_by_back = table->flag("leaves_by_back", false);
  if (cuts.leaves_by_back) reader.key.field("leaves_by_back", std::int64_t{1});
  if (cuts.leaves_by_back && volume && !(solid && back_face(*solid)))
    table->problem("leaves_by_back", "this detector has no back face");
  if (table->has("shape") || !cuts.leaves_by_back) cuts.opening = read_opening(*table, reader);
  if (open && !(cuts.opening.rotation.none() && cuts.opening.centre_m[0] == 0.0 && cuts.opening.centre_m[1] == 0.0))
    table->problem("centre_z", "behind an open space the opening is given by distance, offset_x and offset_y");
  for (auto& opening : table->tables("opening")) {
    cuts.further.push_back(read_opening(opening, reader));
    opening.finish();
  }
  if (open && !cuts.further.empty()) table->problem("opening", "behind an open space there is one opening");
  auto const holes = std::count_if(cuts.further.begin(), cuts.further.end(),
                                   [](Opening const& opening) { return opening.aperture.has_hole(); });
  if (static_cast<std::size_t>(holes) + 2 > most_holes)  // that of the first opening and of the back face
    table->problem("opening", fmt::format("{} openings with a hole, expected at most {}", holes, most_holes - 2));
  cuts.energy_min_GeV = reader.sourced_or(*table, "energy_min", 0.0, Dimension::energy);
  cuts.at_least = whole_number(table->number("at_least")).value_or(0);
  reader.key.field("at_least", static_cast<std::int64_t>(cuts.at_least));
  if (cuts.at_least != 1 && cuts.at_least != 2) table->problem("at_least", "expected 1 or 2");
  if (table->has("photon_separation_min")) {
    cuts.photon_separation_m = reader.positive(*table, "photon_separation_min", Dimension::length);
    if (!solid || cuts.at_least != 2 || !cuts.opening.aperture.bounded())
      table->problem("photon_separation_min",
                     "is for two daughters (at_least = 2) that reach an opening behind a detector with walls");
  }
  table->finish();
  return cuts;
}

/// `{ value, source }`, or by mass of the particle `{ masses, values, unit, source }`.
DecayEfficiency read_efficiency(TomlTable& channel, NumberReader& reader) {
  DecayEfficiency efficiency;
  auto const check = [](TomlTable& table, std::string const& key, double value) {
    if (!(value > 0.0 && value <= 1.0))
      table.problem(key, fmt::format("an efficiency of {}, expected a number above 0 and at most 1", value));
  };
  auto by_mass = channel.is_table("efficiency") ? channel.optional_table("efficiency") : std::nullopt;
  if (!by_mass || !by_mass->has("masses")) {
    efficiency.values = {reader.sourced(channel, "efficiency")};
    if (channel.has("efficiency")) check(channel, "efficiency", efficiency.values.front());
    return efficiency;
  }
  auto const unit = by_mass->text("unit");
  if (unit != "GeV") by_mass->problem("unit", fmt::format("'{}', expected \"GeV\"", unit));
  efficiency.masses_GeV = by_mass->numbers("masses");
  efficiency.values = by_mass->numbers("values");
  doubt(reader.info, "efficiency", Sourced{0.0, by_mass->text("source")});
  reader.key.field("masses of the efficiency", std::span{std::as_const(efficiency.masses_GeV)})
      .field("efficiency", std::span{std::as_const(efficiency.values)});
  if (efficiency.masses_GeV.size() < 2 || efficiency.values.size() != efficiency.masses_GeV.size())
    by_mass->problem("values", fmt::format("{} efficiencies for {} masses, expected as many, at least two",
                                           efficiency.values.size(), efficiency.masses_GeV.size()));
  auto const& masses = efficiency.masses_GeV;
  if (std::adjacent_find(masses.begin(), masses.end(), std::greater_equal{}) != masses.end())
    by_mass->problem("masses", "must ascend");
  for (double const value : efficiency.values) check(*by_mass, "values", value);
  by_mass->finish();
  return efficiency;
}

std::optional<DecayChannel> read_channel(TomlTable& table, NumberReader& reader, DecayVolume const* volume) {
  auto const signature = table.text("signature");
  if (signature != "decay-in-volume")
    table.problem("signature",
                  fmt::format("'{}' in a file whose first channel is a decay-in-volume: one kind a file", signature));
  auto const final_states = table.texts("final_states");
  reader.key.field("signature", signature).field("final_states", final_states);
  DecaySelection selection;
  selection.energy_min_GeV = reader.sourced_or(table, "energy_min", 0.0, Dimension::energy);
  if (table.has("energy_max")) {
    selection.energy_max_GeV = reader.sourced(table, "energy_max", Dimension::energy);
    if (!(*selection.energy_max_GeV > selection.energy_min_GeV))
      table.problem("energy_max", "must lie above energy_min");
  }
  selection.daughters = read_daughters(table, reader, volume);
  auto efficiency = read_efficiency(table, reader);
  auto likelihood = read_likelihood(table, reader);
  table.finish();
  if (!likelihood) return std::nullopt;
  return DecayChannel{signature, final_states, selection, std::move(efficiency), *std::move(likelihood)};
}

/// Mediators that start inside of the detector have no way to it.
void check_apart(TomlTable& detector, DecayVolume const& volume, Beam const& beam) {
  auto const* solid = std::get_if<Solid>(&volume);
  if (!solid) return;
  bool const along_axis = beam.parent_decays && beam.parent_decays->origin == ParentDecays::Origin::axis;
  double const end_m =
      along_axis ? std::max(*beam.parent_decays->free_path_m, beam.parent_decays->free_path_neutral_m.value_or(0.0))
                 : 0.0;
  for (auto const& [first_m, last_m] : solid->crossing(0.0, 0.0)) {
    if (first_m < end_m)
      detector.problem("shape",
                       fmt::format("begins {} m from the target on the axis, where parents of the beam {} decay "
                                   "(up to {} m)",
                                   first_m, beam.name, end_m));
    for (auto const& stopped : beam.stopped)
      if (first_m <= stopped.position_m && stopped.position_m <= last_m)
        detector.problem("shape", fmt::format("{} of the beam {} stops in it, {} m from the target", stopped.particle,
                                              beam.name, stopped.position_m));
  }
}

}  // namespace

std::unique_ptr<Analysis const> read_decay_search(TomlTable& table, AnalysisInfo info, SearchFolders const& folders,
                                                  Problems& problems) {
  auto const before = problems.list().size();
  info.kind = Kind::experiment;
  info.signatures = {"decay-in-volume"};
  if (table.has("models")) info.models = table.texts("models");
  auto const known = model_names();
  for (auto const& name : info.models)
    if (std::find(known.begin(), known.end(), name) == known.end())
      table.problem("models", fmt::format("no model '{}' (known: {})", name, fmt::join(known, ", ")));
  CanonicalWriter key;
  NumberReader reader{info, key};
  auto [beam, exposure] = read_exposure(table, reader, folders, problems);
  auto detector = table.table("detector");
  auto const volume = read_decay_volume(detector, reader);
  if (volume && beam) check_apart(detector, *volume, *beam);
  std::vector<DecayChannel> channels;
  for (auto& entry : table.tables("channel"))
    if (auto channel = read_channel(entry, reader, volume ? &*volume : nullptr))
      channels.push_back(*std::move(channel));
  table.finish();
  if (problems.list().size() != before || !volume || !beam) return nullptr;
  return std::make_unique<DecaySearch>(
      DecaySearch::Input{std::move(info), std::move(beam), exposure, *volume, std::move(channels), std::move(key), {}});
}

}  // namespace penumbra
