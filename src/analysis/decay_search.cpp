#include "analysis/decay_search.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "analysis/counted_productions.hpp"
#include "analysis/decay_spectra.hpp"
#include "core/contracts.hpp"
#include "production/flux_store.hpp"

namespace penumbra {

/// Expected decays at one mass for any couplings.
class DecayResponse : public Response {
 public:
  DecayResponse(DecaySearch const& search, FluxStore& fluxes)
      : search_{search},
        fluxes_{fluxes},
        decays_{fluxes.decays()},
        mass_{fluxes.mediator_mass_GeV()},
        spectra_{fluxes.shared().get<DecaySpectra>(
            {&search, "decay spectra", {mass_}},
            [&] {
              return DecaySpectra{search, fluxes};
            },
            [](DecaySpectra const& spectra) { return spectra.bytes(); })} {}

  void evaluate(std::span<Couplings const> points, std::span<Outcome> outcomes,
                std::span<ComponentSignal> components) const override {
    auto const& channels = search_.input_.channels;
    auto const* grid = spectra_->grid();
    auto const& parts = spectra_->components();
    std::size_t const n = search_.component_groups().size();
    std::size_t const groups = search_.components_.groups().size();
    std::size_t const per_channel = search_.components_.per_channel();
    std::vector<double> exponentials(grid ? grid->size() : 0);
    std::vector<double> widths;
    for (auto const& point : points) widths.push_back(grid ? total_width_GeV(decays_, point) : 0.0);
    // Points of one width decay alike.
    std::vector<std::size_t> by_width(points.size());
    std::iota(by_width.begin(), by_width.end(), std::size_t{0});
    std::stable_sort(by_width.begin(), by_width.end(), [&](auto a, auto b) { return widths[a] < widths[b]; });
    std::vector<double> decays;
    double of_width = 0.0;
    bool any_decays = false;
    std::vector<double> signal(channels.size());
    for (auto const i : by_width) {
      std::fill(signal.begin(), signal.end(), 0.0);
      for (std::size_t j = 0; j < n; ++j) components[i * n + j] = {};
      if (widths[i] > of_width) {
        of_width = widths[i];
        decays = spectra_->decays(ctau_m(of_width), exponentials);
        any_decays = std::any_of(decays.begin(), decays.end(), [](double seen) { return seen > 0.0; });
      }
      if (widths[i] > 0.0 && any_decays) {
        for (std::size_t j = 0; j < parts.size(); ++j) {
          auto& out = components[i * n + parts[j].channel * per_channel + j % groups];
          out = signal_of(parts[j], points[i], widths[i], decays);
          signal[parts[j].channel] += out.nominal;
        }
        for (std::size_t c = 0; c < channels.size(); ++c)
          for (std::size_t f = groups; f < per_channel; ++f)
            if (signal[c] > 0.0) components[i * n + c * per_channel + f] = spectra_->form_factor();
      }
      Outcome outcome;
      for (std::size_t c = 0; c < channels.size(); ++c) add_channel(outcome, channels[c].likelihood, signal[c]);
      outcomes[i] = outcome;
    }
  }

  std::vector<Contribution> contributions(Couplings couplings) const override {
    std::vector<Contribution> result;
    double const width = total_width_GeV(decays_, couplings);
    auto const* grid = spectra_->grid();
    if (grid == nullptr || width <= 0.0) return result;
    double const ctau = ctau_m(width);
    std::vector<double> exponentials(grid->size());
    auto const decays = spectra_->decays(ctau, exponentials);
    auto const& in = search_.input_;
    for (auto const& component : spectra_->components()) {
      if (component.variants.empty()) continue;  // no production of this group is open
      for (auto const& seen : component.variants.front()) {
        Contribution line;
        line.production = seen.production.name;
        line.signature = in.channels[component.channel].signature;
        line.expected = component.scale * seen.expected(couplings, width, decays);
        auto const aimed = aimed_at(fluxes_.of(*in.beam, seen.production, seen.variant), mass_, in.volume,
                                    in.channels[component.channel].selection, fluxes_.numerics());
        double const made = component.scale / in.channels[component.channel].efficiency * aimed.produced *
                            seen.production.monomial(couplings);
        double partial = 0.0;
        for (auto const& [spectrum, modes] : seen.by_modes)
          for (auto const& mode : modes) partial += mode.width_GeV * mode.monomial(couplings);
        double const pointing = aimed.produced > 0.0 ? aimed.pointing / aimed.produced : 0.0;
        line.factors = {{"exposure x primary collisions", in.exposure * in.beam->collisions_per_exposure()},
                        {"coupling factor of the production", seen.production.monomial(couplings)},
                        {"mediators made, forward and above the momentum cut", made},
                        {"share pointing at the decay volume", pointing},
                        {"mean momentum of these (GeV)", aimed.mean_k_GeV},
                        {"c tau (m)", ctau},
                        {"mean decay length (m)", ctau * aimed.mean_k_GeV / mass_},
                        {"branching ratio to the counted final states", partial / width},
                        {"efficiency", in.channels[component.channel].efficiency}};
        double const before = made * pointing * partial / width * in.channels[component.channel].efficiency;
        line.factors.emplace_back("share that decays where it is seen", before > 0.0 ? line.expected / before : 0.0);
        for (std::size_t v = 1; v < component.variants.size(); ++v)
          for (auto const& other : component.variants[v])
            if (other.production.name == seen.production.name && other.variant != seen.variant)
              line.factors.emplace_back("expected with " + other.variant,
                                        component.scale * other.expected(couplings, width, decays));
        for (auto const& [name, value] : form_factor_factors(*in.beam, seen.production))
          line.factors.emplace_back(name, line.expected * value);
        result.push_back(std::move(line));
      }
    }
    return result;
  }

 private:
  ComponentSignal signal_of(DecaySpectra::Component const& component, Couplings couplings, double width,
                            std::span<double const> decays) const {
    std::vector<VariantSignal> by_variant(component.variants.size());
    for (std::size_t v = 0; v < by_variant.size(); ++v)
      for (auto const& seen : component.variants[v])
        by_variant[v].add(component.scale * seen.expected(couplings, width, decays), seen.statistical_error);
    return envelope(by_variant);
  }

  DecaySearch const& search_;
  FluxStore& fluxes_;
  std::vector<DecayMode> decays_;
  double mass_;
  std::shared_ptr<DecaySpectra const> spectra_;
};

DecaySearch::DecaySearch(Input input)
    : input_{std::move(input)},
      components_{nuisance_groups(*input_.beam), likelihoods_of(input_.channels), signal_factors(*input_.beam)} {}

Applicability DecaySearch::applies_to(Model const& model) const {
  auto const masses = smallest_masses(model);
  for (auto const& production : model.productions(masses))
    if (!FluxStore::variants(*input_.beam, production, model.mediator_mass_GeV(masses)).empty()) return {};
  return {false, fmt::format("no production of {} on the beam {}", model.name(), input_.beam->name)};
}

std::unique_ptr<Response const> DecaySearch::respond(Model const&, Masses, FluxStore& fluxes) const {
  return std::make_unique<DecayResponse>(*this, fluxes);
}

double DecaySearch::log_likelihood(std::span<double const> component_signal) const {
  return components_.log_likelihood(component_signal);
}

void DecaySearch::slopes(std::span<double const> component_signal, std::span<double> by_component) const {
  components_.slopes(component_signal, by_component);
}

void DecaySearch::write_key(CanonicalWriter& writer, Model const& model) const {
  writer.field("definition", input_.definition);
  writer.field("physics version: decay search", decay_search_physics_version);
  writer.field("physics version: detection", detection_physics_version);
  writer.field("physics version: decays seen", decays_seen_physics_version);
  if (std::holds_alternative<Solid>(input_.volume) &&
      std::any_of(input_.channels.begin(), input_.channels.end(),
                  [](DecayChannel const& channel) { return channel.selection.daughters.has_value(); }))
    writer.field("physics version: followed in a solid", followed_in_solid_physics_version);
  write_beam_key(writer, model, *input_.beam, input_.productions);
}

std::unique_ptr<Analysis const> DecaySearch::restricted_to(std::vector<std::string> const& productions) const {
  auto input = input_;
  input.productions = productions;
  return std::make_unique<DecaySearch>(std::move(input));
}

}  // namespace penumbra
