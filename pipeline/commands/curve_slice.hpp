#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "analysis/analysis.hpp"
#include "model/model.hpp"

namespace penumbra {

/// The plane through a model's parameters in which a published curve was made: a mass along the curve, a coupling (or
/// y = epsilon^2 alpha_D (m_chi/m_mediator)^4) that it limits, and what everything else is held at.
class CurveSlice {
 public:
  /// Throws InputError, with `asked_by` in front, when the curve's plane and parameters do not fit the model.
  CurveSlice(std::string const& model, ValidationCurve const& wanted, std::string asked_by);

  Model const& model() const { return *model_; }
  /// The mass parameter along the curve.
  Parameter const& mass() const { return model_->parameters()[mass_]; }
  /// The coupling that is limited, or what it is limited through.
  Parameter const& coupling() const { return model_->parameters()[model_->mass_count() + coupling_]; }
  /// All masses of the model at one mass of the curve, in the model's order.
  std::vector<double> masses(double mass_GeV) const;
  /// The values of the limited coupling (or y) between the ends of the coupling's range.
  std::pair<double, double> range(Masses masses) const;
  /// All couplings of the model at one value of the limited coupling (or y).
  std::vector<double> couplings(double value, Masses masses) const;

 private:
  /// A parameter held at `factor`, or at `factor` times another mass.
  struct Held {
    double factor = 0.0;
    std::string of;
  };
  Held parse(Parameter const& parameter, std::string const& text) const;
  double held_value(Parameter const& parameter, double mass_GeV) const;
  std::size_t open(ParameterKind kind, std::string const& wanted) const;
  /// y at unit value of the limited coupling, and the power with which it grows.
  std::pair<double, int> y_of_coupling(Masses masses) const;

  std::string asked_by_;
  std::unique_ptr<Model const> model_;
  std::map<std::string, Held> held_;
  std::size_t mass_ = 0;      ///< index in the model's parameters
  std::size_t coupling_ = 0;  ///< index in the model's couplings
  bool limits_y_ = false;
};

}  // namespace penumbra
