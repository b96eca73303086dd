#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace penumbra {

/// Where in a model of several masses and couplings a published curve was made, and how it moves off that place.
struct LimitSlice {
  std::string x_parameter;        ///< mass parameter along the curve; empty: the mass of the mediator
  std::optional<double> ratio;    ///< m_mediator / m_chi
  bool ratio_is_minimum = false;  ///< the curve holds for every larger ratio, too
  std::optional<double> alpha_D;  ///< at which the curve was made
  double alpha_D_power = 0.0;     ///< power of alpha_D in the signal at a fixed value of the curve's coupling
  /// Recoils of the halo: the dark matter of the model is the share of it that freeze-out leaves, at most all;
  /// otherwise it is all of it.
  bool predicted_density = false;
  std::vector<std::string> spins;  ///< of the dark matter, as options of the model; empty: any
  /// Other options of the model that the curve is about, and no others: nature = majorana.
  std::map<std::string, std::string> options;
};

}  // namespace penumbra
