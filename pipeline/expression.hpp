#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

namespace penumbra {

/// Arithmetic of named values: + - * / ^ ( ), sqrt, exp, log (natural), min, max; `thermal()` stands for the value that
/// gives the observed relic density. Energies are in GeV.
class Expression {
 public:
  /// What `names` calls thermal().
  static constexpr char const* thermal = "thermal()";

  /// Throws std::invalid_argument saying what is wrong and at which character.
  explicit Expression(std::string const& text);

  /// Without blanks: what keys and the provenance keep.
  std::string const& text() const { return text_; }
  /// Names of the values it needs, ascending, each once.
  std::vector<std::string> const& names() const { return names_; }
  bool needs_thermal() const;

 private:
  friend class Evaluator;
  std::string text_;
  std::vector<std::string> names_;
};

/// An expression made ready to be evaluated many times, by one thread.
class Evaluator {
 public:
  explicit Evaluator(Expression const& expression);
  Evaluator(Evaluator&&) noexcept;
  ~Evaluator();
  /// The value, for `values` in the order of the expression's names; not finite where it is not defined.
  double operator()(std::span<double const> values);

 private:
  struct Parser;
  std::unique_ptr<Parser> parser_;
};

}  // namespace penumbra
