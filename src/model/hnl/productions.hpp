#pragma once

#include <vector>

#include "model/model.hpp"

namespace penumbra {

/// Every way to make a heavy neutral lepton in decays, each with the U_a^2 that drives it; branching ratios per parent,
/// the same for Dirac and Majorana.
std::vector<ProductionChannel> hnl_productions(double m_GeV);

}  // namespace penumbra
