#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/digest.hpp"
#include "model/model.hpp"
#include "statistics/toy_channel.hpp"

namespace penumbra {

class ChannelComponents;
class FluxStore;

/// `grid` is no analysis: rows of a map that say where a grid's points are.
enum class Kind { experiment, limit, constraint, grid };
enum class Status { observed, projected, favoured };
std::string to_string(Kind kind);
std::string to_string(Status status);

/// A published contour that an analysis is compared with by `validate`.
struct ValidationCurve {
  std::string limit;                     ///< name of the limit: "limit/dark-photon/e137_bjorken2009"
  std::vector<std::string> productions;  ///< only these productions are counted; empty: all
  /// What the axes of the curve are: a mass parameter, and a coupling or "y" (epsilon^2 alpha_D (m_chi/m_mediator)^4).
  /// Empty: the model's only mass and only coupling.
  std::vector<std::string> plane;
  /// The other parameters as written: a number, a number with a unit, or a multiple of another ("m_mediator / 3").
  /// Names that are no parameter of the model are its options.
  std::map<std::string, std::string> parameters;
  double median_dex = 0.15;  ///< tolerance of the median distance
  double p90_dex = 0.30;     ///< tolerance of the distance that 90 % of the points keep
  std::string reason;        ///< why the tolerances are not the common ones
};

/// What a list or a report says about an analysis.
struct AnalysisInfo {
  std::string name;
  std::string title;
  Kind kind = Kind::experiment;
  Status status = Status::observed;
  std::string reference;                ///< key in references.bib
  std::string recast;                   ///< key of who turned others' data into a published curve; empty: nobody
  std::string digitised_by;             ///< who read a published curve off; empty: no curve
  std::string data_set;                 ///< what was counted: enters a combination once
  int rank = 0;                         ///< lower is preferred within a data set
  std::string part_of;                  ///< a published limit in several files, at other masses each; empty: whole
  bool combine = true;                  ///< may enter the combination
  std::string combine_reason;           ///< why not
  std::vector<std::string> flags;       ///< doubts: recalled or assumed numbers, unstated confidence levels
  std::optional<double> background;     ///< expected background events
  std::optional<double> observed;       ///< observed events
  double confidence_level = 0.90;       ///< of the published result
  std::vector<std::string> models;      ///< models it can speak about; empty: any that it applies to
  std::vector<std::string> signatures;  ///< "decay-in-volume", ...
  std::string beam;                     ///< name of its beam, empty when it has none
  std::vector<ValidationCurve> curves;
};

struct Applicability {
  bool applies = true;
  std::string why_not;
};

/// What one analysis says about one parameter point.
struct Outcome {
  double expected = 0.0;        ///< expected signal: events, or the signal strength of a published curve
  double log_likelihood = 0.0;  ///< ln L(s+b) / L(b), observed; exactly 0 where the analysis says nothing
  double asimov = 0.0;          ///< the same for n = b
  double cls = 1.0;             ///< CLs of the analysis alone, by its own construction
};

/// Signal of one component (channel x nuisance group) at the nominal and at both ends of its uncertainty envelope.
struct ComponentSignal {
  double nominal = 0.0;
  double low = 0.0;
  double high = 0.0;
};

/// A component whose group begins with this mark is no signal: it multiplies signals of its channel, nominal one (zero
/// where there is none), and moves with the nuisance named behind the mark.
inline constexpr char factor_mark = '*';
inline bool is_factor(std::string_view group) { return group.starts_with(factor_mark); }
inline std::string_view nuisance_of(std::string_view group) { return group.substr(is_factor(group) ? 1 : 0); }

/// One line of `point --explain`: how a contribution to the signal comes about.
struct Contribution {
  std::string production;
  std::string signature;
  double expected = 0.0;
  std::vector<std::pair<std::string, double>> factors;  ///< name with unit -> value, in the order of the multiplication
};

/// Everything of an analysis that depends on masses only is in here; couplings are cheap.
class Response {
 public:
  virtual ~Response() = default;
  /// For each point: outcome, and the signal of each component (outer index point, inner component; may be empty
  /// when the analysis has no components).
  virtual void evaluate(std::span<Couplings const> points, std::span<Outcome> outcomes,
                        std::span<ComponentSignal> components) const = 0;
  /// Why the analysis says nothing about this point, where that is not for lack of signal ("made at m_mediator = 3
  /// m_chi"); empty otherwise.
  virtual std::string why_silent(Couplings) const { return {}; }
  /// The signal taken apart, for people. Asks the fluxes for angles that no detector sees: slow, and the FluxStore that
  /// the response was made with must still be there.
  virtual std::vector<Contribution> contributions(Couplings couplings) const = 0;
};

/// Anything that knows something about a model point: an experiment, a published limit, a constraint.
class Analysis {
 public:
  virtual ~Analysis() = default;
  virtual AnalysisInfo const& info() const = 0;
  virtual Applicability applies_to(Model const& model) const = 0;
  virtual std::unique_ptr<Response const> respond(Model const& model, Masses masses, FluxStore& fluxes) const = 0;
  /// Names of the nuisance group of each component, with `factor_mark` where it multiplies; empty when there is nothing
  /// to profile.
  virtual std::vector<std::string> const& component_groups() const = 0;
  /// ln L(s+b)/L(b) when component i has signal s[i]: how the profile re-evaluates the analysis. Concave in every
  /// signal that is counted.
  virtual double log_likelihood(std::span<double const> component_signal) const = 0;
  /// Its derivative by each component; an analysis with components must have one.
  virtual void slopes(std::span<double const> component_signal, std::span<double> by_component) const;
  /// How the components make the signals of the channels; null for an analysis without components.
  virtual ChannelComponents const* channels() const { return nullptr; }
  /// An analysis without components as one channel of pseudo-experiments, and the signal in it at a point with this
  /// outcome. By default a Gaussian in units of its error, sqrt(-2 asimov): exact for Gaussian likelihoods; others, of
  /// many events, are taken for one (Wald).
  virtual ToyChannel toy_channel() const { return {}; }
  virtual double toy_signal(Outcome const& outcome) const;
  /// The same analysis counting only some productions, for curves that were made so; null when it cannot.
  virtual std::unique_ptr<Analysis const> restricted_to(std::vector<std::string> const& productions) const;
  /// Writes the parsed definition (not its text), the data files by role and digest, and the physics versions used.
  virtual void write_key(CanonicalWriter& writer, Model const& model) const = 0;
};

}  // namespace penumbra
