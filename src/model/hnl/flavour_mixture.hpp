#pragma once

#include <vector>

#include "model/model.hpp"

namespace penumbra {

/// The total mixing U2 = Ue2 + Umu2 + Utau2 and the shares x_mu = Umu2/U2, x_tau = Utau2/U2 in place of the three
/// mixings: axes of a triangle of flavours, x_e = 1 - x_mu - x_tau. Given together, U2 stands in place of Ue2. Shares
/// that leave nothing or less than nothing for the electron give no point if they add up to more than one; a flavour
/// without a share has the smallest mixing of the model, `least`, which is none for every search.
std::vector<DerivedParameter> flavour_mixture(double least);

}  // namespace penumbra
