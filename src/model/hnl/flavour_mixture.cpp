#include "model/hnl/flavour_mixture.hpp"

#include <fmt/format.h>

#include "core/contracts.hpp"

namespace penumbra {

std::vector<DerivedParameter> flavour_mixture(double least) {
  PENUMBRA_EXPECT(least > 0.0);
  auto const share = [&](char const* name, char const* mixing) {
    return DerivedParameter{{name, ParameterKind::coupling, "1", fmt::format("{} / U2, with U2", mixing), 0.0, 1.0},
                            mixing,
                            fmt::format("max(U2 * {}, {})", name, least)};
  };
  // The root has no value where the shares exceed one by more than rounding; a point without a value does not exist.
  return {{{"U2", ParameterKind::coupling, "1", "Ue2 + Umu2 + Utau2, with x_mu and x_tau", least, 1.0},
           "Ue2",
           fmt::format("max(U2 * (1 - x_mu - x_tau), {}) + 0 * sqrt(1 + 1e-9 - x_mu - x_tau)", least)},
          share("x_mu", "Umu2"),
          share("x_tau", "Utau2")};
}

}  // namespace penumbra
