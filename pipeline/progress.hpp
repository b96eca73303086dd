#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace penumbra {

/// How far a run is, on stderr: a bar that redraws itself on a terminal, a plain line now and then in a log.
class Progress {
 public:
  enum class Style { silent, bar, lines };
  /// A bar when stderr is a terminal, lines otherwise.
  static Style style_of_stderr();

  Progress(Style style, std::string label, std::uint64_t total);
  Progress(Progress const&) = delete;
  Progress& operator=(Progress const&) = delete;
  /// Ends the line of a bar.
  ~Progress();
  void update(std::uint64_t done);
  /// "computing  [#####.....]  12/40  30%".
  static std::string line(std::string const& label, std::uint64_t done, std::uint64_t total, bool with_bar);

 private:
  Style style_;
  std::string label_;
  std::uint64_t total_;
  bool drawn_ = false;
  std::uint64_t shown_ = UINT64_MAX;
  std::chrono::steady_clock::time_point last_{};
};

}  // namespace penumbra
