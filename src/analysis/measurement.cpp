#include "analysis/measurement.hpp"

#include <fmt/format.h>

#include <cmath>
#include <optional>
#include <utility>

#include "analysis/cmb_annihilation.hpp"
#include "analysis/effective_neutrinos.hpp"
#include "analysis/neutrino_rate.hpp"
#include "analysis/relic_density.hpp"
#include "analysis/validation_curves.hpp"
#include "core/contracts.hpp"
#include "core/data_files.hpp"
#include "core/whole_number.hpp"

namespace penumbra {
namespace {

/// Changes whenever a number computed from an unchanged file changes.
constexpr std::int64_t measurement_physics_version = 1;

std::string_view symbol(MagneticMoment::Lepton lepton) { return lepton == MagneticMoment::Lepton::muon ? "mu" : "e"; }

class MomentResponse : public Response {
 public:
  MomentResponse(MagneticMoment const& analysis, std::optional<std::pair<double, Monomial>> shift)
      : analysis_{analysis}, shift_{std::move(shift)} {}

  void evaluate(std::span<Couplings const> points, std::span<Outcome> outcomes,
                std::span<ComponentSignal>) const override {
    PENUMBRA_EXPECT(points.size() == outcomes.size());
    for (std::size_t i = 0; i < points.size(); ++i) outcomes[i] = analysis_.outcome(shift_at(points[i]));
  }

  std::vector<Contribution> contributions(Couplings couplings) const override {
    double const shift = shift_at(couplings);
    auto const& [best_fit, error] = analysis_.difference();
    return {{"loop",
             "magnetic moment",
             shift,
             {{"shift at unit couplings", shift_ ? shift_->first : 0.0},
              {"monomial of the couplings", shift_ ? shift_->second(couplings) : 0.0},
              {"measured minus predicted", best_fit},
              {"its error", error}}}};
  }

 private:
  double shift_at(Couplings couplings) const { return shift_ ? shift_->first * shift_->second(couplings) : 0.0; }
  MagneticMoment analysis_;  // a copy: a response may outlive its analysis
  std::optional<std::pair<double, Monomial>> shift_;
};

}  // namespace

AnalysisInfo read_measurement_info(TomlTable& table) {
  AnalysisInfo info;
  info.kind = Kind::constraint;
  info.name = table.text("name");
  info.title = table.text("title");
  info.reference = table.text("reference");
  info.data_set = table.text("data_set");
  if (auto const kind = table.text("kind"); kind != "measurement")
    table.problem("kind", fmt::format("found '{}', expected 'measurement'", kind));
  auto const status = table.text("status");
  if (status == "favoured")
    info.status = Status::favoured;
  else if (status == "projected")
    info.status = Status::projected;
  else if (status != "observed")
    table.problem("status", fmt::format("found '{}', expected 'observed', 'projected' or 'favoured'", status));
  auto const rank = whole_number(table.optional_number("rank").value_or(0.0));
  if (!rank) table.problem("rank", "expected a whole number");
  info.rank = rank.value_or(0);
  info.combine = table.flag("combine", info.status != Status::favoured);
  info.combine_reason = table.optional_text("combine_reason").value_or("");
  if (info.combine && info.status == Status::favoured) table.problem("combine", "a favoured band is never combined");
  if (!info.combine && info.combine_reason.empty()) {
    info.combine_reason = "favoured band";
    if (info.status != Status::favoured) table.problem("combine", "combine = false needs a combine_reason");
  }
  if (table.has("flag")) info.flags.push_back(table.text("flag"));
  info.curves = read_validation_curves(table);
  return info;
}

double sourced_number(TomlTable& table, char const* table_name, char const* key, AnalysisInfo& info) {
  auto const sourced = table.sourced(key);
  if (sourced.doubtful()) info.flags.push_back(fmt::format("{} {}: {}", table_name, key, sourced.source));
  return sourced.value;
}

MagneticMoment::MagneticMoment(Input input) : input_{std::move(input)} {
  PENUMBRA_EXPECT(input_.difference.error > 0.0 && input_.sigmas > 0.0);
  input_.info.kind = Kind::constraint;
  if (input_.info.status == Status::favoured) input_.info.combine = false;
}

std::unique_ptr<MagneticMoment const> MagneticMoment::read(TomlTable& table, Problems& problems) {
  std::size_t const before = problems.list().size();
  Input input;
  input.info = read_measurement_info(table);
  auto& info = input.info;
  auto const quantity = table.text("quantity");
  if (quantity == "a_e")
    input.lepton = Lepton::electron;
  else if (quantity != "a_mu")
    table.problem("quantity", fmt::format("found '{}', expected 'a_mu', 'a_e', 'relic-density', 'cmb-annihilation', "
                                          "'effective-neutrinos', 'neutrino-electron-scattering', "
                                          "'neutrino-nucleus-scattering' or 'neutrino-trident'",
                                          quantity));
  if (info.status == Status::projected) table.problem("status", "a magnetic moment is 'observed' or 'favoured'");
  if (info.status == Status::favoured) {
    input.sigmas = table.number("sigmas");
    if (!(input.sigmas > 0.0)) table.problem("sigmas", "must be positive");
  }
  auto experiment = table.table("experiment");
  double const measured = sourced_number(experiment, "experiment", "value", info);
  double const measured_error = sourced_number(experiment, "experiment", "error", info);
  experiment.finish();
  auto prediction = table.table("prediction");
  input.prediction = prediction.text("name");
  double const predicted = sourced_number(prediction, "prediction", "value", info);
  double const predicted_error = sourced_number(prediction, "prediction", "error", info);
  prediction.finish();
  input.difference = {measured - predicted, std::hypot(measured_error, predicted_error)};
  if (!(measured_error > 0.0)) experiment.problem("error", "must be positive");
  if (!(predicted_error >= 0.0)) prediction.problem("error", "must not be negative");
  table.finish();
  if (problems.list().size() != before) return nullptr;
  return std::make_unique<MagneticMoment const>(std::move(input));
}

Applicability MagneticMoment::applies_to(Model const& model) const {
  auto const masses = typical_masses(model);
  if (!model.magnetic_moment(symbol(input_.lepton), masses))
    return {false, fmt::format("{} does not shift the magnetic moment of the {}", model.name(),
                               input_.lepton == Lepton::muon ? "muon" : "electron")};
  return {};
}

std::unique_ptr<Response const> MagneticMoment::respond(Model const& model, Masses masses, FluxStore&) const {
  return std::make_unique<MomentResponse>(*this, model.magnetic_moment(symbol(input_.lepton), masses));
}

Outcome MagneticMoment::outcome(double shift) const {
  auto const& difference = input_.difference;
  if (input_.info.status == Status::favoured)
    return {std::abs(shift - difference.best_fit) <= input_.sigmas * difference.error ? 1.0 : 0.0, 0.0, 0.0, 1.0};
  if (shift <= 0.0) return {shift, 0.0, 0.0, 1.0};
  return {shift, one_sided_log_likelihood_ratio(shift, difference), asimov_log_likelihood_ratio(shift, difference),
          gaussian_cls(shift, difference)};
}

double MagneticMoment::log_likelihood(std::span<double const> component_signal) const {
  PENUMBRA_EXPECT(component_signal.size() <= 1);
  return component_signal.empty() ? 0.0 : outcome(component_signal.front()).log_likelihood;
}

void MagneticMoment::write_key(CanonicalWriter& writer, Model const& model) const {
  writer.field("kind", std::string_view{"magnetic moment"});
  writer.field("measurement physics version", measurement_physics_version);
  writer.field("model", std::string_view{model.name()});
  writer.field("model physics version", model.physics_version());
  writer.field("lepton", symbol(input_.lepton));
  writer.field("status", std::string_view{to_string(input_.info.status)});
  writer.field("prediction", std::string_view{input_.prediction});
  writer.field("measured minus predicted", input_.difference.best_fit);
  writer.field("error", input_.difference.error);
  writer.field("sigmas", input_.sigmas);
}

bool is_measurement(TomlTable& table) { return table.is_text("kind") && table.text("kind") == "measurement"; }

std::unique_ptr<Analysis const> load_measurement(std::filesystem::path const& file, DataPlaces const& places,
                                                 Problems& problems) {
  DataFiles files{places.data_root};
  std::string text;
  try {
    text = files.definition(std::filesystem::absolute(file), "experiment file");
  } catch (IoError const& error) {
    problems.add(file.string() + ":1:1", error.what());
    return nullptr;
  }
  std::size_t const before = problems.list().size();
  auto table = TomlTable::parse(text, file.string(), problems);
  if (problems.list().size() != before) return nullptr;
  return read_measurement(table, file, problems);
}

std::unique_ptr<Analysis const> read_measurement(TomlTable& table, std::filesystem::path const& file,
                                                 Problems& problems) {
  std::unique_ptr<Analysis const> analysis;
  auto const quantity = table.is_text("quantity") ? table.text("quantity") : std::string{};
  if (quantity == "relic-density")
    analysis = RelicDensityMeasurement::read(table, problems);
  else if (quantity == "cmb-annihilation")
    analysis = CmbAnnihilation::read(table, problems);
  else if (quantity == "effective-neutrinos")
    analysis = EffectiveNeutrinos::read(table, problems);
  else if (NeutrinoRate::reads(quantity))
    analysis = NeutrinoRate::read(table, problems);
  else
    analysis = MagneticMoment::read(table, problems);
  if (analysis && analysis->info().name != file.stem().string()) {
    table.problem("name", fmt::format("'{}' differs from the name of the file", analysis->info().name));
    return nullptr;
  }
  return analysis;
}

}  // namespace penumbra
