#pragma once

#include <mpi.h>

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "pipeline/map_file.hpp"
#include "pipeline/run.hpp"

namespace penumbra {

/// Row 0 of the combined datasets is the observed combination, row 1 the projected one.
inline constexpr std::array combined_statuses{Status::observed, Status::projected};

/// What enters one combination, and the key that says so.
struct Combination {
  std::vector<std::size_t> members;  ///< requests in ascending order of name, bytewise
  Digest key;
};

Combination make_combination(Status status, std::vector<std::size_t> members, std::span<RowRequest const> requests);

/// Key of the combination that a finished map holds, from its catalogue.
Digest combination_key(Status status, Catalogue const& catalogue);

/// Grid points of complete rows with asimov <= ln 0.1. Rows whose number is known are not read. Collective.
std::vector<std::uint64_t> sensitivities(MapFile const& map, std::span<std::size_t const> row_of,
                                         Catalogue const& catalogue, MPI_Comm comm);

/// One slab of one combination.
class CombinedSlab {
 public:
  /// Reads what the sum needs.
  CombinedSlab(MapFile const& map, Combination const& combination, std::span<RowRequest const> requests,
               std::span<std::size_t const> row_of, Catalogue const& catalogue, std::uint64_t slab);
  /// Fills nominal, profiled and asimov. Runs on the workers; `stop` leaves it unfinished.
  void compute(ProfileFunction const& profile, std::atomic<bool> const& stop);
  /// nominal, profiled, asimov.
  std::vector<std::span<double const>> values() const { return {nominal_, profiled_, asimov_}; }

 private:
  struct Member {
    std::size_t request;
    std::vector<double> log_likelihood;
    std::vector<double> asimov;
    std::vector<std::size_t> groups;             ///< of each component
    std::vector<char> factors;                   ///< does it multiply signals?
    std::vector<std::vector<double>> responses;  ///< nominal, low, high of each component
  };
  /// What a task needs again and again.
  struct Scratch {
    std::vector<ComponentSignal> components;
    std::vector<ProfiledAnalysis> moving;
  };
  double profiled_at(std::size_t point, ProfileFunction const& profile, Scratch& scratch) const;

  std::vector<Member> members_;
  std::size_t group_count_ = 0;
  std::size_t component_count_ = 0;
  std::vector<double> nominal_, profiled_, asimov_;
};

}  // namespace penumbra
