#include "statistics/profile.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

#include "core/contracts.hpp"

namespace penumbra {
namespace {

constexpr int golden_steps = 26;  // 2 * 0.618^26 = 7e-6
constexpr int most_passes = 5;
constexpr double settled = 1e-4;  // a pass that moves no nuisance further is the last; ln L is then good to its square
constexpr double step_from_the_end = 1e-3;

/// The members of a profile, with the signal of every component at the present nuisances.
class State {
 public:
  State(std::span<ProfileMember const> members, std::size_t group_count) : members_{members}, touched_(group_count) {
    nuisances.assign(group_count, 0.0);
    for (std::size_t m = 0; m < members.size(); ++m) {
      PENUMBRA_EXPECT(members[m].components.size() == members[m].groups.size());
      first_.push_back(signals_.size());
      std::size_t groups = 0;
      for (std::size_t c = 0; c < members[m].components.size(); ++c) {
        signals_.push_back(members[m].components[c].nominal);
        if (members[m].components[c].nominal <= 0.0) continue;
        auto& list = touched_.at(members[m].groups[c]);
        if (!list.empty() && list.back() == m) continue;
        list.push_back(m);
        ++groups;
      }
      if (groups > 1) separable = false;
    }
  }

  std::vector<double> nuisances;
  bool separable =
      true;  ///< no member has two groups with a signal, so that groups do not influence each other's optimum

  bool touches_nothing(std::size_t group) const { return touched_[group].empty(); }

  /// Moves one nuisance; the sum of ln L over the members that it touches.
  double move(std::size_t group, double t) {
    nuisances[group] = t;
    double sum = 0.0;
    for (std::size_t m : touched_[group]) {
      for (std::size_t c = 0; c < members_[m].components.size(); ++c)
        if (members_[m].groups[c] == group) signals_[first_[m] + c] = signal_at(members_[m].components[c], t);
      sum += log_likelihood(m);
    }
    return sum;
  }

  double total() const {
    double sum = 0.0;
    for (std::size_t m = 0; m < members_.size(); ++m) sum += log_likelihood(m);
    return sum;
  }

 private:
  double log_likelihood(std::size_t m) const {
    return members_[m].log_likelihood({signals_.data() + first_[m], members_[m].components.size()});
  }

  std::span<ProfileMember const> members_;
  std::vector<std::vector<std::size_t>> touched_;
  std::vector<std::size_t> first_;
  std::vector<double> signals_;
};

/// The best t of one group, the others held.
double best_nuisance(State& state, std::size_t group) {
  double best_t = state.nuisances[group];
  double best = state.move(group, best_t);
  auto const value = [&](double t) {
    double const found = state.move(group, t);
    if (found > best) {
      best = found;
      best_t = t;
    }
    return found;
  };
  // Without observed events the smallest signal is the likeliest: seen from two values at an end.
  bool const falls_from_low_end = value(-1.0) > value(-1.0 + step_from_the_end);
  bool const rises_to_high_end = value(1.0) > value(1.0 - step_from_the_end);
  if (falls_from_low_end || rises_to_high_end) return best_t;
  constexpr double golden = 1.0 / std::numbers::phi;
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
  return best_t;
}

}  // namespace

double signal_at(Envelope const& envelope, double t) {
  if (envelope.nominal <= 0.0 || t == 0.0) return envelope.nominal;
  double const end = t < 0.0 ? envelope.low : envelope.high;
  return envelope.nominal * std::pow(end / envelope.nominal, std::abs(t));
}

ProfileResult profile(std::span<ProfileMember const> members, std::size_t group_count) {
  State state{members, group_count};
  ProfileResult result;
  result.nominal = state.total();
  result.log_likelihood = result.nominal;
  result.nuisances = state.nuisances;
  // A search along one nuisance at a time can stop at the kink of an envelope (t = 0) where only a joint move gains.
  for (double const start : {0.0, -1.0, 1.0}) {
    if (start != 0.0 && state.separable) break;
    for (std::size_t g = 0; g < group_count; ++g) state.move(g, state.touches_nothing(g) ? 0.0 : start);
    for (int pass = 0; pass < (state.separable ? 1 : most_passes); ++pass) {
      double largest_move = 0.0;
      for (std::size_t g = 0; g < group_count; ++g) {
        if (state.touches_nothing(g)) continue;
        double const before = state.nuisances[g];
        double const best = best_nuisance(state, g);
        state.move(g, best);
        largest_move = std::max(largest_move, std::abs(best - before));
      }
      if (largest_move < settled) break;
    }
    double const found = state.total();
    if (found > result.log_likelihood) {
      result.log_likelihood = found;
      result.nuisances = state.nuisances;
    }
  }
  return result;
}

}  // namespace penumbra
