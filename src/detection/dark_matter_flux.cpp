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
  double operator()(std::span<double const> values, double x) const {
    double above = 0.0;
    double below = 0.0;
    for (std::size_t i = 0; i < points_.size(); ++i) {
      double const distance = x - points_[i];
      if (distance == 0.0) return values[i];
      double const w = weights_[i] / distance;
      above += w * values[i];
      below += w;
    }
    return above / below;
  }

 private:
  std::vector<double> points_;
  std::vector<double> weights_;
};

double happenings(std::vector<EnergyNode> const& nodes, std::function<double(double)> const& at_energy) {
  double sum = 0.0;
  for (auto const& node : nodes) sum += node.weight * at_energy(node.E_GeV);
  return particles_per_decay * sum;
}

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

/// int ds numerator(s) / [(s - m^2)^2 + m^4 u^2] for any relative width u of the mediator; `other`: a pole that the
/// numerator has.
WidthTable over_virtual_masses(double mediator_GeV, double s_min, double s_max, std::optional<Pole> const& other,
                               Numerics const& numerics, std::function<double(double)> const& numerator) {
  double const pole = mediator_GeV * mediator_GeV;
  bool const real = pole > s_min && pole < s_max;
  return WidthTable{real, [&](double u) {
                      std::vector<Pole> poles{{pole, u * pole}};
                      if (other) poles.push_back(*other);
                      auto const rule = pole_rule(s_min, s_max, poles, 2 * numerics.virtual_masses);
                      double sum = 0.0;
                      for (std::size_t i = 0; i < rule.size(); ++i)
                        sum += rule.w[i] * numerator(rule.x[i]) * lorentzian(poles[0], rule.x[i]);
                      return real ? u * sum : sum;
                    }};
}

}  // namespace

Aim aim_at(Solid const& solid, Numerics const& numerics) {
  constexpr int volume_order = 16;
  constexpr int path_steps = 400;
  constexpr int path_azimuths = 48;
  Aim aim;
  for (auto const& piece :
       gauss_rule(solid.pieces(std::max(volume_order, numerics.target_angles)), numerics.target_angles)) {
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

WidthTable::WidthTable(bool pole, std::function<double(double)> const& value) : pole_{pole} {
  for (int i = 0; i <= width_decades * widths_per_decade; ++i)
    values_.push_back(value(smallest_width * std::pow(10.0, static_cast<double>(i) / widths_per_decade)));
}

WidthTable WidthTable::narrow(double constant) {
  return WidthTable{true, [constant](double) { return constant; }};
}

double WidthTable::operator()(double relative_width) const {
  if (values_.empty()) return 0.0;
  double const place = widths_per_decade * std::log10(std::max(relative_width, smallest_width) / smallest_width);
  auto const i = std::clamp(static_cast<std::size_t>(place), std::size_t{1}, values_.size() - 3);
  auto const w = cubic_weights(place - static_cast<double>(i));
  double const value = w[0] * values_[i - 1] + w[1] * values_[i] + w[2] * values_[i + 1] + w[3] * values_[i + 2];
  return std::max(0.0, pole_ ? value / relative_width : value);
}

WidthTable WidthTable::scaled(double factor) const {
  auto result = *this;
  for (auto& value : result.values_) value *= factor;
  return result;
}

std::size_t ProductTable::bytes() const {
  std::size_t sum = at.size() * sizeof(double);
  for (auto const& list : nodes) sum += list.size() * sizeof(EnergyNode);
  return sum;
}

DarkMatterFromHadrons::DarkMatterFromHadrons(DarkMatter const& dm, double mediator_mass_GeV, Decay const& decay,
                                             std::shared_ptr<ProductTable const> products, DecayAngles angles,
                                             Numerics const& numerics)
    : dm_{dm},
      mediator_{mediator_mass_GeV},
      decay_{decay},
      products_{std::move(products)},
      angles_{angles},
      numerics_{numerics} {}

ProductTable DarkMatterFromHadrons::products(DarkMatter const& dm, Decay const& decay, HadronDensity const& parents,
                                             Aim const& aim, double E_min_GeV, Numerics const& numerics) {
  ProductTable result;
  double const M = decay.parent_mass_GeV;
  double const rest = decay.other_mass_GeV + dm.heavier_mass_GeV;
  if (M <= rest + dm.mass_GeV) return result;
  double const E_star_max = (M * M + dm.mass_GeV * dm.mass_GeV - rest * rest) / (2.0 * M);
  result.at = chebyshev_points(numerics.product_energies, dm.mass_GeV, E_star_max);
  for (double const E : result.at) {
    double const p = std::sqrt((E - dm.mass_GeV) * (E + dm.mass_GeV));
    result.nodes.push_back(products_towards(aim, parents, M, {E, p, 0.0}, E_min_GeV, numerics));
  }
  return result;
}

WidthTable DarkMatterFromHadrons::happening(std::function<double(double)> const& at_energy) const {
  if (products_->at.empty()) return {};
  std::vector<double> at_E_star;
  for (auto const& nodes : products_->nodes) at_E_star.push_back(happenings(nodes, at_energy));
  ChebyshevInterpolation const in_E_star{products_->at};
  double const M = decay_.parent_mass_GeV;
  double const threshold = dm_.mass_GeV + dm_.heavier_mass_GeV;
  double const s_min = threshold * threshold;
  double const s_max = std::pow(M - decay_.other_mass_GeV, 2);
  // Averages over the decay of a mediator of mass sqrt(s), times B(s)/k^3, which is smooth in ln s up to both ends.
  ChebyshevInterpolation const in_ln_s{chebyshev_points(numerics_.virtual_masses, std::log(s_min), std::log(s_max))};
  auto const cosines = gauss_legendre(numerics_.emission_angles, -1.0, 1.0);
  std::vector<double> average;
  for (double const place : in_ln_s.points()) {
    double const m = std::exp(0.5 * place);
    double const k = two_body_momentum_GeV(M, m, decay_.other_mass_GeV);
    double const p_0 = pair_momentum_GeV(dm_, m);
    double const E_0 = std::hypot(p_0, dm_.mass_GeV);
    double const a = angles_ == DecayAngles::helicity ? dark_decay_anisotropy(dm_, m) : 0.0;
    double sum = 0.0;
    for (std::size_t i = 0; i < cosines.size(); ++i) {
      double const c = cosines.x[i];
      double const E = (std::hypot(k, m) * E_0 + k * p_0 * c) / m;
      sum += 0.5 * cosines.w[i] * (1.0 + a * (c * c - 1.0 / 3.0)) * in_E_star(at_E_star, E);
    }
    average.push_back(sum * decay_.branching_ratio(m) / (k * k * k));
  }
  auto const numerator = [&](double s) {
    double const m = std::sqrt(s);
    double const k = two_body_momentum_GeV(M, m, decay_.other_mass_GeV);
    return m * dark_width_GeV(dm_, m) * k * k * k * in_ln_s(average, std::log(s)) / pi;
  };
  return over_virtual_masses(mediator_, s_min, s_max, {}, numerics_, numerator);
}

DarkMatterFromMixing::DarkMatterFromMixing(DarkMatter const& dm, double mediator_mass_GeV, VectorMixing const& mixing,
                                           std::shared_ptr<ProductTable const> products, Numerics const& numerics)
    : dm_{dm},
      mediator_{mediator_mass_GeV},
      meson_{mixing.parent_GeV * mixing.parent_GeV, mixing.parent_GeV * mixing.parent_width_GeV},
      strength_{mixing.rate_per_parent / lorentzian(meson_, mediator_ * mediator_)},
      end_GeV_{end_GeV(mixing, mediator_mass_GeV)},
      products_{std::move(products)},
      numerics_{numerics} {}

double DarkMatterFromMixing::end_GeV(VectorMixing const& mixing, double mediator_mass_GeV) {
  constexpr double far_beyond = 2.0;  // of the heavier resonance
  return far_beyond * std::max(mixing.parent_GeV, mediator_mass_GeV);
}

ProductTable DarkMatterFromMixing::products(DarkMatter const& dm, double end_GeV, HadronDensity const& parents,
                                            Aim const& aim, double E_min_GeV, Numerics const& numerics) {
  ProductTable result;
  double const threshold = dm.mass_GeV + dm.heavier_mass_GeV;
  if (threshold >= end_GeV) return result;
  result.at = chebyshev_points(numerics.virtual_masses, 2.0 * std::log(threshold), 2.0 * std::log(end_GeV));
  for (double const place : result.at) {
    double const m = std::exp(0.5 * place);
    auto product = product_of(dm, m);
    product.anisotropy = 0.0;
    result.nodes.push_back(products_towards(aim, parents, m, product, E_min_GeV, numerics));
  }
  return result;
}

WidthTable DarkMatterFromMixing::happening(std::function<double(double)> const& at_energy) const {
  if (products_->at.empty()) return {};
  std::vector<double> at_mass;
  for (auto const& nodes : products_->nodes) at_mass.push_back(happenings(nodes, at_energy));
  ChebyshevInterpolation const in_ln_s{products_->at};
  auto const numerator = [&](double s) {
    double const m = std::sqrt(s);
    return m * dark_width_GeV(dm_, m) / pi * strength_ * lorentzian(meson_, s) * in_ln_s(at_mass, std::log(s));
  };
  double const threshold = dm_.mass_GeV + dm_.heavier_mass_GeV;
  return over_virtual_masses(mediator_, threshold * threshold, end_GeV_ * end_GeV_, meson_, numerics_, numerator);
}

DarkMatterFromMediators DarkMatterFromMediators::broad(DarkMatter const& dm, double mediator_mass_GeV,
                                                       MediatorDensity const& parents, Aim const& aim,
                                                       std::function<Polarisation(double, double)> const& polarisation,
                                                       double E_min_GeV, Numerics const& numerics) {
  DarkMatterFromMediators result;
  result.width_over_mass_ = dark_width_GeV(dm, mediator_mass_GeV) / mediator_mass_GeV;
  if (result.width_over_mass_ <= 0.0) return result;
  auto product = product_of(dm, mediator_mass_GeV);
  if (!polarisation) {
    product.anisotropy = 0.0;
    result.nodes_ = products_towards(aim, parents, mediator_mass_GeV, product, E_min_GeV, numerics);
  } else {
    result.nodes_ = products_towards(aim, parents, mediator_mass_GeV, product, polarisation, E_min_GeV, numerics);
  }
  return result;
}

DarkMatterFromMediators DarkMatterFromMediators::narrow(DarkMatter const& dm, double mediator_mass_GeV,
                                                        MediatorDensity const& parents, Aim const& aim,
                                                        std::function<double(double)> const& longitudinal,
                                                        double E_min_GeV, Numerics const& numerics) {
  DarkMatterFromMediators result;
  result.width_over_mass_ = dark_width_GeV(dm, mediator_mass_GeV) / mediator_mass_GeV;
  if (result.width_over_mass_ <= 0.0) return result;
  auto product = product_of(dm, mediator_mass_GeV);
  if (!longitudinal) product.anisotropy = 0.0;
  result.nodes_ = products_of_narrow_beam(aim, parents, mediator_mass_GeV, product, longitudinal, E_min_GeV, numerics);
  return result;
}

WidthTable DarkMatterFromMediators::happening(std::function<double(double)> const& at_energy) const {
  return nodes_.empty() ? WidthTable{} : WidthTable::narrow(width_over_mass_ * happenings(nodes_, at_energy));
}

DarkMatterFromPositrons::DarkMatterFromPositrons(DarkMatter const& dm, double mediator_mass_GeV,
                                                 ElectronTarget const& target, double beam_energy_GeV,
                                                 std::shared_ptr<ProductTable const> products, Numerics const& numerics)
    : dm_{dm},
      mediator_{mediator_mass_GeV},
      target_{target},
      beam_energy_{beam_energy_GeV},
      products_{std::move(products)},
      numerics_{numerics} {}

ProductTable DarkMatterFromPositrons::products(DarkMatter const& dm, ElectronTarget const& target,
                                               double beam_energy_GeV, Aim const& aim, DecayAngles angles,
                                               double E_min_GeV, Numerics const& numerics) {
  ProductTable result;
  struct Pair {
    double mass_GeV;
    double momentum_GeV;
    double positron_GeV;
  };
  auto const pair = [](double ln_s) {
    double const s = std::exp(ln_s);
    double const positron = annihilation_energy_GeV(s);
    double const energy = positron + sm::m_e_GeV;
    return Pair{std::sqrt(s), std::sqrt(energy * energy - s), positron};
  };
  auto const most = [&](double ln_s) {
    auto const [m, P, positron] = pair(ln_s);
    auto const product = product_of(dm, m);
    return emission(product, m, P, 1.0).E_GeV;
  };
  double const threshold = dm.mass_GeV + dm.heavier_mass_GeV;
  double const lowest = beam_energy_GeV * std::exp(-target.tracks->y_max());
  double first = std::log(std::max(threshold * threshold, annihilation_s_GeV2(lowest)));
  double const last = std::log(annihilation_s_GeV2(beam_energy_GeV));
  if (first >= last || most(last) <= E_min_GeV) return result;
  if (most(first) < E_min_GeV) {
    double above = last;
    for (int i = 0; i < 40; ++i) {
      double const middle = 0.5 * (first + above);
      (most(middle) < E_min_GeV ? first : above) = middle;
    }
  }
  result.ends = {std::exp(first), std::exp(last)};
  result.at = chebyshev_points(numerics.virtual_masses, first, last);
  for (double const place : result.at) {
    auto const [m, P, positron] = pair(place);
    auto product = product_of(dm, m);
    if (angles == DecayAngles::isotropic) product.anisotropy = 0.0;
    double const tilt = target.tracks->mean_square_angle_rad2(std::log(beam_energy_GeV / positron));
    result.nodes.push_back(products_of_pencil(aim, P, tilt, m, product, E_min_GeV, numerics));
  }
  return result;
}

WidthTable DarkMatterFromPositrons::happening(std::function<double(double)> const& at_energy) const {
  if (products_->at.empty()) return {};
  std::vector<double> at_mass;
  for (auto const& nodes : products_->nodes) at_mass.push_back(happenings(nodes, at_energy));
  ChebyshevInterpolation const in_ln_s{products_->at};
  // A width of one: the process without its resonance, h(s).
  ResonantAnnihilation const process{dm_, mediator_};
  double const M2 = mediator_ * mediator_;
  double const unit = electrons_per_cm2_and_X0(target_) / (2.0 * sm::m_e_GeV);
  auto const numerator = [&](double s) {
    double const E = annihilation_energy_GeV(s);
    if (!(E < beam_energy_)) return 0.0;
    double const away = s - M2;
    double const h = process.running_GeV2(s);
    double const without = process.sigma_cm2(s, 1.0) * (away * away + h * h);
    return unit * target_.tracks->positron_density(std::log(beam_energy_ / E)) / E * without *
           std::max(0.0, in_ln_s(at_mass, std::log(s)));
  };
  return over_virtual_masses(mediator_, products_->ends.first, products_->ends.second, {}, numerics_, numerator);
}

}  // namespace penumbra
