#pragma once

#include <array>
#include <optional>

#include "model/model.hpp"

namespace penumbra {

/// A nucleus as a target of coherent scattering.
struct Nucleus {
  int Z;
  double A;  ///< mass number (average of an element where isotopes are not told apart)
  double mass_GeV;
};

/// chi + target -> chi' + target, target at rest: dsigma/dT in GeV^-3 at alpha_D = 1 and matter coupling 1 (multiply by
/// dm.coupling x dm.matter), T the recoil kinetic energy, E the total energy of chi. Zero outside the kinematic range.
/// For pseudo-Dirac dark matter the lighter state comes in and the heavier goes out, with exact kinematics (exchange
/// the two masses for the opposite).
///
/// The exchanged vector has mass `mediator_GeV`; propagator (m^2 + 2 m_t T)^2. Tree level.
/// Sources: arXiv:1107.4580, arXiv:1609.01770 (scalar, Dirac, which the general form reproduces); traces of the
/// currents at DarkMatter::Spin for the others.
double electron_recoil_GeV3(DarkMatter const& dm, double mediator_GeV, double E_GeV, double T_GeV);

/// The same on a free proton or neutron with the Sachs form factors of `nucleon_form_factors`; charges of the nucleons
/// other than the photon's by isospin, strange quarks left out.
enum class Nucleon { proton, neutron };
double nucleon_recoil_GeV3(DarkMatter const& dm, double mediator_GeV, Nucleon nucleon, double E_GeV, double T_GeV);

/// The same, coherent on a spin-0 nucleus with the Helm form factor (Lewin and Smith 1996): charge Z proton + (A-Z)
/// neutron.
double nucleus_recoil_GeV3(DarkMatter const& dm, double mediator_GeV, Nucleus const& nucleus, double E_GeV,
                           double T_GeV);
/// The same as a polynomial of the energy over E^2 - m_chi^2: factors of 1, E and E^2, whether T is in reach or not.
std::array<double, 3> nucleus_recoil_in_energy(DarkMatter const& dm, double mediator_GeV, Nucleus const& nucleus,
                                               double T_GeV);

/// Hadronic tensor of a target p at rest that goes to anything, averaged over its spin,
///
///   W = transverse (q q/q^2 - g) + longitudinal P P,   P = p - q (p q)/q^2,
///
/// with current conservation. For a final state of one mass times delta(W^2 - mass^2); for many, transverse = 2 F_1 and
/// longitudinal = 2 F_2/(p q) of the structure functions.
struct HadronTensor {
  double transverse;
  double longitudinal;
};

/// chi + target -> chi' + X at alpha_D = 1 and matter coupling 1: dsigma/dQ^2 (for the tensor of one final state,
/// GeV^-4) or dsigma/(dQ^2 dW^2) (for structure functions, GeV^-6) at Q^2 = -q^2 and energy transfer nu in the frame of
/// the target, which the caller keeps inside the kinematic range:
///
///   pi alpha L.W / [4 M^2 (E^2 - m_chi^2) (m^2 + Q^2)^2],   L as for recoils, of which this is the general form.
double inclusive_cross_section(DarkMatter const& dm, double mediator_GeV, double target_GeV, HadronTensor const& tensor,
                               double E_GeV, double Q2_GeV2, double nu_GeV);

/// Q^2 that dark matter of energy E can give together with the energy nu; nullopt when it has not that energy.
struct MomentumTransfers {
  double min_GeV2;
  double max_GeV2;
};
std::optional<MomentumTransfers> momentum_transfers(DarkMatter const& dm, double E_GeV, double nu_GeV);

/// Q^2 at which a target at rest goes to a state of mass W; nullopt below threshold.
std::optional<MomentumTransfers> momentum_transfers_to(DarkMatter const& dm, double target_GeV, double W_GeV,
                                                       double E_GeV);

/// Energy of dark matter above which a target at rest can go to a state of mass W.
double excitation_threshold_GeV(DarkMatter const& dm, double target_GeV, double W_GeV);

/// Smallest and largest recoil energy of a target of mass m_t; for elastic scattering the smallest is 0.
struct RecoilRange {
  double min_GeV;
  double max_GeV;
};
RecoilRange recoil_range(DarkMatter const& dm, double target_GeV, double E_GeV);

/// The least energy at which dark matter gives a free target at rest the recoil T: p |q| = E T + M T + (m_2^2 -
/// m_1^2)/2 with |q|^2 = T^2 + 2 M T, the recoil straight ahead. Any more does as well. T > 0.
double least_energy_for_recoil_GeV(DarkMatter const& dm, double target_GeV, double T_GeV);

}  // namespace penumbra
