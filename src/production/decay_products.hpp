#pragma once

#include <functional>
#include <span>
#include <vector>

#include "production/parent_density.hpp"
#include "production/proton_bremsstrahlung.hpp"

namespace penumbra {

/// A node of a quadrature over the energies of particles that reach a detector.
struct EnergyNode {
  double E_GeV;
  double weight;
};

/// One product of a two-body decay: energy E* and momentum p* in the frame of its parent, and how its direction is
/// spread there: dN/dc = 1 + a (c^2 - 1/3), c the cosine to the parent's direction.
struct Product {
  double E_GeV;
  double p_GeV;
  double anisotropy = 0.0;
};

/// Energy in the laboratory and opening angle to the parent of a product emitted at cosine c by a parent of momentum P.
struct Emission {
  double E_GeV;
  double opening_rad;
};
Emission emission(Product const& product, double parent_mass_GeV, double P_GeV, double c);

/// A detector as the origin sees it, h = sin^2(theta/2).
struct Aim {
  /// Some polar angles and the path length x solid angle that each stands for, m sr.
  struct Node {
    double h;
    double weight_m_sr;
  };
  std::vector<Node> nodes;
  /// Path length averaged over the azimuth, m, at h = first + i step; linear between, zero outside.
  double h_first = 0.0;
  double h_step = 0.0;
  std::vector<double> path_m;

  double path_at(double h) const;
};

/// Products of decays at the origin that reach a detector, as nodes in energy: the sum of weight x sigma(E) x targets
/// per volume is the number of interactions per primary collision, for one product per parent.
///
///   dN = int dlnP (dc/2) [1 + a (c^2 - 1/3)] < n(P, angle) >
///
/// with <> the integral over the detector's directions and the mean over the azimuth of the parent about the product's
/// direction. Every parent that can reach the detector is visited, none is sampled, and the integrand has no
/// singularity. Products below `E_min_GeV` are left out.
std::vector<EnergyNode> products_towards(Aim const& aim, HadronDensity const& parents, double parent_mass_GeV,
                                         Product const& product, double E_min_GeV, Numerics const& numerics);
}  // namespace penumbra
