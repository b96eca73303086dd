#pragma once

#include <functional>

namespace penumbra {

/// Root of a continuous function between `a` and `b`, where it must change sign (Boost's TOMS 748); throws
/// InternalError when it does not.
double find_root(std::function<double(double)> const& f, double a, double b, double relative_tolerance = 1e-12);

}  // namespace penumbra
