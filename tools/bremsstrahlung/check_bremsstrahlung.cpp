/// Checks the exact and the Weizsaecker-Williams bremsstrahlung against published and independent numbers, and times
/// them.
///
///   g++ -std=c++20 -O2 check_bremsstrahlung.cpp exact_bremsstrahlung.cpp iww_bremsstrahlung.cpp -o check
///   ./check brem_exact_vs_iww.csv
///
/// The file has columns m_GeV,E_GeV,Z,A,x,dsdx_iww_cm2,dsdx_exact_cm2 (more may follow). Exit status 1 if a check
/// fails.

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <functional>
#include <initializer_list>
#include <sstream>
#include <string>

#include "production/exact_bremsstrahlung.hpp"
#include "production/iww_bremsstrahlung.hpp"

using namespace penumbra;

namespace {

constexpr double m_e_GeV = 0.51099895e-3;
constexpr ElasticTarget tungsten{74, 183.84};
constexpr ElasticTarget aluminium{13, 26.982};
constexpr ElasticTarget lead{82, 207.2};

int failures = 0;

void check(char const* what, double found, double expected, double tolerance) {
  double const off = found / expected - 1.0;
  bool const good = std::abs(off) <= tolerance;
  if (!good) ++failures;
  std::printf("%-4s %-28s %.6e  expected %.6e  off %+.5f (allowed %g)\n", good ? "ok" : "FAIL", what, found, expected,
              off, tolerance);
}

/// int dx from x_min to x_max with the midpoint rule in ln((1-x) + m_e^2/m^2 ).
double over_x(std::function<double(double)> const& f, double x_min, double x_max, double m_GeV, int steps) {
  double const floor = m_e_GeV * m_e_GeV / (m_GeV * m_GeV);
  double const from = std::log(1.0 - x_max + floor);
  double const step = (std::log(1.0 - x_min + floor) - from) / steps;
  double sum = 0.0;
  for (int i = 0; i < steps; ++i) {
    double const one_minus_x_and_floor = std::exp(from + (i + 0.5) * step);
    sum += f(1.0 - (one_minus_x_and_floor - floor)) * one_minus_x_and_floor * step;
  }
  return sum;
}

double chi(double m_GeV, double E_GeV, ElasticTarget target) {
  return elastic_photon_flux(target, std::pow(m_GeV * m_GeV / (2.0 * E_GeV), 2), m_GeV * m_GeV);
}

void check_sigma(char const* iww_row, double iww, char const* exact_row, double exact, double m_GeV, double E_GeV,
                 ElasticTarget target) {
  double const x_max = 1.0 - std::max({m_e_GeV / E_GeV, std::pow(m_e_GeV / m_GeV, 2), std::pow(m_GeV / E_GeV, 2)});
  check(iww_row,
        over_x([&](double x) { return iww_dsigma_dx_cm2(m_GeV, E_GeV, x, target); }, m_GeV / E_GeV, x_max, m_GeV, 4000),
        iww, 0.03);
  check(exact_row,
        over_x([&](double x) { return exact_dsigma_dx_cm2(m_GeV, E_GeV, x, target); }, m_GeV / E_GeV,
               1.0 - m_e_GeV / E_GeV, m_GeV, 2000),
        exact, 0.05);
}

}  // namespace

int main(int argc, char** argv) {
  check("EBR-001 chi", chi(0.01, 10, tungsten), 62393.56, 0.01);
  check("EBR-003 chi", chi(0.05, 20, aluminium), 2043.306, 0.01);
  check("EBR-004 chi", chi(0.5, 100, lead), 40416.59, 0.01);
  check("EBR-005 dsigma/dx", iww_dsigma_dx_cm2(0.1, 10, 0.5, tungsten), 1.516355e-27, 0.015);
  check("EBR-007 dsigma/dx", iww_dsigma_dx_cm2(0.02, 4, 0.95, tungsten), 5.83798e-25, 0.015);
  check_sigma("EBR-008 sigma IWW", 6.22678e-25, "EBR-009 sigma exact", 6.071376e-25, 0.01, 10, tungsten);
  check_sigma("EBR-012 sigma IWW", 5.565604e-26, "EBR-013 sigma exact", 2.677337e-26, 0.03, 1, tungsten);
  check_sigma("EBR-014 sigma IWW", 1.342552e-27, "EBR-015 sigma exact", 8.436517e-28, 0.05, 20, aluminium);
  check_sigma("EBR-018 sigma IWW", 1.935262e-27, "EBR-019 sigma exact", 9.937755e-28, 0.2, 30, tungsten);

  if (argc > 1) {
    std::ifstream file(argv[1]);
    std::string line;
    std::getline(file, line);
    double worst_iww = 0.0;
    double worst_exact = 0.0;
    int rows = 0;
    while (std::getline(file, line)) {
      std::replace(line.begin(), line.end(), ',', ' ');
      std::istringstream fields(line);
      double m_GeV, E_GeV, Z, A, x, iww, exact;
      if (!(fields >> m_GeV >> E_GeV >> Z >> A >> x >> iww >> exact)) continue;
      ++rows;
      worst_iww = std::max(worst_iww, std::abs(iww_dsigma_dx_cm2(m_GeV, E_GeV, x, {Z, A}) / iww - 1.0));
      worst_exact = std::max(worst_exact, std::abs(exact_dsigma_dx_cm2(m_GeV, E_GeV, x, {Z, A}) / exact - 1.0));
    }
    std::printf("%d rows of %s: largest deviation IWW %.2e, exact %.2e\n", rows, argv[1], worst_iww, worst_exact);
    if (rows == 0 || worst_iww > 1e-4 || worst_exact > 0.005) ++failures;
  }

  double worst = 0.0;
  for (double const m_GeV : {0.001, 0.002, 0.005, 0.01, 0.03, 0.1, 0.3, 0.8})
    for (double const E_GeV : {0.1, 0.5, 2.0, 9.0, 20.0, 100.0, 275.0})
      for (double const x : {0.1, 0.3, 0.5, 0.7, 0.9, 0.97, 0.99, 0.999, 0.9999})
        for (ElasticTarget const target : {aluminium, tungsten}) {
          double const fine = exact_dsigma_dx_cm2(m_GeV, E_GeV, x, target, BremsstrahlungPrecision::fine);
          if (fine > 0.0) worst = std::max(worst, std::abs(exact_dsigma_dx_cm2(m_GeV, E_GeV, x, target) / fine - 1.0));
        }
  std::printf("fast against fine rule: largest difference %.2e\n", worst);

  // Brute force: midpoint rules in angle, momentum transfer and azimuth (800 x 3000 x 400), the azimuth not in closed
  // form.
  check("brute force, 1 MeV Al", exact_dsigma_dx_cm2(0.001, 20, 0.7, {13, 26.98}, BremsstrahlungPrecision::fine),
        7.62454e-25, 1e-4);
  check("brute force, 1 MeV W", exact_dsigma_dx_cm2(0.001, 8, 0.85, tungsten, BremsstrahlungPrecision::fine),
        2.91638e-23, 1e-4);

  double worst_share = 0.0;
  for (double const m_GeV : {0.001, 0.01, 0.1, 0.5})
    for (double const E_GeV : {2.0, 9.0, 20.0, 100.0})
      for (double const x : {0.3, 0.7, 0.97, 0.999})
        for (double const theta_rad : {1e-4, 1e-3, 4e-3, 1e-2, 5e-2}) {
          double const total = exact_dsigma_dx_cm2(m_GeV, E_GeV, x, tungsten, BremsstrahlungPrecision::fine);
          if (!(total > 0.0)) continue;
          double const within =
              exact_dsigma_dx_within_cm2(theta_rad, m_GeV, E_GeV, x, tungsten, BremsstrahlungPrecision::fine);
          worst_share = std::max(
              worst_share, std::abs(EmissionAngles{m_GeV, E_GeV, x, tungsten}.within_cm2(theta_rad) - within) / total);
        }
  std::printf("EmissionAngles: largest error of the share inside an angle %.2e\n", worst_share);
  if (worst_share > 1.5e-3) ++failures;

  // Interpolation error of BremsstrahlungAtMass in the spectrum of a thick target, int dE/E int dx d sigma/dx / k.
  for (double const m_GeV : {0.001, 0.005, 0.02, 0.1, 0.3, 0.8}) {
    double const E_cut_GeV = std::max(1.0, 1.0001 * m_GeV);
    BremsstrahlungAtMass const table{m_GeV, aluminium, E_cut_GeV, 20.0};
    double direct = 0.0;
    double interpolated = 0.0;
    for (int i = 0; i < 40; ++i) {
      double const E_GeV = E_cut_GeV * std::pow(20.0 / E_cut_GeV, (i + 0.5) / 40.0);
      double const x_max = 1.0 - m_e_GeV / E_GeV;
      direct += over_x([&](double x) { return exact_dsigma_dx_cm2(m_GeV, E_GeV, x, aluminium) / (x * E_GeV); },
                       E_cut_GeV / E_GeV, x_max, m_GeV, 40);
      interpolated += over_x([&](double x) { return table.dsigma_dx_cm2(E_GeV, x) / (x * E_GeV); }, E_cut_GeV / E_GeV,
                             x_max, m_GeV, 40);
    }
    std::printf("BremsstrahlungAtMass, m = %g GeV: interpolation moves a thick target by %+.2e\n", m_GeV,
                interpolated / direct - 1.0);
    if (std::abs(interpolated / direct - 1.0) > 0.006) ++failures;
  }

  double sum = 0.0;
  for (auto const precision : {BremsstrahlungPrecision::fast, BremsstrahlungPrecision::fine}) {
    auto const start = std::chrono::steady_clock::now();
    int const calls = 10000;
    for (int i = 0; i < calls; ++i) sum += exact_dsigma_dx_cm2(0.03, 20.0, 0.1 + 0.8 * i / calls, aluminium, precision);
    std::chrono::duration<double, std::micro> const spent = std::chrono::steady_clock::now() - start;
    std::printf("%s rule: %.2f us per call\n", precision == BremsstrahlungPrecision::fast ? "fast" : "fine",
                spent.count() / calls);
  }
  {
    auto start = std::chrono::steady_clock::now();
    for (int i = 0; i < 20; ++i) sum += BremsstrahlungAtMass{0.03, aluminium, 1.0, 20.0}.dsigma_dx_cm2(10.0, 0.5);
    std::chrono::duration<double, std::micro> spent = std::chrono::steady_clock::now() - start;
    std::printf("BremsstrahlungAtMass: %.0f us to make", spent.count() / 20);
    BremsstrahlungAtMass const table{0.03, aluminium, 1.0, 20.0};
    start = std::chrono::steady_clock::now();
    for (int i = 0; i < 20000; ++i) sum += table.angles(10.0, 0.3 + 0.6 * i / 20000).within_cm2(0.003);
    spent = std::chrono::steady_clock::now() - start;
    std::printf(", %.2f us per (E, x, angle)\n", spent.count() / 20000);
  }
  std::printf("%d failures (checksum %g)\n", failures, sum);
  return failures == 0 ? 0 : 1;
}
