// Reads a search for recoils of dark matter: [beam], [detector], [[material]], [[channel]].
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analysis/body_file.hpp"
#include "analysis/detector_file.hpp"
#include "analysis/scattering_search.hpp"

namespace penumbra {
namespace {

RecoilWindow read_window(TomlTable& table, NumberReader& reader) {
  RecoilWindow window;
  window.min_GeV = reader.positive(table, "recoil_min", Dimension::energy);
  window.max_GeV = reader.positive(table, "recoil_max", Dimension::energy);
  if (!(window.max_GeV > window.min_GeV)) table.problem("recoil_max", "expected more than recoil_min");
  if (table.has("angle_max")) window.cosine_min = std::cos(reader.positive(table, "angle_max", Dimension::angle));
  return window;
}

std::optional<ScatteringChannel> read_channel(TomlTable& table, NumberReader& reader,
                                              std::vector<Element> const& elements) {
  auto const signature = table.text("signature");
  if (signature != "electron-recoil" && signature != "nucleon-recoil" && signature != "nucleus-recoil")
    table.problem("signature",
                  fmt::format("'{}' in a file whose first channel is a recoil: one kind a file", signature));
  reader.key.field("signature", signature);
  auto const window = read_window(table, reader);
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
