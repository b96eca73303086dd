#include "analysis/limit_header.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>
#include <stdexcept>

#include "analysis/limit_words.hpp"
#include "core/whole_number.hpp"
#include "model/model.hpp"
#include "model/registry.hpp"

namespace penumbra {
namespace {

std::vector<std::string> const required_keys{"title",
                                             "experiment",
                                             "reference",
                                             "figure",
                                             "model",
                                             "coupling",
                                             "convention",
                                             "confidence_level",
                                             "confidence_level_source",
                                             "status",
                                             "nature",
                                             "shape",
                                             "open_top",
                                             "rule",
                                             "rule_parameters",
                                             "production",
                                             "decay",
                                             "lifetime",
                                             "data_set",
                                             "rank",
                                             "combine",
                                             "combine_reason",
                                             "provenance",
                                             "digitised_by",
                                             "points",
                                             "mass_range_GeV"};
std::vector<std::string> const optional_keys{"recast",      "flag",  "notes",   "part",    "analysis",
                                             "x_parameter", "slice", "options", "mixture", "response"};

std::map<std::string, CurveRule> const rules{{"counts", CurveRule::counts}, {"gauss", CurveRule::gauss},
                                             {"island", CurveRule::island}, {"surface", CurveRule::surface},
                                             {"edge", CurveRule::edge},     {"measurement", CurveRule::measurement}};

/// Reads header values and records what does not fit.
class Reader {
 public:
  Reader(TextTable const& table, Problems& problems) : table_{table}, problems_{problems} {}

  void problem(std::string const& key, std::string const& message) {
    problems_.add(table_.where(key), key + ": " + message);
  }

  /// Empty where the key is missing: reported once, with all missing keys.
  std::string text(std::string const& key) const { return table_.has(key) ? table_.header(key) : std::string{}; }

  template <class Value>
  Value choice(std::string const& key, std::map<std::string, Value> const& known, Value otherwise) {
    if (!table_.has(key)) return otherwise;
    auto const found = known.find(table_.header(key));
    if (found != known.end()) return found->second;
    std::vector<std::string> names;
    for (auto const& entry : known) names.push_back(entry.first);
    problem(key, fmt::format("found '{}', expected one of {}", table_.header(key), fmt::join(names, ", ")));
    return otherwise;
  }

  std::optional<double> number(std::string const& key, std::string const& text) {
    try {
      double const value = parse_number(text);
      if (std::isfinite(value)) return value;
      problem(key, fmt::format("'{}' is not finite", text));
    } catch (std::invalid_argument const& error) {
      problem(key, error.what());
    }
    return std::nullopt;
  }

  void keys() {
    std::vector<std::string> known = required_keys;
    known.insert(known.end(), optional_keys.begin(), optional_keys.end());
    for (auto const& [key, value] : table_.headers())
      if (std::find(known.begin(), known.end(), key) == known.end())
        problems_.add(table_.where(key), fmt::format("unknown key '{}' (known: {})", key, fmt::join(known, ", ")));
      else if (value.empty())
        problem(key, "nothing given");
    for (auto const& key : required_keys)
      if (!table_.has(key)) problems_.add(table_.where(key), fmt::format("the header has no line '# {}: ...'", key));
  }

 private:
  TextTable const& table_;
  Problems& problems_;
};

std::vector<std::string> split(std::string const& text, char separator) {
  std::vector<std::string> parts;
  for (std::size_t start = 0; start <= text.size();) {
    auto const end = std::min(text.find(separator, start), text.size());
    parts.push_back(text.substr(start, end - start));
    start = end + 1;
  }
  return parts;
}

/// "e+e-, mu+mu-" one by one.
std::vector<std::string> listed(std::string const& text) {
  auto parts = split(text, ',');
  for (auto& part : parts) part.erase(0, part.find_first_not_of(' '));
  return parts;
}

constexpr std::array all_spins{DarkMatter::Spin::complex_scalar, DarkMatter::Spin::majorana, DarkMatter::Spin::dirac,
                               DarkMatter::Spin::pseudo_dirac};

RuleParameters read_parameters(Reader& reader, std::string const& text, CurveRule rule) {
  std::string const key = "rule_parameters";
  static std::map<CurveRule, std::set<std::string>> const allowed{
      {CurveRule::counts, {"n", "s_lim", "n_obs", "background"}},
      {CurveRule::gauss, {"n", "sided"}},
      {CurveRule::island, {"n", "p", "l_ratio", "s_lim", "n_obs", "background", "sided", "best_fit", "error"}},
      {CurveRule::surface, {"n", "p", "s_lim", "n_obs", "background", "sided"}},
      {CurveRule::edge, {"n", "p", "l_ratio"}},
      {CurveRule::measurement, {"n", "z", "best_fit", "error"}}};
  std::map<std::string, double> numbers;
  RuleParameters result;
  for (auto const& item : split(text, ';')) {
    auto const equals = item.find('=');
    if (equals == std::string::npos) {
      reader.problem(key, fmt::format("'{}' is not name=value (separated by ';')", item));
      continue;
    }
    auto const name = item.substr(0, equals);
    auto const value = item.substr(equals + 1);
    if (!allowed.at(rule).contains(name)) {
      reader.problem(key, fmt::format("rule {} has no parameter '{}' (known: {})", to_string(rule), name,
                                      fmt::join(allowed.at(rule), ", ")));
    } else if (name == "sided") {
      if (value != "one" && value != "two") reader.problem(key, fmt::format("sided={}: expected one or two", value));
      result.sided = value == "one" ? GaussianLimit::Sided::one : GaussianLimit::Sided::two;
    } else if (auto const number = reader.number(key, value)) {
      if (!numbers.emplace(name, *number).second) reader.problem(key, fmt::format("'{}' is given twice", name));
    }
  }
  auto const optional = [&](char const* name) {
    auto const found = numbers.find(name);
    return found == numbers.end() ? std::optional<double>{} : found->second;
  };
  auto const need = [&](char const* name, bool given) {
    if (!given) reader.problem(key, fmt::format("rule {} needs {}", to_string(rule), name));
  };
  auto const positive = [&](char const* name) {
    if (auto const value = optional(name); value && !(*value > 0.0))
      reader.problem(key, fmt::format("{} must be positive", name));
    return optional(name);
  };
  // Beyond these a power or a square leaves the range of a double, and nothing published is near.
  auto const within = [&](char const* name, double low, double high) {
    auto const value = positive(name);
    if (value && *value > 0.0 && !(*value >= low && *value <= high))
      reader.problem(key, fmt::format("{} is {}, expected {} to {}", name, *value, low, high));
    return value;
  };
  need("n", numbers.contains("n"));
  result.n = within("n", 0.1, 8.0).value_or(2.0);
  result.p = within("p", 0.1, 8.0);
  result.length_ratio = within("l_ratio", 1.0, 1e6);
  result.s_lim = within("s_lim", 1e-3, 1e6);
  result.z = within("z", 1e-3, 1e3);
  result.n_obs = optional("n_obs").value_or(0.0);
  result.background = optional("background").value_or(0.0);
  if (auto const why = reason_to_refuse({result.n_obs, {result.background, 0.0}}); !why.empty())
    reader.problem(key, why);
  if (auto const error = positive("error"); error || numbers.contains("best_fit")) {
    constexpr double most_sigmas = 1e3;
    if (error && *error > 0.0 && !(std::abs(optional("best_fit").value_or(0.0)) <= most_sigmas * *error))
      reader.problem(key, fmt::format("best_fit is more than {} errors from no signal", most_sigmas));
    need("best_fit and error", error && numbers.contains("best_fit"));
    result.fit = Measurement{optional("best_fit").value_or(0.0), error.value_or(1.0)};
  }
  if (rule == CurveRule::gauss) need("sided=one or sided=two", result.sided.has_value());
  if (rule == CurveRule::island || rule == CurveRule::surface) need("p", result.p.has_value());
  if (rule == CurveRule::island) {
    need("l_ratio", result.length_ratio.has_value());
    if (result.length_ratio && *result.length_ratio <= 1.0)
      reader.problem(key, "l_ratio is far over near end, above 1");
  }
  bool const has_counts = result.s_lim || numbers.contains("n_obs") || numbers.contains("background");
  if (has_counts + result.sided.has_value() + result.fit.has_value() > 1)
    reader.problem(key, "give counts (s_lim, n_obs, background), or sided, or best_fit and error: one likelihood only");
  return result;
}

bool has_option(std::string const& model, std::string const& name) {
  auto const names = model_names();
  if (std::find(names.begin(), names.end(), model) == names.end()) return false;
  auto const options = make_model(model)->options();
  return std::any_of(options.begin(), options.end(), [&](auto const& option) { return option.name == name; });
}

/// "nature=dirac": options that a model of this name takes.
std::map<std::string, std::string> read_options(Reader& reader, std::string const& key, std::string const& model,
                                                std::map<std::string, std::string> const& options) {
  if (options.empty()) return options;
  try {
    static_cast<void>(make_model(model, options));
  } catch (InputError const& error) {
    reader.problem(key, error.what());
    return {};
  }
  return options;
}

std::map<std::string, std::string> split_options(Reader& reader, std::string const& text) {
  std::map<std::string, std::string> options;
  for (auto const& item : split(text, ';')) {
    auto const equals = item.find('=');
    if (equals == std::string::npos || equals == 0)
      reader.problem("options", fmt::format("'{}' is not name=value (separated by ';')", item));
    else if (!options.emplace(item.substr(0, equals), item.substr(equals + 1)).second)
      reader.problem("options", fmt::format("'{}' is given twice", item.substr(0, equals)));
  }
  return options;
}

/// "m_mediator=3*m_chi;alpha_D=0.5;alpha_D_power=-1;dm=complex-scalar|dirac", in any order, each at most once.
LimitSlice read_slice(Reader& reader, std::string const& text, std::string const& model) {
  std::string const key = "slice";
  LimitSlice slice;
  std::set<std::string> given;
  for (auto const& item : split(text, ';')) {
    auto const sign = item.find_first_of("=>");
    auto const name = item.substr(0, sign);
    auto const value = sign == std::string::npos ? std::string{} : item.substr(sign + 1);
    char const relation = sign == std::string::npos ? ' ' : item[sign];
    if (!given.insert(name).second) reader.problem(key, fmt::format("'{}' is given twice", name));
    if (name == "m_mediator" && value.ends_with("*m_chi")) {
      slice.ratio = reader.number(key, value.substr(0, value.size() - std::string_view{"*m_chi"}.size()));
      slice.ratio_is_minimum = relation == '>';
      if (slice.ratio && !(*slice.ratio > 0.0)) reader.problem(key, "the mass ratio must be positive");
    } else if (name == "alpha_D" && relation == '=') {
      slice.alpha_D = reader.number(key, value);
      if (slice.alpha_D && !(*slice.alpha_D > 0.0)) reader.problem(key, "alpha_D must be positive");
    } else if (name == "alpha_D_power" && relation == '=') {
      slice.alpha_D_power = reader.number(key, value).value_or(0.0);
    } else if (name == "density" && relation == '=') {
      slice.predicted_density = value == "predicted";
      if (value != "predicted" && value != "measured") reader.problem(key, "density is 'predicted' or 'measured'");
    } else if (name == "dm" && relation == '=') {
      slice.spins = split(value, '|');
      for (auto const& spin : slice.spins)
        if (std::none_of(all_spins.begin(), all_spins.end(), [&](auto known) { return to_string(known) == spin; }))
          reader.problem(key, fmt::format("no dark matter is called '{}'", spin));
    } else if (relation == '=' && has_option(model, name)) {
      slice.options[name] = value;
    } else {
      reader.problem(key, fmt::format("'{}': expected m_mediator=R*m_chi, m_mediator>R*m_chi, alpha_D=, "
                                      "alpha_D_power=, density=, dm= or another option of the model, separated by ';'",
                                      item));
    }
  }
  slice.options = read_options(reader, key, model, slice.options);
  constexpr double most = 1e6;
  for (auto const& value : {slice.ratio, slice.alpha_D})
    if (value && *value > 0.0 && !(*value >= 1.0 / most && *value <= most))
      reader.problem(key, fmt::format("{} lies outside of {} to {}", *value, 1.0 / most, most));
  if (!(std::abs(slice.alpha_D_power) <= 8.0)) reader.problem(key, "alpha_D_power is at most 8");
  if (slice.alpha_D_power != 0.0 && !slice.alpha_D) reader.problem(key, "alpha_D_power needs alpha_D");
  return slice;
}

/// The model and its parameters that a curve may name.
struct KnownModel {
  std::vector<std::string> masses, couplings;
};

std::optional<KnownModel> known_model(std::string const& name) {
  for (auto const& awaited : awaited_models())
    if (awaited.name == name) return KnownModel{awaited.masses, awaited.couplings};
  auto const names = model_names();
  if (std::find(names.begin(), names.end(), name) == names.end()) return std::nullopt;
  auto const model = make_model(name);
  KnownModel known;
  for (auto const& parameter : model->parameters())
    (parameter.kind == ParameterKind::mass ? known.masses : known.couplings).push_back(parameter.name);
  if (model->dark_matter(typical_masses(*model))) known.couplings.emplace_back("y");
  return known;
}

/// The axes of a curve are parameters of its model, of one that is there or of one that is awaited.
void check_axes(Reader& reader, LimitHeader const& header) {
  if (header.model.empty()) return;  // reported with the missing keys
  auto const known = known_model(header.model);
  if (!known) {
    auto names = model_names();
    for (auto const& awaited : awaited_models()) names.push_back(awaited.name);
    std::sort(names.begin(), names.end());
    reader.problem("model", fmt::format("no model is called '{}' (known: {})", header.model, fmt::join(names, ", ")));
    return;
  }
  auto const check = [&](std::string const& key, std::string const& name, std::vector<std::string> const& among) {
    if (!name.empty() && std::find(among.begin(), among.end(), name) == among.end())
      reader.problem(key, fmt::format("found '{}', {} has {}", name, header.model, fmt::join(among, ", ")));
  };
  check("coupling", header.coupling, known->couplings);
  check("x_parameter", header.slice.x_parameter, known->masses);
}

}  // namespace

std::string to_string(CurveRule rule) {
  for (auto const& [name, value] : rules)
    if (value == rule) return name;
  throw InternalError("unknown rule of a published curve");
}

LimitHeader read_limit_header(TextTable const& table, Problems& problems) {
  Reader reader{table, problems};
  reader.keys();
  LimitHeader header;
  auto& info = header.info;
  info.kind = Kind::limit;
  info.title = reader.text("title");
  info.reference = reader.text("reference");
  info.recast = reader.text("recast");
  info.digitised_by = reader.text("digitised_by");
  info.part_of = reader.text("part");
  info.data_set = reader.text("data_set");
  info.combine_reason = reader.text("combine_reason");
  info.status = reader.choice<Status>(
      "status", {{"observed", Status::observed}, {"projected", Status::projected}, {"favoured", Status::favoured}},
      Status::observed);
  info.combine = reader.choice<bool>("combine", {{"true", true}, {"false", false}}, false);
  reader.choice<int>("nature", {{"exclusion", 0}, {"recast", 1}, {"projection", 2}, {"band", 3}}, 0);
  header.model = reader.text("model");
  header.coupling = reader.text("coupling");
  header.production = reader.text("production");
  if (table.has("mixture")) try {
      header.mixture = parse_mixture(table.header("mixture"), header.productions().size());
    } catch (std::invalid_argument const& error) {
      reader.problem("mixture", error.what());
    }
  header.decay = reader.text("decay");
  header.lifetime = reader.text("lifetime");
  auto const check_words = [&](std::string const& key, std::vector<std::string> const& words,
                               std::string (*why_not)(std::string const&)) {
    if (!table.has(key)) return;  // reported with the missing keys
    for (auto const& word : words)
      if (auto const why = why_not(word); !why.empty()) reader.problem(key, why);
  };
  check_words("production", header.productions(), why_no_mechanism);
  check_words("decay", header.decays(), why_no_final_state);
  check_words("lifetime", {header.lifetime}, why_no_lifetime);
  if (table.has("slice")) header.slice = read_slice(reader, table.header("slice"), header.model);
  if (table.has("options"))
    header.made_with = read_options(reader, "options", header.model, split_options(reader, table.header("options")));
  if (table.has("x_parameter")) header.slice.x_parameter = reader.text("x_parameter");
  check_axes(reader, header);
  header.shape = reader.choice<LimitCurve::Shape>("shape",
                                                  {{"upper", LimitCurve::Shape::upper},
                                                   {"interval", LimitCurve::Shape::interval},
                                                   {"closed", LimitCurve::Shape::closed},
                                                   {"surface", LimitCurve::Shape::surface}},
                                                  LimitCurve::Shape::upper);
  header.open_top = reader.choice<bool>("open_top", {{"true", true}, {"false", false}}, false);
  header.rule = reader.choice<CurveRule>("rule", rules, CurveRule::edge);
  if (table.has("rule_parameters") && table.has("rule") && rules.contains(table.header("rule")))
    header.parameters = read_parameters(reader, table.header("rule_parameters"), header.rule);
  info.models = {header.model};
  if (auto const rank = reader.number("rank", table.has("rank") ? table.header("rank") : "0")) {
    auto const whole = whole_number(*rank);
    if (!whole) reader.problem("rank", "expected a whole number");
    info.rank = whole.value_or(0);
  }

  std::string const flag = table.has("flag") ? table.header("flag") : "";
  if (!flag.empty()) info.flags.push_back(flag);
  std::string const level = reader.text("confidence_level");
  std::string const source = reader.text("confidence_level_source");
  if (level == "unstated") {
    info.confidence_level = 0.90;
    info.flags.push_back("confidence level unstated, taken as 0.90");
  } else if (!level.empty()) {
    info.confidence_level = reader.number("confidence_level", level).value_or(0.90);
    if (!(info.confidence_level > 0.5 && info.confidence_level < 1.0))
      reader.problem("confidence_level", fmt::format("{} must lie between 0.5 and 1 (90 % is 0.90)", level));
    bool const doubtful = source.starts_with("recalled") || source.starts_with("assumed");
    if (doubtful && flag.find("confidence level") == std::string::npos)
      info.flags.push_back("confidence level " + source);
  }

  auto const& parameters = header.parameters;
  bool const counting =
      header.rule == CurveRule::counts ||
      ((header.rule == CurveRule::island || header.rule == CurveRule::surface) && !parameters.sided && !parameters.fit);
  if (counting) {
    info.background = parameters.background;
    info.observed = info.status == Status::projected ? parameters.background : parameters.n_obs;
  }
  if (info.combine) {
    if (info.status == Status::favoured) reader.problem("combine", "a favoured region is never combined");
    if (header.rule == CurveRule::edge)
      reader.problem("combine", "a boundary without a likelihood (rule edge) is never combined");
    if (level == "unstated" && !parameters.s_lim)
      reader.problem("combine",
                     "neither a confidence level nor s_lim says what the curve means, so it is never combined");
  }
  if (header.rule == CurveRule::measurement && !parameters.fit && info.status != Status::favoured)
    reader.problem("rule_parameters", "rule measurement needs best_fit and error (z alone is for favoured bands)");
  if (header.rule == CurveRule::island && header.shape == LimitCurve::Shape::upper)
    reader.problem("rule", "an island has two edges; the shape upper has one (use counts)");
  if ((header.rule == CurveRule::surface) != (header.shape == LimitCurve::Shape::surface))
    reader.problem("rule", "the rule surface and the shape surface go together");
  if (table.has("response")) {
    header.response = table.header("response");
    if (header.rule != CurveRule::island || header.open_top)
      reader.problem("response", "only an island whose two edges are physics has a response to lifetimes");
    if (!header.mixture.empty()) reader.problem("response", "tells the shares of the productions: leave out 'mixture'");
  }
  if (header.shape == LimitCurve::Shape::surface && header.open_top)
    reader.problem("open_top", "a surface has no frame: found true, expected false");
  return header;
}

bool LimitHeader::tells_lifetime() const {
  return rule == CurveRule::surface || (rule == CurveRule::island && !open_top);
}

std::vector<std::string> LimitHeader::productions() const { return listed(production); }

std::vector<std::string> LimitHeader::decays() const { return listed(decay); }

void LimitHeader::write_key(CanonicalWriter& writer) const {
  auto const given = [&](std::string_view name, std::optional<double> const& value) {
    if (value) writer.field(name, *value);
  };
  writer.field("status", to_string(info.status)).field("confidence level", info.confidence_level);
  writer.field("curve of the model", model).field("coupling", coupling);
  writer.field("production", production).field("decay", decay).field("lifetime", lifetime);
  writer.field("x_parameter", slice.x_parameter).field("slice: dm", slice.spins);
  given("slice: mass ratio", slice.ratio);
  writer.field("slice: mass ratio is a minimum", std::int64_t{slice.ratio_is_minimum});
  given("slice: alpha_D", slice.alpha_D);
  if (slice.predicted_density) writer.field("slice: density", std::string_view{"predicted"});
  writer.field("slice: alpha_D_power", slice.alpha_D_power);
  auto const chosen = [&](std::string const& what, std::map<std::string, std::string> const& options) {
    for (auto const& [name, value] : options) writer.field(what + name, std::string_view{value});
  };
  chosen("slice: ", slice.options);
  chosen("made with: ", made_with);
  writer.field("rule", to_string(rule)).field("n", parameters.n);
  given("p", parameters.p);
  given("l_ratio", parameters.length_ratio);
  given("s_lim", parameters.s_lim);
  given("observed", info.observed);
  given("background", info.background);
  given("z", parameters.z);
  if (parameters.sided) writer.field("sided", std::int64_t{*parameters.sided == GaussianLimit::Sided::one ? 1 : 2});
  if (parameters.fit) writer.field("best_fit", parameters.fit->best_fit).field("error", parameters.fit->error);
}

CurveLikelihood make_likelihood(LimitHeader const& header) {
  auto const& parameters = header.parameters;
  double const level = header.info.confidence_level;
  if (header.rule == CurveRule::edge || header.info.status == Status::favoured) return CurveLikelihood::edge(level);
  if (parameters.fit) return CurveLikelihood::measurement(level, *parameters.fit);
  if (parameters.sided) return CurveLikelihood::gauss(level, *parameters.sided);
  return CurveLikelihood::counts(level, {*header.info.observed, {*header.info.background, 0.0}}, parameters.s_lim);
}

}  // namespace penumbra
