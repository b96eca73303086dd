#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <utility>

#include "analysis/measurement.hpp"
#include "analysis/neutrino_rate.hpp"
#include "core/whole_number.hpp"
#include "particle/constants.hpp"

namespace penumbra {
namespace {

constexpr char const* on_electrons = "neutrino-electron-scattering";
constexpr char const* on_nuclei = "neutrino-nucleus-scattering";
constexpr char const* trident = "neutrino-trident";

/// Two columns of a table in the file: the first ascends and is positive, the second is not negative.
std::pair<std::vector<double>, std::vector<double>> columns(TomlTable& table, char const* x, char const* y) {
  auto abscissa = table.numbers(x);
  auto ordinate = table.numbers(y);
  bool const ascends = std::adjacent_find(abscissa.begin(), abscissa.end(), std::greater_equal<>{}) == abscissa.end();
  if (abscissa.size() < 2 || !ascends || !(abscissa.front() > 0.0))
    table.problem(x, "expected two or more positive numbers that ascend");
  else if (ordinate.size() != abscissa.size())
    table.problem(y, fmt::format("found {} numbers, expected {} as in {}", ordinate.size(), abscissa.size(), x));
  else if (std::any_of(ordinate.begin(), ordinate.end(), [](double value) { return !(value >= 0.0); }) ||
           std::all_of(ordinate.begin(), ordinate.end(), [](double value) { return value == 0.0; }))
    table.problem(y, "expected numbers that are not negative and not all zero");
  else
    return {std::move(abscissa), std::move(ordinate)};
  return {{1.0, 2.0}, {1.0, 1.0}};  // reported: anything that can be computed with
}

void note_source(TomlTable& table, char const* what, AnalysisInfo& info) {
  Sourced const sourced{0.0, table.text("source")};
  if (sourced.doubtful()) info.flags.push_back(fmt::format("{}: {}", what, sourced.source));
}

RecoilEfficiency read_efficiency(TomlTable& table, AnalysisInfo& info, CanonicalWriter& definition) {
  auto recoil = table.table("recoil");
  auto [recoil_GeV, efficiency] = columns(recoil, "energy_GeV", "efficiency");
  note_source(recoil, "recoil", info);
  recoil.finish();
  definition.field("recoil", std::span<double const>{recoil_GeV});
  definition.field("efficiency", std::span<double const>{efficiency});
  return {std::move(recoil_GeV), std::move(efficiency)};
}

std::vector<NeutrinoSource> read_sources(TomlTable& table, AnalysisInfo& info, CanonicalWriter& definition) {
  char const* const key = "neutrino";
  constexpr std::array flavours{std::pair{"e", NeutrinoFlavour::electron}, std::pair{"mu", NeutrinoFlavour::muon},
                                std::pair{"tau", NeutrinoFlavour::tau}};
  std::vector<NeutrinoSource> sources;
  for (auto& one : table.tables(key)) {
    NeutrinoSource source{{NeutrinoFlavour::electron}, 1.0, {}, {}};
    auto const name = one.text("flavour");
    auto const known = std::find_if(flavours.begin(), flavours.end(), [&](auto const& f) { return name == f.first; });
    if (known == flavours.end())
      one.problem("flavour", fmt::format("found '{}', expected 'e', 'mu' or 'tau'", name));
    else
      source.neutrino.flavour = known->second;
    source.neutrino.anti = one.flag("antineutrino", false);
    if (one.has("share")) source.share = sourced_number(one, key, "share", info);
    if (!(source.share > 0.0)) one.problem("share", "must be positive");
    if (one.has("energy")) {
      auto const line = one.sourced("energy", Dimension::energy);
      if (line.doubtful()) info.flags.push_back(fmt::format("{} energy: {}", key, line.source));
      if (!(line.value > 0.0)) one.problem("energy", "must be positive");
      source.energy_GeV = {line.value};
      source.density = {1.0};
    } else {
      std::tie(source.energy_GeV, source.density) = columns(one, "energy_GeV", "flux");
      note_source(one, key, info);
    }
    one.finish();
    definition.field("flavour", static_cast<std::int64_t>(source.neutrino.flavour));
    definition.field("antineutrino", static_cast<std::int64_t>(source.neutrino.anti));
    definition.field("share", source.share);
    definition.field("energies", std::span<double const>{source.energy_GeV});
    definition.field("flux", std::span<double const>{source.density});
    sources.push_back(std::move(source));
  }
  if (sources.empty()) table.problem(key, "expected one [[neutrino]] or more");
  return sources;
}

std::vector<NuclearTarget> read_targets(TomlTable& table, AnalysisInfo& info, CanonicalWriter& definition) {
  std::vector<NuclearTarget> targets;
  for (auto& one : table.tables("target")) {
    auto const Z = whole_number(one.number("Z"));
    double const A = one.number("A");
    double const share = sourced_number(one, "target", "share", info);
    if (!Z || *Z < 1) one.problem("Z", "expected a positive whole number");
    if (Z && !(A >= static_cast<double>(*Z))) one.problem("A", "must not be less than Z");
    if (!(share > 0.0)) one.problem("share", "must be positive");
    one.finish();
    definition.field("Z", static_cast<std::int64_t>(Z.value_or(1))).field("A", A).field("share", share);
    int const protons = static_cast<int>(Z.value_or(1));
    targets.push_back({protons, A - protons, A * sm::atomic_mass_unit_GeV, share});
  }
  if (targets.empty()) table.problem("target", "expected one [[target]] or more");
  return targets;
}

/// Measured over predicted, minus one, with both errors; a projection measures what is predicted.
Measurement read_change(TomlTable& table, AnalysisInfo& info) {
  auto const read = [&](char const* name) {
    auto part = table.table(name);
    Measurement const result{sourced_number(part, name, "value", info), sourced_number(part, name, "error", info)};
    if (!(result.best_fit > 0.0)) part.problem("value", "must be positive");
    if (!(result.error >= 0.0)) part.problem("error", "must not be negative");
    part.finish();
    return result;
  };
  auto const measured = read("experiment");
  auto const predicted = read("prediction");
  double const ratio = measured.best_fit / predicted.best_fit;
  Measurement const change{
      ratio - 1.0, ratio * std::hypot(measured.error / measured.best_fit, predicted.error / predicted.best_fit)};
  if (!(change.error > 0.0)) table.problem("experiment", "one of both errors must be positive");
  if (info.status == Status::projected && change.best_fit != 0.0)
    table.problem("status", "a projection measures what is predicted: both values must be equal");
  return change;
}

}  // namespace

bool NeutrinoRate::reads(std::string const& quantity) {
  return quantity == on_electrons || quantity == on_nuclei || quantity == trident;
}

std::unique_ptr<NeutrinoRate const> NeutrinoRate::read(TomlTable& table, Problems& problems) {
  std::size_t const before = problems.list().size();
  Input input;
  input.info = read_measurement_info(table);
  auto& info = input.info;
  auto& definition = input.definition;
  if (info.status == Status::favoured) table.problem("status", "a rate of neutrinos is 'observed' or 'projected'");
  info.confidence_level = table.optional_number("confidence_level").value_or(info.confidence_level);
  if (!(info.confidence_level > 0.5 && info.confidence_level < 1.0))
    table.problem("confidence_level", "must lie between 0.5 and 1");
  input.quantity = table.text("quantity");
  definition.field("quantity", std::string_view{input.quantity});
  // What cannot be computed is computed only from a file without problems.
  auto const nothing_wrong = [&] { return problems.list().size() == before; };
  if (input.quantity == trident) {
    auto const change = read_change(table, info);
    auto spectrum = table.table("spectrum");
    auto const [Q2_GeV2, vector_part] = columns(spectrum, "Q2_GeV2", "vector");
    auto const axial_part = columns(spectrum, "Q2_GeV2", "axial").second;
    note_source(spectrum, "spectrum", info);
    spectrum.finish();
    definition.field("Q2", std::span<double const>{Q2_GeV2}).field("vector", std::span<double const>{vector_part});
    definition.field("axial", std::span<double const>{axial_part});
    if (nothing_wrong()) input.rates = {{change, trident_nodes(Q2_GeV2, vector_part, axial_part)}};
  } else if (input.quantity == on_nuclei) {
    auto const change = read_change(table, info);
    auto const efficiency = read_efficiency(table, info, definition);
    auto const targets = read_targets(table, info, definition);
    if (auto const source = table.text("neutrinos"); source != "pion-at-rest")
      table.problem("neutrinos", fmt::format("found '{}', expected 'pion-at-rest'", source));
    if (nothing_wrong()) input.rates = {{change, nuclear_recoil_nodes(pion_at_rest_sources(), targets, efficiency)}};
  } else {
    auto const efficiency = read_efficiency(table, info, definition);
    auto const read_rate = [&](TomlTable& one) {
      auto const change = read_change(one, info);
      definition.field("rate", std::string_view{"of these neutrinos"});
      auto const sources = read_sources(one, info, definition);
      if (!nothing_wrong()) return;
      input.rates.push_back({change, electron_recoil_nodes(sources, efficiency)});
      if (input.rates.back().nodes.empty()) one.problem("neutrino", "no recoil of these energies is counted");
    };
    auto several = table.tables("rate");
    for (auto& one : several) {
      read_rate(one);
      one.finish();
    }
    if (several.empty()) read_rate(table);
  }
  table.finish();
  if (!nothing_wrong()) return nullptr;
  return std::make_unique<NeutrinoRate const>(std::move(input));
}

}  // namespace penumbra
