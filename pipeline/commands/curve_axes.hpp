#pragma once

#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "analysis/limit_slice.hpp"
#include "model/model.hpp"

namespace penumbra {

/// The plane of a published curve in the parameters of a model: which masses and couplings a place in it has.
struct CurveAxes {
  std::function<std::vector<double>(double mass_GeV)> masses;
  std::function<std::vector<double>(double mass_GeV, double coupling)> couplings;
  double coupling_min = 0.0;
  double coupling_max = std::numeric_limits<double>::infinity();
};

/// Of a curve in the mass and the coupling of a model that has one of each, or of a curve made on a slice of masses
/// m_chi and m_mediator and couplings alpha_D and epsilon, drawn in epsilon or y. Empty when the curve does not say
/// enough.
std::optional<CurveAxes> curve_axes(Model const& model, LimitSlice const& slice, std::string const& coupling);

}  // namespace penumbra
