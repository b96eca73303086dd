#include "pipeline/commands/curve_distance.hpp"

#include <tbb/parallel_for.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "core/roots.hpp"
#include "pipeline/grid.hpp"
#include "production/flux_store.hpp"

namespace penumbra {
namespace {

/// Couplings scanned per decade; an excluded interval narrower than a step (2 %) may be missed.
constexpr double steps_per_decade = 100.0;
/// Of these every so many-th is looked at first, and the others only around those where the analysis says anything.
constexpr std::size_t first_look = 8;
/// That is, where CLs falls below one by more than this.
constexpr double says_anything = 1e-3;
/// The scan goes so far beyond the couplings of the curve.
constexpr double decades_beyond = 2.0;
/// CLs below this counts as this: its logarithm must stay finite.
constexpr double smallest_cls = 1e-300;
/// A published curve's own CLs is 1 - CL on the curve up to rounding.
constexpr double on_the_curve = 1e-9;
/// Relative accuracy of an edge in ln coupling: far below what a figure can be read to.
constexpr double edge_tolerance = 1e-8;

/// Quantile of sorted values by linear interpolation.
double quantile(std::vector<double> const& sorted, double fraction) {
  double const place = fraction * static_cast<double>(sorted.size() - 1);
  auto const below = static_cast<std::size_t>(std::floor(place));
  auto const above = std::min(below + 1, sorted.size() - 1);
  return sorted[below] + (place - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

/// The interval that shares most with the curve's, or lies nearest when none overlaps.
OurInterval const* counterpart(std::vector<OurInterval> const& ours, ExcludedInterval const& curve) {
  OurInterval const* best = nullptr;
  double best_overlap = 0.0;
  for (auto const& interval : ours) {
    double const overlap =
        std::log(std::min(interval.to, curve.upper)) - std::log(std::max(interval.from, curve.lower));  // < 0: a gap
    if (!best || overlap > best_overlap) {
      best = &interval;
      best_overlap = overlap;
    }
  }
  return best;
}

using EdgePoints = std::vector<CurveDistance::Edge::Point>;

struct AtMass {
  EdgePoints lower;
  EdgePoints upper;
};

/// Sorted distances of the points that both have.
std::vector<double> distances_dex(EdgePoints const& points) {
  std::vector<double> dex;
  for (auto const& point : points)
    if (point.ours) dex.push_back(std::abs(std::log10(*point.ours / point.published)));
  std::sort(dex.begin(), dex.end());
  return dex;
}

AtMass compare(CurveQuestion const& question, double mass_GeV, double from, double to) {
  AtMass result;
  auto const curve = question.curve->at(mass_GeV);
  if (curve.empty()) return result;
  auto const& slice = *question.slice;
  auto const masses = slice.masses(mass_GeV);
  FluxStore fluxes{slice.model(), masses};
  fluxes.leave_out(absent_among(slice.couplings(slice.range(masses).first, masses)));
  auto const response = question.analysis->respond(slice.model(), masses, fluxes);
  auto const [least, most] = slice.range(masses);
  from = std::max(from, least);
  to = std::min(to, most);
  if (!(from < to)) return result;
  auto const ours = excluded_couplings(*question.analysis, *response, question.confidence_level, from, to,
                                       [&](double value) { return slice.couplings(value, masses); });
  for (auto const& interval : curve) {
    auto const* match = counterpart(ours, interval);
    auto const measure = [&](EdgePoints& edge, double published, std::optional<double> OurInterval::*own) {
      if (std::isfinite(published)) edge.push_back({mass_GeV, published, match ? match->*own : std::nullopt});
    };
    measure(result.lower, interval.lower, &OurInterval::lower);
    if (!interval.open_top) measure(result.upper, interval.upper, &OurInterval::upper);
  }
  return result;
}

}  // namespace

std::vector<OurInterval> excluded_couplings(Analysis const& analysis, Response const& response, double confidence_level,
                                            double from, double to, CouplingsAt const& couplings_at) {
  // A favoured band is found as if its inside were excluded.
  bool const favoured = analysis.info().status == Status::favoured;
  constexpr double inside_band = -1.0;
  // ln CLs above the level, at many couplings at once. Components are filled as well and not looked at.
  auto const heights = [&](std::span<double const> couplings) {
    std::vector<std::vector<double>> all;
    for (double const coupling : couplings) all.push_back(couplings_at(coupling));
    std::vector<Couplings> const points{all.begin(), all.end()};
    std::vector<Outcome> outcomes(points.size());
    std::vector<ComponentSignal> components(points.size() * analysis.component_groups().size());
    response.evaluate(points, outcomes, components);
    std::vector<double> result;
    for (auto const& outcome : outcomes)
      result.push_back(favoured ? (outcome.expected > 0.0 ? inside_band : -inside_band)
                                : std::log(std::max(outcome.cls, smallest_cls)) - std::log(1.0 - confidence_level) -
                                      on_the_curve);
    return result;
  };
  auto const steps = static_cast<int>(std::ceil(std::log10(to / from) * steps_per_decade)) + 1;
  std::vector<double> couplings(static_cast<std::size_t>(std::max(steps, 2)));
  double const step = std::log(to / from) / static_cast<double>(couplings.size() - 1);
  for (std::size_t i = 0; i < couplings.size(); ++i) couplings[i] = from * std::exp(step * static_cast<double>(i));
  double const nothing =
      favoured ? -inside_band : -std::log(1.0 - confidence_level) - on_the_curve;  // height where nothing is said
  std::vector<std::size_t> first;
  for (std::size_t i = 0; i < couplings.size(); i += first_look) first.push_back(i);
  first.push_back(couplings.size() - 1);
  auto const heights_at = [&](std::vector<std::size_t> const& places) {
    std::vector<double> values;
    for (auto const i : places) values.push_back(couplings[i]);
    return heights(values);
  };
  std::vector<double> height(couplings.size(), nothing);
  std::vector<char> closer(couplings.size(), 0);
  auto const seen = heights_at(first);
  for (std::size_t k = 0; k < first.size(); ++k)
    if (seen[k] < nothing - says_anything)
      for (std::size_t i = first[k] - std::min(first[k], first_look); i <= first[k] + first_look && i < closer.size();
           ++i)
        closer[i] = 1;
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < closer.size(); ++i)
    if (closer[i]) places.push_back(i);
  auto const close = heights_at(places);
  for (std::size_t k = 0; k < places.size(); ++k) height[places[k]] = close[k];
  auto const edge = [&](std::size_t i) {
    auto const f = [&](double log_coupling) { return heights(std::vector{std::exp(log_coupling)}).front(); };
    double const below = std::log(couplings[i - 1]);
    double const above = std::log(couplings[i]);
    // The logarithms are rounded: where that moves an end across the edge, the edge is at that end.
    if ((f(below) <= 0.0) == (f(above) <= 0.0)) return couplings[i];
    return std::exp(find_root(f, below, above, edge_tolerance));
  };
  std::vector<OurInterval> intervals;
  for (std::size_t i = 0; i < couplings.size(); ++i) {
    bool const inside = height[i] <= 0.0;
    bool const inside_before = i > 0 && height[i - 1] <= 0.0;
    if (inside && !inside_before) {
      intervals.push_back({std::nullopt, std::nullopt, couplings[i], couplings.back()});
      if (i > 0) intervals.back().lower = intervals.back().from = edge(i);
    }
    if (!inside && inside_before) intervals.back().upper = intervals.back().to = edge(i);
  }
  return intervals;
}

CurveDistance distance(CurveQuestion const& question) {
  auto const& curve = *question.curve;
  std::set<double> const distinct{curve.masses_GeV().begin(), curve.masses_GeV().end()};
  std::vector<double> masses;
  auto const& mass = question.slice->mass();
  for (double const m_GeV : distinct)
    if (m_GeV >= mass.min && m_GeV <= mass.max && !curve.is_wall(m_GeV)) masses.push_back(m_GeV);

  double least = INFINITY;
  double most = 0.0;
  for (auto const* column : {&curve.lower(), &curve.upper()})
    for (double const coupling : *column)
      if (std::isfinite(coupling)) {
        least = std::min(least, coupling);
        most = std::max(most, coupling);
      }
  double const beyond = std::pow(10.0, decades_beyond);
  double const from = least / beyond;
  double const to = most * beyond;

  std::vector<AtMass> at_mass(masses.size());
  tbb::parallel_for(std::size_t{0}, masses.size(),
                    [&](std::size_t i) { at_mass[i] = compare(question, masses[i], from, to); });
  CurveDistance result;
  EdgePoints all;
  for (auto const& [name, of] : {std::pair{"lower", &AtMass::lower}, std::pair{"upper", &AtMass::upper}}) {
    CurveDistance::Edge edge{name, 0, 0, std::nullopt, {}};
    for (auto const& one : at_mass) edge.points.insert(edge.points.end(), (one.*of).begin(), (one.*of).end());
    if (edge.points.empty()) continue;
    auto const dex = distances_dex(edge.points);
    edge.published = edge.points.size();
    edge.compared = dex.size();
    if (!dex.empty()) edge.median_dex = quantile(dex, 0.5);
    all.insert(all.end(), edge.points.begin(), edge.points.end());
    result.edges.push_back(std::move(edge));
  }
  auto const dex = distances_dex(all);
  if (dex.empty()) return result;
  result.mass_fraction = static_cast<double>(dex.size()) / static_cast<double>(all.size());
  result.median_dex = quantile(dex, 0.5);
  result.p90_dex = quantile(dex, 0.9);
  result.max_dex = dex.back();
  return result;
}

}  // namespace penumbra
