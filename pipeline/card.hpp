#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/errors.hpp"
#include "model/model.hpp"
#include "pipeline/grid.hpp"
#include "pipeline/selection.hpp"

namespace penumbra {

/// What a run card asks for, read strictly and complete.
///
///     model = "dark-photon"
///     [axes]                       # parameters of the model: lin or log between two values, or a list of values
///     mass    = { from = "1 MeV", to = "3 GeV", points = 200, scale = "log" }
///     epsilon = [1e-5, 1e-4]
///     [parameters]                 # the others: fixed values, expressions ("3 * m_chi"), and the model's options
///     [analyses]                   # all three optional
///     include = ["*"]              # names, shell patterns, kind:..., status:..., data_set:...
///     exclude = []
///     prefer  = "simulated"        # or "published"
struct Card {
  std::string name;  ///< what messages call it
  std::string text;  ///< as written
  std::vector<std::string> overrides;
  std::unique_ptr<Model const> model;
  Grid grid;
  Selection selection;
};

/// Reads a card; `overrides` are `key=value` texts of the command line ("analyses.include=[\"faser-2023-aprime\"]",
/// "axes.mass.points=50", "model=dark-photon"). Every problem is recorded with its place; nullopt when there are any.
std::optional<Card> read_card(std::string const& text, std::string const& name,
                              std::vector<std::string> const& overrides, Problems& problems);

/// The same for a file, throwing InputError with every problem, or IoError when the file cannot be read.
Card load_card(std::filesystem::path const& file, std::vector<std::string> const& overrides = {});

}  // namespace penumbra
