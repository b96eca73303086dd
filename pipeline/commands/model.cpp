#include <fmt/format.h>

#include "core/errors.hpp"
#include "cosmology/freeze_out_estimate.hpp"
#include "pipeline/commands/commands.hpp"
#include "pipeline/commands/options.hpp"
#include "pipeline/commands/output.hpp"
#include "pipeline/commands/point_json.hpp"
#include "pipeline/parameters.hpp"

namespace penumbra {
namespace {

/// Partial widths added up per final state.
std::map<std::string, double> widths_GeV(std::vector<DecayMode> const& decays, Couplings couplings) {
  std::map<std::string, double> widths;
  for (auto const& decay : decays) widths[decay.final_state] += decay.width_GeV * decay.monomial(couplings);
  return widths;
}

std::string as_text(Point const& point, double width_GeV, std::map<std::string, double> const& widths,
                    Quantities const& quantities) {
  auto text = fmt::format("{}: {}\n{}\n\n{}\n", point.model->name(), point.model->title(), point.model->convention(),
                          parameters_text(point));
  if (width_GeV > 0.0)
    text += fmt::format("width   {} GeV\nc tau   {} m\n", short_number(width_GeV), short_number(ctau_m(width_GeV)));
  else
    text += "width   0 (nothing to decay to: stable)\n";
  std::vector<std::vector<std::string>> rows;
  for (auto const& [state, width] : widths)
    rows.push_back({state, short_number(width_GeV > 0.0 ? width / width_GeV : 0.0), short_number(width)});
  if (!rows.empty()) text += "\n" + aligned({"final state", "branching ratio", "width [GeV]"}, rows, {1, 2});
  rows.clear();
  for (auto const& [name, value] : quantities) rows.push_back({name, short_number(value)});
  if (!rows.empty()) text += "\n" + aligned({"quantity", "value"}, rows, {1});
  return text;
}

}  // namespace

int run_model(std::vector<std::string> const& arguments) {
  Options options{"model MODEL name=value... [--json]",
                  "Width, decay length, branching ratios, relic density and other quantities of a model at one point.\n"
                  "Masses are in GeV or carry a unit: penumbra model dark-photon \"mass=300 MeV\" epsilon=1e-4"};
  options.arguments(1, 1000);
  if (!options.parse(arguments)) return 0;
  auto const& given = options.arguments();
  auto const point = parse_point(given.front(), {given.begin() + 1, given.end()});

  auto const decays = point.model->decays(point.masses);
  auto const widths = widths_GeV(decays, point.couplings);
  double const width_GeV = total_width_GeV(decays, point.couplings);
  auto quantities = point.model->quantities(point.masses, point.couplings);
  quantities.merge(freeze_out_quantities(*point.model, point.masses, point.couplings));
  if (!options.json()) {
    print(as_text(point, width_GeV, widths, quantities));
    return 0;
  }
  Json document{{"model", point.model->name()}, {"parameters", parameters_json(point)}, {"width_GeV", width_GeV}};
  if (width_GeV > 0.0) document["ctau_m"] = ctau_m(width_GeV);
  document["branching_ratios"] = Json::object();
  for (auto const& [state, width] : widths)
    if (width_GeV > 0.0) document["branching_ratios"][state] = width / width_GeV;
  document["quantities"] = Json::object();
  for (auto const& [name, value] : quantities) document["quantities"][name] = value;
  print_json(document);
  return 0;
}

}  // namespace penumbra
