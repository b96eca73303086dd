#include "analysis/counted_productions.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <string>

#include "model/registry.hpp"
#include "production/flux_store.hpp"

using namespace penumbra;

TEST_CASE("no production of a group is counted beside another mechanism of it, on any beam", "[registry][property]") {
  auto const model = make_model("dark-photon");
  auto const folder = std::filesystem::path{PENUMBRA_SOURCE_DIR} / "experiments";
  int with_quarks = 0;
  for (auto const& file : std::filesystem::directory_iterator(folder / "beams")) {
    if (file.path().extension() != ".toml") continue;
    Problems problems;
    auto const beam = load_beam(folder, file.path().stem().string(), problems);
    REQUIRE(beam);
    for (double const m_GeV : {0.01, 0.3, 0.775, 1.5, 1.99, 2.0, 3.0, 6.0}) {
      auto const counted = counted_productions(model->productions({&m_GeV, 1}), *beam, m_GeV, {});
      auto const has = [&](std::string const& mechanism) {
        return std::any_of(counted.begin(), counted.end(), [&](auto const& p) { return mechanism_of(p) == mechanism; });
      };
      CAPTURE(beam->name, m_GeV);
      CHECK(has("drell-yan") + has("proton-bremsstrahlung") + has("mixing") <= 1);
      // Quarks where perturbation theory holds and there are tables, hadrons below.
      bool const in_tables = beam->drell_yan && m_GeV >= beam->drell_yan->at_mass.front().first &&
                             m_GeV <= beam->drell_yan->at_mass.back().first;
      CHECK(has("drell-yan") == in_tables);
      if (beam->drell_yan) CHECK(beam->drell_yan->at_mass.front().first >= 2.0);
      with_quarks += in_tables ? 1 : 0;
    }
  }
  CHECK(with_quarks > 0);
}
