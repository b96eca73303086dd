#pragma once

#include <memory>
#include <string>
#include <vector>

#include "analysis/scattering_search.hpp"
#include "detection/arrival_time.hpp"
#include "detection/light_response.hpp"
#include "statistics/binned.hpp"

namespace penumbra {

/// How nuclear recoils look in a detector.
struct RecoilAppearance {
  LightResponse light;
  BeamPulse pulse;
  /// Share of the nuclear recoils in each bin of the pulse's shape, for each bin of light.
  std::vector<std::vector<double>> pulse_shape;
};

/// From recoil energies and a lifetime of the source to the bins of a release: light x shape of the pulse (where the
/// release has it) x time.
struct RecoilBinning {
  std::vector<double> edges_PE;     ///< in the unit of the release, see LightResponse
  std::vector<double> edges_shape;  ///< one bin where the release does not tell pulses apart
  std::vector<double> edges_us;
  struct Bin {
    std::size_t PE;
    std::size_t shape;
    std::size_t time;
  };
  std::vector<Bin> bins;  ///< in the order of the counts
  RecoilAppearance nominal;
  std::vector<std::pair<RecoilAppearance, RecoilAppearance>> minus_plus;  ///< one pair per shape nuisance
};

/// A search for nuclear recoils of dark matter in a binned data release: energy, time (and shape of the pulse) of each
/// event, all backgrounds with their errors, neutrinos from pions at rest among them.
///
/// Its nuisances (flux, response, backgrounds) are profiled inside, so it has no components: the neutrino flux that two
/// detectors at one source share is profiled in each (what that costs: docs/physics.md). Dark matter arrives with the
/// beam pulse: its flight is shorter than a time bin.
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
    /// Neutrinos per bin as released, in place of our own; our response then says how nuisances change them.
    std::vector<double> released_neutrinos;
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
  /// Share of the recoils in each of these bins of energy that is seen, from a prompt source.
  std::vector<double> selected() const;
  /// Coherent scattering of the neutrinos in the Standard Model, all flavours, by our own calculation.
  ShapedTemplate const& neutrinos() const { return neutrinos_; }
  BinnedLikelihood const& likelihood() const { return *likelihood_; }
  Input const& input() const { return input_; }

 private:
  std::vector<double> neutrino_recoils(bool prompt) const;
  ShapedTemplate released(ShapedTemplate const& ours) const;

  Input input_;
  /// How recoils appear, ready to be summed.
  struct Seen {
    std::vector<std::vector<double>> light;        ///< recoil bin, PE bin
    std::vector<std::vector<double>> pulse_shape;  ///< PE bin, shape bin
    BeamPulse pulse;
    std::vector<double> prompt;  ///< share of what arrives with the pulse in each time bin
  };
  std::vector<double> in_bins(Seen const& how, std::span<double const> recoils, double lifetime_us) const;
  std::vector<Seen> seen_;  ///< nominal, then minus and plus of each nuisance
  ShapedTemplate neutrinos_;
  std::shared_ptr<BinnedLikelihood const> likelihood_;
  std::vector<std::string> no_groups_;
};

}  // namespace penumbra
