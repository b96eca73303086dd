#pragma once

#include <map>
#include <memory>
#include <string>

#include "model/model.hpp"

namespace penumbra {

/// The dark photon: a massive vector with the photon's couplings times epsilon. Takes no options.
std::unique_ptr<Model const> make_dark_photon(std::map<std::string, std::string> const& options);

}  // namespace penumbra
