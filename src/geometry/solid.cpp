#include "geometry/solid.hpp"

#include <fmt/format.h>
#include <gsl/gsl_eigen.h>
#include <gsl/gsl_matrix.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>

#include "core/contracts.hpp"
#include "core/errors.hpp"
#include "core/integrate.hpp"

namespace penumbra {
namespace {

constexpr double pi = std::numbers::pi;
using Point = std::array<double, 3>;

double norm(Point const& p) { return std::hypot(p[0], p[1], p[2]); }

/// Midpoints of a whole turn.
std::vector<double> turn(int count) {
  std::vector<double> angles;
  for (int i = 0; i < count; ++i) angles.push_back(2.0 * pi * (i + 0.5) / count);
  return angles;
}

/// Calls `take(point relative to the centre, volume)` for every node of a quadrature over the body.
struct Nodes3d {
  int order;
  template <class Take>
  void operator()(Sphere const& s, Take const& take) const {
    auto const radii = gauss_legendre(order, 0.0, s.radius_m);
    auto const cosines = gauss_legendre(order, -1.0, 1.0);
    auto const azimuths = turn(2 * order);
    for (std::size_t i = 0; i < radii.size(); ++i)
      for (std::size_t j = 0; j < cosines.size(); ++j) {
        double const sine = std::sqrt(1.0 - cosines.x[j] * cosines.x[j]);
        double const r = radii.x[i];
        for (double const phi : azimuths)
          take(Point{r * sine * std::cos(phi), r * sine * std::sin(phi), r * cosines.x[j]},
               r * r * radii.w[i] * cosines.w[j] * 2.0 * pi / static_cast<double>(azimuths.size()));
      }
  }
  template <class Take>
  void operator()(Cylinder const& c, Take const& take) const {
    auto const radii = gauss_legendre(order, 0.0, c.radius_m);
    auto const along = gauss_legendre(order, -0.5 * c.length_m, 0.5 * c.length_m);
    auto const azimuths = turn(2 * order);
    auto const axis = static_cast<std::size_t>(c.axis);
    for (std::size_t i = 0; i < radii.size(); ++i)
      for (std::size_t j = 0; j < along.size(); ++j)
        for (double const phi : azimuths) {
          Point p{};
          p[axis] = along.x[j];
          p[(axis + 1) % 3] = radii.x[i] * std::cos(phi);
          p[(axis + 2) % 3] = radii.x[i] * std::sin(phi);
          take(p, radii.x[i] * radii.w[i] * along.w[j] * 2.0 * pi / static_cast<double>(azimuths.size()));
        }
  }
  template <class Take>
  void operator()(Cuboid const& b, Take const& take) const {
    std::array<Nodes, 3> nodes;
    for (std::size_t i = 0; i < 3; ++i) nodes[i] = gauss_legendre(order, -0.5 * b.size_m[i], 0.5 * b.size_m[i]);
    for (std::size_t i = 0; i < nodes[0].size(); ++i)
      for (std::size_t j = 0; j < nodes[1].size(); ++j)
        for (std::size_t k = 0; k < nodes[2].size(); ++k)
          take(Point{nodes[0].x[i], nodes[1].x[j], nodes[2].x[k]}, nodes[0].w[i] * nodes[1].w[j] * nodes[2].w[k]);
  }
};

/// Part of the line `direction` t, t > 0, inside a body at `centre`.
struct Path {
  Point direction;
  Point centre;

  double operator()(Sphere const& s) const {
    double const along = direction[0] * centre[0] + direction[1] * centre[1] + direction[2] * centre[2];
    double const r = norm(centre);
    double const left = s.radius_m * s.radius_m - (r - along) * (r + along);
    return along > 0.0 && left > 0.0 ? 2.0 * std::sqrt(left) : 0.0;
  }
  double operator()(Cylinder const& c) const {
    auto const axis = static_cast<std::size_t>(c.axis);
    auto [first, last] = between(axis, 0.5 * c.length_m);
    auto const u = (axis + 1) % 3;
    auto const v = (axis + 2) % 3;
    double const a = direction[u] * direction[u] + direction[v] * direction[v];
    double const b = direction[u] * centre[u] + direction[v] * centre[v];
    double const outside = centre[u] * centre[u] + centre[v] * centre[v] - c.radius_m * c.radius_m;
    if (a == 0.0) return outside < 0.0 ? std::max(0.0, last - first) : 0.0;
    double const root = b * b - a * outside;
    if (root <= 0.0) return 0.0;
    first = std::max(first, (b - std::sqrt(root)) / a);
    last = std::min(last, (b + std::sqrt(root)) / a);
    return std::max(0.0, last - first);
  }
  double operator()(Cuboid const& box) const {
    double first = 0.0;
    double last = std::numeric_limits<double>::infinity();
    for (std::size_t i = 0; i < 3; ++i) {
      auto const [from, to] = between(i, 0.5 * box.size_m[i]);
      first = std::max(first, from);
      last = std::min(last, to);
    }
    return std::max(0.0, last - first);
  }

 private:
  /// Where the line lies between the two planes at +-half of the centre along one axis.
  std::pair<double, double> between(std::size_t axis, double half) const {
    double const infinity = std::numeric_limits<double>::infinity();
    if (direction[axis] == 0.0) return std::abs(centre[axis]) < half ? std::pair{0.0, infinity} : std::pair{0.0, 0.0};
    double const a = (centre[axis] - half) / direction[axis];
    double const b = (centre[axis] + half) / direction[axis];
    return {std::max(0.0, std::min(a, b)), std::max(0.0, std::max(a, b))};
  }
};

struct Sizes {
  std::vector<double> operator()(Sphere const& s) const { return {s.radius_m}; }
  std::vector<double> operator()(Cylinder const& c) const { return {c.radius_m, c.length_m}; }
  std::vector<double> operator()(Cuboid const& b) const { return {b.size_m.begin(), b.size_m.end()}; }
};

}  // namespace

Solid::Solid(Shape shape, std::array<double, 3> centre_m) : shape_{shape}, centre_{centre_m} {
  for (double const size : std::visit(Sizes{}, shape_))
    if (!(size > 0.0)) throw InputError(fmt::format("a detector of size {} m, expected a positive number", size));
  if (norm(centre_) <= circumscribed_m())
    throw InputError(
        fmt::format("the detector's centre is {} m from the origin, so that the origin may lie inside", norm(centre_)));
}

double Solid::circumscribed_m() const {
  if (auto const* s = std::get_if<Sphere>(&shape_)) return s->radius_m;
  if (auto const* c = std::get_if<Cylinder>(&shape_)) return std::hypot(c->radius_m, 0.5 * c->length_m);
  auto const& size = std::get<Cuboid>(shape_).size_m;
  return 0.5 * norm(size);
}

double Solid::volume_m3() const {
  if (auto const* s = std::get_if<Sphere>(&shape_)) return 4.0 / 3.0 * pi * std::pow(s->radius_m, 3);
  if (auto const* c = std::get_if<Cylinder>(&shape_)) return pi * c->radius_m * c->radius_m * c->length_m;
  auto const& size = std::get<Cuboid>(shape_).size_m;
  return size[0] * size[1] * size[2];
}

std::vector<SolidPiece> Solid::pieces(int order) const {
  std::vector<SolidPiece> result;
  auto const take = [&](Point const& offset, double volume) {
    Point const p{centre_[0] + offset[0], centre_[1] + offset[1], centre_[2] + offset[2]};
    double const across = std::hypot(p[0], p[1]);
    result.push_back({std::atan2(across, p[2]), volume / (across * across + p[2] * p[2])});
  };
  std::visit([&](auto const& shape) { Nodes3d{order}(shape, take); }, shape_);
  return result;
}

double Solid::path_m(double theta_rad, double phi_rad) const {
  double const sine = std::sin(theta_rad);
  return std::visit(Path{{sine * std::cos(phi_rad), sine * std::sin(phi_rad), std::cos(theta_rad)}, centre_}, shape_);
}

double Solid::theta_min_rad() const {
  double const middle = std::atan2(std::hypot(centre_[0], centre_[1]), centre_[2]);
  return std::max(0.0, middle - std::asin(circumscribed_m() / norm(centre_)));
}

double Solid::theta_max_rad() const {
  double const middle = std::atan2(std::hypot(centre_[0], centre_[1]), centre_[2]);
  return std::min(pi, middle + std::asin(circumscribed_m() / norm(centre_)));
}

std::vector<SolidPiece> gauss_rule(std::vector<SolidPiece> const& pieces, int count) {
  auto const n = static_cast<std::size_t>(count);
  PENUMBRA_EXPECT(count > 0 && pieces.size() >= n);
  // Lanczos on the diagonal matrix of x = sin^2(theta/2), from the vector of the roots of the weights; every new vector
  // is made orthogonal to all before it, twice, so that rounding does not bring old ones back.
  std::vector<double> x;
  std::vector<double> start;
  double total = 0.0;
  for (auto const& piece : pieces) {
    double const half = std::sin(0.5 * piece.theta_rad);
    x.push_back(half * half);
    start.push_back(std::sqrt(piece.weight_m_sr));
    total += piece.weight_m_sr;
  }
  for (auto& value : start) value /= std::sqrt(total);
  double const span = *std::max_element(x.begin(), x.end());
  std::vector<std::vector<double>> basis{start};
  std::vector<double> diagonal;
  std::vector<double> beside;
  while (diagonal.size() < n) {
    auto const& last = basis.back();
    std::vector<double> next(x.size());
    for (std::size_t i = 0; i < x.size(); ++i) next[i] = x[i] * last[i];
    diagonal.push_back(dot(last, next));
    for (int pass = 0; pass < 2; ++pass)
      for (auto const& vector : basis) {
        double const share = dot(vector, next);
        for (std::size_t i = 0; i < x.size(); ++i) next[i] -= share * vector[i];
      }
    double const length = std::sqrt(dot(next, next));
    if (length < 1e-13 * span) break;  // the pieces have no more different angles
    if (diagonal.size() == n) break;
    beside.push_back(length);
    for (auto& value : next) value /= length;
    basis.push_back(std::move(next));
  }
  std::size_t const size = diagonal.size();
  std::unique_ptr<gsl_matrix, void (*)(gsl_matrix*)> const matrix{gsl_matrix_calloc(size, size), &gsl_matrix_free};
  std::unique_ptr<gsl_matrix, void (*)(gsl_matrix*)> const vectors{gsl_matrix_alloc(size, size), &gsl_matrix_free};
  std::unique_ptr<gsl_vector, void (*)(gsl_vector*)> const values{gsl_vector_alloc(size), &gsl_vector_free};
  std::unique_ptr<gsl_eigen_symmv_workspace, void (*)(gsl_eigen_symmv_workspace*)> const workspace{
      gsl_eigen_symmv_alloc(size), &gsl_eigen_symmv_free};
  for (std::size_t i = 0; i < size; ++i) {
    gsl_matrix_set(matrix.get(), i, i, diagonal[i]);
    if (i + 1 < size) {
      gsl_matrix_set(matrix.get(), i, i + 1, beside[i]);
      gsl_matrix_set(matrix.get(), i + 1, i, beside[i]);
    }
  }
  gsl_eigen_symmv(matrix.get(), values.get(), vectors.get(), workspace.get());
  gsl_eigen_symmv_sort(values.get(), vectors.get(), GSL_EIGEN_SORT_VAL_ASC);
  std::vector<SolidPiece> rule;
  for (std::size_t i = 0; i < size; ++i) {
    double const first = gsl_matrix_get(vectors.get(), 0, i);
    double const place = std::clamp(gsl_vector_get(values.get(), i), 0.0, 1.0);
    rule.push_back({2.0 * std::asin(std::sqrt(place)), total * first * first});
  }
  return rule;
}

}  // namespace penumbra
