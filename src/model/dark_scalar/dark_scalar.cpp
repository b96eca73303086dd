#include "model/dark_scalar/dark_scalar.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <string_view>
#include <tuple>

#include "core/contracts.hpp"
#include "core/errors.hpp"
#include "model/dark_scalar/couplings.hpp"
#include "model/dark_scalar/decay_modes.hpp"
#include "model/dark_scalar/production.hpp"
#include "model/dark_scalar/widths.hpp"
#include "model/options.hpp"
#include "particle/b_to_strange.hpp"
#include "particle/constants.hpp"
#include "particle/magnetic_moment.hpp"
#include "particle/nucleon_scalar_form_factor.hpp"
#include "particle/quark_masses.hpp"
#include "particle/vector_mesons.hpp"
#include "particle/weak_hadrons.hpp"

namespace penumbra {
namespace {

/// f_+(0) of K -> pi, lattice average (FLAG, 2+1+1 flavours).
constexpr double f_plus_at_zero = 0.9698;

struct Beauty {
  char const* name;
  double mass_GeV;
  double lifetime_s;
  char const* kaon;
  double kaon_GeV;
  char const* excited;
  double excited_GeV;
};
constexpr std::array beauty{
    Beauty{"B+", sm::m_B_GeV, weak::B_lifetime_s, "K+", sm::m_K_GeV, "K*+", weak::m_Kstar_GeV},
    Beauty{"B0", sm::m_B0_GeV, weak::B0_lifetime_s, "K0", sm::m_K0_GeV, "K*0", weak::m_Kstar0_GeV},
    Beauty{"Bs0", weak::m_Bs_GeV, weak::Bs_lifetime_s, "eta", sm::m_eta_GeV, "phi", meson::phi.mass_GeV},
};
/// |<eta|s sbar>|^2 for a mixing angle of 39 degrees of the flavour states (recalled: hep-ph/9802409).
constexpr double strange_share_of_eta = 0.40;

struct Choices {
  ScalarHadrons hadrons = ScalarHadrons::dispersive;
  bool inclusive = true;
  bool quartic = false;
};

/// Everything that tells one of these models from another.
struct ScalarDescription {
  std::string name;
  std::string title;
  std::string convention;
  std::string reference;
  Parameter coupling;
  ScalarCouplings kappa;
  Choices choices;
  std::vector<ModelOption> options;
  std::map<std::string, std::string> treatment;
};

QuarkTransition b_to_s() {
  return {sm::m_top_GeV, weak::V_ts_V_tb, sm::pole_bottom_GeV, running_strange_GeV(sm::pole_bottom_GeV)};
}

class HiggsLikeScalar final : public Model {
 public:
  explicit HiggsLikeScalar(ScalarDescription description)
      : about_{std::move(description)},
        kappa_{about_.kappa},
        choices_{about_.choices},
        parameters_{{"mass", ParameterKind::mass, "GeV", "mass of the scalar", 2e-3, 60.0}, about_.coupling} {
    if (!choices_.quartic) return;
    parameters_.push_back(
        {"lambda", ParameterKind::coupling, "1", "coupling of L = -lambda S^2 H^dagger H: h -> S S", 1e-8, 1.0});
    mixing_.powers.push_back(0);
    about_.convention += " - lambda S^2 H^dagger H";
  }
  std::string const& name() const override { return about_.name; }
  std::string const& title() const override { return about_.title; }
  std::string const& convention() const override { return about_.convention; }
  std::string const& reference() const override { return about_.reference; }
  std::vector<Parameter> const& parameters() const override { return parameters_; }
  std::vector<ModelOption> options() const override { return about_.options; }
  std::map<std::string, std::string> treatment() const override { return about_.treatment; }
  std::int64_t physics_version() const override { return 3; }
  double mediator_mass_GeV(Masses masses) const override { return masses[0]; }
  std::optional<ScalarCouplings> scalar_couplings() const override { return kappa_; }
  std::vector<DecayMode> decays(Masses masses) const override {
    return scalar_decays(masses[0], choices_.hadrons, kappa_, mixing_);
  }

  std::vector<ProductionChannel> productions(Masses masses) const override {
    double const m_GeV = masses[0];
    std::vector<ProductionChannel> channels;
    double const flavour_change = std::pow(flavour_change_factor(kappa_), 2);
    for (auto const& b : beauty) {
      auto const add = [&](char const* label, char const* other, double other_GeV, double of_higgs) {
        double const branching_ratio = flavour_change * of_higgs;
        if (branching_ratio > 0.0 && m_GeV + other_GeV < b.mass_GeV)
          channels.push_back({fmt::format("meson-decay:{}->{}", b.name, label),
                              MesonDecay{b.name, b.mass_GeV, other, other_GeV, branching_ratio}, mixing_, ""});
      };
      if (choices_.inclusive) {
        // The strange system recoils with the mass of a kaon, as in FORESEE.
        add("Xs", b.kaon, b.kaon_GeV, inclusive_with_scalar(m_GeV, b.lifetime_s, b_to_s()));
        continue;
      }
      double const q2_GeV2 = m_GeV * m_GeV;
      bool const strange = std::string_view{b.name} == "Bs0";
      add(b.kaon, b.kaon, b.kaon_GeV,
          (strange ? strange_share_of_eta : 1.0) *
              to_pseudoscalar_and_scalar(m_GeV, b.mass_GeV, b.kaon_GeV, b.lifetime_s, b_to_s(), B_to_K_f_0(q2_GeV2)));
      add(b.excited, b.excited, b.excited_GeV,
          to_vector_and_scalar(m_GeV, b.mass_GeV, b.excited_GeV, b.lifetime_s, b_to_s(),
                               strange ? Bs_to_phi_A_0(q2_GeV2) : B_to_Kstar_A_0(q2_GeV2, b.mass_GeV)));
    }
    auto const kaon = [&](char const* parent, double parent_GeV, double lifetime_s, char const* pion, double pion_GeV,
                          double ckm) {
      double const rate = flavour_change * kaon_to_pion_and_scalar(m_GeV, parent_GeV, pion_GeV, lifetime_s,
                                                                   sm::m_top_GeV, ckm, f_plus_at_zero);
      if (rate > 0.0)
        channels.push_back(
            {fmt::format("meson-decay:{}", parent), MesonDecay{parent, parent_GeV, pion, pion_GeV, rate}, mixing_, ""});
    };
    kaon("K+", sm::m_K_GeV, weak::K_lifetime_s, "pi+", sm::m_pi_GeV, weak::V_td_V_ts);
    kaon("KS", sm::m_K0_GeV, weak::K_S_lifetime_s, "pi0", sm::m_pi0_GeV, weak::Im_V_td_V_ts);
    kaon("KL", sm::m_K0_GeV, weak::K_L_lifetime_s, "pi0", sm::m_pi0_GeV, weak::Re_V_td_V_ts);
    if (double const rate = std::pow(etaprime_factor(kappa_), 2) * etaprime_to_eta_and_scalar(m_GeV); rate > 0.0)
      channels.push_back({"meson-decay:etaprime",
                          MesonDecay{"etaprime", sm::m_etaprime_GeV, "eta", sm::m_eta_GeV, rate}, mixing_, ""});
    // Heavier ones see quarks and gluons, not the proton; decays of B mesons make more of them by far.
    double const nucleon_coupling = std::abs(proton_share(kappa_)) * sm::m_p_GeV / sm::higgs_vacuum_GeV;
    if (m_GeV < perturbative_from_GeV && nucleon_coupling > 0.0) {
      ScalarProtonBremsstrahlung radiated{nucleon_coupling, {}};
      for (auto const& form_factor : nucleon_scalar_form_factors)
        radiated.form_factor_squared.emplace_back(form_factor.name, std::norm(form_factor.value(m_GeV)));
      channels.push_back({"scalar-proton-bremsstrahlung", std::move(radiated), mixing_, ""});
    }
    if (double const rate = higgs_to_scalar_pair(m_GeV); choices_.quartic && rate > 0.0)
      channels.push_back({"higgs-decay", HiggsDecayToPair{rate}, Monomial{{0, 2}}, ""});
    return channels;
  }

  std::optional<std::pair<double, Monomial>> magnetic_moment(std::string_view lepton, Masses masses) const override {
    for (auto const& [name, lepton_GeV, kappa] : {std::tuple{"e", sm::m_e_GeV, kappa_.e},
                                                  {"mu", sm::m_mu_GeV, kappa_.mu},
                                                  {"tau", sm::m_tau_GeV, kappa_.tau}}) {
      double const coupling = kappa * lepton_GeV / sm::higgs_vacuum_GeV;
      if (lepton == name && kappa != 0.0)
        return std::pair{coupling * coupling * magnetic_moment_scalar(masses[0] / lepton_GeV), mixing_};
    }
    return std::nullopt;
  }

  Quantities quantities(Masses masses, Couplings couplings) const override {
    PENUMBRA_EXPECT(masses.size() == 1 && couplings.size() == coupling_count());
    auto all = width_quantities(decays(masses), couplings);
    for (auto const& production : productions(masses)) {
      double const strength = production.monomial(couplings);
      if (auto const* prompt = std::get_if<MesonDecay>(&production.mechanism))
        all[fmt::format("BR({}->{} S)", prompt->parent, prompt->other)] = prompt->branching_ratio * strength;
      if (auto const* higgs = std::get_if<HiggsDecayToPair>(&production.mechanism))
        all["BR(h->S S)"] = higgs->branching_ratio * strength;
    }
    all["spread of the hadronic width (factor)"] = scalar_hadronic_spread(masses[0]);
    return all;
  }

 private:
  ScalarDescription about_;
  ScalarCouplings kappa_;
  Choices choices_;
  std::vector<Parameter> parameters_;
  Monomial mixing_{{2}};
};

/// Options that both models have; the first of `hadrons` is the default.
std::vector<ModelOption> common_options(std::vector<std::string> hadrons) {
  return {{"hadrons",
           "widths to hadrons: dispersive form factors of 2018 or of 2024 (omnes) up to 2 GeV, or chiral perturbation "
           "theory at leading order up to two kaons; quarks and gluons above",
           std::move(hadrons)},
          {"b_decays",
           "decays of B mesons: to any strange hadrons by the width of the b quark, or to K and K* alone",
           {"inclusive", "exclusive"}}};
}

void choose(ScalarDescription& scalar, std::map<std::string, std::string> const& chosen) {
  auto const& hadrons = chosen.at("hadrons");
  scalar.choices.hadrons = hadrons == "chiral"  ? ScalarHadrons::chiral
                           : hadrons == "omnes" ? ScalarHadrons::omnes
                                                : ScalarHadrons::dispersive;
  scalar.choices.inclusive = chosen.at("b_decays") == "inclusive";
  scalar.treatment = {{"hadrons", hadrons}, {"b_decays", chosen.at("b_decays")}};
}

struct KappaOption {
  char const* name;
  char const* of;
  double ScalarCouplings::*in;
};
constexpr std::array<KappaOption, 10> kappa_options{{
    {"kappa_e", "electrons", &ScalarCouplings::e},
    {"kappa_mu", "muons", &ScalarCouplings::mu},
    {"kappa_tau", "taus", &ScalarCouplings::tau},
    {"kappa_u", "up quarks", &ScalarCouplings::up},
    {"kappa_d", "down quarks", &ScalarCouplings::down},
    {"kappa_s", "strange quarks", &ScalarCouplings::strange},
    {"kappa_c", "charm quarks", &ScalarCouplings::charm},
    {"kappa_b", "bottom quarks", &ScalarCouplings::bottom},
    {"kappa_t", "top quarks", &ScalarCouplings::top},
    {"kappa_V", "W and Z bosons", &ScalarCouplings::bosons},
}};

}  // namespace

std::unique_ptr<Model const> make_dark_scalar(std::map<std::string, std::string> const& options) {
  ScalarDescription scalar{
      "dark-scalar",
      "Scalar that mixes with the Higgs boson",
      "L = -sin theta sum_f (m_f/v) S fbar f, S real, v = 246.22 GeV",
      "Winkler:2018qyg",
      {"sin_theta", ParameterKind::coupling, "1", "sine of the mixing angle with the Higgs boson", 1e-12, 1.0},
      {},
      {},
      common_options({"dispersive", "omnes", "chiral"}),
      {}};
  scalar.options.push_back(
      {"quartic", "a second coupling, lambda, with which Higgs bosons decay to pairs", {"off", "on"}});
  auto const chosen = chosen_options(scalar.name, scalar.options, options);
  choose(scalar, chosen);
  scalar.choices.quartic = chosen.at("quartic") == "on";
  return std::make_unique<HiggsLikeScalar const>(std::move(scalar));
}

std::unique_ptr<Model const> make_scalar(std::map<std::string, std::string> const& options) {
  ScalarDescription scalar{
      "scalar",
      "Scalar with any multiples of the Higgs boson's couplings",
      "L = -g S [sum_f kappa_f (m_f/v) fbar f - kappa_V (2 m_W^2 W W + m_Z^2 Z Z)/v], S real, v = 246.22 GeV",
      "Blackstone:2024ouf",
      {"g", ParameterKind::coupling, "1", "coupling that multiplies the kappas", 1e-12, 1e3},
      {},
      {},
      common_options({"omnes", "dispersive", "chiral"}),
      {}};
  for (auto const& kappa : kappa_options)
    scalar.options.push_back(
        {kappa.name, fmt::format("coupling of {} over that of the Higgs boson", kappa.of), {"0"}, true});
  auto const chosen = chosen_options(scalar.name, scalar.options, options);
  choose(scalar, chosen);
  for (auto const& kappa : kappa_options) {
    auto const& value = chosen.at(kappa.name);
    scalar.kappa.*kappa.in = option_number(scalar.name, kappa.name, value);
    scalar.convention += fmt::format(", {} = {}", kappa.name, value);
  }
  if (scalar.choices.hadrons == ScalarHadrons::dispersive && !scalar.kappa.alike_in_hadrons())
    throw InputError(
        "model scalar: hadrons = dispersive is known where all quarks have the same kappa; take omnes, whose form "
        "factors are known one by one, or chiral");
  return std::make_unique<HiggsLikeScalar const>(std::move(scalar));
}

}  // namespace penumbra
