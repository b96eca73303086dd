#include "model/dark_matter/annihilation.hpp"

#include <cmath>
#include <numbers>

#include "model/dark_matter/widths.hpp"

namespace penumbra {
namespace {

using Spin = DarkMatter::Spin;

/// Squared amplitude of chi chibar -> V V, summed over the spins of the vectors, over g_D^4 (and 8 for fermions):
///   X = constant + mixed/(a b) + square (1/a^2 + 1/b^2),   a = 2 p_1.k_1 - m^2, b = 2 p_1.k_2 - m^2.
/// The currents are conserved, so that -g_mu_nu is the sum over polarisations. At m = 0 QED's e+e- -> gamma gamma.
struct Amplitude {
  double constant;
  double mixed_GeV4;
  double square_GeV4;
};

Amplitude fermion_amplitude(double chi2, double m2, double s) {
  double const root = 2.0 * chi2 + m2;
  return {-2.0, s * s + 4.0 * chi2 * s + 4.0 * m2 * m2 - 8.0 * chi2 * (chi2 + m2), -root * root};
}

Amplitude scalar_amplitude(double chi2, double m2, double s) {
  double const h = 4.0 * chi2 - m2;
  return {8.0, 2.0 * (s - h) * (s - h) - 2.0 * s * (s - 2.0 * m2), h * h};
}

/// Integral of X over the cosine: a, b = A -+ B cos.
double over_angles(Amplitude const& x, double A, double B) {
  double const ratio = B / A;
  double const logarithm = ratio > 0.0 ? 2.0 * std::atanh(ratio) / ratio : 2.0;  // ln[(A+B)/(A-B)] A/B
  return 2.0 * x.constant + x.mixed_GeV4 * logarithm / (A * A) + 4.0 * x.square_GeV4 / ((A - B) * (A + B));
}

int spin_states(DarkMatter const& dm) { return dm.spin == Spin::complex_scalar ? 1 : 2; }

}  // namespace

SChannelAnnihilation::SChannelAnnihilation(DarkMatter const& dm, double m_GeV, double s_GeV2) : s_GeV2_{s_GeV2} {
  double const sum = dm.mass_GeV + dm.heavier_mass_GeV;
  double const difference = dm.heavier_mass_GeV - dm.mass_GeV;
  double const k2 = 0.25 * (s_GeV2 - sum * sum) * (1.0 - difference * difference / s_GeV2);
  if (!(k2 > 0.0)) return;
  double const identical = dm.spin == Spin::majorana ? 2.0 : 1.0;
  int const states = spin_states(dm) * spin_states(dm);
  dark_GeV_ = dark_width_GeV(dm, std::sqrt(s_GeV2));
  strength_ = 12.0 * std::numbers::pi * identical * s_GeV2 / (k2 * states);
  double const off_shell = s_GeV2 - m_GeV * m_GeV;
  off_shell2_GeV4_ = off_shell * off_shell;
}

double secluded_annihilation_GeV2(DarkMatter const& dm, double m_GeV, double s_GeV2) {
  double const chi_GeV = 0.5 * (dm.mass_GeV + dm.heavier_mass_GeV);
  double const chi2 = chi_GeV * chi_GeV;
  double const m2 = m_GeV * m_GeV;
  if (s_GeV2 <= 4.0 * chi2 || s_GeV2 <= 4.0 * m2) return 0.0;
  double const beta = std::sqrt(1.0 - 4.0 * chi2 / s_GeV2);
  double const beta_vector = std::sqrt(1.0 - 4.0 * m2 / s_GeV2);
  double const A = 0.5 * s_GeV2 - m2;
  double const B = 0.5 * s_GeV2 * beta * beta_vector;
  switch (dm.spin) {
    case Spin::complex_scalar:
      return std::numbers::pi * beta_vector / (4.0 * s_GeV2 * beta) *
             over_angles(scalar_amplitude(chi2, m2, s_GeV2), A, B);
    case Spin::dirac:
    case Spin::pseudo_dirac:
      return std::numbers::pi * beta_vector / (2.0 * s_GeV2 * beta) *
             over_angles(fermion_amplitude(chi2, m2, s_GeV2), A, B);
    case Spin::majorana: {
      double const r2 = m2 / chi2;
      if (r2 >= 1.0) return 0.0;
      double const left = 1.0 - 0.5 * r2;
      double const sigma_v = std::numbers::pi / chi2 * std::pow(1.0 - r2, 1.5) / (left * left);
      return sigma_v / (2.0 * beta);
    }
  }
  return 0.0;
}

}  // namespace penumbra
