#pragma once

#include <optional>
#include <vector>

#include "detection/cross_section_table.hpp"
#include "model/dark_matter/scattering.hpp"
#include "production/numerics.hpp"

namespace penumbra {

/// What dark matter scatters on.
struct RecoilTarget {
  enum class Kind { electron, proton, neutron, nucleus };
  Kind kind;
  Nucleus nucleus{};  ///< of a coherent target
  double mass_GeV() const;
};

/// Which recoils count.
struct RecoilWindow {
  double min_GeV = 0.0;  ///< kinetic energy of the recoil
  double max_GeV = 0.0;
  std::optional<double> cosine_min;  ///< of the recoil to the direction of the dark matter
  /// Efficiency at ascending recoil energies, linear between, zero outside; empty: one everywhere.
  std::vector<double> efficiency_GeV;
  std::vector<double> efficiency;
  std::optional<double> cosine_max = std::nullopt;  ///< as cosine_min
};

/// dsigma/dT in GeV^-3 at alpha_D = 1 and matter coupling 1, on any target (model/dark_matter/scattering.hpp).
double recoil_GeV3(DarkMatter const& dm, double mediator_GeV, RecoilTarget const& target, double E_GeV, double T_GeV);

/// Cross section for recoils in a window, int dT dsigma/dT efficiency(T) in m^2 at alpha_D = 1 and matter coupling 1.
///
/// The integral runs over 1/(m^2 + 2 m_t T), in which the propagator is flat. Free targets at rest: binding and Fermi
/// motion are neglected.
class RecoilCrossSection : public CrossSectionTable {
 public:
  RecoilCrossSection(DarkMatter const& dm, double mediator_GeV, RecoilTarget const& target, RecoilWindow const& window,
                     double E_max_GeV, Numerics const& numerics);
};

}  // namespace penumbra
