#include "analysis/limit_recast.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "core/contracts.hpp"
#include "model/registry.hpp"
#include "particle/constants.hpp"
#include "production/flux_store.hpp"

namespace penumbra {
namespace {

/// A mediator of this c tau is prompt in every search: with a boost of 100 it flies a millimetre.
constexpr double prompt_ctau_m = 1e-5;

/// Names of limit files and of productions, where they differ.
constexpr std::array<std::pair<std::string_view, std::string_view>, 4> production_names{
    {{"annihilation:e+e-", "positron-annihilation"},
     {"meson-mixing:rho", "mixing:rho0"},
     {"meson-mixing:omega", "mixing:omega"},
     {"meson-mixing:phi", "mixing:phi"}}};

std::string_view production_name(std::string_view mechanism) {
  auto const found = std::find_if(production_names.begin(), production_names.end(),
                                  [&](auto const& entry) { return entry.first == mechanism; });
  return found == production_names.end() ? mechanism : found->second;
}

/// What a production of a vector is proportional to, at unit couplings.
struct Strength {
  double operator()(MesonDecay const& p) const { return p.branching_ratio; }
  double operator()(VectorMixing const& p) const { return p.rate_per_parent; }
  double operator()(ProtonBremsstrahlung const& p) const { return p.form_factor_squared.front().second; }
  double operator()(DrellYan const& p) const { return p.coupling_squared; }
  double operator()(ElectronBremsstrahlung const& p) const { return p.coupling_squared; }
  double operator()(MuonBremsstrahlung const& p) const { return p.coupling_squared; }
  double operator()(PositronAnnihilation const& p) const { return p.coupling_squared; }
  double operator()(auto const&) const { throw InternalError("a production that no vector has"); }
};

double strength(std::vector<ProductionChannel> const& productions, std::string_view name) {
  auto const found =
      std::find_if(productions.begin(), productions.end(), [&](auto const& p) { return p.name == name; });
  return found == productions.end() ? 0.0 : std::visit(Strength{}, found->mechanism);
}

/// Amplitudes that the charges alone decide. Nullopt: not one of these.
std::optional<double> amplitude(std::string_view mechanism, VectorCharges const& x) {
  constexpr double m_up_GeV = 0.336;  // constituent masses, Particle Data Group, review of the quark model
  constexpr double m_charm_GeV = 1.55;
  if (mechanism == "pion-bremsstrahlung") return x.quarks.up - x.quarks.down;
  if (mechanism == "meson-decay:D*0") return x.quarks.charm / m_charm_GeV + x.quarks.up / m_up_GeV;
  if (mechanism == "loop:e") return x.e;
  if (mechanism == "loop:mu") return x.mu;
  return std::nullopt;
}

bool is_counted(DecayMode const& mode, std::vector<std::string> const& wanted) {
  return std::any_of(wanted.begin(), wanted.end(), [&](std::string const& decay) {
    return decay == "any" || decay == "none" || (decay == "visible" && mode.visible) ||
           (decay == "invisible" && !mode.visible) || decay == mode.final_state;
  });
}

/// The model of the mediator alone that a curve was made for: a curve of invisible decays is about the same vector.
std::unique_ptr<Model const> model_of_curve(LimitHeader const& header) {
  auto model = make_model(header.model, header.made_with);
  return model->mediator_model() == header.model ? std::move(model) : make_model(model->mediator_model());
}

double on_shell(Model const& model, Masses masses) {
  double const m_GeV = model.mediator_mass_GeV(masses);
  return m_GeV * m_GeV;
}

std::string const& only_coupling(Model const& model) { return model.parameters().back().name; }

/// What a curve's own model has at one mass.
struct OfCurve {
  VectorMediator mediator;
  std::vector<DecayMode> decays;
  std::vector<ProductionChannel> productions;
  bool with_dark_matter;
};

}  // namespace

MechanismRatio::MechanismRatio(VectorMediator const& to, std::vector<ProductionChannel> const& productions_to,
                               VectorMediator const& from, std::vector<ProductionChannel> const& productions_from)
    : to_{to.charges},
      from_{from.charges},
      g_squared_ratio_{to.g_squared / from.g_squared},
      productions_to_{productions_to},
      productions_from_{productions_from} {}

std::optional<double> MechanismRatio::operator()(std::string const& mechanism) const {
  if (auto const from = amplitude(mechanism, from_)) {
    double const over = *amplitude(mechanism, to_) / *from;
    return std::isfinite(over) ? std::optional{g_squared_ratio_ * over * over} : std::nullopt;
  }
  if (mechanism == "muon-decay") {  // off the electron and the muon alike, else the current is not conserved
    if (to_.e != to_.mu || from_.e != from_.mu) return std::nullopt;
    return g_squared_ratio_ * to_.e * to_.e / (from_.e * from_.e);
  }
  auto const name = production_name(mechanism);
  double const from = strength(productions_from_, name);
  if (!(from > 0.0)) return std::nullopt;
  return strength(productions_to_, name) / from;
}

std::string LimitRecast::why_not(LimitHeader const& header, Model const& model) {
  auto const names = model_names();
  auto const other = [&] {
    return fmt::format("the curve was made for {} and is not recast to {}", header.model, model.name());
  };
  if (std::find(names.begin(), names.end(), header.model) == names.end()) return other();
  auto const of_curve = model_of_curve(header);
  auto const from_masses = typical_masses(*of_curve);
  auto const to_masses = typical_masses(model);
  auto const from = of_curve->vector_mediator(from_masses, on_shell(*of_curve, from_masses));
  auto const to = model.vector_mediator(to_masses, on_shell(model, to_masses));
  if (!from || !to || from_masses.size() != 1) return other();
  if (header.coupling != only_coupling(*of_curve)) return fmt::format("a curve in {} is not recast", header.coupling);
  auto const& slice = header.slice;
  if (slice.ratio || slice.alpha_D || slice.predicted_density || !slice.spins.empty() || !slice.options.empty())
    return "made on a slice of its model, and not recast to others";
  auto const productions_to = model.productions(to_masses);
  auto const productions_from = of_curve->productions(from_masses);
  MechanismRatio const ratio{*to, productions_to, *from, productions_from};
  auto const mechanisms = header.productions();
  for (auto const& mechanism : mechanisms)
    if (auto const is = ratio(mechanism); !is && mechanism.find("meson-decay") == std::string::npos)
      return fmt::format("{} does not scale with the charges of {}", mechanism, model.name());
  auto const decays = model.decays(to_masses);
  if (header.decay == "invisible" &&
      std::all_of(decays.begin(), decays.end(), [](DecayMode const& mode) { return mode.visible; }))
    return fmt::format("{} has no unseen decays", model.name());
  if (mechanisms.size() > 1 && header.mixture.empty())
    return "made by several mechanisms whose shares are not known, so that it is not recast";
  return {};
}

LimitRecast::LimitRecast(LimitHeader const& header, Model const& model, Masses masses, double lower, FluxStore& fluxes)
    : mediator_GeV_{model.mediator_mass_GeV(masses)} {
  auto const of_curve = fluxes.at_this_mass<OfCurve>("curve of " + header.model, [&] {
    auto const made_for = model_of_curve(header);
    std::vector<double> const mass{mediator_GeV_};
    return std::make_shared<OfCurve>(OfCurve{*made_for->vector_mediator(mass, mediator_GeV_ * mediator_GeV_),
                                             made_for->decays(mass), made_for->productions(mass),
                                             made_for->name() != header.model});
  });
  auto const mediator = *model.vector_mediator(masses, mediator_GeV_ * mediator_GeV_);
  made_by_ = mediator.monomial;
  MechanismRatio const ratio{mediator, fluxes.productions(), of_curve->mediator, of_curve->productions};
  auto const mechanisms = header.productions();
  auto const shares = mechanisms.size() == 1 ? std::vector{1.0} : header.mixture.at(mediator_GeV_);
  for (std::size_t i = 0; i < mechanisms.size(); ++i)
    if (shares[i] > 0.0)
      if (auto const one = ratio(mechanisms[i])) made_ += shares[i] * *one;
  if (!(made_ > 0.0)) silent_ = "nothing is made by what the curve counts";

  auto const wanted = header.decays();
  for (auto const& mode : fluxes.decays()) {
    auto width = std::find_if(widths_.begin(), widths_.end(),
                              [&](auto const& known) { return known.monomial.powers == mode.monomial.powers; });
    if (width == widths_.end()) width = widths_.insert(widths_.end(), {mode.monomial, 0.0, 0.0});
    width->width_GeV += mode.width_GeV;
    if (is_counted(mode, wanted)) width->counted_GeV += mode.width_GeV;
  }
  double counted_GeV = 0.0;
  for (auto const& mode : of_curve->decays) {
    curve_GeV_ += mode.width_GeV;
    if (is_counted(mode, wanted)) counted_GeV += mode.width_GeV;
  }
  decays_matter_ = header.decay != "any" && header.decay != "none";
  if (!decays_matter_) return;
  // A curve about dark matter takes all decays for invisible; one about a vector alone counts its neutrinos.
  bool const invisible = header.decay == "invisible";
  curve_share_ = invisible && of_curve->with_dark_matter ? 1.0 : counted_GeV / curve_GeV_;
  if (!(curve_share_ > 0.0)) silent_ = "the curve's own model does not decay to what is counted";
  if (invisible || header.lifetime == "none") return;
  ctau_on_curve_m_ = ctau_m(curve_GeV_ * lower * lower);
  lifetime_ = header.lifetime == "prompt" ? Lifetime::prompt
              : header.tells_lifetime()   ? Lifetime::known
                                          : Lifetime::unknown;
}

std::optional<CurvePlace> LimitRecast::at(Couplings couplings) const {
  if (!silent_.empty()) return std::nullopt;
  double const made = made_ * made_by_(couplings);
  CurvePlace place{std::sqrt(made)};
  double width_GeV = 0.0;
  double counted_GeV = 0.0;
  for (auto const& width : widths_) {
    double const size = width.monomial(couplings);
    width_GeV += width.width_GeV * size;
    counted_GeV += width.counted_GeV * size;
  }
  if (!decays_matter_) return place;
  if (!(counted_GeV > 0.0) || width_GeV > narrow * mediator_GeV_) return std::nullopt;
  place.share = counted_GeV / width_GeV / curve_share_;
  place.factor = place.share;
  if (lifetime_ == Lifetime::irrelevant) return place;
  double const ctau = ctau_m(width_GeV);
  place.lifetime = curve_GeV_ * made / width_GeV;
  if (lifetime_ == Lifetime::known) return place;
  if (lifetime_ == Lifetime::prompt) {
    double const seen_m = std::max(ctau_on_curve_m_, prompt_ctau_m);
    if (ctau > seen_m) place.factor *= std::expm1(-seen_m / ctau) / std::expm1(-1.0);
    return place;
  }
  return std::abs(place.lifetime - 1.0) <= shortened ? std::optional{place} : std::nullopt;
}

std::string LimitRecast::why_silent(Couplings couplings) const {
  if (!silent_.empty()) return silent_;
  if (at(couplings)) return {};
  return lifetime_ == Lifetime::unknown ? "the lifetime is not that of the curve, which does not tell how it moves"
                                        : "does not decay to what the curve counts, or is too broad";
}

}  // namespace penumbra
