#include <fmt/format.h>
#include <fnmatch.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "core/errors.hpp"
#include "pipeline/commands/commands.hpp"
#include "pipeline/commands/options.hpp"
#include "pipeline/commands/output.hpp"
#include "pipeline/commands/places.hpp"
#include "pipeline/commands/segments_json.hpp"
#include "pipeline/exclusion.hpp"
#include "pipeline/map_reader.hpp"
#include "pipeline/parameters.hpp"
#include "pipeline/text_file.hpp"
#include "pipeline/toy_region.hpp"
#include "statistics/combination.hpp"

namespace penumbra {
namespace {

constexpr std::array combined_statuses_shown{Status::observed, Status::projected};

/// What the command line asks for.
struct Question {
  double confidence_level = 0.90;
  std::optional<ExclusionRule> rule;  ///< unset: `own` for analyses, `bound` for the combination
  std::optional<Status> status;
  std::vector<std::string> names;  ///< shell patterns; empty: everything
  Plane plane;
  bool allow_no_signal = false;
  ToySettings toys;
  std::vector<std::unique_ptr<Analysis const>> analyses;  ///< for toys; else none
};

struct Contour {
  std::string analysis;
  Status status = Status::observed;
  std::string rule;
  std::vector<Polyline> lines;
};

bool wanted(Question const& question, std::string const& name, Status status) {
  if (question.status && status != *question.status) return false;
  return question.names.empty() || std::any_of(question.names.begin(), question.names.end(), [&](auto const& pattern) {
           return fnmatch(pattern.c_str(), name.c_str(), 0) == 0;
         });
}

/// Where a slab is not done nothing is excluded: an unwritten number would be CLs = 0.
void forget_unfinished(std::vector<double>& values, std::vector<bool> const& done, MapLayout const& layout,
                       double neutral) {
  for (std::size_t slab = 0; slab < done.size(); ++slab)
    if (!done[slab]) {
      auto const first = static_cast<std::ptrdiff_t>(layout.first_point(slab));
      auto const count = static_cast<std::ptrdiff_t>(layout.valid_points(slab));
      std::fill_n(values.begin() + first, count, neutral);
    }
}

/// A number that is not finite comes from no run of ours: it would put contours anywhere.
void require_finite(MapReader const& map, std::string const& name, std::vector<double> const& values) {
  if (!std::all_of(values.begin(), values.end(), [](double v) { return std::isfinite(v); }))
    throw IoError(fmt::format("{}: '{}' has numbers that are not finite: damaged, or not written by this program",
                              map.file().path().string(), name));
}

/// Reads numbers of a map with everything that is not done made neutral.
class FinishedValues {
 public:
  explicit FinishedValues(MapReader const& map) : map_{map}, existing_{map.existing()} {}

  MapGrid const& grid() const { return map_.grid(); }
  std::vector<bool> const& existing() const { return existing_; }
  std::vector<double> of(std::string const& name, Values what) const {
    auto values = map_.values(name, what);
    forget_unfinished(values, map_.done(map_.row_of(name)), map_.layout(), what == Values::cls ? 1.0 : 0.0);
    require_finite(map_, name, values);
    return values;
  }
  std::vector<double> combined(Status status, Values what) const {
    auto values = map_.combined(status, what);
    forget_unfinished(values, map_.combined_done(status), map_.layout(), 0.0);
    require_finite(map_, "combined/" + to_string(status), values);
    return values;
  }

 private:
  MapReader const& map_;
  std::vector<bool> existing_;
};

/// A coupling that is profiled although at its lowest value there is no signal would allow every point of the plane.
void refuse_to_profile_to_no_signal(FinishedValues const& values, Question const& question, ExclusionField const& field,
                                    std::string const& name) {
  auto const& grid = values.grid();
  for (std::size_t axis = grid.mass_axes; axis < grid.names.size(); ++axis) {
    if (axis == question.plane.x || axis == question.plane.y || question.plane.held.contains(axis)) continue;
    auto lowest = question.plane;
    lowest.held[axis] = 0;
    auto const at_lowest = on_plane(grid.values, lowest, field.values, values.existing());
    bool const hides =
        std::none_of(at_lowest.begin(), at_lowest.end(), [&](double v) { return v <= field.level; }) &&
        std::any_of(field.values.begin(), field.values.end(), [&](double v) { return v <= field.level; });
    if (hides)
      throw UsageError(
          fmt::format("{}: at the lowest {} of the map nothing is excluded, so profiling over it would allow "
                      "everything: hold it with "
                      "--hold {}=VALUE, or give --profile-anyway",
                      name, grid.names[axis], grid.names[axis]));
  }
}

/// On the plane, a point is excluded where it is for every hidden value, and favoured where it is for some.
std::vector<double> shown_on_plane(FinishedValues const& values, Plane const& plane, std::span<double const> field,
                                   Status status) {
  if (status != Status::favoured) return on_plane(values.grid().values, plane, field, values.existing());
  auto const opposite = [](std::span<double const> numbers) {
    std::vector<double> result;
    for (double const number : numbers) result.push_back(-number);
    return result;
  };
  return opposite(on_plane(values.grid().values, plane, opposite(field), values.existing()));
}

Contour trace(FinishedValues const& values, Question const& question, std::string name, Status status, std::string rule,
              ExclusionField const& field) {
  if (!question.allow_no_signal && status != Status::favoured)
    refuse_to_profile_to_no_signal(values, question, field, name);
  auto const& axes = values.grid().values;
  auto const shown = shown_on_plane(values, question.plane, field.values, status);
  return {std::move(name), status, std::move(rule),
          contours(contour_axis(axes[question.plane.x]), contour_axis(axes[question.plane.y]), shown, field.level)};
}

ExclusionField field_of(FinishedValues const& values, Question const& question, std::string const& name, Status status,
                        ExclusionRule rule) {
  auto const cl = question.confidence_level;
  if (status == Status::favoured) return field_of_band(values.of(name, Values::expected));
  switch (rule) {
    case ExclusionRule::bound:
      return field_by_bound(values.of(name, Values::log_likelihood), cl);
    case ExclusionRule::asymptotic:
      return field_by_asymptotic(values.of(name, Values::log_likelihood), values.of(name, Values::asimov), cl);
    case ExclusionRule::delta:
      return field_by_delta(values.of(name, Values::log_likelihood), cl, values.existing());
    case ExclusionRule::own:
    case ExclusionRule::united:
      return field_by_cls(values.of(name, Values::cls), cl);
    case ExclusionRule::toys:
      throw UsageError(
          fmt::format("--rule toys calibrates combinations: '{}' is one analysis (own is its own CLs)", name));
  }
  throw InternalError("unknown exclusion rule");
}

/// Smallest CLs of the members of a combination: below 1 - CL some member excludes by itself.
ExclusionField united_field(MapReader const& map, FinishedValues const& values, Status status,
                            double confidence_level) {
  std::vector<double> smallest(map.layout().points, 1.0);
  for (auto const& name : map.names())
    if (map.entry(name).status == status && map.entry(name).in_combination) {
      auto const cls = values.of(name, Values::cls);
      for (std::size_t i = 0; i < smallest.size(); ++i) smallest[i] = std::min(smallest[i], cls[i]);
    }
  return field_by_cls(smallest, confidence_level);
}

/// Fewer expected events than this are far from normal (the combination's own criterion).
constexpr double low_count_events = 10.0;

/// Throws UsageError when the asymptotic formula does not hold along the contour of a combination: low-count members
/// dominate at most points between 68 % and 99.7 % expected exclusion.
void refuse_low_counts(MapReader const& map, FinishedValues const& values, Status status) {
  struct Member {
    bool counts;
    std::vector<double> asimov;
    std::vector<double> expected;
  };
  std::vector<Member> members;
  for (auto const& name : map.names()) {
    auto const& entry = map.entry(name);
    if (entry.status == status && entry.in_combination)
      members.push_back(
          {entry.kind == Kind::experiment, values.of(name, Values::asimov), values.of(name, Values::expected)});
  }
  auto const total = values.combined(status, Values::combined_asimov);
  std::size_t near_contour = 0;
  std::size_t refused = 0;
  std::string reason;
  for (std::size_t i = 0; i < total.size(); ++i) {
    if (total[i] > std::log(0.32) || total[i] < std::log(0.003)) continue;
    ++near_contour;
    std::vector<AsymptoticMember> at_point;
    for (auto const& member : members)
      at_point.push_back({member.asimov[i], member.counts && member.expected[i] < low_count_events});
    if (auto const why = reason_to_refuse_asymptotic(at_point); !why.empty()) {
      ++refused;
      reason = why;
    }
  }
  if (2 * refused > near_contour)
    throw UsageError(
        fmt::format("--rule asymptotic does not hold for the {} combination: at {} of {} points near its contour {}",
                    to_string(status), refused, near_contour, reason));
}

Contour combined_contour(MapReader const& map, FinishedValues const& values, Question const& question, Status status) {
  auto const cl = question.confidence_level;
  auto const rule = question.rule.value_or(ExclusionRule::bound) == ExclusionRule::own
                        ? ExclusionRule::bound
                        : question.rule.value_or(ExclusionRule::bound);
  auto const log_likelihood = values.combined(status, Values::combined_profiled);
  ExclusionField field;
  if (rule == ExclusionRule::bound) field = field_by_bound(log_likelihood, cl);
  if (rule == ExclusionRule::delta) field = field_by_delta(log_likelihood, cl, values.existing());
  if (rule == ExclusionRule::united) field = united_field(map, values, status, cl);
  if (rule == ExclusionRule::toys)
    field = field_by_toys(map, status, question.analyses, question.plane, cl, question.toys, log_line);
  if (rule == ExclusionRule::asymptotic) {
    refuse_low_counts(map, values, status);
    field = field_by_asymptotic(log_likelihood, values.combined(status, Values::combined_asimov), cl);
  }
  return trace(values, question, "combined", status, to_string(rule), field);
}

std::vector<Contour> all_contours(MapReader const& map, Question const& question) {
  FinishedValues const values{map};
  std::vector<Contour> result;
  bool named = false;
  for (auto const& name : map.names()) {
    auto const status = map.entry(name).status;
    if (!wanted(question, name, status)) continue;
    named = true;
    auto const rule = question.rule.value_or(ExclusionRule::own);
    // A union is of several, and toys are for them.
    if ((rule == ExclusionRule::united || rule == ExclusionRule::toys) && question.names.empty()) continue;
    auto const field = field_of(values, question, name, status, rule);
    result.push_back(
        trace(values, question, name, status, status == Status::favoured ? "band" : to_string(rule), field));
  }
  for (auto const status : combined_statuses_shown)
    if (wanted(question, "combined", status)) {
      named = true;
      result.push_back(combined_contour(map, values, question, status));
    }
  if (!named && !question.names.empty())
    throw UsageError(
        fmt::format("--analysis: the map holds no '{}' of that status ('penumbra info' names what it holds)",
                    question.names.front()));
  return result;
}

std::size_t axis_called(MapGrid const& grid, std::string const& name, std::string const& option) {
  auto const found = std::find(grid.names.begin(), grid.names.end(), name);
  if (found == grid.names.end()) {
    std::string known;
    for (auto const& axis : grid.names) known += (known.empty() ? "" : ", ") + axis;
    throw UsageError(fmt::format("{}: '{}' is no axis of this map (its axes: {})", option, name, known));
  }
  return static_cast<std::size_t>(found - grid.names.begin());
}

/// `--plane x,y` and `--hold name=value`; by default the first and the last axis: a mass and the coupling to ordinary
/// matter, or what is given in its place.
Plane read_plane(Options const& options, MapGrid const& grid) {
  Plane plane;
  plane.y = grid.names.size() - 1;
  if (options.has("plane")) {
    auto const text = options.text("plane");
    auto const comma = text.find(',');
    if (comma == std::string::npos) throw UsageError(fmt::format("--plane '{}': expected two axes, x,y", text));
    plane.x = axis_called(grid, text.substr(0, comma), "--plane");
    plane.y = axis_called(grid, text.substr(comma + 1), "--plane");
  }
  if (plane.y >= grid.names.size() || plane.x == plane.y) throw UsageError("--plane: a plane needs two different axes");
  for (auto const axis : {plane.x, plane.y})
    if (grid.values[axis].size() < 2)
      throw UsageError(fmt::format("--plane: '{}' has a single value in this map", grid.names[axis]));
  for (auto const& text : options.texts("hold")) {
    auto const equals = text.find('=');
    if (equals == std::string::npos) throw UsageError(fmt::format("--hold '{}': expected name=value", text));
    auto const axis = axis_called(grid, text.substr(0, equals), "--hold");
    double const value = parse_quantity(text.substr(equals + 1), Dimension::energy);
    auto const& values = grid.values[axis];
    auto const nearest = std::min_element(
        values.begin(), values.end(), [&](double a, double b) { return std::abs(a - value) < std::abs(b - value); });
    if (std::abs(*nearest - value) > 1e-9 * std::abs(value))  // what printing to ten digits loses
      throw UsageError(fmt::format("--hold '{}': the map has no such value, the nearest is {}", text, *nearest));
    plane.held[axis] = static_cast<std::size_t>(nearest - values.begin());
  }
  return plane;
}

ToySettings read_toys(Options const& options, double confidence_level) {
  constexpr double most_toys = 1e6;
  constexpr double fewest_beyond = 10.0;  // toys above the critical value, for it to mean anything
  constexpr double most_seed = 4294967295.0;
  ToySettings settings;
  auto const whole = [&](std::string const& name, double otherwise, double least, double most) {
    double const value = options.number(name, otherwise, least, most);
    if (value != std::floor(value)) throw UsageError(fmt::format("--{}: expected a whole number", name));
    return value;
  };
  settings.toys = static_cast<int>(whole("toys", settings.toys, 1.0, most_toys));
  settings.seed = static_cast<std::uint64_t>(whole("seed", static_cast<double>(settings.seed), 0.0, most_seed));
  if (options.has("rule") && exclusion_rule(options.text("rule")) == ExclusionRule::toys &&
      settings.toys * (1.0 - confidence_level) < fewest_beyond * (1.0 - 1e-9))
    throw UsageError(fmt::format("--toys {}: at a confidence level of {} at least {:.0f} are needed", settings.toys,
                                 confidence_level, std::ceil(fewest_beyond / (1.0 - confidence_level) - 1e-6)));
  return settings;
}

Status read_status(std::string const& text) {
  for (auto const status : {Status::observed, Status::projected, Status::favoured})
    if (text == to_string(status)) return status;
  throw UsageError(fmt::format("--status '{}': expected observed, projected or favoured", text));
}

Json as_json(std::vector<Contour> const& contours, Question const& question, MapReader const& map) {
  auto const& names = map.grid().names;
  Json document{{"plane", {names[question.plane.x], names[question.plane.y]}},
                {"cl", question.confidence_level},
                {"complete", map.complete()},
                {"contours", Json::array()}};
  for (auto const& contour : contours) {
    document["contours"].push_back({{"analysis", contour.analysis},
                                    {"status", to_string(contour.status)},
                                    {"rule", contour.rule},
                                    {"segments", segments_json(contour.lines)}});
  }
  return document;
}

std::string as_text(std::vector<Contour> const& contours) {
  std::vector<std::vector<std::string>> rows;
  for (auto const& contour : contours) {
    std::size_t points = 0;
    std::pair<double, double> x{INFINITY, 0.0};
    std::pair<double, double> y{INFINITY, 0.0};
    for (auto const& line : contour.lines)
      for (auto const& [px, py] : line.points) {
        ++points;
        x = {std::min(x.first, px), std::max(x.second, px)};
        y = {std::min(y.first, py), std::max(y.second, py)};
      }
    auto const range = [&](std::pair<double, double> const& r) {
      return points ? fmt::format("{:.3g} to {:.3g}", r.first, r.second) : std::string{"-"};
    };
    rows.push_back({contour.analysis, to_string(contour.status), contour.rule, fmt::format("{}", contour.lines.size()),
                    range(x), range(y)});
  }
  return aligned({"analysis", "status", "rule", "lines", "x", "y"}, rows, {3});
}

/// One table per contour: a line number, then the points in order; a closed line repeats its first point.
void write_csv(std::vector<Contour> const& contours, Question const& question, MapReader const& map,
               std::filesystem::path const& folder) {
  auto const& names = map.grid().names;
  for (auto const& contour : contours) {
    auto text = fmt::format("# analysis: {}\n# status: {}\n# rule: {}\n# CL: {:g}\nline,{},{}\n", contour.analysis,
                            to_string(contour.status), contour.rule, 100.0 * question.confidence_level,
                            names[question.plane.x], names[question.plane.y]);
    for (std::size_t line = 0; line < contour.lines.size(); ++line) {
      auto points = contour.lines[line].points;
      if (contour.lines[line].closed) points.push_back(points.front());
      for (auto const& [x, y] : points) text += fmt::format("{},{},{}\n", line + 1, x, y);
    }
    auto file = contour.analysis + "-" + to_string(contour.status);
    std::replace(file.begin(), file.end(), '/', '_');
    write_whole_file(folder / (file + ".csv"), text);
  }
}

}  // namespace

int run_contour(std::vector<std::string> const& arguments) {
  Options options{
      "contour MAP.h5 [--cl 0.90] [--plane x,y] [--analysis NAME] [--status S] [--rule RULE] [--toys N]\n"
      "               [--json]",
      "Exclusion contours of a map: every analysis and the combinations, profiled over the axes that are not shown.\n"
      "Rules: own (CLs of the analysis; default), bound (ln L <= ln(1-CL); default of the combination), asymptotic "
      "(from q\n"
      "and the Asimov q), union (any member excludes: no statement of a confidence level), delta (-2 ln L above the "
      "best of\n"
      "the map, two parameters), toys (the same against what pseudo-experiments at each point give: covers at --cl; "
      "combinations\n"
      "only, in a plane whose other axes are held). Exit code 1 for a map that is not complete, unless --incomplete."};
  options.value("cl", "CL", "confidence level (default 0.90)")
      .value("plane", "X,Y", "the two axes (default: the first and the last of the map)")
      .list("hold", "NAME=VALUE", "hold an axis that is not shown at one of its values instead of profiling it")
      .list("analysis", "NAME", "only these (names or shell patterns; 'combined' for the combination)")
      .value("status", "STATUS", "only observed, projected or favoured")
      .value("rule", "RULE", "own, bound, asymptotic, union, delta or toys")
      .value("toys", "N", "pseudo-experiments at each point beside the contour (default 1000)")
      .value("seed", "N", "of the pseudo-experiments (default 1)")
      .value("csv", "DIR", "also write one table per contour into this folder")
      .flag("incomplete", "also when the map is not complete; what is missing excludes nothing")
      .flag("profile-anyway", "profile over couplings at whose lowest value there is no signal")
      .data()
      .arguments(1, 1);
  if (!options.parse(arguments)) return 0;
  Question question;
  constexpr double lowest_cl = 0.5;
  constexpr double highest_cl = 0.999999;
  question.confidence_level = options.number("cl", 0.90, lowest_cl, highest_cl);
  if (options.has("rule")) question.rule = exclusion_rule(options.text("rule"));
  if (options.has("status")) question.status = read_status(options.text("status"));
  question.names = options.texts("analysis");
  question.allow_no_signal = options.has("profile-anyway");
  question.toys = read_toys(options, question.confidence_level);

  MapReader const map{options.arguments().front()};
  if (!map.complete() && !options.has("incomplete")) {
    log_line(fmt::format("{}: the map is not complete; run the scan again, or give --incomplete",
                         options.arguments().front()));
    return answer_no;
  }
  question.plane = read_plane(options, map.grid());
  if (question.rule == ExclusionRule::toys) question.analyses = load_analyses(data_places(options));
  auto const contours = all_contours(map, question);
  if (options.has("csv")) write_csv(contours, question, map, options.text("csv"));
  if (options.json())
    print_json(as_json(contours, question, map));
  else
    print(as_text(contours));
  return 0;
}

}  // namespace penumbra
