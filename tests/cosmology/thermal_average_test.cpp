#include "cosmology/thermal_average.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <numbers>

#include "core/integrate.hpp"
#include "cosmology/breit_wigner_rule.hpp"
#include "cosmology/test_annihilation.hpp"

using namespace penumbra;
using namespace penumbra::test;
using Catch::Matchers::WithinRel;

namespace {

constexpr std::size_t all_nodes = 131;  // up to x = exp(13)

/// The integral of Gondolo and Gelmini as it stands, over s by adaptive quadrature between `s_splits` and with the
/// Bessel functions of the standard library.
double direct_average(Annihilation const& annihilation, Couplings couplings, double x, std::vector<double> s_splits) {
  double const m_GeV = annihilation.mass_GeV;
  double const T_GeV = m_GeV / x;
  auto const integrand = [&](double s) {
    return annihilation.sigma_GeV2(s, couplings) * (s - 4.0 * m_GeV * m_GeV) * std::sqrt(s) *
           std::cyl_bessel_k(1.0, std::sqrt(s) / T_GeV);
  };
  double const K2 = std::cyl_bessel_k(2.0, x);
  double sum = 0.0;
  for (std::size_t i = 0; i + 1 < s_splits.size(); ++i) sum += integrate(integrand, s_splits[i], s_splits[i + 1], 1e-9);
  return sum / (8.0 * std::pow(m_GeV, 4) * T_GeV * K2 * K2);
}

}  // namespace

TEST_CASE("the average of a constant sigma v_lab is that constant", "[cosmology][published]") {
  // Exact at any temperature. Tolerance: the quadrature.
  std::vector<double> const couplings{3e-9};
  for (double mass_GeV : {0.003, 0.3, 300.0}) {
    ThermalAverage const average{lab_expansion(mass_GeV, 1.0, 0.0)};
    for (double const value : average(couplings, all_nodes)) CHECK_THAT(value, WithinRel(3e-9, 1e-6));
  }
}

TEST_CASE("the average of a p-wave is 6/x times the slope in v^2", "[cosmology][published]") {
  // sigma v = b v^2, v^2 = 4 eps at small eps: <sigma v> = 6 b/x, so 1.5/x for eps. Relative corrections are of order
  // 1/x; at x = 1e4 they are below 1e-3. At x = 4 and 20 against the direct integral.
  ThermalAverage const average{lab_expansion(0.1, 0.0, 1.0)};
  std::vector<double> const couplings{1.0};
  auto const values = average(couplings, all_nodes);
  for (std::size_t i = 93; i < all_nodes; ++i)
    CHECK_THAT(values[i], WithinRel(1.5 / std::exp(average.ln_x()[i]), 1e-3));
  for (std::size_t const i : {14, 30, 45}) {
    double const x = std::exp(average.ln_x()[i]);
    CHECK_THAT(values[i], WithinRel(direct_average(lab_expansion(0.1, 0.0, 1.0), couplings, x,
                                                   {0.04, 0.041, 0.05, 0.1, 0.3, 1.0, 4.0}),
                                    1e-6));
  }
}

TEST_CASE("a narrow resonance brings its area, a wide one is integrated", "[cosmology][independent]") {
  constexpr double m_GeV = 0.1;
  for (double M_GeV : {0.2002, 0.21, 0.25, 0.3}) {
    auto const annihilation = breit_wigner(m_GeV, M_GeV);
    ThermalAverage const average{annihilation};
    double const M2 = M_GeV * M_GeV;
    double const beta = std::sqrt(1.0 - 4.0 * m_GeV * m_GeV / M2);
    for (std::size_t i : {10, 23, 30, 38}) {  // x = 2.7 ... 45
      double const x = std::exp(average.ln_x()[i]);
      double const T_GeV = m_GeV / x;
      INFO("resonance at " << M_GeV << ", x = " << x);
      // Width to zero: sigma -> c beta pi/(Gamma/M) delta(s - M^2). Where the peak is 1e12 times the rest times
      // exp(-(M - 2m)/T), the rest is below 1e-4.
      std::vector<double> const narrow{1.0, 1e-13};
      double const K2 = std::cyl_bessel_k(2.0, x);
      double const area = beta * std::numbers::pi / 1e-13 * (M2 - 4.0 * m_GeV * m_GeV) * M_GeV *
                          std::cyl_bessel_k(1.0, M_GeV / T_GeV) / (8.0 * std::pow(m_GeV, 4) * T_GeV * K2 * K2);
      if ((M_GeV - 0.2) / T_GeV < 15.0) CHECK_THAT(average(narrow, i + 1).back(), WithinRel(area, 1e-4));
      // Finite widths, against adaptive quadrature split at multiples of the width.
      for (double width : {1e-6, 1e-4, 1e-3, 1e-2, 0.05, 0.17}) {
        std::vector<double> const couplings{1.0, width};
        std::vector<double> splits{4.0 * m_GeV * m_GeV};
        for (double reach : {-1000.0, -100.0, -30.0, -10.0, -3.0, -1.0, 0.0, 1.0, 3.0, 10.0, 30.0, 100.0, 1e3, 1e4})
          if (double const s = M2 * (1.0 + reach * width); s > splits.back() * (1.0 + 1e-12) && s < 3.0)
            splits.push_back(s);
        for (double s : {0.05, 0.08, 0.12, 0.2, 0.5, 1.0, 3.0})
          if (s > splits.back()) splits.push_back(s);
        INFO("relative width " << width);
        // Tolerance: far below the 0.5 % that is claimed for Omega.
        CHECK_THAT(average(couplings, i + 1).back(),
                   WithinRel(direct_average(annihilation, couplings, x, splits), 1e-3));
      }
    }
  }
}

TEST_CASE("a resonance below threshold needs no pole", "[cosmology][independent]") {
  for (double M_GeV : {0.05, 0.19, 0.1998}) {
    auto const annihilation = breit_wigner(0.1, M_GeV);
    ThermalAverage const average{annihilation};
    std::vector<double> const couplings{1.0, 1e-5};
    for (std::size_t i : {10, 23, 38}) {
      INFO("pole at " << M_GeV);
      CHECK_THAT(average(couplings, i + 1).back(),
                 WithinRel(direct_average(annihilation, couplings, std::exp(average.ln_x()[i]),
                                          {0.04, 0.04001, 0.0401, 0.041, 0.05, 0.08, 0.2, 0.5, 3.0}),
                           1e-4));
    }
  }
}

TEST_CASE("the rule for a Breit-Wigner is exact for polynomials over it", "[cosmology][property]") {
  // int (1 + t + t^4)/(t^2 + g^2) = (1 + g^4) (2/g) atan(1/g) + 2/3 - 2 g^2
  auto const nodes = gauss_legendre(13, -1.0, 1.0);
  for (double g : {1e-20, 1e-9, 1e-3, 0.1, 0.7, 1.4, 1.6, 20.0}) {
    auto const weights = breit_wigner_weights(13, g);
    double sum = 0.0;
    for (std::size_t j = 0; j < nodes.size(); ++j) {
      double const t = nodes.x[j];
      sum += weights[j] * (1.0 + t + t * t * t * t) / (t * t + g * g);
    }
    double const exact = (1.0 + g * g * g * g) * 2.0 / g * std::atan(1.0 / g) + 2.0 / 3.0 - 2.0 * g * g;
    // Above 1.5 it is a Gauss rule for a function with a pole there; at large g the closed form cancels.
    if (g < 10.0) CHECK_THAT(sum, WithinRel(exact, g < 1.5 ? 1e-8 : 1e-6));
  }
}
