#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "analysis/analysis.hpp"
#include "analysis/island_response.hpp"
#include "analysis/limit_curve.hpp"
#include "analysis/limit_header.hpp"
#include "core/errors.hpp"
#include "statistics/published_curve.hpp"

namespace penumbra {

/// A published curve as an analysis of the model it was made for, and of models that add to it only what the mediator
/// decays to (LimitReading).
///
/// Signal strength by rule, at a mass where the curve excludes `lower` to `upper`:
///   counts, gauss, measurement:  s = s_lim (g / lower)^n up to `upper`
///   island:                      s = A g^(n-p) [exp(-c g^p) - exp(-c r g^p)], s_lim on both edges; with a response
///                                of a simulated search, SimulatedIsland
///   surface:                     s = s_lim / r(g), SurfaceSignal
///   edge, favoured bands:        1 from `lower` to `upper`, else 0; no likelihood
/// and then the likelihood of CurveLikelihood. Of several intervals at a mass the largest signal counts.
///
/// Above `upper` nothing is known and nothing is said, except where the header says that the top is open and the edge
/// is the frame of the drawing: there an island has only its lower edge, s = s_lim (g / lower)^n, and from the frame on
/// the signal stays what it was at the frame.
class LimitAnalysis : public Analysis {
 public:
  /// Text of the table of its response, and what messages call it.
  using ResponseText = std::function<std::pair<std::string, std::string>()>;
  /// Reads the text of a limit file; `file` is what messages call it. Null when there are problems. `response` is asked
  /// for where the header names one.
  static std::unique_ptr<LimitAnalysis const> parse(std::string_view text, std::string const& file,
                                                    std::string const& name, Problems& problems,
                                                    ResponseText const& response = {});

  AnalysisInfo const& info() const override { return header_.info; }
  Applicability applies_to(Model const& model) const override;
  std::unique_ptr<Response const> respond(Model const& model, Masses masses, FluxStore& fluxes) const override;
  std::vector<std::string> const& component_groups() const override { return no_groups_; }
  /// A curve has no components; with one value, ln L of that signal strength.
  double log_likelihood(std::span<double const> component_signal) const override;
  ToyChannel toy_channel() const override;
  double toy_signal(Outcome const& outcome) const override;
  void write_key(CanonicalWriter& writer, Model const& model) const override;

  LimitHeader const& header() const { return header_; }
  LimitCurve const& curve() const { return curve_; }
  CurveLikelihood const& likelihood() const { return *likelihood_; }
  /// None where no simulation says how the signal falls to both sides.
  std::optional<IslandResponse> const& response() const { return response_; }

 private:
  LimitAnalysis(LimitHeader header, LimitCurve curve, std::optional<IslandResponse> response);
  LimitHeader header_;
  LimitCurve curve_;
  std::optional<IslandResponse> response_;
  std::shared_ptr<CurveLikelihood const> likelihood_;
  std::vector<std::string> no_groups_;
  /// Of the productions in what is counted at the lower edge of an interval; empty where they are not known.
  std::vector<double> shares(double mass_GeV, std::optional<ExcludedInterval> const& interval) const;
};

/// Where the response to lifetimes of a limit file lies: beside it, ending in .response.
std::filesystem::path response_file(std::filesystem::path const& limit);

}  // namespace penumbra
