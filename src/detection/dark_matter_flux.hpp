#pragma once

#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include "beam/beam.hpp"
#include "detection/pole_rule.hpp"
#include "geometry/solid.hpp"
#include "model/model.hpp"
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
  WidthTable() = default;
  /// `pole`: the mediator can be real; `value(u)` is then u x rate.
  WidthTable(bool pole, std::function<double(double)> const& value);
  /// A rate that is `constant` / u: a narrow mediator.
  static WidthTable narrow(double constant);
  double operator()(double relative_width) const;
  WidthTable scaled(double factor) const;

 private:
  bool pole_ = true;
  std::vector<double> values_;
};

/// Dark matter of hadrons that reaches a detector, at Chebyshev points of one quantity, each with its own quadrature in
/// energy. Costs more than all the rest and does not know the mediator: made once for all of them.
struct ProductTable {
  std::vector<double> at;
  std::vector<std::vector<EnergyNode>> nodes;  ///< in the detector, for each
  std::pair<double, double> ends;              ///< of the quantity, where the points alone do not tell
  std::size_t bytes() const;
};

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
class DarkMatterFromHadrons {
 public:
  struct Decay {
    double parent_mass_GeV;
    double other_mass_GeV;
    std::function<double(double mediator_GeV)> branching_ratio;  ///< at any mass of a virtual mediator
  };
  /// `products` of the same dark matter and decay.
  DarkMatterFromHadrons(DarkMatter const& dm, double mediator_mass_GeV, Decay const& decay,
                        std::shared_ptr<ProductTable const> products, DecayAngles angles, Numerics const& numerics);
  /// At energies E* in the frame of the hadron; none where the decay is closed.
  static ProductTable products(DarkMatter const& dm, Decay const& decay, HadronDensity const& parents, Aim const& aim,
                               double E_min_GeV, Numerics const& numerics);
  /// What happens to dark matter of energy E per target volume density (cross sections in m^2, or anything else).
  WidthTable happening(std::function<double(double E_GeV)> const& at_energy) const;

 private:
  DarkMatter dm_;
  double mediator_;
  Decay decay_;
  std::shared_ptr<ProductTable const> products_;
  DecayAngles angles_;
  Numerics numerics_;
};

/// The same from vector mesons whose place a real or virtual mediator takes, at the same momentum and angle, with any
/// mass sqrt(s): B(s) is the rate of mixing, with its second pole at the meson, so that the direct decay of the meson
/// to dark matter and the real mediator are two ends of one integral. Up to twice the mass of the heavier of the two,
/// beyond which less than 0.1 % is lost. Vector mesons of collisions show no alignment (rho_00 = 1/3 within 0.1,
/// arXiv:0801.1729 and 1910.14408), nor does what takes their place: dark matter is isotropic in its frame.
class DarkMatterFromMixing {
 public:
  /// `products` of the same dark matter, up to the same `end_GeV`.
  DarkMatterFromMixing(DarkMatter const& dm, double mediator_mass_GeV, VectorMixing const& mixing,
                       std::shared_ptr<ProductTable const> products, Numerics const& numerics);
  /// The largest mass of a virtual mediator.
  static double end_GeV(VectorMixing const& mixing, double mediator_mass_GeV);
  /// At logarithms of squared masses of the virtual mediator; none where there is no room.
  static ProductTable products(DarkMatter const& dm, double end_GeV, HadronDensity const& parents, Aim const& aim,
                               double E_min_GeV, Numerics const& numerics);
  WidthTable happening(std::function<double(double E_GeV)> const& at_energy) const;

 private:
  DarkMatter dm_;
  double mediator_;
  Pole meson_;
  double strength_;  ///< B(s) without its resonance
  double end_GeV_;
  std::shared_ptr<ProductTable const> products_;
  Numerics numerics_;
};

/// The same from real mediators of a flux. Neglected: their width (the flux is taken at the mass of the mediator), and
/// virtual ones.
class DarkMatterFromMediators {
 public:
  /// Radiated by protons, or any with a known polarisation(P, pT); without one, unpolarised.
  static DarkMatterFromMediators broad(DarkMatter const& dm, double mediator_mass_GeV, MediatorDensity const& parents,
                                       Aim const& aim, std::function<Polarisation(double, double)> const& polarisation,
                                       double E_min_GeV, Numerics const& numerics);
  /// In a beam narrower than the detector (radiated by electrons), of which longitudinal(P) are longitudinal and the
  /// others transverse; without it, unpolarised.
  static DarkMatterFromMediators narrow(DarkMatter const& dm, double mediator_mass_GeV, MediatorDensity const& parents,
                                        Aim const& aim, std::function<double(double)> const& longitudinal,
                                        double E_min_GeV, Numerics const& numerics);
  WidthTable happening(std::function<double(double E_GeV)> const& at_energy) const;

 private:
  double width_over_mass_ = 0.0;  ///< at alpha_D = 1
  std::vector<EnergyNode> nodes_;
};

/// The same from positrons of a shower on atomic electrons at rest, e+ e- -> mediator* -> pair, the mediator real or
/// virtual:
///
///   dN/ds = (N_A X0 Z/A) dC+/dE / (2 m_e)  4 pi alpha (1 + 2 m_e^2/s)/beta_e  sqrt(s) Gamma_chi(sqrt(s)) /
///           [(s - m^2)^2 + m^4 u^2]
///
/// per primary and unit (g_e/e)^2, dC+: track length of positrons at E = s/(2 m_e) - m_e (`ResonantAnnihilation`; the
/// width is constant here, not running). The pair flies along the positron, whose angle to
/// the beam is a Gaussian as for bremsstrahlung, and decays like a mediator of helicity +-1. Neglected: photons
/// radiated before, the hard photons of associated production, and the electrons' motion (sizes: `docs/physics.md`).
class DarkMatterFromPositrons {
 public:
  /// `products` of the same dark matter and beam.
  DarkMatterFromPositrons(DarkMatter const& dm, double mediator_mass_GeV, ElectronTarget const& target,
                          double beam_energy_GeV, std::shared_ptr<ProductTable const> products,
                          Numerics const& numerics);
  /// At logarithms of squared masses of the pair; none where positrons make no dark matter above `E_min_GeV`.
  static ProductTable products(DarkMatter const& dm, ElectronTarget const& target, double beam_energy_GeV,
                               Aim const& aim, DecayAngles angles, double E_min_GeV, Numerics const& numerics);
  WidthTable happening(std::function<double(double E_GeV)> const& at_energy) const;

 private:
  DarkMatter dm_;
  double mediator_;
  ElectronTarget target_;
  double beam_energy_;
  std::shared_ptr<ProductTable const> products_;
  Numerics numerics_;
};

}  // namespace penumbra
