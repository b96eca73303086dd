#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "analysis/analysis.hpp"
#include "analysis/curve_mixture.hpp"
#include "analysis/limit_curve.hpp"
#include "analysis/limit_slice.hpp"
#include "core/digest.hpp"
#include "core/errors.hpp"
#include "core/table_reader.hpp"
#include "statistics/published_curve.hpp"

namespace penumbra {

/// By which rule a published curve becomes a likelihood; limits/SCHEMA.md has the formulas.
enum class CurveRule { counts, gauss, island, surface, edge, measurement };
std::string to_string(CurveRule rule);

/// The parameters of a rule, as written; what a rule does not know is refused.
struct RuleParameters {
  double n = 2.0;                      ///< power of the coupling in the signal
  std::optional<double> p;             ///< power of the coupling in the decay width
  std::optional<double> length_ratio;  ///< far over near end of the decay volume
  std::optional<double> s_lim;         ///< signal on the curve
  double n_obs = 0.0;
  double background = 0.0;
  std::optional<GaussianLimit::Sided> sided;
  std::optional<double> z;         ///< standard deviations of a favoured band
  std::optional<Measurement> fit;  ///< best fit and error of the signal, in events
};

/// Everything the header of a limit file says, checked.
struct LimitHeader {
  AnalysisInfo info;  ///< without the name, which comes from the path
  std::string model;
  std::string coupling;  ///< a coupling of the model, or y = epsilon^2 alpha_D (m_chi/m_mediator)^4
  std::string production;
  CurveMixture mixture;  ///< of the productions, where there are several and it is known
  std::string decay;
  std::string lifetime;
  std::string response;  ///< the experiment whose simulation says how an island falls to both sides; empty: none
  /// Options of the model that it was made with, where they decide how fast the particle decays: nature = dirac. With
  /// other options the lifetime is another.
  std::map<std::string, std::string> made_with;
  LimitSlice slice;
  LimitCurve::Shape shape = LimitCurve::Shape::upper;
  bool open_top = false;
  CurveRule rule = CurveRule::edge;
  RuleParameters parameters;

  /// Both edges move with the lifetime as they should: an island whose two edges are physics, or a surface.
  bool tells_lifetime() const;
  /// `production` and `decay` one by one.
  std::vector<std::string> productions() const;
  std::vector<std::string> decays() const;
  /// What decides numbers: not titles, references, notes, nor how the curve enters combinations.
  void write_key(CanonicalWriter& writer) const;
};

/// Reads and checks the header. An `unstated` confidence level is taken as 0.90 and flagged; such a curve enters no
/// combination unless `s_lim` says what it means.
LimitHeader read_limit_header(TextTable const& table, Problems& problems);

/// The likelihood that a header asks for. Projections observe their median, n = b.
CurveLikelihood make_likelihood(LimitHeader const& header);

}  // namespace penumbra
