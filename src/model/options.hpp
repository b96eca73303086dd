#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "model/model.hpp"

namespace penumbra {

/// The value of every option that a model has: the one given, or the first. Throws InputError, with what is known, for
/// an option or a value that it does not have.
std::map<std::string, std::string> chosen_options(std::string_view model, std::vector<ModelOption> const& known,
                                                  std::map<std::string, std::string> const& given);

/// The value of an option that is a number: "-1", "0.5", "1/3". Throws InputError for what is none, and beyond 1e3.
double option_number(std::string_view model, std::string const& name, std::string const& text);

}  // namespace penumbra
