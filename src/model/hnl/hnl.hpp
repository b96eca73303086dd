#pragma once

#include <map>
#include <memory>
#include <string>

#include "model/model.hpp"

namespace penumbra {

/// A heavy neutral lepton that mixes with the three neutrinos. Option `nature`: majorana (default) or dirac.
std::unique_ptr<Model const> make_hnl(std::map<std::string, std::string> const& options);

}  // namespace penumbra
