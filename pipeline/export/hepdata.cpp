#include <fmt/format.h>

#include <cmath>

#include "core/errors.hpp"
#include "pipeline/commands/contour_files.hpp"
#include "pipeline/export/citations.hpp"
#include "pipeline/export/export_job.hpp"
#include "pipeline/export/plane_text.hpp"
#include "pipeline/map_values.hpp"

namespace penumbra {
namespace {

// What hepdata.net takes: schema 1.1 of hepdata-validator, and the size of a file that it still shows.
constexpr std::size_t most_bytes = 10 * 1024 * 1024;
constexpr std::size_t most_name = 64;
constexpr std::size_t most_keyword = 128;

/// HEPData writes units in capitals.
std::string hepdata_unit(std::string const& unit) {
  return unit == "GeV" ? "GEV" : unit == "GeV^-1" ? "GEV**-1" : unit;
}

Json header(ExportJob const& job, std::size_t axis) {
  auto const& name = job.map.grid().names[axis];
  auto const unit = job.story.unit_of(name);
  Json result{{"name", name}};
  if (!unit.empty()) result["units"] = hepdata_unit(unit);
  return result;
}

/// A number with as many digits as a reader needs.
double rounded(double value) { return std::stod(fmt::format("{:.7g}", value)); }

Json variable(Json of, std::vector<double> const& values, Json const& qualifiers = nullptr) {
  Json result{{"header", std::move(of)}};
  if (!qualifiers.is_null()) result["qualifiers"] = qualifiers;
  result["values"] = Json::array();
  for (double const value : values) result["values"].push_back({{"value", rounded(value)}});
  return result;
}

/// A text of at most so many bytes that does not end within a character.
std::string shortened(std::string text, std::size_t most) {
  if (text.size() <= most) return text;
  text.resize(most);
  while (!text.empty() && (static_cast<unsigned char>(text.back()) & 0xC0U) == 0x80U) text.pop_back();
  if (!text.empty() && (static_cast<unsigned char>(text.back()) & 0x80U) != 0) text.pop_back();
  return text;
}

/// A submission being written: its index is submission.yaml. JSON is YAML.
class Submission {
 public:
  explicit Submission(ExportJob& job) : job_{job}, bibliography_{Bibliography::load(job.places)} {}

  /// One table: at most 10 MiB, its name unique and at most 64 characters.
  void table(std::string const& title, std::string const& description, Json const& observables,
             std::string const& resource_key, Json const& data) {
    auto const file = fmt::format("table_{}.yaml", ++tables_);
    auto const text = data.dump() + "\n";
    if (text.size() > most_bytes)
      throw InternalError(fmt::format("a table of {} bytes, more than HEPData takes", text.size()));
    Json document{
        {"name", shortened(fmt::format("{}. {}", tables_, title), most_name)},
        {"description", description},
        {"keywords",
         {{{"name", "observables"}, {"values", observables}},
          {{"name", "phrases"},
           {"values",
            {"Beyond the Standard Model", "Dark sector", shortened(job_.story.model, most_keyword), "Exclusion"}}}}},
        {"data_file", file}};
    auto resources = Json::array();
    if (auto const arxiv = bibliography_.arxiv(resource_key); !arxiv.empty())
      resources.push_back(
          {{"description", "Publication of the search"}, {"location", "https://arxiv.org/abs/" + arxiv}});
    if (!resources.empty()) document["additional_resources"] = resources;
    job_.folder.write(file, text);
    index_ += "---\n" + document.dump(1) + "\n";
  }

  void resource(std::string const& file, std::string const& description, std::string const& text) {
    if (text.size() > most_bytes) return;  // nothing that the tables need
    job_.folder.write(file, text);
    resources_.push_back({{"description", description}, {"location", file}});
  }

  void finish(std::string const& comment) {
    Json const first{{"comment", comment}, {"additional_resources", resources_}};
    job_.folder.write("submission.yaml", "---\n" + first.dump(1) + "\n" + index_);
  }

 private:
  ExportJob& job_;
  Bibliography bibliography_;
  Json resources_ = Json::array();
  std::string index_;
  std::size_t tables_ = 0;
};

Json qualifiers_of(ExportJob const& job, Contour const& contour) {
  Json result{{{"name", "Analysis"}, {"value", contour.analysis}},
              {{"name", "Status"}, {"value", to_string(contour.status)}}};
  if (contour.rule != "band")
    result.push_back(
        {{"name", "Confidence level"}, {"value", rounded(100.0 * job.question.confidence_level)}, {"units", "%"}});
  result.push_back({{"name", "Rule"}, {"value", contour.rule}});
  result.push_back({{"name", "Nuisances"}, {"value", contour.nuisances}});
  for (auto const& [name, value] : job.story.fixed.items()) result.push_back({{"name", name}, {"value", value}});
  return result;
}

/// Which pieces are closed, and where the others end.
std::string pieces_of(Contour const& contour) {
  std::string text = " Points are in the order of the contour, the excluded side to the left; it has";
  for (std::size_t i = 0; i < contour.lines.size(); ++i) {
    auto const& line = contour.lines[i];
    text += fmt::format("{} piece {}: {}", i ? "," : "", i + 1, kind_of(line));
    if (!line.closed)
      text += fmt::format(" (from {} to {} of the map)", to_string(line.ends[0]), to_string(line.ends[1]));
  }
  return text + ".";
}

Json contour_table(ExportJob const& job, Contour const& contour) {
  std::vector<double> x, y, piece;
  for (std::size_t i = 0; i < contour.lines.size(); ++i)
    for (auto const& [px, py] : points_to_draw(contour.lines[i])) {
      x.push_back(px);
      y.push_back(py);
      piece.push_back(static_cast<double>(i + 1));
    }
  auto const& plane = job.question.plane;
  return {{"independent_variables", {variable(header(job, plane.x), x)}},
          {"dependent_variables",
           {variable(header(job, plane.y), y, qualifiers_of(job, contour)), variable({{"name", "piece"}}, piece)}}};
}

/// The combination on the plane: at every point the largest ln L of the axes not shown.
struct CombinationOnPlane {
  std::vector<double> x, y;
  std::vector<std::pair<std::string, std::vector<double>>> columns;

  CombinationOnPlane(ExportJob const& job, Status status) {
    auto const& grid = job.map.grid();
    auto const& plane = job.question.plane;
    MapValues const values{job.map};
    for (auto const& [title, what] : {std::pair{"profiled", Values::combined_profiled},
                                      {"nominal", Values::combined_nominal},
                                      {"Asimov", Values::combined_asimov}}) {
      auto const full = values.combined(status, what);
      columns.emplace_back(title, on_plane(grid.values, plane, full, values.existing()));
    }
    for (double const a : grid.values[plane.x])
      for (double const b : grid.values[plane.y]) {
        x.push_back(a);
        y.push_back(b);
      }
  }

  /// Rows from `first` to before `last`, those without a point of the map left out.
  Json table(ExportJob const& job, std::size_t first, std::size_t last) const {
    std::vector<double> px, py;
    std::vector<std::vector<double>> numbers(columns.size());
    for (auto i = first; i < last; ++i) {
      if (std::isnan(columns.front().second[i])) continue;
      px.push_back(x[i]);
      py.push_back(y[i]);
      for (std::size_t c = 0; c < columns.size(); ++c) numbers[c].push_back(columns[c].second[i]);
    }
    auto const& plane = job.question.plane;
    Json data{{"independent_variables", {variable(header(job, plane.x), px), variable(header(job, plane.y), py)}},
              {"dependent_variables", Json::array()}};
    for (std::size_t c = 0; c < columns.size(); ++c)
      data["dependent_variables"].push_back(variable({{"name", "ln L(s+b)/L(b), " + columns[c].first}}, numbers[c]));
    return data;
  }
};

void likelihood_map(ExportJob& job, Submission& submission, Status status) {
  CombinationOnPlane const combination{job, status};
  auto const rows = combination.x.size();
  auto parts = (combination.table(job, 0, rows).dump().size() + 1) / most_bytes + 1;
  if (parts > 1) parts += parts / 8 + 1;  // rows are not all of the same length
  for (std::size_t part = 0; part < parts; ++part)
    submission.table(
        fmt::format("Likelihood map, {}{}", to_string(status),
                    parts > 1 ? fmt::format(", {} of {}", part + 1, parts) : ""),
        fmt::format(
            "ln L(s+b)/L(b) of the combination of all {} searches: maximised over shared nuisances, at their nominal "
            "values, and for the background as data; {}.",
            to_string(status), plane_description(job)),
        {"Log-likelihood ratio"}, {}, combination.table(job, part * rows / parts, (part + 1) * rows / parts));
}

/// What of the provenance is of interest to others: what was asked for, and the key of every row.
std::string story(ExportJob const& job) {
  Json rows = Json::array();
  for (auto const& name : job.map.names()) {
    auto const& entry = job.map.entry(name);
    rows.push_back({{"name", name},
                    {"key", entry.key.hex()},
                    {"status", to_string(entry.status)},
                    {"data_set", entry.data_set},
                    {"in_combination", entry.in_combination}});
  }
  Json const document{{"program", version_line()}, {"model", job.story.model},       {"options", job.story.options},
                      {"fixed", job.story.fixed},  {"computed", job.story.computed}, {"analyses", rows}};
  return document.dump(1) + "\n";
}

}  // namespace

/// A submission folder for HEPData: one table for every contour, and the likelihood map of the combinations on the
/// plane.
void export_hepdata(ExportJob& job) {
  Submission submission{job};
  auto const contours = job.contours();
  auto const bibliography = Bibliography::load(job.places);
  submission.resource("references.bib", "BibTeX entries of everything that these tables rest on",
                      bibtex_entries(citations(job, bibliography), bibliography));
  submission.resource("analyses.json", "What the map holds: analyses with their data sets and content keys",
                      story(job));
  for (auto const& contour : contours) {
    bool const combined = contour.analysis == "combined";
    auto const title = combined ? "Combination, " + to_string(contour.status) : contour.analysis;
    submission.table(
        title + (contour.nuisances == "low" || contour.nuisances == "high" ? ", " + contour.nuisances : ""),
        fmt::format("{}: {}.{}", contour_description(job, contour), plane_description(job), pieces_of(contour)),
        {contour.rule == "band" ? "Favoured region" : "Exclusion contour"},
        combined ? std::string{} : job.analysis(contour.analysis, "its table").info().reference,
        contour_table(job, contour));
  }
  for (auto const status : job.combinations()) likelihood_map(job, submission, status);
  submission.finish(fmt::format("Exclusions computed by Penumbra: {}. Contours at {:g} % CL.", plane_description(job),
                                100.0 * job.question.confidence_level));
}

}  // namespace penumbra
