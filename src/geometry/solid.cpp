#include "geometry/solid.hpp"

#include <fmt/format.h>
#include <gsl/gsl_eigen.h>
#include <gsl/gsl_matrix.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <numbers>

#include "core/contracts.hpp"
#include "core/errors.hpp"
#include "core/integrate.hpp"

namespace penumbra {

Solid::Solid(Shape shape, Point centre_m, Rotation rotation) : shape_{shape}, centre_{centre_m}, rotation_{rotation} {
  for (double const size : sizes_m(shape_))
    if (!(size > 0.0)) throw InputError(fmt::format("a detector of size {} m, expected a positive number", size));
  auto const from = rotation_.turned_back(advanced({}, -1.0, centre_));
  for (double const sign : {-1.0, 1.0})  // a line that starts inside has a stretch that begins at once
    for (auto const& part : inside(shape_, from, {0.0, 0.0, sign}))
      if (part.first_m <= 0.0)
        throw InputError(
            fmt::format("the detector's centre is {} m from the origin, and the origin lies inside", norm(centre_)));
}

Stretches Solid::crossing(double theta_rad, double phi_rad) const {
  return inside(shape_, rotation_.turned_back(advanced({}, -1.0, centre_)),
                rotation_.turned_back(direction_of(theta_rad, phi_rad)));
}

double Solid::path_m(double theta_rad, double phi_rad) const {
  double sum = 0.0;
  for (auto const& part : crossing(theta_rad, phi_rad)) sum += part.last_m - part.first_m;
  return sum;
}

std::vector<Curve> Solid::outline() const {
  auto curves = penumbra::outline(shape_, rotation_.turned_back(advanced({}, -1.0, centre_)));
  for (auto& curve : curves) curve = placed(curve, centre_, rotation_);
  return curves;
}

std::vector<SolidPiece> Solid::pieces(int order) const {
  std::vector<SolidPiece> result;
  for (auto const& node : volume_nodes(shape_, order)) {
    auto const p = advanced(centre_, 1.0, rotation_.turned(node.place));
    result.push_back({polar_angle(p), node.volume_m3 / scalar_product(p, p)});
  }
  return result;
}

double Solid::half_opening_rad() const {
  double const ratio = circumscribed_m(shape_) / norm(centre_);
  return ratio < 1.0 ? std::asin(ratio) : std::numbers::pi;
}
double Solid::theta_min_rad() const { return std::max(0.0, polar_angle(centre_) - half_opening_rad()); }
double Solid::theta_max_rad() const { return std::min(std::numbers::pi, polar_angle(centre_) + half_opening_rad()); }
double Solid::nearest_m() const { return std::max(0.0, norm(centre_) - circumscribed_m(shape_)); }
double Solid::farthest_m() const { return norm(centre_) + circumscribed_m(shape_); }

bool Solid::round_about_beam() const {
  if (centre_[0] != 0.0 || centre_[1] != 0.0) return false;
  if (std::holds_alternative<Sphere>(shape_)) return true;
  if (!rotation_.none()) return false;
  auto const* cylinder = std::get_if<Cylinder>(&shape_);
  return std::holds_alternative<Cone>(shape_) || (cylinder && cylinder->axis == 2);
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
