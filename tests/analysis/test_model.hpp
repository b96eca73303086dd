#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "analysis/analysis.hpp"
#include "model/model.hpp"

namespace penumbra::test {

/// A vector with one mass and one coupling whose loop shift is the closed form of the light-vector limit: what limits
/// and measurements need of a model, and nothing else.
class LightVector : public Model {
 public:
  explicit LightVector(std::string name = "dark-photon", std::string coupling = "epsilon")
      : name_{std::move(name)},
        parameters_{{"mass", ParameterKind::mass, "GeV", "mass", 1e-4, 1e3},
                    {coupling, ParameterKind::coupling, "1", "coupling", 1e-12, 1.0}} {}
  std::string const& name() const override { return name_; }
  std::string const& title() const override { return name_; }
  std::string const& convention() const override { return name_; }
  std::string const& reference() const override { return name_; }
  std::vector<Parameter> const& parameters() const override { return parameters_; }
  std::int64_t physics_version() const override { return 1; }
  double mediator_mass_GeV(Masses masses) const override { return masses[0]; }
  std::vector<DecayMode> decays(Masses) const override { return {}; }
  std::vector<ProductionChannel> productions(Masses) const override { return {}; }
  std::optional<std::pair<double, Monomial>> magnetic_moment(std::string_view, Masses) const override {
    if (name_ == "no-moment") return std::nullopt;
    // alpha / (2 pi) epsilon^2, far below the mass of the lepton
    return std::pair{shift_at_unit_coupling, Monomial{{2}}};
  }
  Quantities quantities(Masses, Couplings) const override { return {}; }

  static constexpr double shift_at_unit_coupling = 1.1614e-3;

 private:
  std::string name_;
  std::vector<Parameter> parameters_;
};

/// Curves and measurements never touch the fluxes.
inline FluxStore& no_fluxes() {
  static std::byte storage[1];
  return reinterpret_cast<FluxStore&>(storage);
}

inline Outcome evaluate(Response const& response, double coupling) {
  std::vector<double> const values{coupling};
  Couplings const point{values};
  Outcome outcome;
  response.evaluate({&point, 1}, {&outcome, 1}, {});
  return outcome;
}

}  // namespace penumbra::test
