#include "model/dark_photon/dark_photon.hpp"

#include <fmt/format.h>

#include "core/contracts.hpp"
#include "model/dark_photon/diagonalisation.hpp"
#include "model/options.hpp"
#include "model/vector/vector_mediator.hpp"

namespace penumbra {
namespace {

class DarkPhoton final : public Model {
 public:
  std::string const& name() const override { return name_; }
  std::string const& title() const override { return title_; }
  std::string const& convention() const override { return convention_; }
  std::string const& reference() const override { return reference_; }
  std::vector<Parameter> const& parameters() const override { return parameters_; }
  std::int64_t physics_version() const override { return 1; }
  double mediator_mass_GeV(Masses masses) const override { return masses[0]; }

  std::optional<VectorMediator> vector_mediator(Masses, double) const override { return mediator_; }
  std::vector<DecayMode> decays(Masses masses) const override { return vector_decays(masses[0], mediator_); }
  std::vector<ProductionChannel> productions(Masses masses) const override {
    return vector_productions(masses[0], mediator_);
  }
  std::optional<std::pair<double, Monomial>> magnetic_moment(std::string_view lepton, Masses masses) const override {
    return vector_moment(lepton, masses[0], mediator_);
  }
  Quantities quantities(Masses masses, Couplings couplings) const override {
    PENUMBRA_EXPECT(masses.size() == 1 && couplings.size() == 1);
    auto all = vector_quantities(masses[0], mediator_, decays(masses), couplings, "A'");
    all.merge(mixing_quantities(masses[0], couplings[0]));
    return all;
  }

 private:
  std::string name_ = "dark-photon";
  std::string title_ = "Dark photon with kinetic mixing";
  std::string convention_ =
      "L = -1/4 F'F' + m^2/2 A'A' - epsilon e A'_mu J^mu_em (after diagonalisation, m well below m_Z); alpha at zero "
      "momentum transfer; "
      "epsilon multiplies the electric charge, its sign is irrelevant";
  std::string reference_ = "Ilten:2018crw";
  std::vector<Parameter> parameters_{
      {"mass", ParameterKind::mass, "GeV", "mass of the dark photon", 1e-3, 100.0},
      {"epsilon", ParameterKind::coupling, "1", "kinetic mixing with the photon", 1e-14, 1.0}};
  VectorMediator mediator_ = kinetic_mixing({{2}});
};

}  // namespace

std::unique_ptr<Model const> make_dark_photon(std::map<std::string, std::string> const& options) {
  chosen_options("dark-photon", {}, options);
  return std::make_unique<DarkPhoton const>();
}

}  // namespace penumbra
