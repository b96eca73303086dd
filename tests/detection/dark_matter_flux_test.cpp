#include "detection/dark_matter_flux.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

#include "core/data_files.hpp"
#include "core/integrate.hpp"
#include "core/table_reader.hpp"
#include "detection/missing_energy.hpp"
#include "model/dark_matter/widths.hpp"
#include "model/vector/meson_decays.hpp"
#include "particle/constants.hpp"
#include "particle/vector_mesons.hpp"

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

/// Counts what arrives.
class Arrivals : public EnergyResponse {
 public:
  Arrivals() {
    strengths_ = {1.0};
    first_ = {0, 1};
  }
  double threshold_GeV() const override { return 0.0; }
  std::vector<double> fold(std::span<EnergyNode const> spectrum) const override {
    double sum = 0.0;
    for (auto const& node : spectrum) sum += node.weight;
    return {sum};
  }
};

class ArrivingEnergy : public Arrivals {
 public:
  std::vector<double> fold(std::span<EnergyNode const> spectrum) const override {
    double sum = 0.0;
    for (auto const& node : spectrum) sum += node.weight * node.E_GeV;
    return {sum};
  }
};

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
  DarkMatterFromHadrons const decay{sm::m_pi0_GeV, 0.0,
                                    [](double m) { return pseudoscalar_to_photon_vector(m, sm::m_pi0_GeV, 1.0); }};
  Arrivals const arrivals;
  auto const products = decay.products(dm, DecayAngles::helicity, parents, everywhere(), arrivals, {});
  auto const number = happening(products, decay.virtual_masses(dm, m_GeV, {}), arrivals).front();
  double pions_made = 0.0;
  for (std::size_t i = 0; i < parents.momenta_GeV().size(); ++i)
    for (auto const& node : everywhere().nodes)
      pions_made += parents.weights()[i] * node.weight_m_sr * parents.at(i, node.h);
  double const u = alpha_D * dark_width_GeV(dm, m_GeV) / m_GeV;
  return epsilon * epsilon * alpha_D * number(u) / (2.0 * pions_made);
}

/// Branching ratio of a vector meson to dark matter, real and virtual mediators together, the same way.
double mixing_branching_ratio(VectorMeson const& meson, double m_GeV, double m_chi_GeV, double alpha_D,
                              double epsilon) {
  auto const table = pions();
  HadronDensity const parents{table, 1.0, {}};
  auto const dm = scalar(m_chi_GeV);
  VectorMixing const mixing{"rho0", mixing_rate_per_parent(meson, m_GeV), meson.mass_GeV, meson.width_GeV};
  DarkMatterFromMixing const source{mixing, m_GeV};
  Arrivals const arrivals;
  auto const products = source.products(dm, parents, everywhere(), arrivals, {});
  auto const number = happening(products, source.virtual_masses(dm, m_GeV, {}), arrivals).front();
  double made = 0.0;
  for (std::size_t i = 0; i < parents.momenta_GeV().size(); ++i)
    for (auto const& node : everywhere().nodes) made += parents.weights()[i] * node.weight_m_sr * parents.at(i, node.h);
  double const u = alpha_D * dark_width_GeV(dm, m_GeV) / m_GeV;
  return epsilon * epsilon * alpha_D * number(u) / (2.0 * made);
}

}  // namespace

TEST_CASE("mixing with a vector meson is the integral over both resonances", "[dark_matter_flux][independent]") {
  // The same integral by adaptive quadrature, cut at the poles; twice the mass of the heavier ends it, 0.1 % is lost
  // there at most. Tolerance: the table of widths and 60 directions.
  struct Case {
    VectorMeson meson;
    double m, m_chi, alpha_D;
  };
  for (auto const& [meson, m, m_chi, alpha_D] :
       {Case{meson::rho0, 0.3, 0.1, 0.5}, Case{meson::rho0, 0.77, 0.25666667, 0.5}, Case{meson::omega, 0.77, 0.2, 0.5},
        Case{meson::omega, 0.78, 0.2, 0.01}, Case{meson::rho0, 1.1, 0.3, 0.1}, Case{meson::phi, 0.5, 0.4, 0.5},
        Case{meson::omega, 0.2, 0.15, 0.5}}) {
    auto const dm = scalar(m_chi);
    double const M2 = meson.mass_GeV * meson.mass_GeV;
    double const m2 = m * m;
    double const width = m * alpha_D * dark_width_GeV(dm, m);
    auto const integrand = [&, &meson = meson, alpha_D = alpha_D](double s) {
      return mixing_rate_per_parent(meson, std::sqrt(s)) * std::sqrt(s) * alpha_D * dark_width_GeV(dm, std::sqrt(s)) /
             (std::numbers::pi * (std::pow(s - m2, 2) + width * width));
    };
    std::vector<double> ends{4.0 * m_chi * m_chi, 4.0 * std::max(M2, m2)};
    for (double const pole : {M2, m2})
      for (double const off : {-0.02, -0.002, 0.0, 0.002, 0.02})
        if (pole + off > ends[0] && pole + off < ends[1]) ends.push_back(pole + off);
    std::sort(ends.begin(), ends.end());
    double expected = 0.0;
    for (std::size_t i = 0; i + 1 < ends.size(); ++i) expected += 1e-6 * integrate(integrand, ends[i], ends[i + 1]);
    CAPTURE(meson.mass_GeV, m, m_chi);
    CHECK(mixing_branching_ratio(meson, m, m_chi, alpha_D, 1e-3) == Approx(expected).epsilon(0.003));
  }
}

TEST_CASE("a meson of no width decays to dark matter with the branching ratio of BdNMC",
          "[dark_matter_flux][independent]") {
  // BdNMC (arXiv:1609.01770, commit 6cba825) at m = 0.77 GeV, m_chi = m/3, alpha_D = 0.5, epsilon = 1e-3: BR(V -> e+
  // e-) of another year, 8 %. A width that is a 1e-4 of its own stands for none: rates go as 1/width.
  auto const [meson, expected] =
      GENERATE(table<VectorMeson, double>({{meson::rho0, 7.02624e-7}, {meson::omega, 3.88684e-7}}));
  auto none = meson;
  none.width_GeV *= 1e-4;
  CHECK(1e-4 * mixing_branching_ratio(none, 0.77, 0.25666667, 0.5, 1e-3) == Approx(expected).epsilon(0.08));
}

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
  std::vector<double> values;
  for (double const u : WidthTable::widths()) values.push_back(shape(u));
  WidthTable const table{true, values};
  for (double u = 1.3e-8; u < 0.9; u *= 1.9) {
    CAPTURE(u);
    CHECK(table(u) * u == Approx(shape(u)).epsilon(1e-3));
  }
}

TEST_CASE("positrons make as much dark matter as energy goes missing in the same shower", "[property]") {
  // Every direction seen over one metre, nothing asked of the energy: two particles for each annihilation that the
  // integral of the missing energy counts, by other nodes and with a running width. Tolerance: where the resonance is
  // narrow the Chebyshev points of a constant are exact, and both resolve the pole to 0.3 %.
  DataFiles files{PENUMBRA_SOURCE_DIR "/experiments/beams/e20-al"};
  auto const angles = files.table("track-angle.csv", "track angles");
  auto const tracks = std::make_shared<TrackLength const>(files.table("track-length.csv", "track lengths"), &angles);
  ElectronTarget const target{13.0, 26.982, 24.01, tracks, std::nullopt, true};
  Aim everything;
  everything.h_step = 1.0 / 8.0;
  everything.path_m.assign(10, 1.0);
  constexpr double E0 = 20.0;
  auto dm = scalar(0.02);
  for (auto const spin : {DarkMatter::Spin::complex_scalar, DarkMatter::Spin::dirac}) {
    dm.spin = spin;
    DarkMatterFromPositrons const source{target, E0, 0.0};
    auto const products = source.products(dm, DecayAngles::helicity, everything, Arrivals{}, {});
    for (double const mediator : {0.035, 0.06, 0.1}) {
      CAPTURE(mediator, static_cast<int>(spin));
      ResonantAnnihilation const process{dm, mediator};
      ResonantPerElectron const missing{target, E0, process, {0.0, E0}, {}};
      constexpr double strength = 1e-3;
      double const width = strength * process.running_GeV2(mediator * mediator) / (mediator * mediator);
      auto const counted = happening(products, source.virtual_masses(dm, mediator, {}), Arrivals{}).front()(width);
      CHECK(counted == Approx(2.0 * missing.integral(strength)).epsilon(0.003));
    }
  }
}

TEST_CASE("dark matter of positrons keeps their energy and direction", "[property]") {
  // Pairs share the energy of the positron: the mean of one is a half. Nothing is seen beside the beam.
  DataFiles files{PENUMBRA_SOURCE_DIR "/experiments/beams/e20-al"};
  auto const tracks = std::make_shared<TrackLength const>(files.table("track-length.csv", "track lengths"));
  ElectronTarget const target{13.0, 26.982, 24.01, tracks, std::nullopt, true};
  Aim everything;
  everything.h_step = 1.0 / 8.0;
  everything.path_m.assign(10, 1.0);
  auto const dm = scalar(0.02);
  constexpr double mediator = 0.06;
  constexpr double narrow = 1e-7;
  DarkMatterFromPositrons const source{target, 20.0, 0.0};
  auto const weights = source.virtual_masses(dm, mediator, {});
  auto const mean_of = [&](EnergyResponse const& response) {
    auto const products = source.products(dm, DecayAngles::helicity, everything, response, {});
    return happening(products, weights, response).front()(narrow);
  };
  double const number = mean_of(Arrivals{});
  double const energy = mean_of(ArrivingEnergy{});
  // Tolerance: twelve points in ln s of a straight line in s.
  CHECK(energy / number == Approx(0.5 * annihilation_energy_GeV(mediator * mediator)).epsilon(1e-3));
  Aim beside;
  beside.h_first = 0.1;
  beside.h_step = 0.05;
  beside.path_m.assign(4, 1.0);
  auto const none =
      DarkMatterFromPositrons{target, 20.0, 5.0}.products(dm, DecayAngles::helicity, beside, Arrivals{}, {});
  for (auto const& functions : none.at) CHECK(functions.front() == 0.0);
}
