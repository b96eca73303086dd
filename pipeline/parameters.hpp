#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/units.hpp"
#include "model/model.hpp"
#include "pipeline/grid.hpp"

namespace penumbra {

/// Gate through which a parameter's value comes in: energies may carry a unit, everything else is a plain number.
Dimension dimension_of(Parameter const& parameter);

/// "" when the value lies in the parameter's range, else what is wrong with it.
std::string out_of_range(Parameter const& parameter, double value);

/// "mass, epsilon" for messages; quantities that may be given instead in brackets: "epsilon (or y)".
std::string parameter_names(Model const& model);

/// What may be given for a parameter of the model: itself, or a quantity in its place.
struct WayToGive {
  Parameter parameter;
  std::optional<Expression> expression;  ///< how the model's parameter follows from the quantity in its place
};
std::vector<WayToGive> ways_to_give(Model const& model, Parameter const& parameter);

/// The name is a parameter of the model or a quantity in its place.
bool can_be_given(Model const& model, std::string const& name);

/// The text is arithmetic and not a number: it has an operator or a bracket that no number has, or is a name of the
/// model.
bool looks_like_expression(Model const& model, std::string const& text);

/// One point of a model, as given on the command line.
struct Point {
  std::unique_ptr<Model const> model;
  std::map<std::string, std::string> options;
  std::vector<double> masses;
  std::vector<double> couplings;
};

/// "name=value" texts by name. Throws UsageError for one that is not of this form or given twice.
std::map<std::string, std::string> parse_assignments(std::vector<std::string> const& assignments);

/// Makes a point of `name=value` texts: numbers, or expressions of other parameters. Every parameter must be there, or
/// a quantity in its place; everything else is an option of the model. Throws UsageError saying what is missing,
/// unknown or out of range.
Point parse_point(std::string const& model, std::vector<std::string> const& assignments);

/// Makes a model from `texts` (name -> value), of which those that are no parameters are options. Texts that are no
/// number must be options, since options may add parameters. Throws InputError of `make_model`.
std::unique_ptr<Model const> make_model_from(std::string const& model, std::map<std::string, std::string> const& texts,
                                             std::map<std::string, std::string>& options);

}  // namespace penumbra
