#include "analysis/decay_search.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "analysis/counted_productions.hpp"
#include "core/contracts.hpp"
#include "production/flux_store.hpp"

namespace penumbra {

namespace {

/// Signal of one production in one variant (generator, form factor): decays seen at monomial 1 for each accepted class
/// of final states.
struct Seen {
  ProductionChannel production;
  std::string variant;
  /// One spectrum per daughter mass (one in all where daughters are not followed), with the decay modes that share it.
  std::vector<std::pair<LengthSpectrum, std::vector<DecayMode>>> by_modes;

  double expected(Couplings couplings, double width_GeV, double ctau, std::span<double const> exponentials) const {
    double sum = 0.0;
    for (auto const& [spectrum, modes] : by_modes) {
      double partial = 0.0;
      for (auto const& mode : modes) partial += mode.width_GeV * mode.monomial(couplings);
      sum += partial / width_GeV * spectrum.decays(ctau, exponentials);
    }
    return production.monomial(couplings) * sum;
  }
};

/// One component: a channel and a nuisance group, in every variant of the group.
struct Component {
  std::size_t channel;
  double scale;                             ///< exposure x efficiency
  std::vector<std::vector<Seen>> variants;  ///< outer: variant (first central), inner: productions
};

std::vector<DecayMode> accepted(std::vector<DecayMode> const& decays, std::vector<std::string> const& wanted) {
  std::vector<DecayMode> result;
  for (auto const& mode : decays) {
    bool const by_name = std::find(wanted.begin(), wanted.end(), mode.final_state) != wanted.end();
    bool const any = mode.visible && std::find(wanted.begin(), wanted.end(), "visible") != wanted.end();
    if (by_name || any) result.push_back(mode);
  }
  return result;
}

}  // namespace

/// Expected decays at one mass for any couplings.
class DecayResponse : public Response {
 public:
  DecayResponse(DecaySearch const& search, FluxStore& fluxes)
      : search_{search}, fluxes_{fluxes}, decays_{fluxes.decays()}, mass_{fluxes.mediator_mass_GeV()} {
    auto const& in = search.input_;
    double const m = mass_;
    auto const productions = counted_productions(fluxes.productions(), *in.beam, mass_, in.productions);
    double k_min = 0.0;
    double k_max = 0.0;
    for (auto const& production : productions) {
      auto const names = FluxStore::variants(*in.beam, production, mass_);
      auto const& flux = fluxes.of(*in.beam, production, names.front());
      auto const& k = flux.k_GeV();
      range_.theta_0_rad = k_min == 0.0 ? flux.theta_0_rad() : std::min(range_.theta_0_rad, flux.theta_0_rad());
      if (flux.has_edge()) range_.kinks_rad.push_back(flux.edge_rad());
      k_min = k_min == 0.0 ? k.front() : std::min(k_min, k.front());
      k_max = std::max(k_max, k.back());
    }
    if (productions.empty() || decays_.empty()) return;
    double cut = k_max;
    for (auto const& channel : in.channels) cut = std::min(cut, momentum_cut_GeV(channel.selection, m));
    k_min = std::max(k_min, cut);
    if (k_min >= k_max) return;
    range_.k_min_GeV = k_min;
    range_.k_max_GeV = k_max;
    grid_ = std::make_unique<LengthGrid>(lengths_in(in.volume, m, k_min, k_max, fluxes.numerics()));
    for (std::size_t c = 0; c < in.channels.size(); ++c)
      for (auto const& group : search.components_.groups())
        components_.push_back(component(c, group, productions, fluxes));
  }

  void evaluate(std::span<Couplings const> points, std::span<Outcome> outcomes,
                std::span<ComponentSignal> components) const override {
    auto const& channels = search_.input_.channels;
    std::size_t const n = search_.component_groups().size();
    std::vector<double> exponentials(grid_ ? grid_->size() : 0);
    std::vector<double> signal(channels.size());
    for (std::size_t i = 0; i < points.size(); ++i) {
      std::fill(signal.begin(), signal.end(), 0.0);
      for (std::size_t j = 0; j < n; ++j) components[i * n + j] = {};
      double const width = total_width_GeV(decays_, points[i]);
      if (grid_ && width > 0.0) {
        double const ctau = ctau_m(width);
        grid_->exponentials(ctau, exponentials);
        for (std::size_t j = 0; j < components_.size(); ++j) {
          auto& out = components[i * n + j];
          out = signal_of(components_[j], points[i], width, ctau, exponentials);
          signal[components_[j].channel] += out.nominal;
        }
      }
      Outcome outcome;
      for (std::size_t c = 0; c < channels.size(); ++c) add_channel(outcome, channels[c].likelihood, signal[c]);
      outcomes[i] = outcome;
    }
  }

  std::vector<Contribution> contributions(Couplings couplings) const override {
    std::vector<Contribution> result;
    double const width = total_width_GeV(decays_, couplings);
    if (!grid_ || width <= 0.0) return result;
    double const ctau = ctau_m(width);
    std::vector<double> exponentials(grid_->size());
    grid_->exponentials(ctau, exponentials);
    auto const& in = search_.input_;
    for (auto const& component : components_) {
      if (component.variants.empty()) continue;  // no production of this group is open
      for (auto const& seen : component.variants.front()) {
        Contribution line;
        line.production = seen.production.name;
        line.signature = in.channels[component.channel].signature;
        line.expected = component.scale * seen.expected(couplings, width, ctau, exponentials);
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
                                        component.scale * other.expected(couplings, width, ctau, exponentials));
        result.push_back(std::move(line));
      }
    }
    return result;
  }

 private:
  Component component(std::size_t c, std::string const& group, std::vector<ProductionChannel> const& productions,
                      FluxStore& fluxes) {
    auto const& in = search_.input_;
    auto const& channel = in.channels[c];
    Component result;
    result.channel = c;
    result.scale = in.exposure * in.beam->collisions_per_exposure() * channel.efficiency;
    std::vector<ProductionChannel> members;
    for (auto const& production : productions)
      if (nuisance_group(*in.beam, production) == group) members.push_back(production);
    auto const names = variants_of(*in.beam, members, mass_);
    auto const modes = accepted(decays_, channel.final_states);
    for (auto const& name : names) {
      std::vector<Seen> seen;
      for (auto const& production : members) {
        auto const own = FluxStore::variants(*in.beam, production, mass_);
        bool const has = std::find(own.begin(), own.end(), name) != own.end();
        auto const* brems = std::get_if<ProtonBremsstrahlung>(&production.mechanism);
        if (brems && has && name != own.front()) {
          seen.push_back(rescaled(result.variants.front()[seen.size()], name, *brems));  // the shape does not change
        } else {
          seen.push_back(see(production, has ? name : own.front(), channel, modes, fluxes));
        }
      }
      result.variants.push_back(std::move(seen));
    }
    return result;
  }

  /// The same decays with another form factor.
  Seen rescaled(Seen const& central, std::string const& variant, ProtonBremsstrahlung const& brems) const {
    auto const factor = [&](std::string const& name) {
      for (auto const& [known, value] : brems.form_factor_squared)
        if (known == name) return value;
      throw InternalError("no proton form factor '" + name + "'");
    };
    Seen seen{central.production, variant, {}};
    for (auto const& [spectrum, modes] : central.by_modes) {
      LengthSpectrum scaled{*grid_};
      scaled.add(spectrum, factor(variant) / factor(central.variant));
      seen.by_modes.emplace_back(std::move(scaled), modes);
    }
    return seen;
  }

  Seen see(ProductionChannel const& production, std::string const& variant, DecayChannel const& channel,
           std::vector<DecayMode> const& modes, FluxStore& fluxes) {
    auto const& in = search_.input_;
    Seen seen{production, variant, {}};
    auto& flux = fluxes.of(*in.beam, production, variant);
    std::map<double, std::vector<DecayMode>> by_daughter;  // 0 where daughters are not followed
    for (auto const& mode : modes)
      by_daughter[channel.selection.daughters ? mode.daughter_mass_GeV : 0.0].push_back(mode);
    for (auto const& [daughter, same] : by_daughter)
      seen.by_modes.emplace_back(decays_seen(flux, mass_, daughter, in.volume, channel.selection, fluxes.numerics(),
                                             *grid_, followed(channel, daughter)),
                                 same);
    return seen;
  }

  /// Where daughters are followed in a solid: computed once for all fluxes.
  FollowedInSolid const* followed(DecayChannel const& channel, double daughter) {
    auto const* solid = std::get_if<Solid>(&search_.input_.volume);
    if (!solid || !channel.selection.daughters) return nullptr;
    auto& stored = followed_[{&channel, daughter}];
    if (!stored) {
      auto range = range_;
      range.k_min_GeV = std::max(range.k_min_GeV, momentum_cut_GeV(channel.selection, mass_));
      stored = std::make_unique<FollowedInSolid>(*solid, *channel.selection.daughters, mass_, daughter, range,
                                                 fluxes_.numerics());
    }
    return stored.get();
  }

  ComponentSignal signal_of(Component const& component, Couplings couplings, double width, double ctau,
                            std::span<double const> exponentials) const {
    std::vector<double> by_variant;
    for (auto const& variant : component.variants) {
      double sum = 0.0;
      for (auto const& seen : variant) sum += seen.expected(couplings, width, ctau, exponentials);
      by_variant.push_back(component.scale * sum);
    }
    return envelope(by_variant);
  }

  DecaySearch const& search_;
  FluxStore& fluxes_;
  std::vector<DecayMode> decays_;
  double mass_;
  FluxRange range_{};
  std::map<std::pair<DecayChannel const*, double>, std::unique_ptr<FollowedInSolid const>> followed_;
  std::unique_ptr<LengthGrid> grid_;
  std::vector<Component> components_;
};

DecaySearch::DecaySearch(Input input)
    : input_{std::move(input)}, components_{nuisance_groups(*input_.beam), likelihoods_of(input_.channels)} {}

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

void DecaySearch::write_key(CanonicalWriter& writer, Model const& model) const {
  writer.field("definition", input_.definition);
  writer.field("physics version: decay search", decay_search_physics_version);
  writer.field("physics version: detection", detection_physics_version);
  writer.field("physics version: decays seen", decays_seen_physics_version);
  write_beam_key(writer, model, *input_.beam, input_.productions);
}

std::unique_ptr<Analysis const> DecaySearch::restricted_to(std::vector<std::string> const& productions) const {
  auto input = input_;
  input.productions = productions;
  return std::make_unique<DecaySearch>(std::move(input));
}

}  // namespace penumbra
