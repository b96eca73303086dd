#include "analysis/benchmark_cosmology.hpp"

#include <array>
#include <cmath>
#include <utility>

#include "core/roots.hpp"
#include "cosmology/constants.hpp"
#include "cosmology/degrees_of_freedom.hpp"
#include "cosmology/freeze_out_estimate.hpp"
#include "cosmology/relic_density.hpp"
#include "model/dark_matter/annihilation.hpp"
#include "model/dark_matter/widths.hpp"
#include "model/dark_photon/diagonalisation.hpp"
#include "model/registry.hpp"
#include "model/vector/vector_mediator.hpp"
#include "particle/constants.hpp"

namespace penumbra {
namespace {

using Inputs = BenchmarkInputs;

constexpr double cm3_s_per_inverse_GeV2 = sm::cm2_per_inverse_GeV2 * cosmology::speed_of_light_cm_s;
constexpr double target_omega_h2 = 0.12;

// The bath.

double g_energy(Inputs& in) {
  in.require_text("source", "Saikawa-Shirai fit");
  return energy_degrees_of_freedom(in.number("T_GeV"));
}

double g_entropy(Inputs& in) {
  in.require_text("source", "Saikawa-Shirai fit");
  return entropy_degrees_of_freedom(in.number("T_GeV"));
}

// Freeze-out with a given <sigma v>.

/// Strength of <sigma v> = strength x^-power, cm^3/s, that leaves the target.
double needed_cm3_s(FreezeOut const& freeze_out, double power) {
  FreezeOutNodes const nodes;
  auto const excess = [&](double ln_strength) {
    std::vector<double> sigma_v;
    for (std::size_t i = 0; i < freeze_out.average_count(); ++i)
      sigma_v.push_back(std::exp(ln_strength - power * nodes.ln_x_step * static_cast<double>(i)));
    return std::log(freeze_out(sigma_v).omega_h2 / target_omega_h2);
  };
  return std::exp(find_root(excess, std::log(1e-13), std::log(1e-3), 1e-9)) * cm3_s_per_inverse_GeV2;
}

FreezeOut majorana(Inputs& in) {
  in.require_text("dm", "Majorana g=2");
  return FreezeOut{in.number("m_chi_GeV"), 2.0, true};
}

double s_wave(Inputs& in) {
  in.require_text("x_dependence", "constant");
  return needed_cm3_s(majorana(in), 0.0);
}

double p_wave(Inputs& in) {
  in.require_text("avg", "<v^2>=6/x");
  return needed_cm3_s(majorana(in), 1.0) / 6.0;
}

double constant_omega(Inputs& in) {
  bool const self_conjugate = in.text("self_conjugate") == "true";
  if (!self_conjugate) in.require_text("self_conjugate", "false");
  FreezeOut const freeze_out{in.number("m_chi_GeV"), in.number("dof"), self_conjugate};
  double const sigma_v_GeV2 = in.number("sigma_v_cm3s") / cm3_s_per_inverse_GeV2;
  return freeze_out(std::vector<double>(freeze_out.average_count(), sigma_v_GeV2)).omega_h2;
}

// Dark matter behind a dark photon, in the convention of the sheet: the width of the propagator is the one at the pole
// for every s. The model's width runs; that needs up to 4 % less epsilon for Dirac fermions at alpha_D = 0.5 and m =
// 3 m_chi, 0.3 % or less for the others.

/// The model's name of a spin.
std::string spin_name(Inputs& in) {
  auto const text = in.text("dm");
  for (auto const& [name, model_name] : {std::pair{"complex_scalar", "complex-scalar"},
                                         {"majorana", "majorana"},
                                         {"dirac", "dirac"},
                                         {"dirac (pseudo-Dirac, Delta->0)", "dirac"}})
    if (text == name) return model_name;
  throw UnknownInput("dm: " + text);
}

struct Portal {
  std::array<double, 2> masses_GeV;  ///< dark matter, mediator
  std::unique_ptr<Model const> model;
  DarkMatter dm;
};

Portal portal(Inputs& in, double m_chi_GeV, double mediator_GeV) {
  Portal portal{{m_chi_GeV, mediator_GeV}, make_model("vector-dm", {{"dm", spin_name(in)}}), {}};
  portal.dm = *portal.model->dark_matter(portal.masses_GeV);
  return portal;
}

double leptonic_width_GeV(double m_GeV) {
  double width_GeV = 0.0;
  for (auto const& mode : vector_decays(m_GeV, kinetic_mixing({{0, 0}})))
    if (mode.final_state == "e+e-" || mode.final_state == "mu+mu-" || mode.final_state == "tau+tau-")
      width_GeV += mode.width_GeV;
  return width_GeV;
}

/// sigma to final states with the width `visible_GeV` at sqrt(s) = m and epsilon = 1; couplings alpha_D, epsilon.
double fixed_width_sigma_GeV2(Portal const& portal, double s_GeV2, double visible_GeV, Couplings couplings) {
  double const m_GeV = portal.masses_GeV[1];
  double const alpha_D = couplings[0];
  double const eps2 = couplings[1] * couplings[1];
  auto const propagator = [&](double imaginary) { return std::pow(s_GeV2 - m_GeV * m_GeV, 2) + imaginary * imaginary; };
  double const running_GeV = alpha_D * dark_width_GeV(portal.dm, std::sqrt(s_GeV2)) + eps2 * visible_GeV;
  double const pole_GeV =
      alpha_D * dark_width_GeV(portal.dm, m_GeV) + eps2 * vector_width_GeV(m_GeV, kinetic_mixing({{0, 2}}));
  return SChannelAnnihilation{portal.dm, m_GeV, s_GeV2}(alpha_D, eps2 * visible_GeV) *
         propagator(std::sqrt(s_GeV2) * running_GeV) / propagator(m_GeV * pole_GeV);
}

RelicDensity fixed_width_relic(Portal const& portal) {
  auto annihilation = *portal.model->annihilation(portal.masses_GeV);
  annihilation.sigma_at = nullptr;
  annihilation.sigma_GeV2 = [&portal](double s_GeV2, Couplings couplings) {
    return fixed_width_sigma_GeV2(portal, s_GeV2, vector_width_GeV(std::sqrt(s_GeV2), kinetic_mixing({{0, 2}})),
                                  couplings);
  };
  return RelicDensity{annihilation};
}

double thermal_epsilon(Inputs& in) {
  double const m_chi_GeV = in.number("m_chi_GeV");
  auto const dark = portal(in, m_chi_GeV, m_chi_GeV * in.number("mA_over_mchi"));
  std::array const couplings{in.number("alpha_D"), 1.0};
  auto const epsilon = thermal_coupling(fixed_width_relic(dark), couplings, {1, 1e-9, 1.0}, in.number("Omega_h2"));
  return epsilon.value_or(0.0);
}

double thermal_y(Inputs& in) {
  double const epsilon = thermal_epsilon(in);
  return epsilon * epsilon * in.number("alpha_D") * std::pow(in.number("mA_over_mchi"), -4);
}

double portal_omega(Inputs& in) {
  auto const dark = portal(in, in.number("m_chi_GeV"), in.number("m_Ap_GeV"));
  std::array const couplings{in.number("alpha_D"), in.number("eps")};
  return fixed_width_relic(dark)(couplings).omega_h2;
}

double to_leptons(Inputs& in) {
  in.require_text("final", "e,mu,tau");
  auto const dark = portal(in, in.number("m_chi_GeV"), in.number("m_Ap_GeV"));
  double const root_s_GeV = in.number("sqrt_s_GeV");
  std::array const couplings{in.number("alpha_D"), in.number("eps")};
  return fixed_width_sigma_GeV2(dark, root_s_GeV * root_s_GeV, leptonic_width_GeV(root_s_GeV), couplings) *
         sm::cm2_per_inverse_GeV2;
}

/// sigma v at rest into two vectors at alpha_D = 1, cm^3/s.
double secluded_cm3_s(Portal const& dark) {
  double const beta = 1e-5;
  double const s_GeV2 = 4.0 * dark.dm.mass_GeV * dark.dm.mass_GeV / (1.0 - beta * beta);
  return 2.0 * beta * secluded_annihilation_GeV2(dark.dm, dark.masses_GeV[1], s_GeV2) * cm3_s_per_inverse_GeV2;
}

double secluded(Inputs& in) {
  auto const dark = portal(in, in.number("m_chi_GeV"), in.number("m_Ap_GeV"));
  return std::pow(in.number("alpha_D"), 2) * secluded_cm3_s(dark);
}

double secluded_alpha(Inputs& in) {
  in.require_text("approx", "leading s-wave");
  auto const dark = portal(in, in.number("m_chi_GeV"), in.number("m_Ap_GeV"));
  auto const annihilation = *dark.model->annihilation(dark.masses_GeV);
  FreezeOut const freeze_out{annihilation.mass_GeV, annihilation.internal_states, annihilation.self_conjugate};
  return std::sqrt(needed_cm3_s(freeze_out, 0.0) / secluded_cm3_s(dark));
}

// Numbers that one computes on paper.

double lee_weinberg(Inputs& in) {
  in.require_text("sigma_v", "c G_F^2 m^2/(2 pi)");
  return lee_weinberg_mass_GeV(in.number("Omega_h2"), in.number("c"));
}

double estimated_omega(Inputs& in) {
  in.require_text("method", "estimate with an s wave");
  bool const self_conjugate = in.text("self_conjugate") == "true";
  return estimate_freeze_out(in.number("m_chi_GeV"), in.number("dof"), self_conjugate,
                             in.number("sigma_v_cm3s") / cm3_s_per_inverse_GeV2, 0.0)
      .omega_h2;
}

double natural_mixing(Inputs& in) {
  std::array const fermions{LoopFermion{in.number("q_1"), in.number("qD_1"), in.number("m_1_GeV")},
                            LoopFermion{in.number("q_2"), in.number("qD_2"), in.number("m_2_GeV")}};
  return std::abs(loop_mixing(in.number("g_D"), fermions));
}

double Z_current(Inputs& in) {
  auto const mixed = diagonalise(in.number("m_Ap_GeV"), in.number("eps"));
  if (!mixed) throw UnknownInput("m_Ap_GeV: too close to the Z");
  return mixed->Z_current;
}

constexpr std::string_view vector_portal = "vector_portal_dm";

constexpr std::array table{
    BenchmarkQuantity{"SM", "g_*rho(T)", "1", &g_energy},
    BenchmarkQuantity{"SM", "g_*s(T)", "1", &g_entropy},
    BenchmarkQuantity{"generic", "<sigma v> for Omega h2=0.12, s-wave", "cm3/s", &s_wave},
    BenchmarkQuantity{"generic", "b in sigma v=b v^2 for Omega h2=0.12, p-wave", "cm3/s", &p_wave},
    BenchmarkQuantity{"generic", "Omega_h2", "1", &constant_omega},
    BenchmarkQuantity{"generic", "Omega_h2 estimate", "1", &estimated_omega},
    BenchmarkQuantity{"generic", "Lee-Weinberg mass", "GeV", &lee_weinberg},
    BenchmarkQuantity{"dark_photon", "eps from loops", "1", &natural_mixing},
    BenchmarkQuantity{"dark_photon", "coupling to the Z current/g_Z", "1", &Z_current},
    BenchmarkQuantity{vector_portal, "y_target=eps^2 alphaD (mchi/mA)^4", "1", &thermal_y},
    BenchmarkQuantity{vector_portal, "eps_target", "1", &thermal_epsilon},
    BenchmarkQuantity{vector_portal, "Omega_h2", "1", &portal_omega},
    BenchmarkQuantity{vector_portal, "sigma(chi chibar->leptons)", "cm2", &to_leptons},
    BenchmarkQuantity{vector_portal, "alpha_D secluded for Omega h2=0.12", "1", &secluded_alpha},
    BenchmarkQuantity{vector_portal, "sigma v(chi chibar->A'A') s-wave", "cm3/s", &secluded},
};

}  // namespace

std::span<BenchmarkQuantity const> cosmology_benchmarks() { return table; }

}  // namespace penumbra
