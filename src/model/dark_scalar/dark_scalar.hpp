#pragma once

#include <map>
#include <memory>
#include <string>

#include "model/model.hpp"

namespace penumbra {

/// A scalar that mixes with the Higgs boson. Options: hadrons = dispersive, omnes, chiral; b_decays = inclusive,
/// exclusive; quartic = off, on (a second coupling, for h -> S S).
std::unique_ptr<Model const> make_dark_scalar(std::map<std::string, std::string> const& options);

}  // namespace penumbra
