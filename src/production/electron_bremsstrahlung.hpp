#pragma once

#include <map>
#include <memory>
#include <span>
#include <vector>

#include "beam/beam.hpp"
#include "core/integrate.hpp"
#include "production/exact_bremsstrahlung.hpp"
#include "production/numerics.hpp"
#include "production/tilt.hpp"

namespace penumbra {

/// Mediators radiated by the electrons and positrons of a shower in a thick target: dN/(d ln k dOmega) per primary
/// electron and unit (g_e/e)^2.
///
///   dN = (N_A X0 / A) int dC(E) d2sigma/(dx dOmega)(x = E_A'/E; E)
///
/// dC: track length at energy E (TrackLength). Cross section: the exact 2 -> 3 process with its angles, or the improved
/// Weizsaecker-Williams approximation where the beam file asks for it. The tracks' own angle with the beam is a
/// Gaussian of the mean square that the track-angle table gives (none without it). Every mediator starts at the origin:
/// the depth of the shower is neglected (some radiation lengths: 0.3 m of the 179 m of E137, 1 cm of the 12 cm of
/// E141).
class ElectronBremsstrahlungFlux {
 public:
  ElectronBremsstrahlungFlux(ElectronTarget const& target, double beam_energy_GeV, double mediator_mass_GeV,
                             Numerics const& numerics);
  /// Some polar angles, many momenta: out[i * k.size() + j].
  void rows(std::span<double const> theta_rad, std::span<double const> k_GeV, std::span<double> out);

 private:
  /// Mediators of one momentum from electrons of one energy.
  struct Source {
    double weight;  ///< nuclei x track length x dx/dln k: times d sigma/dx dOmega gives the flux
    double energy_GeV;
    double x;
    double tilt_rad2;              ///< mean square angle of these electrons with the beam
    double scale_rad;              ///< angles of emission: nodes at scale sinh(i step)
    std::vector<double> emission;  ///< d sigma / dx dOmega (cm2 / sr) x (1 + theta^2 / scale^2)^2 at these nodes
    TiltedEmission::Known known;
  };
  std::vector<Source>& sources(double k_GeV);
  /// Tabulates d sigma / dx dOmega against the angle to the electron.
  void tabulate_emission(Source& source) const;
  /// d sigma / dx dOmega at the angle scale sinh(v) to the electron, cm2 / sr: cubic between the nodes. `stretch`:
  /// cosh(v).
  static double emission(Source const& source, double v, double stretch);
  /// The same at an angle to the beam: averaged over the electrons' tilt.
  double tilted_emission(Source& source, double theta_rad) const;

  ElectronTarget target_;
  double E0_;
  double m_;
  Numerics numerics_;
  TiltedEmission tilted_;
  std::unique_ptr<BremsstrahlungAtMass const> exact_;
  std::map<double, std::vector<Source>> by_momentum_;
};

/// Share of longitudinal A' among those of momentum k (beam energy E0, mass m): (1-x)/(1 + (1-x) + (1-x)^2) of those
/// from one electron energy, averaged over the shower with the cross section of improved Weizsaecker-Williams but its
/// photon flux, which changes slowly. At all angles together: the rest is transverse and unpolarised. Derivation: as
/// `splitting_polarisation`, integrated over the angle.
double longitudinal_share(ElectronTarget const& target, double E0_GeV, double m_GeV, double k_GeV);

}  // namespace penumbra
