#pragma once

#include <cstdint>

namespace penumbra {

/// Random numbers that are a function of their place: number i of a stream is the i-th output of SplitMix64 (Steele,
/// Lea, Flood, OOPSLA 2014) from the stream's key. No state: any order and any number of threads give the same.
class RandomStream {
 public:
  explicit RandomStream(std::uint64_t key) : key_{key} {}
  /// The stream of a part: of a seed, of a point, of a toy.
  RandomStream part(std::uint64_t which) const { return RandomStream{mixed(mixed(key_) ^ mixed(~which))}; }
  /// Uniform in (0, 1).
  double operator()(std::uint64_t i) const {
    return (static_cast<double>(mixed(key_ + (i + 1) * golden) >> 11) + 0.5) * 0x1p-53;
  }

 private:
  static constexpr std::uint64_t golden = 0x9e3779b97f4a7c15;
  static std::uint64_t mixed(std::uint64_t z) {
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
  }
  std::uint64_t key_;
};

}  // namespace penumbra
