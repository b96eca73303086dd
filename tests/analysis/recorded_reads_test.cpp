// The content key of an analysis knows every table that its numbers are made from: without all other tables, and with
// no file to open any more, the key and the numbers are the same.
#include <sys/resource.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <cmath>
#include <filesystem>
#include <map>

#include "analysis/registry.hpp"
#include "core/data_files.hpp"
#include "model/registry.hpp"
#include "production/flux_store.hpp"

using namespace penumbra;
namespace fs = std::filesystem;

namespace {

fs::path const shipped = fs::path{PENUMBRA_SOURCE_DIR} / "experiments";

/// As long as this lives, nothing can be opened: a process has no descriptor left.
class NoFiles {
 public:
  NoFiles() {
    ::getrlimit(RLIMIT_NOFILE, &before_);
    rlimit const none{0, before_.rlim_max};
    ::setrlimit(RLIMIT_NOFILE, &none);
  }
  NoFiles(NoFiles const&) = delete;
  NoFiles& operator=(NoFiles const&) = delete;
  ~NoFiles() { ::setrlimit(RLIMIT_NOFILE, &before_); }

 private:
  rlimit before_{};
};

class Folder {
 public:
  Folder() : path_{fs::temp_directory_path() / ("penumbra-recorded-" + std::to_string(::getpid()))} {
    fs::create_directories(path_);
  }
  Folder(Folder const&) = delete;
  Folder& operator=(Folder const&) = delete;
  ~Folder() { fs::remove_all(path_); }
  fs::path const& path() const { return path_; }

 private:
  fs::path path_;
};

struct Point {
  std::string model;
  std::vector<double> masses;
  std::vector<double> couplings;
};

std::string key_of(Analysis const& analysis, Model const& model) {
  CanonicalWriter writer;
  analysis.write_key(writer, model);
  return writer.readable();
}

double expected_at(Analysis const& analysis, Model const& model, Point const& point) {
  FluxStore fluxes{model, point.masses};
  Couplings const couplings{point.couplings};
  Outcome outcome;
  std::vector<ComponentSignal> components(analysis.component_groups().size());
  analysis.respond(model, point.masses, fluxes)->evaluate({&couplings, 1}, {&outcome, 1}, components);
  return outcome.expected;
}

std::map<fs::path, std::string> content_of_tables() {
  std::map<fs::path, std::string> digests;
  DataFiles files{shipped};
  for (auto const& entry : fs::recursive_directory_iterator{shipped})
    if (entry.path().extension() == ".csv") digests[entry.path()] = files.table(entry.path(), "any").content().hex();
  return digests;
}

}  // namespace

TEST_CASE("a process that may open nothing cannot read a data file", "[recorded]") {
  DataFiles files{shipped};
  NoFiles const none;
  CHECK_THROWS_AS(files.definition("overlaps.toml", "any"), IoError);
}

TEST_CASE("analyses are made from the tables in their keys and from nothing else", "[recorded]") {
  auto const tables = content_of_tables();
  Folder const folder;
  for (auto const& point : {Point{"dark-photon", {0.02}, {1e-5}}, Point{"vector-dm", {0.02, 0.06}, {0.5, 1e-4}}}) {
    auto const model = make_model(point.model);
    for (auto const& entry : fs::directory_iterator{shipped}) {
      if (entry.path().extension() != ".toml" || entry.path().filename() == "overlaps.toml") continue;
      Problems problems;
      auto const whole = load_experiment(entry.path(), {PENUMBRA_SOURCE_DIR, {}, {}}, problems);
      REQUIRE(whole);
      if (!whole->applies_to(*model).applies) continue;
      CAPTURE(whole->info().name, point.model);
      auto const key = key_of(*whole, *model);

      auto const experiments = folder.path() / whole->info().name;
      fs::create_directories(experiments / "beams");
      fs::copy(entry.path(), experiments);
      for (auto const& beam : fs::directory_iterator{shipped / "beams"})
        if (beam.path().extension() == ".toml") fs::copy(beam.path(), experiments / "beams");
      for (auto const& [path, content] : tables) {
        if (key.find(content) == std::string::npos) continue;
        auto const copy = experiments / fs::relative(path, shipped);
        fs::create_directories(copy.parent_path());
        fs::copy(path, copy);
      }
      auto const alone =
          load_experiment(experiments / entry.path().filename(), {folder.path(), experiments, {}}, problems);
      CAPTURE(problems.list().empty() ? "" : problems.list().front().message);
      REQUIRE(alone);
      CHECK(key_of(*alone, *model) == key);
      double const before = expected_at(*whole, *model, point);
      NoFiles const none;
      CHECK(expected_at(*alone, *model, point) == before);
      CHECK(std::isfinite(before));
    }
    fs::remove_all(folder.path());
  }
}
