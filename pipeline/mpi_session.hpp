#pragma once

#include <mpi.h>

#include <cstdint>
#include <exception>
#include <functional>
#include <string>
#include <vector>

namespace penumbra {

/// MPI from construction to destruction. Only `scan` and `update` make one: starting MPI costs a third of a second.
class MpiSession {
 public:
  MpiSession();
  MpiSession(MpiSession const&) = delete;
  MpiSession& operator=(MpiSession const&) = delete;
  ~MpiSession();
};

int rank_of(MPI_Comm comm);
int size_of(MPI_Comm comm);

/// 3 for InputError, 2 for UsageError, 4 for IoError, 70 for anything else.
int exit_code_of(std::exception_ptr error);

/// An error that every rank knows of, so that every rank leaves by the same way.
struct AgreedFailure {
  std::exception_ptr error;
};

/// Runs `work`, which must not communicate, on this rank. When it fails on any rank, all ranks throw AgreedFailure
/// holding the error of the lowest rank that failed. Collective.
void agree(MPI_Comm comm, std::function<void()> const& work);
/// The same with `work` on rank 0 only.
void agree_on_root(MPI_Comm comm, std::function<void()> const& work);

/// Runs `work` on rank 0 while the others wait; for what writes to a map that is open on all ranks. Inside of
/// abort_on_error: after a failed write the ranks cannot even close the file together. Collective.
void write_on_root(MPI_Comm comm, std::function<void()> const& work);

/// Runs `work`, which communicates. An error of one of several ranks, which the others would wait for without end, is
/// printed and ends the job with the error's exit code. AgreedFailure passes.
void abort_on_error(MPI_Comm comm, std::function<void()> const& work);

/// From rank 0 to all. Collective.
void broadcast(MPI_Comm comm, std::string& text);
void broadcast(MPI_Comm comm, std::vector<std::uint8_t>& bytes);
void broadcast(MPI_Comm comm, std::vector<std::uint64_t>& numbers);
bool any(MPI_Comm comm, bool mine);
/// Element by element, over the ranks.
std::vector<std::uint64_t> sum(MPI_Comm comm, std::vector<std::uint64_t> const& mine);
/// 1 where all ranks have 1.
void keep_common(MPI_Comm comm, std::vector<std::uint8_t>& flags);

/// A barrier that sleeps while it waits and keeps calling `meanwhile`.
void patient_barrier(MPI_Comm comm, std::function<void()> const& meanwhile);

}  // namespace penumbra
