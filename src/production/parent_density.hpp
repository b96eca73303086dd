#pragma once

#include <cmath>
#include <span>
#include <vector>

#include "beam/parent_spectrum.hpp"
#include "production/flux.hpp"
#include "production/numerics.hpp"

namespace penumbra {

/// Particles that decay where they are made: dN/(d ln P dOmega) per primary collision at the nodes of a quadrature in
/// ln P, as a function of h = sin^2(angle/2) to the beam.

/// Hadrons of a beam table.
class HadronDensity {
 public:
  HadronDensity(ParentSpectrum const& spectrum, double factor, Numerics const& numerics);
  std::vector<double> const& momenta_GeV() const { return momenta_; }
  std::vector<double> const& weights() const { return weights_; }
  double at(std::size_t i, double h) const { return scale_[i] * rows_[i](2.0 * momenta_[i] * std::sqrt(h)); }

 private:
  std::vector<double> momenta_;
  std::vector<double> weights_;
  std::vector<double> scale_;
  std::vector<ParentSpectrum::Row> rows_;
};

/// Mediators of a flux, up to the angle `theta_max_rad`; tabulated on its angles, with finer steps, and linear between.
class MediatorDensity {
 public:
  MediatorDensity(Flux& flux, double theta_max_rad, Numerics const& numerics);
  std::vector<double> const& momenta_GeV() const { return momenta_; }
  std::vector<double> const& weights() const { return weights_; }
  double at(std::size_t i, double h) const;
  /// Angle to the beam beyond which there are none of momentum i.
  double widest_rad(std::size_t i) const;
  /// Angles and solid angles of a quadrature over all directions of the table.
  std::vector<double> const& angles_rad() const { return angles_; }
  std::vector<double> const& solid_angles_sr() const { return solid_angles_; }
  /// Density of momentum i at angle j of these.
  double on_grid(std::size_t i, std::size_t j) const;

 private:
  double theta_0_;
  double step_;
  double pT_max_;
  std::vector<double> momenta_;
  std::vector<double> weights_;
  std::vector<double> angles_;
  std::vector<double> solid_angles_;
  std::vector<double> table_;
};

}  // namespace penumbra
