#include "production/primakoff_flux.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "production/rings.hpp"

namespace penumbra {
namespace {

constexpr double avogadro = 6.02214076e23;  // exact, SI

/// Momentum transfers below 5 MeV do not change the direction of photons that have transverse momenta of 100 MeV.
constexpr double unbent_GeV2 = 2.5e-5;

/// Directions into which photons are bent: sin^2(angle/2) and a share of the cross section.
struct Bend {
  double h;
  double sigma_cm2;
};

std::vector<Bend> bends(PrimakoffAtom::At const& at, Numerics const& numerics) {
  std::vector<Bend> result{{0.0, 0.0}};
  double const first = at.s_first_GeV2();
  double const last = at.s_last_GeV2();
  if (last <= first) return result;
  double const middle = std::clamp(unbent_GeV2, first, last);
  auto const straight = gauss_legendre(2 * numerics.primakoff_transfers, std::log(first), std::log(middle));
  for (std::size_t i = 0; i < straight.size(); ++i)
    result.front().sigma_cm2 += straight.w[i] * at.per_ln_s_cm2(std::exp(straight.x[i]));
  auto const bent = gauss_legendre(numerics.primakoff_transfers, std::log(middle), std::log(last));
  for (std::size_t i = 0; i < bent.size(); ++i) {
    double const s = std::exp(bent.x[i]);
    result.push_back({at.h(s), bent.w[i] * at.per_ln_s_cm2(s)});
  }
  return result;
}

}  // namespace

void primakoff_rows(PhotonsOnTarget const& on_target, double mediator_mass_GeV, Numerics const& numerics,
                    std::span<double const> theta_rad, std::span<double const> k_GeV, std::span<double> out) {
  // Azimuths that crowd towards the plane of the beam: what photons are left of when they are narrow.
  auto const u = gauss_legendre(numerics.primakoff_azimuths, 0.0, 1.0);
  std::vector<double> haversines;
  std::vector<double> weights;
  for (std::size_t i = 0; i < u.size(); ++i) {
    haversines.push_back(std::pow(std::sin(0.5 * std::numbers::pi * u.x[i] * u.x[i] * u.x[i]), 2));
    weights.push_back(3.0 * u.x[i] * u.x[i] * u.w[i]);
  }
  double const h_max = std::pow(std::sin(0.5 * std::min(on_target.angle_max_rad, std::numbers::pi)), 2);
  std::fill(out.begin(), out.end(), 0.0);
  for (std::size_t j = 0; j < k_GeV.size(); ++j) {
    double const k = k_GeV[j];
    double const E = std::hypot(k, mediator_mass_GeV);
    auto const photons = on_target.photons.row(E);
    auto const all = bends({on_target.atom, mediator_mass_GeV, E}, numerics);
    double const scale = k * k / (E * E * on_target.sigma_cm2);
    for (std::size_t i = 0; i < theta_rad.size(); ++i) {
      double const sine = std::sin(0.5 * theta_rad[i]);
      double const cosine = std::cos(0.5 * theta_rad[i]);
      double sum = 0.0;
      for (auto const& bend : all) {
        double const half_sine = std::min(1.0, on_target.lever * std::sqrt(bend.h));
        Ring const ring{sine, cosine, half_sine, std::sqrt(1.0 - half_sine * half_sine)};
        double mean = 0.0;
        if (bend.h == 0.0) {
          mean = ring.nearest <= h_max ? photons(ring.nearest) : 0.0;
        } else {
          for (std::size_t a = 0; a < weights.size(); ++a) {
            double const h = ring.nearest + ring.swing * haversines[a];
            if (h <= h_max) mean += weights[a] * photons(h);
          }
        }
        sum += bend.sigma_cm2 * mean;
      }
      out[i * k_GeV.size() + j] = scale * sum;
    }
  }
}

std::vector<ShowerPhotons> shower_photons(TrackLength const& tracks, double E0_GeV, double E_GeV, int nodes) {
  std::vector<ShowerPhotons> result;
  double const y_end = std::min(std::log(E0_GeV / E_GeV), tracks.y_max());
  if (y_end <= 0.0) return result;
  double const middle = tracks.cumulative(0.5 * y_end);
  for (auto const& [from, to] : {std::pair{0.0, middle}, std::pair{middle, tracks.cumulative(y_end)}}) {
    auto const c = gauss_legendre(nodes, from, to);
    for (std::size_t i = 0; i < c.size(); ++i) {
      double const y = tracks.y_at(c.x[i]);
      double const v = std::min(1.0, E_GeV / E0_GeV * std::exp(y));
      double const radiated = 4.0 / 3.0 * (1.0 - v) + v * v;
      result.push_back({9.0 / 7.0 * c.w[i] * radiated, tracks.mean_square_angle_rad2(y)});
    }
  }
  return result;
}

ShowerPrimakoffFlux::ShowerPrimakoffFlux(ElectronTarget const& target, double beam_energy_GeV, double mediator_mass_GeV,
                                         Numerics const& numerics)
    : target_{target},
      E0_{beam_energy_GeV},
      m_{mediator_mass_GeV},
      numerics_{numerics},
      tilted_{numerics.tilt_angles},
      atom_{target.Z, target.A} {}

auto ShowerPrimakoffFlux::of_momentum(double k_GeV) -> Momentum& {
  auto const found = by_momentum_.find(k_GeV);
  if (found != by_momentum_.end()) return found->second;
  double const E = std::hypot(k_GeV, m_);
  PrimakoffAtom::At const at{atom_, m_, E};
  double const angle_last = 2.0 * std::asin(std::sqrt(std::min(1.0, at.h(at.s_last_GeV2()))));
  // Radiation that makes photons is smooth in the electron's energy: fewer nodes than for what electrons radiate.
  auto photons = shower_photons(*target_.tracks, E0_, E, 3 * numerics_.electron_energies / 4);
  double const nuclei_per_cm2_and_X0 = avogadro * target_.X0_g_cm2 / target_.A;
  for (auto& one : photons) one.track_X0 *= nuclei_per_cm2_and_X0 * k_GeV * k_GeV / (E * E);
  std::vector<TiltedEmission::Known> known(photons.size());
  Momentum momentum{at, std::sqrt(at.width_GeV2()) / E, angle_last, std::move(photons), std::move(known)};
  return by_momentum_.emplace(k_GeV, std::move(momentum)).first->second;
}

void ShowerPrimakoffFlux::rows(std::span<double const> theta_rad, std::span<double const> k_GeV,
                               std::span<double> out) {
  std::fill(out.begin(), out.end(), 0.0);
  for (std::size_t j = 0; j < k_GeV.size(); ++j) {
    auto& momentum = of_momentum(k_GeV[j]);
    auto const emission = [&](double, double sinh_v, double) {
      return momentum.at.per_solid_angle_cm2(momentum.scale_rad * sinh_v);
    };
    for (std::size_t n = 0; n < momentum.photons.size(); ++n) {
      auto const& [weight, sigma2_rad2] = momentum.photons[n];
      double const reach = tilted_reach * std::sqrt(sigma2_rad2);
      for (std::size_t i = 0; i < theta_rad.size(); ++i) {
        if (theta_rad[i] - reach > momentum.angle_last_rad) continue;
        out[i * k_GeV.size() + j] +=
            weight * tilted_.at(emission, momentum.scale_rad, sigma2_rad2, theta_rad[i], momentum.known[n]);
      }
    }
  }
}

}  // namespace penumbra
