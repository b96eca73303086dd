#include "pipeline/run.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <memory>
#include <random>

#include "core/errors.hpp"
#include "pipeline/build_info.hpp"
#include "pipeline/claims.hpp"
#include "pipeline/combined_rows.hpp"
#include "pipeline/lock.hpp"
#include "pipeline/mpi_session.hpp"
#include "pipeline/open_map.hpp"
#include "pipeline/progress.hpp"
#include "pipeline/repack.hpp"
#include "pipeline/reuse.hpp"
#include "pipeline/signals.hpp"
#include "pipeline/slab_work.hpp"
#include "pipeline/space.hpp"
#include "pipeline/threads.hpp"

namespace penumbra {
namespace {

using Clock = std::chrono::steady_clock;

constexpr auto between_syncs = std::chrono::seconds{10};

std::string now_utc() { return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::time(nullptr))); }

/// Tells runs apart; decides no number of the map.
std::uint64_t new_run_id() {
  std::random_device source;
  return (std::uint64_t{source()} << 32) | source();
}

/// One run of one rank, from the lock to the clean header.
class Job {
 public:
  Job(RunOptions const& options, std::span<RowRequest const> requests, ColumnComputer const& computer, MPI_Comm comm)
      : options_{options},
        requests_{requests},
        computer_{computer},
        comm_{comm},
        root_{rank_of(comm) == 0},
        ranks_{static_cast<std::uint64_t>(size_of(comm))} {}

  RunResult execute() {
    watch_stop_signals();
    begin();
    if (state_.nothing_to_do && !options_.must_exist) {
      log("nothing to do: the map is finished");
      result_.outcome = RunOutcome::nothing_to_do;
      return result_;
    }
    // Opening through MPI-IO is collective: a rank that cannot must not leave the others waiting in it.
    agree(comm_, [&] { require_writable(options_.path); });
    MapFile const map = MapFile::open_to_write(options_.path, comm_);
    abort_on_error(comm_, [&] { work_on(map); });
    return result_;
  }

 private:
  void log(std::string const& line) const {
    if (root_ && !options_.quiet) fmt::print(stderr, "penumbra: {}\n", line);
  }
  Progress::Style progress_style() const {
    return root_ && !options_.quiet ? Progress::style_of_stderr() : Progress::Style::silent;
  }

  void begin();
  void share_plan();
  void work_on(MapFile const& map);
  void reserve(MapFile const& map, DoneTable const& table) const;
  void announce(MapFile const& map);
  void check_reused(MapFile const& map, DoneTable& table);
  bool compute_rows(MapFile const& map, DoneTable const& table);
  bool combine_rows(MapFile const& map);
  std::vector<Combination> choose_combinations(MapFile const& map);
  std::vector<std::pair<std::size_t, std::uint64_t>> stale_slabs(MapFile const& map,
                                                                 std::vector<Combination> const& combinations) const;
  void end(MapFile const& map, bool complete);
  /// Claims and does pieces of work until there are none or somebody stops. Returns whether all of them are done.
  bool claim_and_do(MapFile const& map, std::string const& label, std::uint64_t pieces,
                    std::function<bool(std::uint64_t piece, std::function<void()> const& meanwhile)> const& work);

  RunOptions const& options_;
  std::span<RowRequest const> requests_;
  ColumnComputer const& computer_;
  MPI_Comm comm_;
  bool root_;
  std::uint64_t ranks_;

  std::unique_ptr<MapLock> lock_;
  Header header_;  ///< of this run
  bool was_clean_ = true;
  MapState state_;  ///< complete on rank 0; plan, nothing_to_do and exhausted everywhere
  ThreadPlan threads_;
  std::unique_ptr<Workers> workers_;
  std::vector<std::uint8_t> in_doubt_;  ///< requests whose reused slabs may be of another code
  std::atomic<bool> stop_{false};
  std::uint64_t slabs_done_here_ = 0;
  std::uint64_t combined_slabs_here_ = 0;
  RunResult result_;
};

void Job::begin() {
  threads_ = plan_threads(comm_, options_.threads);
  bool made = false;
  agree_on_root(comm_, [&] {
    auto const started = now_utc();
    auto const run_id = new_run_id();
    auto const me = this_process(run_id, started);
    lock_ = std::make_unique<MapLock>(options_.path, me);
    if (!lock_->taken_over().empty()) log(lock_->taken_over());
    remove_leftovers(options_.path);
    header_ = {.state = RunState::clean,
               .complete = false,
               .run_id = run_id,
               .host = me.host,
               .job = me.job,
               .started = started,
               .catalogue_generation = 1};
    made = make_or_accept(options_, requests_, ranks_, header_);
    state_ = read_state(options_, requests_, computer_);
    for (auto const& warning : state_.warnings) log("warning: " + warning);
    was_clean_ = state_.clean;
    if (!made && !state_.header.complete) log("continuing an unfinished map");
  });
  share_plan();
  if (state_.exhausted) {
    log("the rows of the map are exhausted: repacking it with more");
    Header running = header_;
    running.state = RunState::running;
    repack(options_.path, requests_.size(), response_rows(requests_), running, comm_);
    agree_on_root(comm_, [&] {
      state_ = read_state(options_, requests_, computer_);
      if (state_.exhausted) throw InternalError("a repacked map has no room for its rows");
    });
    share_plan();
  }
}

void Job::share_plan() {
  std::vector<std::uint64_t> numbers{state_.nothing_to_do, state_.exhausted, was_clean_, header_.run_id,
                                     state_.plan.changed};
  numbers.insert(numbers.end(), state_.plan.row_of.begin(), state_.plan.row_of.end());
  std::string catalogue = pack(state_.plan.catalogue);
  broadcast(comm_, numbers);
  broadcast(comm_, catalogue);
  state_.nothing_to_do = numbers[0] != 0;
  state_.exhausted = numbers[1] != 0;
  was_clean_ = numbers[2] != 0;
  header_.run_id = numbers[3];
  state_.plan.changed = numbers[4] != 0;
  state_.plan.row_of.assign(numbers.begin() + 5, numbers.end());
  state_.plan.catalogue = unpack_catalogue(catalogue);
}

void Job::reserve(MapFile const& map, DoneTable const& table) const {
  agree_on_root(comm_, [&] {
    std::vector<MapFile::Extent> rows;
    for (std::size_t request = 0; request < requests_.size(); ++request) {
      if (table.count(request) == table.slabs()) continue;
      auto const row = state_.plan.row_of[request];
      for (auto const& committed : committed_rows(map.layout(), row, state_.plan.catalogue[row]))
        for (auto const& [values, data_row] : committed.data) rows.push_back(map.extent(values, data_row));
    }
    for (auto values : combined_values)
      for (std::uint64_t row = 0; row < combined_statuses.size(); ++row) rows.push_back(map.extent(values, row));
    reserve_space(map, rows);
  });
}

void Job::announce(MapFile const& map) {
  write_on_root(comm_, [&] {
    header_.state = RunState::running;
    header_.catalogue_generation = state_.catalogue_generation + 1;
    map.write_block(StateBlock::header, pack(header_));

    auto& provenance = state_.provenance;
    auto& catalogue = state_.plan.catalogue;
    provenance.input = options_.input;
    for (std::size_t request = 0; request < requests_.size(); ++request) {
      auto& row = provenance.rows[state_.plan.row_of[request]];
      bool const made = state_.plan.action[request] == RowPlan::Action::made;
      row = {.definition = requests_[request].definition,
             .component_groups = requests_[request].component_groups,
             .code = made ? "" : row.code};
    }
    provenance.log.push_back({.started = header_.started,
                              .ended = "",
                              .host = header_.host,
                              .job = header_.job,
                              .run_id = fmt::format("{:016x}", header_.run_id),
                              .version = PENUMBRA_VERSION,
                              .build = build_info(),
                              .ranks = static_cast<int>(ranks_),
                              .threads = threads_.threads,
                              .outcome = "running"});
    map.write_block(StateBlock::provenance, pack(provenance, catalogue, provenance_bytes - block_overhead_bytes));
    map.write_block(StateBlock::catalogue, pack(catalogue));
    std::vector<std::string> names(catalogue.size());
    for (std::size_t row = 0; row < catalogue.size(); ++row)
      if (catalogue[row].state == RowState::requested) names[row] = catalogue[row].name;
    map.write_names(names);
    for (auto row : state_.plan.row_of)
      for (auto const& committed : committed_rows(map.layout(), row, catalogue[row])) erase_other_keys(map, committed);
  });
}

void Job::check_reused(MapFile const& map, DoneTable& table) {
  if (!was_clean_) {
    result_.slabs_damaged = verify_done(map, state_.plan, table, comm_);
    log(fmt::format("{}read back {} finished slabs, {} were damaged",
                    options_.verify ? "" : "the last run did not end cleanly: ", table.count() + result_.slabs_damaged,
                    result_.slabs_damaged));
  }
  in_doubt_.assign(requests_.size(), 1);
  if (root_ && !options_.code.empty())
    for (std::size_t request = 0; request < requests_.size(); ++request)
      if (state_.provenance.rows[state_.plan.row_of[request]].code == options_.code) in_doubt_[request] = 0;
  broadcast(comm_, in_doubt_);
  if (!options_.trust && table.count() > 0) {
    auto const changed = spot_check(map, state_.plan, table, in_doubt_, requests_, computer_, *workers_, comm_);
    forget(map, state_.plan, changed, table, comm_);
    in_doubt_.assign(requests_.size(), 0);
    for (auto request : changed) {
      result_.rows_changed.push_back(requests_[request].name);
      log(fmt::format("{}: code changed without a new physics_version: computed again", requests_[request].name));
    }
  }
  result_.slabs_reused = table.count();
  for (std::size_t request = 0; request < requests_.size(); ++request) {
    if (table.count(request) == 0) in_doubt_[request] = 0;
    if (table.count(request) < table.slabs()) {
      result_.rows_computed.push_back(requests_[request].name);
      state_.plan.catalogue[state_.plan.row_of[request]].sensitivity = CatalogueEntry::unknown_sensitivity;
    }
  }
}

void Job::work_on(MapFile const& map) {
  workers_ = std::make_unique<Workers>(threads_.threads);
  log(describe(threads_, size_of(comm_)));
  if (!threads_.warning.empty()) log("warning: " + threads_.warning);
  bool const was_complete = state_.nothing_to_do;
  auto table = read_done(map, state_.plan, comm_);
  reserve(map, table);
  announce(map);
  check_reused(map, table);
  log(fmt::format("{} analyses on {} points: {} of {} (analysis, slab) pairs to compute", requests_.size(),
                  map.layout().points, requests_.size() * table.slabs() - table.count(),
                  requests_.size() * table.slabs()));
  bool const complete = compute_rows(map, table) && combine_rows(map);
  auto const counts = sum(comm_, std::vector<std::uint64_t>{slabs_done_here_, combined_slabs_here_});
  result_.slabs_computed = counts[0];
  end(map, complete);
  if (!complete) {
    result_.outcome = RunOutcome::stopped;
    log("stopped; everything finished so far is on disk: run the same command again to continue");
  } else if (was_complete && counts[0] == 0 && counts[1] == 0) {
    result_.outcome = RunOutcome::nothing_to_do;
    log("nothing to do: the map is finished");
  } else {
    result_.outcome = RunOutcome::complete;
    log("the map is finished");
  }
}

bool Job::claim_and_do(MapFile const& map, std::string const& label, std::uint64_t pieces,
                       std::function<bool(std::uint64_t piece, std::function<void()> const& meanwhile)> const& work) {
  Claims claims{comm_, options_.claim, pieces};
  if (root_ && !claims.fallback_reason().empty())
    log("warning: no one-sided communication here (" + claims.fallback_reason() + "): slabs are dealt out in turns");
  Progress progress{progress_style(), label, pieces};
  auto last_sync = Clock::now();
  auto const meanwhile = [&] {
    if (claims.stopped() || stop_requested()) stop_ = true;
  };
  bool finished = true;
  while (auto const piece = claims.next()) {
    if (root_) progress.update(claims.claimed() - 1);
    meanwhile();
    if (stop_ || !work(*piece, meanwhile)) {
      finished = false;
      break;
    }
    if (Clock::now() - last_sync > between_syncs) {
      map.sync();
      last_sync = Clock::now();
    }
  }
  map.sync();
  if (stop_) claims.stop();
  patient_barrier(comm_, meanwhile);
  bool const all_finished = !any(comm_, !finished || claims.stopped());
  if (root_ && all_finished) progress.update(pieces);
  claims.finish();
  return all_finished;
}

bool Job::compute_rows(MapFile const& map, DoneTable const& table) {
  auto const batches = make_batches(map.layout(), table, ranks_);
  if (batches.empty()) return true;
  return claim_and_do(map, "computing", batches.size(), [&](std::uint64_t index, auto const& meanwhile) {
    auto const& batch = batches[index];
    BatchValues values{map.layout(), batch, requests_};
    workers_->run([&] { compute_batch(map.layout(), map.identity().grid, batch, requests_, computer_, stop_, values); },
                  meanwhile);
    if (stop_) return false;
    for (std::size_t i = 0; i < batch.rows.size(); ++i) {
      auto const row = state_.plan.row_of[batch.rows[i]];
      auto const committed = committed_rows(map.layout(), row, state_.plan.catalogue[row]);
      for (std::size_t k = 1; k < committed.size(); ++k)
        commit(map, committed[k], batch.first_slab, batch.slabs, std::vector{values.response(i, k - 1)},
               header_.run_id);
      commit(map, committed[0], batch.first_slab, batch.slabs, values.analysis(i), header_.run_id);
    }
    slabs_done_here_ += batch.rows.size() * batch.slabs;
    if (options_.stop_after_slabs > 0 && slabs_done_here_ >= options_.stop_after_slabs) stop_ = true;
    return true;
  });
}

std::vector<Combination> Job::choose_combinations(MapFile const& map) {
  auto const sensitivity = sensitivities(map, state_.plan.row_of, state_.plan.catalogue, comm_);
  std::vector<Combination> combinations;
  auto& catalogue = state_.plan.catalogue;
  auto const before = catalogue;
  for (std::size_t request = 0; request < requests_.size(); ++request) {
    catalogue[state_.plan.row_of[request]].sensitivity = sensitivity[request];
    catalogue[state_.plan.row_of[request]].in_combination = false;
  }
  for (auto status : combined_statuses) {
    combinations.push_back(make_combination(status, computer_.combine(status, sensitivity), requests_));
    for (auto member : combinations.back().members) catalogue[state_.plan.row_of[member]].in_combination = true;
  }
  write_on_root(comm_, [&] {
    if (catalogue != map.catalogue()) map.write_block(StateBlock::catalogue, pack(catalogue));
  });
  return combinations;
}

std::vector<std::pair<std::size_t, std::uint64_t>> Job::stale_slabs(
    MapFile const& map, std::vector<Combination> const& combinations) const {
  auto const slabs = map.layout().slabs();
  std::vector<std::uint8_t> good(combinations.size() * slabs, 0);
  write_on_root(comm_, [&] {
    for (std::size_t i = 0; i < combinations.size(); ++i) {
      auto const row = combined_row(map.layout(), i, combinations[i].key);
      erase_other_keys(map, row);
      auto const records = map.read_records(row.record_row);
      for (std::uint64_t slab = 0; slab < slabs; ++slab)
        good[i * slabs + slab] = claims_done(row, map.layout(), slab, records[slab]) ? 1 : 0;
    }
  });
  broadcast(comm_, good);
  std::vector<std::pair<std::size_t, std::uint64_t>> stale;
  for (std::uint64_t slab = 0; slab < slabs; ++slab)
    for (std::size_t i = 0; i < combinations.size(); ++i)
      if (good[i * slabs + slab] == 0) stale.emplace_back(i, slab);
  return stale;
}

bool Job::combine_rows(MapFile const& map) {
  auto const combinations = choose_combinations(map);
  auto const stale = stale_slabs(map, combinations);
  if (stale.empty()) return true;
  return claim_and_do(map, "combining", stale.size(), [&](std::uint64_t index, auto const& meanwhile) {
    auto const [status_row, slab] = stale[index];
    auto const& combination = combinations[status_row];
    CombinedSlab combined{map, combination, requests_, state_.plan.row_of, state_.plan.catalogue, slab};
    workers_->run([&] { combined.compute(options_.profile, stop_); }, meanwhile);
    if (stop_) return false;
    commit(map, combined_row(map.layout(), status_row, combination.key), slab, 1, combined.values(), header_.run_id);
    ++combined_slabs_here_;
    return true;
  });
}

void Job::end(MapFile const& map, bool complete) {
  map.sync();
  MPI_Barrier(comm_);
  write_on_root(comm_, [&] {
    auto& run = state_.provenance.log.back();
    run.ended = now_utc();
    run.outcome = complete ? "complete" : "stopped";
    for (std::size_t request = 0; request < requests_.size(); ++request)
      if (in_doubt_[request] == 0) state_.provenance.rows[state_.plan.row_of[request]].code = options_.code;
    auto catalogue = state_.plan.catalogue;
    map.write_block(StateBlock::provenance,
                    pack(state_.provenance, catalogue, provenance_bytes - block_overhead_bytes));
    header_.state = RunState::clean;
    header_.complete = complete;
    header_.catalogue_generation = map.current_block(StateBlock::catalogue).generation;
    map.write_block(StateBlock::header, pack(header_));
  });
}

}  // namespace

RunResult run(RunOptions const& options, std::vector<RowRequest> const& requests, ColumnComputer const& computer,
              MPI_Comm comm) {
  try {
    return Job{options, requests, computer, comm}.execute();
  } catch (AgreedFailure const& failure) {
    std::rethrow_exception(failure.error);
  }
}

}  // namespace penumbra
