#include "detection/pole_rule.hpp"

#include <algorithm>
#include <cmath>

#include "core/contracts.hpp"

namespace penumbra {

Nodes pole_rule(double low, double high, std::span<Pole const> poles, int order) {
  PENUMBRA_EXPECT(low < high && !poles.empty());
  std::vector<double> places{low, high};
  for (auto const& pole : poles)
    if (pole.place > low && pole.place < high) places.push_back(pole.place);
  std::sort(places.begin(), places.end());
  Nodes rule;
  auto const outwards = [&](double from, double to) {
    double scale = std::hypot(poles[0].place - from, poles[0].half_width);
    for (auto const& pole : poles) scale = std::min(scale, std::hypot(pole.place - from, pole.half_width));
    double const side = to > from ? 1.0 : -1.0;
    auto const nodes = gauss_legendre(order, 0.0, std::asinh(std::abs(to - from) / scale));
    for (std::size_t i = 0; i < nodes.size(); ++i) {
      rule.x.push_back(from + side * scale * std::sinh(nodes.x[i]));
      rule.w.push_back(nodes.w[i] * scale * std::cosh(nodes.x[i]));
    }
  };
  for (std::size_t i = 0; i + 1 < places.size(); ++i) {
    if (places[i] == places[i + 1]) continue;
    double const middle = 0.5 * (places[i] + places[i + 1]);
    outwards(places[i], middle);
    outwards(places[i + 1], middle);
  }
  return rule;
}

}  // namespace penumbra
