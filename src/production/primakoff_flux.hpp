#pragma once

#include <map>
#include <span>
#include <vector>

#include "beam/beam.hpp"
#include "core/integrate.hpp"
#include "production/numerics.hpp"
#include "production/photon_spectrum.hpp"
#include "production/primakoff.hpp"
#include "production/tilt.hpp"

namespace penumbra {

/// ALPs that photons make on nuclei at rest, dN/(d ln k dOmega) at g = 1/GeV: their energy is that of the photon.

/// Of photons with a table:
///
///   dN_a(k, theta) = (k^2/E^2) int dOmega' (1/sigma) d sigma/dOmega'(E, angle') n(E, |theta + lever angle'|)
///
/// `sigma_cm2`: the cross section for what else happens, absorption of photons or inelastic collisions of protons.
/// Photons beyond `angle_max_rad` do not count.
struct PhotonsOnTarget {
  PhotonSpectrum const& photons;
  PrimakoffAtom const& atom;
  double sigma_cm2;
  double lever;
  double angle_max_rad;
};
void primakoff_rows(PhotonsOnTarget const& on_target, double mediator_mass_GeV, Numerics const& numerics,
                    std::span<double const> theta_rad, std::span<double const> k_GeV, std::span<double> out);

/// Photons of one energy in a shower: E dT/dE by the mean square angle with the beam, nodes whose tracks add up.
struct ShowerPhotons {
  double track_X0;
  double mean_square_angle_rad2;
};

/// Of the photons of an electron's shower in a thick target, per primary electron.
///
///   dN_a = (N_A X0/A) dT(E) d sigma/dOmega,   E dT/dE = (9/7) int_E dC(E') [4 (1 - v)/3 + v^2],   v = E/E'
///
/// T: track length of photons in radiation lengths, from that of electrons and positrons, C (TrackLength): photons of
/// every generation are radiated by them in complete screening and live 9/7 of a radiation length (Tsai, Rev. Mod.
/// Phys. 46 (1974) 815). A photon has the mean square angle of the electron that radiates it. All start at the origin.
/// Neglected: 2 % of the radiation, Compton scattering and photonuclear absorption (below 3 %).
class ShowerPrimakoffFlux {
 public:
  ShowerPrimakoffFlux(ElectronTarget const& target, double beam_energy_GeV, double mediator_mass_GeV,
                      Numerics const& numerics);
  void rows(std::span<double const> theta_rad, std::span<double const> k_GeV, std::span<double> out);

 private:
  /// ALPs of one momentum.
  struct Momentum {
    PrimakoffAtom::At at;
    double scale_rad;
    double angle_last_rad;
    std::vector<ShowerPhotons> photons;
    std::vector<TiltedEmission::Known> known;  ///< for each of the photons
  };
  Momentum& of_momentum(double k_GeV);

  ElectronTarget target_;
  double E0_;
  double m_;
  Numerics numerics_;
  TiltedEmission tilted_;
  PrimakoffAtom atom_;
  std::map<double, Momentum> by_momentum_;
};

std::vector<ShowerPhotons> shower_photons(TrackLength const& tracks, double E0_GeV, double E_GeV, int nodes);

}  // namespace penumbra
