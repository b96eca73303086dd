#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/analysis.hpp"
#include "analysis/registry.hpp"
#include "core/errors.hpp"
#include "core/toml_reader.hpp"
#include "statistics/gaussian.hpp"

namespace penumbra {

/// A measured magnetic moment of a lepton against one prediction of the Standard Model. One file is one prediction;
/// files that share the measurement share its `data_set`, so that one of them enters a combination.
///
/// With d +- s the measured minus the predicted moment (errors in quadrature) and a the shift that the model brings:
///
/// - exclusion (status observed): one-sided, by a prediction above the measured difference.
///       ln L(a)/L(0) = min(0, a (2 d - a) / (2 s^2)),   CLs = Phi((d - a)/s) / Phi(d/s)
///   ln L is 0 at no shift and stays 0 up to a = 2 d for d > 0: an exclusion never rewards a signal, so a combination
///   is neither helped nor hurt where the model describes the measurement at least as well as none. A shift downwards
///   is not judged: it says nothing.
/// - favoured band (status favoured): expected = 1 where |a - d| <= sigmas s, no likelihood, never combined.
class MagneticMoment : public Analysis {
 public:
  enum class Lepton { electron, muon };
  struct Input {
    AnalysisInfo info;
    Lepton lepton = Lepton::muon;
    std::string prediction;  ///< "WP2025", "Cs", ...
    Measurement difference;  ///< measured minus predicted, dimensionless
    double sigmas = 2.0;     ///< half width of a favoured band
  };
  explicit MagneticMoment(Input input);

  /// Reads a parsed file of kind "measurement"; null when it has problems.
  static std::unique_ptr<MagneticMoment const> read(TomlTable& table, Problems& problems);

  AnalysisInfo const& info() const override { return input_.info; }
  Applicability applies_to(Model const& model) const override;
  std::unique_ptr<Response const> respond(Model const& model, Masses masses, FluxStore& fluxes) const override;
  std::vector<std::string> const& component_groups() const override { return no_groups_; }
  /// There are no components; with one value, ln L of that shift.
  double log_likelihood(std::span<double const> component_signal) const override;
  ToyChannel toy_channel() const override { return {ToyChannel::Kind::one_sided}; }
  void write_key(CanonicalWriter& writer, Model const& model) const override;

  Measurement const& difference() const { return input_.difference; }
  /// What the measurement says about a shift.
  Outcome outcome(double shift) const;

 private:
  Input input_;
  std::vector<std::string> no_groups_;
};

/// Reads what every file of kind "measurement" begins with: names, status ("observed", "projected" or "favoured"), data set, rank,
/// whether it is combined, flag.
AnalysisInfo read_measurement_info(TomlTable& table);

/// A number with its source; a doubtful one leaves a flag.
double sourced_number(TomlTable& table, char const* table_name, char const* key, AnalysisInfo& info);

/// Is this experiment file of kind "measurement", so that `load_measurement` reads it?
bool is_measurement(TomlTable& table);

/// The measurement of a table of that kind; `file` gives the name it must have.
std::unique_ptr<Analysis const> read_measurement(TomlTable& table, std::filesystem::path const& file,
                                                 Problems& problems);

/// One file of kind "measurement", with its problems reported; null when there are any.
std::unique_ptr<Analysis const> load_measurement(std::filesystem::path const& file, DataPlaces const& places,
                                                 Problems& problems);

}  // namespace penumbra
