#include "analysis/limit_reading.hpp"

#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <filesystem>
#include <set>
#include <string>
#include <tuple>

#include "analysis/limit.hpp"
#include "analysis/registry.hpp"
#include "analysis/test_model.hpp"
#include "cosmology/relic_density.hpp"
#include "model/dark_matter/widths.hpp"
#include "model/registry.hpp"
#include "particle/constants.hpp"
#include "production/flux_store.hpp"

using namespace penumbra;
using namespace penumbra::test;
using Catch::Matchers::Contains;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;

namespace {

struct Point {
  double m_chi_GeV;
  double m_mediator_GeV;
  double alpha_D;
  double epsilon;
  double splitting = 1e-6;
};

std::unique_ptr<LimitAnalysis const> shipped(std::string const& name) {
  Problems problems;
  DataPlaces const places{PENUMBRA_SOURCE_DIR, {}, {}};
  auto loaded = load_limit(std::filesystem::path{PENUMBRA_SOURCE_DIR} / "limits" / (name + ".csv"), places, problems);
  INFO(name << " " << problems.text());
  REQUIRE(loaded);
  auto const* limit = dynamic_cast<LimitAnalysis const*>(loaded.release());
  REQUIRE(limit);
  return std::unique_ptr<LimitAnalysis const>{limit};
}

std::unique_ptr<Response const> respond(LimitAnalysis const& limit, Model const& model, Point const& point) {
  std::vector<double> masses{point.m_chi_GeV, point.m_mediator_GeV};
  if (model.mass_count() == 3) masses.push_back(point.splitting);
  FluxStore fluxes{model, masses};
  return limit.respond(model, masses, fluxes);
}

Outcome at(LimitAnalysis const& limit, Model const& model, Point const& point) {
  std::array const values{point.alpha_D, point.epsilon};
  Couplings const couplings{values};
  Outcome outcome;
  respond(limit, model, point)->evaluate({&couplings, 1}, {&outcome, 1}, {});
  return outcome;
}

std::string why_silent(LimitAnalysis const& limit, Model const& model, Point const& point) {
  std::array const values{point.alpha_D, point.epsilon};
  return respond(limit, model, point)->why_silent(values);
}

Outcome on_dark_photon(LimitAnalysis const& limit, double mass_GeV, double epsilon) {
  std::array const masses{mass_GeV};
  return evaluate(*limit.respond(*make_model("dark-photon"), masses, no_fluxes()), epsilon);
}

double epsilon_at(double y, double alpha_D, double ratio) { return std::sqrt(y / alpha_D) * ratio * ratio; }

/// Visible branching ratio of the mediator.
double visible_share(Model const& model, Point const& point) {
  std::array const masses{point.m_chi_GeV, point.m_mediator_GeV};
  std::array const couplings{point.alpha_D, point.epsilon};
  double visible = 0.0;
  auto const decays = model.decays(masses);
  for (auto const& mode : decays)
    if (mode.visible) visible += mode.width_GeV * mode.monomial(couplings);
  return visible / total_width_GeV(decays, couplings);
}

}  // namespace

TEST_CASE("every limit on dark matter behind a vector returns its own CL on its own curve, on its slice",
          "[analysis][limits]") {
  int curves = 0;
  for (auto const& entry :
       std::filesystem::recursive_directory_iterator{std::filesystem::path{PENUMBRA_SOURCE_DIR} / "limits"}) {
    auto const folder = entry.path().parent_path().filename().string();
    if (!folder.ends_with("-dm") || entry.path().extension() != ".csv") continue;
    auto const limit = shipped(folder + "/" + entry.path().stem().string());
    INFO(limit->info().name);
    auto const& slice = limit->header().slice;
    if (slice.predicted_density) continue;  // less by the share that freeze-out leaves, which has a test of its own
    auto const model = make_model(folder, {{"dm", slice.spins.empty() ? "complex-scalar" : slice.spins.front()}});
    REQUIRE(limit->applies_to(*model).applies);
    bool const favoured = limit->info().status == Status::favoured;
    double const ratio = slice.ratio && !slice.ratio_is_minimum ? *slice.ratio : 3.0;
    auto const on_curve = limit->likelihood().on_curve();
    if (!favoured) REQUIRE_THAT(on_curve.cls, WithinRel(1.0 - limit->info().confidence_level, 1e-9));
    ++curves;
    for (double const row_GeV : limit->curve().masses_GeV()) {
      double const x_GeV = row_GeV * 1.0001;  // between the rows
      bool const along_dark_matter = slice.x_parameter == "m_chi";
      Point point{along_dark_matter ? x_GeV : x_GeV / ratio, along_dark_matter ? x_GeV * ratio : x_GeV,
                  slice.alpha_D.value_or(0.1), 0.0, 1e-6};
      for (auto const& interval : limit->curve().at(x_GeV)) {
        point.epsilon =
            limit->header().coupling == "y" ? epsilon_at(interval.lower, point.alpha_D, ratio) : interval.lower;
        INFO("mass " << x_GeV << ", edge " << interval.lower);
        auto const outcome = at(*limit, *model, point);
        if (favoured) {
          CHECK(at(*limit, *model, {point.m_chi_GeV, point.m_mediator_GeV, point.alpha_D, 1.0001 * point.epsilon})
                    .expected == 1.0);
          continue;
        }
        // Curves that assume BR(invisible) = 1 lose the share of visible decays, which is known.
        double const branching =
            slice.alpha_D || limit->header().decay != "invisible" ? 1.0 : 1.0 - visible_share(*model, point);
        CHECK_THAT(outcome.expected, WithinRel(on_curve.signal * branching, 1e-9));
        if (branching == 1.0) CHECK_THAT(outcome.cls, WithinRel(on_curve.cls, 1e-8));
      }
    }
  }
  CHECK(curves > 30);
}

TEST_CASE("recoils of the halo stand for the published cross sections", "[analysis][limits][published]") {
  // sigma_e = 16 pi mu_e^2 alpha alpha_D epsilon^2/(m^2 + alpha^2 m_e^2)^2 (arXiv:1108.5383), sigma_p = 16 pi alpha
  // alpha_D epsilon^2 mu_p^2/m^4: on a curve in y they are 16 pi alpha mu^2 y/m_chi^4, whatever alpha_D and the
  // mediator. Tolerance: the propagator at alpha m_e = 3.7 keV.
  auto const model = make_model("vector-dm");
  for (auto const& [name, quantity, target_GeV] :
       {std::tuple{"vector-dm/pandax_2023", "sigma_bar_e [cm2]", sm::m_e_GeV},
        std::tuple{"vector-dm/cresst3_nr", "sigma_chi_p [cm2]", sm::m_p_GeV}}) {
    auto const limit = shipped(name);
    for (double const m_chi : {0.2, 1.0, 5.0})
      for (auto const& [ratio, alpha_D] : {std::pair{0.11, 0.01}, std::pair{3.0, 0.5}, std::pair{30.0, 1e-3}}) {
        double const y = limit->curve().at(m_chi).at(0).lower;
        Point const point{m_chi, ratio * m_chi, alpha_D, epsilon_at(y, alpha_D, ratio)};
        CHECK_THAT(at(*limit, *model, point).cls, WithinRel(0.1, 1e-6));
        std::array const masses{point.m_chi_GeV, point.m_mediator_GeV};
        std::array const couplings{point.alpha_D, point.epsilon};
        double const mu = m_chi * target_GeV / (m_chi + target_GeV);
        double const cross_section_cm2 =
            16.0 * M_PI * sm::alpha * mu * mu * y / std::pow(m_chi, 4) * sm::cm2_per_inverse_GeV2;
        CHECK_THAT(model->quantities(masses, couplings).at(quantity), WithinRel(cross_section_cm2, 1e-6));
      }
    CHECK_THAT(why_silent(*limit, *model, {0.2, 0.01, 0.1, 1e-4}), Contains("0.1 m_chi"));
    for (char const* dm : {"majorana", "pseudo-dirac"})
      CHECK_THAT(limit->applies_to(*make_model("vector-dm", {{"dm", dm}})).why_not, Contains("dirac"));
  }
}

TEST_CASE("the supernova excludes between its two edges, and is off by default", "[analysis][limits][property]") {
  auto const limit = shipped("dark-photon/sn1987a_chang2016");
  CHECK_FALSE(limit->info().combine);
  for (double const mass_GeV : {0.003, 0.03, 0.1}) {
    auto const intervals = limit->curve().at(mass_GeV);
    REQUIRE(intervals.size() == 1);
    auto const [lower, upper, open_top] = intervals.front();
    CHECK(upper > 1.5 * lower);
    CHECK(on_dark_photon(*limit, mass_GeV, 0.9 * lower).expected == 0.0);  // too weakly coupled to cool
    CHECK(on_dark_photon(*limit, mass_GeV, std::sqrt(lower * upper)).expected == 1.0);
    if (!open_top) CHECK(on_dark_photon(*limit, mass_GeV, 1.1 * upper).expected == 0.0);  // trapped
    CHECK(on_dark_photon(*limit, mass_GeV, std::sqrt(lower * upper)).log_likelihood == 0.0);
  }
  auto const model = make_model("vector-dm");
  CHECK_THAT(why_silent(*limit, *model, {0.01, 0.03, 0.1, 1e-9}), Contains("cooling"));
  CHECK(why_silent(*limit, *model, {0.02, 0.03, 0.1, 1e-9}).empty());
}

TEST_CASE("recoils of the halo can be those of the predicted share of it", "[analysis][limits][property]") {
  auto const all = shipped("vector-dm/pandax_2023");
  auto const share = shipped("vector-dm/pandax_2023_fraction");
  CHECK(all->info().data_set == share->info().data_set);
  CHECK(all->info().rank < share->info().rank);
  auto const model = make_model("vector-dm");
  std::array const masses{0.1, 0.3};
  RelicDensity const relic{*model->annihilation(masses)};
  auto const both = [&](double epsilon) {
    std::array const values{0.5, epsilon};
    Couplings const couplings{values};
    FluxStore fluxes{*model, masses};
    std::array<double, 2> signals{};
    for (std::size_t i = 0; i < 2; ++i) {
      Outcome outcome;
      (i == 0 ? all : share)->respond(*model, masses, fluxes)->evaluate({&couplings, 1}, {&outcome, 1}, {});
      signals[i] = outcome.expected;
    }
    return std::pair{signals, relic(couplings).omega_h2};
  };
  for (double const epsilon : {1e-5, 1e-3, 5e-3}) {  // too much, a little, next to nothing
    auto const [signals, omega_h2] = both(epsilon);
    CHECK_THAT(signals[1], WithinRel(signals[0] * std::min(1.0, omega_h2 / 0.12), 0.02));
  }
  CHECK(both(1e-5).second > 0.12);
  CHECK(both(5e-3).second < 0.012);
  CHECK(both(1e-10).first[1] == 0.0);  // never in equilibrium
  std::array const cold{0.5, 1e-10};
  FluxStore fluxes{*model, masses};
  CHECK_THAT(share->respond(*model, masses, fluxes)->why_silent(cold), Contains("equilibrium"));
}

TEST_CASE("a curve made on a slice speaks there only, and moves with alpha_D", "[analysis][limits]") {
  auto const model = make_model("vector-dm");
  auto const scattering = shipped("vector-dm/coherent_csi_2021");
  Point const on{0.02, 0.06, 0.5, 1e-4};
  auto const reference = at(*scattering, *model, on);
  REQUIRE(reference.expected > 0.0);
  CHECK(why_silent(*scattering, *model, on).empty());
  // epsilon^4 alpha_D: production times scattering
  CHECK_THAT(at(*scattering, *model, {0.02, 0.06, 0.05, 1e-4}).expected, WithinRel(0.1 * reference.expected, 1e-6));
  CHECK_THAT(at(*scattering, *model, {0.02, 0.06, 0.5, 2e-4}).expected, WithinRel(16.0 * reference.expected, 1e-6));
  CHECK(at(*scattering, *model, {0.02, 0.0602, 0.5, 1e-4}).expected > 0.0);  // within 1 %
  CHECK(at(*scattering, *model, {0.02, 0.062, 0.5, 1e-4}).expected == 0.0);
  CHECK_THAT(why_silent(*scattering, *model, {0.02, 0.062, 0.5, 1e-4}), Contains("m_mediator = 3 m_chi"));
  CHECK_THAT(scattering->applies_to(*make_model("vector-dm", {{"dm", "majorana"}})).why_not,
             Contains("complex-scalar"));
  CHECK_THAT(scattering->applies_to(*make_model("dark-photon")).why_not, Contains("not recast"));

  // Missing energy depends on epsilon alone: the same limit, published in y and in epsilon. Tolerance: both were read
  // off figures, one of another experiment.
  auto const in_y = shipped("vector-dm/na64_ad0.5");
  auto const in_epsilon = shipped("vector-dm/na64_2019_inv");
  for (double const alpha_D : {0.5, 0.01})
    CHECK_THAT(at(*in_y, *model, {0.02, 0.06, alpha_D, 1e-4}).expected,
               WithinRel(at(*in_epsilon, *model, {0.02, 0.06, alpha_D, 1e-4}).expected, 0.1));

  // Recoils of the halo go as y, whatever alpha_D and the mediator.
  auto const halo = shipped("vector-dm/pandax_2023");
  double const y = 1e-9;
  double const first = at(*halo, *model, {0.1, 0.3, 0.1, epsilon_at(y, 0.1, 3.0)}).expected;
  REQUIRE(first > 0.0);
  CHECK_THAT(at(*halo, *model, {0.1, 0.15, 0.01, epsilon_at(y, 0.01, 1.5)}).expected, WithinRel(first, 1e-9));
  CHECK_THAT(why_silent(*halo, *model, {0.1, 0.005, 0.01, 1e-4}), Contains("at least 0.1 m_chi"));
}

TEST_CASE("invisible searches need a mediator that decays to dark matter and is narrow", "[analysis][limits]") {
  auto const limit = shipped("vector-dm/na64_2023_inv");
  auto const model = make_model("vector-dm", {{"dm", "dirac"}});
  CHECK_THAT(why_silent(*limit, *model, {0.02, 0.03, 0.1, 1e-4}), Contains("too light"));
  CHECK_THAT(why_silent(*limit, *model, {0.001, 0.03, 0.5, 1e-4}), Contains("broad"));
  CHECK(at(*limit, *model, {0.001, 0.03, 0.5, 1e-4}).expected == 0.0);
  // any ratio and any narrow alpha_D, with the invisible branching ratio
  double const s = at(*limit, *model, {0.01, 0.03, 0.1, 1e-4}).expected;
  CHECK_THAT(at(*limit, *model, {0.005, 0.03, 0.01, 1e-4}).expected, WithinRel(s, 1e-6));
  Point const half{0.01, 0.03, 1e-10, 1e-4};
  double const visible = visible_share(*model, half);
  REQUIRE(visible > 0.2);
  CHECK_THAT(at(*limit, *model, half).expected, WithinRel(s * (1.0 - visible), 1e-6));
  // a heavier state that can decay to electrons may be seen
  auto const pair = make_model("vector-dm", {{"dm", "pseudo-dirac"}});
  CHECK_THAT(at(*limit, *pair, {0.01, 0.03, 0.1, 1e-4, 0.01}).expected, WithinRel(s, 1e-6));
  CHECK_THAT(why_silent(*limit, *pair, {0.01, 0.03, 0.1, 1e-4, 0.2}), Contains("decay visibly"));
}

TEST_CASE("a visible search loses the branching ratio to dark matter", "[analysis][limits]") {
  auto const model = make_model("vector-dm");
  auto const prompt = shipped("dark-photon/babar_2014");
  REQUIRE(prompt->applies_to(*model).applies);
  // too heavy dark matter: the dark photon, to the last bit
  auto const closed = at(*prompt, *model, {0.7, 1.2, 0.1, 1e-3});
  auto const alone = on_dark_photon(*prompt, 1.2, 1e-3);
  REQUIRE(alone.expected > 0.0);
  CHECK(closed.expected == alone.expected);
  CHECK(closed.log_likelihood == alone.log_likelihood);
  CHECK(closed.cls == alone.cls);
  for (double const alpha_D : {1e-10, 1e-8, 1e-6}) {
    Point const point{0.1, 1.2, alpha_D, 1e-3};
    CHECK_THAT(at(*prompt, *model, point).expected, WithinRel(alone.expected * visible_share(*model, point), 1e-9));
  }
  // magnetic moments do not ask how the mediator decays
  auto const loop = shipped("dark-photon/amm_e_rb");
  CHECK(at(*loop, *model, {0.001, 0.01, 5.0, 1e-2}).expected == on_dark_photon(*loop, 0.01, 1e-2).expected);
  auto const star = shipped("dark-photon/sn1987a_chang2016");
  CHECK_THAT(why_silent(*star, *model, {0.001, 0.01, 0.1, 1e-9}), Contains("cooling"));
}

TEST_CASE("a displaced search sees a shorter lifetime", "[analysis][limits]") {
  auto const model = make_model("vector-dm");
  auto const dump = shipped("dark-photon/proj_yemilab_100kw");
  double const m = 0.02;
  auto const intervals = dump->curve().at(m);
  REQUIRE(intervals.size() == 1);
  auto const [lower, upper, open] = intervals.front();
  REQUIRE_FALSE(open);
  auto const& parameters = dump->header().parameters;
  double const ratio = *parameters.length_ratio;
  // s = A g^2 b [exp(-c g^2/b) - exp(-c r g^2/b)]: c from the two edges of the curve, by bisection on ln s(lower) = ln
  // s(upper); independent of the code under test.
  auto const shape = [&](double g, double c, double b) {
    return g * g * b * (std::exp(-c * g * g / b) - std::exp(-c * ratio * g * g / b));
  };
  double low = 1e-3 / (lower * lower) * 1e-6, high = 700.0 / (upper * upper);
  for (int i = 0; i < 200; ++i) {
    double const c = std::sqrt(low * high);
    (shape(upper, c, 1.0) > shape(lower, c, 1.0) ? low : high) = c;
  }
  double const c = std::sqrt(low * high);
  double const A = *parameters.s_lim / shape(lower, c, 1.0);
  for (double const g : {lower, std::sqrt(lower * upper), upper, 2.0 * upper})
    for (double const alpha_D : {1e-20, 1e-17, 1e-15}) {
      Point const point{0.3 * m, m, alpha_D, g};
      double const b = visible_share(*model, point);
      INFO("epsilon " << g << " visible " << b);
      // tolerance: the rounding of the rows' interpolation and of s_lim to the exact CLs
      CHECK_THAT(at(*dump, *model, point).expected, WithinRel(A * shape(g, c, b), 1e-4) || WithinAbs(0.0, 1e-12));
    }
  // The upper edge moves down, the lower edge hardly: there it is the partial width that counts.
  Point const short_lived{0.3 * m, m, 1e-15, upper};
  CHECK(at(*dump, *model, short_lived).expected < *parameters.s_lim);
  // Where the curve is only a boundary with a displaced vertex, it says nothing once the lifetime changes.
  auto const boundary = shipped("dark-photon/lsnd");
  CHECK_THAT(why_silent(*boundary, *model, {0.001, 0.02, 1e-8, 1e-7}), Contains("shorten"));
  CHECK(why_silent(*boundary, *model, {0.001, 0.02, 1e-20, 1e-6}).empty());
}
