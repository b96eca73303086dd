#include "production/two_body_rows.hpp"

#include "core/wide_loops.hpp"
#include "production/rings.hpp"

namespace penumbra {
namespace {

PENUMBRA_WIDE_LOOPS void fill_rings(double const* half_sine, double const* half_cosine, double const* swing,
                                    std::size_t n, double two_P, HalfAngle parent, double* __restrict t) {
  double const sine = 2.0 * parent.sine * parent.cosine;
  for (std::size_t i = 0; i < n; ++i) {
    double const half = half_sine[i] * parent.cosine - half_cosine[i] * parent.sine;
    double const square = half * half + swing[i] * sine;
    t[i] = two_P * std::sqrt(square > 0.0 ? square : 0.0);
  }
}

}  // namespace

Rings::Rings(std::span<double const> theta_rad, int azimuths) : azimuths_{static_cast<std::size_t>(azimuths)} {
  // Midpoints: the integrand is even and periodic in the azimuth, so this converges fast.
  auto const haversines = half_turn(azimuths);
  for (double const theta : theta_rad)
    for (double const turn : haversines) {
      half_sine_.push_back(std::sin(0.5 * theta));
      half_cosine_.push_back(std::cos(0.5 * theta));
      swing_.push_back(std::sin(theta) * turn);
    }
}

void Rings::fill(double P_GeV, HalfAngle const& parent, std::span<double> t_GeV) const {
  PENUMBRA_EXPECT(t_GeV.size() == size());
  fill_rings(half_sine_.data(), half_cosine_.data(), swing_.data(), size(), 2.0 * P_GeV, parent, t_GeV.data());
}

}  // namespace penumbra
