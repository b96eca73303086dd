#include "analysis/decay_spectra.hpp"

#include <algorithm>
#include <limits>

namespace penumbra {
namespace {

std::vector<DecayKinematics> kinematics_of(std::vector<DecayingParticle::Kind> const& kinds) {
  std::vector<DecayKinematics> result;
  for (auto const& kind : kinds) result.push_back(kind.kinematics);
  return result;
}

}  // namespace

DecaySpectra::DecaySpectra(DecaySearch const& search, FluxStore& fluxes, DecayingParticle const& particle,
                           Grouping grouping) {
  auto const& in = search.input();
  Making making{in, fluxes, particle, {}, {}};
  double const mediator = fluxes.mediator_mass_GeV();
  double const m = particle.mass_GeV();
  auto& range = making.range;
  auto const productions = counted_productions(fluxes.productions(), *in.beam, mediator, in.productions);
  double k_min = 0.0;
  double k_max = 0.0;
  double nearest_m = std::numeric_limits<double>::infinity();
  double farthest_m = 0.0;
  double begin_m = 0.0;
  for (auto const& together : seen_together(*in.beam, productions, mediator)) {
    auto const variant = FluxStore::variants(*in.beam, together.productions.front(), mediator).front();
    for (auto const& [flux, z_m, at_rest] : particle.sources(*in.beam, together.productions, variant)) {
      auto const& k = flux->k_GeV();
      range.theta_0_rad = k_min == 0.0 ? flux->theta_0_rad() : std::min(range.theta_0_rad, flux->theta_0_rad());
      if (flux->has_edge()) range.kinks_rad.push_back(flux->edge_rad());
      k_min = k_min == 0.0 ? k.front() : std::min(k_min, k.front());
      k_max = std::max(k_max, k.back());
      begin_m = std::max(begin_m, flux->begin_m());
      auto const [nearest, farthest] = distances(seen_from(z_m, in.volume));
      nearest_m = std::min(nearest_m, nearest);
      farthest_m = std::max(farthest_m, farthest);
    }
  }
  if (productions.empty() || fluxes.decays().empty()) return;
  double cut = k_max;
  for (auto const& channel : in.channels) cut = std::min(cut, momentum_cut_GeV(channel.selection, m));
  k_min = std::max(k_min, cut);
  if (k_min >= k_max) return;
  range.k_min_GeV = k_min;
  range.k_max_GeV = k_max;
  grid_ = std::make_unique<LengthGrid const>(
      lengths_in({nearest_m, farthest_m}, m, k_min, k_max, fluxes.numerics(), begin_m));
  for (std::size_t c = 0; c < in.channels.size(); ++c)
    for (auto const& group : search.signal_groups())
      components_.push_back(component(making, c, group, productions, grouping));
  std::map<ByModes const*, std::size_t> places;
  std::size_t spectra = 0;
  for (auto& component : components_)
    for (auto& variant : component.variants)
      for (auto& seen : variant) {
        auto const [place, unknown] = places.try_emplace(seen.by_modes.get(), spectra);
        seen.first_decays = place->second;
        if (!unknown) continue;
        spectra_.push_back(seen.by_modes.get());
        spectra += seen.by_modes->size();
      }
  form_factor_ = form_factor_range(*in.beam, productions);
}

std::vector<double> DecaySpectra::decays(double ctau_m, std::span<double> exponentials) const {
  auto const reached = grid_->exponentials(ctau_m, exponentials);
  std::vector<double> result;
  for (auto const* by_modes : spectra_)
    for (auto const& [spectrum, modes] : *by_modes) result.push_back(spectrum.decays(ctau_m, reached));
  return result;
}

std::size_t DecaySpectra::bytes() const {
  std::size_t sum = 0;
  for (auto const* by_modes : spectra_)
    for (auto const& [spectrum, modes] : *by_modes) sum += spectrum.bytes() + modes.size() * sizeof(DecayMode);
  return sum;
}

DecaySpectra::Component DecaySpectra::component(Making& making, std::size_t c, std::string const& group,
                                                std::vector<ProductionChannel> const& productions,
                                                Grouping grouping) const {
  auto const& in = making.in;
  auto const& channel = in.channels[c];
  Component result;
  result.channel = c;
  result.scale = in.exposure * in.beam->collisions_per_exposure() * channel.efficiency(making.particle.mass_GeV());
  std::vector<ProductionChannel> members;
  for (auto const& production : productions)
    if (nuisance_group(*in.beam, production) == group) members.push_back(production);
  double const mediator = making.fluxes.mediator_mass_GeV();
  auto const names = variants_of(*in.beam, members, mediator);
  auto kinds = making.particle.counted(channel);
  auto const left_out = [&](DecayMode const& mode) { return making.fluxes.leaves_out(mode.monomial); };
  std::erase_if(kinds, [&](auto const& kind) { return std::all_of(kind.modes.begin(), kind.modes.end(), left_out); });
  std::vector<std::shared_ptr<SeenTogether const>> groups;
  for (auto& together :
       grouping == Grouping::together ? seen_together(*in.beam, members, mediator) : one_by_one(members))
    groups.push_back(std::make_shared<SeenTogether const>(std::move(together)));
  for (auto const& name : names) {
    std::vector<Seen> seen;
    for (auto const& together : groups) {
      auto const own = variants_of(*in.beam, together->productions, mediator);
      bool const has = std::find(own.begin(), own.end(), name) != own.end();
      if (!has && !result.variants.empty()) {
        seen.push_back(result.variants.front()[seen.size()]);  // the central one stands in
        continue;
      }
      auto const& variant = has ? name : own.front();
      Seen next{together, variant, statistical_error(*in.beam, together->productions, variant), nullptr};
      if (auto const factor = factor_on_central(*in.beam, together->productions, variant)) {
        next.by_modes = result.variants.front()[seen.size()].by_modes;
        next.factor = *factor;
      } else {
        next.by_modes = making.fluxes.leaves_out(together->monomial())
                            ? std::make_shared<ByModes const>()
                            : std::make_shared<ByModes const>(see(making, *together, variant, channel, kinds));
      }
      seen.push_back(std::move(next));
    }
    result.variants.push_back(std::move(seen));
  }
  return result;
}

auto DecaySpectra::see(Making& making, SeenTogether const& together, std::string const& variant,
                       DecayChannel const& channel, std::vector<DecayingParticle::Kind> const& kinds) const -> ByModes {
  auto const& in = making.in;
  ByModes by_modes;
  for (auto const& kind : kinds) by_modes.emplace_back(LengthSpectrum{*grid_}, kind.modes);
  if (kinds.empty()) return by_modes;
  auto const decays = kinematics_of(kinds);
  for (auto const& [flux, z_m, at_rest] : making.particle.sources(*in.beam, together.productions, variant)) {
    auto const volume = seen_from(z_m, in.volume);
    auto const selection = seen_from(z_m, channel.selection);
    auto const* const in_solid = followed(making, channel, z_m, kinds);
    auto const seen = decays_seen(*flux, decays, volume, selection, making.fluxes.numerics(), *grid_, in_solid);
    for (std::size_t i = 0; i < kinds.size(); ++i) by_modes[i].first.add(seen[i], 1.0);
  }
  return by_modes;
}

/// Where daughters are followed in a solid: computed once for all fluxes from one place.
FollowedInSolid const* DecaySpectra::followed(Making& making, DecayChannel const& channel, double from_z_m,
                                              std::vector<DecayingParticle::Kind> const& kinds) {
  auto const* solid = std::get_if<Solid>(&making.in.volume);
  if (!solid || !channel.selection.daughters) return nullptr;
  auto& stored = making.followed[{&channel, from_z_m}];
  if (!stored) {
    auto range = making.range;
    range.k_min_GeV = std::max(range.k_min_GeV, momentum_cut_GeV(channel.selection, making.particle.mass_GeV()));
    stored =
        std::make_unique<FollowedInSolid>(solid->seen_from(from_z_m), *seen_from(from_z_m, channel.selection).daughters,
                                          kinematics_of(kinds), range, making.fluxes.numerics());
  }
  return stored.get();
}

}  // namespace penumbra
