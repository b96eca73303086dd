#pragma once

#include <bit>
#include <cstdint>

namespace penumbra {

/// exp(x) to 4.5e-16 of its value for |x| < 700, without branches: compilers take several at once in loops, where the
/// library's function is called for one after the other.
///
/// exp(x) = 2^n exp(r), n the integer next to x / ln 2, exp(r) by its series, |r| < ln(2)/2.
inline double plain_exp(double x) {
  constexpr double per_ln2 = 1.4426950408889634;
  // ln 2 in two parts, so that n times the first one is exact (Cody and Waite; the constants of fdlibm's e_exp.c).
  constexpr double ln2 = 6.93147180369123816490e-01;
  constexpr double rest_of_ln2 = 1.90821492927058770002e-10;
  constexpr double to_integer = 6755399441055744.0;  // 1.5 x 2^52: the sum keeps no fraction
  double const biased = x * per_ln2 + to_integer;
  double const n = biased - to_integer;
  double const r = (x - n * ln2) - n * rest_of_ln2;
  double sum = 1.0 / 479001600.0;
  sum = sum * r + 1.0 / 39916800.0;
  sum = sum * r + 1.0 / 3628800.0;
  sum = sum * r + 1.0 / 362880.0;
  sum = sum * r + 1.0 / 40320.0;
  sum = sum * r + 1.0 / 5040.0;
  sum = sum * r + 1.0 / 720.0;
  sum = sum * r + 1.0 / 120.0;
  sum = sum * r + 1.0 / 24.0;
  sum = sum * r + 1.0 / 6.0;
  sum = sum * r + 0.5;
  sum = sum * r + 1.0;
  sum = sum * r + 1.0;
  // The last bits of the biased sum are n: into the exponent.
  return std::bit_cast<double>(std::bit_cast<std::uint64_t>(sum) + (std::bit_cast<std::uint64_t>(biased) << 52U));
}

}  // namespace penumbra
