#include "analysis/missing_energy_search.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>

#include "analysis/counted_productions.hpp"
#include "core/contracts.hpp"
#include "model/dark_matter/widths.hpp"
#include "production/flux_store.hpp"

namespace penumbra {

namespace {

bool makes_energy_missing(ProductionChannel const& production) {
  return std::holds_alternative<ElectronBremsstrahlung>(production.mechanism) ||
         std::holds_alternative<MuonBremsstrahlung>(production.mechanism) ||
         std::holds_alternative<PositronAnnihilation>(production.mechanism);
}

/// What the widths say at one point.
struct Point {
  double width_GeV = 0.0;
  double invisible = 0.0;  ///< branching ratio
  double alpha_D = 0.0;
  double strength = 0.0;  ///< of the resonance, see ResonantAnnihilation
};

/// One way to make energy go missing in one channel, per electron on target and unit (g_e/e)^2.
struct Part {
  std::string name;
  std::size_t channel = 0;
  std::size_t group = 0;
  double coupling_squared = 0.0;
  Monomial monomial;
  double on_shell = 0.0;                          ///< mediators; unused by a resonance
  std::unique_ptr<ResonantPerElectron> resonant;  ///< dark matter pairs per alpha_D

  double expected(Point const& point, Couplings couplings) const {
    double const matter = coupling_squared * monomial(couplings);
    if (!resonant) return matter * point.invisible * on_shell;
    return point.strength > 0.0 ? matter * point.alpha_D * (*resonant)(point.strength) : 0.0;
  }
};

class MissingEnergyResponse : public Response {
 public:
  MissingEnergyResponse(MissingEnergySearch const& search, DarkMatter const& dark_matter, FluxStore& fluxes)
      : search_{search},
        decays_{fluxes.decays()},
        dark_matter_{dark_matter},
        process_{dark_matter, fluxes.mediator_mass_GeV()} {
    auto const& in = search.input();
    for (std::size_t c = 0; c < in.channels.size(); ++c)
      for (auto const& production : fluxes.productions()) {
        bool const wanted = in.productions.empty() || std::find(in.productions.begin(), in.productions.end(),
                                                                production.name) != in.productions.end();
        if (wanted && makes_energy_missing(production)) add(c, production, fluxes.numerics());
      }
  }

  void evaluate(std::span<Couplings const> points, std::span<Outcome> outcomes,
                std::span<ComponentSignal> components) const override {
    auto const& in = search_.input();
    std::size_t const n = search_.component_groups().size();
    std::vector<double> signal(in.channels.size());
    for (std::size_t i = 0; i < points.size(); ++i) {
      auto const point = at(points[i]);
      std::fill(signal.begin(), signal.end(), 0.0);
      for (std::size_t j = 0; j < n; ++j) components[i * n + j] = {};
      for (auto const& part : parts_) {
        double const events = scale(part) * part.expected(point, points[i]);
        auto& component = components[i * n + part.channel * search_.groups().size() + part.group];
        component.nominal = component.low = component.high = component.nominal + events;
        signal[part.channel] += events;
      }
      Outcome outcome;
      for (std::size_t c = 0; c < signal.size(); ++c) add_channel(outcome, in.channels[c].likelihood, signal[c]);
      outcomes[i] = outcome;
    }
  }

  std::vector<Contribution> contributions(Couplings couplings) const override {
    auto const& in = search_.input();
    auto const point = at(couplings);
    std::vector<Contribution> result;
    for (auto const& part : parts_) {
      auto const& channel = in.channels[part.channel];
      Contribution line;
      line.production = part.name;
      line.signature = channel.signature;
      line.expected = scale(part) * part.expected(point, couplings);
      line.factors = {{"exposure", in.exposure},
                      {"energy missing at least (GeV)", channel.wanted.min_GeV},
                      {"energy missing at most (GeV)", channel.wanted.max_GeV},
                      {"coupling factor of the production", part.coupling_squared * part.monomial(couplings)}};
      if (part.resonant) {
        double const M = process_.mediator_GeV();
        line.factors.insert(line.factors.end(),
                            {{"positron energy at the resonance (GeV)", annihilation_energy_GeV(M * M)},
                             {"width over mass of the resonance", point.width_GeV / M},
                             {"alpha_D", point.alpha_D},
                             {"pairs per electron, coupling factor and alpha_D",
                              point.strength > 0.0 ? (*part.resonant)(point.strength) : 0.0}});
      } else {
        line.factors.insert(line.factors.end(), {{"mediators per electron and coupling factor", part.on_shell},
                                                 {"branching ratio to invisible final states", point.invisible}});
      }
      line.factors.emplace_back("efficiency", channel.efficiency);
      result.push_back(std::move(line));
    }
    return result;
  }

 private:
  void add(std::size_t c, ProductionChannel const& production, Numerics const& numerics) {
    auto const& in = search_.input();
    auto const& wanted = in.channels[c].wanted;
    double const E0 = in.beam->energy_GeV;
    double const M = process_.mediator_GeV();
    auto const named = in.beam->nuisance_groups.find(mechanism_of(production));
    if (named == in.beam->nuisance_groups.end()) return;  // not on this beam
    auto const& groups = search_.groups();
    auto const group =
        static_cast<std::size_t>(std::find(groups.begin(), groups.end(), named->second) - groups.begin());
    auto const keep = [&](std::string const& kind, double squared, double on_shell,
                          std::unique_ptr<ResonantPerElectron> resonant) {
      parts_.push_back({production.name + kind, c, group, squared, production.monomial, on_shell, std::move(resonant)});
    };
    if (auto const* muon = std::get_if<MuonBremsstrahlung>(&production.mechanism)) {
      if (in.beam->muons)
        keep("", muon->coupling_squared, radiated_per_muon(*in.beam->muons, E0, M, wanted, numerics), nullptr);
      return;
    }
    if (!in.beam->electrons) return;
    auto const& target = *in.beam->electrons;
    if (auto const* brems = std::get_if<ElectronBremsstrahlung>(&production.mechanism)) {
      if (M < E0) keep("", brems->coupling_squared, radiated_per_electron(target, E0, M, wanted, numerics), nullptr);
    } else if (target.tracks && target.tracks->has_positrons()) {
      double const squared = std::get<PositronAnnihilation>(production.mechanism).coupling_squared;
      keep(":resonant", squared, 0.0, std::make_unique<ResonantPerElectron>(target, E0, process_, wanted, numerics));
      keep(":associated", squared, associated_per_electron(target, E0, M, wanted, numerics), nullptr);
    }
  }

  Point at(Couplings couplings) const {
    Point point;
    point.width_GeV = total_width_GeV(decays_, couplings);
    double invisible = 0.0;
    for (auto const& mode : decays_)
      if (!mode.visible) invisible += mode.width_GeV * mode.monomial(couplings);
    if (point.width_GeV > 0.0) point.invisible = invisible / point.width_GeV;
    point.alpha_D = dark_matter_.coupling(couplings);
    double const dark = point.alpha_D * dark_width_GeV(dark_matter_, process_.mediator_GeV());
    point.strength = process_.strength(point.alpha_D, std::max(point.width_GeV - dark, 0.0));
    return point;
  }

  double scale(Part const& part) const {
    auto const& in = search_.input();
    return in.exposure * in.channels[part.channel].efficiency;
  }

  MissingEnergySearch const& search_;
  std::vector<DecayMode> decays_;
  DarkMatter dark_matter_;
  ResonantAnnihilation process_;
  std::vector<Part> parts_;
};

/// Says nothing: for points without dark matter.
class SilentResponse : public Response {
 public:
  void evaluate(std::span<Couplings const>, std::span<Outcome> outcomes,
                std::span<ComponentSignal> components) const override {
    std::fill(outcomes.begin(), outcomes.end(), Outcome{});
    std::fill(components.begin(), components.end(), ComponentSignal{});
  }
  std::vector<Contribution> contributions(Couplings) const override { return {}; }
};

/// Nuisance groups of what makes energy go missing on a beam.
std::vector<std::string> groups_on(Beam const& beam) {
  std::set<std::string> groups;
  for (auto const* mechanism : {"electron-bremsstrahlung", "muon-bremsstrahlung", "positron-annihilation"})
    if (auto const found = beam.nuisance_groups.find(mechanism); found != beam.nuisance_groups.end())
      groups.insert(found->second);
  return {groups.begin(), groups.end()};
}

}  // namespace

MissingEnergySearch::MissingEnergySearch(Input input)
    : input_{std::move(input)}, components_{groups_on(*input_.beam), likelihoods_of(input_.channels)} {}

Applicability MissingEnergySearch::applies_to(Model const& model) const {
  auto const masses = smallest_masses(model);
  if (!model.dark_matter(masses))
    return {false, fmt::format("nothing in {} is invisible: no dark matter", model.name())};
  auto const productions = model.productions(masses);
  auto const on_beam = [&](ProductionChannel const& production) {
    return makes_energy_missing(production) && input_.beam->nuisance_groups.contains(mechanism_of(production));
  };
  if (std::any_of(productions.begin(), productions.end(), on_beam)) return {};
  return {false, fmt::format("no production of {} on the beam {}", model.name(), input_.beam->name)};
}

std::unique_ptr<Response const> MissingEnergySearch::respond(Model const& model, Masses masses,
                                                             FluxStore& fluxes) const {
  if (auto const dark_matter = model.dark_matter(masses))
    return std::make_unique<MissingEnergyResponse>(*this, *dark_matter, fluxes);
  return std::make_unique<SilentResponse>();
}

double MissingEnergySearch::log_likelihood(std::span<double const> component_signal) const {
  return components_.log_likelihood(component_signal);
}

void MissingEnergySearch::slopes(std::span<double const> component_signal, std::span<double> by_component) const {
  components_.slopes(component_signal, by_component);
}

void MissingEnergySearch::write_key(CanonicalWriter& writer, Model const& model) const {
  writer.field("definition", input_.definition);
  writer.field("physics version: missing-energy search", missing_energy_search_physics_version);
  writer.field("physics version: missing energy", missing_energy_physics_version);
  write_beam_key(writer, model, *input_.beam, input_.productions);
}

std::unique_ptr<Analysis const> MissingEnergySearch::restricted_to(std::vector<std::string> const& productions) const {
  auto input = input_;
  input.productions = productions;
  return std::make_unique<MissingEnergySearch>(std::move(input));
}

}  // namespace penumbra
