#pragma once

#include <functional>
#include <string>
#include <vector>

#include "beam/beam.hpp"
#include "production/numerics.hpp"

namespace penumbra {

/// Photons per primary collision, dN/(d ln k dOmega), azimuthally symmetric, as a table that any number of threads may
/// read: it does not know the mediator.
///
/// Nodes: 32 per decade of the momentum; t = 2 k sin(theta/2) = 0.02 GeV sinh(0.15 i) up to 8 GeV. Bilinear in the
/// logarithm; zero outside. Against the densities themselves within 1 %.
class PhotonSpectrum {
 public:
  PhotonSpectrum(double k_min_GeV, double k_max_GeV,
                 std::function<double(double k_GeV, double theta_rad)> const& density);

  double k_min_GeV() const { return k_min_; }
  double k_max_GeV() const { return k_max_; }
  /// At one momentum; then at many angles, h = sin^2(theta/2).
  class Row {
   public:
    double operator()(double h) const;

   private:
    friend class PhotonSpectrum;
    double k_;
    double fraction_;
    double const* lower_ = nullptr;  ///< null outside
    double const* upper_ = nullptr;
    std::size_t cells_ = 0;
  };
  Row row(double k_GeV) const;
  std::size_t bytes() const { return ln_density_.size() * sizeof(double); }

 private:
  double k_min_;
  double k_max_;
  double ln_step_;
  std::size_t rows_;
  std::size_t columns_;
  std::vector<double> ln_density_;
};

/// Photons of the decays of pi0 and eta of a beam, with the tables of a generator, where they are made: two per decay.
/// Left out: omega -> pi0 gamma and eta' (1 to 3 % of the photons), photons of the electromagnetic showers that they
/// begin (softer, and mostly below what is looked for).
PhotonSpectrum photons_of_mesons(Beam const& beam, std::string const& generator, Numerics const& numerics);

/// Photons of the field of a proton of momentum E that is left whole, per proton:
///
///   dN/(dx dq_t^2) = (alpha/pi x) [(1 - x) q_t^2 D/(q_t^2 + x^2 m_p^2) + x^2 C/2]/(q_t^2 + x^2 m_p^2),
///   Q^2 = (q_t^2 + x^2 m_p^2)/(1 - x),   C = mu_p^2 G^2,
///   D = (4 m_p^2 + mu_p^2 Q^2) G^2/(4 m_p^2 + Q^2),   G = 1/(1 + Q^2/0.71 GeV^2)^2, mu_p^2 = 7.78
///
/// Source: Budnev et al., Phys. Rept. 15 (1975) 181, eqs. 6.16 and D.7, in the form of arXiv:1512.03069.
/// Valid: real photons in place of these, Q^2 small against what they do.
PhotonSpectrum photons_of_protons(double E_GeV);
double equivalent_photons_per_GeV2(double x, double qt2_GeV2);

}  // namespace penumbra
