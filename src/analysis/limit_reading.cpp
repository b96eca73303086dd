#include "analysis/limit_reading.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "analysis/limit_words.hpp"
#include "core/contracts.hpp"
#include "cosmology/constants.hpp"
#include "model/parameter_place.hpp"
#include "model/registry.hpp"
#include "particle/constants.hpp"
#include "production/flux_store.hpp"

namespace penumbra {
namespace {

/// Mass ratios this close to that of a slice are on it; the coupling moves by a few per cent at most.
constexpr double ratio_tolerance = 0.01;

constexpr char const* y_name = "y";

/// Near end of the decay volume in decay lengths, on a curve that has no upper edge: at most this. On 893 masses of
/// published islands of heavy neutral leptons it is less for three in four, and wherever the edges are a factor 90
/// apart.
constexpr double most_decay_lengths = 0.1;

/// The monomial depends on no coupling but this.
bool is_alone(Monomial const& monomial, std::size_t coupling) {
  for (std::size_t i = 0; i < monomial.powers.size(); ++i)
    if (i != coupling && monomial.powers[i] != 0) return false;
  return true;
}

double own_width_GeV(std::vector<DecayMode> const& modes, std::size_t coupling) {
  double width_GeV = 0.0;
  for (auto const& mode : modes)
    if (is_alone(mode.monomial, coupling)) width_GeV += mode.width_GeV;
  return width_GeV;
}

}  // namespace

bool LimitReading::is_recast(LimitHeader const& header, Model const& model) {
  return model.name() != header.model && model.mediator_model() != header.model;
}

std::string LimitReading::why_not(LimitHeader const& header, Model const& model) {
  if (is_recast(header, model)) return LimitRecast::why_not(header, model);
  auto const dark_matter = model.dark_matter(typical_masses(model));
  if (header.coupling == y_name ? !dark_matter : !parameter_place(model, ParameterKind::coupling, header.coupling))
    return fmt::format("{} has no coupling '{}'", model.name(), header.coupling);
  auto const& slice = header.slice;
  if (!slice.x_parameter.empty() && !parameter_place(model, ParameterKind::mass, slice.x_parameter))
    return fmt::format("{} has no mass '{}'", model.name(), slice.x_parameter);
  if ((slice.ratio || slice.alpha_D || slice.predicted_density || !slice.spins.empty()) && !dark_matter)
    return fmt::format("the curve is about dark matter, {} has none", model.name());
  if (!slice.options.empty() && make_model(header.model, slice.options)->convention() != model.convention()) {
    std::vector<std::string> wanted;
    for (auto const& [name, value] : slice.options) wanted.push_back(fmt::format("{} = {}", name, value));
    return fmt::format("made for {}", fmt::join(wanted, ", "));
  }
  if (dark_matter && !slice.spins.empty()) {
    auto const spin = to_string(dark_matter->spin);
    if (std::find(slice.spins.begin(), slice.spins.end(), spin) == slice.spins.end())
      return fmt::format("made for dm = {}, not {}", fmt::join(slice.spins, " or "), spin);
  }
  return {};
}

LimitReading::LimitReading(LimitHeader const& header, Model const& model, Masses masses,
                           std::shared_ptr<RelicPrediction> relic)
    : slice_{header.slice},
      relic_{std::move(relic)},
      coupling_{parameter_place(model, ParameterKind::coupling, header.coupling)},
      mediator_GeV_{model.mediator_mass_GeV(masses)},
      dark_matter_{model.dark_matter(masses)},
      is_recast_{is_recast(header, model)} {
  auto const x = parameter_place(model, ParameterKind::mass, slice_.x_parameter);
  mass_GeV_ = x ? masses[*x] : mediator_GeV_;
  if (!dark_matter_ || is_recast_) return;
  for (auto const& mode : model.decays(masses)) (mode.visible ? visible_GeV_ : dark_GeV_) += mode.width_GeV;
  double const ratio = mediator_GeV_ / dark_matter_->mass_GeV;
  y_factor_ = std::pow(ratio, -4);
  bool const open = dark_GeV_ > 0.0;
  if (header.decay == "invisible")
    counted_ = Counted::invisible;
  else if (open && header.decay != "any" && header.decay != "none")
    counted_ = Counted::visible;
  lifetime_known_ = header.lifetime == "prompt" || header.lifetime == "none" || header.tells_lifetime();

  if (slice_.ratio && slice_.ratio_is_minimum && ratio < *slice_.ratio)
    silent_ = fmt::format("holds for m_mediator of at least {} m_chi", *slice_.ratio);
  else if (slice_.ratio && !slice_.ratio_is_minimum && std::abs(ratio / *slice_.ratio - 1.0) > ratio_tolerance)
    silent_ = fmt::format("made at m_mediator = {} m_chi", *slice_.ratio);
  else if (counted_ == Counted::invisible && !open)
    silent_ = "the mediator is too light to decay to dark matter";
  else if (counted_ == Counted::invisible &&
           dark_matter_->heavier_mass_GeV - dark_matter_->mass_GeV > 2.0 * sm::m_e_GeV)
    silent_ = "the heavier state can decay visibly, which the curve does not know";
  else if (open && header.production == "stellar")
    silent_ = "decays to dark matter change the cooling, which the curve does not tell";
  else if (slice_.predicted_density && !relic_)
    silent_ = "the model does not say how dark matter annihilates at these masses";
}

bool LimitReading::needs_widths(LimitHeader const& header, Model const& model) {
  if (is_recast(header, model)) return true;
  if (header.decay == "any" || header.decay == "none" || model.dark_matter(typical_masses(model))) return false;
  return model.coupling_count() > 1 || !header.made_with.empty();
}

void LimitReading::compare_widths(LimitHeader const& header, Model const& model, Masses masses, double lower,
                                  FluxStore& fluxes, std::vector<double> const& shares) {
  if (is_recast_) {
    recast_.emplace(header, model, masses, lower, fluxes, shares);
    return;
  }
  PENUMBRA_EXPECT(coupling_ && !dark_matter_ && needs_widths(header, model));
  prompt_ = header.lifetime == "prompt";
  lifetime_known_ = header.tells_lifetime();
  for (auto const& mode : fluxes.decays()) {
    auto const same = std::find_if(widths_.begin(), widths_.end(),
                                   [&](auto const& width) { return width.monomial.powers == mode.monomial.powers; });
    if (same != widths_.end())
      same->width_GeV += mode.width_GeV;
    else
      widths_.push_back({mode.monomial, mode.width_GeV, is_alone(mode.monomial, *coupling_)});
  }
  find_rate_of_options(header, model, masses, fluxes);
  is_edge_ = header.rule == CurveRule::edge;
  if (is_edge_ || lifetime_known_) return;
  std::vector<double> on_curve(model.coupling_count(), 0.0);
  on_curve[*coupling_] = lower;
  double own_GeV = 0.0;
  for (auto const& width : widths_)
    if (width.own) own_GeV += width.width_GeV * width.monomial(on_curve);
  width_on_curve_GeV_ = own_GeV / rate_of_options_;
  if (!(width_on_curve_GeV_ > 0.0)) return;
  decay_lengths_ = most_decay_lengths;
  // less where even a particle that hardly moves gets there
  if (auto const reach_m = end_of_decay_volume_m(header.lifetime))
    decay_lengths_ = std::min(decay_lengths_, *reach_m / ctau_m(width_on_curve_GeV_));
}

void LimitReading::find_rate_of_options(LimitHeader const& header, Model const& model, Masses masses,
                                        FluxStore& fluxes) {
  if (header.made_with.empty()) return;
  std::string name = "decays with";
  for (auto const& [option, value] : header.made_with) name += fmt::format(" {}={}", option, value);
  auto const of_curve = fluxes.at_this_mass<std::vector<DecayMode>>(name, [&] {
    auto const made_for = make_model(header.model, header.made_with);
    return std::make_shared<std::vector<DecayMode>>(
        made_for->convention() == model.convention() ? fluxes.decays() : made_for->decays(masses));
  });
  double const curve_GeV = own_width_GeV(*of_curve, *coupling_);
  if (curve_GeV > 0.0) rate_of_options_ = own_width_GeV(fluxes.decays(), *coupling_) / curve_GeV;
}

std::optional<LimitReading::Place> LimitReading::among_other_couplings(Couplings couplings) const {
  double own_GeV = 0.0;
  double total_GeV = 0.0;
  for (auto const& width : widths_) {
    double const width_GeV = width.width_GeV * width.monomial(couplings);
    total_GeV += width_GeV;
    if (width.own) own_GeV += width_GeV;
  }
  Place place{couplings[*coupling_]};
  if (!(own_GeV > 0.0)) return place;
  place.share = own_GeV / total_GeV;
  place.lifetime = place.share / rate_of_options_;
  if (prompt_) {
    place.factor = place.share;
    return place;
  }
  place.factor = place.share / place.lifetime;  // of the few decays on a long way the partial width counts
  bool const as_made = std::abs(place.lifetime - 1.0) <= shortened;
  if (as_made || lifetime_known_) return place;
  if (is_edge_) return std::nullopt;
  if (total_GeV > width_on_curve_GeV_)
    place.factor *= std::exp(-decay_lengths_ * (total_GeV / width_on_curve_GeV_ - 1.0));
  return place;
}

double LimitReading::dark_share(Couplings couplings) const {
  double const dark = dark_GeV_ * dark_matter_->coupling(couplings);
  return dark / (dark + visible_GeV_ * dark_matter_->matter(couplings));
}

bool LimitReading::is_broad(Couplings couplings) const {
  if (counted_ == Counted::everything) return false;
  double const bound = std::max(narrow, slice_.alpha_D.value_or(0.0) * dark_GeV_ / mediator_GeV_);
  constexpr double rounding = 1e-9;  // so that the slice itself is inside
  return dark_GeV_ * dark_matter_->coupling(couplings) / mediator_GeV_ > bound * (1.0 + rounding);
}

bool LimitReading::is_shortened(Couplings couplings) const {
  return counted_ == Counted::visible && !lifetime_known_ && dark_share(couplings) > shortened;
}

double LimitReading::branching_on_curve(double coupling) const {
  if (counted_ != Counted::invisible || !slice_.alpha_D) return 1.0;
  double const alpha_D = *slice_.alpha_D;
  double const matter = coupling_ ? coupling * coupling : coupling / (alpha_D * y_factor_);
  return alpha_D * dark_GeV_ / (alpha_D * dark_GeV_ + visible_GeV_ * matter);
}

std::optional<LimitReading::Place> LimitReading::at(Couplings couplings) const {
  if (!silent_.empty()) return std::nullopt;
  if (is_recast_) return recast_ ? recast_->at(couplings) : std::nullopt;
  if (!dark_matter_) return among_other_couplings(couplings);
  if (is_broad(couplings) || is_shortened(couplings)) return std::nullopt;
  double const alpha_D = dark_matter_->coupling(couplings);
  Place place{coupling_ ? couplings[*coupling_] : dark_matter_->matter(couplings) * alpha_D * y_factor_};
  if (slice_.alpha_D_power != 0.0) place.factor = std::pow(alpha_D / *slice_.alpha_D, slice_.alpha_D_power);
  if (relic_) {
    auto const density = (*relic_)(couplings);
    if (!density.in_contact) return std::nullopt;
    place.factor *= density.share_of(cosmology::dark_matter_omega_h2);
  }
  if (counted_ == Counted::invisible) place.factor *= dark_share(couplings);
  if (counted_ == Counted::visible) {
    double const dark = dark_GeV_ * alpha_D;
    double const matter = visible_GeV_ * dark_matter_->matter(couplings);
    place.share = place.lifetime = matter / (dark + matter);
    place.factor *= place.share;
  }
  return place;
}

std::string LimitReading::why_silent(Couplings couplings) const {
  if (!silent_.empty()) return silent_;
  if (is_recast_) return recast_ ? recast_->why_silent(couplings) : std::string{};
  if (!dark_matter_)
    return among_other_couplings(couplings)
               ? std::string{}
               : "the lifetime is not that of the curve, a boundary that does not tell how it moves";
  if (is_broad(couplings))
    return fmt::format("the mediator is too broad: width over mass {:.2g}",
                       dark_GeV_ * dark_matter_->coupling(couplings) / mediator_GeV_);
  if (is_shortened(couplings)) return "decays to dark matter shorten the lifetime, and the curve does not tell how far";
  if (relic_ && !(*relic_)(couplings).in_contact) return "never in equilibrium with the bath: its density is not known";
  return {};
}

}  // namespace penumbra
