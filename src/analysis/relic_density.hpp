#pragma once

#include <memory>
#include <string>
#include <vector>

#include "analysis/analysis.hpp"
#include "core/errors.hpp"
#include "core/toml_reader.hpp"

namespace penumbra {

/// The measured density of dark matter against what freeze-out of the model's dark matter leaves (`cosmology`). With
/// z = ln(Omega/Omega_measured)/s, s the relative errors of measurement and prediction in quadrature:
///
/// - near a resonance freeze-out may end kinetic contact too, which leaves another density (arXiv:1706.07433). If it is
///   smaller, anything between the two is possible, and Omega is the value in between that fits best (log-flat, as all
///   envelopes).
/// - upper limit: dark matter may have other components, it cannot be more than there is.
///       ln L = -z^2/2 for z > 0 and 0 below,   CLs = Phi(-z)
/// - measurement: this is all of it.
///       ln L = -z^2/2, relative to its maximum,   CLs = 2 Phi(-|z|)
///
/// Nothing is measured that a model without dark matter could predict better, so the Asimov value is the observed one.
/// Where dark matter never was in equilibrium with the bath (`RelicDensity::contact` below one) its density is not that
/// of freeze-out: the analysis says nothing, expected = 0.
///
/// ln Omega is interpolated between couplings exp(k/2) to better than 1 % (tested).
class RelicDensityMeasurement : public Analysis {
 public:
  enum class Rule { upper_limit, measurement };
  struct Input {
    AnalysisInfo info;
    Rule rule = Rule::upper_limit;
    double omega_h2 = 0.12;
    double relative_error = 0.01;
    double theory_error = 0.1;  ///< relative, of the prediction; at least 0.1
  };
  explicit RelicDensityMeasurement(Input input);

  /// Reads a parsed file of kind "measurement" and quantity "relic-density"; null when it has problems.
  static std::unique_ptr<RelicDensityMeasurement const> read(TomlTable& table, Problems& problems);

  AnalysisInfo const& info() const override { return input_.info; }
  Applicability applies_to(Model const& model) const override;
  std::unique_ptr<Response const> respond(Model const& model, Masses masses, FluxStore& fluxes) const override;
  std::vector<std::string> const& component_groups() const override { return no_groups_; }
  /// There are no components; with one value, ln L of that Omega h^2.
  double log_likelihood(std::span<double const> component_signal) const override;
  ToyChannel toy_channel() const override;
  double toy_signal(Outcome const& outcome) const override;
  void write_key(CanonicalWriter& writer, Model const& model) const override;

  Input const& input() const { return input_; }
  /// What the measurement says about a density.
  Outcome outcome(double omega_h2) const { return outcome(omega_h2, omega_h2); }
  /// The same when the density may be as low as `low_omega_h2`; expected is the upper value.
  Outcome outcome(double omega_h2, double low_omega_h2) const;

 private:
  Input input_;
  std::vector<std::string> no_groups_;
};

}  // namespace penumbra
