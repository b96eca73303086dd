#pragma once

#include <span>
#include <vector>

#include "detection/energy_response.hpp"

namespace penumbra {

/// Coherent recoils of nuclei in bins of kinetic energy, one window per bin: free nuclei at rest.
///
/// At a recoil energy T the cross section is a square polynomial of the energy E over E^2 - m_chi^2, from the energy on
/// that T takes: the functions are E^k/(E^2 - m_chi^2) above it, k = 0, 1, 2, at the nodes T of a quadrature in each
/// bin.
class NuclearRecoilResponse : public EnergyResponse {
 public:
  NuclearRecoilResponse(DarkMatter const& dm, double mediator_GeV, std::span<TargetDensity const> nuclei,
                        std::span<double const> edges_GeV, Numerics const& numerics);
  double threshold_GeV() const override { return threshold_; }
  std::vector<double> fold(std::span<EnergyNode const> spectrum) const override;

 private:
  double mass_;
  double threshold_;
  std::vector<double> least_energy_;  ///< of each node
};

}  // namespace penumbra
