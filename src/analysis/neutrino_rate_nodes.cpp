#include <algorithm>
#include <cmath>

#include "analysis/neutrino_rate.hpp"
#include "core/contracts.hpp"
#include "core/integrate.hpp"
#include "particle/cevns.hpp"
#include "particle/constants.hpp"
#include "particle/pion_decay_at_rest.hpp"

namespace penumbra {
namespace {

constexpr int recoil_order = 16;  // per step of the efficiency, in the logarithm of the recoil
constexpr int energy_order = 4;   // per step of a spectrum: a parabola in 1/E
constexpr int michel_points = 65;

double at(std::vector<double> const& x, std::vector<double> const& y, std::size_t step, double value) {
  return y[step] + (y[step + 1] - y[step]) * (value - x[step]) / (x[step + 1] - x[step]);
}

/// Least energy of a massless particle that leaves a target of this mass a recoil T.
double least_energy_GeV(double mass_GeV, double T_GeV) {
  return 0.5 * (T_GeV + std::sqrt(T_GeV * (T_GeV + 2.0 * mass_GeV)));
}

void add(InterferingCrossSection& sum, double weight, InterferingCrossSection const& term) {
  sum.standard += weight * term.standard;
  sum.linear += weight * term.linear;
  sum.quadratic += weight * term.quadratic;
}

/// dsigma/dT averaged over a source.
template <class CrossSection>
InterferingCrossSection averaged(NeutrinoSource const& source, double least_GeV, double T_GeV, CrossSection sigma) {
  auto const& E = source.energy_GeV;
  if (E.size() == 1) return sigma(source.neutrino, E.front(), T_GeV);
  InterferingCrossSection sum{0.0, 0.0, 0.0};
  double all = 0.0;
  for (std::size_t i = 0; i + 1 < E.size(); ++i) {
    all += 0.5 * (source.density[i] + source.density[i + 1]) * (E[i + 1] - E[i]);
    double const from = std::max(E[i], least_GeV);
    if (from >= E[i + 1]) continue;
    auto const nodes = gauss_legendre(energy_order, from, E[i + 1]);
    for (std::size_t n = 0; n < nodes.size(); ++n)
      add(sum, nodes.w[n] * at(E, source.density, i, nodes.x[n]), sigma(source.neutrino, nodes.x[n], T_GeV));
  }
  return {sum.standard / all, sum.linear / all, sum.quadratic / all};
}

/// Recoils of one kind of target.
template <class CrossSection>
void add_recoils(std::vector<NeutrinoRateNode>& nodes, NeutrinoSource const& source, RecoilEfficiency const& efficiency,
                 double target_GeV, double targets, NeutrinoPartner const& partner, CrossSection sigma) {
  double const E_GeV = source.energy_GeV.back();
  double const largest_GeV = 2.0 * E_GeV * E_GeV / (target_GeV + 2.0 * E_GeV);
  auto const& T = efficiency.recoil_GeV;
  for (std::size_t i = 0; i + 1 < T.size(); ++i) {
    double const to = std::min(T[i + 1], largest_GeV);
    if (to <= T[i]) break;
    auto const logs = gauss_legendre(recoil_order, std::log(T[i]), std::log(to));
    for (std::size_t n = 0; n < logs.size(); ++n) {
      double const T_GeV = std::exp(logs.x[n]);
      double const weight = source.share * targets * logs.w[n] * T_GeV * at(T, efficiency.efficiency, i, T_GeV);
      NeutrinoRateNode node{2.0 * target_GeV * T_GeV, source.neutrino.flavour, partner, {0.0, 0.0, 0.0}};
      add(node.rate, weight, averaged(source, least_energy_GeV(target_GeV, T_GeV), T_GeV, sigma));
      nodes.push_back(node);
    }
  }
}

}  // namespace

std::vector<NeutrinoSource> pion_at_rest_sources() {
  NeutrinoSource delayed_e{{NeutrinoFlavour::electron}, 1.0, {}, {}};
  NeutrinoSource delayed_mu{{NeutrinoFlavour::muon, true}, 1.0, {}, {}};
  for (int i = 0; i < michel_points; ++i) {
    // just below the end, where the spectrum of nubar_mu stops
    double const E_GeV = 0.5 * sm::m_mu_GeV * (1.0 - 1e-9) * i / (michel_points - 1);
    delayed_e.energy_GeV.push_back(E_GeV);
    delayed_e.density.push_back(pion_at_rest_electron_neutrino_per_GeV(E_GeV));
    delayed_mu.energy_GeV.push_back(E_GeV);
    delayed_mu.density.push_back(pion_at_rest_muon_antineutrino_per_GeV(E_GeV));
  }
  return {{{NeutrinoFlavour::muon}, 1.0, {pion_at_rest_prompt_GeV()}, {1.0}}, delayed_e, delayed_mu};
}

std::vector<NeutrinoRateNode> electron_recoil_nodes(std::span<NeutrinoSource const> sources,
                                                    RecoilEfficiency const& efficiency) {
  std::vector<NeutrinoRateNode> nodes;
  for (auto const& source : sources)
    add_recoils(nodes, source, efficiency, sm::m_e_GeV, 1.0, {.electrons = 1.0}, &neutrino_electron_cm2_per_GeV);
  return nodes;
}

std::vector<NeutrinoRateNode> nuclear_recoil_nodes(std::span<NeutrinoSource const> sources,
                                                   std::span<NuclearTarget const> targets,
                                                   RecoilEfficiency const& efficiency) {
  std::vector<NeutrinoRateNode> nodes;
  for (auto const& target : targets) {
    CevnsTarget const nucleus{target.Z, target.N, target.mass_GeV};
    NeutrinoPartner const partner{.protons = static_cast<double>(target.Z), .neutrons = target.N};
    for (auto const& source : sources)
      add_recoils(nodes, source, efficiency, target.mass_GeV, target.share, partner,
                  [&](Neutrino, double E_GeV, double T_GeV) { return cevns_cm2_per_GeV(nucleus, E_GeV, T_GeV); });
  }
  return nodes;
}

std::vector<NeutrinoRateNode> trident_nodes(std::span<double const> Q2_GeV2, std::span<double const> vector_part,
                                            std::span<double const> axial_part) {
  PENUMBRA_EXPECT(Q2_GeV2.size() == vector_part.size() && Q2_GeV2.size() == axial_part.size());
  double const g_V = 0.5 + 2.0 * sm::sin2_theta_w_low;
  double const g_A = 0.5;
  std::vector<NeutrinoRateNode> nodes;
  for (std::size_t i = 0; i < Q2_GeV2.size(); ++i)
    nodes.push_back(
        {Q2_GeV2[i],
         NeutrinoFlavour::muon,
         {.muons = 1.0},
         {g_V * g_V * vector_part[i] + g_A * g_A * axial_part[i], 4.0 * g_V * vector_part[i], 4.0 * vector_part[i]}});
  return nodes;
}

}  // namespace penumbra
