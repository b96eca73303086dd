#include "geometry/cone_of_directions.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <utility>

#include "core/roots.hpp"

namespace penumbra {
namespace {

constexpr double pi = std::numbers::pi;
constexpr int circle_steps = 48;  // a cone meets a circle at most four times

Point on_circle(Curve const& circle, double cosine, double sine) {
  return advanced(advanced(circle.start, cosine, circle.u), sine, circle.v);
}

Point at(Curve const& curve, double t) {
  if (!curve.circle) return advanced(curve.start, t, curve.u);
  return on_circle(curve, std::cos(t), std::sin(t));
}

double azimuth(Point const& p) { return std::atan2(p[1], p[0]); }

/// Where the polar angle along a segment turns: d(z/rho)/dt = 0 is linear in t.
void add_turning_point(std::vector<double>& angles, Curve const& segment) {
  auto const& p = segment.start;
  auto const& u = segment.u;
  double const a = p[0] * p[0] + p[1] * p[1];
  double const b = p[0] * u[0] + p[1] * u[1];
  double const c = u[0] * u[0] + u[1] * u[1];
  double const slope = u[2] * b - p[2] * c;
  if (slope == 0.0) return;
  double const t = (p[2] * b - u[2] * a) / slope;
  if (t > 0.0 && t < 1.0) angles.push_back(polar_angle(at(segment, t)));
}

/// Where it turns along a circle: bracketed by steps, then by the golden section.
void add_turning_points_of_circle(std::vector<double>& angles, Curve const& circle) {
  constexpr double step = 2.0 * pi / circle_steps;
  std::array<double, circle_steps> theta{};
  for (std::size_t i = 0; i < theta.size(); ++i) theta[i] = polar_angle(at(circle, static_cast<double>(i) * step));
  auto const [least, most] = std::minmax_element(theta.begin(), theta.end());
  if (*most - *least < 1e-12) {  // about the beam
    angles.push_back(*least);
    return;
  }
  for (std::size_t i = 0; i < theta.size(); ++i)
    for (double const sign : {-1.0, 1.0}) {
      double const here = sign * theta[i];
      if (here < sign * theta[(i + 1) % theta.size()] || here < sign * theta[(i + theta.size() - 1) % theta.size()])
        continue;
      auto const value = [&](double t) { return sign * polar_angle(at(circle, t)); };
      constexpr double section = 2.0 - std::numbers::phi;
      double low = (static_cast<double>(i) - 1.0) * step;
      double high = (static_cast<double>(i) + 1.0) * step;
      double a = low + section * (high - low);
      double b = high - section * (high - low);
      double at_a = value(a);
      double at_b = value(b);
      while (high - low > 1e-6) {  // the angle is then good to 1e-12 of its range
        if (at_a < at_b) {
          low = std::exchange(a, b);
          at_a = at_b;
          at_b = value(b = high - section * (high - low));
        } else {
          high = std::exchange(b, a);
          at_b = at_a;
          at_a = value(a = low + section * (high - low));
        }
      }
      angles.push_back(sign * std::max(at_a, at_b));
    }
}

/// (x^2 + y^2) cos^2 = z^2 sin^2 along a segment, on the half where z has the sign of cos.
void add_crossings(std::vector<double>& azimuths, Curve const& segment, double theta) {
  double const c2 = std::pow(std::cos(theta), 2);
  double const s2 = std::pow(std::sin(theta), 2);
  auto const& p = segment.start;
  auto const& u = segment.u;
  double const a = c2 * (u[0] * u[0] + u[1] * u[1]) - s2 * u[2] * u[2];
  double const b = c2 * (p[0] * u[0] + p[1] * u[1]) - s2 * p[2] * u[2];
  double const c = c2 * (p[0] * p[0] + p[1] * p[1]) - s2 * p[2] * p[2];
  double const discriminant = b * b - a * c;
  if (!(discriminant > 0.0)) return;
  double const q = -(b + std::copysign(std::sqrt(discriminant), b));
  for (double const t : {q / a, c / q})
    if (t > 0.0 && t < 1.0) {
      auto const place = at(segment, t);
      if (place[2] * std::cos(theta) >= 0.0) azimuths.push_back(azimuth(place));
    }
}

void add_crossings_of_circle(std::vector<double>& azimuths, Curve const& circle, double theta) {
  constexpr double step = 2.0 * pi / circle_steps;
  struct Turn {
    double cosine, sine;
  };
  static auto const turns = [] {
    std::array<Turn, circle_steps> result{};
    for (int i = 0; i < circle_steps; ++i)
      result[static_cast<std::size_t>(i)] = {std::cos((i + 1) * step), std::sin((i + 1) * step)};
    return result;
  }();
  double const cosine = std::cos(theta);
  double const sine = std::sin(theta);
  // The sine of the angle above the cone, times the distance.
  auto const above_cone = [&](Point const& p) { return std::sqrt(p[0] * p[0] + p[1] * p[1]) * cosine - p[2] * sine; };
  auto const above = [&](double t) { return above_cone(at(circle, t)); };
  double next = above_cone(on_circle(circle, 1.0, 0.0));
  for (int i = 0; i < circle_steps; ++i) {
    auto const& turn = turns[static_cast<std::size_t>(i)];
    double const here = std::exchange(next, above_cone(on_circle(circle, turn.cosine, turn.sine)));
    if ((here > 0.0) == (next > 0.0)) continue;
    double const low = i * step;
    double const high = (i + 1) * step;
    bool const changes = (above(low) > 0.0) != (above(high) > 0.0);  // or it is zero there, to rounding
    double const t = changes ? find_root(above, low, high, 1e-13) : std::abs(here) < std::abs(next) ? low : high;
    azimuths.push_back(azimuth(at(circle, t)));
  }
}

void sort_apart(std::vector<double>& values, double apart) {
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end(), [&](double a, double b) { return b - a < apart; }),
               values.end());
}

}  // namespace

std::vector<double> turning_angles(std::vector<Curve> const& curves) {
  std::vector<double> angles;
  for (auto const& curve : curves) {
    if (curve.circle) {
      add_turning_points_of_circle(angles, curve);
    } else {
      angles.push_back(polar_angle(curve.start));
      angles.push_back(polar_angle(at(curve, 1.0)));
      add_turning_point(angles, curve);
    }
  }
  return angles;
}

std::vector<double> polar_breaks(Solid const& solid) {
  auto angles = turning_angles(solid.outline());
  for (double const axis : {0.0, pi})
    if (solid.crossing(axis, 0.0).count > 0) angles.push_back(axis);
  auto const [low, high] = std::minmax_element(angles.begin(), angles.end());
  sort_apart(angles, 1e-6 * (*high - *low));
  return angles;
}

std::vector<double> azimuth_breaks(std::vector<Curve> const& outline, double theta_rad) {
  std::vector<double> azimuths;
  for (auto const& curve : outline) {
    if (curve.circle)
      add_crossings_of_circle(azimuths, curve, theta_rad);
    else
      add_crossings(azimuths, curve, theta_rad);
  }
  sort_apart(azimuths, 1e-12);
  return azimuths;
}

}  // namespace penumbra
