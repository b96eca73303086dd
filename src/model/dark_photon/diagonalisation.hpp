#pragma once

#include <optional>
#include <span>

#include "model/model.hpp"

namespace penumbra {

/// The dark photon and the Z as mass eigenstates. With
///
///     L = -1/4 (B^2 + X^2) + epsilon/(2 cos theta_W) B X + m_X^2/2 X^2 + the Standard Model
///
/// the photon stays as it is, and in the basis of photon, Z and X the kinetic terms mix photon and X by -epsilon and Z
/// and X by +epsilon tan theta_W. Exact: generalised eigenvectors of the mass matrix diag(0, m_Z0^2, m_X^2), normalised
/// on the kinetic one (Holdom 1986; Curtin, Essig, Gori, Shelton, arXiv:1412.0018, section 2 to first order in
/// epsilon).
struct MixedVectors {
  double dark_mass_GeV;    ///< m_X that leads to the physical mass
  double Z_mass_shift;     ///< physical over unmixed Z mass, minus one
  double electromagnetic;  ///< coupling of the dark photon to J_em over e: epsilon (1 + O(epsilon^2))
  double Z_current;  ///< its coupling to the Z current over g_Z: epsilon tan theta_W m^2/(m_Z^2 - m^2) to first order
  double Z_to_dark;  ///< coupling of the Z to the dark current over g_D: -epsilon tan theta_W m_Z^2/(m_Z^2 - m^2)
};

/// For physical masses m and m_Z; nullopt where there is no such theory (too close: the two levels repel each other).
std::optional<MixedVectors> diagonalise(double m_GeV, double epsilon);

/// These couplings by the names that `penumbra model` prints; none where there is no such theory.
Quantities mixing_quantities(double m_GeV, double epsilon);

/// A heavy charged Dirac fermion in the loop that mixes two U(1).
struct LoopFermion {
  double charge;       ///< electric, in units of e
  double dark_charge;  ///< in units of g_D
  double mass_GeV;
};

/// The kinetic mixing that loops of heavy fermions leave, e g_D/(12 pi^2) sum q q' ln(1/m^2): finite, and a prediction,
/// where sum q q' = 0 (Holdom 1986). Scalars count a quarter. In the sign of `LoopFermion::charge`, so that a Dirac
/// pair of masses M > M' with q q' = -1 and +1 gives e g_D/(12 pi^2) ln(M^2/M'^2).
double loop_mixing(double g_D, std::span<LoopFermion const> fermions);

}  // namespace penumbra
