#include "pipeline/expression.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <stdexcept>

namespace penumbra {
namespace {

double value(std::string const& text, std::vector<double> const& values = {}) {
  Expression const expression{text};
  return Evaluator{expression}(values);
}

TEST_CASE("arithmetic has the usual precedence", "[expression]") {
  CHECK(value("1 + 2 * 3") == 7.0);
  CHECK(value("(1 + 2) * 3") == 9.0);
  CHECK(value("2 * 3 ^ 2") == 18.0);
  CHECK(value("-2 ^ 2") == -4.0);
  CHECK(value("8 / 4 / 2") == 1.0);
  CHECK(value("1e-3 - 2.5E2") == 1e-3 - 2.5e2);
  CHECK(value("sqrt(2) * exp(1) + log(10) + min(1, 2) + max(1, 2)") ==
        Approx(std::sqrt(2.0) * std::exp(1.0) + std::log(10.0) + 3.0).epsilon(1e-15));
}

TEST_CASE("names are bound in ascending order", "[expression]") {
  Expression const expression{"sqrt(y / alpha_D) * (m_mediator / m_chi)^2"};
  CHECK(expression.names() == std::vector<std::string>{"alpha_D", "m_chi", "m_mediator", "y"});
  CHECK(value(expression.text(), {0.25, 2.0, 6.0, 4.0}) == 36.0);
  CHECK_FALSE(expression.needs_thermal());
}

TEST_CASE("blanks do not count", "[expression]") { CHECK(Expression{" 3  * m "}.text() == "3*m"); }

TEST_CASE("thermal() stands for a value", "[expression]") {
  Expression const expression{"0.5 * thermal()"};
  CHECK(expression.needs_thermal());
  CHECK(expression.names() == std::vector<std::string>{Expression::thermal});
  CHECK(value("0.5 * thermal()", {3.0}) == 1.5);
}

TEST_CASE("a value that is not defined is not finite", "[expression]") {
  CHECK_FALSE(std::isfinite(value("1 / 0")));
  CHECK_FALSE(std::isfinite(value("sqrt(0 - 1)")));
}

TEST_CASE("what is no expression is refused", "[expression]") {
  for (auto const* text : {"", "3 *", "(1", "1)", "2 m", "sin(1)", "foo(1)", "a = 3", "a ? b : c", "1, 2", "a && b",
                           "3 $ 4", "sqrt()", "thermal(1)", "1..2"}) {
    INFO(text);
    CHECK_THROWS_AS(Expression{text}, std::invalid_argument);
  }
}

}  // namespace
}  // namespace penumbra
