#include "analysis/curve_mixture.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <sstream>
#include <stdexcept>

#include "core/interpolate.hpp"
#include "core/table_reader.hpp"

namespace penumbra {
namespace {

double finite_number(std::string const& text) {
  double const value = parse_number(text);
  if (!std::isfinite(value)) throw std::invalid_argument(fmt::format("'{}' is not finite", text));
  return value;
}

}  // namespace

CurveMixture::CurveMixture(std::vector<double> masses_GeV, std::vector<std::vector<double>> shares)
    : log_masses_{std::move(masses_GeV)}, shares_{std::move(shares)} {
  for (auto& mass : log_masses_) mass = std::log(mass);
  for (auto& here : shares_) {
    double const sum = std::accumulate(here.begin(), here.end(), 0.0);
    for (auto& share : here) share /= sum;
  }
}

std::vector<double> CurveMixture::at(double mass_GeV) const {
  if (log_masses_.size() == 1) return shares_.front();
  auto const [i, f] = place_in(log_masses_, std::log(mass_GeV));
  std::vector<double> result;
  for (std::size_t k = 0; k < shares_[i].size(); ++k)
    result.push_back(shares_[i][k] + f * (shares_[i + 1][k] - shares_[i][k]));
  return result;
}

void CurveMixture::write_key(CanonicalWriter& writer) const {
  if (empty()) return;
  writer.field("mixture: ln masses", log_masses_);
  for (auto const& here : shares_) writer.field("mixture: shares", here);
}

CurveMixture parse_mixture(std::string const& text, std::size_t productions) {
  std::vector<double> masses;
  std::vector<std::vector<double>> shares;
  std::istringstream nodes{text};
  for (std::string node; std::getline(nodes, node, ';');) {
    auto const colon = std::min(node.find(':'), node.size());
    std::istringstream mass{node.substr(0, colon)};
    std::istringstream rest{node.substr(std::min(colon + 1, node.size()))};
    std::string word;
    mass >> word;
    masses.push_back(finite_number(word));
    auto& here = shares.emplace_back();
    while (rest >> word) here.push_back(finite_number(word));
    bool const ascends = masses.back() > (masses.size() > 1 ? masses[masses.size() - 2] : 0.0);
    bool const positive = std::all_of(here.begin(), here.end(), [](double share) { return share >= 0.0; });
    if (here.size() != productions || !ascends || !positive || std::accumulate(here.begin(), here.end(), 0.0) <= 0.0)
      throw std::invalid_argument(
          fmt::format("'{}': expected 'MASS: SHARE SHARE ...' with ascending masses (GeV) and {} shares, one for each "
                      "production, not negative and not all zero",
                      node, productions));
  }
  return {std::move(masses), std::move(shares)};
}

}  // namespace penumbra
