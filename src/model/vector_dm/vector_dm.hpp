#pragma once

#include <map>
#include <memory>
#include <string>

#include "model/model.hpp"

namespace penumbra {

/// Dark matter that talks to us through a dark photon. Option dm = complex-scalar (default), majorana, dirac or
/// pseudo-dirac.
std::unique_ptr<Model const> make_vector_dm(std::map<std::string, std::string> const& options);

/// Dark matter that talks to us through a vector of baryon number. The same option, without pseudo-dirac.
std::unique_ptr<Model const> make_leptophobic_dm(std::map<std::string, std::string> const& options);

}  // namespace penumbra
