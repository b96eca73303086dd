#pragma once

#include <mpi.h>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "pipeline/run.hpp"

namespace penumbra {

/// Hands out the numbers 0 .. work-1, each to one rank: by a counter on rank 0, or in fixed turns where the network has
/// no one-sided communication.
class Claims {
 public:
  /// Collective.
  Claims(MPI_Comm comm, ClaimMode mode, std::uint64_t work);
  Claims(Claims const&) = delete;
  Claims& operator=(Claims const&) = delete;
  /// Not collective: an error on the way leaves without `finish`.
  ~Claims() = default;

  /// The next piece of work of this rank; nothing when all is claimed or somebody stopped.
  std::optional<std::uint64_t> next();
  /// Makes all ranks find no more work.
  void stop();
  /// True when any rank called `stop`; asks the others a few times a second. Keeps MPI turning.
  bool stopped();
  /// Pieces claimed so far by all ranks (of this rank, scaled up, in fixed turns).
  std::uint64_t claimed();
  /// Collective; the last call.
  void finish();
  /// Why the turns are fixed although the counter was asked for; empty otherwise.
  std::string const& fallback_reason() const { return fallback_reason_; }

 private:
  bool open_window();
  std::int64_t add(std::int64_t value);
  bool receive_stop();

  MPI_Comm comm_;
  std::uint64_t work_;
  ClaimMode mode_;
  int rank_;
  int size_;
  MPI_Win window_ = MPI_WIN_NULL;
  std::uint64_t turns_ = 0;
  bool stopped_ = false;
  bool stop_sent_ = false;
  int stops_received_ = 0;
  std::chrono::steady_clock::time_point last_look_{};
  std::string fallback_reason_;
};

}  // namespace penumbra
