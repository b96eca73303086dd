#include "analysis/effective_neutrinos.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "analysis/measurement.hpp"
#include "core/contracts.hpp"
#include "cosmology/neutrino_decoupling.hpp"
#include "cosmology/relic_density.hpp"

namespace penumbra {
namespace {

/// Changes whenever a number computed from an unchanged file changes.
constexpr std::int64_t effective_neutrinos_physics_version = 1;

/// Heavier particles have left the bath before neutrinos decouple: they change N_eff by less than 1e-4.
constexpr double too_heavy_GeV = 0.05;

std::vector<ThermalSpecies> light_species(DarkMatter const& dm, Annihilation const& annihilation) {
  std::vector<ThermalSpecies> species;
  auto const add = [&](double mass_GeV, double states, bool is_boson) {
    if (mass_GeV < too_heavy_GeV) species.push_back({mass_GeV, states, is_boson});
  };
  switch (dm.spin) {
    case DarkMatter::Spin::complex_scalar:
      add(dm.mass_GeV, 2.0, true);
      break;
    case DarkMatter::Spin::majorana:
      add(dm.mass_GeV, 2.0, false);
      break;
    case DarkMatter::Spin::dirac:
      add(dm.mass_GeV, 4.0, false);
      break;
    case DarkMatter::Spin::pseudo_dirac:
      add(dm.mass_GeV, 2.0, false);
      add(dm.heavier_mass_GeV, 2.0, false);
      break;
  }
  add(annihilation.mediator_GeV, 3.0, true);  // a massive vector
  return species;
}

class NeutrinoResponse : public Response {
 public:
  NeutrinoResponse(EffectiveNeutrinos const& analysis, std::optional<DarkMatter> const& dm,
                   std::optional<Annihilation> const& annihilation)
      : analysis_{analysis} {
    if (!dm || !annihilation) return;
    annihilation_ = annihilation;
    species_ = light_species(*dm, *annihilation);
    value_ = species_.empty() ? standard_effective_neutrinos() : effective_neutrinos(species_);
  }

  void evaluate(std::span<Couplings const> points, std::span<Outcome> outcomes,
                std::span<ComponentSignal>) const override {
    PENUMBRA_EXPECT(points.size() == outcomes.size());
    auto const said = analysis_.outcome(value_);
    for (std::size_t i = 0; i < points.size(); ++i)
      outcomes[i] = !species_.empty() && contact(points[i]) >= 1.0 ? said : Outcome{};
  }

  std::string why_silent(Couplings couplings) const override {
    if (!annihilation_) return "the model does not say how dark matter couples to the bath at these masses";
    return contact(couplings) >= 1.0 ? "" : "never in equilibrium with the bath";
  }

  std::vector<Contribution> contributions(Couplings couplings) const override {
    if (!annihilation_ || species_.empty() || contact(couplings) < 1.0) return {};
    auto const said = analysis_.outcome(value_);
    return {{"entropy of light particles",
             "effective number of neutrinos",
             said.expected,
             {{"N_eff", value_},
              {"N_eff of the Standard Model", standard_effective_neutrinos()},
              {"contacts with the bath per Hubble time", contact(couplings)}}}};
  }

 private:
  double contact(Couplings couplings) const { return bath_contact(*annihilation_, couplings).value_or(0.0); }

  EffectiveNeutrinos analysis_;  // a copy: a response may outlive its analysis
  std::optional<Annihilation> annihilation_;
  std::vector<ThermalSpecies> species_;
  double value_ = 0.0;
};

}  // namespace

EffectiveNeutrinos::EffectiveNeutrinos(Input input) : input_{std::move(input)} {
  PENUMBRA_EXPECT(input_.measured.error > 0.0);
  input_.info.kind = Kind::constraint;
}

std::unique_ptr<EffectiveNeutrinos const> EffectiveNeutrinos::read(TomlTable& table, Problems& problems) {
  std::size_t const before = problems.list().size();
  Input input;
  input.info = read_measurement_info(table);
  auto& info = input.info;
  if (info.status != Status::observed) table.problem("status", "a measured N_eff is 'observed'");
  if (auto const quantity = table.text("quantity"); quantity != "effective-neutrinos")
    table.problem("quantity", fmt::format("found '{}', expected 'effective-neutrinos'", quantity));
  auto experiment = table.table("experiment");
  input.measured.best_fit = sourced_number(experiment, "experiment", "value", info);
  input.measured.error = sourced_number(experiment, "experiment", "error", info);
  experiment.finish();
  if (!(input.measured.best_fit > 0.0)) experiment.problem("value", "must be positive");
  if (!(input.measured.error > 0.0)) experiment.problem("error", "must be positive");
  table.finish();
  if (problems.list().size() != before) return nullptr;
  return std::make_unique<EffectiveNeutrinos const>(std::move(input));
}

Applicability EffectiveNeutrinos::applies_to(Model const& model) const {
  auto const masses = typical_masses(model);
  auto const annihilation = model.annihilation(masses);
  if (!model.dark_matter(masses) || !annihilation || !annihilation->bath_width_GeV)
    return {false, fmt::format("{} does not say how dark matter couples to the bath", model.name())};
  return {};
}

std::unique_ptr<Response const> EffectiveNeutrinos::respond(Model const& model, Masses masses, FluxStore&) const {
  return std::make_unique<NeutrinoResponse>(*this, model.dark_matter(masses), model.annihilation(masses));
}

Outcome EffectiveNeutrinos::outcome(double effective_neutrinos) const {
  double const fall = std::max(0.0, standard_effective_neutrinos() - effective_neutrinos);
  if (fall == 0.0) return {};
  Measurement const below{standard_effective_neutrinos() - input_.measured.best_fit, input_.measured.error};
  return {fall, one_sided_log_likelihood_ratio(fall, below), asimov_log_likelihood_ratio(fall, below),
          gaussian_cls(fall, below)};
}

double EffectiveNeutrinos::log_likelihood(std::span<double const> component_signal) const {
  PENUMBRA_EXPECT(component_signal.size() <= 1);
  if (component_signal.empty()) return 0.0;
  return outcome(standard_effective_neutrinos() - component_signal.front()).log_likelihood;
}

void EffectiveNeutrinos::write_key(CanonicalWriter& writer, Model const& model) const {
  writer.field("kind", std::string_view{"effective number of neutrinos"});
  writer.field("effective neutrinos physics version", effective_neutrinos_physics_version);
  writer.field("model", std::string_view{model.name()});
  writer.field("model physics version", model.physics_version());
  writer.field("model convention", std::string_view{model.convention()});
  writer.field("measured", input_.measured.best_fit);
  writer.field("error", input_.measured.error);
}

}  // namespace penumbra
