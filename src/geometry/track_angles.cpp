#include "geometry/track_angles.hpp"

#include <algorithm>

namespace penumbra {

CotangentRanges overlap(CotangentRanges const& one, CotangentRanges const& other) {
  CotangentRanges both;
  for (auto const& a : one)
    for (auto const& b : other) {
      CotangentRange const part{std::max(a.low, b.low), std::min(a.high, b.high)};
      if (part.low < part.high) both.push_back(part);
    }
  return both;
}

CotangentRange where_positive(CotangentRange range, Linear const& function) {
  if (function.slope == 0.0) return function.value > 0.0 ? range : CotangentRange{range.low, range.low};
  double const zero = -function.value / function.slope;
  if (function.slope > 0.0)
    range.low = std::max(range.low, zero);
  else
    range.high = std::min(range.high, zero);
  return range;
}

}  // namespace penumbra
