#pragma once

#include <cmath>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "analysis/analysis.hpp"
#include "analysis/channel_likelihood.hpp"
#include "beam/beam.hpp"
#include "model/model.hpp"

namespace penumbra {

/// What searches on a beam share: which productions they count, how these are grouped by nuisance, their key.

/// Productions that a beam offers: of each exclusive group the first, and only those that are wanted (empty: all).
/// `virtual_mass_GeV`: the smallest mass of a virtual mediator, where such count too; quarks make real ones only.
std::vector<ProductionChannel> counted_productions(std::vector<ProductionChannel> const& all, Beam const& beam,
                                                   double mediator_mass_GeV, std::vector<std::string> const& wanted,
                                                   std::optional<double> virtual_mass_GeV = std::nullopt);

/// Productions whose mediators a detector sees as one flux: weak decays that depend on the couplings alike and have the
/// same variants; any other alone.
struct SeenTogether {
  std::vector<ProductionChannel> productions;
  Monomial const& monomial() const { return productions.front().monomial; }
};
std::vector<SeenTogether> seen_together(Beam const& beam, std::vector<ProductionChannel> const& productions,
                                        double mediator_mass_GeV);
std::vector<SeenTogether> one_by_one(std::vector<ProductionChannel> const& productions);

/// Nuisance groups of a beam, sorted, and the one of a production (empty: none): that of its parent, or of its
/// mechanism.
std::vector<std::string> nuisance_groups(Beam const& beam);
std::string nuisance_group(Beam const& beam, ProductionChannel const& production);

/// Variants (generators, splittings) of some productions together, in the order of appearance: the first is central.
std::vector<std::string> variants_of(Beam const& beam, std::vector<ProductionChannel> const& productions,
                                     double mediator_mass_GeV);

/// The factor on the central variant that a variant of these productions is: an end of a range of yields. nullopt where
/// it is something else.
std::optional<double> factor_on_central(Beam const& beam, std::span<ProductionChannel const> together,
                                        std::string const& variant);

/// What multiplies signals on this beam: the form factor where its protons radiate.
std::vector<SignalFactor> signal_factors(Beam const& beam);

/// The proton's form factor relative to the central one: one, the smallest, the largest. Empty without bremsstrahlung
/// of protons among the productions.
ComponentSignal form_factor_range(Beam const& beam, std::vector<ProductionChannel> const& productions);

/// For people: what other form factors would multiply a production by, under "expected with NAME".
std::vector<std::pair<std::string, double>> form_factor_factors(Beam const& beam, ProductionChannel const& production);

/// The smallest masses of a model: productions shrink with the mass, so these show all of them.
std::vector<double> smallest_masses(Model const& model);

/// What the key of every search on a beam says: tables, counted productions, versions of fluxes and model, numerics.
void write_beam_key(CanonicalWriter& writer, Model const& model, Beam const& beam,
                    std::vector<std::string> const& counted);

/// The likelihoods of a search's channels, in order.
template <class Channel>
std::vector<ChannelLikelihood> likelihoods_of(std::vector<Channel> const& channels) {
  std::vector<ChannelLikelihood> result;
  for (auto const& channel : channels) result.push_back(channel.likelihood);
  return result;
}

/// Relative error of some productions together by the events of their beam tables in this variant; 0 where no table was
/// generated. Each counts by how many mediators it makes.
double statistical_error(Beam const& beam, std::span<ProductionChannel const> together, std::string const& variant);

/// The signal of some productions in one variant, with the error by the events of their tables: those of different
/// particles are independent.
class VariantSignal {
 public:
  void add(double signal, double relative_error) {
    signal_ += signal;
    variance_ += signal * relative_error * signal * relative_error;
  }
  double signal() const { return signal_; }
  double relative_error() const { return variance_ > 0.0 ? std::sqrt(variance_) / signal_ : 0.0; }

 private:
  double signal_ = 0.0;
  double variance_ = 0.0;
};

/// The signal in every variant, the first central: nominal and both ends, each variant reaching down and up by its own
/// error (in the logarithm).
ComponentSignal envelope(std::span<VariantSignal const> by_variant);

}  // namespace penumbra
