#include "pipeline/exclusion.hpp"

#include <catch2/catch.hpp>

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
  CHECK(on_plane(axes, {0, 1, {}}, field, {true, false, false, false}) == std::vector<double>{-5, 0});
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

TEST_CASE("axes are recognised by their spacing", "[exclusion]") {
  CHECK(contour_axis({1, 10, 100}).logarithmic);
  CHECK_FALSE(contour_axis({1, 2, 3}).logarithmic);
  CHECK_FALSE(contour_axis({0, 1, 2}).logarithmic);
}

TEST_CASE("an unknown rule is refused", "[exclusion]") { CHECK_THROWS_AS(exclusion_rule("feeling"), UsageError); }

}  // namespace
}  // namespace penumbra
