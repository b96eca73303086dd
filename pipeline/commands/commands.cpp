#include "pipeline/commands/commands.hpp"

#include <array>

namespace penumbra {

std::span<Command const> commands() {
  static constexpr std::array all{
      Command{"scan", "compute a likelihood map from a card (alone or under mpirun/srun)", run_scan},
      Command{"update", "compute what changed in the experiments and limits of a map, keep the rest", run_update},
      Command{"submit", "write, check and submit the Slurm job of a scan", run_submit},
      Command{"contour", "exclusion contours of a map", run_contour},
      Command{"export", "write a map in other formats", run_export},
      Command{"info", "what a map holds, and whether it is complete", run_info},
      Command{"diff", "compare two maps", run_diff},
      Command{"point", "every analysis at one parameter point", run_point},
      Command{"model", "widths, branching ratios and other quantities of a model", run_model},
      Command{"recast", "a published limit translated into another model", run_recast},
      Command{"list", "models, experiments, limits, analyses, signatures, productions, beams", run_list},
      Command{"check", "find every problem of experiment, limit and card files", run_check},
      Command{"benchmark", "compare formulas with a table of published numbers", run_benchmark},
      Command{"validate", "compare our exclusions with published curves", run_validate},
  };
  return all;
}

}  // namespace penumbra
