#include "statistics/profile.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/contracts.hpp"

namespace penumbra {
namespace {

constexpr int most_passes = 20;
constexpr double settled = 1e-4;  // a pass that moves no nuisance further is the last; ln L is then good to its square
constexpr double root_width = 1e-6;       // of t
constexpr double smallest_ratio = 1e-30;  // low end over nominal: a low end of zero has no logarithm

double log_ratio(double end, double nominal) { return std::log(std::max(end / nominal, smallest_ratio)); }

/// The members of a profile, with the value of every component at the present nuisances.
class State {
 public:
  State(std::span<ProfileMember const> members, std::size_t group_count)
      : members_{members}, nuisances_(group_count, 0.0), terms_of_(group_count), members_of_(group_count) {
    for (std::size_t m = 0; m < members.size(); ++m) {
      auto const& member = members[m];
      PENUMBRA_EXPECT(member.components.size() == member.groups.size());
      first_.push_back(values_.size());
      for (std::size_t c = 0; c < member.components.size(); ++c) {
        auto const& [nominal, low, high] = member.components[c];
        values_.push_back(nominal);
        if (nominal <= 0.0) continue;
        auto const group = member.groups[c];
        terms_of_.at(group).push_back({values_.size() - 1, nominal, log_ratio(low, nominal), log_ratio(high, nominal)});
        if (auto& list = members_of_[group]; list.empty() || list.back() != m) list.push_back(m);
      }
    }
    slopes_.resize(values_.size());
  }

  std::vector<double> const& nuisances() const { return nuisances_; }
  std::vector<std::size_t> const& members_of(std::size_t group) const { return members_of_[group]; }
  double at(std::size_t group) const { return nuisances_[group]; }

  void move(std::size_t group, double t) {
    nuisances_[group] = t;
    for (auto const& term : terms_of_[group])
      values_[term.place] =
          t == 0.0 ? term.nominal : term.nominal * std::exp(std::abs(t) * (t < 0.0 ? term.to_low : term.to_high));
  }

  double log_likelihood(std::size_t m) const {
    return members_[m].log_likelihood({values_.data() + first_[m], members_[m].components.size()});
  }
  double sum(std::vector<std::size_t> const& which) const {
    double total = 0.0;
    for (auto m : which) total += log_likelihood(m);
    return total;
  }

  /// Derivative by the nuisance of a group at its present value, towards the side of `t_side`.
  double derivative(std::size_t group, double t_side) {
    for (auto m : members_of_[group]) take_slopes(m);
    double total = 0.0;
    for (auto const& term : terms_of_[group])
      total += slopes_[term.place] * values_[term.place] * (t_side < 0.0 ? -term.to_low : term.to_high);
    return total;
  }

  /// Has every component of these members a slope of this sign (or none)?
  bool all_slopes(double sign, std::vector<std::size_t> const& which) {
    for (auto m : which) {
      take_slopes(m);
      for (std::size_t c = 0; c < members_[m].components.size(); ++c)
        if (members_[m].components[c].nominal > 0.0 && slopes_[first_[m] + c] * sign < 0.0) return false;
    }
    return true;
  }

 private:
  struct Term {
    std::size_t place;
    double nominal;
    double to_low;   ///< ln(low / nominal)
    double to_high;  ///< ln(high / nominal)
  };

  void take_slopes(std::size_t m) {
    auto const n = members_[m].components.size();
    members_[m].slopes({values_.data() + first_[m], n}, {slopes_.data() + first_[m], n});
  }

  std::span<ProfileMember const> members_;
  std::vector<double> nuisances_;
  std::vector<std::vector<Term>> terms_of_;
  std::vector<std::vector<std::size_t>> members_of_;
  std::vector<std::size_t> first_;
  std::vector<double> values_;
  std::vector<double> slopes_;
};

/// Groups that influence each other's optimum, and the members that they touch, both ascending.
struct Block {
  std::vector<std::size_t> groups;
  std::vector<std::size_t> members;
};

std::vector<Block> blocks_of(std::span<ProfileMember const> members, std::size_t group_count, State const& state) {
  std::vector<std::size_t> parent(group_count);
  std::iota(parent.begin(), parent.end(), std::size_t{0});
  auto const root = [&](std::size_t g) {
    while (parent[g] != g) g = parent[g];
    return g;
  };
  for (auto const& member : members) {
    std::size_t first = group_count;
    for (std::size_t c = 0; c < member.components.size(); ++c) {
      if (member.components[c].nominal <= 0.0) continue;
      auto const r = root(member.groups[c]);
      if (first == group_count)
        first = r;
      else
        parent[std::max(first, r)] = std::min(first, r);
      first = root(first);
    }
  }
  std::vector<Block> blocks;
  std::vector<std::size_t> block_of(group_count);
  for (std::size_t g = 0; g < group_count; ++g) {
    if (state.members_of(g).empty()) continue;
    auto const r = root(g);
    if (r == g) {
      block_of[g] = blocks.size();
      blocks.emplace_back();
    }
    auto& block = blocks[block_of[r]];
    block.groups.push_back(g);
    block.members.insert(block.members.end(), state.members_of(g).begin(), state.members_of(g).end());
  }
  for (auto& block : blocks) {
    std::sort(block.members.begin(), block.members.end());
    block.members.erase(std::unique(block.members.begin(), block.members.end()), block.members.end());
  }
  return blocks;
}

/// The root of the derivative between a < b, where it is positive at a and negative at b: false position, with the
/// stubborn end's value halved (Illinois).
double root_of_derivative(State& state, std::size_t group, double a, double b, double at_a, double at_b) {
  double const side = a + b;
  for (int step = 0; step < 60 && b - a > root_width; ++step) {
    double const t = std::clamp((a * at_b - b * at_a) / (at_b - at_a), a + 0.1 * root_width, b - 0.1 * root_width);
    state.move(group, t);
    double const here = state.derivative(group, side);
    if (here == 0.0) return t;
    if (here > 0.0) {
      a = t;
      at_a = here;
      at_b *= 0.5;
    } else {
      b = t;
      at_b = here;
      at_a *= 0.5;
    }
  }
  return 0.5 * (a + b);
}

/// The best t of one group, the others held.
double best_nuisance(State& state, std::size_t group) {
  double best_t = state.at(group);
  double best = state.sum(state.members_of(group));
  auto const consider = [&](double t) {
    state.move(group, t);
    double const found = state.sum(state.members_of(group));
    if (found > best) {
      best = found;
      best_t = t;
    }
  };
  for (auto const& [a, b] : {std::pair{-1.0, 0.0}, std::pair{0.0, 1.0}}) {
    state.move(group, a);
    double const at_a = state.derivative(group, a + b);
    state.move(group, b);
    double const at_b = state.derivative(group, a + b);
    if (at_a > 0.0 && at_b < 0.0) {
      consider(root_of_derivative(state, group, a, b, at_a, at_b));
    } else {
      if (at_a <= 0.0) consider(a);
      if (at_b >= 0.0) consider(b);
    }
  }
  return best_t;
}

/// The largest ln L of a block; leaves the nuisances there. `nominal`: the value at t = 0.
double maximise(State& state, Block const& block, double nominal) {
  auto const all_at = [&](double t) {
    for (auto g : block.groups) state.move(g, t);
  };
  for (double const corner : {-1.0, 1.0}) {
    all_at(corner);
    if (state.all_slopes(corner, block.members)) return std::max(nominal, state.sum(block.members));
  }
  std::vector<double> best_t(block.groups.size(), 0.0);
  double best = nominal;
  for (double const start : {0.0, -1.0, 1.0}) {
    if (start != 0.0 && block.groups.size() == 1) break;
    all_at(start);
    for (int pass = 0; pass < (block.groups.size() == 1 ? 1 : most_passes); ++pass) {
      double largest_move = 0.0;
      for (auto g : block.groups) {
        double const before = state.at(g);
        double const t = best_nuisance(state, g);
        state.move(g, t);
        largest_move = std::max(largest_move, std::abs(t - before));
      }
      if (largest_move < settled) break;
    }
    if (double const found = state.sum(block.members); found > best) {
      best = found;
      for (std::size_t i = 0; i < best_t.size(); ++i) best_t[i] = state.at(block.groups[i]);
    }
  }
  for (std::size_t i = 0; i < best_t.size(); ++i) state.move(block.groups[i], best_t[i]);
  return best;
}

}  // namespace

double signal_at(Envelope const& envelope, double t) {
  if (envelope.nominal <= 0.0 || t == 0.0) return envelope.nominal;
  double const end = t < 0.0 ? envelope.low : envelope.high;
  return envelope.nominal * std::exp(std::abs(t) * log_ratio(end, envelope.nominal));
}

ProfileResult profile(std::span<ProfileMember const> members, std::size_t group_count) {
  State state{members, group_count};
  ProfileResult result;
  std::vector<double> nominal(members.size());
  for (std::size_t m = 0; m < members.size(); ++m) {
    nominal[m] = state.log_likelihood(m);
    result.nominal += nominal[m];
  }
  result.log_likelihood = result.nominal;
  for (auto const& block : blocks_of(members, group_count, state)) {
    double before = 0.0;
    for (auto m : block.members) before += nominal[m];
    result.log_likelihood += maximise(state, block, before) - before;
  }
  result.nuisances = state.nuisances();
  return result;
}

}  // namespace penumbra
