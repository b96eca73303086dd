#pragma once

#include <array>
#include <functional>
#include <utility>
#include <vector>

#include "detection/energy_response.hpp"
#include "detection/pole_rule.hpp"
#include "geometry/solid.hpp"
#include "model/model.hpp"
#include "production/aimed_mediators.hpp"
#include "production/decay_products.hpp"

namespace penumbra {

/// A solid as the origin sees it.
Aim aim_at(Solid const& solid, Numerics const& numerics);

/// Something that happens to dark matter in a detector, per primary collision, production monomial 1, alpha_D = 1 of
/// the decay, as a function of the relative width u = Gamma/m of the mediator.
///
/// alpha_D times this is the rate: with the pole of the mediator in reach it goes as 1/u, so that alpha_D w/(m u) is
/// the branching ratio; a virtual mediator hardly knows its width. Kept as u x rate (or the rate) at fixed places in
/// ln u, six a decade from 1e-8 to 1, cubic between: below 1e-8 the narrow limit to 1e-8.
class WidthTable {
 public:
  /// Where a width lies in a table, the same in all.
  struct Place {
    std::size_t first;  ///< of four values
    std::array<double, 4> weights;
    double relative_width;
  };
  static Place at(double relative_width);
  /// The widths of a table.
  static std::vector<double> widths();

  WidthTable() = default;
  /// `pole`: the mediator can be real; the values are then u x rate, at `widths`.
  WidthTable(bool pole, std::vector<double> values) : pole_{pole}, values_{std::move(values)} {}
  /// A rate that is `constant` / u: a narrow mediator.
  static WidthTable narrow(double constant);
  double operator()(Place const& place) const;
  double operator()(double relative_width) const { return (*this)(at(relative_width)); }

 private:
  bool pole_ = true;
  std::vector<double> values_;
};

/// Dark matter of hadrons that reaches a detector, through a mediator of each of some virtual masses (Chebyshev points
/// of ln s), folded with the functions of an EnergyResponse. Costs more than all the rest and does not know the
/// mediator: made once for all of them.
struct FoldedProducts {
  std::vector<std::vector<double>> at;  ///< for each virtual mass; none where the decay is closed
  std::size_t bytes() const;
};

/// How much each of these virtual masses counts with a mediator of some mass and width: knows no detector, and is made
/// once for all of them.
struct VirtualMasses {
  bool real = false;                        ///< the mediator can be real: weights are multiplied by its relative width
  std::vector<std::vector<double>> weight;  ///< for each width of a WidthTable, of each mass
};

/// What happens in each window of a response.
std::vector<WidthTable> happening(FoldedProducts const& products, VirtualMasses const& masses,
                                  EnergyResponse const& response);

/// How a mediator decays in its frame: as its polarisation says, or isotropically, as some programs have it (for
/// comparisons).
enum class DecayAngles { helicity, isotropic };

/// Dark matter towards a detector from hadrons that decay to a real or virtual mediator and another particle, and the
/// mediator to a pair of dark-matter particles.
///
///   dN = int ds/pi B(s) sqrt(s) Gamma_chi(sqrt(s)) / [(s - m^2)^2 + m^4 u^2],
///
/// B(s): branching ratio to a mediator of squared mass s. The hadron has no spin or is unpolarised, so dark matter is
/// isotropic in its frame, with energy E* = (E_A E_0 + k p_0 c)/sqrt(s), dN/dc = 1 + a (c^2 - 1/3): the mediator of
/// P -> gamma A' and V -> P A' has helicity +-1 only, which makes a exact. Detector signals are computed at a few E*
/// and interpolated (Chebyshev). Of a pseudo-Dirac pair both states count as the lighter one, which is exact for a
/// small splitting. Source of the formula: arXiv:1609.01770, section II (pi0); zero width of the hadrons.
struct DarkMatterFromHadrons {
  double parent_mass_GeV;
  double other_mass_GeV;
  std::function<double(double mediator_GeV)> branching_ratio;  ///< at any mass of a virtual mediator

  FoldedProducts products(DarkMatter const& dm, DecayAngles angles, HadronDensity const& parents, Aim const& aim,
                          EnergyResponse const& response, Numerics const& numerics) const;
  VirtualMasses virtual_masses(DarkMatter const& dm, double mediator_mass_GeV, Numerics const& numerics) const;
};

/// The same from vector mesons whose place a real or virtual mediator takes, at the same momentum and angle, with any
/// mass sqrt(s): B(s) is the rate of mixing, with its second pole at the meson, so that the direct decay of the meson
/// to dark matter and the real mediator are two ends of one integral. Up to twice the mass of the heavier of the two,
/// beyond which less than 0.1 % is lost. Vector mesons of collisions show no alignment (rho_00 = 1/3 within 0.1,
/// arXiv:0801.1729 and 1910.14408), nor does what takes their place: dark matter is isotropic in its frame.
struct DarkMatterFromMixing {
  VectorMixing mixing;
  double end_GeV;           ///< the largest mass of a virtual mediator
  double products_end_GeV;  ///< up to which products are computed: few values, shared by many mediators

  DarkMatterFromMixing(VectorMixing const& mixing, double mediator_mass_GeV);
  FoldedProducts products(DarkMatter const& dm, HadronDensity const& parents, Aim const& aim,
                          EnergyResponse const& response, Numerics const& numerics) const;
  VirtualMasses virtual_masses(DarkMatter const& dm, double mediator_mass_GeV, Numerics const& numerics) const;
};

/// The same from real mediators of a flux, of one variant. Neglected: their width (the flux is taken at the mass of the
/// mediator), and virtual ones.
std::vector<WidthTable> happening(DarkMatter const& dm, double mediator_mass_GeV, AimedMediators const& mediators,
                                  EnergyResponse const& response);

}  // namespace penumbra
