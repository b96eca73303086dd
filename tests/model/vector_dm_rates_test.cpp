#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <complex>
#include <numbers>

#include "core/integrate.hpp"
#include "model/dark_matter/annihilation.hpp"
#include "model/dark_matter/widths.hpp"
#include "model/vector/meson_decays.hpp"
#include "model/registry.hpp"
#include "model/vector_dm/rates.hpp"
#include "particle/constants.hpp"

using namespace penumbra;
using std::numbers::pi;

namespace {

using Spin = DarkMatter::Spin;

DarkMatter dark_matter(Spin spin, double m_GeV, double heavier_GeV = 0.0) {
  DarkMatter dm;
  dm.spin = spin;
  dm.mass_GeV = m_GeV;
  dm.heavier_mass_GeV = heavier_GeV > 0.0 ? heavier_GeV : m_GeV;
  return dm;
}

// Dirac matrices, so that the squared amplitude of chi chibar -> V V is computed from its Feynman rules.
using Complex = std::complex<double>;
using Matrix = std::array<std::array<Complex, 4>, 4>;
using Vector = std::array<double, 4>;
constexpr Vector metric{1.0, -1.0, -1.0, -1.0};

Matrix operator*(Matrix const& a, Matrix const& b) {
  Matrix c{};
  for (std::size_t i = 0; i < 4; ++i)
    for (std::size_t j = 0; j < 4; ++j)
      for (std::size_t k = 0; k < 4; ++k) c[i][j] += a[i][k] * b[k][j];
  return c;
}
Matrix plus(Matrix a, Matrix const& b, Complex factor) {
  for (std::size_t i = 0; i < 4; ++i)
    for (std::size_t j = 0; j < 4; ++j) a[i][j] += factor * b[i][j];
  return a;
}
Matrix unit() {
  Matrix one{};
  for (std::size_t i = 0; i < 4; ++i) one[i][i] = 1.0;
  return one;
}
/// gamma^mu in the Dirac representation.
Matrix gamma(std::size_t mu) {
  Matrix g{};
  Complex const i{0.0, 1.0};
  if (mu == 0) {
    g[0][0] = g[1][1] = 1.0;
    g[2][2] = g[3][3] = -1.0;
    return g;
  }
  std::array<std::array<Complex, 2>, 2> sigma{};
  if (mu == 1) sigma = {{{0.0, 1.0}, {1.0, 0.0}}};
  if (mu == 2) sigma = {{{0.0, -i}, {i, 0.0}}};
  if (mu == 3) sigma = {{{1.0, 0.0}, {0.0, -1.0}}};
  for (std::size_t a = 0; a < 2; ++a)
    for (std::size_t b = 0; b < 2; ++b) {
      g[a][b + 2] = sigma[a][b];
      g[a + 2][b] = -sigma[a][b];
    }
  return g;
}
Matrix slash(Vector const& p) {
  Matrix sum{};
  for (std::size_t mu = 0; mu < 4; ++mu) sum = plus(sum, gamma(mu), metric[mu] * p[mu]);
  return sum;
}
Complex trace(Matrix const& a) { return a[0][0] + a[1][1] + a[2][2] + a[3][3]; }
double dot(Vector const& a, Vector const& b) {
  double sum = 0.0;
  for (std::size_t mu = 0; mu < 4; ++mu) sum += metric[mu] * a[mu] * b[mu];
  return sum;
}
Vector minus(Vector const& a, Vector const& b) { return {a[0] - b[0], a[1] - b[1], a[2] - b[2], a[3] - b[3]}; }

/// Sum over all spins of |M|^2 at g_D = 1.
double squared_amplitude(double chi, double m, double s, double cosine) {
  double const E = 0.5 * std::sqrt(s);
  double const p = std::sqrt(E * E - chi * chi);
  double const k = std::sqrt(E * E - m * m);
  double const sine = std::sqrt(1.0 - cosine * cosine);
  Vector const p1{E, 0.0, 0.0, p}, p2{E, 0.0, 0.0, -p};
  Vector const k1{E, k * sine, 0.0, k * cosine}, k2{E, -k * sine, 0.0, -k * cosine};
  auto const propagator = [&](Vector const& q) {
    return plus(Matrix{}, plus(slash(q), unit(), chi), 1.0 / (dot(q, q) - chi * chi));
  };
  Matrix const t = propagator(minus(p1, k1));
  Matrix const u = propagator(minus(p1, k2));
  Matrix const incoming = plus(slash(p1), unit(), chi);
  Matrix const outgoing = plus(slash(p2), unit(), -chi);
  double sum = 0.0;
  for (std::size_t mu = 0; mu < 4; ++mu)
    for (std::size_t nu = 0; nu < 4; ++nu) {
      Matrix const forward = plus(gamma(nu) * t * gamma(mu), gamma(mu) * u * gamma(nu), 1.0);
      Matrix const backward = plus(gamma(mu) * t * gamma(nu), gamma(nu) * u * gamma(mu), 1.0);
      sum += metric[mu] * metric[nu] * trace(outgoing * forward * incoming * backward).real();
    }
  return sum;
}

}  // namespace

TEST_CASE("annihilation to two dark photons follows from the Feynman rules", "[model][vector-dm][independent]") {
  // Brute-force Dirac traces, integrated over the angle. Tolerance: the quadrature.
  for (auto const& [chi, m, s] : {std::array{0.5, 0.1, 1.02}, std::array{0.5, 0.3, 1.6}, std::array{0.5, 0.49, 4.0},
                                  std::array{0.5, 0.6, 1.9}, std::array{0.1, 0.09, 9.0}}) {
    double const beta = std::sqrt(1.0 - 4.0 * chi * chi / s);
    double const beta_vector = std::sqrt(1.0 - 4.0 * m * m / s);
    double const angles =
        integrate([&, c = chi, v = m, t = s](double x) { return squared_amplitude(c, v, t, x); }, -1.0, 1.0, 1e-9);
    double const g4 = 16.0 * pi * pi;
    // spin average 1/4, identical vectors 1/2, flux 2 s beta, phase space beta_vector dcos/(16 pi)
    double const sigma = g4 * angles * 0.25 * 0.5 / (2.0 * s * beta) * beta_vector / (16.0 * pi);
    CHECK(secluded_annihilation_GeV2(dark_matter(Spin::dirac, chi), m, s) == Approx(sigma).epsilon(1e-7));
  }
}

TEST_CASE("annihilation to two dark photons has the published thresholds and limits", "[model][vector-dm][published]") {
  double const chi = 0.5, m = 0.2;
  double const r2 = m * m / (chi * chi);
  double const v = 2e-3;
  double const s = 4.0 * chi * chi / (1.0 - 0.25 * v * v);
  double const left = std::pow(1.0 - 0.5 * r2, 2);
  // arXiv:0711.4866, eq. 10; tolerance: terms of order v^2
  double const dirac = pi / (chi * chi) * std::pow(1.0 - r2, 1.5) / left;
  CHECK(v * secluded_annihilation_GeV2(dark_matter(Spin::dirac, chi), m, s) == Approx(dirac).epsilon(1e-5));
  CHECK(v * secluded_annihilation_GeV2(dark_matter(Spin::majorana, chi), m, s) == Approx(dirac).epsilon(1e-5));
  // massive vector and scalar QED at rest
  double const scalar = 2.0 * pi / (chi * chi) * std::sqrt(1.0 - r2) * (1.0 - r2 + 0.375 * r2 * r2) / left;
  CHECK(v * secluded_annihilation_GeV2(dark_matter(Spin::complex_scalar, chi), m, s) == Approx(scalar).epsilon(1e-5));
  // e+e- -> gamma gamma of QED (Dirac 1930; Landau and Lifshitz IV, eq. 88.11)
  double const fast = 9.0;
  double const b = std::sqrt(1.0 - 4.0 * chi * chi / fast);
  double const dirac_1930 = pi / (chi * chi) * (1.0 - b * b) / (4.0 * b) *
                            ((3.0 - std::pow(b, 4)) / b * std::log((1.0 + b) / (1.0 - b)) - 2.0 * (2.0 - b * b));
  CHECK(secluded_annihilation_GeV2(dark_matter(Spin::dirac, chi), 1e-6, fast) == Approx(dirac_1930).epsilon(1e-6));
  CHECK(secluded_annihilation_GeV2(dark_matter(Spin::dirac, chi), 0.6, 1.4) == 0.0);
}

TEST_CASE("annihilation through the dark photon has the published form", "[model][vector-dm][published]") {
  // arXiv:1505.00011: (4 pi/3) eps^2 alpha alpha_D {s beta; (s + 2 m^2)/beta; s beta} S/[(s - m^2)^2 + s Gamma^2]
  double const chi = 0.1, m = 0.35, s = 0.05, alpha_D = 0.3, S = 1.7, eps2 = 1e-6;
  double const root_s = std::sqrt(s);
  double const visible = eps2 * sm::alpha * root_s * S / 3.0;
  double const beta = std::sqrt(1.0 - 4.0 * chi * chi / s);
  for (auto const& [spin, factor] : {std::pair{Spin::complex_scalar, s * beta}, std::pair{Spin::majorana, s * beta},
                                     std::pair{Spin::dirac, (s + 2.0 * chi * chi) / beta},
                                     std::pair{Spin::pseudo_dirac, (s + 2.0 * chi * chi) / beta}}) {
    auto const dm = dark_matter(spin, chi);
    double const width = visible + alpha_D * dark_width_GeV(dm, root_s);
    double const expected =
        4.0 * pi / 3.0 * eps2 * sm::alpha * alpha_D * factor * S / (std::pow(s - m * m, 2) + s * width * width);
    CHECK(SChannelAnnihilation{dm, m, s}(alpha_D, visible) == Approx(expected).epsilon(1e-10));
  }
  CHECK((SChannelAnnihilation{dark_matter(Spin::dirac, chi), m, 0.0399}(alpha_D, visible)) == 0.0);
}

TEST_CASE("vector-dm says how it annihilates", "[model][vector-dm]") {
  std::array const couplings{0.1, 1e-3};
  std::array const masses{0.1, 0.3};
  auto const all = *make_model("vector-dm", {{"dm", "dirac"}})->annihilation(masses);
  CHECK(all.internal_states == 4.0);
  CHECK_FALSE(all.self_conjugate);
  REQUIRE(all.resonance_GeV);
  CHECK(std::is_sorted(all.thresholds_GeV.begin(), all.thresholds_GeV.end()));
  CHECK(all.thresholds_GeV.front() > 0.2);
  // on the resonance the cross section is the unitarity limit times the branching ratios
  double const s = 0.09;
  auto const model = make_model("vector-dm", {{"dm", "dirac"}});
  auto const quantities = model->quantities(masses, couplings);
  double const dark = quantities.at("BR(chichi)");
  double const k2 = 0.25 * s - 0.01;
  CHECK(all.sigma_GeV2(s, couplings) == Approx(12.0 * pi / (4.0 * k2) * dark * (1.0 - dark)).epsilon(1e-9));
  CHECK(all.relative_width(couplings) == Approx(quantities.at("Gamma_total [GeV]") / 0.3).epsilon(1e-12));
  std::array const secluded{0.5, 0.1};
  CHECK_FALSE(make_model("vector-dm")->annihilation(secluded)->resonance_GeV);
  auto const pair = make_model("vector-dm", {{"dm", "pseudo-dirac"}});
  std::array const close{0.1, 0.3, 1e-4};
  CHECK(pair->annihilation(close)->sigma_GeV2(0.05, couplings) ==
        Approx(all.sigma_GeV2(0.05, couplings)).epsilon(1e-3));  // a Dirac fermion but for terms of the splitting
  std::array const apart{0.1, 0.3, 0.1};
  CHECK_FALSE(pair->annihilation(apart));
}

TEST_CASE("pi0 -> gamma chi chi is the on-shell rate where the dark photon is narrow", "[model][vector-dm][property]") {
  // narrow width: BR(gamma A') BR(A' -> dark); tolerance: the tail, of order Gamma/m
  for (auto const spin : {Spin::complex_scalar, Spin::majorana, Spin::dirac}) {
    auto const dm = dark_matter(spin, 0.01);
    double const m = 0.05;
    double const alpha_D = 1e-5;
    double const width = alpha_D * dark_width_GeV(dm, m);
    CHECK(alpha_D * pseudoscalar_to_photon_dark_pair(dm, m, width, sm::m_pi0_GeV, 1.0) ==
          Approx(pseudoscalar_to_photon_vector(m, sm::m_pi0_GeV, 1.0)).epsilon(1e-3));
  }
}

TEST_CASE("the heavier state lives as long as published for a small splitting", "[model][vector-dm][published]") {
  // arXiv:1508.03050, eq. 4: 4 alpha (dm)^5/(15 pi m^4); tolerance: the next order, about 1.3 x the splitting
  for (double const splitting : {0.001, 0.01}) {
    auto const dm = dark_matter(Spin::pseudo_dirac, 1.0, 1.0 + splitting);
    double const expected = 4.0 * sm::alpha * std::pow(splitting, 5) / (15.0 * pi * 81.0);
    CHECK(heavier_state_width_GeV(dm, 3.0, 1e-8) == Approx(expected).epsilon(2.0 * splitting));
  }
}
