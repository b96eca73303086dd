#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

namespace penumbra {

/// Signal of one component at the nominal and at both ends of the envelope of its shared nuisance: low <= nominal <=
/// high.
struct Envelope {
  double nominal = 0.0;
  double low = 0.0;
  double high = 0.0;
};

/// Signal of an envelope at t in [-1, 1], log-flat: nominal (low/nominal)^-t below 0, nominal (high/nominal)^t above; a
/// signal of zero stays zero. A low end of zero counts as 1e-30 of the nominal.
double signal_at(Envelope const& envelope, double t);

/// One analysis of a combination: its components, the group of shared nuisance each belongs to (an index), and its ln L
/// as a function of the components' values, which may multiply each other to signals. ln L must be concave in each
/// signal, and no signal falls when a component rises.
struct ProfileMember {
  std::span<Envelope const> components;
  std::span<std::size_t const> groups;
  std::function<double(std::span<double const>)> log_likelihood;
  /// Derivative of ln L by each component.
  std::function<void(std::span<double const>, std::span<double>)> slopes;
};

struct ProfileResult {
  double log_likelihood = 0.0;    ///< sum over the members, at the profiled nuisances
  double nominal = 0.0;           ///< the same at t = 0
  std::vector<double> nuisances;  ///< t of each group
};

/// Maximises the sum of ln L over t_g in [-1, 1], one per group: the ends of the envelope are as likely as its middle.
///
/// Members that share no group, directly or through others, are maximised apart. Where at the low end of all envelopes
/// every slope is negative, that corner is the maximum exactly, since ln L is concave in the signals and none is
/// smaller anywhere else; likewise the high end where every slope there is positive. Most analyses observe nothing, and
/// nearly all points of a map end so. Otherwise a cyclic search along one nuisance at a time in the order of the
/// groups: on each side of t = 0 the root of the derivative to 1e-6 where it changes sign, else the better end. It
/// starts at the nominal and, with several groups, at both corners too: at the kink of the envelopes (t = 0) it can
/// stop where a joint move gains. At most twenty passes, fewer when nothing moves by 1e-4. Never below the nominal.
///
/// Error in ln L: second order in 1e-4 of t for one maximum per group. Members that pull two groups in opposite ways
/// converge only as far as their correlation allows: the result is then a lower bound of the maximum (below 0.01 for
/// the random pairs of the tests). Nothing depends on chance or order of evaluation: same bits always.
ProfileResult profile(std::span<ProfileMember const> members, std::size_t group_count);

}  // namespace penumbra
