#pragma once

#include <map>
#include <memory>
#include <string>

#include "model/model.hpp"

namespace penumbra {

/// Scalars with couplings like those of the Higgs boson. One that mixes with the Higgs boson. Options: hadrons =
/// dispersive, omnes, chiral; b_decays = inclusive, exclusive; quartic = off, on (a second coupling, for h -> S S).
std::unique_ptr<Model const> make_dark_scalar(std::map<std::string, std::string> const& options);
/// Any multiples of its couplings. Options: kappa_e, kappa_mu, kappa_tau, kappa_u, kappa_d, kappa_s, kappa_c, kappa_b,
/// kappa_t, kappa_V, zero where not given; hadrons = omnes, dispersive (quarks of one kappa only), chiral; b_decays.
std::unique_ptr<Model const> make_scalar(std::map<std::string, std::string> const& options);

}  // namespace penumbra
