#include "analysis/recoil_spectrum_search.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/contracts.hpp"
#include "core/integrate.hpp"
#include "particle/cevns.hpp"
#include "particle/constants.hpp"
#include "particle/pion_decay_at_rest.hpp"
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
  auto const respond = [&](LightResponse const& light) {
    std::vector<std::vector<double>> rows;
    for (std::size_t i = 0; i + 1 < edges.size(); ++i) {
      std::vector<double> mean(binning.edges_PE.size() - 1, 0.0);
      auto const nodes = gauss_legendre(recoil_order, edges[i], edges[i + 1]);
      for (std::size_t n = 0; n < nodes.size(); ++n) {
        auto const at = light.per_bin(nodes.x[n], binning.edges_PE);
        for (std::size_t b = 0; b < mean.size(); ++b) mean[b] += nodes.w[n] / (edges[i + 1] - edges[i]) * at[b];
      }
      rows.push_back(std::move(mean));
    }
    return rows;
  };
  response_.push_back(respond(binning.light));
  for (auto const& [minus, plus] : binning.light_minus_plus) {
    response_.push_back(respond(minus));
    response_.push_back(respond(plus));
  }
  neutrinos_ = seen(neutrino_recoils(true), sm::charged_pion_lifetime_s * 1e6);
  // The muon's own lifetime dwarfs that of its pion.
  neutrinos_.add(seen(neutrino_recoils(false), sm::muon_lifetime_s * 1e6), 1.0);
  likelihood_ = std::make_shared<BinnedLikelihood const>(
      BinnedLikelihood::Input{input_.observed, neutrinos_, input_.flux_error, input_.steady, input_.backgrounds});
  input_.info.observed = 0.0;
  input_.info.background = 0.0;
  for (double const count : input_.observed) *input_.info.observed += count;
  for (double const mean : likelihood_->expected()) *input_.info.background += mean;
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
        for (std::size_t n = 0; n < nodes.size(); ++n) sum += nodes.w[n] * cevns_cm2_per_GeV(nucleus, E, nodes.x[n]);
        recoils[i] += per_flavour * per_m3 * weight * sum / cm2_per_m2;
      }
  }
  return recoils;
}

ShapedTemplate RecoilSpectrumSearch::seen(std::span<double const> recoils, double lifetime_us) const {
  auto const& binning = input_.binning;
  auto const share = binning.pulse.per_bin(lifetime_us, binning.edges_us);
  auto const in_bins = [&](std::vector<std::vector<double>> const& response) {
    std::vector<double> light(binning.edges_PE.size() - 1, 0.0);
    for (std::size_t i = 0; i < recoils.size(); ++i)
      for (std::size_t b = 0; b < light.size(); ++b) light[b] += recoils[i] * response[i][b];
    std::vector<double> events;
    for (auto const& bin : binning.bins) events.push_back(light[bin.PE] * share[bin.time]);
    return events;
  };
  ShapedTemplate result{in_bins(response_.front()), {}};
  for (std::size_t k = 0; k < binning.light_minus_plus.size(); ++k)
    result.minus_plus.emplace_back(in_bins(response_[1 + 2 * k]), in_bins(response_[2 + 2 * k]));
  return result;
}

namespace {

class SpectrumResponse : public Response {
 public:
  SpectrumResponse(RecoilSpectrumSearch const& search, Model const& model, Masses masses, FluxStore& fluxes)
      : search_{search}, signals_{model, masses, fluxes, search.input().setup, windows_of(search)} {}

  void evaluate(std::span<Couplings const> points, std::span<Outcome> outcomes,
                std::span<ComponentSignal>) const override {
    for (std::size_t i = 0; i < points.size(); ++i) {
      auto const recoils = recoils_at(points[i]);
      auto const signal = search_.seen(recoils, 0.0);
      Outcome outcome;
      for (double const events : signal.nominal) outcome.expected += events;
      if (outcome.expected > negligible_events) {
        auto const ratios = search_.likelihood()(signal);
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
                           {"relative width of the mediator", point.relative_width},
                           {"coupling factor of the scattering", point.scattering},
                           {"recoils above 3 keV", all},
                           {"share selected in the bins", all > 0.0 ? selected / all : 0.0}}});
      }
    }
    return result;
  }

 private:
  static std::vector<DarkMatterSignals::Window> windows_of(RecoilSpectrumSearch const& search) {
    auto const edges = RecoilSpectrumSearch::recoil_edges_GeV();
    std::vector<DarkMatterSignals::Window> windows;
    for (std::size_t i = 0; i + 1 < edges.size(); ++i) {
      RecoilWindow window;
      window.min_GeV = edges[i];
      window.max_GeV = edges[i + 1];
      windows.push_back({search.input().targets, window});
    }
    return windows;
  }

  std::vector<double> recoils_at(Couplings couplings) const {
    std::vector<double> recoils(RecoilSpectrumSearch::recoil_edges_GeV().size() - 1, 0.0);
    auto const point = signals_.at(couplings);
    for (auto const& group : signals_.groups())
      if (!group.variants.empty())
        for (std::size_t i = 0; i < recoils.size(); ++i) recoils[i] += signals_.expected(group, 0, i, point);
    return recoils;
  }

  RecoilSpectrumSearch const& search_;
  DarkMatterSignals signals_;
};

/// Changes whenever a number computed by this file changes.
constexpr std::int64_t recoil_spectrum_physics_version = 2;

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
