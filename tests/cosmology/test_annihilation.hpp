#pragma once

#include <cmath>
#include <numbers>

#include "model/model.hpp"

namespace penumbra::test {

/// sigma v_lab = coupling x (a + b eps), eps = (s - 4 m^2)/(4 m^2) the kinetic energy in the frame of one particle in
/// units of 2 m; the thermal average of a constant sigma v_lab is that constant, at any temperature (Gondolo, Gelmini
/// 1991).
inline Annihilation lab_expansion(double mass_GeV, double a_GeV2, double b_GeV2) {
  Annihilation annihilation;
  annihilation.mass_GeV = mass_GeV;
  annihilation.internal_states = 2.0;
  annihilation.self_conjugate = true;
  annihilation.sigma_GeV2 = [=](double s_GeV2, Couplings couplings) {
    double const threshold = 4.0 * mass_GeV * mass_GeV;
    double const v_lab = std::sqrt(s_GeV2 * (s_GeV2 - threshold)) / (s_GeV2 - 0.5 * threshold);
    return couplings[0] * (a_GeV2 + b_GeV2 * (s_GeV2 / threshold - 1.0)) / v_lab;
  };
  return annihilation;
}

/// Breit-Wigner with the width over mass as second coupling, running like sqrt(s) times beta^3, on a p-wave:
/// sigma = c beta s / [(s - M^2)^2 + s Gamma(s)^2].
inline Annihilation breit_wigner(double mass_GeV, double resonance_GeV) {
  Annihilation annihilation;
  annihilation.mass_GeV = mass_GeV;
  annihilation.internal_states = 2.0;
  annihilation.self_conjugate = false;
  annihilation.resonance_GeV = resonance_GeV;
  annihilation.relative_width = [](Couplings couplings) { return couplings[1]; };
  annihilation.sigma_GeV2 = [=](double s_GeV2, Couplings couplings) {
    auto const beta = [&](double s) { return std::sqrt(1.0 - 4.0 * mass_GeV * mass_GeV / s); };
    double const M2 = resonance_GeV * resonance_GeV;
    double const running = M2 > 4.0 * mass_GeV * mass_GeV ? std::pow(beta(s_GeV2) / beta(M2), 3) : 1.0;
    double const imaginary = s_GeV2 * couplings[1] * running;
    return couplings[0] * beta(s_GeV2) * s_GeV2 / ((s_GeV2 - M2) * (s_GeV2 - M2) + imaginary * imaginary);
  };
  return annihilation;
}

}  // namespace penumbra::test
