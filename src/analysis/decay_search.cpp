#include "analysis/decay_search.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <numeric>

#include "analysis/counted_productions.hpp"
#include "analysis/decay_spectra.hpp"
#include "core/contracts.hpp"
#include "production/flux_store.hpp"
#include "production/mediator_decay.hpp"

namespace penumbra {

/// Expected decays at one mass for any couplings.
class DecayResponse : public Response {
 public:
  DecayResponse(DecaySearch const& search, FluxStore& fluxes) : search_{search}, fluxes_{fluxes} {
    for (auto& particle : DecayingParticle::all(fluxes)) {
      std::vector<double> masses{fluxes.mediator_mass_GeV()};
      if (!particle.is_mediator()) {
        masses.push_back(particle.mass_GeV());
        masses.push_back(fluxes.heavier()->lighter_GeV);
      }
      auto spectra = fluxes.shared().get<DecaySpectra>(
          {&search, "decay spectra", masses},
          [&] {
            return DecaySpectra{search, fluxes, particle};
          },
          [](DecaySpectra const& made) { return made.bytes(); });
      if (spectra->grid()) sources_.push_back({std::move(particle), std::move(spectra)});
    }
  }

  void evaluate(std::span<Couplings const> points, std::span<Outcome> outcomes,
                std::span<ComponentSignal> components) const override {
    auto const& channels = search_.input_.channels;
    std::size_t const n = search_.component_groups().size();
    std::size_t const groups = search_.components_.groups().size();
    std::size_t const per_channel = search_.components_.per_channel();
    // Points of one width decay alike.
    std::vector<std::size_t> by_width(points.size());
    std::iota(by_width.begin(), by_width.end(), std::size_t{0});
    if (!sources_.empty()) {
      std::vector<double> widths;
      for (auto const& point : points) widths.push_back(sources_.front().particle.width_GeV(point));
      std::stable_sort(by_width.begin(), by_width.end(), [&](auto a, auto b) { return widths[a] < widths[b]; });
    }
    std::vector<Decaying> decaying(sources_.size());
    std::vector<Decaying> narrow;
    std::vector<Decaying> wide;
    if (std::any_of(sources_.begin(), sources_.end(),
                    [](Source const& source) { return source.particle.has_uncertain_widths(); })) {
      narrow.assign(sources_.size(), Decaying{Widths::narrow});
      wide.assign(sources_.size(), Decaying{Widths::wide});
    }
    std::vector<double> signal(channels.size());
    for (auto const i : by_width) {
      std::fill(signal.begin(), signal.end(), 0.0);
      for (std::size_t j = 0; j < n; ++j) components[i * n + j] = {};
      for (std::size_t s = 0; s < sources_.size(); ++s) decaying[s].set(sources_[s], points[i]);
      bool const any = std::any_of(decaying.begin(), decaying.end(), [](auto const& source) { return source.any; });
      for (auto* const end : {&narrow, &wide})
        for (std::size_t s = 0; any && s < end->size(); ++s) (*end)[s].set(sources_[s], points[i]);
      for (std::size_t j = 0; any && j < sources_.front().spectra->components().size(); ++j) {
        std::size_t const c = sources_.front().spectra->components()[j].channel;
        auto& out = components[i * n + c * per_channel + j % groups];
        out = signal_of(j, points[i], decaying);
        if (!narrow.empty() && out.nominal > 0.0)
          widen(out, central_of(j, points[i], narrow) / out.nominal, central_of(j, points[i], wide) / out.nominal);
        signal[c] += out.nominal;
      }
      for (std::size_t c = 0; c < channels.size(); ++c)
        for (std::size_t f = groups; f < per_channel; ++f)
          if (signal[c] > 0.0) components[i * n + c * per_channel + f] = sources_.front().spectra->form_factor();
      Outcome outcome;
      for (std::size_t c = 0; c < channels.size(); ++c) add_channel(outcome, channels[c].likelihood, signal[c]);
      outcomes[i] = outcome;
    }
  }

  std::vector<Contribution> contributions(Couplings couplings) const override {
    std::vector<Contribution> result;
    for (auto const& counted : sources_) {
      Source const source{counted.particle, std::make_shared<DecaySpectra const>(search_, fluxes_, counted.particle,
                                                                                 DecaySpectra::Grouping::one_by_one)};
      Decaying decaying;
      decaying.set(source, couplings);
      if (decaying.width_GeV <= 0.0) continue;
      for (auto const& component : source.spectra->components()) {
        if (component.variants.empty()) continue;  // no production of this group is open
        for (auto const& seen : component.variants.front())
          result.push_back(contribution(source, decaying, component, seen, couplings));
      }
    }
    return result;
  }

 private:
  struct Source {
    DecayingParticle particle;
    std::shared_ptr<DecaySpectra const> spectra;
  };
  /// What all spectra of a source share of the couplings.
  struct Decaying {
    Widths widths = Widths::central;
    double width_GeV = 0.0;
    double ctau = 0.0;
    double per_mediator = 0.0;
    bool any = false;
    std::vector<double> decays{};  ///< of every spectrum
    std::vector<double> exponentials{};

    void set(Source const& source, Couplings couplings) {
      double const width = source.particle.width_GeV(couplings, widths);
      per_mediator = source.particle.per_mediator(couplings);
      if (width == width_GeV) return;
      width_GeV = width;
      ctau = ctau_m(width);
      exponentials.resize(source.spectra->grid()->size());
      decays = source.spectra->decays(ctau, exponentials);
      any = std::any_of(decays.begin(), decays.end(), [](double seen) { return seen > 0.0; });
    }
    double expected(DecaySpectra::Seen const& seen, Couplings couplings) const {
      return any ? per_mediator * seen.expected(couplings, width_GeV, decays, widths) : 0.0;
    }
  };

  /// Of component j, all sources together.
  ComponentSignal signal_of(std::size_t j, Couplings couplings, std::span<Decaying const> decaying) const {
    std::vector<VariantSignal> by_variant(sources_.front().spectra->components()[j].variants.size());
    for (std::size_t s = 0; s < sources_.size(); ++s) {
      auto const& component = sources_[s].spectra->components()[j];
      for (std::size_t v = 0; v < by_variant.size(); ++v) {
        for (auto const& seen : component.variants[v])
          by_variant[v].add(component.scale * decaying[s].expected(seen, couplings), seen.statistical_error);
      }
    }
    return envelope(by_variant);
  }

  /// The signal of component j in its central variant.
  double central_of(std::size_t j, Couplings couplings, std::span<Decaying const> decaying) const {
    double sum = 0.0;
    for (std::size_t s = 0; s < sources_.size(); ++s) {
      auto const& component = sources_[s].spectra->components()[j];
      if (component.variants.empty()) continue;
      for (auto const& seen : component.variants.front())
        sum += component.scale * decaying[s].expected(seen, couplings);
    }
    return sum;
  }

  /// Makes room in an envelope for the signal with narrow and with wide uncertain widths, relative to the central one.
  /// These ends move with the component's own nuisance, whichever of them is the lower one: an analysis that loses by a
  /// wide width and one that gains may go down together, which no width does, so that less is excluded.
  static void widen(ComponentSignal& signal, double narrow, double wide) {
    signal.low *= std::min({1.0, narrow, wide});
    signal.high *= std::max({1.0, narrow, wide});
  }

  /// One line of what is expected, with the factors that make it up.
  Contribution contribution(Source const& source, Decaying const& decaying, DecaySpectra::Component const& component,
                            DecaySpectra::Seen const& seen, Couplings couplings) const {
    auto const& in = search_.input_;
    auto const& channel = in.channels[component.channel];
    auto const& production = seen.together->productions.front();
    double const strength = production.monomial(couplings);
    Contribution line;
    line.production = production.name;
    line.signature = channel.signature;
    line.expected = component.scale * decaying.expected(seen, couplings);
    double const mass = source.particle.mass_GeV();
    Aimed aimed{};
    double at_rest = 0.0;
    auto const sources = source.particle.sources(*in.beam, seen.together->productions, seen.variant);
    for (auto const& [flux, z_m, rests] : sources) {
      auto const [produced, pointing, mean_k_GeV] =
          aimed_at(*flux, mass, seen_from(z_m, in.volume), channel.selection, fluxes_.numerics());
      aimed.produced += produced;
      aimed.pointing += pointing;
      if (rests) at_rest += pointing;
      aimed.mean_k_GeV += pointing * mean_k_GeV;
    }
    if (aimed.pointing > 0.0) aimed.mean_k_GeV /= aimed.pointing;
    double const efficiency = channel.efficiency(mass);
    double const made = component.scale / efficiency * aimed.produced * strength * decaying.per_mediator;
    double partial = 0.0;
    for (auto const& [spectrum, modes] : *seen.by_modes)
      for (auto const& mode : modes) partial += partial_width_GeV(mode, couplings);
    double const pointing = aimed.produced > 0.0 ? aimed.pointing / aimed.produced : 0.0;
    line.factors = {{"exposure x primary collisions", in.exposure * in.beam->collisions_per_exposure()},
                    {"coupling factor of the production", strength}};
    if (!source.particle.is_mediator())
      line.factors.emplace_back("heavier dark states of one mediator", decaying.per_mediator);
    line.factors.insert(
        line.factors.end(),
        {{source.particle.is_mediator() ? "mediators made, forward and above the momentum cut"
                                        : "heavier dark states made, forward and above the momentum cut",
          made},
         {"share pointing at the decay volume", pointing},
         {"mean momentum of these (GeV)", aimed.mean_k_GeV},
         {"c tau (m)", decaying.ctau},
         {"mean decay length (m)", decaying.ctau * aimed.mean_k_GeV / mass},
         {"branching ratio to the counted final states", partial / decaying.width_GeV},
         {"efficiency", efficiency}});
    if (at_rest > 0.0)
      line.factors.emplace_back("of those pointing, share from parents at rest", at_rest / aimed.pointing);
    double const before = made * pointing * partial / decaying.width_GeV * efficiency;
    line.factors.emplace_back("share that decays where it is seen", before > 0.0 ? line.expected / before : 0.0);
    for (std::size_t v = 1; v < component.variants.size(); ++v)
      for (auto const& other : component.variants[v])
        if (other.together->productions.front().name == production.name && other.variant != seen.variant)
          line.factors.emplace_back("expected with " + other.variant,
                                    component.scale * decaying.expected(other, couplings));
    if (source.particle.has_uncertain_widths())
      for (auto const& [name, widths] : {std::pair{"expected with uncertain widths at their low end", Widths::narrow},
                                         std::pair{"expected with uncertain widths at their high end", Widths::wide}}) {
        Decaying end{widths};
        end.set(source, couplings);
        line.factors.emplace_back(name, component.scale * end.expected(seen, couplings));
      }
    for (auto const& [name, value] : form_factor_factors(*in.beam, production))
      line.factors.emplace_back(name, line.expected * value);
    return line;
  }

  DecaySearch const& search_;
  FluxStore& fluxes_;
  std::vector<Source> sources_;
};

DecaySearch::DecaySearch(Input input)
    : input_{std::move(input)},
      components_{nuisance_groups(*input_.beam), likelihoods_of(input_.channels), signal_factors(*input_.beam)} {}

Applicability DecaySearch::applies_to(Model const& model) const {
  auto const& models = input_.info.models;
  if (!models.empty() && std::find(models.begin(), models.end(), model.name()) == models.end())
    return {false, fmt::format("counts what {} makes, not {}", fmt::join(models, ", "), model.name())};
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
  if (auto const dm = model.dark_matter(typical_masses(model)); dm && dm->spin == DarkMatter::Spin::pseudo_dirac)
    writer.field("physics version: decays of mediators", mediator_decay_physics_version);
  write_beam_key(writer, model, *input_.beam, input_.productions);
}

std::unique_ptr<Analysis const> DecaySearch::restricted_to(std::vector<std::string> const& productions) const {
  auto input = input_;
  input.productions = productions;
  return std::make_unique<DecaySearch>(std::move(input));
}

}  // namespace penumbra
