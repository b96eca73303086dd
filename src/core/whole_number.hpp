#pragma once

#include <cmath>
#include <optional>

namespace penumbra {

/// The whole number that a number from a file is; nothing for a fraction or beyond a billion, which no int of ours
/// means.
inline std::optional<int> whole_number(double value) {
  constexpr double most = 1e9;
  if (!(std::abs(value) <= most) || value != std::floor(value)) return std::nullopt;
  return static_cast<int>(value);
}

}  // namespace penumbra
