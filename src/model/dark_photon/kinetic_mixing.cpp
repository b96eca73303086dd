#include "model/dark_photon/kinetic_mixing.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <complex>
#include <numbers>

#include "model/dark_photon/diagonalisation.hpp"
#include "model/dark_photon/meson_decays.hpp"
#include "model/dark_photon/widths.hpp"
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
};
constexpr std::array<Lepton, 3> leptons{
    {{"e", "e+e-", sm::m_e_GeV}, {"mu", "mu+mu-", sm::m_mu_GeV}, {"tau", "tau+tau-", sm::m_tau_GeV}}};

struct RadiativeDecay {
  char const* channel;
  char const* parent;
  double parent_GeV;
  char const* other;
  double other_GeV;
  double br_photon;  ///< of the decay with a photon in place of the dark photon
};
constexpr std::array<RadiativeDecay, 7> radiative_decays{{
    {"meson-decay:pi0", "pi0", sm::m_pi0_GeV, "gamma", 0.0, sm::br_pi0_two_photons},
    {"meson-decay:eta", "eta", sm::m_eta_GeV, "gamma", 0.0, sm::br_eta_two_photons},
    {"meson-decay:etaprime", "etaprime", sm::m_etaprime_GeV, "gamma", 0.0, sm::br_etaprime_two_photons},
    {"meson-decay:omega", "omega", meson::omega.mass_GeV, "pi0", sm::m_pi0_GeV, meson::omega.br_pi0_gamma},
    {"meson-decay:rho0", "rho0", meson::rho0.mass_GeV, "pi0", sm::m_pi0_GeV, meson::rho0.br_pi0_gamma},
    {"meson-decay:phi", "phi", meson::phi.mass_GeV, "eta", sm::m_eta_GeV, meson::phi.br_eta_gamma},
    {"meson-decay:phi-pi0", "phi", meson::phi.mass_GeV, "pi0", sm::m_pi0_GeV, meson::phi.br_pi0_gamma},
}};

double branching_ratio(RadiativeDecay const& decay, double m_GeV) {
  return decay.other_GeV == 0.0
             ? pseudoscalar_to_photon_vector(m_GeV, decay.parent_GeV, decay.br_photon)
             : vector_to_pseudoscalar_vector(m_GeV, decay.parent_GeV, decay.other_GeV, decay.br_photon);
}

struct MixingMeson {
  char const* name;
  VectorMeson meson;
};
constexpr std::array<MixingMeson, 3> mixing_mesons{
    {{"rho0", meson::rho0}, {"omega", meson::omega}, {"phi", meson::phi}}};

}  // namespace

std::vector<DecayMode> kinetic_mixing_decays(double m_GeV, Monomial const& matter) {
  std::vector<DecayMode> modes;
  for (auto const& lepton : leptons)
    if (double const width = vector_to_fermions_GeV(e_squared, m_GeV, lepton.mass_GeV); width > 0.0)
      modes.push_back({lepton.pair, width, matter, true, lepton.mass_GeV, true});
  for (auto const& channel : hadronic_channels(m_GeV))
    if (channel.r > 0.0)
      modes.push_back({std::string(channel.final_state), photon_like_to_hadrons_GeV(m_GeV, channel.r), matter, true,
                       channel.daughter_mass_GeV, channel.two_body});
  return modes;
}

double kinetic_mixing_width_GeV(double m_GeV) {
  double width_GeV = photon_like_to_hadrons_GeV(m_GeV, hadronic_r(m_GeV));
  for (auto const& lepton : leptons) width_GeV += vector_to_fermions_GeV(e_squared, m_GeV, lepton.mass_GeV);
  return width_GeV;
}

std::span<double const> kinetic_mixing_thresholds_GeV() {
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

std::vector<ProductionChannel> kinetic_mixing_productions(double m_GeV, Monomial const& matter) {
  std::vector<ProductionChannel> channels;
  for (auto const& decay : radiative_decays) {
    double const rate = branching_ratio(decay, m_GeV);
    if (rate <= 0.0) continue;
    channels.push_back(
        {decay.channel, MesonDecay{decay.parent, decay.parent_GeV, decay.other, decay.other_GeV, rate}, matter, ""});
  }
  // Bremsstrahlung with a time-like form factor contains the mixing with vector mesons: one or the other.
  // Where a beam has tables of quarks and antiquarks, at masses where perturbation theory holds, these come first.
  std::string const group = "vmd-bremsstrahlung";
  channels.push_back({"drell-yan", DrellYan{1.0}, matter, group});
  ProtonBremsstrahlung radiated{{}, proton_pauli_vector_dominance(m_GeV) / proton_dirac_vector_dominance(m_GeV)};
  for (auto const& one : proton_form_factors)
    radiated.form_factor_squared.emplace_back(one.name, std::norm(one.dirac(m_GeV)));
  channels.push_back({"proton-bremsstrahlung", radiated, matter, group});
  for (auto const& [parent, meson] : mixing_mesons)
    channels.push_back({fmt::format("mixing:{}", parent),
                        VectorMixing{parent, mixing_rate_per_parent(meson, m_GeV), meson.mass_GeV, meson.width_GeV},
                        matter, group});
  channels.push_back({"electron-bremsstrahlung", ElectronBremsstrahlung{1.0}, matter, ""});
  channels.push_back({"muon-bremsstrahlung", MuonBremsstrahlung{1.0}, matter, ""});
  channels.push_back({"positron-annihilation", PositronAnnihilation{1.0}, matter, ""});
  return channels;
}

std::optional<std::pair<double, Monomial>> kinetic_mixing_moment(std::string_view lepton, double m_GeV,
                                                                 Monomial const& matter) {
  for (auto const& l : leptons)
    if (lepton == l.name) return std::pair{e_squared * magnetic_moment_vector(m_GeV / l.mass_GeV), matter};
  return std::nullopt;
}

Quantities vector_quantities(double m_GeV, double epsilon_squared, std::span<DecayMode const> decays,
                             Couplings couplings) {
  auto all = width_quantities(decays, couplings);
  all["R_had"] = hadronic_r(m_GeV);
  for (auto const& decay : radiative_decays)
    if (double const rate = branching_ratio(decay, m_GeV); rate > 0.0)
      all[fmt::format("BR({}->{} A')", decay.parent, decay.other)] = rate * epsilon_squared;
  for (auto const& lepton : leptons)
    all[fmt::format("a_{}", lepton.name)] =
        epsilon_squared * e_squared * magnetic_moment_vector(m_GeV / lepton.mass_GeV);
  if (auto const mixed = diagonalise(m_GeV, std::sqrt(epsilon_squared))) {
    all["mixing: coupling to J_em / e"] = mixed->electromagnetic;
    all["mixing: coupling to the Z current / g_Z"] = mixed->Z_current;
    all["mixing: coupling of the Z to the dark current / g_D"] = mixed->Z_to_dark;
    all["mixing: shift of m_Z / m_Z"] = mixed->Z_mass_shift;
  }
  for (auto const& one : proton_form_factors)
    if (one.usual) all[fmt::format("|F1p| {}", one.name)] = std::abs(one.dirac(m_GeV));
  return all;
}

}  // namespace penumbra
