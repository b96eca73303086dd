#include "statistics/profile.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/contracts.hpp"

namespace penumbra {
namespace {

constexpr int golden_steps = 26;  // 2 * 0.618^26 = 7e-6
constexpr int passes = 5;

/// Which members a group touches with a non-zero signal, and whether one pass is enough.
struct Touches {
  std::vector<std::vector<std::size_t>> members_of_group;
  bool separable = true;
};

Touches touches(std::span<ProfileMember const> members, std::size_t group_count) {
  Touches result;
  result.members_of_group.resize(group_count);
  for (std::size_t m = 0; m < members.size(); ++m) {
    PENUMBRA_EXPECT(members[m].components.size() == members[m].groups.size());
    std::size_t groups = 0;
    for (std::size_t c = 0; c < members[m].components.size(); ++c) {
      if (members[m].components[c].nominal <= 0.0) continue;
      auto& list = result.members_of_group.at(members[m].groups[c]);
      if (list.empty() || list.back() != m) {
        list.push_back(m);
        ++groups;
      }
    }
    if (groups > 1) result.separable = false;
  }
  return result;
}

}  // namespace

double signal_at(Envelope const& envelope, double t) {
  if (envelope.nominal <= 0.0 || t == 0.0) return envelope.nominal;
  double const end = t < 0.0 ? envelope.low : envelope.high;
  return envelope.nominal * std::pow(end / envelope.nominal, std::abs(t));
}

ProfileResult profile(std::span<ProfileMember const> members, std::size_t group_count) {
  auto const [members_of_group, separable] = touches(members, group_count);
  ProfileResult result;
  result.nuisances.assign(group_count, 0.0);
  std::vector<double> signals;
  auto const evaluate = [&](std::size_t m) {
    signals.clear();
    for (std::size_t c = 0; c < members[m].components.size(); ++c)
      signals.push_back(signal_at(members[m].components[c], result.nuisances[members[m].groups[c]]));
    return members[m].log_likelihood(signals);
  };
  auto const total = [&] {
    double sum = 0.0;
    for (std::size_t m = 0; m < members.size(); ++m) sum += evaluate(m);
    return sum;
  };
  result.nominal = total();

  constexpr double golden = 1.0 / std::numbers::phi;
  for (int pass = 0; pass < (separable ? 1 : passes); ++pass) {
    for (std::size_t g = 0; g < group_count; ++g) {
      auto const& touched = members_of_group[g];
      if (touched.empty()) continue;
      auto const value = [&](double t) {
        result.nuisances[g] = t;
        double sum = 0.0;
        for (std::size_t m : touched) sum += evaluate(m);
        return sum;
      };
      double best_t = result.nuisances[g];
      double best = value(best_t);
      auto const keep_better = [&](double t, double found) {
        if (found > best) {
          best = found;
          best_t = t;
        }
      };
      keep_better(-1.0, value(-1.0));
      keep_better(1.0, value(1.0));
      double low = -1.0;
      double high = 1.0;
      double t1 = high - golden * (high - low);
      double t2 = low + golden * (high - low);
      double f1 = value(t1);
      double f2 = value(t2);
      for (int step = 0; step < golden_steps; ++step) {
        if (f1 >= f2) {
          high = t2;
          t2 = t1;
          f2 = f1;
          t1 = high - golden * (high - low);
          f1 = value(t1);
        } else {
          low = t1;
          t1 = t2;
          f1 = f2;
          t2 = low + golden * (high - low);
          f2 = value(t2);
        }
      }
      keep_better(t1, f1);
      keep_better(t2, f2);
      result.nuisances[g] = best_t;
    }
  }
  result.log_likelihood = std::max(total(), result.nominal);
  return result;
}

}  // namespace penumbra
