#include "detection/dark_matter_flux.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <optional>

#include "core/integrate.hpp"
#include "core/interpolate.hpp"
#include "model/dark_matter/widths.hpp"
#include "particle/constants.hpp"
#include "production/meson_decay.hpp"
#include "production/positron_annihilation.hpp"

namespace penumbra {
namespace {

constexpr double pi = std::numbers::pi;
constexpr double particles_per_decay = 2.0;
constexpr double far_beyond = 2.0;  // of the heavier resonance, where mixing ends
// The lattice of relative widths.
constexpr double smallest_width = 1e-8;
constexpr int widths_per_decade = 6;
constexpr int width_decades = 8;

/// Chebyshev points of the first kind on [a, b], and the interpolation through values there.
std::vector<double> chebyshev_points(int count, double a, double b) {
  std::vector<double> points;
  for (int i = 0; i < count; ++i) points.push_back(0.5 * (a + b) - 0.5 * (b - a) * std::cos(pi * (i + 0.5) / count));
  return points;
}
/// Interpolation through values at Chebyshev points, by the barycentric formula.
class ChebyshevInterpolation {
 public:
  explicit ChebyshevInterpolation(std::vector<double> points) : points_{std::move(points)} {
    auto const n = static_cast<double>(points_.size());
    for (std::size_t i = 0; i < points_.size(); ++i)
      weights_.push_back((i % 2 == 0 ? 1.0 : -1.0) * std::sin(pi * (static_cast<double>(i) + 0.5) / n));
  }
  std::vector<double> const& points() const { return points_; }
  /// Adds `factor` times what each value is multiplied by at x.
  void add_weights(double x, double factor, std::span<double> out) const {
    double below = 0.0;
    for (std::size_t i = 0; i < points_.size(); ++i) {
      double const distance = x - points_[i];
      if (distance == 0.0) {
        out[i] += factor;
        return;
      }
      below += weights_[i] / distance;
    }
    for (std::size_t i = 0; i < points_.size(); ++i) out[i] += factor / below * weights_[i] / (x - points_[i]);
  }

 private:
  std::vector<double> points_;
  std::vector<double> weights_;
};

/// Both of a pair.
std::vector<double> folded(EnergyResponse const& response, std::vector<EnergyNode> const& nodes) {
  auto sums = response.fold(nodes);
  for (auto& sum : sums) sum *= particles_per_decay;
  return sums;
}

double threshold_GeV(DarkMatter const& dm) { return dm.mass_GeV + dm.heavier_mass_GeV; }

/// Momentum of dark matter in the frame of a mediator.
double pair_momentum_GeV(DarkMatter const& dm, double mediator_GeV) {
  return two_body_momentum_GeV(mediator_GeV, dm.mass_GeV, dm.heavier_mass_GeV);
}

/// Dark matter from a transverse mediator.
Product product_of(DarkMatter const& dm, double mediator_GeV) {
  double const p = pair_momentum_GeV(dm, mediator_GeV);
  return {std::hypot(p, dm.mass_GeV), p, dark_decay_anisotropy(dm, mediator_GeV)};
}

double lorentzian(Pole const& pole, double s) {
  return 1.0 / (std::pow(s - pole.place, 2) + pole.half_width * pole.half_width);
}

/// The integral int ds numerator(s) value(ln s) / [(s - m^2)^2 + m^4 u^2] as a sum over values at the points of
/// `in_ln_s`, for every relative width u of a table; `other`: a pole that the numerator has.
VirtualMasses over_virtual_masses(double mediator_GeV, double s_min, double s_max, std::optional<Pole> const& other,
                                  ChebyshevInterpolation const& in_ln_s, Numerics const& numerics,
                                  std::function<double(double)> const& numerator) {
  double const place = mediator_GeV * mediator_GeV;
  VirtualMasses result;
  result.real = place > s_min && place < s_max;
  for (double const u : WidthTable::widths()) {
    std::vector<Pole> poles{{place, u * place}};
    if (other) poles.push_back(*other);
    auto const rule = pole_rule(s_min, s_max, poles, 2 * numerics.virtual_masses);
    std::vector<double> weight(in_ln_s.points().size(), 0.0);
    for (std::size_t i = 0; i < rule.size(); ++i) {
      double const s = rule.x[i];
      double const at_s = rule.w[i] * numerator(s) * lorentzian(poles[0], s);
      in_ln_s.add_weights(std::log(s), result.real ? u * at_s : at_s, weight);
    }
    result.weight.push_back(std::move(weight));
  }
  return result;
}

}  // namespace

Aim aim_at(Solid const& solid, Numerics const& numerics) {
  // Pieces of a volume stand for its directions: more than enough of them for any rule, which keeps all of them for
  // each of its nodes.
  constexpr int volume_order = 16;
  constexpr int largest_order = 40;
  constexpr int path_steps = 400;
  constexpr int path_azimuths = 48;
  Aim aim;
  for (auto const& piece : gauss_rule(solid.pieces(std::clamp(numerics.target_angles, volume_order, largest_order)),
                                      numerics.target_angles)) {
    double const half = std::sin(0.5 * piece.theta_rad);
    aim.nodes.push_back({half * half, piece.weight_m_sr});
  }
  aim.h_first = std::pow(std::sin(0.5 * solid.theta_min_rad()), 2);
  aim.h_step = (std::pow(std::sin(0.5 * solid.theta_max_rad()), 2) - aim.h_first) / path_steps;
  for (int i = 0; i <= path_steps; ++i) {
    double const theta = 2.0 * std::asin(std::sqrt(aim.h_first + i * aim.h_step));
    double sum = 0.0;
    for (int j = 0; j < path_azimuths; ++j) sum += solid.path_m(theta, 2.0 * pi * (j + 0.5) / path_azimuths);
    aim.path_m.push_back(sum / path_azimuths);
  }
  return aim;
}

std::vector<double> WidthTable::widths() {
  std::vector<double> widths;
  for (int i = 0; i <= width_decades * widths_per_decade; ++i)
    widths.push_back(smallest_width * std::pow(10.0, static_cast<double>(i) / widths_per_decade));
  return widths;
}

WidthTable WidthTable::narrow(double constant) { return {true, std::vector(widths().size(), constant)}; }

WidthTable::Place WidthTable::at(double relative_width) {
  constexpr std::size_t last = width_decades * widths_per_decade;
  double const place = widths_per_decade * std::log10(std::max(relative_width, smallest_width) / smallest_width);
  auto const i = std::clamp(static_cast<std::size_t>(place), std::size_t{1}, last - 2);
  return {i - 1, cubic_weights(place - static_cast<double>(i)), relative_width};
}

double WidthTable::operator()(Place const& place) const {
  if (values_.empty()) return 0.0;
  auto const& [i, w, relative_width] = place;
  double const value = w[0] * values_[i] + w[1] * values_[i + 1] + w[2] * values_[i + 2] + w[3] * values_[i + 3];
  return std::max(0.0, pole_ ? value / relative_width : value);
}

std::size_t FoldedProducts::bytes() const {
  return at.empty() ? 0 : at.size() * (sizeof(at.front()) + at.front().size() * sizeof(double));
}

std::vector<WidthTable> happening(FoldedProducts const& products, VirtualMasses const& masses,
                                  EnergyResponse const& response) {
  std::vector<WidthTable> result(response.windows());
  if (products.at.empty()) return result;
  std::vector<double> at_mass(products.at.size());
  for (std::size_t w = 0; w < result.size(); ++w) {
    for (std::size_t j = 0; j < at_mass.size(); ++j) at_mass[j] = response.in_window(w, products.at[j]);
    std::vector<double> at_width;
    for (auto const& weight : masses.weight) at_width.push_back(dot(weight, at_mass));
    result[w] = {masses.real, std::move(at_width)};
  }
  return result;
}

namespace {

/// Virtual masses of a mediator from a hadron, in ln s.
ChebyshevInterpolation virtual_masses_of(DarkMatterFromHadrons const& decay, DarkMatter const& dm,
                                         Numerics const& numerics) {
  return ChebyshevInterpolation{chebyshev_points(numerics.virtual_masses, 2.0 * std::log(threshold_GeV(dm)),
                                                 2.0 * std::log(decay.parent_mass_GeV - decay.other_mass_GeV))};
}

bool closed(DarkMatterFromHadrons const& decay, DarkMatter const& dm) {
  return decay.parent_mass_GeV <= decay.other_mass_GeV + dm.heavier_mass_GeV + dm.mass_GeV;
}

}  // namespace

FoldedProducts DarkMatterFromHadrons::products(DarkMatter const& dm, DecayAngles angles, HadronDensity const& parents,
                                               Aim const& aim, EnergyResponse const& response,
                                               Numerics const& numerics) const {
  FoldedProducts result;
  if (closed(*this, dm)) return result;
  double const M = parent_mass_GeV;
  double const rest = other_mass_GeV + dm.heavier_mass_GeV;
  double const E_star_max = (M * M + dm.mass_GeV * dm.mass_GeV - rest * rest) / (2.0 * M);
  ChebyshevInterpolation const in_E_star{chebyshev_points(numerics.product_energies, dm.mass_GeV, E_star_max)};
  std::vector<std::vector<double>> at_E_star;
  for (double const E : in_E_star.points()) {
    double const p = std::sqrt((E - dm.mass_GeV) * (E + dm.mass_GeV));
    at_E_star.push_back(
        folded(response, products_towards(aim, parents, M, {E, p, 0.0}, response.threshold_GeV(), numerics)));
  }
  // Averages over the decay of a mediator of mass sqrt(s), times B(s)/k^3, which is smooth in ln s up to both ends.
  auto const cosines = gauss_legendre(numerics.emission_angles, -1.0, 1.0);
  auto const in_ln_s = virtual_masses_of(*this, dm, numerics);
  for (double const place : in_ln_s.points()) {
    double const m = std::exp(0.5 * place);
    double const k = two_body_momentum_GeV(M, m, other_mass_GeV);
    double const p_0 = pair_momentum_GeV(dm, m);
    double const E_0 = std::hypot(p_0, dm.mass_GeV);
    double const a = angles == DecayAngles::helicity ? dark_decay_anisotropy(dm, m) : 0.0;
    double const size = branching_ratio(m) / (k * k * k);
    std::vector<double> weight(at_E_star.size(), 0.0);
    for (std::size_t i = 0; i < cosines.size(); ++i) {
      double const c = cosines.x[i];
      double const E = (std::hypot(k, m) * E_0 + k * p_0 * c) / m;
      in_E_star.add_weights(E, size * 0.5 * cosines.w[i] * (1.0 + a * (c * c - 1.0 / 3.0)), weight);
    }
    auto& sum = result.at.emplace_back(response.functions(), 0.0);
    for (std::size_t i = 0; i < weight.size(); ++i)
      for (std::size_t f = 0; f < sum.size(); ++f) sum[f] += weight[i] * at_E_star[i][f];
  }
  return result;
}

VirtualMasses DarkMatterFromHadrons::virtual_masses(DarkMatter const& dm, double mediator_mass_GeV,
                                                    Numerics const& numerics) const {
  if (closed(*this, dm)) return {};
  double const s_min = std::pow(threshold_GeV(dm), 2);
  double const s_max = std::pow(parent_mass_GeV - other_mass_GeV, 2);
  return over_virtual_masses(mediator_mass_GeV, s_min, s_max, {}, virtual_masses_of(*this, dm, numerics), numerics,
                             [&](double s) {
                               double const m = std::sqrt(s);
                               double const k = two_body_momentum_GeV(parent_mass_GeV, m, other_mass_GeV);
                               return m * dark_width_GeV(dm, m) * k * k * k / pi;
                             });
}

DarkMatterFromMixing::DarkMatterFromMixing(VectorMixing const& from, double mediator_mass_GeV)
    : mixing{from},
      end_GeV{far_beyond * std::max(mixing.parent_GeV, mediator_mass_GeV)},
      products_end_GeV{far_beyond * mixing.parent_GeV} {
  while (products_end_GeV < end_GeV) products_end_GeV *= std::numbers::sqrt2;
}

namespace {

ChebyshevInterpolation virtual_masses_of(DarkMatterFromMixing const& process, DarkMatter const& dm,
                                         Numerics const& numerics) {
  return ChebyshevInterpolation{chebyshev_points(numerics.virtual_masses, 2.0 * std::log(threshold_GeV(dm)),
                                                 2.0 * std::log(process.products_end_GeV))};
}

}  // namespace

FoldedProducts DarkMatterFromMixing::products(DarkMatter const& dm, HadronDensity const& parents, Aim const& aim,
                                              EnergyResponse const& response, Numerics const& numerics) const {
  FoldedProducts result;
  if (threshold_GeV(dm) >= products_end_GeV) return result;
  auto const in_ln_s = virtual_masses_of(*this, dm, numerics);
  for (double const place : in_ln_s.points()) {
    double const m = std::exp(0.5 * place);
    auto product = product_of(dm, m);
    product.anisotropy = 0.0;
    result.at.push_back(
        folded(response, products_towards(aim, parents, m, product, response.threshold_GeV(), numerics)));
  }
  return result;
}

VirtualMasses DarkMatterFromMixing::virtual_masses(DarkMatter const& dm, double mediator_mass_GeV,
                                                   Numerics const& numerics) const {
  if (threshold_GeV(dm) >= end_GeV) return {};
  Pole const meson{mixing.parent_GeV * mixing.parent_GeV, mixing.parent_GeV * mixing.parent_width_GeV};
  double const strength = mixing.rate_per_parent / lorentzian(meson, mediator_mass_GeV * mediator_mass_GeV);
  return over_virtual_masses(mediator_mass_GeV, std::pow(threshold_GeV(dm), 2), end_GeV * end_GeV, meson,
                             virtual_masses_of(*this, dm, numerics), numerics, [&](double s) {
                               double const m = std::sqrt(s);
                               return m * dark_width_GeV(dm, m) / pi * strength * lorentzian(meson, s);
                             });
}

std::vector<WidthTable> happening(DarkMatter const& dm, double mediator_mass_GeV, AimedMediators const& mediators,
                                  EnergyResponse const& response) {
  std::vector<WidthTable> result(response.windows());
  double const width_over_mass = dark_width_GeV(dm, mediator_mass_GeV) / mediator_mass_GeV;
  if (width_over_mass <= 0.0) return result;
  auto product = product_of(dm, mediator_mass_GeV);
  if (!mediators.polarised()) product.anisotropy = 0.0;
  auto const nodes = mediators.products(product, response.threshold_GeV());
  if (nodes.empty()) return result;
  auto const sums = folded(response, nodes);
  for (std::size_t w = 0; w < result.size(); ++w)
    result[w] = WidthTable::narrow(width_over_mass * response.in_window(w, sums));
  return result;
}

namespace {

/// Pairs of one mass that positrons make on electrons at rest.
struct Annihilated {
  double mass_GeV;
  double momentum_GeV;
  double positron_GeV;
};
Annihilated annihilated(double ln_s) {
  double const s = std::exp(ln_s);
  double const positron = annihilation_energy_GeV(s);
  double const energy = positron + sm::m_e_GeV;
  return {std::sqrt(s), std::sqrt(energy * energy - s), positron};
}

/// ln s between the least that makes dark matter of the wanted energy and that of the beam; nothing where there is
/// none.
std::optional<std::pair<double, double>> masses_from(DarkMatterFromPositrons const& source, DarkMatter const& dm) {
  auto const most = [&](double ln_s) {
    auto const pair = annihilated(ln_s);
    return emission(product_of(dm, pair.mass_GeV), pair.mass_GeV, pair.momentum_GeV, 1.0).E_GeV;
  };
  double const lowest = source.beam_energy_GeV * std::exp(-source.target.tracks->y_max());
  double first = std::log(std::max(std::pow(threshold_GeV(dm), 2), annihilation_s_GeV2(lowest)));
  double const last = std::log(annihilation_s_GeV2(source.beam_energy_GeV));
  if (first >= last || most(last) <= source.E_min_GeV) return {};
  if (most(first) < source.E_min_GeV) {
    double above = last;
    for (int i = 0; i < 40; ++i) {
      double const middle = 0.5 * (first + above);
      (most(middle) < source.E_min_GeV ? first : above) = middle;
    }
  }
  return std::pair{first, last};
}

}  // namespace

FoldedProducts DarkMatterFromPositrons::products(DarkMatter const& dm, DecayAngles angles, Aim const& aim,
                                                 EnergyResponse const& response, Numerics const& numerics) const {
  FoldedProducts result;
  auto const ends = masses_from(*this, dm);
  if (!ends) return result;
  for (double const place : chebyshev_points(numerics.virtual_masses, ends->first, ends->second)) {
    auto const pair = annihilated(place);
    auto product = product_of(dm, pair.mass_GeV);
    if (angles == DecayAngles::isotropic) product.anisotropy = 0.0;
    double const tilt = target.tracks->mean_square_angle_rad2(std::log(beam_energy_GeV / pair.positron_GeV));
    result.at.push_back(folded(
        response, products_of_pencil(aim, pair.momentum_GeV, tilt, pair.mass_GeV, product, E_min_GeV, numerics)));
  }
  return result;
}

VirtualMasses DarkMatterFromPositrons::virtual_masses(DarkMatter const& dm, double mediator_mass_GeV,
                                                      Numerics const& numerics) const {
  auto const ends = masses_from(*this, dm);
  if (!ends) return {};
  ResonantAnnihilation const process{dm, mediator_mass_GeV};
  double const M2 = mediator_mass_GeV * mediator_mass_GeV;
  double const unit = electrons_per_cm2_and_X0(target) / (2.0 * sm::m_e_GeV);
  ChebyshevInterpolation const in_ln_s{chebyshev_points(numerics.virtual_masses, ends->first, ends->second)};
  return over_virtual_masses(mediator_mass_GeV, std::exp(ends->first), std::exp(ends->second), {}, in_ln_s, numerics,
                             [&](double s) {
                               double const E = annihilation_energy_GeV(s);
                               if (!(E < beam_energy_GeV)) return 0.0;
                               // The process without its resonance: that of width one, times its denominator.
                               double const h = process.running_GeV2(s);
                               double const without = process.sigma_cm2(s, 1.0) * ((s - M2) * (s - M2) + h * h);
                               double const y = std::log(beam_energy_GeV / E);
                               return unit * target.tracks->positron_density(y) / E * without;
                             });
}

}  // namespace penumbra
