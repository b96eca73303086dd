#pragma once

#include <map>
#include <memory>
#include <string>

#include "model/model.hpp"

namespace penumbra {

/// Vectors with other charges than the photon's, L = -g V_mu sum_f x_f fbar gamma^mu f. None takes options but the
/// last.
std::unique_ptr<Model const> make_b_minus_l(std::map<std::string, std::string> const& options);
std::unique_ptr<Model const> make_baryon(std::map<std::string, std::string> const& options);
std::unique_ptr<Model const> make_l_mu_minus_l_tau(std::map<std::string, std::string> const& options);
std::unique_ptr<Model const> make_l_e_minus_l_mu(std::map<std::string, std::string> const& options);
std::unique_ptr<Model const> make_l_e_minus_l_tau(std::map<std::string, std::string> const& options);
std::unique_ptr<Model const> make_protophobic(std::map<std::string, std::string> const& options);
/// What `baryon` couples to, for models that add dark matter: the vector of mass m with the monomial g^2.
VectorMediator baryon_mediator(double m_GeV, Monomial const& g_squared);
/// Charges are options: x_e, x_mu, x_tau, x_nu_e, x_nu_mu, x_nu_tau, x_u, x_d, x_s, x_c, x_b; zero where not given.
/// `dark_width`: decays to unseen particles, as a multiple of the width to ordinary matter.
std::unique_ptr<Model const> make_vector(std::map<std::string, std::string> const& options);

}  // namespace penumbra
