#include <catch2/catch.hpp>
#include <cmath>
#include <memory>

#include "core/integrate.hpp"
#include "production/electron_bremsstrahlung.hpp"
#include "production/proton_bremsstrahlung.hpp"

using namespace penumbra;

TEST_CASE("electrons of one energy radiate the longitudinal share of the splitting", "[production][independent]") {
  // The polarisation that explicit Dirac matrices confirm, for a proton so slow in mass that it is an electron (m well
  // above z m_p), summed over pT with the squared amplitude's 1/H^2. Tolerance: the tracks are 1e-3 long in ln E,
  // which is up to 1 % of 1 - x.
  auto const table = TextTable::parse(
      "y,primary_X0,secondary_electron_X0,positron_X0\n0,0,0,0\n0.0001,0.1,0,0\n0.0005,0.5,0,0\n0.001,1,0,0\n",
      "tracks");
  ElectronTarget target{};
  target.tracks = std::make_shared<TrackLength const>(table);
  constexpr double E0 = 1e6;
  constexpr double m = 100.0;
  for (double const x : {0.2, 0.5, 0.9}) {
    double const left = 1.0 - x;
    auto const over_pT2 = [&](bool longitudinal) {
      return integrate(
          [&](double ln_pT2) {
            double const pT2 = std::exp(ln_pT2);
            double const H = pT2 + left * m * m + x * x * 0.88;
            double const q = pT2 / H;
            auto const spin = splitting_polarisation(x, std::sqrt(pT2), m);
            // zz = 4 y^2 q m^2/H in the units in which the trace is wanted.
            double const trace = 4.0 * left * left * q * m * m / H / spin.zz;
            return pT2 / (H * H) * trace * (longitudinal ? spin.zz : 1.0);
          },
          std::log(1e-6 * m * m), std::log(1e6 * m * m));
    };
    CAPTURE(x);
    CHECK(longitudinal_share(target, E0, m, x * E0) == Approx(over_pT2(true) / over_pT2(false)).epsilon(0.01));
  }
}
