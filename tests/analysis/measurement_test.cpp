#include "analysis/measurement.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <filesystem>

#include "analysis/shipped_measurement.hpp"
#include "analysis/test_model.hpp"
#include "statistics/normal.hpp"

using namespace penumbra;
using namespace penumbra::test;
using Catch::Matchers::Contains;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;

namespace {

Measurement difference(Analysis const& analysis) { return dynamic_cast<MagneticMoment const&>(analysis).difference(); }

Outcome at_shift(Analysis const& analysis, double shift) {
  LightVector const model;
  std::vector<double> const masses{0.01};
  return evaluate(*analysis.respond(model, masses, no_fluxes()),
                  std::sqrt(shift / LightVector::shift_at_unit_coupling));
}

}  // namespace

TEST_CASE("the measured differences are the published ones", "[analysis][published]") {
  // Tolerances: the last printed digit. Muon: 38.5(63.7)e-11 (arXiv:2505.21476), 261.5(45.4)e-11 with WP2020.
  CHECK_THAT(difference(*shipped_measurement("g-2-muon-2025-wp2025")).best_fit, WithinAbs(38.5e-11, 0.05e-11));
  CHECK_THAT(difference(*shipped_measurement("g-2-muon-2025-wp2025")).error, WithinAbs(63.7e-11, 0.05e-11));
  CHECK_THAT(difference(*shipped_measurement("g-2-muon-2025-wp2020")).best_fit, WithinAbs(261.5e-11, 0.05e-11));
  CHECK_THAT(difference(*shipped_measurement("g-2-muon-2025-wp2020")).error, WithinAbs(45.4e-11, 0.05e-11));
  // Electron: -1.02(26)e-12 with caesium, 0.34(16)e-12 with rubidium
  CHECK_THAT(difference(*shipped_measurement("g-2-electron-2022-cs")).best_fit, WithinAbs(-1.02e-12, 0.005e-12));
  CHECK_THAT(difference(*shipped_measurement("g-2-electron-2022-cs")).error, WithinAbs(0.26e-12, 0.005e-12));
  CHECK_THAT(difference(*shipped_measurement("g-2-electron-2022-rb")).best_fit, WithinAbs(0.34e-12, 0.005e-12));
  CHECK_THAT(difference(*shipped_measurement("g-2-electron-2022-rb")).error, WithinAbs(0.16e-12, 0.005e-12));
}

TEST_CASE("an exclusion by the muon moment is one-sided", "[analysis][property]") {
  auto const analysis = shipped_measurement("g-2-muon-2025-wp2025");
  auto const [d, s] = difference(*analysis);
  for (double shift : {1e-14, 0.5 * d, d, 1.99 * d}) {
    CHECK(at_shift(*analysis, shift).log_likelihood == 0.0);
    CHECK_THAT(at_shift(*analysis, shift).expected, WithinRel(shift, 1e-12));
  }
  double const far = d + 3.0 * s;
  CHECK_THAT(at_shift(*analysis, far).log_likelihood, WithinRel(-4.5 + 0.5 * d * d / (s * s), 1e-9));
  CHECK_THAT(at_shift(*analysis, far).cls, WithinRel(normal_cdf(-3.0) / normal_cdf(d / s), 1e-9));
  CHECK_THAT(at_shift(*analysis, far).asimov, WithinRel(-0.5 * far * far / (s * s), 1e-9));
  CHECK(dynamic_cast<MagneticMoment const&>(*analysis).outcome(-1e-9).cls == 1.0);
  CHECK(analysis->info().kind == Kind::constraint);
}

TEST_CASE("with caesium every positive shift makes things worse", "[analysis][property]") {
  auto const analysis = shipped_measurement("g-2-electron-2022-cs");
  CHECK(at_shift(*analysis, 1e-14).log_likelihood < 0.0);
  CHECK(at_shift(*analysis, 1e-13).cls < at_shift(*analysis, 1e-14).cls);
  CHECK_FALSE(analysis->info().flags.empty());  // recalled predictions are shown
}

TEST_CASE("the favoured band is drawn and never summed", "[analysis][property]") {
  auto const band = shipped_measurement("g-2-muon-2025-wp2020-band");
  CHECK(band->info().status == Status::favoured);
  CHECK_FALSE(band->info().combine);
  auto const [d, s] = difference(*band);
  CHECK(at_shift(*band, d).expected == 1.0);
  CHECK(at_shift(*band, d + 1.99 * s).expected == 1.0);
  CHECK(at_shift(*band, d + 2.01 * s).expected == 0.0);
  CHECK(at_shift(*band, d).log_likelihood == 0.0);
  CHECK(at_shift(*band, d + 9.0 * s).cls == 1.0);
}

TEST_CASE("alternatives share the data set, each with a rank of its own", "[analysis][property]") {
  CHECK(shipped_measurement("g-2-muon-2025-wp2025")->info().data_set ==
        shipped_measurement("g-2-muon-2025-wp2020")->info().data_set);
  CHECK(shipped_measurement("g-2-muon-2025-wp2025")->info().rank <
        shipped_measurement("g-2-muon-2025-wp2020")->info().rank);
  CHECK(shipped_measurement("g-2-electron-2022-rb")->info().rank <
        shipped_measurement("g-2-electron-2022-cs")->info().rank);
}

TEST_CASE("a model without a magnetic moment is skipped with the reason", "[analysis][property]") {
  auto const analysis = shipped_measurement("g-2-muon-2025-wp2025");
  CHECK(analysis->applies_to(LightVector{}).applies);
  CHECK_THAT(analysis->applies_to(LightVector{"no-moment"}).why_not, Contains("muon"));
}

TEST_CASE("the key follows the numbers, not the text", "[analysis][property]") {
  auto const key = [](Analysis const& analysis) {
    CanonicalWriter writer;
    analysis.write_key(writer, LightVector{});
    return writer.digest();
  };
  CHECK(key(*shipped_measurement("g-2-muon-2025-wp2025")) == key(*shipped_measurement("g-2-muon-2025-wp2025")));
  CHECK(key(*shipped_measurement("g-2-muon-2025-wp2025")) != key(*shipped_measurement("g-2-muon-2025-wp2020")));
}

TEST_CASE("every fault of a measurement is told with its place", "[analysis][errors]") {
  Problems problems;
  auto table = TomlTable::parse(
      "name = \"x\"\ntitle = \"x\"\nkind = \"measurement\"\nstatus = \"seen\"\ndata_set = \"d\"\nreference = \"r\"\n"
      "quantity = \"a_tau\"\ncolour = 1\n[experiment]\nvalue = 3\nerror = { value = 0, source = \"s\" }\n",
      "x.toml", problems);
  CHECK_FALSE(MagneticMoment::read(table, problems));
  auto const text = problems.text();
  CHECK_THAT(text, Contains("x.toml:4:") && Contains("'seen'"));
  CHECK_THAT(text, Contains("x.toml:7:") && Contains("a_tau"));
  CHECK_THAT(text, Contains("every number has a source"));
  CHECK_THAT(text, Contains("prediction"));
  CHECK_THAT(text, Contains("unknown key 'colour'"));
  CHECK_THAT(text, Contains("positive"));
}
