#include "detection/rays.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/integrate.hpp"
#include "geometry/cone_of_directions.hpp"

namespace penumbra {
namespace {

constexpr double pi = std::numbers::pi;

/// Gauss-Legendre in s with x = a + (b - a) s^2 (3 - 2 s): a square root at an end becomes smooth.
Nodes smooth_ended(int order, double a, double b) {
  auto nodes = gauss_legendre(order, 0.0, 1.0);
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    double const s = nodes.x[i];
    nodes.x[i] = a + (b - a) * s * s * (3.0 - 2.0 * s);
    nodes.w[i] *= (b - a) * 6.0 * s * (1.0 - s);
  }
  return nodes;
}

/// Polar angles with weights sin(theta) dtheta, in theta = scale sinh(v).
Nodes polar_nodes(std::vector<double> const& breaks, double scale, int order) {
  Nodes nodes;
  double const whole = std::asinh(breaks.back() / scale) - std::asinh(breaks.front() / scale);
  for (std::size_t i = 0; i + 1 < breaks.size(); ++i) {
    double const a = std::asinh(breaks[i] / scale);
    double const b = std::asinh(breaks[i + 1] / scale);
    // Thin panels need few nodes: paths are nearly linear across them.
    int const here = std::max(3, static_cast<int>(std::lround(order * std::sqrt((b - a) / whole))));
    auto const panel = smooth_ended(here, a, b);
    for (std::size_t j = 0; j < panel.size(); ++j) {
      double const theta = scale * std::sinh(panel.x[j]);
      nodes.x.push_back(theta);
      nodes.w.push_back(panel.w[j] * scale * std::cosh(panel.x[j]) * std::sin(theta));
    }
  }
  return nodes;
}

/// Azimuths and weights between the breaks of one cone.
Nodes azimuth_nodes(std::vector<double> const& breaks, int order) {
  Nodes nodes;
  if (breaks.empty()) {  // the whole turn is alike
    for (int i = 0; i < order; ++i) {
      nodes.x.push_back(2.0 * pi * (i + 0.5) / order);
      nodes.w.push_back(2.0 * pi / order);
    }
    return nodes;
  }
  int const in_arc = std::max(2, order * 3 / 8);
  for (std::size_t i = 0; i < breaks.size(); ++i) {
    double const to = i + 1 < breaks.size() ? breaks[i + 1] : breaks.front() + 2.0 * pi;
    auto const arc = smooth_ended(in_arc, breaks[i], to);
    nodes.x.insert(nodes.x.end(), arc.x.begin(), arc.x.end());
    nodes.w.insert(nodes.w.end(), arc.w.begin(), arc.w.end());
  }
  return nodes;
}

/// Leaves those with x > 0, or y > 0, twice as heavy, of nodes that are their own mirror images.
Nodes folded(Nodes const& whole, Azimuths azimuths) {
  constexpr double on_axis = 1e-9;
  Nodes nodes;
  for (std::size_t i = 0; i < whole.size(); ++i) {
    double const x = azimuths.mirrored_x ? std::cos(whole.x[i]) : 0.0;
    double const y = azimuths.mirrored_y ? std::sin(whole.x[i]) : 0.0;
    if (x < -on_axis || y < -on_axis) continue;
    nodes.x.push_back(whole.x[i]);
    nodes.w.push_back(whole.w[i] * (x > on_axis ? 2.0 : 1.0) * (y > on_axis ? 2.0 : 1.0));
  }
  return nodes;
}

}  // namespace

std::vector<Ray> rays_through(Solid const& solid, double theta_0_rad, Numerics const& numerics,
                              std::vector<double> const& kinks, Azimuths azimuths, std::vector<Curve> const& edges) {
  auto breaks = polar_breaks(solid);
  auto more = turning_angles(edges);
  more.insert(more.end(), kinks.begin(), kinks.end());
  double const apart = 1e-6 * (breaks.back() - breaks.front());
  for (double const theta : more)
    if (theta > breaks.front() + apart && theta < breaks.back() - apart)
      breaks.insert(std::upper_bound(breaks.begin(), breaks.end(), theta), theta);
  auto outline = solid.outline();
  outline.insert(outline.end(), edges.begin(), edges.end());
  auto const cones = polar_nodes(breaks, theta_0_rad, 2 * numerics.detector_angles);
  bool const round = azimuths.alike && solid.round_about_beam();
  std::vector<Ray> rays;
  for (std::size_t i = 0; i < cones.size(); ++i) {
    double const theta = cones.x[i];
    auto const turn = round
                          ? Nodes{{0.0}, {2.0 * pi}}
                          : folded(azimuth_nodes(azimuth_breaks(outline, theta), numerics.detector_azimuths), azimuths);
    for (std::size_t j = 0; j < turn.size(); ++j)
      for (auto const& part : solid.crossing(theta, turn.x[j]))
        rays.push_back({theta, turn.x[j], cones.w[i] * turn.w[j], part.first_m, part.last_m});
  }
  return rays;
}

}  // namespace penumbra
