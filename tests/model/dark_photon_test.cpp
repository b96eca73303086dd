#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <map>

#include "core/errors.hpp"
#include "model/registry.hpp"

using namespace penumbra;

namespace {

double total_width_at_one_GeV(double m_GeV) {
  std::array const masses{m_GeV};
  std::array const couplings{1.0};
  return total_width_GeV(make_model("dark-photon")->decays(masses), couplings);
}

std::map<std::string, ProductionChannel> productions(double m_GeV) {
  std::array const masses{m_GeV};
  std::map<std::string, ProductionChannel> channels;
  for (auto const& channel : make_model("dark-photon")->productions(masses)) channels.emplace(channel.name, channel);
  return channels;
}

}  // namespace

TEST_CASE("the width of the dark photon agrees with DarkCast", "[model][dark-photon][independent]") {
  // DarkCast 2.1 (arXiv:2206.08563), width at epsilon = 1. Tolerance: its linear interpolation below 1 GeV and the
  // choice of data; above, the 7-15 % by which codes differ in R, diluted by the leptons.
  struct Point {
    double m_GeV, width_GeV, tolerance;
  };
  for (auto const& [m_GeV, width_GeV, tolerance] :
       {Point{0.002, 4.728e-06, 0.015},  Point{0.038165, 9.283e-05, 0.015}, Point{0.22389, 0.0008047, 0.015},
        Point{0.31894, 0.001519, 0.015}, Point{0.38823, 0.00202, 0.015},    Point{0.51123, 0.003167, 0.015},
        Point{0.62229, 0.005638, 0.015}, Point{0.70019, 0.01181, 0.015},    Point{0.75747, 0.02026, 0.015},
        Point{0.78785, 0.02543, 0.015},  Point{0.8523, 0.01077, 0.015},     Point{0.92202, 0.00779, 0.015},
        Point{0.99745, 0.007535, 0.015}, Point{1.0374, 0.01018, 0.06},      Point{1.1223, 0.008164, 0.06},
        Point{1.2628, 0.009744, 0.06},   Point{1.4209, 0.01289, 0.06},      Point{1.6629, 0.01884, 0.06},
        Point{1.7989, 0.01938, 0.06},    Point{1.9461, 0.01915, 0.06}}) {
    INFO("M = " << m_GeV);
    CHECK(total_width_at_one_GeV(m_GeV) == Approx(width_GeV).epsilon(tolerance));
  }
}

TEST_CASE("the decay length of the dark photon agrees with FORESEE", "[model][dark-photon][independent]") {
  // FORESEE (arXiv:2105.07077), c tau at epsilon = 1 in m. Tolerance: alpha and the hadronic table there.
  CHECK(ctau_m(total_width_at_one_GeV(0.01)) == Approx(8.114541e-12).epsilon(2e-3));
  CHECK(ctau_m(total_width_at_one_GeV(0.1)) == Approx(8.112294e-13).epsilon(2e-3));
  CHECK(ctau_m(total_width_at_one_GeV(0.4)) == Approx(9.399901e-14).epsilon(0.03));
  CHECK(ctau_m(total_width_at_one_GeV(0.7)) == Approx(1.706745e-14).epsilon(0.03));
}

TEST_CASE("every decay of the dark photon scales as epsilon squared and branching ratios add to one",
          "[model][dark-photon][property]") {
  auto const model = make_model("dark-photon");
  for (double const m_GeV : {0.0015, 0.2, 0.5, 0.7827, 1.0195, 3.0, 50.0}) {
    std::array const masses{m_GeV};
    std::array const couplings{1e-4};
    auto const quantities = model->quantities(masses, couplings);
    double sum = 0.0;
    for (auto const& [name, value] : quantities)
      if (name.starts_with("BR(") && !name.ends_with("A')")) sum += value;
    CHECK(sum == Approx(1.0).epsilon(1e-12));
    CHECK(quantities.at("Gamma_total [GeV]") == Approx(1e-8 * total_width_at_one_GeV(m_GeV)));
  }
  std::array const light{1.1e-3};
  CHECK(model->decays(light).size() == 1);  // electrons only
}

TEST_CASE("production channels close at their thresholds and alternatives are exclusive",
          "[model][dark-photon][property]") {
  auto const light = productions(0.1);
  CHECK(light.contains("meson-decay:pi0"));
  CHECK(std::get<MesonDecay>(light.at("meson-decay:pi0").mechanism).branching_ratio ==
        Approx(0.1814464).epsilon(1e-4));  // closed form
  auto const heavy = productions(0.6);
  CHECK_FALSE(heavy.contains("meson-decay:pi0"));
  CHECK_FALSE(heavy.contains("meson-decay:eta"));
  CHECK(heavy.contains("meson-decay:etaprime"));
  CHECK(heavy.contains("meson-decay:omega"));
  std::string const group = heavy.at("proton-bremsstrahlung").exclusive_group;
  CHECK_FALSE(group.empty());
  for (char const* name : {"mixing:rho0", "mixing:omega", "mixing:phi"}) CHECK(heavy.at(name).exclusive_group == group);
  CHECK(heavy.at("electron-bremsstrahlung").exclusive_group.empty());
  auto const& form_factors =
      std::get<ProtonBremsstrahlung>(heavy.at("proton-bremsstrahlung").mechanism).form_factor_squared;
  REQUIRE(form_factors.size() == 3);  // the last repeats a publication and counts on beams that name it
  CHECK(form_factors.front().first == "faessler-2010");
}

TEST_CASE("a dark photon shifts the magnetic moments of electron and muon", "[model][dark-photon][published]") {
  auto const model = make_model("dark-photon");
  // alpha/2pi eps^2 for a dark photon much lighter than the muon (arXiv:0811.1030); corrections of order m/m_mu, 3 % at
  // 1 MeV.
  std::array const masses{1e-3};
  auto const muon = model->magnetic_moment("mu", masses);
  REQUIRE(muon);
  CHECK(muon->first == Approx(1.0 / (2.0 * 3.14159265 * 137.035999)).epsilon(0.035));
  CHECK(model->magnetic_moment("e", masses));
  CHECK_FALSE(model->magnetic_moment("proton", masses));
}

TEST_CASE("unknown models and options are refused with the known ones", "[model]") {
  CHECK_THROWS_WITH(make_model("dark-foton"), Catch::Contains("dark-photon"));
  CHECK_THROWS_AS(make_model("dark-photon", {{"nature", "majorana"}}), InputError);
  auto const names = model_names();
  CHECK(std::is_sorted(names.begin(), names.end()));
  for (auto const& name : names) CHECK(make_model(name)->name() == name);
}
