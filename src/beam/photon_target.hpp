#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/digest.hpp"
#include "core/toml_reader.hpp"

namespace penumbra {

/// Matter in which photons of meson decays become mediators (Primakoff): the target of protons, or an absorber of a
/// collider.
struct PhotonTarget {
  double Z;
  double A;
  double X0_g_cm2;
  /// Inelastic cross section of beam protons on one of its nuclei, in pb, where protons hit it: then their
  /// electromagnetic field makes mediators too (photon fusion).
  std::optional<double> inelastic_pb;
  /// From the origin along the beam, where it is not the target itself, and the distance of the detectors for which
  /// angles of emission are projected: what leaves it at an angle d is seen from the origin at d (1 -
  /// distance/seen_at).
  double distance_m = 0.0;
  double seen_at_m = 0.0;
  /// Photons farther from the beam do not reach it.
  std::optional<double> angle_max_rad;

  /// Share of an angle of emission that is left of it as seen from the origin.
  double lever() const { return distance_m > 0.0 ? 1.0 - distance_m / seen_at_m : 1.0; }
  /// Cross section of one nucleus for e+e- pairs at high energy, A 7/(9 N_A X0), in cm^2: what photons are lost to.
  double absorption_cm2() const;
};

/// Reads `[photon_target]`, adds what decides a flux to `definition` and doubtful numbers to `flags`.
PhotonTarget read_photon_target(TomlTable table, CanonicalWriter& definition, std::vector<std::string>& flags);

}  // namespace penumbra
