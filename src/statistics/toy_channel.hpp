#pragma once

#include "statistics/counting.hpp"

namespace penumbra {

/// What one channel of an analysis measures: how a pseudo-experiment (toy) of it is drawn, and what its ln L then is.
/// ln L is up to terms that the signal does not change; it is concave in the signal.
struct ToyChannel {
  enum class Kind {
    /// Events: the expected background from a gamma density of its mean and error, as for CLs; the events from Poisson.
    /// ln L knows the nominal background and its error, and profiles it.
    count,
    /// A measured signal: normal about the signal. ln L = x (d - x/2), x and d in units of `error`.
    gaussian,
    /// The same where a signal is never better than none: min(0, ln L).
    one_sided,
    /// A predicted density that must be the measured one, both as logarithms in units of the error and relative to what
    /// was measured in truth: ln L = -(x - d)^2/2. A signal of minus infinity says nothing: ln L = 0.
    density,
    /// A predicted density of which there may be more than that: ln L = -(x - d)^2/2 for x > d, else 0. What is
    /// measured is then drawn about the larger of the prediction and the true measurement.
    density_bound,
  };
  Kind kind = Kind::gaussian;
  Background background = {};
  double error = 1.0;
};

/// What a toy measures when the signal is this; `u1` and `u2` are uniform in (0, 1).
double drawn(ToyChannel const& channel, double signal, double u1, double u2);

/// ln L of a signal when `datum` was measured, and its derivative by the signal.
double toy_log_likelihood(ToyChannel const& channel, double signal, double datum);
double toy_slope(ToyChannel const& channel, double signal, double datum);

/// The largest ln L of any signal from `low` to `high`.
double largest_toy_log_likelihood(ToyChannel const& channel, double low, double high, double datum);

}  // namespace penumbra
