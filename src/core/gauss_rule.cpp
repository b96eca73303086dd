#include "core/gauss_rule.hpp"

#include <gsl/gsl_eigen.h>

#include <algorithm>
#include <cmath>
#include <memory>

#include "core/contracts.hpp"

namespace penumbra {

Nodes gauss_rule(Nodes const& measure, int count) {
  auto const n = static_cast<std::size_t>(count);
  auto const& x = measure.x;
  PENUMBRA_EXPECT(count > 0 && x.size() >= n);
  // Lanczos on the diagonal matrix of x, from the vector of the roots of the weights; every new vector is made
  // orthogonal to all before it, twice, so that rounding does not bring old ones back.
  std::vector<double> start;
  double total = 0.0;
  for (double const weight : measure.w) {
    start.push_back(std::sqrt(weight));
    total += weight;
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
    if (length < 1e-13 * span) break;  // there are no more different places
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
  Nodes rule;
  for (std::size_t i = 0; i < size; ++i) {
    double const first = gsl_matrix_get(vectors.get(), 0, i);
    rule.x.push_back(gsl_vector_get(values.get(), i));
    rule.w.push_back(total * first * first);
  }
  return rule;
}

}  // namespace penumbra
