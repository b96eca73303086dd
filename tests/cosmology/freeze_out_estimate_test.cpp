#include "cosmology/freeze_out_estimate.hpp"

#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <vector>

#include "cosmology/constants.hpp"
#include "cosmology/relic_density.hpp"
#include "model/registry.hpp"
#include "particle/constants.hpp"

using namespace penumbra;
using Catch::Matchers::WithinRel;

namespace {

constexpr double cm3_s = sm::cm2_per_inverse_GeV2 * cosmology::speed_of_light_cm_s;

}  // namespace

TEST_CASE("the estimate of freeze-out gives the published cross sections", "[cosmology][published]") {
  // arXiv:1204.3622: 2.2e-26 cm^3/s leave what is observed for self-conjugate dark matter above 10 GeV, 5.2e-26 at 0.3
  // GeV. Tolerance: what the estimate is good for.
  CHECK_THAT(estimate_freeze_out(100.0, 2.0, true, 2.2e-26 / cm3_s, 0.0).omega_h2, WithinRel(0.12, 0.15));
  CHECK_THAT(estimate_freeze_out(0.3, 2.0, true, 5.2e-26 / cm3_s, 0.0).omega_h2, WithinRel(0.12, 0.2));
  // Twice as much where particles meet antiparticles only.
  CHECK_THAT(estimate_freeze_out(100.0, 4.0, false, 4.4e-26 / cm3_s, 0.0).omega_h2, WithinRel(0.12, 0.2));
}

TEST_CASE("the estimate follows the full solution", "[cosmology][independent]") {
  for (double const mass_GeV : {0.02, 2.0, 50.0})
    for (auto const& [power, strength_cm3_s] : {std::pair{0.0, 4e-26}, {1.0, 1e-24}}) {
      FreezeOut const freeze_out{mass_GeV, 2.0, true};
      FreezeOutNodes const nodes;
      std::vector<double> sigma_v;
      for (std::size_t i = 0; i < freeze_out.average_count(); ++i)
        sigma_v.push_back(strength_cm3_s / cm3_s * std::exp(-power * nodes.ln_x_step * static_cast<double>(i)));
      auto const exact = freeze_out(sigma_v);
      auto const estimate = estimate_freeze_out(mass_GeV, 2.0, true, strength_cm3_s / cm3_s, power);
      INFO(mass_GeV << " GeV, power " << power);
      CHECK_THAT(estimate.omega_h2, WithinRel(exact.omega_h2, 0.25));
      CHECK(std::abs(estimate.x_freeze_out - exact.x_freeze_out) < 4.0);
    }
}

TEST_CASE("secluded annihilation dominates where the mediator is light and hardly couples to matter",
          "[cosmology][property]") {
  auto const model = make_model("vector-dm", {{"dm", "dirac"}});
  auto const share = [&](std::array<double, 2> masses, std::array<double, 2> couplings) {
    return freeze_out_quantities(*model, masses, couplings).at("relic density: share of annihilation to mediators");
  };
  CHECK(share({0.3, 0.1}, {1e-4, 1e-5}) > 0.99);
  CHECK(share({0.3, 0.9}, {0.1, 1e-4}) < 1e-6);
  double const half = share({0.3, 0.1}, {1e-4, 1e-3});
  CHECK(half < share({0.3, 0.1}, {1e-4, 1e-4}));
  // Pairs of mediators go as alpha_D^2, matter as alpha_D epsilon^2: the ratio of both is that of the couplings.
  double const other = share({0.3, 0.1}, {1e-4, 2e-3});
  CHECK_THAT((1.0 / other - 1.0) / (1.0 / half - 1.0), WithinRel(4.0, 0.05));
  CHECK(freeze_out_quantities(*make_model("dark-photon"), std::array{0.1}, std::array{1e-4}).empty());
}

TEST_CASE("heavy neutrinos are bound from below by a few GeV", "[cosmology][published]") {
  // Lee and Weinberg 1977: 2 GeV for Omega h^2 of order one; m goes as the root of the density. Tolerance: g_*.
  CHECK_THAT(lee_weinberg_mass_GeV(1.0, 5.0), WithinRel(2.0, 0.37));
  CHECK(lee_weinberg_mass_GeV(0.12, 5.0) > 2.0 * lee_weinberg_mass_GeV(1.0, 5.0));
}
