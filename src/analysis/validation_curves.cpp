#include "analysis/validation_curves.hpp"

#include <utility>

namespace penumbra {

std::vector<ValidationCurve> read_validation_curves(TomlTable& table) {
  std::vector<ValidationCurve> curves;
  for (auto& entry : table.tables("validate")) {
    ValidationCurve curve;
    curve.limit = entry.text("curve");
    if (entry.has("productions")) curve.productions = entry.texts("productions");
    if (entry.has("plane")) curve.plane = entry.texts("plane");
    if (entry.has("plane") && curve.plane.size() != 2)
      entry.problem("plane", "expected two names, a mass parameter and a coupling or \"y\"");
    if (auto parameters = entry.optional_table("parameters")) {
      for (auto const& name : parameters->keys()) curve.parameters[name] = parameters->as_typed(name);
      parameters->finish();
    }
    curve.median_dex = entry.optional_number("median_dex").value_or(curve.median_dex);
    curve.p90_dex = entry.optional_number("p90_dex").value_or(curve.p90_dex);
    curve.reason = entry.optional_text("reason").value_or("");
    if ((entry.has("median_dex") || entry.has("p90_dex")) && curve.reason.empty())
      entry.problem("reason", "a tolerance of its own needs its reason");
    entry.finish();
    curves.push_back(std::move(curve));
  }
  return curves;
}

}  // namespace penumbra
