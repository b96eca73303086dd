#include "detection/dark_matter_flux.hpp"

#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <cmath>

#include "core/integrate.hpp"
#include "model/dark_matter/widths.hpp"
#include "model/dark_photon/meson_decays.hpp"
#include "particle/constants.hpp"

using namespace penumbra;

namespace {

DarkMatter scalar(double mass_GeV) {
  DarkMatter dm;
  dm.mass_GeV = mass_GeV;
  dm.heavier_mass_GeV = mass_GeV;
  return dm;
}

/// One pion in all, at about 0.5 GeV, anywhere.
ParentSpectrum pions() {
  std::string text = "# t: 2 p sin(theta/2)\np_GeV,t_GeV,density\n";
  for (int i = 0; i <= 20; ++i)
    for (int j = 0; j <= 24; ++j) text += fmt::format("{:.8g},{:.8g},1\n", 0.45 * std::pow(1.25, i / 20.0), 0.05 * j);
  return ParentSpectrum{TextTable::parse(text, "pions")};
}

Aim everywhere() {
  Aim aim;
  auto const nodes = gauss_legendre(24, 0.0, 1.0);
  for (std::size_t i = 0; i < nodes.size(); ++i) aim.nodes.push_back({nodes.x[i], 4.0 * std::numbers::pi * nodes.w[i]});
  return aim;
}

/// Branching ratio of pi0 -> gamma chi chi at alpha_D and epsilon, from what reaches a detector that surrounds the
/// target: half the number of particles per pion.
double branching_ratio(double m_GeV, double alpha_D, double epsilon) {
  auto const table = pions();
  HadronDensity const parents{table, 1.0, {}};
  auto const dm = scalar(m_GeV / 3.0);
  DarkMatterFromHadrons const flux{
      dm,
      m_GeV,
      {sm::m_pi0_GeV, 0.0, [](double m) { return pseudoscalar_to_photon_vector(m, sm::m_pi0_GeV, 1.0); }},
      parents,
      everywhere(),
      DecayAngles::helicity,
      0.0,
      {}};
  double pions_made = 0.0;
  for (std::size_t i = 0; i < parents.momenta_GeV().size(); ++i)
    for (auto const& node : everywhere().nodes)
      pions_made += parents.weights()[i] * node.weight_m_sr * parents.at(i, node.h);
  double const u = alpha_D * dark_width_GeV(dm, m_GeV) / m_GeV;
  return epsilon * epsilon * alpha_D * flux.happening([](double) { return 1.0; })(u) / (2.0 * pions_made);
}

}  // namespace

TEST_CASE("real and virtual mediators from neutral pions have the right branching ratio",
          "[dark_matter_flux][independent]") {
  // BdNMC (arXiv:1609.01770, commit 6cba825) at alpha_D = 0.5, epsilon = 1e-3, m = 3 m_chi, without BR(pi0 -> 2 gamma).
  // Tolerance: 0.3 %, its pion mass and its quadrature are not documented.
  auto const [m_GeV, expected] = GENERATE(table<double, double>({{0.01, 2.05106e-6},
                                                                 {0.03, 1.73575e-6},
                                                                 {0.06, 1.01658e-6},
                                                                 {0.09, 3.30218e-7},
                                                                 {0.12, 1.89718e-8},
                                                                 {0.15, 4.41914e-11},
                                                                 {0.2, 6.5208e-19}}));
  CAPTURE(m_GeV);
  CHECK(branching_ratio(m_GeV, 0.5, 1e-3) == Approx(expected).epsilon(m_GeV < 0.2 ? 0.003 : 0.02));
}

TEST_CASE("a narrow mediator has the two-body branching ratio", "[dark_matter_flux]") {
  // Width 1e-6: tolerance 1e-3 of the tables.
  auto const m_GeV = GENERATE(0.003, 0.03, 0.1, 0.13);
  double const width = dark_width_GeV(scalar(m_GeV / 3.0), m_GeV) / m_GeV;
  CHECK(branching_ratio(m_GeV, 1e-6 / width, 1e-3) ==
        Approx(1e-6 * pseudoscalar_to_photon_vector(m_GeV, sm::m_pi0_GeV, 1.0)).epsilon(1e-3));
}

TEST_CASE("the table of widths keeps a Breit-Wigner between its nodes", "[dark_matter_flux]") {
  // u int dx / ((x - 1)^2 + u^2) over 0 .. 3, closed form. Tolerance: the cubic between six nodes a decade.
  auto const shape = [](double u) { return std::atan(2.0 / u) + std::atan(1.0 / u); };
  WidthTable const table{true, shape};
  for (double u = 1.3e-8; u < 0.9; u *= 1.9) {
    CAPTURE(u);
    CHECK(table(u) * u == Approx(shape(u)).epsilon(1e-3));
  }
}
