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

}  // namespace penumbra
