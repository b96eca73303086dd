#include "detection/rays.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <numbers>

using namespace penumbra;

namespace {

constexpr double pi = std::numbers::pi;

double volume_by_rays(std::vector<Ray> const& rays) {
  double sum = 0.0;
  for (auto const& ray : rays) sum += ray.solid_angle_sr * (std::pow(ray.exit_m, 3) - std::pow(ray.entry_m, 3)) / 3.0;
  return sum;
}

struct Body {
  char const* name;
  Solid solid;
};

/// On the axis and far off it, tilted, lying, backward: geometry of published detectors where one is named.
std::vector<Body> bodies() {
  return {{"FASER", {Cylinder{0.1, 1.5, 2}, {0.0, -0.065, 476.75}}},
          {"CHARM", {Cuboid{{3.0, 3.0, 35.0}}, {5.0, 0.0, 497.5}}},
          {"SHiP", {Frustum{{1.0, 2.7}, {4.0, 6.2}, 50.0}, {0.0, 0.0, 58.5}}},
          {"NA62 with a hole", {Cylinder{1.0, 77.6, 2, 0.1}, {0.0, -0.022, 118.1}}},
          {"SHADOWS", {Cuboid{{2.5, 2.5, 20.0}}, {-2.25, 0.0, 24.0}}},
          {"MATHUSLA", {Cuboid{{100.0, 25.0, 100.0}}, {0.0, 72.5, 118.0}}},
          {"CODEX-b", {Cuboid{{10.0, 10.0, 10.0}}, {31.0, -2.0, 10.0}}},
          {"MicroBooNE behind the NuMI absorber", {Cuboid{{2.3, 2.6, 10.4}}, {12.0, 3.0, -99.0}, {0.1, 2.6, 0.0}}},
          {"sphere", {Sphere{5.0}, {0.0, -1.9, 20.0}}},
          {"lying cylinder", {Cylinder{1.6, 13.7, 0, 0.0}, {4.0, 3.0, 25.0}}},
          {"tilted cylinder with a hole", {Cylinder{2.0, 9.0, 2, 0.5}, {4.0, 3.0, 15.0}, {0.3, 0.5, 0.2}}},
          {"tilted cone", {Cone{1.0, 3.0, 12.0}, {1.0, 3.0, 15.0}, {0.3, 0.1, 0.2}}},
          {"tilted box over the beam", {Cuboid{{3.0, 4.0, 12.0}}, {0.4, 0.3, 30.0}, {0.05, -0.1, 0.2}}}};
}

}  // namespace

TEST_CASE("rays through a body add up to its volume", "[rays][property]") {
  // int r^2 dr dOmega. Tolerance: half a per cent with the shipped nodes, as production/numerics.hpp promises of
  // signals, and rounding of the breaks with four times as many.
  for (auto const& [name, solid] : bodies())
    for (double const theta_0 : {1e-3, 0.1}) {
      CAPTURE(name, theta_0);
      CHECK(volume_by_rays(rays_through(solid, theta_0, {})) == Approx(solid.volume_m3()).epsilon(5e-3));
      Numerics const fine = Numerics{}.refined(4.0);
      CHECK(volume_by_rays(rays_through(solid, theta_0, fine)) == Approx(solid.volume_m3()).epsilon(1e-4));
    }
}

TEST_CASE("decays along the rays converge", "[rays][convergence]") {
  // A flux that falls as the squared polar angle, and decays a third of the distance on average: where a short lifetime
  // is excluded. Tolerance: production/numerics.hpp.
  auto const seen = [](Solid const& solid, Numerics const& numerics) {
    double const length = solid.nearest_m() / 3.0;
    double const wide = 0.5 * polar_angle(solid.centre_m()) + 1e-3;
    double sum = 0.0;
    for (auto const& ray : rays_through(solid, 1e-3, numerics))
      sum += ray.solid_angle_sr / (1.0 + std::pow(ray.theta_rad / wide, 4)) *
             (std::exp(-ray.entry_m / length) - std::exp(-ray.exit_m / length));
    return sum;
  };
  for (auto const& [name, solid] : bodies()) {
    CAPTURE(name);
    CHECK(seen(solid, {}) == Approx(seen(solid, Numerics{}.refined(10.0))).epsilon(5e-3));
  }
}

TEST_CASE("directions towards simple bodies have closed forms", "[rays]") {
  // Cylinder on the axis: all within its front rim. Sphere: a circle on the sky. Tolerance: rounding; the smooth-ended
  // rule with order nodes.
  double solid_angle = 0.0;
  for (auto const& ray : rays_through({Cylinder{1.0, 20.0, 2}, {0.0, 0.0, 30.0}}, 1e-3, {}))
    solid_angle += ray.solid_angle_sr;
  CHECK(solid_angle == Approx(2.0 * pi * (1.0 - std::cos(std::atan(1.0 / 20.0)))).epsilon(1e-7));
  double const distance = std::hypot(20.0, 1.9, 20.0);
  double on_sky = 0.0;
  for (auto const& ray : rays_through({Sphere{5.0}, {20.0, -1.9, -20.0}}, 1e-3, {})) on_sky += ray.solid_angle_sr;
  CHECK(on_sky == Approx(2.0 * pi * (1.0 - std::sqrt(1.0 - std::pow(5.0 / distance, 2)))).epsilon(2e-3));
}

TEST_CASE("rays of a cylinder with a hole are those of the whole without those of the hole", "[rays]") {
  Point const centre{0.0, -0.022, 118.1};
  auto const path = [](std::vector<Ray> const& rays) {
    double sum = 0.0;
    for (auto const& ray : rays) sum += ray.solid_angle_sr * (ray.exit_m - ray.entry_m);
    return sum;
  };
  Numerics const fine = Numerics{}.refined(4.0);
  double const whole = path(rays_through({Cylinder{1.0, 77.6, 2}, centre}, 1e-3, fine));
  double const hole = path(rays_through({Cylinder{0.1, 77.6, 2}, centre}, 1e-3, fine));
  CHECK(path(rays_through({Cylinder{1.0, 77.6, 2, 0.1}, centre}, 1e-3, fine)) == Approx(whole - hole).epsilon(1e-5));
}
