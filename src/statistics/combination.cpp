#include "statistics/combination.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "statistics/normal.hpp"

namespace penumbra {

namespace {
constexpr double rounding = 1e-9;  // published curves return their own CL to this relative precision
}

bool excluded_by_bound(double log_likelihood, double confidence_level) {
  return log_likelihood <= std::log(1.0 - confidence_level) + rounding;
}

bool excluded_by_cls(double cls, double confidence_level) { return cls <= (1.0 - confidence_level) * (1.0 + rounding); }

bool excluded_by_union(std::span<double const> cls, double confidence_level) {
  return std::any_of(cls.begin(), cls.end(), [&](double one) { return excluded_by_cls(one, confidence_level); });
}

double asymptotic_cls(double q, double q_asimov) {
  if (q_asimov <= 0.0) return 1.0;
  double const width = 2.0 * std::sqrt(q_asimov);
  double const clb = normal_cdf(-(q - q_asimov) / width);
  return clb > 0.0 ? std::min(1.0, normal_cdf(-(q + q_asimov) / width) / clb) : 0.0;
}

std::string reason_to_refuse_asymptotic(std::span<AsymptoticMember const> members) {
  double all = 0.0;
  double low = 0.0;
  for (auto const& member : members) {
    all -= member.asimov_log_likelihood;
    if (member.low_count) low -= member.asimov_log_likelihood;
  }
  if (low <= 0.5 * all) return {};
  return fmt::format(
      "members with few expected events bring {:.0f} % of the expected -ln L, so q is not normal; use the bound",
      100.0 * low / all);
}

double delta_minus_2lnL(double log_likelihood, double reference) { return -2.0 * (log_likelihood - reference); }

}  // namespace penumbra
