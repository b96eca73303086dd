// Quadratures over the volume of shapes.
#include <cmath>
#include <numbers>

#include "core/integrate.hpp"
#include "geometry/shape_kinds.hpp"

namespace penumbra {
namespace {

constexpr double pi = std::numbers::pi;

std::vector<double> turn(int count) {
  std::vector<double> angles;
  for (int i = 0; i < count; ++i) angles.push_back(2.0 * pi * (i + 0.5) / count);
  return angles;
}

/// Nodes of a body with round cross sections between two radii, the axis along z.
std::vector<VolumeNode> round_nodes(Round const& body, double inner, int order) {
  std::vector<VolumeNode> nodes;
  auto const parts = gauss_legendre(order, 0.0, 1.0);
  auto const along = gauss_legendre(order, -0.5 * body.length, 0.5 * body.length);
  auto const azimuths = turn(2 * order);
  for (std::size_t i = 0; i < parts.size(); ++i)
    for (std::size_t j = 0; j < along.size(); ++j) {
      double const width = body.mean() + body.slope() * along.x[j] - inner;
      double const r = inner + width * parts.x[i];
      for (double const phi : azimuths)
        nodes.push_back({{r * std::cos(phi), r * std::sin(phi), along.x[j]},
                         r * width * parts.w[i] * along.w[j] * 2.0 * pi / static_cast<double>(azimuths.size())});
    }
  return nodes;
}

std::vector<VolumeNode> rectangular_nodes(Rectangular const& body, int order) {
  std::vector<VolumeNode> nodes;
  auto const across = gauss_legendre(order, -0.5, 0.5);
  auto const along = gauss_legendre(order, -0.5, 0.5);
  for (std::size_t i = 0; i < across.size(); ++i)
    for (std::size_t j = 0; j < across.size(); ++j)
      for (std::size_t k = 0; k < along.size(); ++k) {
        double const back = along.x[k] + 0.5;
        double const width = body.front[0] + back * (body.back[0] - body.front[0]);
        double const height = body.front[1] + back * (body.back[1] - body.front[1]);
        nodes.push_back({{width * across.x[i], height * across.x[j], body.length * along.x[k]},
                         width * height * body.length * across.w[i] * across.w[j] * along.w[k]});
      }
  return nodes;
}

std::vector<VolumeNode> sphere_nodes(Sphere const& s, int order) {
  std::vector<VolumeNode> nodes;
  auto const radii = gauss_legendre(order, 0.0, s.radius_m);
  auto const cosines = gauss_legendre(order, -1.0, 1.0);
  auto const azimuths = turn(2 * order);
  for (std::size_t i = 0; i < radii.size(); ++i)
    for (std::size_t j = 0; j < cosines.size(); ++j) {
      double const sine = std::sqrt(1.0 - cosines.x[j] * cosines.x[j]);
      double const r = radii.x[i];
      for (double const phi : azimuths)
        nodes.push_back({{r * sine * std::cos(phi), r * sine * std::sin(phi), r * cosines.x[j]},
                         r * r * radii.w[i] * cosines.w[j] * 2.0 * pi / static_cast<double>(azimuths.size())});
    }
  return nodes;
}

}  // namespace

std::vector<VolumeNode> volume_nodes(Shape const& shape, int order) {
  return std::visit(
      Overloaded{[&](Sphere const& s) { return sphere_nodes(s, order); },
                 [&](Cylinder const& c) {
                   auto nodes = round_nodes({c.radius_m, c.radius_m, c.length_m}, c.inner_radius_m, order);
                   for (auto& node : nodes) node.place = laid(node.place, c.axis);
                   return nodes;
                 },
                 [&](Cone const& c) { return round_nodes(round(c), 0.0, order); },
                 [&](auto const& box) { return rectangular_nodes(rectangular(box), order); }},
      shape);
}

}  // namespace penumbra
