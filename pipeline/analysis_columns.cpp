#include "pipeline/analysis_columns.hpp"

#include "core/contracts.hpp"
#include "pipeline/grid_rows.hpp"
#include "production/flux_store.hpp"

namespace penumbra {

AnalysisColumns::AnalysisColumns(Model const& model, Grid const& grid, std::vector<Analysis const*> analyses,
                                 CombinationRules rules)
    : model_{model}, grid_{grid}, analyses_{std::move(analyses)}, rules_{std::move(rules)} {
  for (auto const& row : grid_rows(model, grid)) grid_rows_.push_back(row.name);
}

void AnalysisColumns::compute(std::size_t column, std::span<std::size_t const> rows, ColumnResult& out) const {
  PENUMBRA_EXPECT(out.rows.size() == rows.size());
  auto const [masses, couplings] = grid_.points(column, out.first_coupling, out.couplings);
  std::vector<std::size_t> existing;
  std::vector<Couplings> points;
  for (std::size_t i = 0; i < couplings.size(); ++i)
    if (!couplings[i].empty()) {
      existing.push_back(i);
      points.emplace_back(couplings[i]);
    }
  for (std::size_t i = 0; i < rows.size(); ++i)
    if (rows[i] >= analyses_.size())
      for (std::size_t point = 0; point < couplings.size(); ++point)
        out.rows[i].expected[point] =
            grid_row_value(grid_rows_[rows[i] - analyses_.size()], model_, masses, couplings[point]);
  if (points.empty()) return;

  FluxStore fluxes{model_, masses, shared_};
  fluxes.leave_out(grid_.absent_couplings());
  std::vector<Outcome> outcomes;
  std::vector<ComponentSignal> signals;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (rows[i] >= analyses_.size()) continue;
    auto const& analysis = *analyses_[rows[i]];
    auto& row = out.rows[i];
    auto const components = analysis.component_groups().size();
    PENUMBRA_EXPECT(row.components.size() == components);
    outcomes.assign(points.size(), {});
    signals.assign(points.size() * components, {});
    analysis.respond(model_, masses, fluxes)->evaluate(points, outcomes, signals);
    for (std::size_t k = 0; k < points.size(); ++k) {
      auto const& outcome = outcomes[k];
      auto const point = existing[k];
      row.expected[point] = outcome.expected;
      row.log_likelihood[point] = outcome.log_likelihood;
      row.asimov[point] = outcome.asimov;
      row.cls[point] = outcome.cls;
      for (std::size_t c = 0; c < components; ++c) {
        auto const& signal = signals[k * components + c];
        row.components[c].nominal[point] = signal.nominal;
        row.components[c].low[point] = signal.low;
        row.components[c].high[point] = signal.high;
      }
    }
  }
}

double AnalysisColumns::log_likelihood(std::size_t row, std::span<double const> component_signal) const {
  return analyses_[row]->log_likelihood(component_signal);
}

void AnalysisColumns::slopes(std::size_t row, std::span<double const> component_signal,
                             std::span<double> by_component) const {
  analyses_[row]->slopes(component_signal, by_component);
}

std::vector<std::size_t> AnalysisColumns::combine(Status status, std::span<std::uint64_t const> sensitivity) const {
  return members_of_combination(analyses_, status, sensitivity.first(analyses_.size()), rules_);
}

}  // namespace penumbra
