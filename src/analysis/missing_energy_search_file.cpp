// Reads a search for missing energy or momentum: [beam], [[channel]].
#include <fmt/format.h>

#include "analysis/experiment_file.hpp"
#include "analysis/missing_energy_search.hpp"

namespace penumbra {
namespace {

/// `missing_energy_min` of a calorimeter, or `recoil_energy_min` and `recoil_energy_max` of a tracked beam lepton.
MissingEnergy read_wanted(TomlTable& table, std::string const& signature, double beam_energy_GeV,
                          NumberReader& reader) {
  MissingEnergy wanted{0.0, beam_energy_GeV};
  std::string_view key = "missing_energy_min";
  if (signature == "missing-energy") {
    wanted.min_GeV = reader.sourced(table, "missing_energy_min", Dimension::energy);
  } else {
    key = "recoil_energy_max";
    wanted.max_GeV = beam_energy_GeV - reader.sourced(table, "recoil_energy_min", Dimension::energy);
    wanted.min_GeV = beam_energy_GeV - reader.sourced(table, "recoil_energy_max", Dimension::energy);
  }
  if (!(wanted.min_GeV > 0.0 && wanted.min_GeV < wanted.max_GeV && wanted.max_GeV <= beam_energy_GeV))
    table.problem(
        key, fmt::format("the missing energy lies between {:g} and {:g} GeV, expected a range inside 0 to {:g} GeV, "
                         "the energy of the beam",
                         wanted.min_GeV, wanted.max_GeV, beam_energy_GeV));
  return wanted;
}

std::optional<MissingEnergyChannel> read_channel(TomlTable& table, std::string const& first, double beam_energy_GeV,
                                                 NumberReader& reader) {
  auto const signature = table.text("signature");
  if (signature != first)
    table.problem("signature",
                  fmt::format("'{}' in a file whose first channel is {}: one kind a file", signature, first));
  reader.key.field("signature", signature);
  auto const wanted = read_wanted(table, first, beam_energy_GeV, reader);
  double const efficiency = reader.positive(table, "efficiency");
  if (efficiency > 1.0) table.problem("efficiency", fmt::format("'efficiency' is {}, expected at most 1", efficiency));
  auto likelihood = read_likelihood(table, reader);
  table.finish();
  if (!likelihood) return std::nullopt;
  return MissingEnergyChannel{signature, wanted, efficiency, *std::move(likelihood)};
}

}  // namespace

std::unique_ptr<Analysis const> read_missing_energy_search(TomlTable& table, AnalysisInfo info,
                                                           SearchFolders const& folders, Problems& problems) {
  auto const before = problems.list().size();
  info.kind = Kind::experiment;
  CanonicalWriter key;
  NumberReader reader{info, key};
  auto [beam, exposure] = read_exposure(table, reader, folders, problems);
  if (beam && !beam->electrons && !beam->muons)
    table.problem("beam", fmt::format("'{}' is no beam of electrons or muons: it has no [electron_target] and no "
                                      "[muon_target]",
                                      beam->name));
  if (beam && beam->electrons && beam->electrons->tracks && beam->electrons->tracks->has_positrons() &&
      !beam->nuisance_groups.contains("positron-annihilation"))
    table.problem("beam", fmt::format("the positrons of '{}' need a nuisance group: add positron-annihilation to its "
                                      "[nuisance]",
                                      beam->name));
  if (problems.list().size() != before || !beam) return nullptr;
  std::vector<MissingEnergyChannel> channels;
  for (auto& entry : table.tables("channel")) {
    if (info.signatures.empty()) info.signatures = {entry.text("signature")};
    if (auto channel = read_channel(entry, info.signatures.front(), beam->energy_GeV, reader))
      channels.push_back(*std::move(channel));
  }
  table.finish();
  if (problems.list().size() != before) return nullptr;
  return std::make_unique<MissingEnergySearch>(
      MissingEnergySearch::Input{std::move(info), std::move(beam), exposure, std::move(channels), std::move(key), {}});
}

}  // namespace penumbra
