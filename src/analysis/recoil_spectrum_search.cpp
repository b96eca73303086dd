#include "analysis/recoil_spectrum_search.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <mutex>
#include <numbers>
#include <numeric>

#include "core/contracts.hpp"
#include "core/integrate.hpp"
#include "core/interpolate.hpp"
#include "detection/nuclear_recoils.hpp"
#include "particle/cevns.hpp"
#include "particle/constants.hpp"
#include "particle/pion_decay_at_rest.hpp"
#include "particle/weak_hadrons.hpp"
#include "production/flux_store.hpp"
#include "statistics/combination.hpp"

namespace penumbra {
namespace {

// Recoils below leave nothing that a selection keeps, recoils above are beyond coherence.
constexpr double recoil_min_GeV = 3e-6;
constexpr double recoil_max_GeV = 400e-6;
constexpr int recoil_bins = 80;  // 6 % wide: the response averaged in a bin is then good to 1e-3

/// Nodes of a volume quadrature: the detectors are small and far.
constexpr int volume_order = 8;
constexpr int energy_order = 48;
constexpr int recoil_order = 3;
constexpr double cm2_per_m2 = 1e4;

/// Signal below which nothing changes in ln L.
constexpr double negligible_events = 1e-9;

}  // namespace

std::vector<double> RecoilSpectrumSearch::recoil_edges_GeV() {
  std::vector<double> edges;
  for (int i = 0; i <= recoil_bins; ++i)
    edges.push_back(recoil_min_GeV * std::pow(recoil_max_GeV / recoil_min_GeV, static_cast<double>(i) / recoil_bins));
  return edges;
}

RecoilSpectrumSearch::RecoilSpectrumSearch(Input input) : input_{std::move(input)} {
  auto const& binning = input_.binning;
  auto const edges = recoil_edges_GeV();
  auto const add = [&](RecoilAppearance const& appearance) {
    Seen& how = seen_.emplace_back();
    how.pulse_shape = appearance.pulse_shape;
    how.pulse = appearance.pulse;
    how.prompt = how.pulse.per_bin(0.0, binning.edges_us);
    for (std::size_t i = 0; i + 1 < edges.size(); ++i) {
      std::vector<double> mean(binning.edges_PE.size() - 1, 0.0);
      auto const nodes = gauss_legendre(recoil_order, edges[i], edges[i + 1]);
      for (std::size_t n = 0; n < nodes.size(); ++n) {
        auto const at = appearance.light.per_bin(nodes.x[n], binning.edges_PE);
        for (std::size_t b = 0; b < mean.size(); ++b) mean[b] += nodes.w[n] / (edges[i + 1] - edges[i]) * at[b];
      }
      how.light.push_back(std::move(mean));
    }
  };
  add(binning.nominal);
  for (auto const& [minus, plus] : binning.minus_plus) {
    add(minus);
    add(plus);
  }
  neutrinos_ = seen(neutrino_recoils(true), weak::pi_lifetime_s * 1e6);
  // The muon's own lifetime dwarfs that of its pion.
  neutrinos_.add(seen(neutrino_recoils(false), sm::muon_lifetime_s * 1e6), 1.0);
  likelihood_ = std::make_shared<BinnedLikelihood const>(
      BinnedLikelihood::Input{input_.observed, input_.released_neutrinos.empty() ? neutrinos_ : released(neutrinos_),
                              input_.flux_error, input_.steady, input_.backgrounds});
  input_.info.observed = 0.0;
  input_.info.background = 0.0;
  for (double const count : input_.observed) *input_.info.observed += count;
  for (double const mean : likelihood_->expected()) *input_.info.background += mean;
}

ShapedTemplate RecoilSpectrumSearch::released(ShapedTemplate const& ours) const {
  ShapedTemplate result{input_.released_neutrinos, {}};
  auto const changed = [&](std::vector<double> const& by) {
    auto events = result.nominal;
    for (std::size_t i = 0; i < events.size(); ++i)
      if (ours.nominal[i] > 0.0) events[i] *= by[i] / ours.nominal[i];
    return events;
  };
  for (auto const& [minus, plus] : ours.minus_plus) result.minus_plus.emplace_back(changed(minus), changed(plus));
  return result;
}

std::vector<double> RecoilSpectrumSearch::neutrino_recoils(bool prompt) const {
  auto const& setup = input_.setup;
  double m_sr = 0.0;
  for (auto const& piece : setup.detector.pieces(volume_order)) m_sr += piece.weight_m_sr;
  double const per_flavour = setup.exposure * input_.neutrinos_per_flavour / (4.0 * std::numbers::pi) * m_sr;
  struct Line {
    double E_GeV;
    double weight;
  };
  std::vector<Line> lines;
  if (prompt) {
    lines.push_back({pion_at_rest_prompt_GeV(), 1.0});
  } else {
    auto const nodes = gauss_legendre(energy_order, 0.0, 0.5 * sm::m_mu_GeV);
    for (std::size_t i = 0; i < nodes.size(); ++i)
      lines.push_back({nodes.x[i], nodes.w[i] * (pion_at_rest_electron_neutrino_per_GeV(nodes.x[i]) +
                                                 pion_at_rest_muon_antineutrino_per_GeV(nodes.x[i]))});
  }
  auto const edges = recoil_edges_GeV();
  std::vector<double> recoils(edges.size() - 1, 0.0);
  for (auto const& [target, per_m3] : input_.targets) {
    CevnsTarget const nucleus{target.nucleus.Z, target.nucleus.A - target.nucleus.Z, target.nucleus.mass_GeV};
    for (auto const& [E, weight] : lines)
      for (std::size_t i = 0; i + 1 < edges.size(); ++i) {
        double const end = std::min(edges[i + 1], largest_nuclear_recoil_GeV(nucleus.mass_GeV, E));
        if (end <= edges[i]) continue;
        auto const nodes = gauss_legendre(recoil_order, edges[i], end);
        double sum = 0.0;
        for (std::size_t n = 0; n < nodes.size(); ++n) sum += nodes.w[n] * cevns_cm2_per_GeV(nucleus, E, nodes.x[n]).standard;
        recoils[i] += per_flavour * per_m3 * weight * sum / cm2_per_m2;
      }
  }
  return recoils;
}

std::vector<double> RecoilSpectrumSearch::in_bins(Seen const& how, std::span<double const> recoils,
                                                  double lifetime_us) const {
  auto const& binning = input_.binning;
  std::vector<double> light(binning.edges_PE.size() - 1, 0.0);
  for (std::size_t i = 0; i < recoils.size(); ++i)
    for (std::size_t b = 0; b < light.size(); ++b) light[b] += recoils[i] * how.light[i][b];
  auto const share = lifetime_us > 0.0 ? how.pulse.per_bin(lifetime_us, binning.edges_us) : how.prompt;
  std::vector<double> events;
  events.reserve(binning.bins.size());
  for (auto const& bin : binning.bins)
    events.push_back(light[bin.PE] * how.pulse_shape[bin.PE][bin.shape] * share[bin.time]);
  return events;
}

std::vector<double> RecoilSpectrumSearch::selected() const {
  auto const& how = seen_.front();
  std::vector<double> per_PE(how.light.front().size(), 0.0);
  for (auto const& bin : input_.binning.bins)
    per_PE[bin.PE] += how.pulse_shape[bin.PE][bin.shape] * how.prompt[bin.time];
  std::vector<double> shares;
  for (auto const& light : how.light)
    shares.push_back(std::inner_product(light.begin(), light.end(), per_PE.begin(), 0.0));
  return shares;
}

ShapedTemplate RecoilSpectrumSearch::seen(std::span<double const> recoils, double lifetime_us) const {
  ShapedTemplate result{in_bins(seen_.front(), recoils, lifetime_us), {}};
  for (std::size_t k = 1; k + 1 < seen_.size(); k += 2)
    result.minus_plus.emplace_back(in_bins(seen_[k], recoils, lifetime_us),
                                   in_bins(seen_[k + 1], recoils, lifetime_us));
  return result;
}

namespace {

/// ln L of a signal of one shape and any size, interpolated: the fits cost most. Kept is ln L / N at sizes N of a fixed
/// lattice, four a decade, cubic between (error below 0.2 %); below its first size ln L grows with N (with N^2 where
/// the data are the background itself), beyond the one where it is far below any exclusion with N, up to the size from
/// which on all signals are judged alike.
class ShapeLikelihood {
 public:
  /// `near`: that of a shape that is not far, or null; fits begin where its fits ended.
  ShapeLikelihood(RecoilSpectrumSearch const& search, std::span<double const> recoils, double events,
                  ShapeLikelihood const* near)
      : most_{search.likelihood().most()} {
    std::vector<double> unit(recoils.begin(), recoils.end());
    for (double& value : unit) value /= events;
    auto const shape = search.seen(unit, 0.0);
    auto starts = search.likelihood().starts();
    for (std::size_t i = 0;; ++i) {
      double const size = least_events * std::exp(static_cast<double>(i) * step);
      if (near && i < near->ends_.size()) starts = near->ends_[i];
      ShapedTemplate signal;
      signal.add(shape, size);
      auto const ratios = search.likelihood()(std::move(signal), starts);
      observed_.push_back(ratios.observed / size);
      asimov_.push_back(ratios.asimov / size);
      if (!near) ends_.push_back(starts);
      if (std::max(ratios.observed, ratios.asimov) < far_excluded || size > most_) break;
    }
  }
  BinnedLikelihood::Ratios operator()(double events) const {
    events = std::min(events, most_);
    auto const last = observed_.size() - 1;
    double const place = std::clamp(std::log(events / least_events) / step, 0.0, static_cast<double>(last));
    auto const i = std::min(static_cast<std::size_t>(place), last - 2);
    auto const w = cubic_weights(place - static_cast<double>(i));
    auto const at = [&](std::vector<double> const& y) {
      return events * (w[0] * y[i == 0 ? 0 : i - 1] + w[1] * y[i] + w[2] * y[i + 1] + w[3] * y[i + 2]);
    };
    return {at(observed_), at(asimov_) * std::min(events / least_events, 1.0)};
  }

 private:
  static constexpr double least_events = 0.1;
  static constexpr double far_excluded = -50.0;
  static constexpr double step = std::numbers::ln10 / 4.0;
  double most_;
  std::vector<BinnedLikelihood::Starts> ends_;  ///< of the fits, where none were given to begin with
  std::vector<double> observed_;
  std::vector<double> asimov_;
};

/// Shapes that differ by less than this share are the same: ln L then changes by less than this times their number.
constexpr double same_shape = 1e-3;

/// ln L of signals whose shape depends on the width of the mediator alone, as it does where all productions go with the
/// same couplings: fits at the widths of a WidthTable, cubic between. Within 0.012 of the fits themselves where |ln L|
/// is below 5, 1.4 % beyond (Dirac fermions of 5 to 60 MeV, alpha_D up to 0.5). Used by one thread at a time.
class LikelihoodByWidth {
 public:
  /// `recoils_at`: recoils of any size at a relative width.
  using RecoilsAt = std::function<std::vector<double>(double relative_width)>;
  LikelihoodByWidth(RecoilSpectrumSearch const& search, std::vector<double> selected, RecoilsAt recoils_at)
      : search_{search},
        selected_{std::move(selected)},
        recoils_at_{std::move(recoils_at)},
        nodes_(WidthTable::widths().size()) {}

  /// nullopt where the recoils have another shape than the width says.
  std::optional<BinnedLikelihood::Ratios> operator()(WidthTable::Place const& place, std::span<double const> recoils,
                                                     double events) {
    double const all = std::accumulate(recoils.begin(), recoils.end(), 0.0);
    double difference = 0.0;
    for (std::size_t i = 0; i < recoils.size(); ++i) {
      double between = 0.0;
      for (std::size_t j = 0; j < place.weights.size(); ++j)
        between += place.weights[j] * node(place.first + j).shape[i];
      difference += std::abs(recoils[i] / all - between);
    }
    if (!(difference < same_shape)) return std::nullopt;
    BinnedLikelihood::Ratios result;
    for (std::size_t j = 0; j < place.weights.size(); ++j) {
      auto const at_node = (*node(place.first + j).likelihood)(events);
      result.observed += place.weights[j] * at_node.observed;
      result.asimov += place.weights[j] * at_node.asimov;
    }
    return result;
  }

 private:
  struct Node {
    std::vector<double> shape;  ///< recoils, one in all
    std::shared_ptr<ShapeLikelihood const> likelihood;
  };
  Node const& node(std::size_t index) {
    auto& here = nodes_[index];
    if (here.likelihood) return here;
    here.shape = recoils_at_(WidthTable::widths()[index]);
    double const all = std::accumulate(here.shape.begin(), here.shape.end(), 0.0);
    for (double& value : here.shape) value /= all;
    // Narrow mediators all look like the narrowest.
    if (index > 0) {
      auto const& narrowest = node(0);
      double difference = 0.0;
      for (std::size_t i = 0; i < here.shape.size(); ++i) difference += std::abs(here.shape[i] - narrowest.shape[i]);
      if (difference < same_shape) return here = narrowest;
    }
    double const events = std::inner_product(here.shape.begin(), here.shape.end(), selected_.begin(), 0.0);
    here.likelihood = std::make_shared<ShapeLikelihood const>(search_, here.shape, events,
                                                              index > 0 ? nodes_.front().likelihood.get() : nullptr);
    return here;
  }

  RecoilSpectrumSearch const& search_;
  std::vector<double> selected_;
  RecoilsAt recoils_at_;
  std::vector<Node> nodes_;
};

class SpectrumResponse : public Response {
 public:
  SpectrumResponse(RecoilSpectrumSearch const& search, Model const& model, Masses masses, FluxStore& fluxes)
      : search_{search},
        signals_{model, masses, fluxes, search.input().setup, scattering_of(search, fluxes.numerics())},
        selected_{search.selected()},
        by_width_{search, selected_, [this](double relative_width) { return recoils_of(relative_width); }} {}

  void evaluate(std::span<Couplings const> points, std::span<Outcome> outcomes,
                std::span<ComponentSignal>) const override {
    std::lock_guard const one_at_a_time{fitting_};
    for (std::size_t i = 0; i < points.size(); ++i) {
      auto const point = signals_.at(points[i]);
      auto const recoils = recoils_at(point);
      Outcome outcome;
      outcome.expected = std::inner_product(recoils.begin(), recoils.end(), selected_.begin(), 0.0);
      if (outcome.expected > negligible_events) {
        auto const known = by_width_(point.width, recoils, outcome.expected);
        auto const ratios = known ? *known : search_.likelihood()(search_.seen(recoils, 0.0));
        outcome.log_likelihood = ratios.observed;
        outcome.asimov = ratios.asimov;
        outcome.cls = asymptotic_cls(-2.0 * ratios.observed, -2.0 * ratios.asimov);
      }
      outcomes[i] = outcome;
    }
  }

  std::vector<Contribution> contributions(Couplings couplings) const override {
    std::vector<Contribution> result;
    auto const point = signals_.at(couplings);
    for (auto const& group : signals_.groups()) {
      if (group.variants.empty()) continue;
      for (auto const& term : group.variants.front()) {
        std::vector<double> recoils(RecoilSpectrumSearch::recoil_edges_GeV().size() - 1);
        double all = 0.0;
        for (std::size_t i = 0; i < recoils.size(); ++i) {
          recoils[i] = signals_.expected(term, i, point);
          all += recoils[i];
        }
        double selected = 0.0;
        for (double const events : search_.seen(recoils, 0.0).nominal) selected += events;
        result.push_back({term.production.name,
                          search_.info().signatures.front(),
                          selected,
                          {{"exposure x primary collisions", signals_.collisions()},
                           {"coupling factor of the production", term.production.monomial(couplings)},
                           {"relative width of the mediator", point.width.relative_width},
                           {"coupling factor of the scattering", point.scattering},
                           {"recoils above 3 keV", all},
                           {"share selected in the bins", all > 0.0 ? selected / all : 0.0}}});
      }
    }
    return result;
  }

 private:
  static DarkMatterSignals::Scattering scattering_of(RecoilSpectrumSearch const& search, Numerics const& numerics) {
    return [&](DarkMatter const& dm, double mediator_GeV) {
      return std::make_unique<NuclearRecoilResponse const>(dm, mediator_GeV, search.input().targets,
                                                           RecoilSpectrumSearch::recoil_edges_GeV(), numerics);
    };
  }

  std::vector<double> recoils_at(DarkMatterSignals::Point const& point) const {
    std::vector<double> recoils(selected_.size(), 0.0);
    for (auto const& group : signals_.groups())
      if (!group.variants.empty())
        for (std::size_t i = 0; i < recoils.size(); ++i) recoils[i] += signals_.expected(group, 0, i, point);
    return recoils;
  }

  /// Of any size, all productions with one factor of couplings.
  std::vector<double> recoils_of(double relative_width) const {
    std::vector<double> recoils(selected_.size(), 0.0);
    auto const place = WidthTable::at(relative_width);
    for (auto const& group : signals_.groups())
      if (!group.variants.empty())
        for (auto const& term : group.variants.front())
          for (std::size_t i = 0; i < recoils.size(); ++i) recoils[i] += term.windows[i](place);
    return recoils;
  }

  RecoilSpectrumSearch const& search_;
  DarkMatterSignals signals_;
  std::vector<double> selected_;  ///< share of each recoil bin that is seen
  mutable std::mutex fitting_;
  mutable LikelihoodByWidth by_width_;
};

/// Changes whenever a number computed by this file changes.
constexpr std::int64_t recoil_spectrum_physics_version = 5;

}  // namespace

Applicability RecoilSpectrumSearch::applies_to(Model const& model) const {
  return scatters_in(model, *input_.setup.beam);
}

std::unique_ptr<Response const> RecoilSpectrumSearch::respond(Model const& model, Masses masses,
                                                              FluxStore& fluxes) const {
  return std::make_unique<SpectrumResponse>(*this, model, masses, fluxes);
}

double RecoilSpectrumSearch::log_likelihood(std::span<double const> component_signal) const {
  PENUMBRA_EXPECT(component_signal.empty());
  static_cast<void>(component_signal);
  return 0.0;
}

void RecoilSpectrumSearch::write_key(CanonicalWriter& writer, Model const& model) const {
  writer.field("definition", input_.definition);
  writer.field("physics version: recoil spectrum", recoil_spectrum_physics_version);
  write_scattering_key(writer, model, input_.setup);
}

}  // namespace penumbra
