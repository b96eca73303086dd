#include "production/proton_bremsstrahlung.hpp"

#include <cmath>
#include <numbers>

#include "core/integrate.hpp"
#include "particle/constants.hpp"

namespace penumbra {
namespace {

constexpr double m_p2 = sm::m_p_GeV * sm::m_p_GeV;

/// w = alpha/(2 pi) (c_1/H + c_2/H^2 + c_3/H^3).
struct Coefficients {
  double c1;
  double c2;
  double c3;
};

/// `mixed`: the factor of m_p^2 m^2 on which treatments differ.
Coefficients coefficients(double z, double m_GeV, double mixed) {
  double const m2 = m_GeV * m_GeV;
  double const y = 1.0 - z;
  return {(1.0 + y * y) / z, -2.0 * z * y * (2.0 * m_p2 + m2),
          2.0 * z * y * (2.0 * z * z * m_p2 * m_p2 + mixed * m_p2 * m2 + y * m2 * m2)};
}

double as_printed(double z) { return z + (1.0 - z) * (1.0 - z); }

double virtuality(double z, double pT2_GeV2, double m_GeV) {
  return pT2_GeV2 + (1.0 - z) * m_GeV * m_GeV + z * z * m_p2;
}

double splitting(Coefficients const& c, double H) {
  return sm::alpha / (2.0 * std::numbers::pi) * (c.c1 + (c.c2 + c.c3 / H) / H) / H;
}

/// Squared form factor of a proton H/z off its mass shell.
double off_shell_squared(double z, double H, double scale_GeV) {
  double const scale4 = std::pow(scale_GeV, 4);
  double const D = scale4 / (scale4 + H * H / (z * z));
  return D * D;
}

}  // namespace

double splitting_per_eps2(double z, double pT2_GeV2, double m_GeV) {
  return splitting(coefficients(z, m_GeV, as_printed(z)), virtuality(z, pT2_GeV2, m_GeV));
}

double splitting_of_matrices_per_eps2(double z, double pT2_GeV2, double m_GeV) {
  return splitting(coefficients(z, m_GeV, 1.0 + (1.0 - z) * (1.0 - z)), virtuality(z, pT2_GeV2, m_GeV));
}

double quasi_real_splitting_per_eps2(double z, double pT2_GeV2, double m_GeV, double off_shell_GeV,
                                     std::complex<double> pauli_over_dirac) {
  double const y = 1.0 - z;
  double const m2 = m_GeV * m_GeV;
  double const H = virtuality(z, pT2_GeV2, m_GeV);
  double const dirac = ((1.0 + y * y) / z - z * y * (2.0 * m_p2 + m2) / H) / H;
  double const interference = z * (H - 3.0 * y * m2) / (H * H);
  double const pauli = z / m_p2 * (0.25 / (z * z) + (0.125 * m2 * (H - y * m2) - y * m2 * m_p2) / (H * H));
  return sm::alpha / (2.0 * std::numbers::pi) * off_shell_squared(z, H, off_shell_GeV) *
         (dirac + pauli_over_dirac.real() * interference + std::norm(pauli_over_dirac) * pauli);
}

double scalar_splitting_per_g2(double z, double pT2_GeV2, double m_GeV) {
  double const H = virtuality(z, pT2_GeV2, m_GeV);
  return z * (pT2_GeV2 + (2.0 - z) * (2.0 - z) * m_p2) / (16.0 * std::numbers::pi * std::numbers::pi * H * H);
}

double quasi_real_scalar_splitting_per_g2(double z, double pT2_GeV2, double m_GeV, double off_shell_GeV) {
  return scalar_splitting_per_g2(z, pT2_GeV2, m_GeV) *
         off_shell_squared(z, virtuality(z, pT2_GeV2, m_GeV), off_shell_GeV);
}

double splitting_below_pT_per_eps2(double z, double pT_max_GeV, double m_GeV) {
  auto const [c1, c2, c3] = coefficients(z, m_GeV, as_printed(z));
  double const low = virtuality(z, 0.0, m_GeV);
  double const high = virtuality(z, pT_max_GeV * pT_max_GeV, m_GeV);
  return sm::alpha / (2.0 * std::numbers::pi) *
         (c1 * std::log(high / low) + c2 * (1.0 / low - 1.0 / high) +
          0.5 * c3 * (1.0 / (low * low) - 1.0 / (high * high)));
}

double splitting_probability_per_eps2(double z_min, double z_max, double pT_max_GeV, double m_GeV) {
  auto const nodes = composite_gauss_legendre(8, 8, z_min, z_max);
  double sum = 0.0;
  for (std::size_t i = 0; i < nodes.size(); ++i)
    sum += nodes.w[i] * splitting_below_pT_per_eps2(nodes.x[i], pT_max_GeV, m_GeV);
  return sum;
}

Polarisation splitting_polarisation(double z, double pT_GeV, double m_GeV) {
  double const y = 1.0 - z;
  double const H = virtuality(z, pT_GeV * pT_GeV, m_GeV);
  double const q = pT_GeV * pT_GeV / H;
  double const v = 1.0 - 2.0 * q;
  double const both = 0.25 * (1.0 + y) * (1.0 + y);
  double const difference = 0.25 * z * z;
  double const flip = z * z * z * z * q * m_p2 / H;
  double const xx = both * v * v + difference + flip;
  double const yy = both + difference * v * v + flip;
  double const zz = 4.0 * y * y * q * m_GeV * m_GeV / H;
  double const trace = xx + yy + zz;
  return {xx / trace, yy / trace, zz / trace, (1.0 + y) * y * v * pT_GeV * m_GeV / (H * trace)};
}

double sigma_pp_mb(double s_GeV2) {
  constexpr double s_M = (2.0 * sm::m_p_GeV + 2.2127) * (2.0 * sm::m_p_GeV + 2.2127);
  double const x = s_GeV2 / s_M;
  double const log_x = std::log(x);
  return 0.2704 * log_x * log_x + 34.49 + 12.98 * std::pow(x, -0.451) - 7.38 * std::pow(x, -0.549);
}

double sigma_elastic_pp_mb(double s_GeV2) {
  double const ln_s = std::log(s_GeV2);
  return 11.7 + ln_s * (-1.59 + 0.134 * ln_s);
}

double sigma_not_single_diffractive_mb(double s_GeV2) { return 1.76 + 19.8 * std::pow(s_GeV2, 0.057); }

}  // namespace penumbra
