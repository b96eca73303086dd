#include "detection/missing_energy.hpp"

#include <algorithm>
#include <cmath>
#include <memory>
#include <numbers>

#include "core/contracts.hpp"
#include "core/integrate.hpp"
#include "core/interpolate.hpp"
#include "particle/constants.hpp"
#include "production/exact_bremsstrahlung.hpp"
#include "production/iww_bremsstrahlung.hpp"

namespace penumbra {
namespace {

constexpr double avogadro = 6.02214076e23;  // exact, SI

double nuclei_per_cm2_and_X0(ElectronTarget const& target) { return avogadro * target.X0_g_cm2 / target.A; }

// Interpolation points of the exact cross section: 0.1 % up to 0.3 GeV, 1 % at 0.8 GeV (exact_bremsstrahlung.hpp).
constexpr std::size_t exact_energies = 12;
constexpr std::size_t exact_fractions = 18;

/// int dx dsigma/dx over the wanted energies, cm2. The cross section peaks within 1 - x ~ m_l^2/m^2 (m_l: mass of the
/// beam's lepton) and ends like a velocity, so the integral runs in phi with ln(1 - x + m_l^2/m^2) linear in cos(phi).
template <class CrossSection>
double over_fractions(CrossSection const& dsigma_dx_cm2, double lepton_GeV, double E_GeV, double m_GeV,
                      MissingEnergy const& wanted, Nodes const& half_turn) {
  double const x_min = std::max(wanted.min_GeV, m_GeV) / E_GeV;
  double const x_max = std::min(wanted.max_GeV, E_GeV - lepton_GeV) / E_GeV;
  if (!(x_max > x_min)) return 0.0;
  double const peak = std::min(lepton_GeV * lepton_GeV / (m_GeV * m_GeV), 1.0);  // as flat as it gets
  double const low = std::log(1.0 - x_max + peak);
  double const span = std::log(1.0 - x_min + peak) - low;
  double sum = 0.0;
  for (std::size_t i = 0; i < half_turn.size(); ++i) {
    double const left = std::exp(low + span * 0.5 * (1.0 - std::cos(half_turn.x[i])));  // 1 - x + peak
    sum += half_turn.w[i] * 0.5 * span * std::sin(half_turn.x[i]) * left * dsigma_dx_cm2(E_GeV, 1.0 + peak - left);
  }
  return sum;
}

/// Ends of the lattice of widths over mass: from far below what spreads the energy of positrons to beyond unity.
constexpr double ln_width_min = -10.0 * std::numbers::ln10;
constexpr double ln_width_max = 2.0 * std::numbers::ln10;

}  // namespace

double radiated_per_electron(ElectronTarget const& target, double beam_energy_GeV, double mediator_GeV,
                             MissingEnergy const& wanted, Numerics const& numerics) {
  double const E0 = beam_energy_GeV;
  double const least = std::max(wanted.min_GeV, mediator_GeV);
  if (least + 8.0 * sm::m_e_GeV >= E0) return 0.0;
  ElasticTarget const nucleus{target.Z, target.A};
  std::unique_ptr<BremsstrahlungAtMass const> exact;
  if (target.exact)
    exact =
        std::make_unique<BremsstrahlungAtMass const>(mediator_GeV, nucleus, least, E0, exact_energies, exact_fractions);
  auto const dsigma_dx = [&](double E, double x) {
    return exact ? exact->dsigma_dx_cm2(E, x) : iww_dsigma_dx_cm2(mediator_GeV, E, x, nucleus);
  };
  auto const half_turn = gauss_legendre(numerics.missing_fractions, 0.0, std::numbers::pi);
  auto const at = [&](double E) { return over_fractions(dsigma_dx, sm::m_e_GeV, E, mediator_GeV, wanted, half_turn); };
  double sum = 0.0;
  if (target.thickness_X0) {
    sum = *target.thickness_X0 * at(E0);
  } else {
    // The track length is singular at the beam energy: integrate in the track length itself.
    auto const& tracks = *target.tracks;
    double const y_end = std::min(std::log(E0 / least), tracks.y_max());
    auto const lengths = gauss_legendre(numerics.missing_energies, 0.0, tracks.cumulative(y_end));
    for (std::size_t i = 0; i < lengths.size(); ++i)
      sum += lengths.w[i] * at(E0 * std::exp(-tracks.y_at(lengths.x[i])));
  }
  return nuclei_per_cm2_and_X0(target) * sum;
}

double radiated_per_muon(MuonTarget const& target, double beam_energy_GeV, double mediator_GeV,
                         MissingEnergy const& wanted, Numerics const& numerics) {
  ElasticTarget const nucleus{target.Z, target.A};
  auto const dsigma_dx = [&](double E, double x) {
    return exact_dsigma_dx_cm2(mediator_GeV, E, x, nucleus, BremsstrahlungPrecision::fast, sm::m_mu_GeV);
  };
  auto const half_turn = gauss_legendre(numerics.missing_fractions, 0.0, std::numbers::pi);
  return avogadro / target.A * target.thickness_g_cm2 *
         over_fractions(dsigma_dx, sm::m_mu_GeV, beam_energy_GeV, mediator_GeV, wanted, half_turn);
}

double associated_per_electron(ElectronTarget const& target, double beam_energy_GeV, double mediator_GeV,
                               MissingEnergy const& wanted, Numerics const& numerics) {
  if (!target.tracks || !target.tracks->has_positrons()) return 0.0;
  double const E0 = beam_energy_GeV;
  double const M2 = mediator_GeV * mediator_GeV;
  double const hard = 1.0 - soft_photon_share(annihilation_s_GeV2(E0));
  double const least = std::max(wanted.min_GeV, annihilation_energy_GeV(M2 / hard));
  if (least >= E0) return 0.0;
  auto const y = gauss_legendre(numerics.missing_energies, 0.0, std::min(std::log(E0 / least), target.tracks->y_max()));
  double sum = 0.0;
  for (std::size_t i = 0; i < y.size(); ++i) {
    double const E = E0 * std::exp(-y.x[i]);
    double const above = associated_sigma_cm2(mediator_GeV, E, wanted.min_GeV);
    double const beyond = associated_sigma_cm2(mediator_GeV, E, wanted.max_GeV);
    sum += y.w[i] * target.tracks->positron_density(y.x[i]) * (above - beyond);
  }
  return electrons_per_cm2_and_X0(target) * sum;
}

ResonantPerElectron::ResonantPerElectron(ElectronTarget const& target, double beam_energy_GeV,
                                         ResonantAnnihilation const& process, MissingEnergy const& wanted,
                                         Numerics const& numerics)
    : target_{target},
      E0_{beam_energy_GeV},
      process_{process},
      s_min_{std::max(annihilation_s_GeV2(wanted.min_GeV), process.threshold_GeV2())},
      s_max_{annihilation_s_GeV2(std::min(wanted.max_GeV, beam_energy_GeV))},
      nodes_{numerics.resonance_energies},
      step_{std::numbers::ln10 / numerics.widths_per_decade},
      scale_{process.running_GeV2(process.mediator_GeV() * process.mediator_GeV()) /
             (process.mediator_GeV() * process.mediator_GeV())} {
  if (scale_ == 0.0) scale_ = 1.0;
  if (!target.tracks || !target.tracks->has_positrons() || !(s_max_ > s_min_)) return;
  auto const cells = static_cast<int>(std::ceil((ln_width_max - ln_width_min) / step_));
  for (int i = 0; i <= cells; ++i)
    logarithms_.push_back(std::log(integral(std::exp(ln_width_min + i * step_) / scale_)));
}

double ResonantPerElectron::integral(double strength) const {
  double const M2 = process_.mediator_GeV() * process_.mediator_GeV();
  auto const base = gauss_legendre(nodes_, 0.0, 1.0);
  double const unit = electrons_per_cm2_and_X0(target_) / (2.0 * sm::m_e_GeV);
  auto const at = [&](double s) {
    double const E = annihilation_energy_GeV(s);
    if (!(E < E0_)) return 0.0;
    double const y = std::log(E0_ / E);
    return unit * target_.tracks->positron_density(y) / E * process_.sigma_cm2(s, strength);
  };
  // Distances from the mass on one side (sign): linear up to the width, then panels that grow.
  constexpr double growth = 3.0;
  double const width = std::max(strength * process_.running_GeV2(M2), 1e-12 * M2);
  auto const side = [&](double sign, double from, double to) {
    double sum = 0.0;
    while (from < to) {
      double const next = std::min(from < width ? width : growth * from, to);
      bool const linear = from < width;
      double const span = linear ? next - from : std::log(next / from);
      for (std::size_t i = 0; i < base.size(); ++i) {
        double const distance = linear ? from + span * base.x[i] : from * std::exp(span * base.x[i]);
        sum += base.w[i] * span * (linear ? 1.0 : distance) * at(M2 + sign * distance);
      }
      from = next;
    }
    return sum;
  };
  return side(1.0, std::max(s_min_ - M2, 0.0), s_max_ - M2) + side(-1.0, std::max(M2 - s_max_, 0.0), M2 - s_min_);
}

double ResonantPerElectron::operator()(double strength) const {
  PENUMBRA_EXPECT(strength > 0.0);
  if (logarithms_.empty()) return 0.0;
  double const place = (std::log(strength * scale_) - ln_width_min) / step_;
  auto const last = logarithms_.size() - 1;
  if (place <= 0.0) return std::exp(logarithms_[0] + place * (logarithms_[1] - logarithms_[0]));
  if (place >= static_cast<double>(last))
    return std::exp(logarithms_[last] +
                    (place - static_cast<double>(last)) * (logarithms_[last] - logarithms_[last - 1]));
  auto const i = std::clamp<std::size_t>(static_cast<std::size_t>(place), 1, last - 2);
  auto const w = cubic_weights(place - static_cast<double>(i));
  return std::exp(w[0] * logarithms_[i - 1] + w[1] * logarithms_[i] + w[2] * logarithms_[i + 1] +
                  w[3] * logarithms_[i + 2]);
}

}  // namespace penumbra
