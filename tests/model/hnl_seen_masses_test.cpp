#include <catch2/catch.hpp>
#include <cmath>
#include <tuple>
#include <vector>

#include "core/integrate.hpp"
#include "model/hnl/seen_masses.hpp"
#include "particle/constants.hpp"

using namespace penumbra;

namespace {

struct Moments {
  double mean;
  double mean_square;
};

/// Of the mass of a pair.
Moments moments(std::vector<PairMass> const& masses) {
  Moments sum{};
  for (auto const& [mass_GeV, share] : masses) {
    sum.mean += share * mass_GeV;
    sum.mean_square += share * mass_GeV * mass_GeV;
  }
  return sum;
}

/// The same over the Dalitz plot of P -> a b nu with |M|^2 of the invariants: pair mass squared s = (a + b)^2 and
/// t = (a + nu)^2, both uniform in phase space.
template <class Squared>
Moments over_dalitz_plot(double m, double a, double b, Squared const& squared) {
  double rate = 0.0;
  Moments sum{};
  auto const s_nodes = composite_gauss_legendre(40, 10, (a + b) * (a + b), m * m);
  for (std::size_t i = 0; i < s_nodes.size(); ++i) {
    double const s = s_nodes.x[i];
    double const root_s = std::sqrt(s);
    double const E_a = (s + a * a - b * b) / (2.0 * root_s);
    double const E_nu = (m * m - s) / (2.0 * root_s);
    double const p_a = std::sqrt(std::max(0.0, E_a * E_a - a * a));
    auto const t_nodes = gauss_legendre(8, a * a + 2.0 * E_nu * (E_a - p_a), a * a + 2.0 * E_nu * (E_a + p_a));
    for (std::size_t j = 0; j < t_nodes.size(); ++j) {
      double const t = t_nodes.x[j];
      double const u = m * m + a * a + b * b - s - t;  // (b + nu)^2
      double const weight = s_nodes.w[i] * t_nodes.w[j] * squared(s, t, u);
      rate += weight;
      sum.mean += weight * root_s;
      sum.mean_square += weight * s;
    }
  }
  return {sum.mean / rate, sum.mean_square / rate};
}

}  // namespace

TEST_CASE("of massless leptons the neutrino has the Michel spectrum of the muon's neutrino",
          "[model][hnl][published]") {
  // x = 2 E/m has the mean 7/10, and s = m^2 (1 - x). The integrand is a polynomial in s but for the nodes in its
  // angle.
  auto const pair = masses_by_charged_current(1.0, 1e-6, 1e-6);
  CHECK(moments(pair).mean_square == Approx(0.3).epsilon(1e-6));
}

TEST_CASE("masses of pairs beside a neutrino are those of the Dalitz plot", "[model][hnl][independent]") {
  // Products of momenta by invariants: 2 P.f = m^2 + m_f^2 - (others)^2. Tolerance: twelve nodes, as seen_masses.cpp says.
  auto const compare = [](std::vector<PairMass> const& pair, Moments const& expected) {
    auto const found = moments(pair);
    CHECK(found.mean == Approx(expected.mean).epsilon(1e-4));
    double const spread = expected.mean_square - expected.mean * expected.mean;
    CHECK(found.mean_square - found.mean * found.mean == Approx(spread).epsilon(1e-3));
  };
  for (double const m : {0.25, 0.5, 2.0}) {
    CAPTURE(m);
    for (auto const& [l, f] : {std::tuple{sm::m_e_GeV, sm::m_mu_GeV}, std::tuple{sm::m_mu_GeV, sm::m_e_GeV}}) {
      double const m2 = m * m;
      double const l2 = l * l;
      double const f2 = f * f;
      compare(masses_by_charged_current(m, l, f), over_dalitz_plot(m, l, f, [&](double, double t, double) {
                return (m2 + f2 - t) * (t - l2);  // (P.f)(l.nu)
              }));
    }
    using Pair = NeutralCurrentPair;
    double const s_w2 = sm::sin2_theta_w_m_Z;
    for (auto const& [kind, left] :
         {std::tuple{Pair::same_lepton, 0.5 + s_w2}, std::tuple{Pair::other_lepton, s_w2 - 0.5}})
      for (double const mass : {sm::m_e_GeV, sm::m_mu_GeV}) {
        CAPTURE(mass);
        double const x2 = mass * mass;
        compare(masses_beside_neutrino(kind, m, mass),
                over_dalitz_plot(m, mass, mass, [&, left = left](double s, double t, double u) {
                  // nubar gamma P_L N  fbar gamma (g_L P_L + g_R P_R) f
                  return left * left * (m * m + x2 - t) * (t - x2) + s_w2 * s_w2 * (m * m + x2 - u) * (u - x2) +
                         2.0 * left * s_w2 * x2 * (m * m - s);
                }));
      }
  }
}
