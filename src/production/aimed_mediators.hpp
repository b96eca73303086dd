#pragma once

#include <array>
#include <functional>
#include <vector>

#include "production/decay_products.hpp"
#include "production/parent_density.hpp"

namespace penumbra {

/// Mediators of a flux as a detector sees the products of their decays. For every momentum: those whose direction lies
/// at some angle to one towards the detector, summed over the detector's directions (and, where they are polarised,
/// with their spin), as a function of that angle, the opening angle of a product. This does not know the product: it is
/// made once for dark matter of any mass, and costs more than all the rest.
///
/// Kept at places that are close where the sums change: at no angle, at the detector, and where mediators end; cubic
/// between. Against the sums themselves the signals of searches move by less than 0.1 % at most masses, and up to 1.5 %
/// where the largest transverse momentum of radiated mediators, a sharp end, decides what arrives (m_mediator of 0.6
/// GeV and more at 8 GeV protons); by 9 % at one point, off the NuMI axis.
class AimedMediators {
 public:
  using PolarisationAt = std::function<Polarisation(double P_GeV, double pT_GeV)>;

  /// A beam wider than the detector: nodes over the directions of the detector. Without a polarisation, unpolarised.
  static AimedMediators broad(Aim const& aim, MediatorDensity const& parents, double parent_mass_GeV,
                              PolarisationAt const& polarisation, Numerics const& numerics);
  /// A beam narrower than the detector: nodes over the directions of the parents. `longitudinal(P)`: their share, the
  /// others are transverse and unpolarised; without it, all are unpolarised.
  static AimedMediators narrow(Aim const& aim, MediatorDensity const& parents, double parent_mass_GeV,
                               std::function<double(double P_GeV)> const& longitudinal, Numerics const& numerics);

  /// Products in the detector, those above `E_min_GeV`; of anisotropy: that of transverse parents.
  std::vector<EnergyNode> products(Product const& product, double E_min_GeV) const;
  /// Is the polarisation of mediators known?
  bool polarised() const { return polarised_; }
  std::size_t bytes() const;

 private:
  /// Sums over mediators: number, and number times the square of the polarisation (times the sine and cosine of
  /// emission) across, along, and their product.
  using Sums = std::array<float, 4>;
  struct Momentum {
    double P_GeV;
    double weight;
    double widest_rad;        ///< opening angle beyond which there is nothing
    double transverse = 1.0;  ///< factor of the anisotropy, of unpolarised transverse parents
    std::vector<double> opening_rad;
    std::vector<Sums> sums;
  };
  template <class SumsAt>
  static std::vector<Sums> tabulated(std::vector<double> const& openings_rad, SumsAt const& sums_at);

  double mass_ = 0.0;
  bool polarised_ = false;
  bool by_sums_ = false;   ///< polarised by the sums; otherwise only their first is there
  bool reaching_ = false;  ///< cosines of emission are taken where products reach the detector
  int emission_angles_ = 0;
  std::vector<Momentum> momenta_;
};

}  // namespace penumbra
