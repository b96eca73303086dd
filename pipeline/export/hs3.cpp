#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "core/errors.hpp"
#include "pipeline/commands/output.hpp"
#include "pipeline/export/counting_model.hpp"
#include "pipeline/export/plane_text.hpp"

namespace penumbra {
namespace {

/// Names in expressions have letters, digits and underscores.
std::string identifier(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](unsigned char c) { return !std::isalnum(c); }, '_');
  return text;
}

/// Events as an expression of the parameters: mu times nominal times low^(-t) for t < 0, high^t for t > 0, of each
/// nuisance; written with exp and abs alone, which every reader of generic functions knows (pyhs3 has no ?: and no ^).
std::string signal_expression(CountedSignal const& signal) {
  auto text = fmt::format("mu * {}", signal.nominal);
  for (auto const& [nuisance, ends] : signal.nuisances) {
    auto const t = identifier(nuisance);
    text += fmt::format(" * exp({1} * (abs({0}) - {0}) + {2} * (abs({0}) + {0}))", t, 0.5 * std::log(ends.low),
                        0.5 * std::log(ends.high));
  }
  return text;
}

struct Builder {
  Json functions = Json::array();
  Json distributions = Json::array();
  Json data = Json::array();
  Json domain = Json::array();
  Json start = Json::array();
  std::vector<std::string> likelihood;
  std::vector<std::string> data_names;

  void parameter(std::string const& name, double value, double least, double most) {
    domain.push_back({{"name", name}, {"min", least}, {"max", most}});
    start.push_back({{"name", name}, {"value", value}});
  }
  /// `most` is the end of the axis of what was measured, which begins at 0.
  void term(Json distribution, std::string const& variable, double value, double most) {
    auto const name = distribution["name"].get<std::string>();
    likelihood.push_back(name);
    data_names.push_back("data_" + name);
    distributions.push_back(std::move(distribution));
    data.push_back({{"name", "data_" + name},
                    {"type", "point"},
                    {"value", value},
                    {"axes", {{{"name", variable}, {"min", 0.0}, {"max", most}}}}});
  }
  void channel(CountingAnalysis const& analysis, std::size_t number) {
    auto const name = identifier(analysis.channel_name(number));
    auto const& [observed, background] = analysis.count(number);
    auto mean = fmt::format("{}", std::max(background.mean, least_background));
    if (background.error > 0.0) {
      auto const b = "b_" + name;
      parameter(b, background.mean, background.mean * 1e-9, background.mean + 10.0 * background.error + observed);
      term({{"name", "constraint_" + name},
            {"type", "gaussian_dist"},
            {"x", "measured_" + b},
            {"mean", b},
            {"sigma", background.error}},
           "measured_" + b, background.mean, background.mean + 10.0 * background.error);
      mean = b;
    }
    for (auto const& signal : analysis.signals(0, number)) mean += " + " + signal_expression(signal);
    functions.push_back({{"name", "mean_" + name}, {"type", "generic_function"}, {"expression", mean}});
    term({{"name", name}, {"type", "poisson_dist"}, {"x", "n_" + name}, {"mean", "mean_" + name}}, "n_" + name,
         observed, 10.0 * (observed + 10.0));
  }
};

}  // namespace

/// The likelihood of the counting analyses that are asked for at one point, in the HEP Statistics Serialization
/// Standard (HS3 0.2): every axis is held. Shared nuisances have no constraint: flat in their domain.
void export_hs3(ExportJob& job) {
  auto const points = points_asked_for(job);
  if (points.size() != 1)
    throw UsageError(fmt::format(
        "--format hs3 writes one point and {} are left: hold every axis with --hold NAME=VALUE", points.size()));
  auto const analyses = counting_analyses(job, points);
  Builder builder;
  builder.parameter("mu", 1.0, 0.0, 10.0);
  std::set<std::string> shared;
  auto names = Json::array();
  for (auto const& one : analyses.counted) {
    if (!(one.expected(0) > 0.0)) continue;
    names.push_back(one.name());
    for (std::size_t channel = 0; channel < one.channels(); ++channel) builder.channel(one, channel);
    for (auto const& nuisance : one.nuisances()) shared.insert(identifier(nuisance));
  }
  if (names.empty())
    throw NothingToExport("no analysis that was asked for counts events and has a signal at this point");
  for (auto const& nuisance : shared) builder.parameter(nuisance, 0.0, -1.0, 1.0);
  Json const document{
      {"metadata",
       {{"hs3_version", "0.2"},
        {"packages", {{{"name", "penumbra"}, {"version", version_number()}}}},
        {"description", plane_description(job)},
        {"analyses", names}}},
      {"distributions", builder.distributions},
      {"functions", builder.functions},
      {"data", builder.data},
      {"likelihoods", {{{"name", "likelihood"}, {"distributions", builder.likelihood}, {"data", builder.data_names}}}},
      {"domains", {{{"name", "domain"}, {"type", "product_domain"}, {"axes", builder.domain}}}},
      {"parameter_points", {{{"name", "point"}, {"parameters", builder.start}}}},
      {"analyses",
       {{{"name", "analysis"},
         {"likelihood", "likelihood"},
         {"domains", {"domain"}},
         {"parameters_of_interest", {"mu"}},
         {"init", "point"}}}}};
  job.folder.write("hs3.json", document.dump(1) + "\n");
}

}  // namespace penumbra
