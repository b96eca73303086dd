#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

namespace penumbra {

/// Signal of one component at the nominal and at both ends of the envelope of its shared nuisance.
struct Envelope {
  double nominal = 0.0;
  double low = 0.0;
  double high = 0.0;
};

/// Signal of an envelope at t in [-1, 1], log-flat: nominal (low/nominal)^-t below 0, nominal (high/nominal)^t above; a
/// signal of zero stays zero.
double signal_at(Envelope const& envelope, double t);

/// One analysis of a combination: its components, the group of shared nuisance each belongs to (an index), and its ln L
/// as a function of the components' signals.
struct ProfileMember {
  std::span<Envelope const> components;
  std::span<std::size_t const> groups;
  std::function<double(std::span<double const>)> log_likelihood;
};

struct ProfileResult {
  double log_likelihood = 0.0;    ///< sum over the members, at the profiled nuisances
  double nominal = 0.0;           ///< the same at t = 0
  std::vector<double> nuisances;  ///< t of each group
};

/// Maximises the sum of ln L over t_g in [-1, 1], one per group: the ends of the envelope are as likely as its middle.
///
/// Deterministic: cyclic coordinate search in the order of the groups with a fixed number of golden-section steps each,
/// with the ends and the present value tried too. Where the sum falls away from an end the search for that group is
/// over: most analyses observe nothing, and then the smallest signal is the likeliest. At most five passes, fewer when
/// nothing moves, from the nominal and, when an analysis has several groups, from both ends of all envelopes too: at
/// the kink of the envelopes (t = 0) a search along one nuisance can stop where a joint move gains. Otherwise a single
/// pass. A group re-evaluates only the analyses it touches. Never below the nominal.
///
/// Error in ln L: second order in 1e-4 of t for one maximum per group. Members that pull two groups in opposite ways
/// converge in five passes only as far as their correlation allows: the result is then a lower bound of the maximum
/// (below 0.01 for the random pairs of the tests).
ProfileResult profile(std::span<ProfileMember const> members, std::size_t group_count);

}  // namespace penumbra
