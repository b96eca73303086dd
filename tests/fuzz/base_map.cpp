#include "base_map.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <iterator>

#include "pipeline/combined_rows.hpp"
#include "pipeline/committed_row.hpp"
#include "pipeline/crc32c.hpp"
#include "pipeline/provenance.hpp"

namespace penumbra::fuzz {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t run_id = 1;

fs::path new_folder() {
  auto name = (fs::temp_directory_path() / "penumbra-fuzz-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) fault("no folder for the map can be made");
  return name;
}

CatalogueEntry entry(std::string const& name, Kind kind, Status status, std::uint32_t components) {
  CatalogueEntry entry;
  entry.state = RowState::requested;
  entry.name = name;
  entry.key = sha256(std::string_view{name});
  entry.kind = kind;
  entry.status = status;
  entry.data_set = name;
  entry.in_combination = status != Status::favoured;
  entry.components = components;
  return entry;
}

MapIdentity identity() {
  MapGrid const grid{
      .names = {"mass", "epsilon"}, .values = {{0.01, 0.1, 1.0}, {1e-6, 1e-5, 1e-4, 1e-3}}, .mass_axes = 1};
  return {.grid = grid, .layout = make_layout(grid, 4, 3, 1), .grid_key = sha256(std::string_view{"grid"})};
}

char const* const input =
    R"({"axes":[{"kind":"mass","name":"mass","unit":"GeV"},{"kind":"coupling","name":"epsilon","unit":"1"}],"card":"",)"
    R"("computed":{"x":"3*mass"},"fixed":{"y":1.0},"model":"dark-photon","options":{"dm":"majorana"}})";

/// Numbers that rise from no signal to a clear one: contours have something to follow.
std::vector<double> numbers(Values values, std::uint64_t points) {
  std::vector<double> result;
  for (std::uint64_t i = 0; i < points; ++i) {
    auto const x = static_cast<double>(i % 4);
    result.push_back(values == Values::cls ? 1.0 / (1.0 + x * x) : values == Values::expected ? x : -x);
  }
  return result;
}

/// Writes every number and record of a row through a file that is open for one process.
void finish(hid_t file, std::string const& path, MapLayout const& layout, CommittedRow const& row) {
  DataSet const done{file, path, "/state/done", H5T_NATIVE_UINT8, H5P_DEFAULT};
  for (std::uint64_t slab = 0; slab < layout.slabs(); ++slab) {
    Record record{.slab = slab,
                  .key = row.key,
                  .crc = {},
                  .points = static_cast<std::uint32_t>(layout.valid_points(slab)),
                  .run_id = run_id};
    for (std::size_t i = 0; i < row.data.size(); ++i) {
      auto const& [values, index] = row.data[i];
      DataSet const set{file, path, name_of(values), H5T_NATIVE_DOUBLE, H5P_DEFAULT};
      auto const part = numbers(values, layout.valid_points(slab));
      set.write({index}, layout.first_point(slab), part.size(), part.data());
      record.crc[i] = crc32c(std::as_bytes(std::span{part}));
    }
    auto const bytes = pack(record);
    done.write({row.record_row, slab}, 0, bytes.size(), bytes.data());
  }
}

}  // namespace

BaseMap::BaseMap() : folder_{new_folder()} {
  make();
  find_places();
  fs::copy_file(good_path(), path());
  descriptor_ = ::open(path().c_str(), O_RDWR | O_CLOEXEC);
  if (descriptor_ < 0) fault("the map cannot be opened");
  write_second_copies();
}

BaseMap::~BaseMap() {
  ::close(descriptor_);
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

void BaseMap::make() {
  auto const what = identity();
  auto const& layout = what.layout;
  Catalogue catalogue(layout.row_capacity);
  catalogue[0] = entry("toy-simulated", Kind::experiment, Status::observed, 1);
  catalogue[1] = entry("limit/dark-photon/toy", Kind::limit, Status::projected, 0);
  catalogue[2] = entry("toy-band", Kind::constraint, Status::favoured, 0);
  catalogue[3] = entry("grid/exists", Kind::grid, Status::favoured, 0);
  Provenance provenance{.input = input, .rows = std::vector<RowProvenance>(catalogue.size()), .log = {}};
  provenance.rows[0] = {.definition = "a = 1", .component_groups = {"flux"}, .code = "1"};
  auto const text = pack(provenance, catalogue, provenance_bytes - block_overhead_bytes);
  Header const header{.state = RunState::clean,
                      .complete = true,
                      .run_id = run_id,
                      .host = "here",
                      .job = "",
                      .started = "2026-01-01T00:00:00Z",
                      .catalogue_generation = 1};
  MapFile::create(good_path(), what, header, catalogue, text);
  Hid const file{H5Fopen(good_path().c_str(), H5F_ACC_RDWR, H5P_DEFAULT), H5Fclose};
  for (std::uint64_t row = 0; row < 4; ++row)
    for (auto const& committed : committed_rows(layout, row, catalogue[row]))
      finish(file.get(), good_path(), layout, committed);
  for (std::uint64_t row = 0; row < combined_statuses.size(); ++row)
    finish(file.get(), good_path(), layout,
           combined_row(layout, row, combination_key(combined_statuses[row], catalogue)));
}

void BaseMap::find_places() {
  std::ifstream stream{good_path(), std::ios::binary};
  good_.assign(std::istreambuf_iterator<char>{stream}, {});
  std::vector<bool> data(good_.size(), false);
  Hid const file{H5Fopen(good_path().c_str(), H5F_ACC_RDONLY, H5P_DEFAULT), H5Fclose};
  auto const of = [&](std::string const& name, hid_t type, std::size_t width) {
    DataSet const set{file.get(), good_path(), name, type, H5P_DEFAULT};
    std::size_t size = width;
    for (auto const extent : set.shape()) size *= extent;
    std::fill_n(data.begin() + static_cast<std::ptrdiff_t>(set.offset()), size, true);
    return Stretch{set.offset(), size};
  };
  for (auto const values : analysis_values) of(name_of(values), H5T_NATIVE_DOUBLE, 8);
  for (auto const values : combined_values) of(name_of(values), H5T_NATIVE_DOUBLE, 8);
  of(name_of(Values::responses), H5T_NATIVE_DOUBLE, 8);
  std::size_t block = 0;
  for (auto const* name : {"/state/header", "/state/catalogue", "/state/provenance"}) {
    auto const place = of(name, H5T_NATIVE_UINT8, 1);
    state_at_[block] = place.at;
    state_capacity_[block++] = place.size / 2;
  }
  auto const records = of("/state/done", H5T_NATIVE_UINT8, 1);
  records_at_ = records.at;
  records_ = records.size / record_bytes;
  // Bytes of the structure come close together; long stretches of zeros are holes.
  constexpr std::size_t near = 64;
  std::size_t last = 0;
  for (std::size_t at = 0; at < good_.size(); ++at) {
    if (data[at]) continue;
    if (good_[at] != '\0') last = at;
    if (at - last < near) structure_.push_back(at);
  }
}

void BaseMap::write_second_copies() {
  for (std::size_t block = 0; block < std::size(state_at_); ++block) {
    auto const first = std::as_bytes(std::span{good_}).subspan(state_at_[block], state_capacity_[block]);
    auto const bytes = seal({.generation = 2, .payload = unseal(first)->payload}, state_capacity_[block]);
    std::copy_n(reinterpret_cast<char const*>(bytes.data()), bytes.size(),
                good_.begin() + static_cast<std::ptrdiff_t>(state_at_[block] + state_capacity_[block]));
    change(state_at_[block] + state_capacity_[block],
           {reinterpret_cast<std::uint8_t const*>(bytes.data()), bytes.size()});
  }
  changed_.clear();
}

void BaseMap::change(std::size_t at, Bytes bytes) {
  if (at >= good_.size()) return;
  auto const size = std::min(bytes.size(), good_.size() - at);
  if (::pwrite(descriptor_, bytes.data(), size, static_cast<off_t>(at)) != static_cast<ssize_t>(size))
    fault("the map cannot be written");
  changed_.push_back({at, size});
}

void BaseMap::change_structure(std::size_t at, Bytes bytes) { change(structure_[at % structure_.size()], bytes); }

void BaseMap::replace_state(StateBlock block, std::string payload) {
  auto const index = static_cast<std::size_t>(block);
  payload.resize(std::min(payload.size(), state_capacity_[index] - block_overhead_bytes));
  auto const bytes = seal({.generation = 3, .payload = std::move(payload)}, state_capacity_[index]);
  change(state_at_[index] + state_capacity_[index],
         {reinterpret_cast<std::uint8_t const*>(bytes.data()), bytes.size()});
}

void BaseMap::change_catalogue(std::size_t at, Bytes bytes) {
  auto const index = static_cast<std::size_t>(StateBlock::catalogue);
  auto const copy = std::as_bytes(std::span{good_}).subspan(state_at_[index], state_capacity_[index]);
  auto payload = unseal(copy)->payload;
  // The first four entries are in use: most changes shall be there.
  at %= at % 8 == 0 ? payload.size() : payload.size() / 16;
  for (std::size_t i = 0; i < bytes.size() && at + i < payload.size(); ++i)
    payload[at + i] = static_cast<char>(bytes[i]);
  replace_state(StateBlock::catalogue, payload);
}

void BaseMap::change_record(std::size_t record, std::size_t at, Bytes bytes) {
  auto const place = records_at_ + record % records_ * record_bytes;
  RecordBytes copy{};
  std::copy_n(std::as_bytes(std::span{good_}).begin() + static_cast<std::ptrdiff_t>(place), copy.size(), copy.begin());
  constexpr std::size_t checked_bytes = record_bytes - 4;
  for (std::size_t i = 0; i < bytes.size(); ++i) copy[(at + i) % checked_bytes] = std::byte{bytes[i]};
  std::uint32_t const crc = crc32c(std::span{copy}.first<checked_bytes>());
  std::copy_n(std::as_bytes(std::span{&crc, 1}).begin(), 4, copy.begin() + checked_bytes);
  change(place, {reinterpret_cast<std::uint8_t const*>(copy.data()), copy.size()});
}

void BaseMap::cut(std::size_t size) {
  if (size >= good_.size()) return;
  if (::ftruncate(descriptor_, static_cast<off_t>(size)) != 0) fault("the map cannot be cut");
  cut_ = true;
}

void BaseMap::restore() {
  auto const write = [&](std::size_t at, std::size_t size) {
    if (::pwrite(descriptor_, good_.data() + at, size, static_cast<off_t>(at)) != static_cast<ssize_t>(size))
      fault("the map cannot be restored");
  };
  if (cut_) write(0, good_.size());
  for (auto const& [at, size] : changed_) write(at, size);
  changed_.clear();
  cut_ = false;
}

}  // namespace penumbra::fuzz
