#include "production/drell_yan.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/contracts.hpp"

namespace penumbra {

SpectraAroundMass spectra_around(DrellYanSpectra const& spectra, double m_GeV) {
  auto const& tables = spectra.at_mass;
  PENUMBRA_EXPECT(tables.size() >= 2 && m_GeV >= tables.front().first && m_GeV <= tables.back().first);
  auto const above =
      std::find_if(tables.begin() + 1, tables.end() - 1, [&](auto const& t) { return t.first >= m_GeV; });
  auto const below = above - 1;
  return {below->second.get(), above->second.get(),
          std::log(m_GeV / below->first) / std::log(above->first / below->first)};
}

void drell_yan_rows(SpectraAroundMass const& between, std::span<double const> theta_rad, std::span<double const> k_GeV,
                    std::span<double> out) {
  PENUMBRA_EXPECT(out.size() == theta_rad.size() * k_GeV.size());
  double const f = between.fraction;
  for (std::size_t j = 0; j < k_GeV.size(); ++j) {
    double const k = k_GeV[j];
    auto const below = between.lower->row(std::log(k));
    auto const above = between.upper->row(std::log(k));
    for (std::size_t i = 0; i < theta_rad.size(); ++i) {
      double const t = 2.0 * k * std::abs(std::sin(0.5 * theta_rad[i]));
      double const low = below(t);
      double const high = above(t);
      double const density = low > 0.0 && high > 0.0 ? low * std::pow(high / low, f) : (1.0 - f) * low + f * high;
      out[i * k_GeV.size() + j] = density * k * k / std::numbers::pi;  // dt^2 = k^2 dOmega / pi
    }
  }
}

}  // namespace penumbra
