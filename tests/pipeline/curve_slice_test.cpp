#include "pipeline/commands/curve_slice.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "core/errors.hpp"

namespace penumbra {
namespace {

ValidationCurve curve(std::vector<std::string> plane, std::map<std::string, std::string> parameters) {
  ValidationCurve wanted;
  wanted.plane = std::move(plane);
  wanted.parameters = std::move(parameters);
  return wanted;
}

TEST_CASE("a model with one mass and one coupling needs no plane", "[curve_slice]") {
  CurveSlice const slice{"dark-photon", {}, "test"};
  CHECK(slice.mass().name == "mass");
  CHECK(slice.masses(0.1) == std::vector{0.1});
  CHECK(slice.couplings(1e-4, slice.masses(0.1)) == std::vector{1e-4});
}

TEST_CASE("a mass follows the mass of the curve", "[curve_slice]") {
  for (std::string const text : {"m_mediator / 4", "0.25 * m_mediator", "m_mediator*0.25"}) {
    CurveSlice const slice{
        "vector-dm", curve({"m_mediator", "epsilon"}, {{"m_chi", text}, {"alpha_D", "0.5"}, {"dm", "dirac"}}), "test"};
    CHECK(slice.mass().name == "m_mediator");
    CHECK(slice.masses(0.2) == std::vector{0.05, 0.2});
    CHECK(slice.couplings(1e-4, slice.masses(0.2)) == std::vector{0.5, 1e-4});
  }
  CurveSlice const fixed{"vector-dm", curve({"m_mediator", "alpha_D"}, {{"m_chi", "1 MeV"}, {"epsilon", "1e-5"}}),
                         "test"};
  CHECK(fixed.masses(0.2) == std::vector{0.001, 0.2});
  CHECK(fixed.couplings(0.3, fixed.masses(0.2)) == std::vector{0.3, 1e-5});
}

TEST_CASE("y is epsilon squared alpha_D times the fourth power of the mass ratio", "[curve_slice]") {
  CurveSlice const slice{"vector-dm", curve({"m_chi", "y"}, {{"m_mediator", "3 * m_chi"}, {"alpha_D", "0.5"}}), "test"};
  CHECK(slice.mass().name == "m_chi");
  auto const masses = slice.masses(0.02);
  CHECK(masses[1] == Approx(0.06));
  auto const couplings = slice.couplings(1e-10, masses);
  CHECK(couplings[0] == 0.5);
  CHECK(couplings[1] * couplings[1] * 0.5 / 81.0 == Approx(1e-10).epsilon(1e-12));
  auto const [least, most] = slice.range(masses);
  CHECK(slice.couplings(least, masses)[1] == Approx(slice.model().parameters().back().min));
  CHECK(slice.couplings(most, masses)[1] == Approx(slice.model().parameters().back().max));
}

TEST_CASE("a plane that does not fit the model is refused", "[curve_slice]") {
  auto const make = [](std::string const& model, ValidationCurve const& wanted) { CurveSlice{model, wanted, "test"}; };
  CHECK_THROWS_AS(make("vector-dm", {}), InputError);  // two masses and two couplings are open
  CHECK_THROWS_AS(make("vector-dm", curve({"m_chi", "epsilon"}, {{"m_chi", "m_mediator/3"}, {"alpha_D", "0.1"}})),
                  InputError);
  CHECK_THROWS_AS(make("vector-dm", curve({"m_mediator", "epsilon"}, {{"m_chi", "a third"}, {"alpha_D", "0.1"}})),
                  InputError);
  CHECK_THROWS_AS(make("vector-dm", curve({"m_mediator", "epsilon"}, {{"m_chi", "alpha_D/3"}, {"alpha_D", "0.1"}})),
                  InputError);
  CHECK_THROWS_AS(make("dark-photon", curve({}, {{"colour", "blue"}})), InputError);
}

}  // namespace
}  // namespace penumbra
