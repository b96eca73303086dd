#pragma once

#include <span>
#include <string>

namespace penumbra {

/// Is a combination excluded at `confidence_level` by ln L = ln L(s+b)/L(b)? Since CLs <= L(s+b)/L(b), ln L <= ln(1 -
/// CL) is enough: exact for zero observed events, conservative otherwise.
bool excluded_by_bound(double log_likelihood, double confidence_level);

/// Is a single analysis excluded by its CLs? On its curve CLs = 1 - CL up to rounding, hence the margin of 1e-9.
bool excluded_by_cls(double cls, double confidence_level);

/// Does any member exclude by its own CLs? A union is no statement of a confidence level.
bool excluded_by_union(std::span<double const> cls, double confidence_level);

/// Asymptotic CLs from q = -2 ln L(s+b)/L(b) and q_A, the same for the Asimov data n = b:
///   Phi(-(q + q_A) / (2 sqrt q_A)) / Phi(-(q - q_A) / (2 sqrt q_A)).
/// Exact when every member is Gaussian (q is then normal with mean +-q_A and variance 4 q_A); 1 when q_A = 0.
double asymptotic_cls(double q, double q_asimov);

/// A member of a combination, for judging whether the asymptotic formula may be used.
struct AsymptoticMember {
  double asimov_log_likelihood = 0.0;
  bool low_count = false;  ///< fewer than about ten expected events: its q is far from normal
};

/// Reason to refuse the asymptotic CLs: low-count members bring more than half of the expected -ln L. Empty when it may
/// be used.
std::string reason_to_refuse_asymptotic(std::span<AsymptoticMember const> members);

/// -2 (ln L - reference): what a threshold on delta(-2 ln L) is compared with; `reference` is 0 (no signal) or the
/// map's best.
double delta_minus_2lnL(double log_likelihood, double reference);

}  // namespace penumbra
