#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "analysis/analysis.hpp"
#include "core/shared_results.hpp"
#include "model/model.hpp"
#include "pipeline/combination.hpp"
#include "pipeline/grid.hpp"
#include "pipeline/run.hpp"

namespace penumbra {

/// Columns of the map computed by analyses: one flux store per mass point, shared by all of them. The rows after those
/// of the analyses are the grid's own (`grid_rows`).
class AnalysisColumns : public ColumnComputer {
 public:
  /// Everything is borrowed and must outlive this.
  AnalysisColumns(Model const& model, Grid const& grid, std::vector<Analysis const*> analyses, CombinationRules rules);

  void compute(std::size_t column, std::span<std::size_t const> rows, ColumnResult& out) const override;
  double log_likelihood(std::size_t row, std::span<double const> component_signal) const override;
  /// Its derivative by each component.
  void slopes(std::size_t row, std::span<double const> component_signal, std::span<double> by_component) const;
  std::vector<std::size_t> combine(Status status, std::span<std::uint64_t const> sensitivity) const override;

 private:
  Model const& model_;
  Grid const& grid_;
  std::vector<Analysis const*> analyses_;
  std::vector<std::string> grid_rows_;
  CombinationRules rules_;
  std::shared_ptr<SharedResults> shared_ = std::make_shared<SharedResults>();
};

}  // namespace penumbra
