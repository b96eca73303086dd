// How fast slabs are claimed, by the program's own claims: few real ranks play many virtual ones.
//
//   mpirun -np 2 penumbra_claims_benchmark [virtual ranks] [seconds per slab]       default 10000, 1
//
// First every rank claims as fast as it can. Then each virtual rank claims, computes for as long as a slab takes (half
// to one and a half times, by a hash) and claims again, while rank 0 computes on its workers and looks into MPI now and
// then, as in a scan. Checked in both: every number is given out once.
#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <queue>
#include <thread>
#include <vector>

#include "pipeline/claims.hpp"
#include "pipeline/mpi_session.hpp"
#include "pipeline/threads.hpp"

using namespace penumbra;

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::uint64_t endless = std::uint64_t{1} << 39;  // below what `stop` adds to the counter
constexpr double hammered_seconds = 3.0;
constexpr double paced_seconds = 5.0;
// A slab of 16384 points (10^4 ranks on 10^9 points, four slabs a rank and more) with 82 analyses at 12 us of CPU each
// (penumbra_benchmarks).
constexpr double typical_slab_s = 16384 * 82 * 12e-6;

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

/// Spread of slab times, 0.5 to 1.5, from the bits of the claim (splitmix64).
double spread(std::uint64_t claim) {
  std::uint64_t x = (claim + 1) * 0x9E3779B97F4A7C15u;
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
  return 0.5 + static_cast<double>((x ^ (x >> 31)) >> 11) / 9007199254740992.0;  // 2^53
}

/// All ranks together: how many numbers were given out, and their sum; each once means 0 .. n-1.
bool each_once(std::uint64_t mine, std::uint64_t sum_of_mine) {
  auto const all = sum(MPI_COMM_WORLD, {mine, sum_of_mine});
  return all[1] == (all[0] == 0 ? 0 : all[0] * (all[0] - 1) / 2);
}

struct Turn {
  Clock::time_point due;
  bool operator>(Turn const& other) const { return due > other.due; }
};

struct Measured {
  std::uint64_t claims = 0;
  std::uint64_t sum = 0;
  std::vector<double> latency_s;
};

void timed_claim(Claims& claims, Measured& measured, std::uint64_t& number) {
  auto const start = Clock::now();
  number = *claims.next();
  measured.latency_s.push_back(seconds_since(start));
  ++measured.claims;
  measured.sum += number;
}

Measured hammer() {
  Measured measured;
  Claims claims{MPI_COMM_WORLD, ClaimMode::dynamic, endless};
  for (auto const start = Clock::now(); seconds_since(start) < hammered_seconds;) {
    measured.sum += *claims.next();
    ++measured.claims;
  }
  patient_barrier(MPI_COMM_WORLD, [&] { claims.stopped(); });
  claims.finish();
  return measured;
}

Measured replay(std::size_t virtual_ranks, double slab_s) {
  Measured measured;
  Claims claims{MPI_COMM_WORLD, ClaimMode::dynamic, endless};
  std::priority_queue<Turn, std::vector<Turn>, std::greater<>> turns;
  auto const start = Clock::now();
  auto const after = [&](Clock::time_point from, double slabs) {
    return Turn{from + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(slab_s * slabs))};
  };
  auto const rank = static_cast<std::uint64_t>(rank_of(MPI_COMM_WORLD));
  // In the middle of the work: all are somewhere in their slabs.
  for (std::size_t i = 0; i < virtual_ranks; ++i) turns.push(after(start, spread((rank << 32) + i) - 0.5));
  auto const turn = [&] {
    while (!turns.empty() && turns.top().due <= Clock::now() && seconds_since(start) < paced_seconds) {
      auto const due = turns.top().due;
      turns.pop();
      std::uint64_t number = 0;
      timed_claim(claims, measured, number);
      turns.push(after(std::max(due, Clock::now()), spread(number)));
    }
    claims.stopped();
  };
  std::atomic<bool> over{false};
  auto const until_over = [&] {
    if (seconds_since(start) > paced_seconds) over = true;
    turn();
  };
  if (rank == 0) {
    Workers workers{1};
    workers.run(
        [&] {
          double volatile x = 0.5;
          while (!over) x = x * x + 0.1;
        },
        until_over);
  } else {
    while (!over) {
      until_over();
      std::this_thread::sleep_for(std::chrono::milliseconds{1});
    }
  }
  patient_barrier(MPI_COMM_WORLD, [&] { claims.stopped(); });
  claims.finish();
  return measured;
}

}  // namespace

int main(int argc, char** argv) {
  long const virtual_ranks = argc > 1 ? std::max(1L, std::atol(argv[1])) : 10'000;
  double const slab_s = argc > 2 ? std::atof(argv[2]) : 1.0;
  MpiSession const mpi;
  bool const root = rank_of(MPI_COMM_WORLD) == 0;
  auto const ranks = size_of(MPI_COMM_WORLD);

  MPI_Barrier(MPI_COMM_WORLD);
  auto const hammered = hammer();
  double const rate = static_cast<double>(sum(MPI_COMM_WORLD, {hammered.claims}).front()) / hammered_seconds;
  bool good = each_once(hammered.claims, hammered.sum);

  auto const paced = replay(static_cast<std::size_t>(virtual_ranks / ranks), slab_s);
  good = each_once(paced.claims, paced.sum) && good;
  auto const claims = sum(MPI_COMM_WORLD, {paced.claims}).front();
  auto latency = paced.latency_s;
  std::sort(latency.begin(), latency.end());
  auto const at = [&](double part) {
    return latency.empty() ? 0.0 : latency[static_cast<std::size_t>(part * static_cast<double>(latency.size() - 1))];
  };
  double const mine[3] = {at(0.5), at(0.99), at(1.0)};
  double worst[3] = {};
  MPI_Reduce(mine, worst, 3, MPI_DOUBLE, MPI_MAX, 0, MPI_COMM_WORLD);
  if (root) {
    fmt::print("{} ranks claim as fast as they can: {:.0f} claims/s\n", ranks, rate);
    fmt::print("needed by {} ranks with slabs of {:.0f} s (82 analyses): {:.0f} claims/s\n", virtual_ranks,
               typical_slab_s, static_cast<double>(virtual_ranks) / typical_slab_s);
    fmt::print("{} virtual ranks with slabs of {} s: {:.0f} claims/s asked for, {:.0f} reached, rank 0 computing\n",
               virtual_ranks, slab_s, static_cast<double>(virtual_ranks) / slab_s,
               static_cast<double>(claims) / paced_seconds);
    fmt::print("a claim takes {:.1f} us (median), {:.1f} us (99 %), {:.1f} ms (longest), on the slowest rank\n",
               1e6 * worst[0], 1e6 * worst[1], 1e3 * worst[2]);
    fmt::print("every number was given out once: {}\n", good ? "yes" : "NO");
  }
  return good ? 0 : 1;
}
