#pragma once

#include "detection/cross_section_table.hpp"
#include "model/dark_matter/scattering.hpp"
#include "production/numerics.hpp"

namespace penumbra {

/// Which hadronic showers count.
struct ShowerWindow {
  double energy_min_GeV = 0.0;  ///< what dark matter loses, nu
  double energy_max_GeV = 0.0;
  double Q_min_GeV = 0.0;                    ///< momentum transfer sqrt(Q^2)
  double transverse_momentum_min_GeV = 0.0;  ///< of the hadrons, to the direction of dark matter
};

/// Is dark matter coupled to the electromagnetic current, whose structure functions are measured?
bool couples_like_photons(DarkMatter const& dm);

/// dsigma/(dQ^2 dnu) of chi N -> chi' X in GeV^-5 at alpha_D = 1 and matter coupling 1, for W^2 > 3 GeV^2. The dark
/// photon couples to the electromagnetic current, so that F_2 and R of the photon make it exact at leading order in
/// epsilon, for every kind of dark matter and every Q^2 down to real photons. Valid: DarkMatter that
/// `couples_like_photons`.
double deep_inelastic_GeV5(DarkMatter const& dm, double mediator_GeV, Nucleon nucleon, double E_GeV, double Q2_GeV2,
                           double nu_GeV);

/// Cross section of chi N -> chi' X with a shower in a window, in m^2 at alpha_D = 1 and matter coupling 1; zero for
/// other currents than the photon's. Free nucleons: shadowing and the EMC effect (below 10 % for 0.05 < x < 0.7 on
/// tungsten, down to -40 % for real photons) are left out.
class DeepInelasticCrossSection : public CrossSectionTable {
 public:
  DeepInelasticCrossSection(DarkMatter const& dm, double mediator_GeV, Nucleon nucleon, ShowerWindow const& window,
                            double E_max_GeV, Numerics const& numerics);
};

}  // namespace penumbra
