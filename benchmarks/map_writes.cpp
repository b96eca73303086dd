// What it costs to write a map: the program's own way (rows and records through MPI-IO, then fdatasync) against bare
// pwrite of the same bytes to the same places of a file of the same layout, then fdatasync. In turns, each of them
// first in half of the rounds: disks that cache are fast for whoever comes first.
//
//   mpirun -np 2 penumbra_write_benchmark [folder] [MiB]       default ., 512; needs twice as much disk
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <functional>
#include <vector>

#include "core/errors.hpp"
#include "pipeline/committed_row.hpp"
#include "pipeline/map_file.hpp"
#include "pipeline/mpi_session.hpp"
#include "pipeline/space.hpp"

using namespace penumbra;

namespace {

constexpr std::uint64_t rows = 8;
constexpr int rounds = 6;

struct Cost {
  double s = 0.0;      ///< between two barriers: the same on all ranks
  double cpu_s = 0.0;  ///< of this rank
  Cost& operator+=(Cost const& other) {
    s += other.s;
    cpu_s += other.cpu_s;
    return *this;
  }
};

Cost cost_of(std::function<void()> const& work) {
  MPI_Barrier(MPI_COMM_WORLD);
  double const start = MPI_Wtime();
  auto const cpu = std::clock();
  work();
  double const cpu_s = static_cast<double>(std::clock() - cpu) / CLOCKS_PER_SEC;
  MPI_Barrier(MPI_COMM_WORLD);
  return {MPI_Wtime() - start, cpu_s};
}

std::vector<MapFile::Extent> extents(MapFile const& map) {
  std::vector<MapFile::Extent> all;
  for (auto values : analysis_values)
    for (std::uint64_t row = 0; row < rows; ++row) all.push_back(map.extent(values, row));
  return all;
}

MapIdentity identity(std::uint64_t mebibytes) {
  MapIdentity map{
      .grid = {.names = {"mass", "epsilon"}, .values = {{}, {}}, .mass_axes = 1}, .layout = {}, .grid_key = {}};
  auto const slabs = std::max<std::uint64_t>(1, mebibytes / (rows * analysis_values.size()));
  for (std::uint64_t i = 0; i < 1024 * slabs; ++i) map.grid.values[0].push_back(static_cast<double>(i + 1));
  for (std::uint64_t i = 0; i < max_points_per_slab / 1024; ++i)
    map.grid.values[1].push_back(static_cast<double>(i + 1));
  map.layout = make_layout(map.grid, rows, 0, 1);
  return map;
}

/// Slabs in turns, as ranks of equal speed claim them.
void each_slab(MapLayout const& layout, std::function<void(std::uint64_t)> const& work) {
  auto const ranks = static_cast<std::uint64_t>(size_of(MPI_COMM_WORLD));
  for (auto slab = static_cast<std::uint64_t>(rank_of(MPI_COMM_WORLD)); slab < layout.slabs(); slab += ranks)
    work(slab);
}

Cost write_map(std::filesystem::path const& path, std::vector<std::span<double const>> const& data) {
  auto const map = MapFile::open_to_write(path, MPI_COMM_WORLD);
  return cost_of([&] {
    each_slab(map.layout(), [&](std::uint64_t slab) {
      for (std::uint64_t row = 0; row < rows; ++row)
        commit(map, committed_rows(map.layout(), row, {}).front(), slab, 1, data, 1);
    });
    map.sync();
  });
}

Cost write_bare(std::filesystem::path const& path, std::vector<MapFile::Extent> const& places,
                std::vector<double> const& numbers, MapLayout const& layout) {
  int const descriptor = ::open(path.c_str(), O_RDWR);
  if (descriptor < 0) throw IoError("cannot open " + path.string());
  auto const bytes = 8 * layout.points_per_slab;
  auto const cost = cost_of([&] {
    each_slab(layout, [&](std::uint64_t slab) {
      for (auto const& place : places)
        if (::pwrite(descriptor, numbers.data(), bytes, static_cast<off_t>(place.offset + slab * bytes)) !=
            static_cast<ssize_t>(bytes))
          throw IoError("pwrite failed");
    });
    if (::fdatasync(descriptor) != 0) throw IoError("fdatasync failed");
  });
  ::close(descriptor);
  return cost;
}

}  // namespace

int main(int argc, char** argv) {
  std::filesystem::path const folder = argc > 1 ? argv[1] : ".";
  auto const mebibytes = static_cast<std::uint64_t>(argc > 2 ? std::max(1L, std::atol(argv[2])) : 512);
  MpiSession const mpi;
  bool const root = rank_of(MPI_COMM_WORLD) == 0;
  auto const made = identity(mebibytes);
  auto const path = folder / "write-benchmark.h5";
  auto const bare = folder / "write-benchmark.raw";
  std::vector<Cost> ours, raw;
  std::vector<double> numbers(made.layout.points_per_slab, 1.0 / 3.0);
  std::vector<std::span<double const>> const data(analysis_values.size(), numbers);

  abort_on_error(MPI_COMM_WORLD, [&] {
    for (int round = 0; round < rounds; ++round) {
      std::filesystem::remove(path);
      std::filesystem::remove(bare);
      agree_on_root(MPI_COMM_WORLD, [&] {
        Catalogue const catalogue(made.layout.row_capacity);
        MapFile::create(path, made, {}, catalogue, "{}");
        MapFile::create(bare, made, {}, catalogue, "{}");
      });
      std::vector<MapFile::Extent> places;
      for (auto const& file : {path, bare}) {
        auto const map = MapFile::open_to_write(file, MPI_COMM_WORLD);
        places = extents(map);
        agree_on_root(MPI_COMM_WORLD, [&] { reserve_space(map, places); });
      }
      bool const ours_first = round % 2 == 0;
      if (ours_first) ours.push_back(write_map(path, data));
      raw.push_back(write_bare(bare, places, numbers, made.layout));
      if (!ours_first) ours.push_back(write_map(path, data));
    }
  });
  MPI_Barrier(MPI_COMM_WORLD);
  if (root) {
    std::filesystem::remove(path);
    std::filesystem::remove(bare);
    double const size = static_cast<double>(rows * analysis_values.size() * made.layout.slabs());
    Cost all_ours, all_raw;
    for (std::size_t i = 0; i < ours.size(); ++i) {
      fmt::print("{:>7.0f} MiB/s map   {:>7.0f} MiB/s pwrite   ratio {:.2f}\n", size / ours[i].s, size / raw[i].s,
                 raw[i].s / ours[i].s);
      all_ours += ours[i];
      all_raw += raw[i];
    }
    fmt::print("{} ranks, {:.0f} MiB in pieces of {} KiB: {:.2f} of the speed of pwrite over all rounds\n",
               size_of(MPI_COMM_WORLD), size, made.layout.points_per_slab / 128, all_raw.s / all_ours.s);
    double const mine = rounds * size / size_of(MPI_COMM_WORLD);
    fmt::print("CPU of one rank: {:.3f} ms a MiB, pwrite {:.3f}\n", 1e3 * all_ours.cpu_s / mine,
               1e3 * all_raw.cpu_s / mine);
  }
}
