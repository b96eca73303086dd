#pragma once

#include <cmath>
#include <memory>

#include "model/registry.hpp"
#include "particle/constants.hpp"

namespace penumbra::test {

/// The dark photon of the reference set-ups: e+e-, mu+mu-, and pi+pi- with one rho pole as the only hadrons; |F_1|^2
/// = 1.
class ReferenceDarkPhoton final : public Model {
 public:
  std::string const& name() const override { return real_->name(); }
  std::string const& title() const override { return real_->title(); }
  std::string const& convention() const override { return real_->convention(); }
  std::string const& reference() const override { return real_->reference(); }
  std::vector<Parameter> const& parameters() const override { return real_->parameters(); }
  std::int64_t physics_version() const override { return real_->physics_version(); }
  double mediator_mass_GeV(Masses masses) const override { return masses[0]; }
  std::vector<DecayMode> decays(Masses masses) const override {
    double const m = masses[0];
    std::vector<DecayMode> modes;
    for (auto const& mode : real_->decays(masses))
      if (mode.final_state == "e+e-" || mode.final_state == "mu+mu-") modes.push_back(mode);
    if (m > 2.0 * sm::m_pi_GeV) {
      constexpr double m_rho = 0.77526;
      double const beta = std::sqrt(1.0 - std::pow(2.0 * sm::m_pi_GeV / m, 2));
      double const beta_rho = std::sqrt(1.0 - std::pow(2.0 * sm::m_pi_GeV / m_rho, 2));
      double const width = 0.1474 * std::pow(m * beta / (m_rho * beta_rho), 3) * m_rho / m;
      double const form = std::pow(m_rho, 4) / (std::pow(m_rho * m_rho - m * m, 2) + std::pow(m_rho * width, 2));
      modes.push_back({"pi+pi-", sm::alpha * m / 12.0 * std::pow(beta, 3) * form, {{2}}, true, sm::m_pi_GeV, true});
    }
    return modes;
  }
  std::vector<ProductionChannel> productions(Masses masses) const override {
    auto channels = real_->productions(masses);
    for (auto& channel : channels)
      if (auto* brems = std::get_if<ProtonBremsstrahlung>(&channel.mechanism))
        brems->form_factor_squared = {{"unity", 1.0}};
    return channels;
  }
  std::optional<std::pair<double, Monomial>> magnetic_moment(std::string_view lepton, Masses masses) const override {
    return real_->magnetic_moment(lepton, masses);
  }
  Quantities quantities(Masses masses, Couplings couplings) const override {
    return real_->quantities(masses, couplings);
  }

 private:
  std::unique_ptr<Model const> real_ = make_model("dark-photon");
};

}  // namespace penumbra::test
