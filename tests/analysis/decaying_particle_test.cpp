#include "analysis/decaying_particle.hpp"

#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <cmath>

#include "model/registry.hpp"
#include "particle/constants.hpp"

using namespace penumbra;

namespace {

bool has(DecayingParticle::Kind const& kind, std::string const& final_state) {
  return std::any_of(kind.modes.begin(), kind.modes.end(),
                     [&](DecayMode const& mode) { return mode.final_state == final_state; });
}

/// The kind that has this final state; fails where there is none.
DecayingParticle::Kind const& kind_with(std::vector<DecayingParticle::Kind> const& kinds,
                                        std::string const& final_state) {
  auto const found = std::find_if(kinds.begin(), kinds.end(), [&](auto const& kind) { return has(kind, final_state); });
  REQUIRE(found != kinds.end());
  return *found;
}

}  // namespace

TEST_CASE("a neutrino takes its energy out of what a search sees", "[decaying_particle]") {
  // N -> nu pi0: the pi0 has (m^2 + m_pi^2)/(2 m) and (m^2 - m_pi^2)/(2 m) as energy and momentum, so that at
  // large momenta its energy is spread evenly between m_pi^2/m^2 and 1 of that of N. All of N -> mu pi is seen.
  auto const model = make_model("hnl");
  std::array const masses{0.4};
  FluxStore fluxes{*model, masses};
  auto const particle = DecayingParticle::mediator(fluxes);
  DecayChannel channel{"decay-in-volume", {"nu(mu)pi0", "mu-pi+"}, {}, {}, ChannelLikelihood{Measurement{0.0, 1.0}}};
  channel.selection.energy_min_GeV = 30.0;
  auto const kinds = particle.counted(channel);
  double const k = 100.0;
  double const lost = std::pow(sm::m_pi0_GeV / masses[0], 2);
  double const E = std::hypot(k, masses[0]);
  CHECK(kind_with(kinds, "nu(mu)pi0").kinematics.counting(k) ==
        Approx((1.0 - 30.0 / E) / (1.0 - lost)).epsilon(1e-4));  // 1 - beta of N and of the pi0
  CHECK(kind_with(kinds, "mu-pi+").kinematics.counting(k) == 1.0);
  channel.final_states = {"visible"};
  // Of a mixture as much counts as of its members, by their widths.
  auto const mixed = kind_with(particle.counted(channel), "nu(mu)pi0");
  double width_GeV = 0.0;
  double counted_GeV = 0.0;
  for (auto const& mode : mixed.modes) {
    channel.final_states = {mode.final_state};
    width_GeV += mode.width_GeV;
    counted_GeV += mode.width_GeV * particle.counted(channel).front().kinematics.counting(k);
  }
  CHECK(mixed.modes.size() > 1);
  CHECK(mixed.kinematics.counting(k) == Approx(counted_GeV / width_GeV).epsilon(1e-12));
  channel.final_states = {"visible"};

  SECTION("without a threshold every decay is alike") {
    channel.selection.energy_min_GeV = 0.0;
    CHECK(particle.counted(channel).size() == 1);
  }
  SECTION("neutral ones leave no tracks") {
    channel.final_states = {"charged"};
    for (auto const& kind : particle.counted(channel)) {
      CHECK_FALSE(has(kind, "nu(mu)pi0"));
      CHECK_FALSE(has(kind, "3nu(mu)"));
    }
    kind_with(particle.counted(channel), "nu(mu)e+e-");
  }
  SECTION("daughters that are followed have their own masses") {
    channel.selection.daughters.emplace();
    auto const followed = particle.counted(channel);
    CHECK(kind_with(followed, "mu-pi+").kinematics.daughters_GeV() == DaughterMasses{sm::m_mu_GeV, sm::m_pi_GeV});
    CHECK(kind_with(followed, "e-pi+").kinematics.daughters_GeV() == DaughterMasses{sm::m_e_GeV, sm::m_pi_GeV});
    CHECK_FALSE(has(kind_with(followed, "mu-pi+"), "e-pi+"));
    CHECK(kind_with(followed, "nu(e)pi0").modes.size() == 3);  // the flavour of a neutrino cannot be seen
  }
}
