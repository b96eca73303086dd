#include "pipeline/expression.hpp"

#include <fmt/format.h>
#include <muParser.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "core/contracts.hpp"

namespace penumbra {
namespace {

/// thermal() for the parser, which takes it for a variable; as long, so that places in the text stay right.
constexpr std::string_view thermal_variable = "thermal__";

constexpr char const* allowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.+-*/^(), ";

std::string with_thermal_variable(std::string text) {
  for (auto at = text.find(Expression::thermal); at != std::string::npos; at = text.find(Expression::thermal, at))
    text.replace(at, thermal_variable.size(), thermal_variable);
  return text;
}

/// The library's parser with our functions only.
mu::Parser parser_for(std::string const& text) {
  mu::Parser parser;
  parser.ClearFun();
  parser.ClearConst();
  parser.DefineFun("sqrt", static_cast<double (*)(double)>(std::sqrt));
  parser.DefineFun("exp", static_cast<double (*)(double)>(std::exp));
  parser.DefineFun("log", static_cast<double (*)(double)>(std::log));
  parser.DefineFun("min", static_cast<double (*)(double, double)>(std::fmin));
  parser.DefineFun("max", static_cast<double (*)(double, double)>(std::fmax));
  parser.SetExpr(with_thermal_variable(text));
  return parser;
}

std::string without_blanks(std::string text) {
  std::erase(text, ' ');
  return text;
}

std::invalid_argument fault(std::string const& text, std::string const& why) {
  return std::invalid_argument(fmt::format("the expression \"{}\": {}", text, why));
}

}  // namespace

Expression::Expression(std::string const& text) : text_{without_blanks(text)} {
  if (auto const bad = text.find_first_not_of(allowed); bad != std::string::npos)
    throw fault(text,
                fmt::format("'{}' at character {}; expected numbers, names, + - * / ^ ( ), sqrt, exp, log, min, max",
                            text[bad], bad + 1));
  try {
    auto parser = parser_for(text);
    std::vector<std::string> names;
    for (auto const& [name, unused] : parser.GetUsedVar()) names.push_back(name);
    double zero = 0.0;
    for (auto const& name : names) {
      parser.DefineVar(name, &zero);
      names_.push_back(name == thermal_variable ? thermal : name);
    }
    static_cast<void>(parser.Eval());
    if (parser.GetNumResults() != 1) throw fault(text, "several values separated by commas, expected one");
  } catch (mu::ParserError const& error) {
    throw fault(text, error.GetMsg());
  }
  std::sort(names_.begin(), names_.end());
}

bool Expression::needs_thermal() const { return std::find(names_.begin(), names_.end(), thermal) != names_.end(); }

struct Evaluator::Parser {
  mu::Parser parser;
  std::vector<double> values;
};

Evaluator::Evaluator(Expression const& expression)
    : parser_{std::make_unique<Parser>(Parser{parser_for(expression.text()), {}})} {
  parser_->values.resize(expression.names().size());
  for (std::size_t i = 0; i < expression.names().size(); ++i)
    parser_->parser.DefineVar(with_thermal_variable(expression.names()[i]), &parser_->values[i]);
}

Evaluator::Evaluator(Evaluator&&) noexcept = default;
Evaluator::~Evaluator() = default;

double Evaluator::operator()(std::span<double const> values) {
  PENUMBRA_EXPECT(values.size() == parser_->values.size());
  std::copy(values.begin(), values.end(), parser_->values.begin());
  return parser_->parser.Eval();
}

}  // namespace penumbra
