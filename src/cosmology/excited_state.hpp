#pragma once

#include <vector>

#include "model/model.hpp"

namespace penumbra {

/// What is left of the heavier state of a pseudo-Dirac pair after everything that could turn it into the lighter one
/// has ended, but for its decay.
struct ExcitedShare {
  double share = 0.5;              ///< n_2/(n_1 + n_2); 1/2 for no splitting
  double electrons_end_GeV = 0.0;  ///< T at which chi_2 e -> chi_1 e ends
  double all_end_GeV = 0.0;        ///< T at which chi_2 chi_2 -> chi_1 chi_1 has ended as well
};

/// An estimate at one mass point. The two states are kept in equilibrium by chi_2 e -> chi_1 e and by chi_2 chi_2 ->
/// chi_1 chi_1, and the share freezes at 1/(1 + exp(splitting/T_chi)) when the later of the two ends, rate = H:
///   chi_2 e:      n_e <16 pi alpha alpha_D eps^2 E' p'/m^4>, E' the energy of the electron after it took the splitting
///                 (static source, contact limit, which holds for T, splitting << m; Fermi-Dirac electrons);
///   chi_2 chi_2:  n_2 2^(5/2) pi alpha_D^2 m_chi^2/m^4 sqrt(splitting/m_chi)  (recalled: arXiv:2006.13918), with the
///                 larger of splitting and T_chi under the root.
/// T_chi = T while electrons scatter, T^2/T_end afterwards.
///
/// Error: a factor of two in a rate moves an end by 5 to 40 %, and ln(share) by as much where the share is small.
/// Cosmology of such pairs: arXiv:2108.13422.
class ExcitedState {
 public:
  ExcitedState(DarkMatter const& dm, double mediator_GeV);

  /// `epsilon_squared`: squared coupling of electrons in units of e^2; `omega_h2`: density of both states together.
  ExcitedShare operator()(double alpha_D, double epsilon_squared, double omega_h2) const;

 private:
  double m_chi_GeV_;
  double splitting_GeV_;
  double contact_GeV4_;  ///< 1/m^4 of the mediator
  // By temperature, falling.
  std::vector<double> T_GeV_;
  std::vector<double> electrons_;  ///< rate over H at alpha_D eps^2/m^4 = 1
  std::vector<double> density_;    ///< n/H at Omega h^2 = 1, GeV^2
};

}  // namespace penumbra
