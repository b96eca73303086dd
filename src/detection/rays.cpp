#include "detection/rays.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/integrate.hpp"

namespace penumbra {
namespace {

constexpr double pi = std::numbers::pi;

/// Nodes in t = scale sinh(v), uniform quadrature in v between the break points.
Nodes crowded_nodes(std::vector<double> const& breaks, double scale, int main_order, double main_length) {
  Nodes nodes;
  for (std::size_t i = 0; i + 1 < breaks.size(); ++i) {
    double const a = breaks[i];
    double const b = breaks[i + 1];
    if (!(b > a)) continue;
    // Thin panels (between front and back edge) need few nodes: paths grow linearly across them.
    double const share = (b - a) / main_length;
    int const order = share < 0.02   ? std::max(2, main_order / 4)
                      : share < 0.15 ? std::max(3, main_order / 3)
                                     : main_order;
    auto const panel = gauss_legendre(order, std::asinh(a / scale), std::asinh(b / scale));
    for (std::size_t j = 0; j < panel.size(); ++j) {
      nodes.x.push_back(scale * std::sinh(panel.x[j]));
      nodes.w.push_back(panel.w[j] * scale * std::cosh(panel.x[j]));
    }
  }
  return nodes;
}

void add_ray(std::vector<Ray>& rays, DecayVolume const& volume, double x_slope, double y_slope, double weight) {
  double const slope2 = x_slope * x_slope + y_slope * y_slope;
  double const theta = std::atan(std::sqrt(slope2));
  auto const chord = volume.chord(theta, std::atan2(y_slope, x_slope));
  if (chord) rays.push_back({theta, weight / std::pow(1.0 + slope2, 1.5), chord->entry_m, chord->exit_m});
}

/// Slopes at which a side of the volume begins or ends to matter, zero included when it lies between.
std::vector<double> breaks_of(double low, double high, double z_front, double z_back, double edge) {
  std::vector<double> breaks{low / z_front, low / z_back, high / z_back, high / z_front};
  if (low < 0.0 && high > 0.0) breaks.push_back(0.0);
  for (double const kink : {-edge, -std::numbers::sqrt2 / 2.0 * edge, std::numbers::sqrt2 / 2.0 * edge, edge})
    if (edge > 0.0 && kink > low / z_back && kink < high / z_back) breaks.push_back(kink);
  std::sort(breaks.begin(), breaks.end());
  return breaks;
}

std::vector<Ray> through_on_axis_disc(DecayVolume const& volume, double theta_0, Numerics const& numerics) {
  std::vector<Ray> rays;
  double const R = volume.aperture().radius_m();
  std::vector<double> const breaks{0.0, R / volume.z_back_m(), R / volume.z_front_m()};
  auto const nodes = crowded_nodes(breaks, theta_0, 2 * numerics.detector_angles, breaks[2]);
  for (std::size_t i = 0; i < nodes.size(); ++i)
    add_ray(rays, volume, nodes.x[i], 0.0, 2.0 * pi * nodes.x[i] * nodes.w[i]);
  return rays;
}

std::vector<Ray> through_rectangle(DecayVolume const& volume, double theta_0, Numerics const& numerics, double edge) {
  std::vector<Ray> rays;
  auto const [x_low, x_high, y_low, y_high] = volume.aperture().bounds();
  auto const x_breaks = breaks_of(x_low, x_high, volume.z_front_m(), volume.z_back_m(), edge);
  auto const y_breaks = breaks_of(y_low, y_high, volume.z_front_m(), volume.z_back_m(), edge);
  auto const xs = crowded_nodes(x_breaks, 4.0 * theta_0, numerics.detector_angles, x_breaks.back() - x_breaks.front());
  auto const ys = crowded_nodes(y_breaks, 4.0 * theta_0, numerics.detector_angles, y_breaks.back() - y_breaks.front());
  // Symmetric about an axis: the flux is round, so one half stands for both.
  bool const mirror_x = x_low == -x_high;
  bool const mirror_y = y_low == -y_high;
  for (std::size_t i = 0; i < xs.size(); ++i) {
    if (mirror_x && xs.x[i] < 0.0) continue;
    for (std::size_t j = 0; j < ys.size(); ++j) {
      if (mirror_y && ys.x[j] < 0.0) continue;
      add_ray(rays, volume, xs.x[i], ys.x[j], xs.w[i] * ys.w[j] * (mirror_x ? 2.0 : 1.0) * (mirror_y ? 2.0 : 1.0));
    }
  }
  return rays;
}

std::vector<Ray> through_off_axis_disc(DecayVolume const& volume, Numerics const& numerics) {
  // Polar coordinates about the disc's centre, on the plane half way. A path through the edge crosses that plane at
  // most half the volume's length times its slope away from the disc.
  std::vector<Ray> rays;
  auto const [x_low, x_high, y_low, y_high] = volume.aperture().bounds();
  double const x_centre = 0.5 * (x_low + x_high);
  double const y_centre = 0.5 * (y_low + y_high);
  double const towards_centre = std::atan2(y_centre, x_centre);
  double const z = 0.5 * (volume.z_front_m() + volume.z_back_m());
  double const R = volume.aperture().radius_m();
  double const margin =
      0.5 * (volume.z_back_m() - volume.z_front_m()) * volume.aperture().outermost_m() / volume.z_front_m();
  std::vector<double> breaks{0.0, std::max(0.0, R - margin), R + margin};
  for (std::size_t panel = 0; panel + 1 < breaks.size(); ++panel) {
    if (!(breaks[panel + 1] > breaks[panel])) continue;
    auto const rho = gauss_legendre(numerics.detector_angles, breaks[panel], breaks[panel + 1]);
    for (std::size_t i = 0; i < rho.size(); ++i)
      for (int j = 0; j < numerics.detector_azimuths; ++j) {
        // The half turn on one side of the line from the beam to the centre; the other side is its mirror image.
        double const psi = towards_centre + pi * (j + 0.5) / numerics.detector_azimuths;
        double const x = x_centre + rho.x[i] * std::cos(psi);
        double const y = y_centre + rho.x[i] * std::sin(psi);
        add_ray(rays, volume, x / z, y / z, 2.0 * rho.w[i] * rho.x[i] * pi / numerics.detector_azimuths / (z * z));
      }
  }
  return rays;
}

}  // namespace

std::vector<Ray> rays_through(DecayVolume const& volume, double theta_0_rad, Numerics const& numerics,
                              double edge_rad) {
  auto const& aperture = volume.aperture();
  if (aperture.on_axis_disc()) return through_on_axis_disc(volume, theta_0_rad, numerics);
  if (aperture.is_disc()) return through_off_axis_disc(volume, numerics);
  return through_rectangle(volume, theta_0_rad, numerics, edge_rad);
}

}  // namespace penumbra
