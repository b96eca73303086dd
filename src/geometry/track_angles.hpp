#pragma once

#include <algorithm>
#include <boost/container/static_vector.hpp>
#include <cstddef>

namespace penumbra {

/// Angles alpha of a straight track from one direction towards another across it, as a range of cot(alpha), which falls
/// from +no_end straight ahead to -no_end straight back.
struct CotangentRange {
  static constexpr double no_end = 1e150;  ///< its square is still a number
  double low = -no_end;
  double high = no_end;
};
/// Ranges that lie apart, ascending. Each hole in an opening adds one: there may be no more than `most_holes`.
inline constexpr std::size_t most_holes = 7;
using CotangentRanges = boost::container::static_vector<CotangentRange, most_holes + 1>;

/// What lies in one and in the other.
CotangentRanges overlap(CotangentRanges const& one, CotangentRanges const& other);

/// A function slope * w + value.
struct Linear {
  double slope;
  double value;
};
/// The part of a range where it is positive; empty where high <= low.
inline CotangentRange where_positive(CotangentRange range, Linear const& function) {
  if (function.slope == 0.0) return function.value > 0.0 ? range : CotangentRange{range.low, range.low};
  double const zero = -function.value / function.slope;
  if (function.slope > 0.0)
    range.low = std::max(range.low, zero);
  else
    range.high = std::min(range.high, zero);
  return range;
}

}  // namespace penumbra
