#include "particle/hadronic_r.hpp"

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>
#include <vector>

#include "core/integrate.hpp"
#include "core/interpolate.hpp"
#include "particle/constants.hpp"
#include "particle/perturbative_r.hpp"
#include "particle/pion_form_factor.hpp"
#include "particle/r_data.hpp"
#include "particle/vector_mesons.hpp"

namespace penumbra {
namespace {

using Complex = std::complex<double>;

/// Amplitude of e+e- -> V -> f in units where |sum|^2 is R; `growth` is Gamma_f(M) / Gamma_f(m_V).
Complex amplitude(VectorMeson const& v, double branching_ratio, double growth, double m_GeV) {
  double const strength =
      9.0 * v.width_ee_GeV * branching_ratio * v.width_GeV * growth / (sm::alpha * sm::alpha * v.mass_GeV * m_GeV);
  return std::sqrt(strength) * narrow_pole(v, m_GeV);
}

/// Momentum cubed of a pseudoscalar and a photon from mass M, GeV^3: how Gamma(V -> P gamma) grows.
double photon_momentum_cubed(double m_GeV, double pseudoscalar_GeV) {
  double const k = (m_GeV * m_GeV - pseudoscalar_GeV * pseudoscalar_GeV) / (2.0 * m_GeV);
  return k > 0.0 ? k * k * k : 0.0;
}

double r_pi0_gamma(double m_GeV, MesonCharges const& c) {
  double const now = photon_momentum_cubed(m_GeV, sm::m_pi0_GeV);
  auto const growth = [now](VectorMeson const& v) { return now / photon_momentum_cubed(v.mass_GeV, sm::m_pi0_GeV); };
  return std::norm(c.rho * amplitude(meson::rho0, meson::rho0.br_pi0_gamma, growth(meson::rho0), m_GeV) +
                   c.omega * amplitude(meson::omega, meson::omega.br_pi0_gamma, growth(meson::omega), m_GeV) -
                   c.phi * amplitude(meson::phi, meson::phi.br_pi0_gamma, growth(meson::phi), m_GeV));
}

double r_eta_gamma(double m_GeV, MesonCharges const& c) {
  double const now = photon_momentum_cubed(m_GeV, sm::m_eta_GeV);
  auto const growth = [now](VectorMeson const& v) { return now / photon_momentum_cubed(v.mass_GeV, sm::m_eta_GeV); };
  return std::norm(c.rho * amplitude(meson::rho0, meson::rho0.br_eta_gamma, growth(meson::rho0), m_GeV) +
                   c.omega * amplitude(meson::omega, meson::omega.br_eta_gamma, growth(meson::omega), m_GeV) -
                   c.phi * amplitude(meson::phi, meson::phi.br_eta_gamma, growth(meson::phi), m_GeV));
}

/// 1/(m_rho^2 - s - i q Gamma(s)) of two pions inside three, s in GeV^2.
Complex rho_in_three_pions(double s_GeV2) {
  constexpr double threshold = 4.0 * sm::m_pi_GeV * sm::m_pi_GeV;
  constexpr double m2 = meson::rho0.mass_GeV * meson::rho0.mass_GeV;
  double const excess = std::max(0.0, (s_GeV2 - threshold) / (m2 - threshold));
  return 1.0 / Complex{m2 - s_GeV2, -meson::rho0.mass_GeV * meson::rho0.width_GeV * excess * std::sqrt(excess)};
}

/// Phase space of V -> rho pi -> three pions (all with the charged mass), proportional to the width:
///   int dm_12 dcos p^3 q^3 sin^2 |sum of the three rho poles|^2,
/// m_12 of a pair, q its momentum in the pair, p that of the third pion.
double three_pion_phase_space(double m_GeV) {
  constexpr double mu = sm::m_pi_GeV;
  if (m_GeV <= 3.0 * mu) return 0.0;
  auto const masses = gauss_legendre(40, 2.0 * mu, m_GeV - mu);
  auto const cosines = gauss_legendre(12, -1.0, 1.0);
  double const s = m_GeV * m_GeV;
  double sum = 0.0;
  for (std::size_t i = 0; i < masses.size(); ++i) {
    double const s12 = masses.x[i] * masses.x[i];
    double const q = std::sqrt(s12 / 4.0 - mu * mu);
    double const energy = (s - s12 + mu * mu) / (2.0 * m_GeV);
    double const p = std::sqrt(energy * energy - mu * mu);
    double const p_in_pair = p * m_GeV / masses.x[i];
    for (std::size_t j = 0; j < cosines.size(); ++j) {
      double const c = cosines.x[j];
      double const middle = 0.5 * (s + 3.0 * mu * mu - s12);
      double const spread = 2.0 * q * p_in_pair * c;
      auto const poles =
          rho_in_three_pions(s12) + rho_in_three_pions(middle + spread) + rho_in_three_pions(middle - spread);
      sum += masses.w[i] * cosines.w[j] * std::pow(p * q, 3) * (1.0 - c * c) * std::norm(poles);
    }
  }
  return sum;
}

/// ln of the phase space on a grid in M, made once; held above 2.5 GeV, where the channel is below 1 % of R.
struct ThreePionTable {
  std::vector<double> m_GeV;
  std::vector<double> log_value;
};

ThreePionTable make_three_pion_table() {
  ThreePionTable table;
  for (int i = 1; i <= 420; ++i) {
    double const m = 3.0 * sm::m_pi_GeV + 0.005 * i;
    table.m_GeV.push_back(m);
    table.log_value.push_back(std::log(three_pion_phase_space(m)));
  }
  return table;
}

double r_three_pions(double m_GeV, MesonCharges const& c) {
  static ThreePionTable const table = make_three_pion_table();
  if (m_GeV <= 3.0 * sm::m_pi_GeV) return 0.0;
  // Below the first node the phase space falls like the fourth power of the excess energy: negligible and set by that
  // node.
  auto const log_at = [](double m) { return interpolate(table.m_GeV, table.log_value, m); };
  double const onset = std::min(1.0, (m_GeV - 3.0 * sm::m_pi_GeV) / 0.005);
  double const now = log_at(m_GeV);
  static double const at_omega = log_at(meson::omega.mass_GeV);
  static double const at_phi = log_at(meson::phi.mass_GeV);
  return std::pow(onset, 4) *
         std::norm(c.omega * amplitude(meson::omega, meson::omega.br_three_pions, std::exp(now - at_omega), m_GeV) -
                   c.phi * amplitude(meson::phi, meson::phi.br_three_pions, std::exp(now - at_phi), m_GeV));
}

double beta(double m_GeV, double daughter_GeV) {
  double const b2 = 1.0 - 4.0 * daughter_GeV * daughter_GeV / (m_GeV * m_GeV);
  return b2 > 0.0 ? std::sqrt(b2) : 0.0;
}

/// Running of alpha from the leptons' loops and the rho and omega poles, Delta alpha(M^2), for M above 0.25 GeV:
///   lepton (alpha/3 pi) [ln(M^2/m^2) - 5/3 + 6 m^2/M^2], meson -(3 Gamma_ee/(alpha m_V)) M^2 / (m_V^2 - M^2 - i m_V
///   Gamma_V).
/// Source: dispersion relation of Cabibbo and Gatto, Phys. Rev. 124 (1961) 1577, with narrow resonances; heavier
/// hadrons add 5e-4.
Complex vacuum_polarisation(double m_GeV) {
  double const s = m_GeV * m_GeV;
  Complex sum = 0.0;
  for (double const lepton : {sm::m_e_GeV, sm::m_mu_GeV}) {
    double const x = lepton * lepton / s;
    sum += sm::alpha / (3.0 * std::numbers::pi) * (-std::log(x) - 5.0 / 3.0 + 6.0 * x);
  }
  for (auto const& v : {meson::rho0, meson::omega})
    sum -= photon_mixing_squared(v) * s / (v.mass_GeV * v.mass_GeV) * narrow_pole(v, m_GeV);
  return sum;
}

/// The fit is to the cross section with vacuum polarisation, which the width of a dark photon does not have.
double r_pions(double m_GeV, MesonCharges const& c) {
  double const b = beta(m_GeV, sm::m_pi_GeV);
  if (b == 0.0) return 0.0;
  return b * b * b * std::norm(pion_form_factor(m_GeV, c)) / 4.0 * std::norm(1.0 - vacuum_polarisation(m_GeV));
}

double r_kaons(double m_GeV, double kaon_GeV, double isovector_sign, MesonCharges const& c) {
  double const b = beta(m_GeV, kaon_GeV);
  if (b == 0.0) return 0.0;
  auto const form_factor =
      c.rho * isovector_sign / 2.0 * gounaris_sakurai(m_GeV * m_GeV, meson::rho0.mass_GeV, meson::rho0.width_GeV) +
      c.omega * narrow_pole(meson::omega, m_GeV) / 6.0 + c.phi * narrow_pole(meson::phi, m_GeV) / 3.0;
  return b * b * b * std::norm(form_factor) / 4.0;
}

using Channels = std::array<HadronicChannel, 7>;

/// Everything but the rest.
Channels exclusive(double m_GeV, MesonCharges const& c) {
  return {{{"pi+pi-", r_pions(m_GeV, c), sm::m_pi_GeV, true},
           {"pi+pi-pi0", r_three_pions(m_GeV, c), sm::m_pi_GeV, false},
           {"pi0gamma", m_GeV > sm::m_pi0_GeV ? r_pi0_gamma(m_GeV, c) : 0.0, 0.0, false},
           {"etagamma", m_GeV > sm::m_eta_GeV ? r_eta_gamma(m_GeV, c) : 0.0, 0.0, false},
           {"K+K-", r_kaons(m_GeV, sm::m_K_GeV, 1.0, c), sm::m_K_GeV, true},
           {"KLKS", r_kaons(m_GeV, sm::m_K0_GeV, -1.0, c), sm::m_K0_GeV, true},
           {"hadrons", 0.0, sm::m_pi_GeV, false}}};
}

double sum(Channels const& channels) {
  double total = 0.0;
  for (auto const& channel : channels) total += channel.r;
  return total;
}

/// The end of measured R.
constexpr double perturbative_from_GeV = 2.0;

/// Measured R minus the exclusive channels, at the nodes of the data.
struct Rest {
  std::vector<double> m_GeV;
  std::vector<double> r;
};

Rest make_rest() {
  // Several mesons open with omega pi0 at 0.917 GeV, slowly.
  Rest rest{{0.95}, {0.0}};
  for (auto const& point : measured_r) {
    rest.m_GeV.push_back(point.m_GeV);
    rest.r.push_back(std::max(0.0, point.r - sum(exclusive(point.m_GeV, photon_like))));
  }
  return rest;
}

/// The rest for other charges over that of the photon: shares of rho, omega and phi in it.
double rest_over_photons(double m_GeV, MesonCharges const& c) {
  double const rho = interpolate(rest_mass_GeV, rest_of_rho, m_GeV);
  double const omega = interpolate(rest_mass_GeV, rest_of_omega, m_GeV);
  return rho * c.rho * c.rho + omega * c.omega * c.omega + (1.0 - rho - omega) * c.phi * c.phi;
}

/// Beyond perturbation theory at the largest mass of the data: what it leaves to the rest there.
double perturbative_rest(double m_GeV, QuarkCharges const& quarks, MesonCharges const& c) {
  return std::max(0.0, perturbative_r(m_GeV, quarks) - sum(exclusive(m_GeV, c)));
}

double rest_of_r(double m_GeV, QuarkCharges const& quarks, MesonCharges const& c) {
  static Rest const rest = make_rest();
  if (m_GeV >= perturbative_from_GeV) return perturbative_rest(m_GeV, quarks, c);
  double const last_GeV = rest.m_GeV.back();
  if (m_GeV <= last_GeV) return interpolate(rest.m_GeV, rest.r, m_GeV) * rest_over_photons(m_GeV, c);
  // Hand over to perturbation theory without a step.
  double const share = (m_GeV - last_GeV) / (perturbative_from_GeV - last_GeV);
  return (1.0 - share) * rest.r.back() * rest_over_photons(last_GeV, c) +
         share * perturbative_rest(perturbative_from_GeV, quarks, c);
}

}  // namespace

Channels hadronic_channels(double m_GeV, QuarkCharges const& quarks) {
  auto const charges = meson_charges(quarks);
  auto channels = exclusive(m_GeV, charges);
  channels.back().r = rest_of_r(m_GeV, quarks, charges);
  return channels;
}

double hadronic_r(double m_GeV, QuarkCharges const& quarks) { return sum(hadronic_channels(m_GeV, quarks)); }

}  // namespace penumbra
