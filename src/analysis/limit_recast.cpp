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
constexpr std::array<std::pair<std::string_view, std::string_view>, 8> production_names{
    {{"annihilation:e+e-", "positron-annihilation"},
     {"meson-mixing:rho", "mixing:rho0"},
     {"meson-mixing:omega", "mixing:omega"},
     {"meson-mixing:phi", "mixing:phi"},
     {"meson-mixing:pi0", "pseudoscalar-mixing:pi0"},
     {"meson-mixing:eta", "pseudoscalar-mixing:eta"},
     {"meson-mixing:eta'", "pseudoscalar-mixing:etaprime"},
     {"proton-bremsstrahlung", "scalar-proton-bremsstrahlung"}}};

/// What a production is proportional to, at unit couplings.
struct Strength {
  double operator()(MesonDecay const& p) const { return p.branching_ratio; }
  double operator()(VectorMixing const& p) const { return p.rate_per_parent; }
  double operator()(PseudoscalarMixing const& p) const { return p.rate_per_parent; }
  double operator()(ProtonBremsstrahlung const& p) const { return p.form_factor_squared.front().second; }
  double operator()(ScalarProtonBremsstrahlung const& p) const { return p.nucleon_coupling * p.nucleon_coupling; }
  double operator()(DrellYan const& p) const { return p.coupling_squared; }
  double operator()(ElectronBremsstrahlung const& p) const { return p.coupling_squared; }
  double operator()(MuonBremsstrahlung const& p) const { return p.coupling_squared; }
  double operator()(PositronAnnihilation const& p) const { return p.coupling_squared; }
  double operator()(Primakoff const& p) const { return p.coupling_per_GeV * p.coupling_per_GeV; }
  double operator()(PhotonFusion const& p) const { return p.coupling_per_GeV * p.coupling_per_GeV; }
  double operator()(auto const&) const { throw InternalError("a production that no curve is recast by"); }
};

ProductionChannel const* named(std::span<ProductionChannel const> productions, std::string_view name) {
  auto const found =
      std::find_if(productions.begin(), productions.end(), [&](auto const& p) { return p.name == name; });
  return found == productions.end() ? nullptr : &*found;
}

double strength(std::span<ProductionChannel const> productions, std::string_view name) {
  auto const* found = named(productions, name);
  return found ? std::visit(Strength{}, found->mechanism) : 0.0;
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

/// The same of axion-like particles that a virtual photon or a Z makes beside a photon: by field strengths alone, since
/// the virtuality closes loops and what gluons bring.
std::optional<double> amplitude(std::string_view mechanism, AlpCouplings const& x) {
  if (mechanism == "annihilation:e+e-" || mechanism == "meson-decay:J/psi") return x.to_photons_directly();
  if (mechanism == "z-decay") return x.w - x.hypercharge;
  return std::nullopt;
}

/// Ratio of rates by such amplitudes.
template <class Charges>
std::optional<double> amplitude_ratio(std::string_view mechanism, Charges const& to, Charges const& from) {
  auto const below = amplitude(mechanism, from);
  if (!below) return std::nullopt;
  return std::pow(*amplitude(mechanism, to) / *below, 2);
}

std::optional<double> if_finite(double ratio) { return std::isfinite(ratio) ? std::optional{ratio} : std::nullopt; }

/// Ratios that are one but for rounding: of productions that depend on the couplings alike.
bool is_same(double a, double b) { return std::abs(a - b) <= 1e-9 * std::max(a, b); }

bool is_counted(DecayMode const& mode, std::vector<std::string> const& wanted) {
  return std::any_of(wanted.begin(), wanted.end(), [&](std::string const& decay) {
    return decay == "any" || decay == "none" || decay == "escape" || (decay == "visible" && mode.visible) ||
           (decay == "invisible" && !mode.visible) || decay == mode.final_state;
  });
}

/// The model of the mediator alone that a curve was made for: a curve of invisible decays is about the same vector.
/// Calculations are those of the model that it is read in.
std::unique_ptr<Model const> model_of_curve(LimitHeader const& header, Model const& model) {
  auto own = make_model(header.model, header.made_with);
  if (own->mediator_model() != header.model) return make_model(own->mediator_model());
  auto options = header.made_with;
  auto const treatment = model.treatment();
  for (auto const& option : own->options())
    if (auto const same = treatment.find(option.name); same != treatment.end()) options.insert(*same);
  return options == header.made_with ? std::move(own) : make_model(header.model, options);
}

std::string const& only_coupling(Model const& model) { return model.parameters().back().name; }

/// What a curve's own model has at one mass.
struct OfCurve {
  std::vector<ProductionChannel> productions;
  std::vector<DecayMode> decays;
  MadeMediator made;
  bool with_dark_matter;
};

/// The ratio of every mechanism of a curve; nullopt where there is none at this mass.
std::vector<std::optional<double>> ratios_of(std::vector<std::string> const& mechanisms, MechanismRatio const& ratio) {
  std::vector<std::optional<double>> result;
  for (auto const& mechanism : mechanisms) result.push_back(ratio(mechanism));
  return result;
}

/// They are all the same, so that shares play no role.
bool are_same(std::vector<std::optional<double>> const& ratios) {
  std::optional<double> first;
  for (auto const& one : ratios) {
    if (!one) continue;
    if (first && !is_same(*first, *one)) return false;
    first = one;
  }
  return true;
}

}  // namespace

std::vector<std::string_view> productions_by(std::string_view mechanism,
                                             std::span<ProductionChannel const> productions) {
  if (auto const* same = named(productions, mechanism)) return {same->name};
  for (auto const& [in_files, name] : production_names)
    if (in_files == mechanism && named(productions, name)) return {name};
  constexpr std::string_view decays = "meson-decay:";
  std::vector<std::string_view> result;
  if (!mechanism.starts_with(decays)) return result;
  auto const parent = mechanism.substr(decays.size());
  for (auto const& production : productions)
    if (auto const* decay = std::get_if<MesonDecay>(&production.mechanism))
      if (decay->parent == parent || ((parent == "B" || parent == "K") && decay->parent.starts_with(parent)))
        result.push_back(production.name);
  return result;
}

MadeMediator MadeMediator::of(Model const& model, Masses masses, std::span<ProductionChannel const> productions) {
  double const m_GeV = model.mediator_mass_GeV(masses);
  MadeMediator made{
      model.vector_mediator(masses, m_GeV * m_GeV), model.alp_couplings(), model.scalar_couplings(), productions, {}};
  if (made.vector) {
    made.monomial = made.vector->monomial;
  } else {
    made.monomial.powers.assign(model.coupling_count(), 0);
    made.monomial.powers.front() = 2;
  }
  return made;
}

bool MadeMediator::is_like(MadeMediator const& other) const {
  return (vector && other.vector) || (alp && other.alp) || (scalar && other.scalar);
}

MechanismRatio::MechanismRatio(MadeMediator to, MadeMediator from) : to_{std::move(to)}, from_{std::move(from)} {}

std::optional<double> MechanismRatio::operator()(std::string const& mechanism) const {
  if (to_.vector && from_.vector) {
    auto const& [to, from] = std::pair{to_.vector->charges, from_.vector->charges};
    double const g_squared_ratio = to_.vector->g_squared / from_.vector->g_squared;
    if (auto const ratio = amplitude_ratio(mechanism, to, from)) return if_finite(g_squared_ratio * *ratio);
    if (mechanism == "muon-decay") {  // off the electron and the muon alike, else the current is not conserved
      if (to.e != to.mu || from.e != from.mu) return std::nullopt;
      return if_finite(g_squared_ratio * to.e * to.e / (from.e * from.e));
    }
  }
  if (to_.alp && from_.alp) {
    // Charm radiates too, and the two interfere.
    if (mechanism == "meson-decay:J/psi" && (to_.alp->quarks != 0.0 || from_.alp->quarks != 0.0)) return std::nullopt;
    if (auto const ratio = amplitude_ratio(mechanism, *to_.alp, *from_.alp)) return if_finite(*ratio);
  }
  std::optional<double> common;
  for (auto const name : productions_by(mechanism, from_.productions)) {
    double const from = strength(from_.productions, name);
    if (!(from > 0.0)) continue;
    double const ratio = strength(to_.productions, name) / from;
    if (common && !is_same(*common, ratio)) return std::nullopt;
    common = ratio;
  }
  return common;
}

std::string LimitRecast::why_not(LimitHeader const& header, Model const& model) {
  auto const names = model_names();
  auto const other = [&] {
    return fmt::format("the curve was made for {} and is not recast to {}", header.model, model.name());
  };
  if (std::find(names.begin(), names.end(), header.model) == names.end()) return other();
  auto const of_curve = model_of_curve(header, model);
  auto const from_masses = typical_masses(*of_curve);
  auto const to_masses = model.mass_count() == 1 ? from_masses : typical_masses(model);
  auto const productions_to = model.productions(to_masses);
  auto const productions_from = of_curve->productions(from_masses);
  auto const to = MadeMediator::of(model, to_masses, productions_to);
  auto const from = MadeMediator::of(*of_curve, from_masses, productions_from);
  if (!to.is_like(from) || from_masses.size() != 1) return other();
  if (header.coupling != only_coupling(*of_curve)) return fmt::format("a curve in {} is not recast", header.coupling);
  auto const& slice = header.slice;
  if (slice.ratio || slice.alpha_D || slice.predicted_density || !slice.spins.empty() || !slice.options.empty())
    return "made on a slice of its model, and not recast to others";
  auto const mechanisms = header.productions();
  auto const ratios = ratios_of(mechanisms, MechanismRatio{to, from});
  for (std::size_t i = 0; i < mechanisms.size(); ++i)
    if (!ratios[i] && mechanisms[i].find("meson-decay") == std::string::npos)
      return fmt::format("{} does not scale with the couplings of {}", mechanisms[i], model.name());
  auto const decays = model.decays(to_masses);
  if (header.decay == "invisible" &&
      std::all_of(decays.begin(), decays.end(), [](DecayMode const& mode) { return mode.visible; }))
    return fmt::format("{} has no unseen decays", model.name());
  if (mechanisms.size() > 1 && header.mixture.empty() && header.response.empty() && !are_same(ratios))
    return "made by several mechanisms whose shares are not known, so that it is not recast";
  return {};
}

LimitRecast::LimitRecast(LimitHeader const& header, Model const& model, Masses masses, double lower, FluxStore& fluxes,
                         std::vector<double> const& shares)
    : mediator_GeV_{model.mediator_mass_GeV(masses)} {
  auto const of_curve = fluxes.at_this_mass<OfCurve>("curve of " + header.model, [&] {
    auto const made_for = model_of_curve(header, model);
    std::vector<double> const mass{mediator_GeV_};
    auto own = std::make_shared<OfCurve>();
    own->productions = made_for->productions(mass);
    own->decays = made_for->decays(mass);
    own->made = MadeMediator::of(*made_for, mass, own->productions);
    own->with_dark_matter = made_for->name() != header.model;
    return own;
  });
  auto const mediator = MadeMediator::of(model, masses, fluxes.productions());
  made_by_ = mediator.monomial;
  auto const mechanisms = header.productions();
  auto const ratios = ratios_of(mechanisms, MechanismRatio{mediator, of_curve->made});
  bool const mixed = !shares.empty();
  for (std::size_t i = 0; i < mechanisms.size(); ++i)
    if (ratios[i] && (!mixed || shares[i] > 0.0)) made_ = mixed ? made_ + shares[i] * *ratios[i] : *ratios[i];
  for (auto const& ratio : ratios) productions_.push_back(made_ > 0.0 ? ratio.value_or(0.0) / made_ : 0.0);
  if (!(made_ > 0.0)) silent_ = "nothing is made by what the curve counts";
  if (!mixed && !are_same(ratios))
    silent_ = "made by several mechanisms whose shares are not known, and which differ here";

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
  if (header.decay == "escape" && !header.tells_lifetime()) {
    lifetime_ = Lifetime::no_shorter;
    return;
  }
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
  if (lifetime_ == Lifetime::no_shorter) return place.lifetime >= 1.0 - shortened ? std::optional{place} : std::nullopt;
  return std::abs(place.lifetime - 1.0) <= shortened ? std::optional{place} : std::nullopt;
}

std::string LimitRecast::why_silent(Couplings couplings) const {
  if (!silent_.empty()) return silent_;
  if (at(couplings)) return {};
  return lifetime_ == Lifetime::unknown || lifetime_ == Lifetime::no_shorter
             ? "the lifetime is not that of the curve, which does not tell how it moves"
             : "does not decay to what the curve counts, or is too broad";
}

}  // namespace penumbra
