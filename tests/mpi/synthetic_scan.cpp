// Runs a scan whose numbers are closed functions of the indices. The Python tests start it under mpirun, stop it, kill
// it and compare the maps that it leaves. `synthetic_scan --help` lists what can be asked of it.
#include <fmt/format.h>

#include <chrono>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <map>
#include <string>
#include <thread>

#include "core/errors.hpp"
#include "pipeline/diff.hpp"
#include "pipeline/info.hpp"
#include "pipeline/map_reader.hpp"
#include "pipeline/mpi_session.hpp"
#include "pipeline/run.hpp"

using namespace penumbra;

namespace {

struct Options {
  std::map<std::string, std::string> values{
      {"columns", "60"},     {"couplings", "50"}, {"delay_ms", "0"},     {"threads", "1"}, {"analyses", "5"},
      {"version", "1"},      {"card", "a"},       {"restart", "0"},      {"update", "0"},  {"claim", "dynamic"},
      {"stop_after", "0"},   {"fail_at", ""},     {"changed_code", "0"}, {"trust", "0"},   {"components", "2"},
      {"sum_delay_us", "0"}, {"verify", "0"},     {"code", ""}};
  long number(std::string const& name) const { return std::strtol(values.at(name).c_str(), nullptr, 10); }
};

MapGrid make_grid(Options const& options) {
  MapGrid grid{.names = {"mass", "epsilon"}, .values = {{}, {}}, .mass_axes = 1};
  for (long i = 0; i < options.number("columns"); ++i) grid.values[0].push_back(0.01 * static_cast<double>(i + 1));
  for (long i = 0; i < options.number("couplings"); ++i) grid.values[1].push_back(1e-6 * static_cast<double>(i + 1));
  return grid;
}

std::vector<RowRequest> make_requests(Options const& options) {
  std::vector<RowRequest> requests;
  for (long i = 0; i < options.number("analyses"); ++i) {
    RowRequest request;
    request.name = fmt::format("synthetic-{:03}", i);
    request.status = i % 4 == 3 ? Status::projected : Status::observed;
    request.data_set = fmt::format("set-{}", i);
    // Version 2 changes the definition of one analysis.
    auto const version = i == 1 ? options.number("version") : 1;
    request.definition = fmt::format("index = {}\nversion = {}\n", i, version);
    request.key = sha256(request.definition);
    if (i % 2 == 0)
      for (long c = 0; c < options.number("components"); ++c)
        request.component_groups.push_back(fmt::format("flux-{}", c));
    requests.push_back(std::move(request));
  }
  return requests;
}

class SyntheticComputer : public ColumnComputer {
 public:
  SyntheticComputer(Options const& options, std::vector<RowRequest> const& requests)
      : requests_{requests},
        delay_{options.number("delay_ms")},
        version_{options.number("version")},
        changed_code_{options.number("changed_code")},
        fail_at_{options.values.at("fail_at")} {}

  void compute(std::size_t column, std::span<std::size_t const> rows, ColumnResult& out) const override {
    std::this_thread::sleep_for(delay_);
    if (fail_at_ == fmt::format("{}", column)) throw IoError("planted failure");
    for (std::size_t i = 0; i < rows.size(); ++i) {
      auto const row = static_cast<double>(rows[i]);
      double const version = rows[i] == 1 ? static_cast<double>(version_) : 1.0;
      double const code = rows[i] == 2 && changed_code_ != 0 ? 1.5 : 1.0;
      for (std::size_t k = 0; k < out.couplings; ++k) {
        auto const coupling = static_cast<double>(out.first_coupling + k);
        double const signal = code * version * (1.0 + row) * std::sin(0.1 * static_cast<double>(column) + 1.0) *
                              std::sin(0.1 * static_cast<double>(column) + 1.0) * coupling;
        out.rows[i].expected[k] = signal;
        out.rows[i].log_likelihood[k] = -signal / 3.0;
        out.rows[i].asimov[k] = -signal / 7.0;
        out.rows[i].cls[k] = std::exp(-signal);
        for (std::size_t c = 0; c < out.rows[i].components.size(); ++c) {
          out.rows[i].components[c].nominal[k] = signal / 2.0;
          out.rows[i].components[c].low[k] = signal / 2.5;
          out.rows[i].components[c].high[k] = signal / 1.5;
        }
        if (fail_at_ == fmt::format("nan{}", column)) out.rows[i].cls[k] = std::numeric_limits<double>::quiet_NaN();
      }
    }
  }
  double log_likelihood(std::size_t, std::span<double const> signals) const override {
    double sum = 0.0;
    for (double signal : signals) sum += signal;
    return -sum / 3.0;
  }
  std::vector<std::size_t> combine(Status status, std::span<std::uint64_t const> sensitivity) const override {
    std::vector<std::size_t> members;
    for (std::size_t row = 0; row < requests_.size(); ++row)
      if (requests_[row].status == status && sensitivity[row] > 0) members.push_back(row);
    return members;
  }

 private:
  std::vector<RowRequest> const& requests_;
  std::chrono::milliseconds delay_;
  long version_;
  long changed_code_;
  std::string fail_at_;
};

int compare(std::string const& a, std::string const& b) {
  auto const difference = diff(a, b);
  for (auto const* rows : {&difference.analyses, &difference.combined})
    for (auto const& row : *rows)
      if (!row.identical) fmt::print("{}: {} {}\n", row.name, row.max_difference, row.why);
  fmt::print("{}\n", difference.identical ? "identical" : "different " + difference.why);
  return difference.identical ? 0 : 1;
}

int show(std::string const& path, Verification verification) {
  auto const map = info(path, verification);
  for (auto const& warning : map.warnings) fmt::print("warning: {}\n", warning);
  fmt::print("complete={} clean={} slabs={} damaged={}\n", map.complete, map.clean, map.layout.slabs(), map.damaged());
  for (auto const* rows : {&map.analyses, &map.combined})
    for (auto const& row : *rows)
      fmt::print("{} done={} damaged={} combined={}\n", row.name, row.done, row.damaged.size(), row.in_combination);
  return 0;
}

/// Every stored number against the closed form it was made from: diff alone would accept two wrong maps.
int check_numbers(std::string const& path, Options const& options) {
  MapReader const map{path};
  auto const requests = make_requests(options);
  SyntheticComputer const computer{options, requests};
  auto const couplings = map.grid().column_points();
  std::vector<double> nominal(map.layout().points, 0.0);
  for (std::size_t row = 0; row < requests.size(); ++row) {
    auto const stored = map.values(requests[row].name, Values::log_likelihood);
    bool const member = map.entry(requests[row].name).in_combination && requests[row].status == Status::observed;
    for (std::size_t column = 0; column < map.grid().columns(); ++column) {
      std::vector<double> numbers(4 * couplings + 3 * couplings * requests[row].component_groups.size());
      auto const part = [&](std::size_t i) { return std::span{numbers}.subspan(i * couplings, couplings); };
      ColumnResult result{.first_coupling = 0, .couplings = couplings, .rows = {}};
      result.rows.push_back(
          {.expected = part(0), .log_likelihood = part(1), .asimov = part(2), .cls = part(3), .components = {}});
      computer.compute(column, std::vector{row}, result);
      for (std::size_t k = 0; k < couplings; ++k) {
        auto const point = column * couplings + k;
        if (stored[point] != part(1)[k]) {
          fmt::print("{} at {}: {} instead of {}\n", requests[row].name, point, stored[point], part(1)[k]);
          return 1;
        }
        if (member) nominal[point] += stored[point];
      }
    }
  }
  if (nominal != map.combined(Status::observed, Values::combined_nominal)) {
    fmt::print("the combination is not the sum of its members\n");
    return 1;
  }
  return 0;
}

/// "offset bytes name" of every dataset: all other bytes of the file are structure and never change.
int list_extents(std::string const& path) {
  Hid const file{H5Fopen(path.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT), H5Fclose};
  auto const show_one = [](hid_t root, char const* name, H5O_info_t const* object, void*) -> herr_t {
    if (object->type != H5O_TYPE_DATASET) return 0;
    Hid const set{H5Dopen2(root, name, H5P_DEFAULT), H5Dclose};
    fmt::print("{} {} {}\n", H5Dget_offset(set.get()), H5Dget_storage_size(set.get()), name);
    return 0;
  };
  return H5Ovisit(file.get(), H5_INDEX_NAME, H5_ITER_INC, show_one, nullptr) >= 0 ? 0 : 4;
}

/// An HDF5 file that is no map, and a map of a format that does not exist yet.
int make_foreign(std::string const& path) {
  Hid const file{H5Fcreate(path.c_str(), H5F_ACC_EXCL, H5P_DEFAULT, H5P_DEFAULT), H5Fclose};
  double const number = 1.0;
  create_data_set(file.get(), path, "x", H5T_IEEE_F64LE, {1}, &number);
  return 0;
}
int make_newer(std::string const& path) {
  Hid const file{H5Fopen(path.c_str(), H5F_ACC_RDWR, H5P_DEFAULT), H5Fclose};
  Hid const attribute{H5Aopen(file.get(), "format_version", H5P_DEFAULT), H5Aclose};
  std::uint64_t const version = 99;
  return H5Awrite(attribute.get(), H5T_NATIVE_UINT64, &version) >= 0 ? 0 : 4;
}

int scan(std::string const& path, Options const& options) {
  MpiSession const mpi;
  auto const requests = make_requests(options);
  SyntheticComputer const computer{options, requests};
  RunOptions run_options;
  run_options.path = path;
  run_options.grid = make_grid(options);
  run_options.grid_key = sha256("card " + options.values.at("card"));
  run_options.threads = static_cast<int>(options.number("threads"));
  run_options.restart = options.number("restart") != 0;
  run_options.must_exist = options.number("update") != 0;
  run_options.verify = options.number("verify") != 0;
  run_options.trust = options.number("trust") != 0;
  run_options.code = options.values.at("code");
  run_options.claim = options.values.at("claim") == "static" ? ClaimMode::fixed : ClaimMode::dynamic;
  run_options.stop_after_slabs = static_cast<std::uint64_t>(options.number("stop_after"));
  std::chrono::microseconds const sum_delay{options.number("sum_delay_us")};
  run_options.profile = [&, sum_delay](std::span<ProfiledAnalysis const> analyses, std::size_t) {
    // All signals at the lower end of their envelopes: where this likelihood is largest.
    std::this_thread::sleep_for(sum_delay);
    double total = 0.0;
    for (auto const& analysis : analyses) {
      std::vector<double> signals;
      for (auto const& component : analysis.components) signals.push_back(component.low);
      total += computer.log_likelihood(analysis.row, signals);
    }
    return total;
  };
  try {
    auto const result = run(run_options, requests, computer, MPI_COMM_WORLD);
    if (rank_of(MPI_COMM_WORLD) == 0)
      fmt::print("outcome={} computed={} reused={} damaged={} changed={}\n",
                 result.outcome == RunOutcome::complete  ? "complete"
                 : result.outcome == RunOutcome::stopped ? "stopped"
                                                         : "nothing",
                 result.slabs_computed, result.slabs_reused, result.slabs_damaged, fmt::join(result.rows_changed, ","));
    return result.exit_code();
  } catch (std::exception const& error) {
    if (rank_of(MPI_COMM_WORLD) == 0) fmt::print(stderr, "synthetic_scan: {}\n", error.what());
    return exit_code_of(std::current_exception());
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    fmt::print(stderr,
               "usage: synthetic_scan scan|check MAP [name=value]... | diff A B | info|verify|extents MAP | "
               "make-foreign|make-newer FILE\n");
    return 2;
  }
  std::string const command = argv[1];
  try {
    prepare_hdf5();
    if (command == "diff" && argc == 4) return compare(argv[2], argv[3]);
    if (command == "info") return show(argv[2], Verification::records_only);
    if (command == "verify") return show(argv[2], Verification::read_everything);
    if (command == "extents") return list_extents(argv[2]);
    if (command == "make-foreign") return make_foreign(argv[2]);
    if (command == "make-newer") return make_newer(argv[2]);
    Options options;
    for (int i = 3; i < argc; ++i) {
      std::string const argument = argv[i];
      auto const equals = argument.find('=');
      auto const value = options.values.find(argument.substr(0, equals));
      if (equals == std::string::npos || value == options.values.end()) throw UsageError(argument);
      value->second = argument.substr(equals + 1);
    }
    if (command == "check") return check_numbers(argv[2], options);
    return scan(argv[2], options);
  } catch (std::exception const& error) {
    fmt::print(stderr, "synthetic_scan: {}\n", error.what());
    return exit_code_of(std::current_exception());
  }
}
