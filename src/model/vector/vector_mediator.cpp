#include "model/vector/vector_mediator.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <complex>
#include <numbers>
#include <utility>

#include "model/vector/meson_decays.hpp"
#include "model/vector/widths.hpp"
#include "particle/constants.hpp"
#include "particle/hadronic_r.hpp"
#include "particle/magnetic_moment.hpp"
#include "particle/proton_form_factor.hpp"
#include "particle/vector_mesons.hpp"

namespace penumbra {
namespace {

constexpr double e_squared = 4.0 * std::numbers::pi * sm::alpha;

struct Lepton {
  char const* name;
  char const* pair;
  double mass_GeV;
  double VectorCharges::*charge;
};
constexpr std::array<Lepton, 3> leptons{{{"e", "e+e-", sm::m_e_GeV, &VectorCharges::e},
                                         {"mu", "mu+mu-", sm::m_mu_GeV, &VectorCharges::mu},
                                         {"tau", "tau+tau-", sm::m_tau_GeV, &VectorCharges::tau}}};

struct Neutrino {
  char const* pair;
  double VectorCharges::*charge;
};
constexpr std::array<Neutrino, 3> neutrinos{{{"nu(e)nu(e)", &VectorCharges::nu_e},
                                             {"nu(mu)nu(mu)", &VectorCharges::nu_mu},
                                             {"nu(tau)nu(tau)", &VectorCharges::nu_tau}}};

double squared(double x) { return x * x; }

struct RadiativeDecay {
  char const* channel;
  char const* parent;
  double parent_GeV;
  char const* other;
  double other_GeV;
  double br_photon;  ///< of the decay with a photon in place of the dark photon
  /// Quark content of a pseudoscalar that decays to a photon and the vector (normalisation plays no role): eta and eta'
  /// with a mixing angle of -19.5 degrees, as arXiv:1801.04847 has them.
  std::optional<std::array<double, 3>> content;
  /// Through which meson another decay goes: V -> P V' is of the isospin of V times that of P.
  double MesonCharges::*through;
};
constexpr std::array<RadiativeDecay, 7> radiative_decays{{
    {"meson-decay:pi0", "pi0", sm::m_pi0_GeV, "gamma", 0.0, sm::br_pi0_two_photons, {{1.0, -1.0, 0.0}}, nullptr},
    {"meson-decay:eta", "eta", sm::m_eta_GeV, "gamma", 0.0, sm::br_eta_two_photons, {{1.0, 1.0, -1.0}}, nullptr},
    {"meson-decay:etaprime",
     "etaprime",
     sm::m_etaprime_GeV,
     "gamma",
     0.0,
     sm::br_etaprime_two_photons,
     {{1.0, 1.0, 2.0}},
     nullptr},
    {"meson-decay:omega",
     "omega",
     meson::omega.mass_GeV,
     "pi0",
     sm::m_pi0_GeV,
     meson::omega.br_pi0_gamma,
     {},
     &MesonCharges::rho},
    {"meson-decay:rho0",
     "rho0",
     meson::rho0.mass_GeV,
     "pi0",
     sm::m_pi0_GeV,
     meson::rho0.br_pi0_gamma,
     {},
     &MesonCharges::omega},
    {"meson-decay:phi",
     "phi",
     meson::phi.mass_GeV,
     "eta",
     sm::m_eta_GeV,
     meson::phi.br_eta_gamma,
     {},
     &MesonCharges::phi},
    {"meson-decay:phi-pi0",
     "phi",
     meson::phi.mass_GeV,
     "pi0",
     sm::m_pi0_GeV,
     meson::phi.br_pi0_gamma,
     {},
     &MesonCharges::rho},
}};

double branching_ratio(RadiativeDecay const& decay, double m_GeV) {
  return decay.other_GeV == 0.0
             ? pseudoscalar_to_photon_vector(m_GeV, decay.parent_GeV, decay.br_photon)
             : vector_to_pseudoscalar_vector(m_GeV, decay.parent_GeV, decay.other_GeV, decay.br_photon);
}

struct MixingMeson {
  char const* name;
  VectorMeson meson;
  double MesonCharges::*charge;
};
constexpr std::array<MixingMeson, 3> mixing_mesons{{{"rho0", meson::rho0, &MesonCharges::rho},
                                                    {"omega", meson::omega, &MesonCharges::omega},
                                                    {"phi", meson::phi, &MesonCharges::phi}}};

/// Of the photon's rate from quark and antiquark this share is of up quarks: u and d alike in nuclei give 4/5, twice as
/// many u as d 8/9; the rest is taken as of down quarks. Between these ends the rate of a vector coupled to baryon
/// number moves by 15 %.
constexpr double up_share = 0.83;

double drell_yan_over_photons(QuarkCharges const& quarks) {
  return up_share * squared(quarks.up / electric_charges.up) +
         (1.0 - up_share) * squared(quarks.down / electric_charges.down);
}

/// Amplitude of P -> gamma V through rho, omega and phi for a pseudoscalar diag(up, down, strange): sum of T_q Q_q x_q.
std::complex<double> to_photon_and_vector(std::array<double, 3> const& content, MesonCharges const& c, double m_GeV) {
  auto const [up, down, strange] = content;
  auto const isovector = 0.5 * c.rho * rho_pole(m_GeV);
  auto const isoscalar = c.omega / 6.0 * narrow_pole(meson::omega, m_GeV);
  return up * electric_charges.up * (isoscalar + isovector) + down * electric_charges.down * (isoscalar - isovector) -
         strange * electric_charges.strange * c.phi / 3.0 * narrow_pole(meson::phi, m_GeV);
}

/// Rate of a radiative decay over that of a vector with the photon's charges.
double over_photons(RadiativeDecay const& decay, MesonCharges const& c, double m_GeV) {
  if (!decay.content) return squared(c.*decay.through);
  auto const photon = to_photon_and_vector(*decay.content, photon_like, m_GeV);
  return std::norm(to_photon_and_vector(*decay.content, c, m_GeV) / photon);
}

double lepton_width_GeV(double m_GeV, Lepton const& lepton, VectorMediator const& mediator) {
  return vector_to_fermions_GeV(mediator.g_squared * squared(mediator.charges.*lepton.charge), m_GeV, lepton.mass_GeV);
}

double neutrino_width_GeV(double m_GeV, Neutrino const& neutrino, VectorMediator const& mediator) {
  return 0.5 * vector_to_fermions_GeV(mediator.g_squared * squared(mediator.charges.*neutrino.charge), m_GeV, 0.0);
}

}  // namespace

VectorMediator kinetic_mixing(Monomial matter) { return {photon_charges, e_squared, std::move(matter)}; }

std::vector<DecayMode> vector_decays(double m_GeV, VectorMediator const& mediator) {
  auto const& matter = mediator.monomial;
  std::vector<DecayMode> modes;
  for (auto const& lepton : leptons)
    if (double const width = lepton_width_GeV(m_GeV, lepton, mediator); width > 0.0)
      modes.push_back({lepton.pair, width, matter, true, lepton.mass_GeV, true});
  for (auto const& channel : hadronic_channels(m_GeV, mediator.charges.quarks))
    if (channel.r > 0.0)
      modes.push_back({std::string(channel.final_state), vector_to_hadrons_GeV(mediator.g_squared, m_GeV, channel.r),
                       matter, true, channel.daughter_mass_GeV, channel.two_body});
  for (auto const& neutrino : neutrinos)
    if (double const width = neutrino_width_GeV(m_GeV, neutrino, mediator); width > 0.0)
      modes.push_back({neutrino.pair, width, matter, false, 0.0, true});
  return modes;
}

double vector_width_GeV(double m_GeV, VectorMediator const& mediator) {
  double width_GeV = vector_to_hadrons_GeV(mediator.g_squared, m_GeV, hadronic_r(m_GeV, mediator.charges.quarks));
  for (auto const& lepton : leptons) width_GeV += lepton_width_GeV(m_GeV, lepton, mediator);
  for (auto const& neutrino : neutrinos) width_GeV += neutrino_width_GeV(m_GeV, neutrino, mediator);
  return width_GeV;
}

std::span<double const> vector_width_thresholds_GeV() {
  // Around a narrow meson: five widths either side, beyond which it is a slowly changing tail.
  static constexpr double omega_GeV = 5.0 * meson::omega.width_GeV;
  static constexpr double phi_GeV = 5.0 * meson::phi.width_GeV;
  static constexpr std::array thresholds_GeV{2.0 * sm::m_e_GeV,
                                             sm::m_pi0_GeV,
                                             2.0 * sm::m_mu_GeV,
                                             2.0 * sm::m_pi_GeV,
                                             sm::m_eta_GeV,
                                             meson::omega.mass_GeV - omega_GeV,
                                             meson::omega.mass_GeV,
                                             meson::omega.mass_GeV + omega_GeV,
                                             0.95,  // the remaining hadrons start here, see hadronic_channels
                                             2.0 * sm::m_K_GeV,
                                             meson::phi.mass_GeV,
                                             meson::phi.mass_GeV + phi_GeV,
                                             2.0,  // measured R ends, perturbative R begins
                                             2.0 * sm::m_tau_GeV,
                                             2.0 * sm::m_D0_GeV,
                                             2.0 * sm::m_B_GeV};
  static_assert(std::is_sorted(thresholds_GeV.begin(), thresholds_GeV.end()));
  return thresholds_GeV;
}

std::vector<ProductionChannel> vector_productions(double m_GeV, VectorMediator const& mediator) {
  auto const& matter = mediator.monomial;
  auto const charges = meson_charges(mediator.charges.quarks);
  double const g2 = mediator.g_squared / e_squared;
  std::vector<ProductionChannel> channels;
  auto const add = [&](double rate, char const* name, auto mechanism, char const* group) {
    if (rate > 0.0) channels.push_back({name, std::move(mechanism), matter, group});
  };
  for (auto const& decay : radiative_decays) {
    double const rate = g2 * branching_ratio(decay, m_GeV) * over_photons(decay, charges, m_GeV);
    add(rate, decay.channel, MesonDecay{decay.parent, decay.parent_GeV, decay.other, decay.other_GeV, rate}, "");
  }
  // Bremsstrahlung with a time-like form factor contains the mixing with vector mesons: one or the other.
  // Where a beam has tables of quarks and antiquarks, at masses where perturbation theory holds, these come first.
  char const* const group = "vmd-bremsstrahlung";
  double const quarks = g2 * drell_yan_over_photons(mediator.charges.quarks);
  add(quarks, "drell-yan", DrellYan{quarks}, group);
  if (auto const dirac = proton_dirac_vector_dominance(m_GeV, charges); std::norm(dirac) > 0.0) {
    ProtonBremsstrahlung radiated{{}, proton_pauli_vector_dominance(m_GeV, charges) / dirac};
    for (auto const& one : proton_form_factors)
      radiated.form_factor_squared.emplace_back(one.name, g2 * std::norm(one.dirac(m_GeV, charges)));
    channels.push_back({"proton-bremsstrahlung", std::move(radiated), matter, group});
  }
  for (auto const& [parent, meson, charge] : mixing_mesons)
    if (double const rate = g2 * squared(charges.*charge) * mixing_rate_per_parent(meson, m_GeV); rate > 0.0)
      channels.push_back({fmt::format("mixing:{}", parent), VectorMixing{parent, rate, meson.mass_GeV, meson.width_GeV},
                          matter, group});
  double const electron = g2 * squared(mediator.charges.e);
  double const muon = g2 * squared(mediator.charges.mu);
  add(electron, "electron-bremsstrahlung", ElectronBremsstrahlung{electron}, "");
  add(muon, "muon-bremsstrahlung", MuonBremsstrahlung{muon}, "");
  add(electron, "positron-annihilation", PositronAnnihilation{electron}, "");
  return channels;
}

std::optional<std::pair<double, Monomial>> vector_moment(std::string_view lepton, double m_GeV,
                                                         VectorMediator const& mediator) {
  for (auto const& l : leptons)
    if (lepton == l.name)
      return std::pair{
          mediator.g_squared * squared(mediator.charges.*l.charge) * magnetic_moment_vector(m_GeV / l.mass_GeV),
          mediator.monomial};
  return std::nullopt;
}

Quantities vector_quantities(double m_GeV, VectorMediator const& mediator, std::span<DecayMode const> decays,
                             Couplings couplings, std::string const& symbol) {
  auto all = width_quantities(decays, couplings);
  auto const charges = meson_charges(mediator.charges.quarks);
  double const strength = mediator.monomial(couplings);
  double const g2 = mediator.g_squared / e_squared;
  all["R_had"] = hadronic_r(m_GeV, mediator.charges.quarks);
  for (auto const& decay : radiative_decays)
    if (double const rate = g2 * branching_ratio(decay, m_GeV) * over_photons(decay, charges, m_GeV); rate > 0.0)
      all[fmt::format("BR({}->{} {})", decay.parent, decay.other, symbol)] = rate * strength;
  for (auto const& [parent, meson, charge] : mixing_mesons)
    all[fmt::format("mixing({}->{})", parent, symbol)] =
        g2 * squared(charges.*charge) * mixing_rate_per_parent(meson, m_GeV) * strength;
  for (auto const& lepton : leptons)
    all[fmt::format("a_{}", lepton.name)] = strength * vector_moment(lepton.name, m_GeV, mediator)->first;
  for (auto const& one : proton_form_factors)
    if (one.usual) all[fmt::format("|F1p| {}", one.name)] = std::abs(one.dirac(m_GeV, charges));
  return all;
}

}  // namespace penumbra
