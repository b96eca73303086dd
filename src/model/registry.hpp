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

}  // namespace penumbra
