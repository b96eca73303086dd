#pragma once

#include <memory>
#include <string>
#include <vector>

#include "analysis/scattering_search.hpp"
#include "detection/arrival_time.hpp"
#include "detection/light_response.hpp"
#include "statistics/binned.hpp"

namespace penumbra {

/// From recoil energies and a lifetime of the source to the bins of a release (photoelectrons x time).
struct RecoilBinning {
  std::vector<double> edges_PE;
  std::vector<double> edges_us;
  struct Bin {
    std::size_t PE;
    std::size_t time;
  };
  std::vector<Bin> bins;  ///< in the order of the counts
  BeamPulse pulse;
  LightResponse light;
  std::vector<std::pair<LightResponse, LightResponse>> light_minus_plus;  ///< one pair per shape nuisance
};

/// A search for nuclear recoils of dark matter in a binned data release: energy and time of each event, all backgrounds
/// with their errors, neutrinos from pions at rest among them.
///
/// Its nuisances (flux, response, backgrounds) are profiled inside; no other analysis shares them, so it has no
/// components. Dark matter arrives with the beam pulse: its flight is shorter than a time bin.
class RecoilSpectrumSearch : public Analysis {
 public:
  struct Input {
    AnalysisInfo info;
    ScatteringSetup setup;
    std::vector<TargetDensity> targets;
    double neutrinos_per_flavour = 0.0;  ///< made per primary particle, each of nu_mu, nu_e, nubar_mu
    double flux_error = 0.0;             ///< relative; of neutrinos and dark matter alike
    RecoilBinning binning;
    std::vector<double> observed;
    SteadyBackground steady;
    std::vector<ScaledBackground> backgrounds;
    CanonicalWriter definition;  ///< everything read from files, for the key
  };
  explicit RecoilSpectrumSearch(Input input);

  AnalysisInfo const& info() const override { return input_.info; }
  Applicability applies_to(Model const& model) const override;
  std::unique_ptr<Response const> respond(Model const& model, Masses masses, FluxStore& fluxes) const override;
  std::vector<std::string> const& component_groups() const override { return no_groups_; }
  double log_likelihood(std::span<double const> component_signal) const override;
  void write_key(CanonicalWriter& writer, Model const& model) const override;

  /// Recoil energies, GeV, at which spectra are binned on their way to the bins of the release.
  static std::vector<double> recoil_edges_GeV();
  /// Recoils counted in these bins of energy, from a source of this lifetime, as seen in the bins of the release.
  ShapedTemplate seen(std::span<double const> recoils, double lifetime_us) const;
  /// Coherent scattering of the neutrinos in the Standard Model, all flavours.
  ShapedTemplate const& neutrinos() const { return neutrinos_; }
  BinnedLikelihood const& likelihood() const { return *likelihood_; }
  Input const& input() const { return input_; }

 private:
  std::vector<double> neutrino_recoils(bool prompt) const;

  Input input_;
  std::vector<std::vector<std::vector<double>>> response_;  ///< nominal, then minus and plus: recoil bin, PE bin
  ShapedTemplate neutrinos_;
  std::shared_ptr<BinnedLikelihood const> likelihood_;
  std::vector<std::string> no_groups_;
};

}  // namespace penumbra
