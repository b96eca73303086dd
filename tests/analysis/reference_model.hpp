#pragma once

#include <cmath>
#include <functional>
#include <memory>
#include <string>

#include "model/registry.hpp"
#include "particle/constants.hpp"

namespace penumbra::test {

/// A shipped model of one mass, with its decays and productions put into the form that a reference has used.
class AdjustedModel final : public Model {
 public:
  using Decays = std::function<std::vector<DecayMode>(std::vector<DecayMode>, double m_GeV)>;
  using Productions = std::function<void(std::vector<ProductionChannel>&, double m_GeV)>;
  AdjustedModel(std::string const& shipped, Decays decays, Productions productions)
      : shipped_{make_model(shipped)}, decays_{std::move(decays)}, adjust_{std::move(productions)} {}
  std::string const& name() const override { return shipped_->name(); }
  std::string const& title() const override { return shipped_->title(); }
  std::string const& convention() const override { return shipped_->convention(); }
  std::string const& reference() const override { return shipped_->reference(); }
  std::vector<Parameter> const& parameters() const override { return shipped_->parameters(); }
  std::int64_t physics_version() const override { return shipped_->physics_version(); }
  double mediator_mass_GeV(Masses masses) const override { return masses[0]; }
  std::vector<DecayMode> decays(Masses masses) const override { return decays_(shipped_->decays(masses), masses[0]); }
  std::vector<ProductionChannel> productions(Masses masses) const override {
    auto channels = shipped_->productions(masses);
    adjust_(channels, masses[0]);
    return channels;
  }
  std::optional<std::pair<double, Monomial>> magnetic_moment(std::string_view lepton, Masses masses) const override {
    return shipped_->magnetic_moment(lepton, masses);
  }
  Quantities quantities(Masses masses, Couplings couplings) const override {
    return shipped_->quantities(masses, couplings);
  }

 private:
  std::unique_ptr<Model const> shipped_;
  Decays decays_;
  Productions adjust_;
};

/// The dark photon of the reference set-ups: e+e-, mu+mu-, and pi+pi- with one rho pole as the only hadrons; |F_1|^2
/// = 1.
inline AdjustedModel reference_dark_photon() {
  auto const decays = [](std::vector<DecayMode> modes, double m) {
    std::erase_if(modes, [](auto const& mode) { return mode.final_state != "e+e-" && mode.final_state != "mu+mu-"; });
    if (m > 2.0 * sm::m_pi_GeV) {
      constexpr double m_rho = 0.77526;
      double const beta = std::sqrt(1.0 - std::pow(2.0 * sm::m_pi_GeV / m, 2));
      double const beta_rho = std::sqrt(1.0 - std::pow(2.0 * sm::m_pi_GeV / m_rho, 2));
      double const width = 0.1474 * std::pow(m * beta / (m_rho * beta_rho), 3) * m_rho / m;
      double const form = std::pow(m_rho, 4) / (std::pow(m_rho * m_rho - m * m, 2) + std::pow(m_rho * width, 2));
      modes.push_back({"pi+pi-", sm::alpha * m / 12.0 * std::pow(beta, 3) * form, {{2}}, true, sm::m_pi_GeV, true});
    }
    return modes;
  };
  return {"dark-photon", decays, [](auto& channels, double) {
            for (auto& channel : channels)
              if (auto* brems = std::get_if<ProtonBremsstrahlung>(&channel.mechanism))
                brems->form_factor_squared = {{"unity", 1.0}};
          }};
}

/// The dark photon with the numbers of FORESEE where they differ: lifetime (its table of c tau is part of the
/// reference), two-photon branching ratios 0.99 and 0.39, mixing (0.3/5)^2 of a rho of 775.45 MeV.
inline AdjustedModel foresee_dark_photon(double ctau_at_one_m) {
  auto const decays = [ctau_at_one_m](std::vector<DecayMode> const&, double) -> std::vector<DecayMode> {
    return {{"everything", sm::hbar_c_GeV_m / ctau_at_one_m, {{2}}, true, sm::m_e_GeV, true}};
  };
  return {"dark-photon", decays, [](auto& channels, double m) {
            for (auto& channel : channels) {
              if (auto* decay = std::get_if<MesonDecay>(&channel.mechanism)) {
                if (decay->parent == "pi0") decay->branching_ratio *= 0.99 / sm::br_pi0_two_photons;
                if (decay->parent == "eta") decay->branching_ratio *= 0.39 / sm::br_eta_two_photons;
              }
              if (auto* mixing = std::get_if<VectorMixing>(&channel.mechanism); mixing && mixing->parent == "rho0") {
                constexpr double M2 = 0.77545 * 0.77545;
                mixing->parent_GeV = 0.77545;
                mixing->parent_width_GeV = 0.147;
                mixing->rate_per_parent = std::pow(0.3 / 5.0 * M2, 2) / (std::pow(m * m - M2, 2) + M2 * 0.147 * 0.147);
              }
            }
          }};
}

/// The dark Higgs boson of FORESEE: its table of c tau, and B -> S and a kaon of 0.495 GeV with the branching ratio 5.7
/// sin^2 theta (1 - m^2/m_B^2)^2 of its model notebook.
inline AdjustedModel foresee_dark_higgs(double ctau_at_one_m) {
  auto const decays = [ctau_at_one_m](std::vector<DecayMode> const&, double) -> std::vector<DecayMode> {
    return {{"everything", sm::hbar_c_GeV_m / ctau_at_one_m, {{2}}, true, sm::m_e_GeV, true}};
  };
  return {"dark-scalar", decays, [](auto& channels, double m) {
            for (auto& channel : channels)
              if (auto* decay = std::get_if<MesonDecay>(&channel.mechanism); decay && decay->parent.front() == 'B') {
                constexpr double B_GeV = 5.279;
                decay->other_mass_GeV = 0.495;
                decay->branching_ratio = 5.7 * std::pow(1.0 - m * m / (B_GeV * B_GeV), 2);
              }
          }};
}

}  // namespace penumbra::test
