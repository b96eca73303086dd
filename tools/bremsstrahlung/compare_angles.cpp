/// How much the angular distribution of the A' matters for a distant disc: exact process against Weizsaecker-Williams.
///
///   g++ -std=c++20 -O2 compare_angles.cpp exact_bremsstrahlung.cpp iww_bremsstrahlung.cpp -o compare_angles
///   ./compare_angles experiments/beams/e20-al/track-length.csv experiments/beams/e20-al/track-angle.csv
///
/// E137: 20 GeV on aluminium, a disc of 1.5 m at 383 m, E_A' > 1 GeV. Signal weights: 1/k (long-lived), and exp(-20 GeV
/// n/k)/k (n decay lengths of a 20 GeV A' in the shield). Prints A' per electron and epsilon^2, and shares inside the
/// disc; the last two columns also tilt the electrons by a Gaussian of the mean square of the second file (multiple
/// scattering in the target).

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <initializer_list>
#include <string>
#include <vector>

#include "production/exact_bremsstrahlung.hpp"

using namespace penumbra;

namespace {

/// Part inside theta of the beam axis when the electron is tilted by a Gaussian angle of this mean square.
double within_after_tilt(EmissionAngles const& angles, double theta, double mean_square) {
  constexpr int tilts = 12;
  constexpr int rings = 10;
  double sum = 0.0;
  for (int i = 0; i < tilts; ++i) {
    double const tilt = std::sqrt(-mean_square * std::log1p(-(i + 0.5) / tilts));
    double inside = tilt < theta ? angles.within_cm2(theta - tilt) : 0.0;
    double const from = std::abs(theta - tilt);
    double before = angles.within_cm2(from);
    for (int j = 0; j < rings; ++j) {
      double const step = (theta + tilt - from) / rings;
      double const ring = from + (j + 0.5) * step;
      double const now = angles.within_cm2(from + (j + 1) * step);
      double const cosine = (ring * ring + tilt * tilt - theta * theta) / (2.0 * ring * tilt);
      inside += (now - before) * std::acos(std::fmax(-1.0, std::fmin(1.0, cosine))) / std::acos(-1.0);
      before = now;
    }
    sum += inside / tilts;
  }
  return sum;
}

/// Rows of three or four numbers.
std::vector<std::array<double, 4>> read(char const* name) {
  std::vector<std::array<double, 4>> rows;
  std::ifstream file(name);
  for (std::string line; std::getline(file, line);) {
    std::array<double, 4> row{};
    if (std::sscanf(line.c_str(), "%lf,%lf,%lf,%lf", &row[0], &row[1], &row[2], &row[3]) >= 3) rows.push_back(row);
  }
  return rows;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) return std::puts("usage: compare_angles track-length.csv track-angle.csv"), 1;
  constexpr double m_e_GeV = 0.51099895e-3;
  constexpr double E0_GeV = 20.0;
  constexpr double E_cut_GeV = 1.0;
  constexpr double nuclei_per_cm2 = 6.02214076e23 * 24.01 / 26.98;  // per X0
  constexpr int sub_steps = 4;
  constexpr int x_steps = 40;
  double const theta = 1.5 / 383.0;
  ElasticTarget const aluminium{13, 26.98};

  auto const rows = read(argv[1]);   // y, primary, secondary electrons, positrons
  auto const tilts = read(argv[2]);  // y, primary, secondaries
  auto const mean_square = [&](double y, std::size_t which) {
    std::size_t const bin = std::min(tilts.size() - 1, static_cast<std::size_t>(y * 10.0));
    return tilts[bin][which];
  };

  std::puts(
      "m_GeV,lengths_in_shield,n_per_eps2_exact,share_exact,share_exact_x_iww_angle,share_iww,accepted_exact_over_iww_"
      "angle,accepted_exact_over_iww,secondaries_over_primary,share_exact_tilted,secondaries_over_primary_tilted");
  for (double const m_GeV : {0.002, 0.01, 0.03, 0.05, 0.1, 0.15, 0.3}) {
    BremsstrahlungAtMass const exact{m_GeV, aluminium, E_cut_GeV, E0_GeV, 10, 14};
    for (double const lengths : {0.0, 1.0, 20.0}) {
      double count = 0, all = 0, exact_inside = 0, mixed_inside = 0, iww_all = 0, iww_inside = 0, secondaries = 0,
             primaries = 0, tilted_primaries = 0, tilted_secondaries = 0;
      for (std::size_t i = 1; i < rows.size(); ++i) {
        for (int part = 0; part < sub_steps; ++part) {
          double const y = rows[i - 1][0] + (rows[i][0] - rows[i - 1][0]) * (part + 0.5) / sub_steps;
          double const E = E0_GeV * std::exp(-y);
          if (E < E_cut_GeV + 4.0 * m_e_GeV) continue;
          double const primary = (rows[i][1] - rows[i - 1][1]) / sub_steps;
          double const other = (rows[i][2] - rows[i - 1][2] + rows[i][3] - rows[i - 1][3]) / sub_steps;
          double const floor = m_e_GeV * m_e_GeV / (m_GeV * m_GeV);
          double const from = std::log(m_e_GeV / E + floor);
          double const step = (std::log(1.0 - E_cut_GeV / E + floor) - from) / x_steps;
          for (int j = 0; j < x_steps; ++j) {
            double const grown = std::exp(from + (j + 0.5) * step);
            double const x = 1.0 - (grown - floor);
            double const k = x * E;
            auto const angles = exact.angles(E, x);
            double const measure = grown * step;
            double const weight = std::exp(-lengths * E0_GeV / k) / k * measure;
            double const iww = iww_dsigma_dx_cm2(m_GeV, E, x, aluminium);
            double const iww_share = iww_share_within(theta, m_GeV, E, x);
            double const track = primary + other;
            count += nuclei_per_cm2 * track * measure * angles.total_cm2();
            all += track * weight * angles.total_cm2();
            exact_inside += track * weight * angles.within_cm2(theta);
            mixed_inside += track * weight * angles.total_cm2() * iww_share;
            iww_all += track * weight * iww;
            iww_inside += track * weight * iww * iww_share;
            primaries += primary * weight * angles.within_cm2(theta);
            secondaries += other * weight * angles.within_cm2(theta);
            tilted_primaries += primary * weight * within_after_tilt(angles, theta, mean_square(y, 1));
            tilted_secondaries += other * weight * within_after_tilt(angles, theta, mean_square(y, 2));
          }
        }
      }
      std::printf("%g,%g,%.5g,%.4f,%.4f,%.4f,%.4f,%.4f,%.4f,%.4f,%.4f\n", m_GeV, lengths, count, exact_inside / all,
                  mixed_inside / all, iww_inside / iww_all, exact_inside / mixed_inside, exact_inside / iww_inside,
                  secondaries / primaries, (tilted_primaries + tilted_secondaries) / all,
                  tilted_secondaries / tilted_primaries);
    }
  }
}
