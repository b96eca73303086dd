#include "analysis/toy_coverage.hpp"

#include <algorithm>
#include <boost/math/distributions/gamma.hpp>
#include <boost/math/distributions/poisson.hpp>
#include <cmath>
#include <map>

#include "statistics/combination.hpp"
#include "statistics/profile.hpp"

namespace penumbra::test {
namespace {

/// Fewer events than this over all analyses do not change ln L by more.
constexpr double no_signal = 1e-4;

/// Uniform in (0, 1), a hash of its key: splitmix64 (Steele, Lea, Flood, OOPSLA 2014).
double uniform(std::uint64_t key) {
  key += 0x9e3779b97f4a7c15;
  key = (key ^ (key >> 30)) * 0xbf58476d1ce4e5b9;
  key = (key ^ (key >> 27)) * 0x94d049bb133111eb;
  key ^= key >> 31;
  return (static_cast<double>(key >> 11) + 0.5) * 0x1p-53;
}

std::uint64_t mixed(std::uint64_t a, std::uint64_t b) {
  return static_cast<std::uint64_t>(uniform(a ^ (b * 0xd1342543de82ef95)) * 0x1p53) ^ (b << 32);
}

double poisson(double mean, double u) {
  using boost::math::policies::discrete_quantile;
  using boost::math::policies::integer_round_up;
  using Up = boost::math::policies::policy<discrete_quantile<integer_round_up>>;
  return mean > 0.0 ? boost::math::quantile(boost::math::poisson_distribution<double, Up>{mean}, u) : 0.0;
}

double gamma(Background const& b, double u) {
  if (b.error <= 0.0) return b.mean;
  double const shape = b.mean * b.mean / (b.error * b.error);
  return boost::math::quantile(boost::math::gamma_distribution<>{shape, b.mean / shape}, u);
}

}  // namespace

ToyCoverage::ToyCoverage(std::vector<Search> searches, std::size_t points)
    : searches_{std::move(searches)}, points_{points} {
  std::map<std::string, std::size_t> index;
  for (auto const& counts = likelihoods({}); auto const& one : counts) {
    auto& groups = group_of_.emplace_back();
    for (auto const& name : one.of_components())
      groups.push_back(index.emplace(nuisance_of(name), index.size()).first->second);
  }
  group_count_ = index.size();
  for (std::size_t point = 0; point < points_; ++point)
    if (expected(point) > no_signal) with_signal_.push_back(point);
}

std::vector<ChannelComponents> ToyCoverage::likelihoods(std::vector<double> const& counts) const {
  std::vector<ChannelComponents> result;
  std::size_t next = 0;
  for (auto const& search : searches_) {
    std::vector<ChannelLikelihood> channels;
    for (auto const& background : search.backgrounds)
      channels.emplace_back(Count{counts.empty() ? 0.0 : counts[next++], background});
    result.emplace_back(search.groups, std::move(channels), search.factors);
  }
  return result;
}

double ToyCoverage::expected(std::size_t point) const {
  double sum = 0.0;
  for (auto const& search : searches_) {
    auto const per_channel = search.groups.size() + search.factors.size();
    for (std::size_t c = 0; c < search.backgrounds.size(); ++c)
      for (std::size_t g = 0; g < search.groups.size(); ++g)
        sum += search.components[(point * search.backgrounds.size() + c) * per_channel + g].nominal;
  }
  return sum;
}

double ToyCoverage::profiled(std::size_t point, std::vector<ChannelComponents> const& toy) const {
  std::vector<std::vector<Envelope>> envelopes(searches_.size());
  std::vector<ProfileMember> members;
  for (std::size_t i = 0; i < searches_.size(); ++i) {
    auto const n = group_of_[i].size();
    for (std::size_t c = 0; c < n; ++c) {
      auto const& one = searches_[i].components[point * n + c];
      envelopes[i].push_back({one.nominal, one.low, one.high});
    }
    members.push_back({envelopes[i], group_of_[i], [&one = toy[i]](auto values) { return one.log_likelihood(values); },
                       [&one = toy[i]](auto values, auto slopes) { one.slopes(values, slopes); }});
  }
  return profile(members, group_count_).log_likelihood;
}

std::vector<double> ToyCoverage::draw(std::size_t truth, std::uint64_t key) const {
  std::vector<double> t(group_count_);
  for (std::size_t g = 0; g < group_count_; ++g) t[g] = 2.0 * uniform(mixed(key, g)) - 1.0;
  std::vector<double> counts;
  std::uint64_t next = 1000;
  for (std::size_t i = 0; i < searches_.size(); ++i) {
    auto const& search = searches_[i];
    auto const n = group_of_[i].size();
    auto const per_channel = n / search.backgrounds.size();
    for (std::size_t c = 0; c < search.backgrounds.size(); ++c) {
      auto const moved = [&](std::size_t k) {
        auto const& one = search.components[truth * n + c * per_channel + k];
        return signal_at({one.nominal, one.low, one.high}, t[group_of_[i][c * per_channel + k]]);
      };
      double mean = gamma(search.backgrounds[c], uniform(mixed(key, next++)));
      for (std::size_t g = 0; g < search.groups.size(); ++g) {
        double signal = moved(g);
        for (std::size_t f = 0; f < search.factors.size(); ++f)
          if (double const factor = moved(search.groups.size() + f);
              search.factors[f].of_group == search.groups[g] && factor > 0.0)
            signal *= factor;
        mean += signal;
      }
      counts.push_back(poisson(mean, uniform(mixed(key, next++))));
    }
  }
  return counts;
}

ToyCoverage::Result ToyCoverage::run(std::size_t truth, int toys, std::uint64_t seed) const {
  constexpr double cl = 0.90;
  constexpr double one_parameter = 2.7055;  // quantile of chi-squared, one degree of freedom
  std::vector<double> backgrounds;
  for (auto const& search : searches_)
    for (auto const& background : search.backgrounds) backgrounds.push_back(background.mean);
  double const q_asimov = -2.0 * profiled(truth, likelihoods(backgrounds));
  Result result;
  for (int toy = 0; toy < toys; ++toy) {
    auto const likelihood = likelihoods(draw(truth, mixed(mixed(seed, truth), static_cast<std::uint64_t>(toy))));
    double const here = profiled(truth, likelihood);
    double best = 0.0;  // no signal, which every grid reaches
    for (auto point : with_signal_) best = std::max(best, profiled(point, likelihood));
    double const delta = delta_minus_2lnL(here, best);
    result.two_parameters += delta < -2.0 * std::log(1.0 - cl);
    result.one_parameter += delta < one_parameter;
    result.bound += !excluded_by_bound(here, cl);
    result.asymptotic += !excluded_by_cls(asymptotic_cls(-2.0 * here, q_asimov), cl);
    result.best_is_background += best == 0.0;
  }
  for (double* share :
       {&result.two_parameters, &result.one_parameter, &result.bound, &result.asymptotic, &result.best_is_background})
    *share /= toys;
  return result;
}

}  // namespace penumbra::test
