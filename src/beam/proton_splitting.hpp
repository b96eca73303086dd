#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace penumbra {

/// How the splitting p -> p V is treated where protons radiate mediators. A beam lists those that it uses: the first is
/// central, the spread of all is the uncertainty. The formulas are in production/proton_bremsstrahlung.hpp.
struct ProtonSplitting {
  enum class Kind {
    fermi_weizsaecker_williams,  ///< as printed in arXiv:1311.3870, eq. 2
    explicit_matrices,           ///< the same with 1 + (1-z)^2 where that has z + (1-z)^2
    quasi_real                   ///< radiation before the collision, off-shell proton with a form factor
  };
  std::string_view name;
  Kind kind;
  double off_shell_GeV;  ///< scale of the off-shell form factor; 0 where there is none
  std::string_view title;
};

/// Scales of the off-shell form factor: 1 to 2 GeV, central 1.5 GeV (recalled: arXiv:2108.05900; the choice of
/// FORESEE, arXiv:2105.07077, and of two other public programs).
inline constexpr std::array proton_splittings{
    ProtonSplitting{"fww", ProtonSplitting::Kind::fermi_weizsaecker_williams, 0.0,
                    "Fermi-Weizsaecker-Williams, arXiv:1311.3870 as printed"},
    ProtonSplitting{"fww-dirac", ProtonSplitting::Kind::explicit_matrices, 0.0,
                    "the same from explicit Dirac matrices: 1+(1-z)^2 for z+(1-z)^2"},
    ProtonSplitting{"quasi-real-1.0", ProtonSplitting::Kind::quasi_real, 1.0,
                    "quasi-real proton of arXiv:2108.05900 with conserved current and Pauli term, scale 1 GeV"},
    ProtonSplitting{"quasi-real-1.5", ProtonSplitting::Kind::quasi_real, 1.5, "the same, scale 1.5 GeV"},
    ProtonSplitting{"quasi-real-2.0", ProtonSplitting::Kind::quasi_real, 2.0, "the same, scale 2 GeV"}};

/// The treatment of this name; nothing if there is none.
constexpr std::optional<ProtonSplitting> proton_splitting(std::string_view name) {
  for (auto const& one : proton_splittings)
    if (one.name == name) return one;
  return std::nullopt;
}

}  // namespace penumbra
