#include "production/parent_decay_flux.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <tuple>
#include <utility>

#include "core/contracts.hpp"
#include "core/errors.hpp"
#include "core/gauss_rule.hpp"
#include "production/meson_decay.hpp"
#include "production/two_body_rows.hpp"

namespace penumbra {
namespace {

/// Of mediators at rest in the frame of their parent, in GeV: less is no momentum.
constexpr double no_momentum_GeV = 1e-9;

/// Parents that make less than this share of what the strongest makes are left out.
constexpr double negligible_share = 1e-4;

/// Down to this share of the slowest parent's momentum mediators are followed.
constexpr double slowest_share = 0.1;

/// How far below the largest momentum, in ln k, a spectrum needs close points.
constexpr double hadronic_end = 0.1;

/// A line is spread over this much of its momentum: far below what a decay length feels, wide enough for a grid.
constexpr double line_width = 1e-4;

/// Rows of mediators further from the axis than this, in units of theta_0, take twice the azimuths round them.
constexpr double far_from_axis = 20.0;

/// W, Z and h leave more transverse momentum to mediators than they have: a narrow part of the ring of parents round a
/// mediator counts: so many times the azimuths, half as many times the energies, and twice the momenta of the flux,
/// which have a Jacobian peak.
constexpr double heavy_GeV = 10.0;
constexpr int more_for_heavy = 8;

/// Parents in flight in one variant, and where they decay.
struct InFlight {
  ParentSpectrum const* spectrum;
  double factor;  ///< on its yield
  double mass_GeV;
  Nodes energies;
  DecayPlaces places;

  double p_min_GeV() const { return spectrum->p_min_GeV(); }
  double p_max_GeV() const { return spectrum->p_max_GeV(); }
  double strength() const {
    double rate = 0.0;
    for (double const one : energies.w) rate += one;
    return factor * spectrum->total() * rate * places.total(std::sqrt(p_min_GeV() * p_max_GeV()));
  }
};

/// The other mass of a two-body decay in which the mediator has this energy.
double recoiling_GeV(double parent_GeV, double mediator_GeV, double E_GeV) {
  return std::sqrt(std::max(0.0, parent_GeV * parent_GeV + mediator_GeV * mediator_GeV - 2.0 * parent_GeV * E_GeV));
}

double momentum_GeV(double E_GeV, double mass_GeV) {
  return std::sqrt(std::max(0.0, (E_GeV - mass_GeV) * (E_GeV + mass_GeV)));
}

/// Fewer energies with the moments of all, in the square of the momentum.
Nodes fewer(Nodes const& energies, double mediator_GeV, int count) {
  Nodes squares;
  for (std::size_t i = 0; i < energies.size(); ++i) {
    if (!(energies.w[i] > 0.0)) continue;
    double const p = momentum_GeV(energies.x[i], mediator_GeV);
    squares.x.push_back(p * p);
    squares.w.push_back(energies.w[i]);
  }
  if (squares.x.empty()) return {};
  auto rule = gauss_rule(squares, std::min(count, static_cast<int>(squares.size())));
  for (auto& square : rule.x)
    square = std::sqrt(std::max(square, no_momentum_GeV * no_momentum_GeV) + mediator_GeV * mediator_GeV);
  return rule;
}

/// Fluxes of the same parents that decay at some places. Whoever asks for rows of one place gets the others made too:
/// only the shares of the parents that decay there differ.
class FluxesInFlight : public std::enable_shared_from_this<FluxesInFlight> {
 public:
  FluxesInFlight(std::vector<InFlight> parents, double mediator_GeV, double far_rad, Numerics const& numerics)
      : parents_{std::move(parents)}, mediator_{mediator_GeV}, far_rad_{far_rad}, numerics_{numerics} {}

  /// The flux of one more place, which has these numbers among the places of each parent.
  std::shared_ptr<Flux> at(std::vector<std::size_t> places_of_parents, double beam_GeV, double theta_0_rad) {
    double slowest = parents_.front().p_min_GeV();
    double fastest = 0.0;
    for (auto const& one : parents_) {
      slowest = std::min(slowest, one.p_min_GeV());
      double const E_star = *std::max_element(one.energies.x.begin(), one.energies.x.end());
      double const P = one.p_max_GeV();
      fastest = std::max(fastest,
                         (std::hypot(P, one.mass_GeV) * momentum_GeV(E_star, mediator_) + P * E_star) / one.mass_GeV);
    }
    Numerics grid = numerics_;
    if (std::any_of(parents_.begin(), parents_.end(), [](InFlight const& one) { return one.mass_GeV > heavy_GeV; }))
      grid.momenta_per_decade *= 2;
    fastest = std::min(fastest, std::sqrt((beam_GeV - mediator_) * (beam_GeV + mediator_)));
    places_.push_back(std::move(places_of_parents));
    return std::make_shared<Flux>(slowest_share * slowest, fastest, hadronic_end, theta_0_rad, grid,
                                  [all = shared_from_this(), place = places_.size() - 1](
                                      std::span<double const> theta, std::span<double const> k, std::span<double> out) {
                                    all->copy_rows(place, theta, k, out);
                                  });
  }

 private:
  /// Rows of all places, place outer; until each has taken its own.
  struct Made {
    std::vector<double> density{};
    std::vector<bool> taken{};
  };

  void copy_rows(std::size_t place, std::span<double const> theta, std::span<double const> k, std::span<double> out) {
    auto const [known, unknown] = made_.try_emplace({theta.front(), k.front(), k.size()});
    auto& [density, taken] = known->second;
    if (unknown) density = rows(theta, k);
    std::copy_n(density.begin() + static_cast<std::ptrdiff_t>(place * out.size()), out.size(), out.begin());
    taken.resize(places_.size());
    taken[place] = true;
    if (std::all_of(taken.begin(), taken.end(), [](bool done) { return done; })) made_.erase(known);
  }

  std::vector<double> rows(std::span<double const> theta, std::span<double const> k) const {
    std::size_t const size = theta.size() * k.size();
    std::vector<double> density(places_.size() * size);
    for (std::size_t p = 0; p < parents_.size(); ++p) {
      auto const& parent = parents_[p];
      Numerics here = numerics_;
      if (theta.front() > far_rad_) here.parent_azimuths *= 2;
      if (parent.mass_GeV > heavy_GeV) {
        here.parent_azimuths *= more_for_heavy;
        here.parent_energies *= more_for_heavy / 2;
      }
      for (std::size_t i = 0; i < parent.energies.size(); ++i)
        two_body_terms(*parent.spectrum,
                       {parent.mass_GeV, mediator_, recoiling_GeV(parent.mass_GeV, mediator_, parent.energies.x[i])},
                       here, theta, k, [&](std::size_t j, double P_GeV, std::span<double const> made) {
                         if (std::all_of(made.begin(), made.end(), [](double none) { return none == 0.0; })) return;
                         for (std::size_t place = 0; place < places_.size(); ++place) {
                           double const share =
                               parent.energies.w[i] * parent.factor * parent.places.share(places_[place][p], P_GeV);
                           for (std::size_t t = 0; t < made.size(); ++t)
                             density[place * size + t * k.size() + j] += share * made[t];
                         }
                       });
    }
    return density;
  }

  std::vector<InFlight> parents_;
  double mediator_;
  double far_rad_;
  Numerics numerics_;
  std::vector<std::vector<std::size_t>> places_;  ///< of each parent
  std::map<std::tuple<double, double, std::size_t>, Made> made_;
};

/// One line of mediators, the same in every direction.
std::shared_ptr<Flux> flux_of_line(double number, double k_GeV, Numerics const& numerics) {
  double const half = 0.5 * line_width;
  return std::make_shared<Flux>(k_GeV * std::exp(-half), k_GeV * std::exp(half), 1.0, 1.0, numerics,
                                [density = number / (4.0 * std::numbers::pi * line_width)](
                                    std::span<double const>, std::span<double const>, std::span<double> out) {
                                  std::fill(out.begin(), out.end(), density);
                                });
}

}  // namespace

DecayPlaces::DecayPlaces(Beam const& beam, WeakParent const& parent, Numerics const& numerics)
    : per_GeV_{parent.flies() ? parent.ctau_m() / parent.mass_GeV : 0.0}, z_{0.0} {
  if (per_GeV_ == 0.0) return;
  if (!beam.parent_decays) throw InternalError("nothing says where parents decay");
  auto const& how = *beam.parent_decays;
  if (how.interaction_length_m) {
    interaction_m_ = *how.interaction_length_m;
    return;
  }
  path_m_ = parent.neutral ? how.free_path_neutral_m.value_or(*how.free_path_m) : *how.free_path_m;
  if (how.origin == ParentDecays::Origin::target) return;
  // Closer at the target, where slow parents decay.
  for (int i = 1; i <= numerics.decay_places; ++i)
    z_.push_back(path_m_ * std::pow(i / double(numerics.decay_places), 1.5));
}

double DecayPlaces::total(double P_GeV) const {
  if (per_GeV_ == 0.0) return 1.0;
  double const length = per_GeV_ * P_GeV;
  if (interaction_m_ > 0.0) return interaction_m_ / (interaction_m_ + length);
  return -std::expm1(-path_m_ / length);
}

double DecayPlaces::share(std::size_t place, double P_GeV) const {
  if (z_.size() == 1) return total(P_GeV);
  double const length = per_GeV_ * P_GeV;
  // Between two places: all that decays there, and that times the way from the first over the stretch.
  struct Stretch {
    double decays;
    double at_end;
  };
  auto const stretch = [&](double from_m, double to_m) -> Stretch {
    double const x = (to_m - from_m) / length;
    double const decays = -std::expm1(-x);
    constexpr double short_x = 1e-4;  // below, by the first terms of the series: the next is x^2 / 8 of it
    return {decays, x < short_x ? 0.5 * x * (1.0 - 2.0 / 3.0 * x) : (decays - x * (1.0 - decays)) / x};
  };
  double const first_m = place > 0 ? z_[place - 1] : z_[place];
  double reach = std::exp(-first_m / length);
  double sum = 0.0;
  if (place > 0) {
    auto const before = stretch(first_m, z_[place]);
    sum += reach * before.at_end;
    reach *= 1.0 - before.decays;
  }
  if (place + 1 < z_.size()) {
    auto const after = stretch(z_[place], z_[place + 1]);
    sum += reach * (after.decays - after.at_end);
  }
  return sum;
}

Nodes mediator_energies(ProductionChannel const& decay, double mediator_GeV) {
  double const number = mediators_per_parent(decay);
  if (auto const* two = std::get_if<MesonDecay>(&decay.mechanism)) {
    double const p = two_body_momentum_GeV(two->parent_mass_GeV, mediator_GeV, two->other_mass_GeV);
    return {{std::hypot(p, mediator_GeV)}, {number}};
  }
  if (std::holds_alternative<HiggsDecayToPair>(decay.mechanism)) return {{0.5 * sm::m_higgs_GeV}, {number}};
  Nodes energies;
  if (auto const* three = std::get_if<ThreeBodyDecay>(&decay.mechanism))
    for (auto const& [energy_GeV, share] : three->energies) {
      energies.x.push_back(energy_GeV);
      energies.w.push_back(share * number);
    }
  return energies;
}

std::string parent_of(ProductionChannel const& channel) {
  if (auto const* decay = std::get_if<MesonDecay>(&channel.mechanism)) return decay->parent;
  if (auto const* decay = std::get_if<ThreeBodyDecay>(&channel.mechanism)) return decay->parent;
  if (auto const* mixing = std::get_if<VectorMixing>(&channel.mechanism)) return mixing->parent;
  if (auto const* mixing = std::get_if<PseudoscalarMixing>(&channel.mechanism)) return mixing->parent;
  return std::holds_alternative<HiggsDecayToPair>(channel.mechanism) ? "h" : "";
}

double mediators_per_parent(ProductionChannel const& decay) {
  if (auto const* two = std::get_if<MesonDecay>(&decay.mechanism)) return two->branching_ratio;
  if (auto const* three = std::get_if<ThreeBodyDecay>(&decay.mechanism)) return three->branching_ratio;
  if (auto const* pair = std::get_if<HiggsDecayToPair>(&decay.mechanism)) return 2.0 * pair->branching_ratio;
  return 0.0;
}

bool is_weak_decay(ProductionChannel const& channel) {
  bool const decay = std::holds_alternative<MesonDecay>(channel.mechanism) ||
                     std::holds_alternative<ThreeBodyDecay>(channel.mechanism) ||
                     std::holds_alternative<HiggsDecayToPair>(channel.mechanism);
  return decay && weak_parent(parent_of(channel));
}

std::vector<FluxSource> parent_decay_fluxes(Beam const& beam, std::span<ProductionChannel const> decays,
                                            std::span<std::string const> variants, double mediator_GeV,
                                            double theta_0_rad, Numerics const& numerics) {
  PENUMBRA_EXPECT(decays.size() == variants.size());
  // All decays of one parent in one variant.
  std::map<std::pair<std::string, std::string>, Nodes> by_parent;
  for (std::size_t i = 0; i < decays.size(); ++i) {
    auto& all = by_parent[{parent_of(decays[i]), variants[i]}];
    auto const energies = mediator_energies(decays[i], mediator_GeV);
    all.x.insert(all.x.end(), energies.x.begin(), energies.x.end());
    all.w.insert(all.w.end(), energies.w.begin(), energies.w.end());
  }
  std::vector<InFlight> in_flight;
  std::vector<FluxSource> sources;
  double strongest = 0.0;
  for (auto const& [key, energies] : by_parent) {
    auto const& [particle, variant] = key;
    auto const* const weak = weak_parent(particle);
    if (!weak) throw InternalError("no lifetime of '" + particle + "'");
    if (auto const* parent = beam.parent(particle)) {
      in_flight.push_back({&parent->from(variant), parent->yield_factor, weak->mass_GeV,
                           fewer(energies, mediator_GeV, numerics.decay_energies), DecayPlaces{beam, *weak, numerics}});
      strongest = std::max(strongest, in_flight.back().strength());
    }
    if (auto const* stopped = beam.stopped_parent(particle)) {
      // Lines cost little, and nothing smears them.
      auto const few = fewer(energies, mediator_GeV, 2 * numerics.decay_energies);
      for (std::size_t i = 0; i < few.size(); ++i)
        sources.push_back({flux_of_line(few.w[i] * stopped->yield_in(variant),
                                        std::max(no_momentum_GeV, momentum_GeV(few.x[i], mediator_GeV)), numerics),
                           stopped->position_m, true});
    }
  }
  std::erase_if(in_flight, [&](InFlight const& one) { return one.strength() < negligible_share * strongest; });
  // Who decays at each place, and which of their places it is.
  std::map<double, std::pair<std::vector<std::size_t>, std::vector<std::size_t>>> by_place;
  for (std::size_t p = 0; p < in_flight.size(); ++p)
    for (std::size_t i = 0; i < in_flight[p].places.z_m().size(); ++i) {
      auto& [parents, places] = by_place[in_flight[p].places.z_m()[i]];
      parents.push_back(p);
      places.push_back(i);
    }
  std::map<std::vector<std::size_t>, std::shared_ptr<FluxesInFlight>> alike;
  for (auto const& [z_m, here] : by_place) {
    auto const& [parents, places] = here;
    auto& fluxes = alike[parents];
    if (!fluxes) {
      std::vector<InFlight> members;
      for (auto const p : parents) members.push_back(in_flight[p]);
      fluxes =
          std::make_shared<FluxesInFlight>(std::move(members), mediator_GeV, far_from_axis * theta_0_rad, numerics);
    }
    sources.push_back({fluxes->at(places, beam.energy_GeV, theta_0_rad), z_m});
  }
  return sources;
}

}  // namespace penumbra
