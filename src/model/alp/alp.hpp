#pragma once

#include <map>
#include <memory>
#include <string>

#include "model/model.hpp"

namespace penumbra {

/// Axion-like particles, points in the space of `AlpCouplings`; none takes options but the last. Three normalisations
/// of couplings to field strengths are in use, g/4 (here for photons, W and hypercharge fields), g_s^2/8 (here for
/// gluons) and c/Lambda without a number: they differ by factors 2, 4 and 8, and `Model::convention` states ours.

/// L = -(g_agg/4) a F Ftilde
std::unique_ptr<Model const> make_alp_photon(std::map<std::string, std::string> const& options);
/// L = (g_Y/2 v) d_mu a sum_f fbar gamma^mu gamma5 f, that is -i g_Y (m_f/v) a fbar gamma5 f
std::unique_ptr<Model const> make_alp_fermion(std::map<std::string, std::string> const& options);
/// L = -(g_s^2/8) (1/f_G) a G Gtilde
std::unique_ptr<Model const> make_alp_gluon(std::map<std::string, std::string> const& options);
/// L = -(g_aWW/4) a W Wtilde, SU(2) triplet
std::unique_ptr<Model const> make_alp_w(std::map<std::string, std::string> const& options);
/// L = -(g_aBB/4) a B Btilde
std::unique_ptr<Model const> make_alp_hypercharge(std::map<std::string, std::string> const& options);
/// Coefficients are options: c_photon, c_W, c_B, c_G, c_e, c_mu, c_tau, c_q, c_t; zero where not given.
std::unique_ptr<Model const> make_alp(std::map<std::string, std::string> const& options);

}  // namespace penumbra
