#include "core/roots.hpp"

#include <fmt/format.h>

#include <boost/math/tools/toms748_solve.hpp>
#include <cmath>

#include "core/contracts.hpp"

namespace penumbra {

double find_root(std::function<double(double)> const& f, double a, double b, double relative_tolerance) {
  double const fa = f(a);
  double const fb = f(b);
  if (fa == 0.0) return a;
  if (fb == 0.0) return b;
  if (std::signbit(fa) == std::signbit(fb))
    throw InternalError(fmt::format("no sign change between {} ({}) and {} ({})", a, fa, b, fb));
  std::uintmax_t iterations = 200;
  auto const close = [relative_tolerance](double x, double y) {
    return std::abs(x - y) <= relative_tolerance * std::max(std::abs(x), std::abs(y));
  };
  auto const bracket = boost::math::tools::toms748_solve(f, a, b, fa, fb, close, iterations);
  return 0.5 * (bracket.first + bracket.second);
}

}  // namespace penumbra
