#include "pipeline/commands/curve_axes.hpp"

#include <cmath>

namespace penumbra {

std::optional<CurveAxes> curve_axes(Model const& model, LimitSlice const& slice, std::string const& coupling) {
  CurveAxes axes;
  if (model.mass_count() == 1 && model.coupling_count() == 1) {
    axes.masses = [](double mass_GeV) { return std::vector{mass_GeV}; };
    axes.couplings = [](double, double value) { return std::vector{value}; };
    axes.coupling_min = model.parameters().back().min;
    axes.coupling_max = model.parameters().back().max;
    return axes;
  }
  auto const& names = model.parameters();
  bool const known = names.size() == 4 && names[0].name == "m_chi" && names[1].name == "m_mediator" &&
                     names[2].name == "alpha_D" && names[3].name == "epsilon";
  bool const in_y = coupling == "y";
  if (!known || !slice.ratio || slice.ratio_is_minimum || !slice.alpha_D || !(in_y || coupling == "epsilon"))
    return std::nullopt;
  axes.masses = [ratio = *slice.ratio, of_chi = slice.x_parameter == "m_chi"](double mass_GeV) {
    return of_chi ? std::vector{mass_GeV, ratio * mass_GeV} : std::vector{mass_GeV / ratio, mass_GeV};
  };
  // y = epsilon^2 alpha_D / ratio^4
  axes.couplings = [in_y, alpha_D = *slice.alpha_D, ratio = *slice.ratio](double, double value) {
    return std::vector{alpha_D, in_y ? std::sqrt(value / alpha_D) * ratio * ratio : value};
  };
  return axes;
}

}  // namespace penumbra
