#include "production/drell_yan.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <filesystem>
#include <numbers>
#include <string>
#include <vector>

#include "core/integrate.hpp"
#include "particle/constants.hpp"

using namespace penumbra;

namespace {

constexpr double pi = std::numbers::pi;

std::shared_ptr<Beam const> shipped(std::string const& name) {
  Problems problems;
  auto beam = load_beam(std::filesystem::path{PENUMBRA_SOURCE_DIR} / "experiments", name, problems);
  REQUIRE(beam);
  return beam;
}

/// Mediators per collision with (g/e)^2 = 1 whose momentum k and angle theta fulfil `counts`.
template <typename Condition>
double number(SpectraAroundMass const& between, double k_min, double k_max, Condition const& counts) {
  auto const ln_k = composite_gauss_legendre(120, 4, std::log(k_min), std::log(k_max));
  auto const angles = composite_gauss_legendre(60, 4, std::log(1e-5), std::log(pi));
  std::vector<double> theta;
  for (double const x : angles.x) theta.push_back(std::exp(x));
  std::vector<double> k;
  for (double const x : ln_k.x) k.push_back(std::exp(x));
  std::vector<double> out(theta.size() * k.size());
  drell_yan_rows(between, theta, k, out);
  double sum = 0.0;
  for (std::size_t i = 0; i < theta.size(); ++i)
    for (std::size_t j = 0; j < k.size(); ++j)
      if (counts(k[j], theta[i]))
        sum += out[i * k.size() + j] * 2.0 * pi * std::sin(theta[i]) * theta[i] * angles.w[i] * ln_k.w[j];
  return sum;
}

}  // namespace

TEST_CASE("mediators of quarks and antiquarks are as many as the muon pairs of E288", "[production][published]") {
  // 400 GeV protons on platinum, per nucleon (E288, Phys. Rev. D 23, 604, recalled): s d2sigma/(d sqrt(tau) dy) = 44.4
  // ub GeV2 exp(-25.5 sqrt(tau)) at y = 0.2, tau = m2 / s. A pair is a mediator times alpha / (3 pi m2) per dm2.
  // Tolerance: the K factor is one number for all masses (1.64 to 1.79 needed), copper in place of platinum, 5 % of
  // statistics in the table.
  auto const beam = shipped("p400-cu");
  REQUIRE(beam->drell_yan);
  double const s = 2.0 * sm::m_p_GeV * (beam->energy_GeV + sm::m_p_GeV);
  double const y_cm = std::acosh((beam->energy_GeV + sm::m_p_GeV) / std::sqrt(s));
  double const sigma_inelastic_nb = 760.75e6;  // of the tables, for copper
  double const nucleons = 63.0;
  double const m_GeV = GENERATE(4.0, 5.0, 7.0);
  auto const between = spectra_around(*beam->drell_yan, m_GeV);
  double const at_y = number(between, 1.0, 350.0,
                             [&](double k, double theta) {
                               double const y = std::atanh(k * std::cos(theta) / std::hypot(k, m_GeV)) - y_cm;
                               return std::abs(y - 0.2) < 0.2;
                             }) /
                      0.4;
  double const pairs_nb_per_GeV = beam->drell_yan->k_factors.front().second * at_y * sigma_inelastic_nb / nucleons *
                                  2.0 * sm::alpha / (3.0 * pi * m_GeV);
  double const measured_nb_per_GeV = 44.4e3 * std::exp(-25.5 * m_GeV / std::sqrt(s)) / (s * std::sqrt(s));
  CAPTURE(m_GeV);
  CHECK(pairs_nb_per_GeV == Approx(measured_nb_per_GeV).epsilon(0.15));
}

TEST_CASE("mediators of quarks add up to their tables and fall between masses", "[production][property]") {
  auto const name = GENERATE(as<std::string>(), "p400-cu", "p120-fe", "p120-c");
  CAPTURE(name);
  auto const beam = shipped(name);
  REQUIRE(beam->drell_yan);
  auto const everything = [](double, double) { return true; };
  auto const& tables = beam->drell_yan->at_mass;
  for (std::size_t i = 0; i + 1 < tables.size(); ++i) {
    auto const& [m_GeV, table] = tables[i];
    auto const& [next_GeV, next] = tables[i + 1];
    auto const at = spectra_around(*beam->drell_yan, m_GeV);
    double const here = number(at, table->p_min_GeV(), table->p_max_GeV(), everything);
    CHECK(here == Approx(table->total()).epsilon(0.01));  // two rules for one table
    // Between two masses no more than at the lower one and no fewer than at the upper one, and at the geometric mean
    // of the masses no more than the geometric mean of the numbers (Cauchy and Schwarz), nor much less.
    double const middle = number(spectra_around(*beam->drell_yan, std::sqrt(m_GeV * next_GeV)), table->p_min_GeV(),
                                 table->p_max_GeV(), everything);
    double const mean = std::sqrt(table->total() * next->total());
    CHECK(middle < 1.01 * mean);
    CHECK(middle > 0.85 * mean);
  }
}
