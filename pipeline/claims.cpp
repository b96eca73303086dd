#include "pipeline/claims.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "pipeline/mpi_session.hpp"

namespace penumbra {
namespace {

constexpr std::int64_t beyond_all_work = std::int64_t{1} << 40;
constexpr int stop_tag = 1;
constexpr auto between_looks = std::chrono::milliseconds{250};

std::string mpi_message(int error) {
  std::array<char, MPI_MAX_ERROR_STRING> text{};
  int length = 0;
  MPI_Error_string(error, text.data(), &length);
  return {text.data(), static_cast<std::size_t>(length)};
}

}  // namespace

Claims::Claims(MPI_Comm comm, ClaimMode mode, std::uint64_t work)
    : comm_{MPI_COMM_NULL}, work_{work}, mode_{mode}, rank_{rank_of(comm)}, size_{size_of(comm)} {
  MPI_Comm_dup(comm, &comm_);
  if (mode_ == ClaimMode::dynamic && !open_window()) mode_ = ClaimMode::fixed;
}

bool Claims::open_window() {
  // Without a one-sided component creation fails, and errors are fatal by default.
  MPI_Comm_set_errhandler(comm_, MPI_ERRORS_RETURN);
  std::int64_t* counter = nullptr;
  MPI_Aint const bytes = rank_ == 0 ? sizeof *counter : 0;
  // MPI_Win_allocate, not MPI_Win_create: a created window waits for rank 0 to enter MPI again.
  int const status = MPI_Win_allocate(bytes, sizeof *counter, MPI_INFO_NULL, comm_, &counter, &window_);
  MPI_Comm_set_errhandler(comm_, MPI_ERRORS_ARE_FATAL);
  if (any(comm_, status != MPI_SUCCESS)) {
    fallback_reason_ = status != MPI_SUCCESS ? mpi_message(status) : "another rank has no window";
    return false;
  }
  MPI_Win_lock_all(MPI_MODE_NOCHECK, window_);
  if (rank_ == 0) {
    *counter = 0;
    MPI_Win_sync(window_);
  }
  MPI_Barrier(comm_);
  return true;
}

std::int64_t Claims::add(std::int64_t value) {
  std::int64_t before = 0;
  MPI_Fetch_and_op(&value, &before, MPI_INT64_T, 0, 0, MPI_SUM, window_);
  MPI_Win_flush(0, window_);
  return before;
}

std::optional<std::uint64_t> Claims::next() {
  if (mode_ == ClaimMode::dynamic) {
    auto const mine = add(1);
    if (mine >= beyond_all_work) stopped_ = true;
    if (mine >= static_cast<std::int64_t>(work_)) return std::nullopt;
    return static_cast<std::uint64_t>(mine);
  }
  if (receive_stop()) return std::nullopt;
  auto const mine = static_cast<std::uint64_t>(rank_) + turns_ * static_cast<std::uint64_t>(size_);
  if (mine >= work_) return std::nullopt;
  ++turns_;
  return mine;
}

void Claims::stop() {
  if (mode_ == ClaimMode::dynamic) {
    add(beyond_all_work);
  } else if (!stop_sent_) {
    for (int other = 0; other < size_; ++other)
      if (other != rank_) MPI_Send(nullptr, 0, MPI_BYTE, other, stop_tag, comm_);
    stop_sent_ = true;
  }
  stopped_ = true;
}

bool Claims::receive_stop() {
  int waiting = 0;
  MPI_Iprobe(MPI_ANY_SOURCE, stop_tag, comm_, &waiting, MPI_STATUS_IGNORE);
  if (waiting != 0) {
    MPI_Recv(nullptr, 0, MPI_BYTE, MPI_ANY_SOURCE, stop_tag, comm_, MPI_STATUS_IGNORE);
    ++stops_received_;
    stopped_ = true;
  }
  return stopped_;
}

bool Claims::stopped() {
  receive_stop();  // in both modes: rank 0 answers the others' claims only while it is inside MPI
  auto const now = std::chrono::steady_clock::now();
  if (mode_ == ClaimMode::dynamic && !stopped_ && now - last_look_ > between_looks) {
    last_look_ = now;
    stopped_ = add(0) >= beyond_all_work;
  }
  return stopped_;
}

std::uint64_t Claims::claimed() {
  if (mode_ == ClaimMode::fixed) return std::min(work_, turns_ * static_cast<std::uint64_t>(size_));
  auto const count = add(0);
  return count >= beyond_all_work ? 0 : std::min(work_, static_cast<std::uint64_t>(count));
}

void Claims::finish() {
  int const sent = stop_sent_ ? 1 : 0;
  int senders = 0;
  MPI_Allreduce(&sent, &senders, 1, MPI_INT, MPI_SUM, comm_);
  for (; stops_received_ < senders - sent; ++stops_received_)
    MPI_Recv(nullptr, 0, MPI_BYTE, MPI_ANY_SOURCE, stop_tag, comm_, MPI_STATUS_IGNORE);
  if (mode_ == ClaimMode::dynamic) {
    MPI_Win_unlock_all(window_);
    MPI_Win_free(&window_);
  }
  MPI_Comm_free(&comm_);
}

}  // namespace penumbra
