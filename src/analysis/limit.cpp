#include "analysis/limit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <stdexcept>

#include "analysis/limit_reading.hpp"
#include "analysis/registry.hpp"
#include "core/contracts.hpp"
#include "core/data_files.hpp"
#include "model/registry.hpp"
#include "statistics/island.hpp"
#include "statistics/simulated_island.hpp"
#include "statistics/surface.hpp"

namespace penumbra {
namespace {

/// Changes whenever a number computed from an unchanged limit file changes.
constexpr std::int64_t limit_physics_version = 1;
constexpr std::int64_t simulated_island_physics_version = 1;

/// An island with the response of a simulation, at its edges; none where nothing is seen at this mass.
std::optional<SimulatedIsland> simulated(ExcludedInterval const& interval, LimitHeader const& header,
                                         IslandResponse const& response, double mass_GeV, double s_lim) {
  auto seen = response.at(mass_GeV);
  if (seen.log_seen.size() < 2) return std::nullopt;
  return SimulatedIsland{interval.lower,       interval.upper, header.parameters.n,
                         *header.parameters.p, s_lim,          std::move(seen)};
}

/// Signal strength as a function of the coupling in one interval.
class IntervalSignal {
 public:
  IntervalSignal(ExcludedInterval const& interval, LimitHeader const& header, LimitReading const& reading, double s_lim,
                 std::optional<IslandResponse> const& response)
      : interval_{interval},
        n_{header.parameters.n},
        s_lim_{s_lim},
        branching_on_curve_{reading.branching_on_curve(interval.lower)} {
    band_ = header.rule == CurveRule::edge || header.info.status == Status::favoured;
    if (header.rule != CurveRule::island || band_ || interval.open_top) return;
    if (response) simulated_ = simulated(interval, header, *response, reading.mass_GeV(), s_lim);
    if (!simulated_) {
      island_.emplace(interval.lower, interval.upper, n_, *header.parameters.p, *header.parameters.length_ratio, s_lim);
    } else if (auto const* productions = reading.productions()) {
      auto seen = response->at(reading.mass_GeV(), *productions);
      if (seen.log_seen.size() >= 2) simulated_->make_as(std::move(seen));
    }
  }

  /// All couplings of a surface at this mass.
  IntervalSignal(LimitCurve const& curve, LimitHeader const& header, LimitReading const& reading, double s_lim)
      : interval_{curve.grid_couplings().front(), curve.grid_couplings().back()},
        n_{header.parameters.n},
        s_lim_{s_lim},
        branching_on_curve_{1.0},
        surface_{
            SurfaceSignal{curve.grid_couplings(), curve.ratios(reading.mass_GeV()), n_, *header.parameters.p, s_lim}} {}

  double operator()(LimitReading::Place const& place) const {
    constexpr double rounding = 1e-12;  // so that a grid point on an edge is on it
    if (island_) return (*island_)(place.coupling, place.share, place.lifetime);
    if (simulated_) return (*simulated_)(place.coupling, place.share, place.lifetime);
    if (surface_) return (*surface_)(place.coupling, place.share, place.lifetime);
    // The coupling that would give this signal with the branching ratios and the alpha_D of the curve.
    double const factor = place.factor / branching_on_curve_;
    double const coupling = factor == 1.0 ? place.coupling : place.coupling * std::pow(factor, 1.0 / n_);
    bool const below_top = coupling <= interval_.upper * (1.0 + rounding);
    if (band_) return coupling >= interval_.lower * (1.0 - rounding) && (below_top || interval_.open_top) ? 1.0 : 0.0;
    if (!below_top && !interval_.open_top) return 0.0;
    return s_lim_ * std::pow(std::min(coupling, interval_.upper) / interval_.lower, n_);
  }

  ExcludedInterval const& interval() const { return interval_; }
  std::optional<IslandSignal> const& island() const { return island_; }
  bool is_simulated() const { return simulated_.has_value(); }
  bool is_surface() const { return surface_.has_value(); }

 private:
  ExcludedInterval interval_;
  double n_;
  double s_lim_;
  double branching_on_curve_;
  bool band_ = false;
  std::optional<IslandSignal> island_;
  std::optional<SimulatedIsland> simulated_;
  std::optional<SurfaceSignal> surface_;
};

class LimitResponse : public Response {
 public:
  LimitResponse(LimitAnalysis const& limit, std::shared_ptr<CurveLikelihood const> likelihood, LimitReading reading)
      : LimitResponse{limit.header(), limit.curve(), limit.response(), std::move(likelihood), std::move(reading)} {}

  LimitResponse(LimitHeader const& header, LimitCurve const& curve, std::optional<IslandResponse> const& response,
                std::shared_ptr<CurveLikelihood const> likelihood, LimitReading reading)
      : rule_{header.rule},
        experiment_{response ? response->experiment() : std::string{}},
        production_{header.production},
        favoured_{header.info.status == Status::favoured},
        likelihood_{std::move(likelihood)},
        reading_{std::move(reading)} {
    if (curve.shape() == LimitCurve::Shape::surface) {
      if (!curve.ratios(reading_.mass_GeV()).empty())
        signals_.emplace_back(curve, header, reading_, likelihood_->limit());
      return;
    }
    for (auto const& interval : curve.at(reading_.mass_GeV()))
      signals_.emplace_back(interval, header, reading_, likelihood_->limit(), response);
  }

  void evaluate(std::span<Couplings const> points, std::span<Outcome> outcomes,
                std::span<ComponentSignal>) const override {
    PENUMBRA_EXPECT(points.size() == outcomes.size());
    for (std::size_t i = 0; i < points.size(); ++i) outcomes[i] = outcome(points[i]);
  }

  std::vector<Contribution> contributions(Couplings couplings) const override {
    std::vector<Contribution> result;
    auto const place = reading_.at(couplings);
    if (!place) return result;
    double const g = place->coupling;
    for (auto const& signal : signals_) {
      auto const& [lower, upper, open_top] = signal.interval();
      Contribution one{production_, "published curve, rule " + to_string(rule_), signal(*place), {}};
      if (signal.is_simulated()) one.signature += ", decays as seen by " + experiment_;
      auto const say = [&](std::string name, double value) { one.factors.emplace_back(std::move(name), value); };
      say("mass [GeV]", reading_.mass_GeV());
      if (signal.is_surface()) {
        say("coupling on the grid", g);
      } else {
        say("lower edge", lower);
        if (std::isfinite(upper)) say(open_top ? "frame of the figure" : "upper edge", upper);
        say("coupling over lower edge", g / lower);
      }
      if (place->factor != 1.0)
        say("density, branching ratio, lifetime and alpha_D: signal over that of the curve", place->factor);
      if (place->lifetime != 1.0) say("lifetime over that of the curve", place->lifetime);
      say("signal strength on the curve", likelihood_->limit());
      if (signal.island()) say("near end over decay length, at the lower edge", signal.island()->near_end_at_lower());
      say("signal strength", one.expected);
      result.push_back(std::move(one));
    }
    return result;
  }

  std::string why_silent(Couplings couplings) const override { return reading_.why_silent(couplings); }

 private:
  Outcome outcome(Couplings couplings) const {
    double strength = 0.0;
    if (signals_.empty()) return {};
    if (auto const place = reading_.at(couplings))
      for (auto const& signal : signals_) strength = std::max(strength, signal(*place));
    if (strength == 0.0) return {};
    if (favoured_) return {strength, 0.0, 0.0, 1.0};
    auto const said = (*likelihood_)(strength);
    return {said.signal, said.log_likelihood, said.asimov, said.cls};
  }

  CurveRule rule_;
  std::string experiment_;  ///< that was simulated, for islands; empty: none
  std::string production_;
  bool favoured_;
  std::shared_ptr<CurveLikelihood const> likelihood_;
  LimitReading reading_;
  std::vector<IntervalSignal> signals_;
};

/// The header says which masses the rows span: a file whose columns were swapped, or whose end is cut off, does not.
void check_mass_range(TextTable const& table, LimitCurve const& curve, Problems& problems) {
  constexpr double rounding = 1e-3;  // masses are given to four digits
  std::string const key = "mass_range_GeV";
  auto const& text = table.header(key);
  auto const dots = text.find("..");
  std::optional<double> low, high;
  try {
    low = parse_number(text.substr(0, dots));
    if (dots != std::string::npos) high = parse_number(text.substr(dots + 2));
  } catch (std::invalid_argument const&) {
  }
  if (!low || !high) {
    problems.add(table.where(key), fmt::format("{}: found '{}', expected 'LOW .. HIGH'", key, text));
    return;
  }
  auto const [least, most] = curve.finite_range_GeV();
  if (!(std::abs(*low / least - 1.0) <= rounding && std::abs(*high / most - 1.0) <= rounding))
    problems.add(table.where(key),
                 fmt::format("{}: the header says {}, the rows span {:.4g} .. {:.4g} (are columns swapped, "
                             "or is the file cut off?)",
                             key, text, least, most));
}

IslandResponse read_response(LimitHeader const& header, TextTable const& table, LimitAnalysis::ResponseText const& text,
                             Problems& problems) {
  try {
    auto const [content, file] = text();
    auto response = IslandResponse::read(TextTable::parse(content, file), header.productions(), header.parameters.n,
                                         *header.parameters.p, problems);
    if (response.experiment() != header.response)
      problems.add(table.where("response"),
                   fmt::format("found '{}', {} was made of '{}'", header.response, file, response.experiment()));
    return response;
  } catch (std::runtime_error const& error) {
    problems.add(table.where("response"), fmt::format("response: {}", error.what()));
    return {};
  }
}

}  // namespace

LimitAnalysis::LimitAnalysis(LimitHeader header, LimitCurve curve, std::optional<IslandResponse> response)
    : header_{std::move(header)},
      curve_{std::move(curve)},
      response_{std::move(response)},
      likelihood_{std::make_shared<CurveLikelihood const>(make_likelihood(header_))} {
  bool const has_likelihood = header_.rule != CurveRule::edge && header_.info.status != Status::favoured;
  double const alpha = 1.0 - header_.info.confidence_level;
  double const on_curve = likelihood_->on_curve().cls;
  if (has_likelihood && std::abs(on_curve - alpha) > 1e-9)
    header_.info.flags.push_back(
        fmt::format("the curve is drawn at {} events, CLs {:.3g} on it", likelihood_->limit(), on_curve));
}

std::unique_ptr<LimitAnalysis const> LimitAnalysis::parse(std::string_view text, std::string const& file,
                                                          std::string const& name, Problems& problems,
                                                          ResponseText const& response_text) {
  std::optional<TextTable> table;
  try {
    table = TextTable::parse(text, file);
  } catch (InputError const& error) {
    std::string const what = error.what();
    auto const end = what.find(": ", std::min(file.size(), what.size()));
    problems.add(what.substr(0, end), end == std::string::npos ? "cannot be read" : what.substr(end + 2));
    return nullptr;
  }
  std::size_t const before = problems.list().size();
  auto header = read_limit_header(*table, problems);
  header.info.name = name;
  auto curve = LimitCurve::read(*table, header.shape, header.open_top, header.coupling, problems);
  if (problems.list().size() == before && table->number("points") != static_cast<double>(curve.points()))
    problems.add(table->where("points"), fmt::format("the header says {} points, the file has {} (is it cut off?)",
                                                     table->header("points"), curve.points()));
  if (problems.list().size() == before) check_mass_range(*table, curve, problems);
  if (problems.list().size() != before) return nullptr;
  std::optional<IslandResponse> response;
  if (!header.response.empty()) {
    if (!response_text) {
      problems.add(table->where("response"), "response: a text that is no file has no table beside it");
      return nullptr;
    }
    response = read_response(header, *table, response_text, problems);
    if (problems.list().size() != before) return nullptr;
  }
  return std::unique_ptr<LimitAnalysis const>{
      new LimitAnalysis{std::move(header), std::move(curve), std::move(response)}};
}

Applicability LimitAnalysis::applies_to(Model const& model) const {
  auto const why_not = LimitReading::why_not(header_, model);
  return {why_not.empty(), why_not};
}

std::unique_ptr<Response const> LimitAnalysis::respond(Model const& model, Masses masses, FluxStore& fluxes) const {
  PENUMBRA_EXPECT(applies_to(model).applies);
  auto relic = header_.slice.predicted_density ? RelicPrediction::of(model, masses, fluxes) : nullptr;
  LimitReading reading{header_, model, masses, std::move(relic)};
  if (LimitReading::needs_widths(header_, model)) {
    double const mass_GeV = reading.mass_GeV();
    if (auto const intervals = curve_.at(mass_GeV); !intervals.empty())
      reading.compare_widths(header_, model, masses, intervals.front().lower, fluxes,
                             shares(mass_GeV, intervals.front()));
    else if (!curve_.ratios(mass_GeV).empty())  // a surface speaks where it excludes nothing
      reading.compare_widths(header_, model, masses, curve_.grid_couplings().front(), fluxes, shares(mass_GeV, {}));
  }
  return std::make_unique<LimitResponse>(*this, likelihood_, std::move(reading));
}

std::vector<double> LimitAnalysis::shares(double mass_GeV, std::optional<ExcludedInterval> const& interval) const {
  if (response_ && interval)
    if (auto const island = simulated(*interval, header_, *response_, mass_GeV, likelihood_->limit()))
      return response_->shares(mass_GeV, island->log_lifetime_at_lower());
  return header_.mixture.empty() ? std::vector<double>{} : header_.mixture.at(mass_GeV);
}

double LimitAnalysis::log_likelihood(std::span<double const> component_signal) const {
  PENUMBRA_EXPECT(component_signal.size() <= 1);
  return component_signal.empty() ? 0.0 : (*likelihood_)(component_signal.front()).log_likelihood;
}

ToyChannel LimitAnalysis::toy_channel() const {
  if (auto const* count = likelihood_->count()) return {ToyChannel::Kind::count, count->background, 1.0};
  return {};
}

double LimitAnalysis::toy_signal(Outcome const& outcome) const {
  return likelihood_->count() ? outcome.expected : Analysis::toy_signal(outcome);
}

void LimitAnalysis::write_key(CanonicalWriter& writer, Model const& model) const {
  writer.field("kind", std::string_view{"limit"});
  writer.field("limit physics version", limit_physics_version);
  writer.field("model", std::string_view{model.name()});
  writer.field("model physics version", model.physics_version());
  header_.write_key(writer);
  if (header_.slice.predicted_density) {
    writer.field("relic density physics version", relic_density_physics_version);
    writer.field("model convention", std::string_view{model.convention()});  // the spin of dark matter is an option
  }
  if (LimitReading::needs_widths(header_, model)) {
    std::string const convention = model.convention();  // whether the particle is its own antiparticle is an option
    writer.field("widths of the model", std::string_view{convention});
  }
  if (LimitReading::is_recast(header_, model)) {
    writer.field("recast physics version", recast_physics_version);
    header_.mixture.write_key(writer);
    writer.field("physics version of the curve's model", make_model(header_.model)->physics_version());
  }
  if (response_) {
    writer.field("simulated island physics version", simulated_island_physics_version);
    writer.field("response to lifetimes", response_->content());
  }
  writer.field("signal on the curve", likelihood_->limit());
  curve_.write_key(writer);
}

std::unique_ptr<LimitAnalysis const> load_limit(std::filesystem::path const& file, DataPlaces const& places,
                                                Problems& problems) {
  DataFiles files{places.data_root};
  std::string text;
  try {
    text = files.definition(std::filesystem::absolute(file), "limit curve");
  } catch (IoError const& error) {
    problems.add(file.string() + ":1:1", error.what());
    return nullptr;
  }
  return LimitAnalysis::parse(text, file.string(), limit_name(file), problems, [&] {
    auto from = response_file(file);
    auto const shipped = response_file(places.data_root / "limits" /
                                       (limit_name(file).substr(6) + ".csv"));  // of a file that was copied
    if (!std::filesystem::exists(from) && std::filesystem::exists(shipped)) from = shipped;
    return std::pair{files.definition(std::filesystem::absolute(from), "response to lifetimes"), from.string()};
  });
}

std::filesystem::path response_file(std::filesystem::path const& limit) {
  return std::filesystem::path{limit}.replace_extension(".response");
}

}  // namespace penumbra
