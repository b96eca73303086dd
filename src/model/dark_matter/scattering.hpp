#pragma once

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

/// Smallest and largest recoil energy of a target of mass m_t; for elastic scattering the smallest is 0.
struct RecoilRange {
  double min_GeV;
  double max_GeV;
};
RecoilRange recoil_range(DarkMatter const& dm, double target_GeV, double E_GeV);

}  // namespace penumbra
