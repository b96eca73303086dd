#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/digest.hpp"
#include "core/errors.hpp"
#include "core/table_reader.hpp"
#include "statistics/simulated_island.hpp"

namespace penumbra {

/// What the simulation of a search sees of long-lived particles of some masses and lifetimes, by production: how the
/// signal of a published island falls towards both of its edges. Written by benchmarks/island_responses.cpp.
///
/// Columns: `mass_GeV`; `ctau_over_mass_m_per_GeV`, the same ascending values at every mass; and one for each
/// production of the curve, under its name there: decays seen over g^(n-p), in a unit common to all columns.
class IslandResponse {
 public:
  /// Records every fault: other productions than those of the curve, masses or lifetimes that do not ascend or are no
  /// grid, numbers below zero, zeros at other than short lifetimes (a production that is closed at a mass has zeros
  /// only), masses at which short lifetimes do not die out (the logarithm of what is seen rises there no faster than
  /// (n-p)/p that of the lifetime).
  static IslandResponse read(TextTable const& table, std::vector<std::string> const& productions, double n, double p,
                             Problems& problems);

  /// With a weight for each production; linear in ln m between the masses (in the logarithm of what is seen, where it
  /// is seen at both), constant beyond them. The weights are not negative and not all zero. Empty where nothing is
  /// seen.
  LifetimeResponse at(double mass_GeV, std::span<double const> weights) const;
  LifetimeResponse at(double mass_GeV) const;
  /// Shares of the productions in what is seen at a lifetime, in the units of `at`.
  std::vector<double> shares(double mass_GeV, double log_lifetime) const;

  Digest const& content() const { return content_; }
  std::string const& experiment() const { return experiment_; }

 private:
  /// Of a production, at a mass and the lifetime of this index.
  double seen(std::size_t production, double mass_GeV, std::size_t lifetime) const;
  std::string experiment_;
  std::vector<double> log_masses_;
  std::vector<double> log_lifetimes_;
  std::vector<std::vector<double>> log_seen_;  ///< [production][mass x lifetime]; minus infinity: closed
  Digest content_;
};

}  // namespace penumbra
