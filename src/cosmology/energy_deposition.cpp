#include "cosmology/energy_deposition.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>

#include "core/integrate.hpp"
#include "core/interpolate.hpp"
#include "particle/constants.hpp"

namespace penumbra {
namespace {

/// Figure 3 of arXiv:1506.03811, figures only, as digitised by micrOMEGAs; the lines lie at log10(E/eV) = 3.6990 +
/// 0.232527 i.
constexpr double log10_eV_first = 3.6990;
constexpr double log10_eV_last = 12.7675;
constexpr std::array electrons{0.3084, 0.3072, 0.3044, 0.2983, 0.2944, 0.2819, 0.2593, 0.2283, 0.1904, 0.1527,
                               0.1770, 0.3680, 0.6173, 0.8228, 0.9298, 0.9756, 0.9932, 0.9889, 0.9288, 0.8256,
                               0.7032, 0.5589, 0.4296, 0.3952, 0.4660, 0.5714, 0.6388, 0.6243, 0.5593, 0.4868,
                               0.4502, 0.4357, 0.4083, 0.3994, 0.4049, 0.4064, 0.4070, 0.4016, 0.4036, 0.4056};
constexpr std::array photons{0.8767, 0.7697, 0.7021, 0.6842, 0.6963, 0.6748, 0.5851, 0.4591, 0.3256, 0.2161,
                             0.1448, 0.1631, 0.2924, 0.4681, 0.5957, 0.6781, 0.7180, 0.7260, 0.7195, 0.6858,
                             0.6288, 0.5462, 0.4469, 0.3591, 0.3184, 0.3378, 0.3905, 0.4228, 0.4212, 0.3902,
                             0.3307, 0.3901, 0.4332, 0.4148, 0.4029, 0.4047, 0.4069, 0.4017, 0.4037, 0.4056};

/// Linear in log E.
double at(std::array<double, electrons.size()> const& line, double energy_GeV) {
  double const last = static_cast<double>(line.size() - 1);
  double const place =
      (std::log10(std::max(energy_GeV, 1e-12)) + 9.0 - log10_eV_first) / (log10_eV_last - log10_eV_first) * last;
  if (place <= 0.0) return line.front();
  if (place >= last) return line.back();
  auto const left = static_cast<std::size_t>(place);
  return line[left] + (place - static_cast<double>(left)) * (line[left + 1] - line[left]);
}

// Energy left by one particle of total energy E, GeV.

double electron(double E_GeV) { return E_GeV * electron_deposition(std::max(0.0, E_GeV - sm::m_e_GeV)); }
double photon(double E_GeV) { return E_GeV * photon_deposition(E_GeV); }

/// Mean over the directions of a decay product of energy and momentum E*, p* in the rest frame of a parent.
template <class Deposit>
double over_directions(double parent_GeV, double E_GeV, double star_GeV, double p_star_GeV, Deposit const& deposit) {
  static auto const nodes = gauss_legendre(6, -1.0, 1.0);
  double const gamma = std::max(1.0, E_GeV / parent_GeV);
  double const gamma_beta = std::sqrt((gamma - 1.0) * (gamma + 1.0));
  double sum = 0.0;
  for (std::size_t i = 0; i < nodes.size(); ++i)
    sum += 0.5 * nodes.w[i] * deposit(gamma * star_GeV + gamma_beta * p_star_GeV * nodes.x[i]);
  return sum;
}

/// Michel spectrum 2 x^2 (3 - 2 x), x the electron's energy over half of the muon's mass.
double muon(double E_GeV) {
  static auto const nodes = gauss_legendre(6, 0.0, 1.0);
  double sum = 0.0;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    double const x = nodes.x[i];
    double const star_GeV = 0.5 * x * sm::m_mu_GeV;
    sum +=
        nodes.w[i] * 2.0 * x * x * (3.0 - 2.0 * x) * over_directions(sm::m_mu_GeV, E_GeV, star_GeV, star_GeV, electron);
  }
  return sum;
}

/// A charged meson that decays to a muon and a neutrino.
double to_muon(double meson_GeV, double E_GeV) {
  double const ratio = sm::m_mu_GeV * sm::m_mu_GeV / (meson_GeV * meson_GeV);
  return over_directions(meson_GeV, E_GeV, 0.5 * meson_GeV * (1.0 + ratio), 0.5 * meson_GeV * (1.0 - ratio), muon);
}

double charged_pion(double E_GeV) { return to_muon(sm::m_pi_GeV, E_GeV); }
double neutral_pion(double E_GeV) {
  return 2.0 * over_directions(sm::m_pi0_GeV, E_GeV, 0.5 * sm::m_pi0_GeV, 0.5 * sm::m_pi0_GeV, photon);
}
double eta(double E_GeV) {  // branching ratios, PDG: 39 % to photons, 33 % to three pi0, 28 % with charged pions
  return 0.39 * 2.0 * photon(0.5 * E_GeV) + 0.33 * 3.0 * neutral_pion(E_GeV / 3.0) +
         0.28 * (2.0 * charged_pion(E_GeV / 3.0) + neutral_pion(E_GeV / 3.0));
}
double charged_kaon(double E_GeV) {  // PDG: 64 % to a muon; the others mostly to two pions' worth
  return 0.64 * to_muon(sm::m_K_GeV, E_GeV) + 0.36 * (charged_pion(0.5 * E_GeV) + neutral_pion(0.5 * E_GeV));
}
double short_kaon(double E_GeV) {  // PDG: 69 % pi+pi-, 31 % pi0pi0
  return 0.69 * 2.0 * charged_pion(0.5 * E_GeV) + 0.31 * 2.0 * neutral_pion(0.5 * E_GeV);
}
double long_kaon(double E_GeV) {  // PDG: 41 % pi e nu, 27 % pi mu nu, 20 % three pi0, 13 % pi+pi-pi0
  double const third = E_GeV / 3.0;
  return 0.41 * (charged_pion(third) + electron(third)) + 0.27 * (charged_pion(third) + muon(third)) +
         0.20 * 3.0 * neutral_pion(third) + 0.13 * (2.0 * charged_pion(third) + neutral_pion(third));
}
double tau(
    double E_GeV) {  // PDG: 18 % e, 17 % mu (a third of the energy each); 65 % hadrons, 35 % of it to the neutrino
  double const hadron_GeV = 0.325 * E_GeV;  // two pions
  return 0.18 * electron(E_GeV / 3.0) + 0.17 * muon(E_GeV / 3.0) +
         0.65 * (1.35 * charged_pion(hadron_GeV) + 0.65 * neutral_pion(hadron_GeV));
}
double hadrons(double total_GeV) {
  constexpr double pions = 5.0;
  return pions * (2.0 / 3.0 * charged_pion(total_GeV / pions) + 1.0 / 3.0 * neutral_pion(total_GeV / pions));
}

/// A meson and a photon that recoil from each other.
template <class Deposit>
double with_photon(double root_s_GeV, double meson_GeV, Deposit const& meson) {
  double const photon_GeV = 0.5 * (root_s_GeV - meson_GeV * meson_GeV / root_s_GeV);
  return photon(photon_GeV) + meson(root_s_GeV - photon_GeV);
}

/// Energy that a final state leaves, GeV.
double energy_left_GeV(std::string_view final_state, double root_s_GeV) {
  double const half = 0.5 * root_s_GeV;
  if (final_state == "e+e-") return 2.0 * electron(half);
  if (final_state == "mu+mu-") return 2.0 * muon(half);
  if (final_state == "tau+tau-") return 2.0 * tau(half);
  if (final_state == "pi+pi-") return 2.0 * charged_pion(half);
  if (final_state == "pi+pi-pi0") return 2.0 * charged_pion(root_s_GeV / 3.0) + neutral_pion(root_s_GeV / 3.0);
  if (final_state == "pi0gamma") return with_photon(root_s_GeV, sm::m_pi0_GeV, neutral_pion);
  if (final_state == "etagamma") return with_photon(root_s_GeV, sm::m_eta_GeV, eta);
  if (final_state == "K+K-") return 2.0 * charged_kaon(half);
  if (final_state == "KLKS") return long_kaon(half) + short_kaon(half);
  if (final_state == "gammagamma") return 2.0 * photon(half);
  return hadrons(root_s_GeV);
}

/// Mean of a function of the final state by width.
template <class OfMode>
double mean(std::span<DecayMode const> decays, Couplings couplings, OfMode const& of) {
  double sum = 0.0;
  double total_GeV = 0.0;
  for (auto const& mode : decays) {
    double const width_GeV = mode.width_GeV * mode.monomial(couplings);
    total_GeV += width_GeV;
    if (mode.visible && width_GeV > 0.0) sum += width_GeV * of(mode);
  }
  return total_GeV > 0.0 ? sum / total_GeV : 0.0;
}

}  // namespace

double electron_deposition(double kinetic_GeV) { return at(electrons, kinetic_GeV); }
double photon_deposition(double energy_GeV) { return at(photons, energy_GeV); }

double deposition(std::string_view final_state, double root_s_GeV) {
  return energy_left_GeV(final_state, root_s_GeV) / root_s_GeV;
}

double deposition(std::span<DecayMode const> decays, double root_s_GeV, Couplings couplings) {
  return mean(decays, couplings, [&](DecayMode const& mode) { return deposition(mode.final_state, root_s_GeV); });
}

double deposition_in_flight(std::span<DecayMode const> decays, double m_GeV, double energy_GeV, Couplings couplings) {
  auto const daughters = [&](double daughter_GeV, auto const& deposit) {
    double const p_star_GeV = std::sqrt(std::max(0.0, 0.25 * m_GeV * m_GeV - daughter_GeV * daughter_GeV));
    return 2.0 * over_directions(m_GeV, energy_GeV, 0.5 * m_GeV, p_star_GeV, deposit) / energy_GeV;
  };
  return mean(decays, couplings, [&](DecayMode const& mode) {
    if (mode.final_state == "e+e-") return daughters(sm::m_e_GeV, electron);
    if (mode.final_state == "mu+mu-") return daughters(sm::m_mu_GeV, muon);
    if (mode.final_state == "pi+pi-") return daughters(sm::m_pi_GeV, charged_pion);
    return deposition(mode.final_state, energy_GeV);
  });
}

}  // namespace penumbra
