#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "model/model.hpp"

namespace penumbra {

/// Names of every registered model, in alphabetical order.
std::vector<std::string> model_names();

/// Makes a model with its options (fixed texts such as `dm = "dirac"`); throws InputError naming the known models or
/// options when there is no such model or option.
std::unique_ptr<Model const> make_model(std::string const& name,
                                        std::map<std::string, std::string> const& options = {});

/// A model that the program does not compute yet. Its published limits are kept and listed; they apply to nothing.
/// Whoever registers the model takes its line away.
struct AwaitedModel {
  std::string name;
  std::vector<std::string> masses;
  std::vector<std::string> couplings;  ///< as the limits name them
};
std::vector<AwaitedModel> const& awaited_models();

}  // namespace penumbra
