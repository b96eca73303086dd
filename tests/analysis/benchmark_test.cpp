#include "analysis/benchmark.hpp"

#include <catch2/catch.hpp>
#include <filesystem>

#include "core/data_files.hpp"
#include "core/errors.hpp"

using namespace penumbra;

namespace {

constexpr char header[] = "id,model,quantity,inputs,value,unit,rel_tolerance,source\n";

BenchmarkResult evaluate_line(std::string const& line) {
  return evaluate(read_benchmarks(header + line + "\n", "row.csv").at(0));
}

}  // namespace

TEST_CASE("every shipped benchmark row passes with its own tolerance", "[analysis][benchmark][published]") {
  std::filesystem::path const folder = std::filesystem::path{PENUMBRA_SOURCE_DIR} / "tests" / "benchmarks";
  DataFiles files{folder};
  std::size_t rows = 0;
  for (char const* name :
       {"dark_vectors.csv", "gminus2.csv", "bremsstrahlung.csv", "meson_production.csv", "dm_scattering.csv",
        "cevns_solar.csv", "relic.csv", "paper.csv", "dark_higgs.csv", "alp.csv", "hnl.csv"}) {
    for (auto const& row : read_benchmarks(files.definition(name, "benchmarks"), name)) {
      auto const result = evaluate(row);
      INFO(row.id << " " << row.quantity << " at " << row.inputs << ": computed " << result.computed.value_or(0.0)
                  << ", expected " << row.value << ", deviation " << result.deviation << ", allowed "
                  << row.rel_tolerance);
      CHECK(to_string(result.verdict) == "pass");
      ++rows;
    }
  }
  CHECK(rows > 110);
}

TEST_CASE("a benchmark row that we cannot compute as it stands is unknown, not passed", "[analysis][benchmark]") {
  // A quantity, a model, a missing input, an input we would ignore, a text we do not know, another unit.
  CHECK(evaluate_line("1,dark_photon,Gamma_xx,m_GeV=0.1,1,GeV,10,s").verdict == Verdict::unknown);
  CHECK(evaluate_line("1,none,Gamma_ee,m_GeV=0.1;eps=1,1,GeV,10,s").verdict == Verdict::unknown);
  CHECK(evaluate_line("1,dark_photon,Gamma_ee,m_GeV=0.1,1,GeV,10,s").verdict == Verdict::unknown);
  CHECK(evaluate_line("1,dark_photon,Gamma_ee,m_GeV=0.1;eps=1;alpha=0.0078,1,GeV,10,s").verdict == Verdict::unknown);
  CHECK(evaluate_line("1,dark_photon,ctau,m_GeV=0.1;eps=1;final_states=dark,1,m,10,s").verdict == Verdict::unknown);
  CHECK(evaluate_line("1,dark_photon,Gamma_ee,m_GeV=0.1;eps=1,1,MeV,10,s").verdict == Verdict::unknown);
}

TEST_CASE("a benchmark row fails outside its tolerance and says by how much", "[analysis][benchmark]") {
  // 2.432451e-16 GeV is the closed formula at 0.1 GeV; one per cent more is outside half a per cent.
  auto const result = evaluate_line("1,dark_photon,Gamma_ee,m_GeV=0.1;eps=1e-06,2.4568e-16,GeV,0.005,s");
  CHECK(result.verdict == Verdict::fail);
  CHECK(result.deviation == Approx(-0.0099).margin(2e-4));
}

TEST_CASE("a benchmark file with a bad number is refused with its line", "[analysis][benchmark]") {
  CHECK_THROWS_WITH(evaluate_line("1,dark_photon,Gamma_ee,m_GeV=0.1,one,GeV,0.1,s"), Catch::Contains("row.csv:2"));
}
