#pragma once

#include <string>
#include <vector>

#include "core/digest.hpp"

namespace penumbra {

/// Shares of the mechanisms in what a curve counts, at some masses: linear in ln m between them, constant beyond.
class CurveMixture {
 public:
  CurveMixture() = default;
  /// `shares[i][k]`: of mechanism k at mass i; masses ascend. They are divided by their sum.
  CurveMixture(std::vector<double> masses_GeV, std::vector<std::vector<double>> shares);
  bool empty() const { return log_masses_.empty(); }
  std::vector<double> at(double mass_GeV) const;
  void write_key(CanonicalWriter& writer) const;

 private:
  std::vector<double> log_masses_;
  std::vector<std::vector<double>> shares_;
};

/// Reads "0.1: 0.8 0.2 0; 0.3: 0.1 0.9 0": masses in GeV and the shares of the productions there, in their order.
/// Throws std::invalid_argument saying what was found and expected: masses that do not ascend, another number of shares
/// than productions, shares that are negative or all zero.
CurveMixture parse_mixture(std::string const& text, std::size_t productions);

}  // namespace penumbra
