#include "analysis/island_response.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/interpolate.hpp"

namespace penumbra {
namespace {

constexpr char const* lifetime_title = "ctau_over_mass_m_per_GeV";
constexpr double least_seen = 1e-290;  ///< below, doubles lose digits
constexpr double most_seen = 1e200;    ///< sums of these and their logarithms are finite

/// The values of a column that repeats: the rows of a grid, lifetimes inside masses. Empty where they are no grid.
struct Grid {
  std::vector<double> masses_GeV;
  std::vector<double> lifetimes;
};

Grid grid_of(TextTable const& table, Problems& problems) {
  auto const& mass = table.finite_column("mass_GeV");
  auto const& lifetime = table.finite_column(lifetime_title);
  Grid grid;
  auto const fault = [&](std::size_t row, std::string const& what) {
    problems.add(table.where_row(row), what);
    return Grid{};
  };
  for (std::size_t i = 0; i < mass.size(); ++i) {
    if (!(mass[i] > 0.0) || !(lifetime[i] > 0.0)) return fault(i, "masses and lifetimes must be positive");
    if (grid.masses_GeV.empty() || mass[i] > grid.masses_GeV.back()) grid.masses_GeV.push_back(mass[i]);
    if (mass[i] < grid.masses_GeV.back()) return fault(i, "the mass decreases");
    if (grid.masses_GeV.size() > 1) continue;
    if (!grid.lifetimes.empty() && lifetime[i] <= grid.lifetimes.back())
      return fault(i, fmt::format("{} does not ascend", lifetime_title));
    grid.lifetimes.push_back(lifetime[i]);
  }
  if (grid.lifetimes.size() < 2) {
    problems.add(table.where_row(0), "expected at least two lifetimes at every mass");
    return {};
  }
  for (std::size_t i = 0; i < mass.size(); ++i)
    if (lifetime[i] != grid.lifetimes[i % grid.lifetimes.size()])
      return fault(i, "expected the same lifetimes at every mass");
  if (mass.size() != grid.masses_GeV.size() * grid.lifetimes.size())
    return fault(mass.size() - 1, "expected the same lifetimes at every mass (is the file cut off?)");
  return grid;
}

/// Logarithms of what is seen of one production: minus infinity at masses where nothing is; short lifetimes that leave
/// nothing go on as the first two that do.
std::vector<double> logarithms(TextTable const& table, std::string const& production, std::vector<double> const& seen,
                               std::vector<double> const& log_lifetimes, Problems& problems) {
  std::size_t const count = log_lifetimes.size();
  std::vector<double> result(seen.size());
  for (std::size_t row = 0; row < seen.size(); ++row) {
    if (!(seen[row] >= 0.0 && seen[row] <= most_seen))
      problems.add(table.where_row(row), fmt::format("{}: expected 0 to {:g}", production, most_seen));
    result[row] = std::log(std::max(seen[row], 0.0));
  }
  for (std::size_t start = 0; start < seen.size(); start += count) {
    std::size_t first = 0;
    while (first < count && !(seen[start + first] > 0.0)) ++first;
    if (first == count) continue;
    if (first + 1 == count || std::any_of(seen.begin() + static_cast<std::ptrdiff_t>(start + first),
                                          seen.begin() + static_cast<std::ptrdiff_t>(start + count),
                                          [](double value) { return !(value > 0.0); })) {
      problems.add(table.where_row(start), production + ": expected zeros at short lifetimes only, or everywhere");
      return result;
    }
    double const slope =
        (result[start + first + 1] - result[start + first]) / (log_lifetimes[first + 1] - log_lifetimes[first]);
    for (std::size_t k = 0; k < first; ++k)
      result[start + k] = result[start + first] + slope * (log_lifetimes[k] - log_lifetimes[first]);
  }
  return result;
}

}  // namespace

IslandResponse IslandResponse::read(TextTable const& table, std::vector<std::string> const& productions, double n,
                                    double p, Problems& problems) {
  IslandResponse result;
  auto const before = problems.list().size();
  try {
    table.refuse_unknown_keys({"title", "limit", "model", "experiment", "source", "unit"});
    result.experiment_ = table.header("experiment");
    std::vector<std::string> titles{"mass_GeV", lifetime_title};
    titles.insert(titles.end(), productions.begin(), productions.end());
    if (table.columns() != titles) {
      problems.add(table.name() + ":1", fmt::format("found the columns {}, expected {} (the productions of the curve)",
                                                    fmt::join(table.columns(), ", "), fmt::join(titles, ", ")));
      return result;
    }
    if (table.rows() == 0) {
      problems.add(table.name() + ":1", "no rows");
      return result;
    }
    auto const grid = grid_of(table, problems);
    if (problems.list().size() != before) return result;
    auto const log = [](double x) { return std::log(x); };
    std::transform(grid.masses_GeV.begin(), grid.masses_GeV.end(), std::back_inserter(result.log_masses_), log);
    std::transform(grid.lifetimes.begin(), grid.lifetimes.end(), std::back_inserter(result.log_lifetimes_), log);
    for (auto const& production : productions)
      result.log_seen_.push_back(
          logarithms(table, production, table.finite_column(production), result.log_lifetimes_, problems));
    if (problems.list().size() != before) return result;
  } catch (InputError const& error) {
    std::string const what = error.what();
    auto const end = what.find(": ", std::min(table.name().size(), what.size()));
    problems.add(what.substr(0, end), end == std::string::npos ? "cannot be read" : what.substr(end + 2));
    return result;
  }
  result.content_ = table.content();
  for (std::size_t j = 0; j < result.log_masses_.size(); ++j) {
    auto const here = result.at(std::exp(result.log_masses_[j]));
    auto const row = j * result.log_lifetimes_.size();
    bool const dies_out = here.log_seen.size() >= 2 && (here.log_seen[1] - here.log_seen[0]) * p >
                                                           (n - p) * (here.log_lifetimes[1] - here.log_lifetimes[0]);
    if (!dies_out) problems.add(table.where_row(row), "short lifetimes do not die out at this mass");
  }
  return result;
}

double IslandResponse::seen(std::size_t production, double mass_GeV, std::size_t lifetime) const {
  auto const at = [&](std::size_t mass) { return log_seen_[production][mass * log_lifetimes_.size() + lifetime]; };
  if (log_masses_.size() == 1) return std::exp(at(0));
  auto const [j, f] = place_in(log_masses_, std::log(mass_GeV));
  double const low = at(j);
  double const high = at(j + 1);
  if (std::isfinite(low) && std::isfinite(high)) return std::exp(low + f * (high - low));
  return (1.0 - f) * std::exp(low) + f * std::exp(high);
}

LifetimeResponse IslandResponse::at(double mass_GeV, std::span<double const> weights) const {
  LifetimeResponse result;
  for (std::size_t k = 0; k < log_lifetimes_.size(); ++k) {
    double sum = 0.0;
    for (std::size_t i = 0; i < log_seen_.size(); ++i)
      if (weights[i] > 0.0) sum += weights[i] * seen(i, mass_GeV, k);
    if (!(sum > least_seen)) continue;
    result.log_lifetimes.push_back(log_lifetimes_[k]);
    result.log_seen.push_back(std::log(sum));
  }
  return result;
}

LifetimeResponse IslandResponse::at(double mass_GeV) const {
  return at(mass_GeV, std::vector<double>(log_seen_.size(), 1.0));
}

std::vector<double> IslandResponse::shares(double mass_GeV, double log_lifetime) const {
  std::vector<double> result;
  for (std::size_t i = 0; i < log_seen_.size(); ++i) {
    std::vector<double> only(log_seen_.size(), 0.0);
    only[i] = 1.0;
    auto const response = at(mass_GeV, only);
    result.push_back(response.log_seen.size() < 2 ? 0.0 : std::exp(response(log_lifetime)));
  }
  double const sum = std::accumulate(result.begin(), result.end(), 0.0);
  for (auto& share : result) share /= sum;
  return result;
}

}  // namespace penumbra
