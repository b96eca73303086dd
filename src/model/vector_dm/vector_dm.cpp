#include "model/vector_dm/vector_dm.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <numbers>
#include <span>
#include <utility>

#include "core/contracts.hpp"
#include "model/dark_matter/annihilation.hpp"
#include "model/dark_matter/derived_parameters.hpp"
#include "model/dark_matter/widths.hpp"
#include "model/dark_photon/diagonalisation.hpp"
#include "model/options.hpp"
#include "model/vector/gauge_boson.hpp"
#include "model/vector/loop_mixing.hpp"
#include "model/vector/vector_mediator.hpp"
#include "model/vector_dm/heavier_state.hpp"
#include "model/vector_dm/rates.hpp"
#include "particle/constants.hpp"

namespace penumbra {
namespace {

using Spin = DarkMatter::Spin;

struct Current {
  Spin spin;
  std::string_view text;  ///< J_D of the convention
};
constexpr std::array currents{
    Current{Spin::complex_scalar, "i (chi* d_mu chi - chi d_mu chi*)"},
    Current{Spin::majorana, "1/2 chibar gamma_mu gamma5 chi"},
    Current{Spin::dirac, "chibar gamma_mu chi"},
    Current{Spin::pseudo_dirac, "i chi1bar gamma_mu chi2, m_chi = m_1 and splitting = (m_2 - m_1)/m_1"},
};

/// How the mediator couples to ordinary matter, where everything else is the same.
struct Portal {
  std::string name;
  std::string mediator_model;
  std::string title;
  std::string lagrangian;  ///< of the mediator and ordinary matter
  std::string reference;
  std::string symbol;    ///< of the mediator
  std::string mediator;  ///< in words
  Parameter coupling;
  std::function<VectorMediator(double m_GeV, Monomial const& matter)> mediator_at;
  DarkMatter charges;      ///< of electron, proton and neutron, in units of e at a coupling of one
  bool mixes_with_photon;  ///< and does nothing else
  std::span<Current const> currents;
};

/// A pair of heavy fermions of opposite charge products, ten times apart, for a natural size of kinetic mixing.
constexpr std::array decade{LoopFermion{1.0, -1.0, 1e3}, LoopFermion{1.0, 1.0, 1e2}};

/// Places of the parameters among masses and among couplings.
enum : std::size_t { m_chi = 0, m_mediator = 1, splitting = 2 };
enum : std::size_t { alpha_D = 0, matter = 1 };

class VectorDarkMatter final : public Model {
 public:
  VectorDarkMatter(Portal portal, Current const& current) : portal_{std::move(portal)}, spin_{current.spin} {
    convention_ =
        fmt::format("{} + g_D {}_mu J_D^mu, alpha_D = g_D^2/(4 pi), J_D = {}; alpha at zero momentum transfer",
                    portal_.lagrangian, portal_.symbol, current.text);
    parameters_ = {{"m_chi", ParameterKind::mass, "GeV", "mass of the dark matter", 1e-5, 100.0},
                   {"m_mediator", ParameterKind::mass, "GeV", "mass of the " + portal_.mediator, 1e-3, 100.0},
                   {"alpha_D", ParameterKind::coupling, "1",
                    fmt::format("g_D^2/(4 pi), coupling of the {} to dark matter", portal_.mediator), 1e-12, 10.0},
                   portal_.coupling};
    if (spin_ == Spin::pseudo_dirac)
      parameters_.insert(parameters_.begin() + splitting, {"splitting", ParameterKind::mass, "1",
                                                           "mass difference of the two states over the mass of the "
                                                           "lighter one",
                                                           1e-6, 1.0});
  }

  std::string const& name() const override { return portal_.name; }
  std::string const& title() const override { return portal_.title; }
  std::string const& convention() const override { return convention_; }
  std::string const& reference() const override { return portal_.reference; }
  std::vector<Parameter> const& parameters() const override { return parameters_; }
  std::vector<DerivedParameter> derived_parameters() const override {
    if (!portal_.mixes_with_photon) return {resonance_delta()};
    return {thermal_y(), resonance_delta()};
  }
  static std::vector<ModelOption> known_options(std::span<Current const> kinds) {
    ModelOption dm{"dm", "kind of dark matter", {}};
    for (auto const& current : kinds) {
      dm.values.emplace_back(to_string(current.spin));
      if (current.spin == Spin::pseudo_dirac) dm.meaning += "; pseudo-dirac has one more mass parameter, splitting";
    }
    return {dm};
  }
  std::vector<ModelOption> options() const override { return known_options(portal_.currents); }
  std::int64_t physics_version() const override { return 1; }
  std::string const& mediator_model() const override { return portal_.mediator_model; }
  double mediator_mass_GeV(Masses masses) const override { return masses[m_mediator]; }

  std::optional<VectorMediator> vector_mediator(Masses, double q2_GeV2) const override {
    return mediator(std::sqrt(std::abs(q2_GeV2)));
  }
  std::vector<DecayMode> decays(Masses masses) const override {
    auto modes = vector_decays(masses[m_mediator], mediator(masses[m_mediator]));
    auto const dm = *dark_matter(masses);
    if (double const width_GeV = dark_width_GeV(dm, masses[m_mediator]); width_GeV > 0.0)
      modes.push_back(to_dark_matter(dm, width_GeV));
    return modes;
  }
  std::vector<ProductionChannel> productions(Masses masses) const override {
    return vector_productions(masses[m_mediator], mediator(masses[m_mediator]));
  }
  std::optional<std::pair<double, Monomial>> magnetic_moment(std::string_view lepton, Masses masses) const override {
    return vector_moment(lepton, masses[m_mediator], mediator(masses[m_mediator]));
  }
  std::optional<DarkMatter> dark_matter(Masses masses) const override {
    DarkMatter dm = portal_.charges;
    dm.spin = spin_;
    dm.mass_GeV = masses[m_chi];
    dm.heavier_mass_GeV = spin_ == Spin::pseudo_dirac ? masses[m_chi] * (1.0 + masses[splitting]) : masses[m_chi];
    dm.coupling = alpha_D_;
    dm.matter = matter_;
    return dm;
  }
  std::optional<HeavierState> heavier_state(Masses masses) const override {
    if (spin_ != Spin::pseudo_dirac) return std::nullopt;
    auto const dm = *dark_matter(masses);
    auto decays = heavier_state_decays(dm, masses[m_mediator], Monomial{{1, 2}});
    double const width_GeV = dark_width_GeV(dm, masses[m_mediator]);
    if (decays.empty() || width_GeV <= 0.0) return std::nullopt;
    return HeavierState{dm.heavier_mass_GeV, dm.mass_GeV, to_dark_matter(dm, width_GeV),
                        dark_decay_anisotropy(dm, masses[m_mediator]), std::move(decays)};
  }
  /// To Standard-Model particles through the dark photon, with its running width, and to pairs of dark photons. Left
  /// out: chi chi -> A' gamma, which is of the same order in the couplings as the first and opens at m_mediator < 2
  /// m_chi; there it adds an s wave to scalars, which otherwise annihilate in the p wave.
  /// Both states of a pseudo-Dirac pair count as equally frequent, which at freeze-out (m/T = 20) is good to 4 % in the
  /// rate up to a splitting of 0.02; beyond, the heavier one is rarer and the model does not say.
  std::optional<Annihilation> annihilation(Masses masses) const override {
    constexpr double equally_frequent = 0.02;
    if (spin_ == Spin::pseudo_dirac && masses[splitting] > equally_frequent) return std::nullopt;
    auto const dm = *dark_matter(masses);
    double const m_GeV = masses[m_mediator];
    Annihilation result;
    result.mass_GeV = 0.5 * (dm.mass_GeV + dm.heavier_mass_GeV);
    bool const two_states = spin_ == Spin::dirac || spin_ == Spin::pseudo_dirac;
    result.internal_states = two_states ? 4.0 : 2.0;
    result.self_conjugate = spin_ == Spin::majorana;
    result.sigma_at = [dm, m_GeV, coupling = matter_, at = portal_.mediator_at](double s_GeV2) {
      double const root_s_GeV = std::sqrt(s_GeV2);
      double const matter_GeV = vector_width_GeV(root_s_GeV, at(root_s_GeV, coupling));
      double const secluded_GeV2 = secluded_annihilation_GeV2(dm, m_GeV, s_GeV2);
      SChannelAnnihilation const through_mediator{dm, m_GeV, s_GeV2};
      return [=](Couplings couplings) {
        double const squared = couplings[matter] * couplings[matter];
        double const alpha = couplings[alpha_D];
        return through_mediator(alpha, squared * matter_GeV) + alpha * alpha * secluded_GeV2;
      };
    };
    result.sigma_GeV2 = [at = result.sigma_at](double s_GeV2, Couplings couplings) { return at(s_GeV2)(couplings); };
    result.secluded_GeV2 = [dm, m_GeV](double s_GeV2, Couplings couplings) {
      return couplings[alpha_D] * couplings[alpha_D] * secluded_annihilation_GeV2(dm, m_GeV, s_GeV2);
    };
    result.bath_decays = [coupling = matter_, at = portal_.mediator_at](double root_s_GeV) {
      return vector_decays(root_s_GeV, at(root_s_GeV, coupling));
    };
    double const threshold_GeV = dm.mass_GeV + dm.heavier_mass_GeV;
    if (m_GeV > threshold_GeV) result.resonance_GeV = m_GeV;
    double const dark_width = dark_width_GeV(dm, m_GeV) / m_GeV;
    double const matter_width = vector_width_GeV(m_GeV, mediator(m_GeV)) / m_GeV;
    result.relative_width = [dark_width, matter_width](Couplings couplings) {
      return couplings[alpha_D] * dark_width + couplings[matter] * couplings[matter] * matter_width;
    };
    result.mediator_GeV = m_GeV;
    result.bath_width_GeV = [matter_width, m_GeV](Couplings couplings) {
      return couplings[matter] * couplings[matter] * matter_width * m_GeV;
    };
    auto& thresholds = result.thresholds_GeV;
    for (double const at_GeV : vector_width_thresholds_GeV())
      if (at_GeV > threshold_GeV) thresholds.push_back(at_GeV);
    if (2.0 * m_GeV > threshold_GeV) thresholds.push_back(2.0 * m_GeV);
    std::sort(thresholds.begin(), thresholds.end());
    return result;
  }
  Quantities quantities(Masses masses, Couplings couplings) const override {
    PENUMBRA_EXPECT(masses.size() == mass_count() && couplings.size() == 2);
    double const m_GeV = masses[m_mediator];
    auto all = vector_quantities(m_GeV, mediator(m_GeV), decays(masses), couplings, portal_.symbol);
    if (portal_.mixes_with_photon) all.merge(quantities_of_mixing(masses, couplings, all.at("Gamma_total [GeV]")));
    return all;
  }

 private:
  DecayMode to_dark_matter(DarkMatter const& dm, double width_GeV) const {
    bool const two_states = spin_ == Spin::pseudo_dirac;
    return {two_states ? "chi1chi2" : "chichi", width_GeV, alpha_D_, false, dm.mass_GeV, !two_states};
  }

  VectorMediator mediator(double m_GeV) const { return portal_.mediator_at(m_GeV, matter_); }

  Quantities quantities_of_mixing(Masses masses, Couplings couplings, double width_GeV) const {
    auto all = mixing_quantities(masses[m_mediator], couplings[matter]);
    double const squared = matter_(couplings);
    all["y"] = squared * couplings[alpha_D] * std::pow(masses[m_chi] / masses[m_mediator], 4);
    auto const dm = *dark_matter(masses);
    double const both = couplings[alpha_D] * squared;
    all["BR(pi0->gamma chi chi)"] = both * pseudoscalar_to_photon_dark_pair(dm, masses[m_mediator], width_GeV,
                                                                            sm::m_pi0_GeV, sm::br_pi0_two_photons);
    if (auto const sigma_cm2 = slow_proton_cross_section_cm2(dm, masses[m_mediator])) {
      all["sigma_bar_e [cm2]"] = both * reference_electron_cross_section_cm2(dm, masses[m_mediator]);
      all["sigma_chi_p [cm2]"] = both * *sigma_cm2;
    }
    all["charge of chi for a massless mediator / e"] = std::sqrt(squared * couplings[alpha_D] / sm::alpha);
    all["natural epsilon: one loop of unit charges with masses 10:1"] =
        loop_mixing(std::sqrt(4.0 * std::numbers::pi * couplings[alpha_D]), decade);
    if (spin_ == Spin::pseudo_dirac)
      all["Gamma(chi2->chi1 e+e-) [GeV]"] = both * heavier_state_width_GeV(dm, masses[m_mediator], sm::m_e_GeV);
    return all;
  }

  Portal portal_;
  Spin spin_;
  std::string convention_;
  std::vector<Parameter> parameters_;
  Monomial alpha_D_{{1, 0}};
  Monomial matter_{{0, 2}};
};

std::unique_ptr<Model const> make_with(Portal portal, std::map<std::string, std::string> const& options) {
  auto const name = chosen_options(portal.name, VectorDarkMatter::known_options(portal.currents), options).at("dm");
  auto const chosen = std::find_if(portal.currents.begin(), portal.currents.end(),
                                   [&](auto const& current) { return to_string(current.spin) == name; });
  return std::make_unique<VectorDarkMatter const>(std::move(portal), *chosen);
}

}  // namespace

std::unique_ptr<Model const> make_vector_dm(std::map<std::string, std::string> const& options) {
  return make_with({"vector-dm",
                    "dark-photon",
                    "Dark matter coupled to a dark photon",
                    "L = -1/4 F'F' + m^2/2 A'A' - epsilon e A'_mu J^mu_em",
                    "Izaguirre:2015yja",
                    "A'",
                    "dark photon",
                    {"epsilon", ParameterKind::coupling, "1", "kinetic mixing with the photon", 1e-14, 1.0},
                    [](double, Monomial const& coupling) { return kinetic_mixing(coupling); },
                    {},
                    true,
                    currents},
                   options);
}

std::unique_ptr<Model const> make_leptophobic_dm(std::map<std::string, std::string> const& options) {
  // Without the pseudo-Dirac pair, the last one: its heavier state would decay through loops alone.
  auto const kinds = std::span{currents}.first(currents.size() - 1);
  double const e = std::sqrt(4.0 * std::numbers::pi * sm::alpha);
  DarkMatter charges;
  charges.electron = -baryon_loop_mixing();
  charges.proton = 1.0 / e + baryon_loop_mixing();
  charges.neutron = 1.0 / e;
  return make_with({"leptophobic-dm",
                    "baryon",
                    "Dark matter coupled to a vector of baryon number",
                    "L = -1/4 V'V' + m^2/2 V V - g_B V_mu (1/3 sum_q qbar gamma^mu q + e^2/(4 pi)^2 J^mu_em)",
                    "deNiverville:2016rqh",
                    "V",
                    "vector",
                    {"g_B", ParameterKind::coupling, "1", "coupling to baryon number", 1e-14, 10.0},
                    &baryon_mediator,
                    charges,
                    false,
                    kinds},
                   options);
}

}  // namespace penumbra
