#include "pipeline/grid.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/contracts.hpp"
#include "core/errors.hpp"
#include "core/table_reader.hpp"
#include "cosmology/constants.hpp"
#include "cosmology/relic_density.hpp"

namespace penumbra {
namespace {

double rounded_to_12_digits(double value) { return parse_number(fmt::format("{:.11e}", value)); }

/// What a computed parameter is rounded to, so that 3 * 0.1 is what a user writes as 0.3.
double rounded_to_15_digits(double value) { return parse_number(fmt::format("{:.14e}", value)); }

template <class Between>
std::vector<double> spaced(double from, double to, int points, Between between) {
  PENUMBRA_EXPECT(points >= 1);
  std::vector<double> values;
  for (int i = 0; i < points; ++i) {
    if (i == 0)
      values.push_back(from);
    else if (i == points - 1)
      values.push_back(to);
    else
      values.push_back(rounded_to_12_digits(between(static_cast<double>(i) / (points - 1))));
  }
  return values;
}

/// The place of a name among the values of a point: parameters first, then what is given in place of them.
std::optional<std::size_t> slot_of(std::string const& name, Model const& model,
                                   std::vector<GridParameter> const& parameters) {
  auto const& known = model.parameters();
  for (std::size_t i = 0; i < known.size(); ++i) {
    if (known[i].name == name) return i;
    if (parameters[i].given.name == name) return known.size() + i;
  }
  return std::nullopt;
}

/// Parameters that have to be known before parameter `i` can be computed.
std::vector<std::size_t> needs(std::size_t i, Model const& model, std::vector<GridParameter> const& parameters) {
  auto const count = parameters.size();
  std::vector<std::size_t> needed;
  for (auto const& name : parameters[i].expression->names()) {
    if (name == Expression::thermal) {
      for (std::size_t j = 0; j < count; ++j)
        if (j != i) needed.push_back(j);
    } else if (auto const slot = slot_of(name, model, parameters); slot && *slot < count) {
      needed.push_back(*slot);
    }
  }
  return needed;
}

/// The model has dark matter that annihilates, at some masses in its range: the lightest or the heaviest. (Of a
/// pseudo-Dirac pair it is known for small splittings.)
bool can_freeze_out(Model const& model) {
  std::vector<double> lightest, heaviest;
  for (auto const& parameter : model.parameters())
    if (parameter.kind == ParameterKind::mass) {
      lightest.push_back(parameter.min);
      heaviest.push_back(parameter.max);
    }
  return model.annihilation(lightest) || model.annihilation(heaviest);
}

/// What an expression must not name.
std::optional<std::string> wrong_name(std::size_t i, Model const& model, std::vector<GridParameter> const& parameters) {
  auto const& known = model.parameters();
  for (auto const& name : parameters[i].expression->names()) {
    if (name == Expression::thermal) {
      if (known[i].kind != ParameterKind::coupling)
        return fmt::format("'{}' is a mass, and thermal() gives couplings", known[i].name);
      if (!can_freeze_out(model))
        return fmt::format("'{}' = thermal(): {} has no dark matter whose annihilation is known", known[i].name,
                           model.name());
      continue;
    }
    auto const slot = slot_of(name, model, parameters);
    if (!slot) {
      std::string names;
      for (std::size_t j = 0; j < known.size(); ++j) {
        names += (j ? ", " : "") + known[j].name;
        if (parameters[j].given.name != known[j].name) names += ", " + parameters[j].given.name;
      }
      return fmt::format("'{}' = \"{}\" names '{}', which is neither a parameter nor given here (there are: {})",
                         known[i].name, parameters[i].expression->text(), name, names);
    }
    if (known[i].kind == ParameterKind::mass && known[*slot % known.size()].kind == ParameterKind::coupling)
      return fmt::format(
          "'{}' is a mass and must not depend on the coupling '{}': a column is one mass with all "
          "couplings",
          known[i].name, name);
  }
  return std::nullopt;
}

/// The order in which computed parameters follow from each other; a parameter that cannot is the fault.
std::optional<GridFault> find_order(Model const& model, std::vector<GridParameter> const& parameters,
                                    std::vector<std::size_t>& order) {
  std::vector<bool> known(parameters.size());
  for (std::size_t i = 0; i < parameters.size(); ++i) known[i] = !parameters[i].expression;
  for (;;) {
    std::size_t const before = order.size();
    std::optional<std::size_t> waiting;
    for (std::size_t i = 0; i < parameters.size(); ++i) {
      if (known[i]) continue;
      auto const needed = needs(i, model, parameters);
      if (std::all_of(needed.begin(), needed.end(), [&](std::size_t j) { return known[j]; })) {
        known[i] = true;
        order.push_back(i);
      } else if (!waiting) {
        waiting = i;
      }
    }
    if (!waiting) return std::nullopt;
    if (order.size() == before)
      return GridFault{*waiting,
                       fmt::format("'{}' = \"{}\" depends on itself, through its own expression or a circle "
                                   "of others",
                                   model.parameters()[*waiting].name, parameters[*waiting].expression->text())};
  }
}

}  // namespace

std::vector<double> lin_values(double from, double to, int points) {
  return spaced(from, to, points, [&](double fraction) { return from + fraction * (to - from); });
}

std::vector<double> log_values(double from, double to, int points) {
  double const log_from = std::log(from);
  double const log_ratio = std::log(to) - log_from;
  return spaced(from, to, points, [&](double fraction) { return std::exp(log_from + fraction * log_ratio); });
}

std::optional<GridFault> find_fault(Model const& model, std::vector<GridParameter> const& parameters) {
  for (std::size_t i = 0; i < parameters.size(); ++i)
    if (parameters[i].expression)
      if (auto const why = wrong_name(i, model, parameters)) return GridFault{i, *why};
  std::vector<std::size_t> order;
  return find_order(model, parameters, order);
}

/// Computes the parameters of points one after the other: all state of one thread.
class PointComputer {
 public:
  explicit PointComputer(Grid const& grid)
      : grid_{grid}, count_{grid.parameters_.size()}, values_(2 * count_ + 1, 0.0) {
    for (auto const i : grid.order_) {
      auto const& expression = *grid.parameters_[i].expression;
      Step step{i, Evaluator{expression}, {}, std::vector<double>(expression.names().size())};
      for (auto const& name : expression.names())
        step.inputs.push_back(name == Expression::thermal ? thermal_slot()
                                                          : *slot_of(name, *grid.model_, grid.parameters_));
      step.thermal = expression.needs_thermal();
      steps_.push_back(std::move(step));
    }
  }

  /// Sets what is given for one kind of parameter; the last one runs fastest.
  void give(ParameterKind kind, std::size_t index) {
    if (kind == ParameterKind::mass) freeze_out_.reset();
    for (std::size_t i = count_; i-- > 0;) {
      if (parameter(i).kind != kind) continue;
      auto const& values = grid_.parameters_[i].values;
      if (values.empty()) continue;
      double const value = values[index % values.size()];
      index /= values.size();
      values_[count_ + i] = value;
      if (!grid_.parameters_[i].expression) values_[i] = value;
    }
  }

  /// Computes the others of that kind. Returns whether all of them have a value in their range.
  bool compute(ParameterKind kind) {
    for (auto& step : steps_) {
      auto const& of = parameter(step.parameter);
      if (of.kind != kind) continue;
      if (step.thermal && !solve_freeze_out(step.parameter)) return false;
      for (std::size_t i = 0; i < step.inputs.size(); ++i) step.arguments[i] = values_[step.inputs[i]];
      double const value = step.evaluate(step.arguments);
      if (!std::isfinite(value)) return false;
      values_[step.parameter] = rounded_to_15_digits(value);
      if (!of.allows(values_[step.parameter])) return false;
    }
    return true;
  }

  std::vector<double> values(ParameterKind kind) const {
    std::vector<double> result;
    for (std::size_t i = 0; i < count_; ++i)
      if (parameter(i).kind == kind) result.push_back(values_[i]);
    return result;
  }

 private:
  struct Step {
    std::size_t parameter;
    Evaluator evaluate;
    std::vector<std::size_t> inputs;
    std::vector<double> arguments;
    bool thermal = false;
  };
  std::size_t thermal_slot() const { return 2 * count_; }

  /// Finds the value of a coupling that gives the observed relic density; everything else is known. The freeze-out of
  /// this mass is prepared once.
  bool solve_freeze_out(std::size_t solve_for) {
    if (!freeze_out_) {
      auto const annihilation = grid_.model_->annihilation(values(ParameterKind::mass));
      if (!annihilation) return false;
      freeze_out_.emplace(*annihilation);
    }
    auto const& of = parameter(solve_for);
    auto couplings = values(ParameterKind::coupling);
    CouplingAxis const axis{solve_for - grid_.model_->mass_count(), of.min, of.max};
    auto const value = thermal_coupling(*freeze_out_, couplings, axis, cosmology::dark_matter_omega_h2);
    if (value) values_[thermal_slot()] = *value;
    return value.has_value();
  }

  Parameter const& parameter(std::size_t i) const { return grid_.model_->parameters()[i]; }

  Grid const& grid_;
  std::size_t count_;
  std::vector<double> values_;  ///< of the parameters, then of what is given in place of them, then of thermal()
  std::vector<Step> steps_;
  std::optional<RelicDensity> freeze_out_;  ///< at the masses given
};

Grid::Grid(Model const& model, std::map<std::string, std::string> options, std::vector<GridParameter> parameters)
    : model_{&model}, parameters_{std::move(parameters)}, options_{std::move(options)} {
  auto const& known = model.parameters();
  PENUMBRA_EXPECT(parameters_.size() == known.size() && !find_fault(model, parameters_));
  static_cast<void>(find_order(model, parameters_, order_));
  CanonicalWriter writer;
  writer.field("schema", std::string_view{"grid/1"}).field("model", model.name());
  for (std::size_t i = 0; i < known.size(); ++i) {
    auto const& [given, values, is_axis, expression] = parameters_[i];
    if (is_axis) {
      axes_.push_back({given.name, given.kind, given.unit, values});
      writer.field("axis " + given.name, std::span<double const>{values});
    } else if (!values.empty()) {
      fixed_[given.name] = values.front();
      writer.field("fixed " + given.name, values.front());
    }
    if (expression) {
      computed_.emplace_back(known[i].name, expression->text());
      writer.field("computed " + known[i].name, std::string_view{expression->text()});
    }
    if (!values.empty()) (given.kind == ParameterKind::mass ? columns_ : points_per_column_) *= values.size();
  }
  for (auto const& [name, value] : options_) writer.field("option " + name, std::string_view{value});
  key_ = writer.digest();
}

std::vector<std::size_t> Grid::absent_couplings() const {
  std::vector<std::size_t> absent;
  for (std::size_t i = model_->mass_count(); i < parameters_.size(); ++i) {
    auto const& [given, values, is_axis, expression] = parameters_[i];
    if (!is_axis && !expression && values.front() == 0.0) absent.push_back(i - model_->mass_count());
  }
  return absent;
}

bool Grid::needs_thermal() const {
  return std::any_of(parameters_.begin(), parameters_.end(), [](GridParameter const& parameter) {
    return parameter.expression && parameter.expression->needs_thermal();
  });
}

GridPoints Grid::points(std::size_t column, std::size_t first, std::size_t count) const {
  PENUMBRA_EXPECT(column < columns_ && first + count <= points_per_column_);
  GridPoints points{{}, std::vector<std::vector<double>>(count)};
  PointComputer computer{*this};
  computer.give(ParameterKind::mass, column);
  if (!computer.compute(ParameterKind::mass)) return points;
  points.masses = computer.values(ParameterKind::mass);
  for (std::size_t i = 0; i < count; ++i) {
    computer.give(ParameterKind::coupling, first + i);
    if (computer.compute(ParameterKind::coupling)) points.couplings[i] = computer.values(ParameterKind::coupling);
  }
  return points;
}

}  // namespace penumbra
