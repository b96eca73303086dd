#include "geometry/volume.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>

using penumbra::Aperture;
using penumbra::DecayVolume;

TEST_CASE("the DUNE ND-GAr cylinder has three trajectory classes", "[geometry][published]") {
  // Volume of Berryman et al., arXiv:1912.07622: z 579-584 m, radius 2.5 m. The table was computed independently:
  // l1 = d1/cos, l2 = min(d2/cos, R/sin), probability exp(-l1/L) - exp(-l2/L), to 1e-8 (its own statement).
  DecayVolume const volume{579.0, 584.0, Aperture::disc(2.5)};
  std::ifstream file{PENUMBRA_SOURCE_DIR "/tests/data/dune_eps_det.csv"};
  std::string line;
  int rows = 0;
  while (std::getline(file, line)) {
    if (line.empty() || line[0] == '#' || line[0] == 't') continue;
    std::istringstream fields{line};
    std::string theta, length, kind, expected;
    std::getline(fields, theta, ',');
    std::getline(fields, length, ',');
    std::getline(fields, kind, ',');
    std::getline(fields, expected, ',');
    auto const chord = volume.chord(std::stod(theta), 0.3);
    CAPTURE(line);
    ++rows;
    if (kind == "miss") {
      CHECK(!chord);
      continue;
    }
    REQUIRE(chord);
    CHECK((chord->exit == penumbra::Exit::side) == (kind == "side"));
    CHECK(penumbra::decay_probability(*chord, std::stod(length)) == Approx(std::stod(expected)).epsilon(1e-8));
  }
  CHECK(rows == 24);
}

TEST_CASE("chords through an off-axis box agree with walking along the line", "[geometry][independent]") {
  Aperture const opening = Aperture::rectangle(0.4, 0.3, -0.275, 0.35);
  DecayVolume const volume{480.0, 481.0, opening};
  for (int i = 0; i < 200; ++i) {
    double const theta = 1e-5 * i;
    double const phi = 0.7 + 0.03 * i;
    double inside = 0.0;
    constexpr int steps = 20000;
    for (int j = 0; j < steps; ++j) {
      double const z = 480.0 + (j + 0.5) / steps;
      if (opening.contains(z * std::tan(theta) * std::cos(phi), z * std::tan(theta) * std::sin(phi)))
        inside += 1.0 / steps;
    }
    auto const chord = volume.chord(theta, phi);
    CAPTURE(theta, phi);
    CHECK((chord ? (chord->exit_m - chord->entry_m) * std::cos(theta) : 0.0) == Approx(inside).margin(2.0 / steps));
  }
}

TEST_CASE("a line can enter an off-axis disc through the side", "[geometry]") {
  DecayVolume const volume{10.0, 20.0, Aperture::disc(0.5, 2.0, 0.0)};
  auto const chord = volume.chord(std::atan(0.1), 0.0);  // x = 1.5 at z = 15, x = 2 at z = 20
  REQUIRE(chord);
  CHECK(chord->entry_m * std::cos(std::atan(0.1)) == Approx(15.0));
  CHECK(chord->exit == penumbra::Exit::back);
  CHECK(!volume.chord(std::atan(0.1), 3.0));
  CHECK(volume.theta_min_rad() == Approx(std::atan(1.5 / 20.0)));
  CHECK(volume.theta_max_rad() == Approx(std::atan(2.5 / 10.0)));
}
