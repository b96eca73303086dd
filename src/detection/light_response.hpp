#pragma once

#include <array>
#include <span>
#include <vector>

namespace penumbra {

/// How a scintillator turns nuclear recoils into light: quenching, light yield, fluctuation, selection. Follows the
/// CsI[Na] release of COHERENT (ancillary files of arXiv:2110.07730). Light is in the unit of the release, called PE
/// below: photoelectrons, or electron-equivalent energy (then 1 PE = 1 keVee). With a0 = 1 keVee/PE and b0 = 1 / r^2
/// the width of the fluctuation is r sqrt(E_ee / keV), 3 % less at 5 keVee and r = 0.6.
struct LightResponse {
  /// Electron-equivalent energy E_ee = q0 T + q1 T^2 + q2 T^3 + q3 T^4, both in MeV.
  /// Above `quenching_to_GeV`, where the measurements end, E_ee grows in proportion to T.
  std::array<double, 4> quenching{};
  double quenching_to_GeV = 0.0;
  /// PE are gamma distributed with shape 1 + b and rate a (1 + b), a = a0 / E_ee, b = b0 E_ee (E_ee in keV): the mean
  /// is E_ee / a0, so that 1 / a0 is the light yield.
  double fluctuation_a_keVee_per_PE = 0.0;
  double fluctuation_b_per_keVee = 0.0;
  /// Selection efficiency at x PE: max(0, e0 / (1 + exp(-e1 (x - e2))) + e3).
  std::array<double, 4> efficiency{};
  /// In its place, where there are any: a table, linear between, the last value beyond and nothing below.
  std::vector<double> efficiency_PE;
  std::vector<double> efficiency_at;

  double electron_equivalent_keV(double T_GeV) const;
  double selected(double PE) const;
  /// Probability that a recoil is selected in each bin of reconstructed PE. `edges` ascend; one value per bin.
  std::vector<double> per_bin(double T_GeV, std::span<double const> edges_PE) const;
};

}  // namespace penumbra
