#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "analysis/analysis.hpp"
#include "analysis/overlap.hpp"
#include "pipeline/card.hpp"
#include "pipeline/commands/options.hpp"
#include "pipeline/commands/output.hpp"
#include "pipeline/run.hpp"

namespace penumbra {

/// The axes of a card as a map has them.
MapGrid map_grid(Grid const& grid);

/// What becomes of the analyses there are.
struct AnalysisPlan {
  std::vector<Analysis const*> applying;
  std::vector<std::pair<std::string, std::string>> skipped;  ///< name and why
};

/// Selects what the card asks for and what applies to its model. Throws InputError when nothing does.
AnalysisPlan plan_analyses(Card const& card, std::vector<std::unique_ptr<Analysis const>> const& analyses);

/// Every row that the map of the card holds: the analyses in the order of the plan, then the grid's own.
std::vector<RowRequest> row_requests(Card const& card, AnalysisPlan const& plan);

/// --threads and --claim, which `scan` and `update` share.
Options& add_run_options(Options& options);
/// Throws UsageError for what is no number of threads or way to claim.
RunOptions read_run_options(Options const& options);

/// Brings the map at `options.path` to hold the card. Collective; MPI must be running.
RunResult run_card(Card const& card, AnalysisPlan const& plan, std::vector<RowRequest> const& requests,
                   std::vector<Overlap> const& overlaps, RunOptions options);

/// What a run did: complete, slabs computed and reused, rows computed and changed.
Json result_json(RunResult const& result);

}  // namespace penumbra
