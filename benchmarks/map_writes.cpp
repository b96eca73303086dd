// What it costs to write a map: the program's own way (rows and records through MPI-IO, then fdatasync) against bare
// pwrite of the same bytes to the same places of a file of the same layout, then fdatasync. In turns, so that both see
// the same machine.
//
//   mpirun -np 2 penumbra_write_benchmark [folder] [MiB]       default ., 512; needs twice as much disk
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
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
constexpr int rounds = 5;

/// Time between two barriers, the same on all ranks.
double seconds(std::function<void()> const& work) {
  MPI_Barrier(MPI_COMM_WORLD);
  double const start = MPI_Wtime();
  work();
  MPI_Barrier(MPI_COMM_WORLD);
  return MPI_Wtime() - start;
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

}  // namespace

int main(int argc, char** argv) {
  std::filesystem::path const folder = argc > 1 ? argv[1] : ".";
  auto const mebibytes = static_cast<std::uint64_t>(argc > 2 ? std::max(1L, std::atol(argv[2])) : 512);
  MpiSession const mpi;
  bool const root = rank_of(MPI_COMM_WORLD) == 0;
  auto const made = identity(mebibytes);
  auto const path = folder / "write-benchmark.h5";
  auto const bare = folder / "write-benchmark.raw";
  std::vector<double> ours, raw;
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
      {
        auto const map = MapFile::open_to_write(bare, MPI_COMM_WORLD);
        places = extents(map);
        agree_on_root(MPI_COMM_WORLD, [&] { reserve_space(map, places); });
      }
      {
        auto const map = MapFile::open_to_write(path, MPI_COMM_WORLD);
        agree_on_root(MPI_COMM_WORLD, [&] { reserve_space(map, places); });
        ours.push_back(seconds([&] {
          each_slab(made.layout, [&](std::uint64_t slab) {
            for (std::uint64_t row = 0; row < rows; ++row)
              commit(map, committed_rows(made.layout, row, {}).front(), slab, 1, data, 1);
          });
          map.sync();
        }));
      }
      int const descriptor = ::open(bare.c_str(), O_RDWR);
      if (descriptor < 0) throw IoError("cannot open " + bare.string());
      raw.push_back(seconds([&] {
        auto const bytes = 8 * made.layout.points_per_slab;
        each_slab(made.layout, [&](std::uint64_t slab) {
          for (auto const& place : places)
            if (::pwrite(descriptor, numbers.data(), bytes, static_cast<off_t>(place.offset + slab * bytes)) !=
                static_cast<ssize_t>(bytes))
              throw IoError("pwrite failed");
        });
        if (::fdatasync(descriptor) != 0) throw IoError("fdatasync failed");
      }));
      ::close(descriptor);
    }
  });
  MPI_Barrier(MPI_COMM_WORLD);
  if (root) {
    std::filesystem::remove(path);
    std::filesystem::remove(bare);
    double const size = static_cast<double>(rows * analysis_values.size() * made.layout.slabs());
    std::vector<double> ratios;
    for (std::size_t i = 0; i < ours.size(); ++i) {
      ratios.push_back(raw[i] / ours[i]);
      fmt::print("{:>7.0f} MiB/s map   {:>7.0f} MiB/s pwrite   ratio {:.2f}\n", size / ours[i], size / raw[i],
                 ratios[i]);
    }
    std::sort(ratios.begin(), ratios.end());
    fmt::print("{} ranks, {:.0f} MiB in pieces of {} KiB: median ratio {:.2f}\n", size_of(MPI_COMM_WORLD), size,
               made.layout.points_per_slab / 128, ratios[ratios.size() / 2]);
  }
}
