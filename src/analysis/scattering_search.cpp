#include "analysis/scattering_search.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analysis/counted_productions.hpp"
#include "core/contracts.hpp"
#include "detection/decay_in_volume.hpp"
#include "model/dark_matter/widths.hpp"
#include "production/electron_bremsstrahlung.hpp"
#include "production/flux_store.hpp"
#include "production/proton_bremsstrahlung.hpp"

namespace penumbra {

namespace {

/// Mediators are followed up to this angle to the beam: what radiates (pT below 1 GeV) stays far inside.
constexpr double widest_mediator_rad = 1.5;

/// Productions of a virtual mediator: as of a real one of that mass. The mass axis that is the mediator's is found by
/// trying.
std::vector<ProductionChannel> productions_at(Model const& model, Masses masses, double mediator_GeV) {
  for (std::size_t i = 0; i < masses.size(); ++i) {
    std::vector<double> moved{masses.begin(), masses.end()};
    moved[i] = mediator_GeV;
    if (model.mediator_mass_GeV(moved) == mediator_GeV) return model.productions(moved);
  }
  return {};
}

/// What can make dark matter at these masses: hadrons that decay to a mediator or mix with it, real or virtual, and
/// everything that makes real ones. Bremsstrahlung of virtual mediators is not there, so that below the threshold of
/// real ones mixing stands for what the two have in common, and above it bremsstrahlung.
std::vector<ProductionChannel> sources_of(Model const& model, Masses masses, DarkMatter const& dm) {
  double const threshold = dm.mass_GeV + dm.heavier_mass_GeV;
  std::vector<ProductionChannel> result;
  for (auto const& production : productions_at(model, masses, threshold))
    if (std::holds_alternative<MesonDecay>(production.mechanism)) result.push_back(production);
  bool const real = model.mediator_mass_GeV(masses) > threshold;
  for (auto const& production : model.productions(masses)) {
    if (std::holds_alternative<MesonDecay>(production.mechanism)) continue;
    if (real || std::holds_alternative<VectorMixing>(production.mechanism)) result.push_back(production);
  }
  return result;
}

/// Annihilation of positrons, which makes dark matter without a flux of mediators; null where it does not count.
ProductionChannel const* annihilation_in(std::vector<ProductionChannel> const& all, Beam const& beam,
                                         std::vector<std::string> const& wanted) {
  if (!beam.electrons || !beam.electrons->tracks || !beam.electrons->tracks->has_positrons()) return nullptr;
  for (auto const& production : all)
    if (std::holds_alternative<PositronAnnihilation>(production.mechanism) &&
        (wanted.empty() || std::find(wanted.begin(), wanted.end(), production.name) != wanted.end()))
      return &production;
  return nullptr;
}

}  // namespace

DarkMatterSignals::DarkMatterSignals(Model const& model, Masses masses, FluxStore& fluxes, ScatteringSetup const& setup,
                                     Scattering const& scattering)
    : dm_{model.dark_matter(masses)},
      decays_{fluxes.decays()},
      mediator_{fluxes.mediator_mass_GeV()},
      collisions_{setup.exposure * setup.beam->collisions_per_exposure()} {
  if (!dm_) return;
  auto const& beam = *setup.beam;
  auto const& numerics = fluxes.numerics();
  auto const productions = counted_productions(sources_of(model, masses, *dm_), beam, mediator_, setup.productions,
                                               dm_->mass_GeV + dm_->heavier_mass_GeV);
  auto const response = scattering(*dm_, mediator_);
  if (response->threshold_GeV() >= beam.energy_GeV) return;
  auto& shared = fluxes.shared();
  // A view beyond the transverse momenta of most that is made has an edge of the flux inside: more directions.
  constexpr double wide_view_GeV = 5.0;
  Numerics directions = numerics;
  if (setup.detector.theta_max_rad() * beam.energy_GeV > wide_view_GeV && beam.kind == BeamKind::collider)
    directions.target_angles *= 3;
  auto const shared_aim = shared.get<Aim>(
      {&setup, "aim", {}}, [&] { return aim_at(setup.detector, directions); },
      [](Aim const& aim) { return aim.nodes.size() * sizeof(Aim::Node) + aim.path_m.size() * sizeof(double); });
  auto const& aim = *shared_aim;
  // Dark matter of hadrons does not know the mediator, and how its mass spreads knows no detector.
  auto const from_hadrons = [&](std::string const& name, std::string const& particle, std::string const& variant,
                                double end_GeV, auto const& source, auto const&... how) {
    auto const products = shared.get<FoldedProducts>(
        {&setup, name + " in " + variant, {dm_->mass_GeV, dm_->heavier_mass_GeV, end_GeV}},
        [&] {
          auto const* parent = beam.parent(particle);
          HadronDensity const parents{parent->from(variant), parent->yield_factor, numerics};
          return source.products(*dm_, how..., parents, aim, *response, numerics);
        },
        [](FoldedProducts const& folded) { return folded.bytes(); });
    auto const masses_of = fluxes.at_this_mass<VirtualMasses const>("virtual masses of " + name, [&] {
      return std::make_shared<VirtualMasses const>(source.virtual_masses(*dm_, mediator_, numerics));
    });
    return happening(*products, *masses_of, *response);
  };
  auto const from = [&](ProductionChannel const& production, std::string const& variant) {
    if (auto const* decay = std::get_if<MesonDecay>(&production.mechanism)) {
      auto const branching_ratio = [&](double m_GeV) {
        for (auto const& other : productions_at(model, masses, m_GeV))
          if (other.name == production.name) return std::get<MesonDecay>(other.mechanism).branching_ratio;
        return 0.0;
      };
      return from_hadrons(production.name, decay->parent, variant, decay->parent_mass_GeV,
                          DarkMatterFromHadrons{decay->parent_mass_GeV, decay->other_mass_GeV, branching_ratio},
                          setup.angles);
    }
    if (auto const* mixing = std::get_if<VectorMixing>(&production.mechanism)) {
      DarkMatterFromMixing const source{*mixing, mediator_};
      return from_hadrons(production.name, mixing->parent, variant, source.products_end_GeV, source);
    }
    // The ends of the band of proton bremsstrahlung, factors wide, need fewer nodes than the central value: half of
    // them move the signal of MiniBooNE by 0.1 %.
    bool const end_of_band = std::holds_alternative<ProtonBremsstrahlung>(production.mechanism) &&
                             variant != FluxStore::variants(beam, production, mediator_).front();
    Numerics const nodes = end_of_band ? numerics.refined(0.5) : numerics;
    auto const aimed = shared.get<AimedMediators>(
        {&setup, production.name + " in " + variant, {mediator_}},
        [&] {
          MediatorDensity const parents{fluxes.of(beam, production, variant), widest_mediator_rad, nodes};
          bool const polarised =
              setup.angles == DecayAngles::helicity && !std::holds_alternative<DrellYan>(production.mechanism);
          if (std::holds_alternative<ElectronBremsstrahlung>(production.mechanism)) {
            std::function<double(double)> longitudinal;
            if (polarised)
              longitudinal = [&](double k_GeV) {
                return longitudinal_share(*beam.electrons, beam.energy_GeV, mediator_, k_GeV);
              };
            return AimedMediators::narrow(aim, parents, mediator_, longitudinal, nodes);
          }
          AimedMediators::PolarisationAt polarisation;
          if (polarised)
            polarisation = [&](double k_GeV, double pT_GeV) {
              return splitting_polarisation(k_GeV / beam.energy_GeV, pT_GeV, mediator_);
            };
          return AimedMediators::broad(aim, parents, mediator_, polarisation, nodes);
        },
        [](AimedMediators const& mediators) { return mediators.bytes(); });
    return happening(*dm_, mediator_, *aimed, *response);
  };
  auto const every = model.productions(masses);
  auto const* annihilation = annihilation_in(every, beam, setup.productions);
  auto const from_positrons = [&](ProductionChannel const& production) {
    DarkMatterFromPositrons const source{*beam.electrons, beam.energy_GeV, response->threshold_GeV()};
    auto const products = shared.get<FoldedProducts>(
        {&setup, production.name, {dm_->mass_GeV, dm_->heavier_mass_GeV}},
        [&] { return source.products(*dm_, setup.angles, aim, *response, numerics); },
        [](FoldedProducts const& folded) { return folded.bytes(); });
    auto weights = source.virtual_masses(*dm_, mediator_, numerics);
    for (auto& of_width : weights.weight)
      for (auto& weight : of_width) weight *= std::get<PositronAnnihilation>(production.mechanism).coupling_squared;
    return happening(*products, weights, *response);
  };
  form_factor_ = form_factor_range(beam, productions);
  for (auto const& name : nuisance_groups(beam)) {
    Group group{name, {}};
    std::vector<ProductionChannel> members;
    for (auto const& production : productions)
      if (nuisance_group(beam, production) == name) members.push_back(production);
    for (auto const& variant : variants_of(beam, members, mediator_)) {
      std::vector<Term> terms;
      for (auto const& production : members) {
        auto const own = FluxStore::variants(beam, production, mediator_);
        bool const has = std::find(own.begin(), own.end(), variant) != own.end();
        if (!has && !group.variants.empty()) {
          terms.push_back(group.variants.front()[terms.size()]);
          continue;
        }
        auto const& source = has ? variant : own.front();
        terms.push_back(
            {production, source, statistical_error(beam, {&production, 1}, source), from(production, source)});
      }
      group.variants.push_back(std::move(terms));
    }
    if (annihilation && nuisance_group(beam, *annihilation) == name) {
      if (group.variants.empty()) group.variants.emplace_back();
      Term const term{*annihilation, "shower", 0.0, from_positrons(*annihilation)};
      for (auto& variant : group.variants) variant.push_back(term);
    }
    groups_.push_back(std::move(group));
  }
}

DarkMatterSignals::Point DarkMatterSignals::at(Couplings couplings) const {
  if (!dm_) return {couplings, 0.0, 0.0, {}};
  double const alpha_D = dm_->coupling(couplings);
  return {couplings, alpha_D, alpha_D * dm_->matter(couplings),
          WidthTable::at(total_width_GeV(decays_, couplings) / mediator_)};
}

double DarkMatterSignals::expected(Term const& term, std::size_t window, Point const& point) const {
  return collisions_ * term.production.monomial(point.couplings) * point.decay * term.windows[window](point.width) *
         point.scattering;
}

double DarkMatterSignals::expected(Group const& group, std::size_t variant, std::size_t window,
                                   Point const& point) const {
  double sum = 0.0;
  for (auto const& term : group.variants[variant]) sum += expected(term, window, point);
  return sum;
}

namespace {

/// Expected recoils at one mass for any couplings.
class ScatteringResponse : public Response {
 public:
  ScatteringResponse(ScatteringSearch const& search, Model const& model, Masses masses, FluxStore& fluxes)
      : search_{search},
        signals_{model, masses, fluxes, search.input().setup, scattering_of(search, fluxes.numerics())} {}

  void evaluate(std::span<Couplings const> points, std::span<Outcome> outcomes,
                std::span<ComponentSignal> components) const override {
    auto const& channels = search_.input().channels;
    auto const& groups = signals_.groups();
    std::size_t const n = search_.component_groups().size();
    std::size_t const per_channel = search_.components().per_channel();
    for (std::size_t i = 0; i < points.size(); ++i) {
      Outcome outcome;
      auto const point = signals_.at(points[i]);
      for (std::size_t c = 0; c < channels.size(); ++c) {
        double signal = 0.0;
        for (std::size_t g = 0; g < groups.size(); ++g) {
          std::vector<VariantSignal> by_variant(groups[g].variants.size());
          for (std::size_t v = 0; v < by_variant.size(); ++v)
            for (auto const& term : groups[g].variants[v])
              by_variant[v].add(channels[c].efficiency * signals_.expected(term, c, point), term.statistical_error);
          auto const component = envelope(by_variant);
          components[i * n + c * per_channel + g] = component;
          signal += component.nominal;
        }
        for (std::size_t f = search_.components().groups().size(); f < per_channel; ++f)
          components[i * n + c * per_channel + f] = signal > 0.0 ? signals_.form_factor() : ComponentSignal{};
        add_channel(outcome, channels[c].likelihood, signal);
      }
      outcomes[i] = outcome;
      if (groups.empty())
        for (std::size_t j = 0; j < n; ++j) components[i * n + j] = {};
    }
  }

  std::vector<Contribution> contributions(Couplings couplings) const override {
    std::vector<Contribution> result;
    auto const& setup = search_.input().setup;
    auto const& channels = search_.input().channels;
    auto const point = signals_.at(couplings);
    for (std::size_t c = 0; c < channels.size(); ++c)
      for (auto const& group : signals_.groups()) {
        if (group.variants.empty()) continue;
        for (auto const& term : group.variants.front()) {
          Contribution line;
          line.production = term.production.name;
          line.signature = channels[c].signature;
          line.expected = channels[c].efficiency * signals_.expected(term, c, point);
          line.factors = {{"exposure x primary collisions", signals_.collisions()},
                          {"coupling factor of the production", term.production.monomial(couplings)},
                          {"relative width of the mediator", point.width.relative_width},
                          {"coupling factor of the scattering", point.scattering},
                          {"dark matter made, towards the detector and scattered per collision, at unit couplings",
                           point.decay * term.windows[c](point.width)},
                          {"volume of the detector (m3)", setup.detector.volume_m3()},
                          {"efficiency", channels[c].efficiency}};
          for (std::size_t v = 1; v < group.variants.size(); ++v)
            for (auto const& other : group.variants[v])
              if (other.production.name == term.production.name && other.variant != term.variant)
                line.factors.emplace_back("expected with " + other.variant,
                                          channels[c].efficiency * signals_.expected(other, c, point));
          for (auto const& [name, value] : form_factor_factors(*setup.beam, term.production))
            line.factors.emplace_back(name, line.expected * value);
          result.push_back(std::move(line));
        }
      }
    return result;
  }

 private:
  static DarkMatterSignals::Scattering scattering_of(ScatteringSearch const& search, Numerics const& numerics) {
    return [&](DarkMatter const& dm, double mediator_GeV) {
      std::vector<OutcomeWindow> windows;
      for (auto const& channel : search.input().channels) windows.push_back({channel.targets, channel.window});
      return std::make_unique<TabulatedResponse const>(dm, mediator_GeV, windows, search.input().setup.beam->energy_GeV,
                                                       numerics);
    };
  }

  ScatteringSearch const& search_;
  DarkMatterSignals signals_;
};

}  // namespace

ScatteringSearch::ScatteringSearch(Input input)
    : input_{std::move(input)},
      components_{nuisance_groups(*input_.setup.beam), likelihoods_of(input_.channels),
                  signal_factors(*input_.setup.beam)} {}

Applicability scatters_in(Model const& model, Beam const& beam) {
  auto const masses = smallest_masses(model);
  auto const dm = model.dark_matter(masses);
  if (!dm) return {false, fmt::format("{} has no dark matter", model.name())};
  for (auto const& production : sources_of(model, masses, *dm))
    if (!FluxStore::variants(beam, production, model.mediator_mass_GeV(masses)).empty()) return {};
  return {false, fmt::format("no production of {} on the beam {}", model.name(), beam.name)};
}

Applicability ScatteringSearch::applies_to(Model const& model) const {
  auto const result = scatters_in(model, *input_.setup.beam);
  if (!result.applies) return result;
  for (auto const& channel : input_.channels)
    if (std::holds_alternative<ShowerWindow>(channel.window) &&
        !couples_like_photons(*model.dark_matter(smallest_masses(model))))
      return {false,
              fmt::format("{} does not couple to the electromagnetic current, whose structure functions are known",
                          model.name())};
  return result;
}

std::unique_ptr<Response const> ScatteringSearch::respond(Model const& model, Masses masses, FluxStore& fluxes) const {
  return std::make_unique<ScatteringResponse>(*this, model, masses, fluxes);
}

double ScatteringSearch::log_likelihood(std::span<double const> component_signal) const {
  return components_.log_likelihood(component_signal);
}

void ScatteringSearch::slopes(std::span<double const> component_signal, std::span<double> by_component) const {
  components_.slopes(component_signal, by_component);
}

void ScatteringSearch::write_key(CanonicalWriter& writer, Model const& model) const {
  writer.field("definition", input_.definition);
  writer.field("physics version: scattering search", scattering_search_physics_version);
  write_scattering_key(writer, model, input_.setup);
}

void write_scattering_key(CanonicalWriter& writer, Model const& model, ScatteringSetup const& setup) {
  writer.field("physics version: detection", detection_physics_version);
  write_beam_key(writer, model, *setup.beam, setup.productions);
}

std::unique_ptr<Analysis const> ScatteringSearch::restricted_to(std::vector<std::string> const& productions) const {
  auto input = input_;
  input.setup.productions = productions;
  return std::make_unique<ScatteringSearch>(std::move(input));
}

}  // namespace penumbra
