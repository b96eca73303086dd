#include "analysis/experiment_file.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

#include "analysis/validation_curves.hpp"
#include "core/whole_number.hpp"

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

/// Which reader understands which signature.
struct SignatureEntry {
  std::string_view signature;
  SearchReader read;
};
constexpr std::array signatures{
    SignatureEntry{"decay-in-volume", &read_decay_search},
    SignatureEntry{"electron-recoil", &read_scattering_search},
    SignatureEntry{"nucleon-recoil", &read_scattering_search},
    SignatureEntry{"nucleus-recoil", &read_scattering_search},
    SignatureEntry{"inelastic-pi0", &read_scattering_search},
    SignatureEntry{"deep-inelastic", &read_scattering_search},
    SignatureEntry{"nucleus-recoil-spectrum", &read_recoil_spectrum_search},
    SignatureEntry{"missing-energy", &read_missing_energy_search},
    SignatureEntry{"missing-momentum", &read_missing_energy_search},
};

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
  auto const rank = whole_number(table.optional_number("rank").value_or(0.0));
  if (!rank) table.problem("rank", "expected a whole number");
  info.rank = rank.value_or(0);
  info.combine = table.flag("combine", info.status != Status::favoured);
  info.combine_reason = table.optional_text("combine_reason").value_or("");
  if (info.status != Status::favoured && !info.combine && info.combine_reason.empty())
    table.problem("combine", "an analysis left out of combinations says why: add combine_reason");
  info.confidence_level = table.optional_number("confidence_level").value_or(0.90);
  if (!(info.confidence_level > 0.0 && info.confidence_level < 1.0))
    table.problem("confidence_level", "expected a number between 0 and 1, for example 0.90");
  info.curves = read_validation_curves(table);
  return info;
}

double NumberReader::sourced(TomlTable& table, std::string const& name, Dimension dimension) {
  auto const number = table.sourced(name, dimension);
  doubt(info, name, number);
  key.field(name, number.value);
  return number.value;
}
double NumberReader::sourced_or(TomlTable& table, std::string const& name, double otherwise, Dimension dimension) {
  if (table.has(name)) return sourced(table, name, dimension);
  key.field(name, otherwise);
  return otherwise;
}
double NumberReader::positive(TomlTable& table, std::string const& name, Dimension dimension) {
  double const value = sourced(table, name, dimension);
  if (table.has(name) && !(value > 0.0))
    table.problem(name, fmt::format("'{}' is {}, expected a positive number", name, value));
  return value;
}
Exposure read_exposure(TomlTable& table, NumberReader& reader, SearchFolders const& folders, Problems& problems) {
  auto& info = reader.info;
  auto beam_table = table.table("beam");
  info.beam = beam_table.text("name");
  auto& beam = folders.loaded[info.beam];
  if (!beam) beam = load_beam(folders.beams, info.beam, problems);
  auto const unit = beam && beam->kind == BeamKind::collider ? Dimension::luminosity : Dimension::particles;
  double const exposure = reader.positive(beam_table, "exposure", unit);
  beam_table.finish();
  if (beam) info.flags.insert(info.flags.end(), beam->flags.begin(), beam->flags.end());
  return {beam, exposure};
}

std::optional<ChannelLikelihood> read_likelihood(TomlTable& channel, NumberReader& reader) {
  auto& info = reader.info;
  if (auto fit = channel.optional_table("measured_signal")) {
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
  auto background = channel.table("background");
  double const mean = background.number("value");
  double const error = background.number("error");
  doubt(info, "background", Sourced{mean, background.text("source")});
  background.finish();
  double observed = mean;  // a projection: the median outcome
  if (info.status == Status::observed) {
    observed = reader.sourced(channel, "observed");
    info.observed = info.observed.value_or(0.0) + observed;
  }
  info.background = info.background.value_or(0.0) + mean;
  reader.key.field("background", mean).field("background_error", error).field("count", observed);
  Count const count{observed, {mean, error}};
  if (auto const reason = reason_to_refuse(count); !reason.empty()) {
    channel.problem("background", reason);
    return std::nullopt;
  }
  return ChannelLikelihood{count};
}

std::unique_ptr<Analysis const> read_search(TomlTable& table, AnalysisInfo info, SearchFolders const& folders,
                                            Problems& problems) {
  std::string signature;
  for (auto& channel : table.tables("channel"))
    if (signature.empty()) signature = channel.text("signature");
  auto const entry = std::find_if(signatures.begin(), signatures.end(),
                                  [&](SignatureEntry const& known) { return known.signature == signature; });
  if (entry != signatures.end()) return entry->read(table, std::move(info), folders, problems);
  std::vector<std::string_view> names;
  for (auto const& known : signatures) names.push_back(known.signature);
  if (table.has("channel"))
    table.problem("channel", fmt::format("'{}' is no signature (known: {})", signature, fmt::join(names, ", ")));
  else
    table.problem("channel", "at least one [[channel]] is needed");
  return nullptr;
}

}  // namespace penumbra
