#include "pipeline/exclusion.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <cmath>

#include "core/errors.hpp"

namespace penumbra {
namespace {

TEST_CASE("a point of the plane is excluded only if it is for every value of the hidden axis", "[exclusion]") {
  // Axes a (2), hidden (2), b (2); values at (a, hidden, b).
  std::vector<std::vector<double>> const axes{{1, 2}, {1, 2}, {1, 2}};
  std::vector<double> const field{-5, -1, -3, -2, 0, -9, -7, -8};
  Plane plane{0, 2, {}};
  CHECK(on_plane(axes, plane, field) == std::vector<double>{-3, -1, 0, -8});
  plane.held = {{1, 0}};
  CHECK(on_plane(axes, plane, field) == std::vector<double>{-5, -1, 0, -9});
}

TEST_CASE("points that do not exist neither allow nor exclude", "[exclusion]") {
  // Axes a (2), hidden (2); a = 2 has no point at all.
  std::vector<std::vector<double>> const axes{{1, 2}, {1}, {1, 2}};
  std::vector<double> const field{-5, 0, 0, 0};
  auto const shown = on_plane(axes, {0, 1, {}}, field, {true, false, false, false});
  CHECK(shown[0] == -5);
  CHECK(std::isnan(shown[1]));
  auto const delta = field_by_delta(field, 0.90, {true, false, false, false});
  CHECK(delta.level == Approx(-5 + std::log(0.1)).epsilon(1e-15));
}

TEST_CASE("a plane may show the axes in either order", "[exclusion]") {
  CHECK(on_plane({{1, 2}, {1, 2, 3}}, {1, 0, {}}, std::vector<double>{1, 2, 3, 4, 5, 6}) ==
        std::vector<double>{1, 4, 2, 5, 3, 6});
}

TEST_CASE("the bound excludes at ln(1 - CL)", "[exclusion]") {
  auto const field = field_by_bound(std::vector{-2.302585, -2.302586, 0.0}, 0.90);  // ln 0.1 = -2.3025851
  CHECK(field.values[0] > field.level);
  CHECK(field.values[1] < field.level);
}

TEST_CASE("the asymptotic rule gives 1.64 standard deviations to a Gaussian without best fit", "[exclusion]") {
  // CLs = 2 (1 - Phi(z)) = 0.10 at z = 1.6449 (PDG, Statistics): q = q_A = z^2, ln L = -z^2/2.
  auto const at = [](double z) { return -0.5 * z * z; };
  auto const field =
      field_by_asymptotic(std::vector{at(1.6450), at(1.6447)}, std::vector{at(1.6450), at(1.6447)}, 0.90);
  CHECK(field.values[0] < field.level);
  CHECK(field.values[1] > field.level);
}

TEST_CASE("delta is counted from the best point of the map", "[exclusion]") {
  // 4.605 = quantile of chi-squared with two degrees of freedom at 0.90 (PDG, Statistics, table of delta chi-squared)
  auto const field = field_by_delta(std::vector{1.5, 1.5 - 0.5 * 4.606, 1.5 - 0.5 * 4.604}, 0.90);
  CHECK(field.values[1] < field.level);
  CHECK(field.values[2] > field.level);
}

TEST_CASE("a signal that grows as a power of the coupling has its contour on any grid", "[exclusion][property]") {
  // ln L = -s with s = (m / GeV)^-2 (g / 1e-6)^4 is excluded from s = -ln 0.1 on: g = 1e-6 (2.302585 m^2)^(1/4).
  ContourAxis const masses{{0.01, 0.1, 1.0}, true};
  ContourAxis const couplings{{1e-8, 1e-7, 1e-6, 1e-5, 1e-4}, true};
  std::vector<double> log_likelihood;
  for (double const m : masses.values)
    for (double const g : couplings.values) log_likelihood.push_back(-std::pow(g / 1e-6, 4) / (m * m));
  auto const field = for_interpolation(field_by_bound(log_likelihood, 0.90));
  auto const lines = contours(masses, couplings, field.values, field.level);
  REQUIRE(lines.size() == 1);
  for (auto const& [m, g] : lines[0].points) CHECK(g == Approx(1e-6 * std::pow(2.302585 * m * m, 0.25)).epsilon(1e-6));
}

TEST_CASE("contours converge from the couplings of real searches: a decay beyond a wall", "[exclusion][convergence]") {
  // s = N g^4 [exp(-g^2 l1) - exp(-g^2 l2)] at every mass, with g^2 in units of 1/l1: both edges and a tip. Contours on
  // grids of ever more points against roots of the same function.
  auto const signal = [](double m, double g) {
    double const a = g * g * m * m;
    return 400.0 * g * g * (std::exp(-a) - std::exp(-3.0 * a)) / (m * m);
  };
  auto const axis = [](double from, double to, int count) {
    ContourAxis result{{}, true};
    for (int i = 0; i < count; ++i) result.values.push_back(from * std::pow(to / from, i / (count - 1.0)));
    return result;
  };
  std::vector<double> worst;
  double in_coupling = 0.0;
  for (int const count : {25, 49, 97}) {
    auto const x = axis(0.3, 30.0, count);
    auto const y = axis(1e-3, 1e2, count);
    std::vector<double> log_likelihood;
    for (double const m : x.values)
      for (double const g : y.values) log_likelihood.push_back(-signal(m, g));
    auto const field = for_interpolation(field_by_bound(log_likelihood, 0.90));
    auto const lines = contours(x, y, field.values, field.level);
    REQUIRE(lines.size() == 1);
    CHECK_FALSE(lines[0].closed);
    CHECK(lines[0].ends == std::array{LineEnd::x_min, LineEnd::x_min});
    double largest = 0.0;  // of the signal on the line, in its logarithm
    for (auto const& [m, g] : lines[0].points) {
      double const off = std::abs(std::log(signal(m, g) / -std::log(0.1)));
      largest = std::max(largest, off);
      double const slope = std::abs(std::log(signal(m, g * 1.001) / signal(m, g)) / std::log(1.001));
      if (slope > 1.0) in_coupling = std::max(in_coupling, off / slope / std::log(10.0));  // not at the tip
    }
    worst.push_back(largest);
  }
  CHECK(worst[1] < 0.35 * worst[0]);
  CHECK(worst[2] < 0.35 * worst[1]);
  CHECK(in_coupling < 0.05);  // dex on the coarsest of the grids, with steps of 0.21
}

TEST_CASE("beside a point without signal the edge is near the point that is excluded", "[exclusion]") {
  auto const field = for_interpolation(field_by_bound(std::vector{0.0, -20.0}, 0.90));
  double const from_silence = (field.level - field.values[0]) / (field.values[1] - field.values[0]);
  CHECK(from_silence > 0.8);
  CHECK(from_silence < 1.0);
}

TEST_CASE("an excess lies on the silent side", "[exclusion]") {
  auto const field = for_interpolation(field_by_bound(std::vector{2.0, 0.0, -2.4}, 0.90));
  CHECK(field.values[0] == field.values[1]);
  CHECK(field.values[1] > field.level);
  CHECK(field.values[2] < field.level);
}

TEST_CASE("axes are recognised by their spacing", "[exclusion]") {
  CHECK(contour_axis({1, 10, 100}).logarithmic);
  CHECK_FALSE(contour_axis({1, 2, 3}).logarithmic);
  CHECK_FALSE(contour_axis({0, 1, 2}).logarithmic);
}

TEST_CASE("an unknown rule is refused", "[exclusion]") { CHECK_THROWS_AS(exclusion_rule("feeling"), UsageError); }

}  // namespace
}  // namespace penumbra
