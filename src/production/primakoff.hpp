#pragma once

#include <vector>

namespace penumbra {

/// gamma + nucleus -> a + nucleus at rest, with L = -(g/4) a F Ftilde, g in GeV^-1, in cm^2.

/// Per angle of the ALP, for a point charge Z: g^2 alpha Z^2 E^2 p^2 sin^3 theta/(4 q^4), q^2 = |p_gamma - p|^2.
/// Source: Raffelt, Phys. Rev. D 33 (1986) 897 and arXiv:1512.03069, eq. 4, which has p^4 for E^2 p^2 (the same for
/// E >> m). Nucleus without recoil: q^2/(2 M) << E.
double primakoff_dsigma_dtheta_cm2(double g_per_GeV, double m_GeV, double E_GeV, double Z, double theta);

/// Integral over q^2 from [E - p]^2 to q2_max of
///
///   (g^2 alpha Z^2/8) (q^2 - q_min^2)/q^4 [1 - (q^2 - q_min^2)/(4 E p)] F^2(q^2)
///
/// with the screening by atomic electrons and the Helm form factor. Valid: elastic only; above the scale of the
/// nucleus, m^2/(2 E) > 0.1 GeV, incoherent scattering on protons takes over and is left out. Zero where closed.
/// Quadrature error below 1e-4.
double primakoff_cross_section_cm2(double g_per_GeV, double m_GeV, double E_GeV, double Z, double A,
                                   double q2_max_GeV2);

/// Per solid angle of the ALP, and by the logarithm of its momentum transfer, on an atom whose form factor (screening
/// and Helm, as above) is tabulated: for fluxes. Momentum transfers up to 1 GeV.
class PrimakoffAtom {
 public:
  PrimakoffAtom(double Z, double A);
  /// One momentum: s = q^2 - q_min^2 = 4 E p sin^2(angle/2).
  class At {
   public:
    At(PrimakoffAtom const& atom, double m_GeV, double E_GeV);
    /// Below this q^2 the cross section is small: the least of the kinematics, or the screening.
    double width_GeV2() const;
    /// Smallest and largest s that count: below, less than 1e-7 of the cross section.
    double s_first_GeV2() const;
    double s_last_GeV2() const;
    /// d sigma/d ln s at g = 1/GeV, cm^2.
    double per_ln_s_cm2(double s_GeV2) const { return s_GeV2 * per_s_cm2(s_GeV2); }
    /// d sigma/dOmega at g = 1/GeV, cm^2/sr.
    double per_solid_angle_cm2(double angle_rad) const;
    /// sin^2(angle/2) of s.
    double h(double s_GeV2) const { return s_GeV2 / four_Ep_; }

   private:
    double per_s_cm2(double s_GeV2) const;
    PrimakoffAtom const& atom_;
    double q2_min_;
    double four_Ep_;
  };

 private:
  double squared(double q2_GeV2) const;  ///< alpha Z^2 F^2/8 in cm^2 GeV^2
  double screening_GeV2_;                ///< squared momentum 1/a^2 of the screening
  struct Cell {
    double at_first;
    double slope;  ///< by q^2
  };
  std::vector<Cell> table_;
};

}  // namespace penumbra
