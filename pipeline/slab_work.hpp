#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "pipeline/map_layout.hpp"
#include "pipeline/run.hpp"
#include "pipeline/threads.hpp"

namespace penumbra {

/// Which (request, slab) pairs are done, and therefore left alone.
class DoneTable {
 public:
  DoneTable(std::size_t requests, std::uint64_t slabs) : slabs_{slabs}, done_(requests * slabs, 0) {}
  bool done(std::size_t request, std::uint64_t slab) const { return done_[request * slabs_ + slab] != 0; }
  void set(std::size_t request, std::uint64_t slab, bool done) { done_[request * slabs_ + slab] = done ? 1 : 0; }
  std::uint64_t count(std::size_t request) const;
  std::uint64_t count() const;
  std::uint64_t slabs() const { return slabs_; }
  std::size_t requests() const { return slabs_ == 0 ? 0 : done_.size() / slabs_; }
  std::vector<std::uint8_t>& bytes() { return done_; }

 private:
  std::uint64_t slabs_;
  std::vector<std::uint8_t> done_;
};

/// Consecutive slabs with the same pending rows: what a rank claims at a time.
struct Batch {
  std::uint64_t first_slab = 0;
  std::uint64_t slabs = 0;
  std::vector<std::size_t> rows;  ///< requests
};

/// The pending slabs in mass order, small ones joined to row pieces of about 1 MiB as long as every rank finds several
/// batches. The same on all ranks.
std::vector<Batch> make_batches(MapLayout const& layout, DoneTable const& table, std::uint64_t ranks);

/// The numbers of some rows (requests) at a stretch of points, before they are stored.
class BatchValues {
 public:
  BatchValues(std::uint64_t points, std::span<std::size_t const> rows, std::span<RowRequest const> requests);
  /// Of one batch: valid points only.
  BatchValues(MapLayout const& layout, Batch const& batch, std::span<RowRequest const> requests);
  std::uint64_t points() const { return points_; }
  /// The four datasets of a row of the batch, in the order of the map's analysis values.
  std::vector<std::span<double const>> analysis(std::size_t row_in_batch) const;
  std::span<double const> response(std::size_t row_in_batch, std::size_t response) const;
  /// All numbers of a row of the batch, dataset by dataset: the analysis values, then the responses.
  std::span<double> all(std::size_t row_in_batch) { return values_[row_in_batch]; }
  /// Places for `couplings` points from `offset` on.
  ColumnResult place(std::uint64_t offset, std::size_t first_coupling, std::size_t couplings);

 private:
  std::uint64_t points_;
  std::vector<std::size_t> components_;      ///< of each row of the batch
  std::vector<std::vector<double>> values_;  ///< per row: log_likelihood, expected, asimov, cls, responses
};

/// Computes a batch on the workers, column by column; `stop` is looked at before each column, and leaves the batch
/// unfinished. Throws InternalError naming analysis and point where a value is not finite.
void compute_batch(MapLayout const& layout, MapGrid const& grid, Batch const& batch,
                   std::span<RowRequest const> requests, ColumnComputer const& computer, std::atomic<bool> const& stop,
                   BatchValues& values);

/// "mass = 0.1, epsilon = 1e-05": a grid point for people.
std::string describe_point(MapGrid const& grid, std::uint64_t point);

}  // namespace penumbra
