// Reads a search for scattering of dark matter: [beam], [detector], [[material]], [[channel]].
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "analysis/body_file.hpp"
#include "analysis/detector_file.hpp"
#include "analysis/scattering_search.hpp"

namespace penumbra {
namespace {

RecoilWindow read_recoils(TomlTable& table, NumberReader& reader) {
  RecoilWindow window;
  window.min_GeV = reader.positive(table, "recoil_min", Dimension::energy);
  window.max_GeV = reader.positive(table, "recoil_max", Dimension::energy);
  if (!(window.max_GeV > window.min_GeV)) table.problem("recoil_max", "expected more than recoil_min");
  if (table.has("quenching")) {  // the ends are of visible energy
    double const visible = reader.positive(table, "quenching");
    if (visible > 1.0) table.problem("quenching", fmt::format("'quenching' is {}, expected at most 1", visible));
    window.min_GeV /= visible;
    window.max_GeV /= visible;
  }
  if (table.has("angle_max")) window.cosine_min = std::cos(reader.positive(table, "angle_max", Dimension::angle));
  if (table.has("angle_min")) window.cosine_max = std::cos(reader.positive(table, "angle_min", Dimension::angle));
  if (window.cosine_max && window.cosine_max <= window.cosine_min.value_or(0.0))
    table.problem("angle_min", "expected less than angle_max and less than 90 degrees");
  return window;
}

PionWindow read_pions(TomlTable& table, NumberReader& reader) {
  PionWindow window;
  window.min_GeV = reader.sourced_or(table, "pion_min", 0.0, Dimension::energy);
  window.max_GeV = reader.positive(table, "pion_max", Dimension::energy);
  if (!(window.min_GeV >= 0.0)) table.problem("pion_min", "expected 0 or more");
  if (!(window.max_GeV > window.min_GeV)) table.problem("pion_max", "expected more than pion_min");
  return window;
}

ShowerWindow read_showers(TomlTable& table, NumberReader& reader) {
  ShowerWindow window;
  window.energy_min_GeV = reader.positive(table, "hadronic_energy_min", Dimension::energy);
  window.energy_max_GeV = reader.positive(table, "hadronic_energy_max", Dimension::energy);
  if (!(window.energy_max_GeV > window.energy_min_GeV))
    table.problem("hadronic_energy_max", "expected more than hadronic_energy_min");
  if (table.has("momentum_transfer_min"))
    window.Q_min_GeV = reader.positive(table, "momentum_transfer_min", Dimension::energy);
  if (table.has("transverse_momentum_min"))
    window.transverse_momentum_min_GeV = reader.positive(table, "transverse_momentum_min", Dimension::energy);
  return window;
}

ScatteringWindow read_window(std::string const& signature, TomlTable& table, NumberReader& reader) {
  if (signature == "inelastic-pi0") return read_pions(table, reader);
  if (signature == "deep-inelastic") return read_showers(table, reader);
  return read_recoils(table, reader);
}

std::optional<ScatteringChannel> read_channel(TomlTable& table, NumberReader& reader,
                                              std::vector<Element> const& elements) {
  constexpr std::array known{"electron-recoil", "nucleon-recoil", "nucleus-recoil", "inelastic-pi0", "deep-inelastic"};
  auto const signature = table.text("signature");
  if (std::find(known.begin(), known.end(), signature) == known.end())
    table.problem("signature",
                  fmt::format("'{}' in a file whose first channel is of scattering: one kind a file (known: "
                              "{})",
                              signature, fmt::join(known, ", ")));
  reader.key.field("signature", signature);
  auto const window = read_window(signature, table, reader);
  double const efficiency = reader.positive(table, "efficiency");
  if (efficiency > 1.0) table.problem("efficiency", fmt::format("'efficiency' is {}, expected at most 1", efficiency));
  auto likelihood = read_likelihood(table, reader);
  table.finish();
  if (!likelihood) return std::nullopt;
  return ScatteringChannel{signature, targets_of(signature, elements), window, efficiency, *std::move(likelihood)};
}

}  // namespace

std::unique_ptr<Analysis const> read_scattering_search(TomlTable& table, AnalysisInfo info,
                                                       SearchFolders const& folders, Problems& problems) {
  auto const before = problems.list().size();
  info.kind = Kind::experiment;
  CanonicalWriter key;
  NumberReader reader{info, key};
  auto [beam, exposure] = read_exposure(table, reader, folders, problems);
  auto detector = table.table("detector");
  auto const solid = read_solid(detector, reader);
  auto const elements = read_materials(table, reader);
  std::vector<ScatteringChannel> channels;
  for (auto& entry : table.tables("channel"))
    if (auto channel = read_channel(entry, reader, elements)) channels.push_back(*std::move(channel));
  for (auto const& channel : channels)
    if (std::find(info.signatures.begin(), info.signatures.end(), channel.signature) == info.signatures.end())
      info.signatures.push_back(channel.signature);
  table.finish();
  if (problems.list().size() != before || !solid || !beam) return nullptr;
  return std::make_unique<ScatteringSearch>(ScatteringSearch::Input{
      std::move(info), {std::move(beam), exposure, *solid, {}}, std::move(channels), std::move(key)});
}

}  // namespace penumbra
