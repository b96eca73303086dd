#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "analysis/analysis.hpp"
#include "core/errors.hpp"
#include "core/toml_reader.hpp"
#include "particle/neutrino_electron.hpp"
#include "statistics/gaussian.hpp"

namespace penumbra {

/// What a neutrino scatters off, or makes: its charge is e x_e + mu x_mu + p (2 x_u + x_d) + n (x_u + 2 x_d).
struct NeutrinoPartner {
  double electrons = 0.0;
  double muons = 0.0;
  double protons = 0.0;
  double neutrons = 0.0;
  double charge(VectorCharges const& x) const;
};

/// A part of a rate at one momentum transfer: rate(c), with c the strength of the exchange of a vector.
struct NeutrinoRateNode {
  double Q2_GeV2;
  NeutrinoFlavour flavour;
  NeutrinoPartner partner;
  InterferingCrossSection rate;  ///< in units that all nodes share
};

/// A rate over what the Standard Model predicts.
struct NeutrinoRateRatio {
  Measurement change;  ///< measured over predicted, minus one
  std::vector<NeutrinoRateNode> nodes;
};

/// Measured rates of neutrinos over what the Standard Model predicts. A vector that couples to neutrinos and to what
/// they meet changes each by
///
///   s(g) = a g^2 + b g^4
///   a = sum_i linear_i c_i / sum_i standard_i
///   b = sum_i quadratic_i c_i^2 / sum_i standard_i
///
/// c_i the strength of its exchange at node i for g = 1 (`vector_over_weak`, charges at that q^2): the nodes know the
/// neutrinos, the recoils and the Standard Model, the masses make two numbers.
///
/// Likelihood: Gaussian; fewer events than predicted are a signal too. With d +- e the measured change, summed over
/// independent rates,
///
///   ln L(s)/L(0) = sum s (2 d - s)/(2 e^2)
///
/// so that a change towards the measured value is rewarded. Under either hypothesis it is normal, so CLs is that of the
/// asymptotic formula, exactly; of one rate Phi((d - s)/e) / Phi(d/e) for a rise, mirrored for a fall. A projection
/// measures what the Standard Model predicts. The signal that is shown is the relative change of the first rate.
class NeutrinoRate : public Analysis {
 public:
  struct Input {
    AnalysisInfo info;
    std::string quantity;  ///< "neutrino-electron-scattering", "neutrino-nucleus-scattering", "neutrino-trident"
    std::vector<NeutrinoRateRatio> rates;
    CanonicalWriter definition;  ///< what the nodes were made from, for the key
  };
  explicit NeutrinoRate(Input input);

  /// Is it a quantity of this kind?
  static bool reads(std::string const& quantity);
  /// Reads a parsed file of kind "measurement" and one of these quantities; null when it has problems.
  static std::unique_ptr<NeutrinoRate const> read(TomlTable& table, Problems& problems);

  AnalysisInfo const& info() const override { return input_.info; }
  Applicability applies_to(Model const& model) const override;
  std::unique_ptr<Response const> respond(Model const& model, Masses masses, FluxStore& fluxes) const override;
  std::vector<std::string> const& component_groups() const override { return no_groups_; }
  /// There are no components; with one value for each rate, ln L of these relative changes.
  double log_likelihood(std::span<double const> component_signal) const override;
  void write_key(CanonicalWriter& writer, Model const& model) const override;

  Input const& input() const { return input_; }
  /// What the measurement says about relative changes of the rates.
  Outcome outcome(std::span<double const> changes) const;

 private:
  Input input_;
  std::vector<std::string> no_groups_;
};

/// Energies of one kind of neutrinos: a line, or a spectrum that is linear between its points.
struct NeutrinoSource {
  Neutrino neutrino;
  double share = 1.0;  ///< number of neutrinos
  std::vector<double> energy_GeV;
  std::vector<double> density;  ///< of any normalisation; of a line it plays no role
};

/// The three neutrinos of a pion that decays at rest.
std::vector<NeutrinoSource> pion_at_rest_sources();

/// Recoils that are counted: efficiency, linear between points of ascending positive energies, none outside.
struct RecoilEfficiency {
  std::vector<double> recoil_GeV;
  std::vector<double> efficiency;
};

struct NuclearTarget {
  int Z;
  double N;
  double mass_GeV;
  double share;  ///< number of nuclei
};

/// Rates of recoils of electrons and of nuclei as nodes: cm^2 averaged over each source times its share, and over the
/// number of nuclei.
std::vector<NeutrinoRateNode> electron_recoil_nodes(std::span<NeutrinoSource const> sources,
                                                    RecoilEfficiency const& efficiency);
std::vector<NeutrinoRateNode> nuclear_recoil_nodes(std::span<NeutrinoSource const> sources,
                                                   std::span<NuclearTarget const> targets,
                                                   RecoilEfficiency const& efficiency);

/// nu_mu N -> nu_mu mu+ mu- N, vector part g_V^2 V and axial part g_A^2 A of the Standard Model's cross section at each
/// Q^2 (tools/trident), with g_V = 1/2 + 2 sin^2 theta_W and g_A = 1/2. A vector adds 2 c to g_V. In the heavy limit,
/// and where both parts are alike, that is [(1 + 4 sin^2 theta_W + 2 v^2 g^2/M^2)^2 + 1]/[(1 + 4 sin^2 theta_W)^2 + 1]
/// of arXiv:1406.2332.
std::vector<NeutrinoRateNode> trident_nodes(std::span<double const> Q2_GeV2, std::span<double const> vector_part,
                                            std::span<double const> axial_part);

}  // namespace penumbra
