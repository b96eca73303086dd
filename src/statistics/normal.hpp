#pragma once

namespace penumbra {

/// Standard normal distribution function Phi(x), with full relative precision in the lower tail.
double normal_cdf(double x);

/// x with Phi(x) = p, for 0 < p < 1.
double normal_quantile(double p);

}  // namespace penumbra
