#pragma once

#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <map>
#include <string>
#include <variant>
#include <vector>

#include "model/model.hpp"
#include "particle/constants.hpp"

namespace penumbra {

/// A model that is another one with some options, by another name.
struct Twin {
  std::string special;
  std::string general;
  std::map<std::string, std::string> options;
  double coupling;  ///< of the general one where that of the special one is one
};

inline std::vector<Twin> twins() {
  std::map<std::string, std::string> fermions;
  for (char const* f : {"c_e", "c_mu", "c_tau", "c_q", "c_t"}) fermions[f] = "1";
  std::map<std::string, std::string> higgs{{"hadrons", "dispersive"}};
  for (char const* f : {"e", "mu", "tau", "u", "d", "s", "c", "b", "t", "V"}) higgs[std::string{"kappa_"} + f] = "1";
  return {{"alp-photon", "alp", {{"c_photon", "1"}}, 1.0}, {"alp-fermion", "alp", fermions, 1.0 / sm::higgs_vacuum_GeV},
          {"alp-gluon", "alp", {{"c_G", "1"}}, 1.0},       {"alp-w", "alp", {{"c_W", "1"}}, 1.0},
          {"alp-hypercharge", "alp", {{"c_B", "1"}}, 1.0}, {"dark-scalar", "scalar", higgs, 1.0}};
}

/// What a production of a scalar or an axion-like particle is proportional to, at unit couplings.
struct RateAtOne {
  double operator()(MesonDecay const& p) const { return p.branching_ratio; }
  double operator()(PseudoscalarMixing const& p) const { return p.rate_per_parent; }
  double operator()(ScalarProtonBremsstrahlung const& p) const {
    return p.nucleon_coupling * p.nucleon_coupling * p.form_factor_squared.front().second;
  }
  double operator()(Primakoff const& p) const { return p.coupling_per_GeV * p.coupling_per_GeV; }
  double operator()(PhotonFusion const& p) const { return p.coupling_per_GeV * p.coupling_per_GeV; }
  double operator()(auto const&) const {
    FAIL("not a production of these");
    return 0.0;
  }
};
inline double rate_at_one(ProductionChannel const& production) { return std::visit(RateAtOne{}, production.mechanism); }

/// Widths, productions and magnetic moments of two models are the same but for rounding.
inline void check_same(Model const& special, Model const& general, Masses masses, double coupling) {
  double const squared = coupling * coupling;
  auto const decays = special.decays(masses);
  auto const others = general.decays(masses);
  REQUIRE(decays.size() == others.size());
  for (std::size_t i = 0; i < decays.size(); ++i) {
    CHECK(decays[i].final_state == others[i].final_state);
    CHECK(decays[i].width_GeV == Approx(squared * others[i].width_GeV).epsilon(1e-7));
    CHECK(decays[i].spread == Approx(others[i].spread).epsilon(1e-12));
  }
  auto const productions = special.productions(masses);
  auto const other_productions = general.productions(masses);
  REQUIRE(productions.size() == other_productions.size());
  for (std::size_t i = 0; i < productions.size(); ++i) {
    CHECK(productions[i].name == other_productions[i].name);
    CHECK(rate_at_one(productions[i]) == Approx(squared * rate_at_one(other_productions[i])).epsilon(1e-7));
  }
  for (char const* lepton : {"e", "mu"}) {
    auto const moment = special.magnetic_moment(lepton, masses);
    auto const other = general.magnetic_moment(lepton, masses);
    REQUIRE(moment.has_value() == other.has_value());
    if (moment) CHECK(moment->first == Approx(squared * other->first).epsilon(1e-7));
  }
}

}  // namespace penumbra
