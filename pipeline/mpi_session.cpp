#include "pipeline/mpi_session.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <thread>

#include "core/errors.hpp"

namespace penumbra {
namespace {

constexpr int success = 0;
constexpr std::uint64_t most_at_once = 1 << 30;  // counts of MPI are ints

std::string message_of(std::exception_ptr error) {
  try {
    std::rethrow_exception(error);
  } catch (std::exception const& e) {
    return e.what();
  } catch (...) {
    return "unknown error";
  }
}

std::exception_ptr make_error(int code, std::string const& message) {
  switch (code) {
    case 2:
      return std::make_exception_ptr(UsageError(message));
    case 3:
      return std::make_exception_ptr(InputError(message));
    case 4:
      return std::make_exception_ptr(IoError(message));
    default:
      return std::make_exception_ptr(InternalError(message));
  }
}

}  // namespace

MpiSession::MpiSession() {
  int provided = MPI_THREAD_SINGLE;
  MPI_Init_thread(nullptr, nullptr, MPI_THREAD_FUNNELED, &provided);
  if (provided < MPI_THREAD_FUNNELED) {
    std::fputs("penumbra: this MPI library does not allow threads (MPI_THREAD_FUNNELED is needed)\n", stderr);
    MPI_Abort(MPI_COMM_WORLD, 70);
  }
}

MpiSession::~MpiSession() { MPI_Finalize(); }

int rank_of(MPI_Comm comm) {
  int rank = 0;
  MPI_Comm_rank(comm, &rank);
  return rank;
}

int size_of(MPI_Comm comm) {
  int size = 1;
  MPI_Comm_size(comm, &size);
  return size;
}

int exit_code_of(std::exception_ptr error) {
  try {
    std::rethrow_exception(error);
  } catch (InputError const&) {
    return 3;
  } catch (UsageError const&) {
    return 2;
  } catch (IoError const&) {
    return 4;
  } catch (...) {
    return 70;
  }
}

void agree(MPI_Comm comm, std::function<void()> const& work) {
  std::exception_ptr error;
  try {
    work();
  } catch (...) {
    error = std::current_exception();
  }
  int const size = size_of(comm);
  int const mine = error ? rank_of(comm) : size;
  int first_failed = size;
  MPI_Allreduce(&mine, &first_failed, 1, MPI_INT, MPI_MIN, comm);
  if (first_failed == size) return;

  std::string message = error ? message_of(error) : "";
  int code = error ? exit_code_of(error) : success;
  int length = static_cast<int>(message.size());
  MPI_Bcast(&code, 1, MPI_INT, first_failed, comm);
  MPI_Bcast(&length, 1, MPI_INT, first_failed, comm);
  message.resize(static_cast<std::size_t>(length));
  MPI_Bcast(message.data(), length, MPI_CHAR, first_failed, comm);
  throw AgreedFailure{make_error(code, message)};
}

void agree_on_root(MPI_Comm comm, std::function<void()> const& work) {
  agree(comm, [&] {
    if (rank_of(comm) == 0) work();
  });
}

void write_on_root(MPI_Comm comm, std::function<void()> const& work) {
  if (rank_of(comm) == 0) work();
  MPI_Barrier(comm);
}

void abort_on_error(MPI_Comm comm, std::function<void()> const& work) {
  try {
    work();
  } catch (AgreedFailure const&) {
    throw;
  } catch (...) {
    if (size_of(comm) == 1) throw AgreedFailure{std::current_exception()};
    auto const error = std::current_exception();
    fmt::print(stderr, "penumbra: rank {}: {}\n", rank_of(comm), message_of(error));
    std::fflush(stderr);
    MPI_Abort(comm, exit_code_of(error));
  }
}

void broadcast(MPI_Comm comm, std::string& text) {
  std::uint64_t length = text.size();
  MPI_Bcast(&length, 1, MPI_UINT64_T, 0, comm);
  text.resize(length);
  MPI_Bcast(text.data(), static_cast<int>(length), MPI_CHAR, 0, comm);
}

void broadcast(MPI_Comm comm, std::vector<std::uint8_t>& bytes) {
  std::uint64_t length = bytes.size();
  MPI_Bcast(&length, 1, MPI_UINT64_T, 0, comm);
  bytes.resize(length);
  for (std::uint64_t at = 0; at < length; at += most_at_once)
    MPI_Bcast(bytes.data() + at, static_cast<int>(std::min(most_at_once, length - at)), MPI_UINT8_T, 0, comm);
}

void broadcast(MPI_Comm comm, std::vector<std::uint64_t>& numbers) {
  std::uint64_t length = numbers.size();
  MPI_Bcast(&length, 1, MPI_UINT64_T, 0, comm);
  numbers.resize(length);
  MPI_Bcast(numbers.data(), static_cast<int>(length), MPI_UINT64_T, 0, comm);
}

bool any(MPI_Comm comm, bool mine) {
  int const flag = mine ? 1 : 0;
  int result = 0;
  MPI_Allreduce(&flag, &result, 1, MPI_INT, MPI_MAX, comm);
  return result != 0;
}

std::vector<std::uint64_t> sum(MPI_Comm comm, std::vector<std::uint64_t> const& mine) {
  std::vector<std::uint64_t> total(mine.size());
  MPI_Allreduce(mine.data(), total.data(), static_cast<int>(mine.size()), MPI_UINT64_T, MPI_SUM, comm);
  return total;
}

void keep_common(MPI_Comm comm, std::vector<std::uint8_t>& flags) {
  for (std::uint64_t at = 0; at < flags.size(); at += most_at_once)
    MPI_Allreduce(MPI_IN_PLACE, flags.data() + at,
                  static_cast<int>(std::min<std::uint64_t>(most_at_once, flags.size() - at)), MPI_UINT8_T, MPI_MIN,
                  comm);
}

void patient_barrier(MPI_Comm comm, std::function<void()> const& meanwhile) {
  MPI_Request request = MPI_REQUEST_NULL;
  MPI_Ibarrier(comm, &request);
  for (int done = 0;;) {
    MPI_Test(&request, &done, MPI_STATUS_IGNORE);
    if (done != 0) return;
    meanwhile();
    std::this_thread::sleep_for(std::chrono::milliseconds{1});
  }
}

}  // namespace penumbra
