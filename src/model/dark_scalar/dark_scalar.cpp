#include "model/dark_scalar/dark_scalar.hpp"

#include <fmt/format.h>

#include <array>

#include "core/contracts.hpp"
#include "model/dark_scalar/decay_modes.hpp"
#include "model/dark_scalar/production.hpp"
#include "model/dark_scalar/widths.hpp"
#include "model/options.hpp"
#include "particle/b_to_strange.hpp"
#include "particle/constants.hpp"
#include "particle/magnetic_moment.hpp"
#include "particle/quark_masses.hpp"
#include "particle/weak_hadrons.hpp"

namespace penumbra {
namespace {

/// f_+(0) of K -> pi, lattice average (FLAG, 2+1+1 flavours).
constexpr double f_plus_at_zero = 0.9698;
/// m_N times the fraction of the nucleon's mass that the Higgs boson couples to: f_N = 0.30 (recalled:
/// arXiv:1306.4710).
constexpr double nucleon_coupling = 0.30 * sm::m_p_GeV / sm::higgs_vacuum_GeV;

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
};

struct Choices {
  ScalarHadrons hadrons = ScalarHadrons::dispersive;
  bool inclusive = true;
  bool quartic = false;
};

QuarkTransition b_to_s() {
  return {sm::m_top_GeV, weak::V_ts_V_tb, sm::pole_bottom_GeV, running_strange_GeV(sm::pole_bottom_GeV)};
}

class DarkScalar final : public Model {
 public:
  explicit DarkScalar(Choices const& choices) : choices_{choices} {
    if (!choices_.quartic) return;
    parameters_.push_back(
        {"lambda", ParameterKind::coupling, "1", "coupling of L = -lambda S^2 H^dagger H: h -> S S", 1e-8, 1.0});
    mixing_.powers.push_back(0);
    convention_ += " - lambda S^2 H^dagger H";
  }
  std::string const& name() const override { return name_; }
  std::string const& title() const override { return title_; }
  std::string const& convention() const override { return convention_; }
  std::string const& reference() const override { return reference_; }
  std::vector<Parameter> const& parameters() const override { return parameters_; }
  static std::vector<ModelOption> known_options() {
    return {
        {"hadrons",
         "widths to hadrons: dispersive form factors up to 2 GeV, or chiral perturbation theory at leading order up "
         "to two kaons, quarks and gluons above",
         {"dispersive", "chiral"}},
        {"b_decays",
         "decays of B mesons: to any strange hadrons by the width of the b quark, or to K and K* alone",
         {"inclusive", "exclusive"}},
        {"quartic", "a second coupling, lambda, with which Higgs bosons decay to pairs", {"off", "on"}}};
  }
  std::vector<ModelOption> options() const override { return known_options(); }
  std::int64_t physics_version() const override { return 1; }
  double mediator_mass_GeV(Masses masses) const override { return masses[0]; }
  std::vector<DecayMode> decays(Masses masses) const override {
    return dark_scalar_decays(masses[0], choices_.hadrons, mixing_);
  }

  std::vector<ProductionChannel> productions(Masses masses) const override {
    double const m_GeV = masses[0];
    std::vector<ProductionChannel> channels;
    for (auto const& b : beauty) {
      auto const add = [&](char const* label, char const* other, double other_GeV, double branching_ratio) {
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
      add(b.kaon, b.kaon, b.kaon_GeV,
          to_pseudoscalar_and_scalar(m_GeV, b.mass_GeV, b.kaon_GeV, b.lifetime_s, b_to_s(), B_to_K_f_0(q2_GeV2)));
      add(b.excited, b.excited, b.excited_GeV,
          to_vector_and_scalar(m_GeV, b.mass_GeV, b.excited_GeV, b.lifetime_s, b_to_s(),
                               B_to_Kstar_A_0(q2_GeV2, b.mass_GeV)));
    }
    auto const kaon = [&](char const* parent, double parent_GeV, double lifetime_s, char const* pion, double pion_GeV,
                          double ckm) {
      double const rate =
          kaon_to_pion_and_scalar(m_GeV, parent_GeV, pion_GeV, lifetime_s, sm::m_top_GeV, ckm, f_plus_at_zero);
      if (rate > 0.0)
        channels.push_back(
            {fmt::format("meson-decay:{}", parent), MesonDecay{parent, parent_GeV, pion, pion_GeV, rate}, mixing_, ""});
    };
    kaon("K+", sm::m_K_GeV, weak::K_lifetime_s, "pi+", sm::m_pi_GeV, weak::V_td_V_ts);
    kaon("KL", sm::m_K0_GeV, weak::K_L_lifetime_s, "pi0", sm::m_pi0_GeV, weak::Re_V_td_V_ts);
    if (double const rate = etaprime_to_eta_and_scalar(m_GeV); rate > 0.0)
      channels.push_back({"meson-decay:etaprime",
                          MesonDecay{"etaprime", sm::m_etaprime_GeV, "eta", sm::m_eta_GeV, rate}, mixing_, ""});
    channels.push_back({"scalar-proton-bremsstrahlung", ScalarProtonBremsstrahlung{nucleon_coupling}, mixing_, ""});
    if (double const rate = higgs_to_scalar_pair(m_GeV); choices_.quartic && rate > 0.0)
      channels.push_back({"higgs-decay", HiggsDecayToPair{rate}, Monomial{{0, 2}}, ""});
    return channels;
  }

  std::optional<std::pair<double, Monomial>> magnetic_moment(std::string_view lepton, Masses masses) const override {
    for (auto const& [name, lepton_GeV] :
         {std::pair{"e", sm::m_e_GeV}, std::pair{"mu", sm::m_mu_GeV}, std::pair{"tau", sm::m_tau_GeV}}) {
      double const coupling = lepton_GeV / sm::higgs_vacuum_GeV;
      if (lepton == name)
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
  Choices choices_;
  std::string name_ = "dark-scalar";
  std::string title_ = "Scalar that mixes with the Higgs boson";
  std::string convention_ = "L = -sin theta sum_f (m_f/v) S fbar f, S real, v = 246.22 GeV";
  std::string reference_ = "Winkler:2018qyg";
  std::vector<Parameter> parameters_{
      {"mass", ParameterKind::mass, "GeV", "mass of the scalar", 2e-3, 60.0},
      {"sin_theta", ParameterKind::coupling, "1", "sine of the mixing angle with the Higgs boson", 1e-12, 1.0}};
  Monomial mixing_{{2}};
};

}  // namespace

std::unique_ptr<Model const> make_dark_scalar(std::map<std::string, std::string> const& options) {
  auto const chosen = chosen_options("dark-scalar", DarkScalar::known_options(), options);
  return std::make_unique<DarkScalar const>(
      Choices{chosen.at("hadrons") == "chiral" ? ScalarHadrons::chiral : ScalarHadrons::dispersive,
              chosen.at("b_decays") == "inclusive", chosen.at("quartic") == "on"});
}

}  // namespace penumbra
