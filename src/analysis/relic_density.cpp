#include "analysis/relic_density.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "analysis/measurement.hpp"
#include "analysis/relic_prediction.hpp"
#include "core/contracts.hpp"
#include "statistics/normal.hpp"

namespace penumbra {
namespace {

class RelicResponse : public Response {
 public:
  RelicResponse(RelicDensityMeasurement const& analysis, std::shared_ptr<RelicPrediction> relic)
      : analysis_{analysis}, relic_{std::move(relic)} {}

  void evaluate(std::span<Couplings const> points, std::span<Outcome> outcomes,
                std::span<ComponentSignal>) const override {
    PENUMBRA_EXPECT(points.size() == outcomes.size());
    for (std::size_t i = 0; i < points.size(); ++i) {
      outcomes[i] = {};
      if (!relic_) continue;
      if (auto const density = (*relic_)(points[i]); density.in_contact)
        outcomes[i] = analysis_.outcome(density.omega_h2, density.low_omega_h2);
    }
  }

  std::string why_silent(Couplings couplings) const override {
    if (!relic_) return "the model does not say how dark matter annihilates at these masses";
    return (*relic_)(couplings).in_contact
               ? ""
               : "never in equilibrium with the bath: the density depends on what was before freeze-out";
  }

  std::vector<Contribution> contributions(Couplings couplings) const override {
    if (!relic_) return {};
    auto const& exact = relic_->exact();
    auto const [relic, cold_omega_h2] = exact.with_cold(couplings);
    double const measured = analysis_.input().omega_h2;
    bool const upper = analysis_.input().rule == RelicDensityMeasurement::Rule::upper_limit;
    return {{"freeze-out",
             upper ? "relic density, an upper limit: less is allowed" : "relic density, as a measurement",
             relic.omega_h2,
             {{"contacts with the bath per Hubble time", exact.contact(couplings, relic.rate)},
              {"mass / temperature at freeze-out", relic.x_freeze_out},
              {"Omega h^2", relic.omega_h2},
              {"factor if it also decouples kinetically then", cold_omega_h2 / relic.omega_h2},
              {"measured Omega h^2", measured},
              {"Omega h^2 over the measured one", relic.omega_h2 / measured},
              {"relative error of the prediction", analysis_.input().theory_error}}}};
  }

 private:
  RelicDensityMeasurement analysis_;  // a copy: a response may outlive its analysis
  std::shared_ptr<RelicPrediction> relic_;
};

std::string_view to_string(RelicDensityMeasurement::Rule rule) {
  return rule == RelicDensityMeasurement::Rule::upper_limit ? "upper-limit" : "measurement";
}

}  // namespace

RelicDensityMeasurement::RelicDensityMeasurement(Input input) : input_{std::move(input)} {
  PENUMBRA_EXPECT(input_.omega_h2 > 0.0 && input_.relative_error > 0.0 && input_.theory_error >= 0.1);
  input_.info.kind = Kind::constraint;
}

std::unique_ptr<RelicDensityMeasurement const> RelicDensityMeasurement::read(TomlTable& table, Problems& problems) {
  std::size_t const before = problems.list().size();
  Input input;
  input.info = read_measurement_info(table);
  auto& info = input.info;
  if (info.status != Status::observed) table.problem("status", "a relic density is 'observed'");
  if (auto const quantity = table.text("quantity"); quantity != "relic-density")
    table.problem("quantity", fmt::format("found '{}', expected 'relic-density'", quantity));
  auto const rule = table.text("rule");
  if (rule == "measurement")
    input.rule = Rule::measurement;
  else if (rule != "upper-limit")
    table.problem("rule", fmt::format("found '{}', expected 'upper-limit' or 'measurement'", rule));
  auto experiment = table.table("experiment");
  input.omega_h2 = sourced_number(experiment, "experiment", "value", info);
  double const error = sourced_number(experiment, "experiment", "error", info);
  experiment.finish();
  auto prediction = table.table("prediction");
  input.theory_error = sourced_number(prediction, "prediction", "relative_error", info);
  prediction.finish();
  if (!(input.omega_h2 > 0.0)) experiment.problem("value", "must be positive");
  if (!(error > 0.0)) experiment.problem("error", "must be positive");
  if (!(input.theory_error >= 0.1))
    prediction.problem("relative_error", "must be at least 0.1: kinetic equilibrium, g_*(T), radiative corrections");
  table.finish();
  if (problems.list().size() != before) return nullptr;
  input.relative_error = error / input.omega_h2;
  return std::make_unique<RelicDensityMeasurement const>(std::move(input));
}

Applicability RelicDensityMeasurement::applies_to(Model const& model) const {
  if (!model.annihilation(typical_masses(model)))
    return {false, fmt::format("{} does not say how dark matter annihilates", model.name())};
  return {};
}

std::unique_ptr<Response const> RelicDensityMeasurement::respond(Model const& model, Masses masses,
                                                                 FluxStore& fluxes) const {
  return std::make_unique<RelicResponse>(*this, RelicPrediction::of(model, masses, fluxes));
}

Outcome RelicDensityMeasurement::outcome(double omega_h2, double low_omega_h2) const {
  PENUMBRA_EXPECT(low_omega_h2 <= omega_h2);
  double const error = std::hypot(input_.relative_error, input_.theory_error);
  double const best =
      input_.rule == Rule::measurement ? std::clamp(input_.omega_h2, low_omega_h2, omega_h2) : low_omega_h2;
  double const z = std::log(best / input_.omega_h2) / error;
  if (input_.rule == Rule::measurement) return {omega_h2, -0.5 * z * z, -0.5 * z * z, 2.0 * normal_cdf(-std::abs(z))};
  double const log_likelihood = z > 0.0 ? -0.5 * z * z : 0.0;
  return {omega_h2, log_likelihood, log_likelihood, normal_cdf(-z)};
}

double RelicDensityMeasurement::log_likelihood(std::span<double const> component_signal) const {
  PENUMBRA_EXPECT(component_signal.size() <= 1);
  return component_signal.empty() ? 0.0 : outcome(component_signal.front()).log_likelihood;
}

ToyChannel RelicDensityMeasurement::toy_channel() const {
  return {input_.rule == Rule::measurement ? ToyChannel::Kind::density : ToyChannel::Kind::density_bound};
}

double RelicDensityMeasurement::toy_signal(Outcome const& outcome) const {
  if (outcome.expected <= 0.0) return -std::numeric_limits<double>::infinity();
  double const z = std::sqrt(-2.0 * outcome.log_likelihood);
  if (input_.rule == Rule::measurement) return outcome.expected > input_.omega_h2 ? z : -z;
  constexpr double nearly_one = 1.0 - 1e-15;
  return z > 0.0 ? z : -normal_quantile(std::min(outcome.cls, nearly_one));
}

void RelicDensityMeasurement::write_key(CanonicalWriter& writer, Model const& model) const {
  writer.field("kind", std::string_view{"relic density"});
  writer.field("relic density physics version", relic_density_physics_version);
  writer.field("model", std::string_view{model.name()});
  writer.field("model physics version", model.physics_version());
  writer.field("model convention", std::string_view{model.convention()});  // the spin of dark matter is an option
  writer.field("rule", to_string(input_.rule));
  writer.field("Omega h^2", input_.omega_h2);
  writer.field("relative error", input_.relative_error);
  writer.field("theory error", input_.theory_error);
}

}  // namespace penumbra
