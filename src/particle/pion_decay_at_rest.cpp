#include "particle/pion_decay_at_rest.hpp"

#include "particle/constants.hpp"

namespace penumbra {
namespace {

/// scale/m x^2 (offset - x) for 0 < x < 1/2.
double michel_per_GeV(double E_GeV, double scale, double offset) {
  double const x = E_GeV / sm::m_mu_GeV;
  return x > 0.0 && x < 0.5 ? scale / sm::m_mu_GeV * x * x * (offset - x) : 0.0;
}

}  // namespace

double pion_at_rest_prompt_GeV() {
  return (sm::m_pi_GeV - sm::m_mu_GeV) * (sm::m_pi_GeV + sm::m_mu_GeV) / (2.0 * sm::m_pi_GeV);
}

double pion_at_rest_electron_neutrino_per_GeV(double E_GeV) { return michel_per_GeV(E_GeV, 192.0, 0.5); }

double pion_at_rest_muon_antineutrino_per_GeV(double E_GeV) { return michel_per_GeV(E_GeV, 64.0, 0.75); }

}  // namespace penumbra
