#include "core/integrate.hpp"

#include <fmt/format.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_integration.h>

#include <cmath>
#include <map>
#include <memory>
#include <mutex>

#include "core/contracts.hpp"
#include "core/gsl.hpp"

namespace penumbra {
namespace {

Nodes const& base_rule(int order) {
  static std::mutex guard;
  static std::map<int, Nodes> rules;
  std::scoped_lock const lock{guard};
  auto& rule = rules[order];
  if (rule.x.empty()) {
    std::unique_ptr<gsl_integration_glfixed_table, void (*)(gsl_integration_glfixed_table*)> const table{
        gsl_integration_glfixed_table_alloc(static_cast<std::size_t>(order)), &gsl_integration_glfixed_table_free};
    for (std::size_t i = 0; i < static_cast<std::size_t>(order); ++i) {
      double x = 0.0;
      double w = 0.0;
      gsl_integration_glfixed_point(-1.0, 1.0, i, &x, &w, table.get());
      rule.x.push_back(x);
      rule.w.push_back(w);
    }
  }
  return rule;
}

}  // namespace

Nodes gauss_legendre(int order, double a, double b) {
  PENUMBRA_EXPECT(order > 0);
  Nodes nodes = base_rule(order);
  for (auto& x : nodes.x) x = 0.5 * (a + b) + 0.5 * (b - a) * x;
  for (auto& w : nodes.w) w *= 0.5 * (b - a);
  return nodes;
}

Nodes composite_gauss_legendre(int panels, int order, double a, double b) {
  Nodes nodes;
  for (int i = 0; i < panels; ++i) {
    double const step = (b - a) / panels;
    auto const panel = gauss_legendre(order, a + i * step, i + 1 == panels ? b : a + (i + 1) * step);
    nodes.x.insert(nodes.x.end(), panel.x.begin(), panel.x.end());
    nodes.w.insert(nodes.w.end(), panel.w.begin(), panel.w.end());
  }
  return nodes;
}

Nodes gauss_laguerre(int order) {
  PENUMBRA_EXPECT(order > 0);
  let_gsl_return_errors();
  std::unique_ptr<gsl_integration_fixed_workspace, void (*)(gsl_integration_fixed_workspace*)> const rule{
      gsl_integration_fixed_alloc(gsl_integration_fixed_laguerre, static_cast<std::size_t>(order), 0.0, 1.0, 0.0, 0.0),
      &gsl_integration_fixed_free};
  auto const* x = gsl_integration_fixed_nodes(rule.get());
  auto const* w = gsl_integration_fixed_weights(rule.get());
  return {{x, x + order}, {w, w + order}};
}

double integrate(std::function<double(double)> const& f, double a, double b, double relative_tolerance) {
  let_gsl_return_errors();
  std::unique_ptr<gsl_integration_workspace, void (*)(gsl_integration_workspace*)> const workspace{
      gsl_integration_workspace_alloc(2000), &gsl_integration_workspace_free};
  gsl_function function{
      [](double x, void* data) { return (*static_cast<std::function<double(double)> const*>(data))(x); },
      const_cast<void*>(static_cast<void const*>(&f))};
  double result = 0.0;
  double error = 0.0;
  int const status = gsl_integration_qag(&function, a, b, 0.0, relative_tolerance, 2000, GSL_INTEG_GAUSS31,
                                         workspace.get(), &result, &error);
  if (status != GSL_SUCCESS && error > 100.0 * relative_tolerance * std::abs(result))
    throw InternalError(
        fmt::format("integral over [{}, {}] = {} +- {}: {}", a, b, result, error, gsl_strerror(status)));
  return result;
}

double dot(std::span<double const> a, std::span<double const> b) {
  PENUMBRA_EXPECT(a.size() == b.size());
  double sum = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

}  // namespace penumbra
