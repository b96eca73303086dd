#pragma once

#include <map>
#include <string>
#include <vector>

#include "analysis/channel_likelihood.hpp"
#include "pipeline/export/export_job.hpp"
#include "statistics/profile.hpp"

namespace penumbra {

/// Expected signal of one nuisance group in one channel at one point, and how shared nuisances at their ends move it:
/// by a factor `low`^|t| or `high`^|t|, t in [-1, 1], flat.
struct CountedSignal {
  struct Ends {
    double low = 1.0;   ///< of the nominal, at t = -1
    double high = 1.0;  ///< at t = +1
  };
  std::string group;
  double nominal = 0.0;
  std::map<std::string, Ends> nuisances;
};

/// A background of zero has no logarithm of its rate: this many events stand for it.
inline constexpr double least_background = 1e-9;

/// An analysis of a map that counts events in each of its channels.
class CountingAnalysis {
 public:
  /// Why an analysis is none; empty when it is one.
  static std::string reason_to_refuse(Analysis const& analysis);
  /// Throws InputError when the analysis is not as it was when the map was made.
  CountingAnalysis(MapReader const& map, Analysis const& analysis, std::span<std::size_t const> points);

  std::string const& name() const { return analysis_.info().name; }
  std::size_t channels() const { return counts_.size(); }
  /// "faser-2023-aprime_1": the n-th channel.
  std::string channel_name(std::size_t channel) const { return name() + "_" + std::to_string(channel + 1); }
  Count const& count(std::size_t channel) const { return counts_[channel]; }
  /// Where the background is, in standard deviations, whatever the signal: ends of what is worth looking at.
  std::pair<double, double> background_pulls(std::size_t channel) const;
  /// Signals above zero at one of the points (by its place in the list).
  std::vector<CountedSignal> signals(std::size_t at, std::size_t channel) const;
  /// Events of all channels at the nominal.
  double expected(std::size_t at) const;
  /// Every nuisance that signals may have.
  std::vector<std::string> nuisances() const;

 private:
  Analysis const& analysis_;
  std::vector<Count> counts_;
  std::vector<ComponentSignal> components_;  ///< outer index point
};

/// Points of the map on the axes that are held (--hold) that exist.
std::vector<std::size_t> points_asked_for(ExportJob const& job);

/// A member of the map's combination, or an analysis, that cannot be written, and why.
struct NotCounted {
  std::string name;
  std::string why;
};

/// The analyses that are asked for and count events, and the others.
struct CountingAnalyses {
  std::vector<CountingAnalysis> counted;
  std::vector<NotCounted> others;
};
CountingAnalyses counting_analyses(ExportJob& job, std::span<std::size_t const> points);

}  // namespace penumbra
