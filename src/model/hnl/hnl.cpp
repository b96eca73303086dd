#include "model/hnl/hnl.hpp"

#include <fmt/format.h>

#include <numeric>
#include <string_view>

#include "core/contracts.hpp"
#include "model/hnl/decays.hpp"
#include "model/hnl/flavour_mixture.hpp"
#include "model/hnl/productions.hpp"
#include "model/hnl/see_saw.hpp"
#include "model/options.hpp"

namespace penumbra {
namespace {

enum class Nature { majorana, dirac };

/// Far below every search and the see-saw: none.
constexpr double smallest_mixing = 1e-16;

class HeavyNeutralLepton final : public Model {
 public:
  explicit HeavyNeutralLepton(Nature nature) : nature_{nature} {
    convention_ = fmt::format(
        "L = -(g/sqrt 2) U_a Nbar gamma^mu P_L l_a W_mu - g/(2 cos theta_W) U_a Nbar gamma^mu P_L nu_a Z_mu + h.c.; "
        "U_a^2 = |U_aN|^2, not sin^2 2 theta; N is a {} fermion{}",
        nature_ == Nature::majorana ? "Majorana" : "Dirac",
        nature_ == Nature::majorana ? " and decays to both lepton numbers: twice the width of a Dirac one" : "");
  }
  std::string const& name() const override { return name_; }
  std::string const& title() const override { return title_; }
  std::string const& convention() const override { return convention_; }
  std::string const& reference() const override { return reference_; }
  std::vector<Parameter> const& parameters() const override { return parameters_; }
  std::vector<DerivedParameter> derived_parameters() const override { return flavour_mixture(smallest_mixing); }
  static std::vector<ModelOption> known_options() {
    return {{"nature", "Majorana (twice the width) or Dirac", {"majorana", "dirac"}}};
  }
  std::vector<ModelOption> options() const override { return known_options(); }
  std::int64_t physics_version() const override { return 2; }
  double mediator_mass_GeV(Masses masses) const override { return masses[0]; }

  std::vector<DecayMode> decays(Masses masses) const override {
    auto modes = hnl_decays(masses[0]);
    if (nature_ == Nature::majorana)
      for (auto& mode : modes) mode.width_GeV *= 2.0;
    return modes;
  }
  std::vector<ProductionChannel> productions(Masses masses) const override { return hnl_productions(masses[0]); }
  /// Of order G_F m_mu^2 U^2: 1e-9 U^2, far below every measurement at mixings that are allowed.
  std::optional<std::pair<double, Monomial>> magnetic_moment(std::string_view, Masses) const override {
    return std::nullopt;
  }
  Quantities quantities(Masses masses, Couplings couplings) const override {
    PENUMBRA_EXPECT(masses.size() == 1 && couplings.size() == 3);
    auto all = width_quantities(decays(masses), couplings);
    double const U2 = std::accumulate(couplings.begin(), couplings.end(), 0.0);
    all["U2"] = U2;
    if (U2 > 0.0) {
      all["x_e"] = couplings[0] / U2;
      all["x_mu"] = couplings[1] / U2;
      all["x_tau"] = couplings[2] / U2;
    }
    all["see-saw U2 for the solar mass"] = see_saw_mixing(masses[0], neutrino::solar_eV);
    all["see-saw U2 for the atmospheric mass"] = see_saw_mixing(masses[0], neutrino::atmospheric_eV);
    all["see-saw U2 for the cosmological bound"] = see_saw_mixing(masses[0], neutrino::cosmological_eV);
    return all;
  }

 private:
  Nature nature_;
  std::string name_ = "hnl";
  std::string title_ = "Heavy neutral lepton";
  std::string convention_;
  std::string reference_ = "Bondarenko:2018ptm";
  std::vector<Parameter> parameters_{
      {"mass", ParameterKind::mass, "GeV", "mass of the heavy neutral lepton", 1e-3, 40.0},
      {"Ue2", ParameterKind::coupling, "1", "squared mixing with the electron neutrino", smallest_mixing, 1.0, true},
      {"Umu2", ParameterKind::coupling, "1", "squared mixing with the muon neutrino", smallest_mixing, 1.0, true},
      {"Utau2", ParameterKind::coupling, "1", "squared mixing with the tau neutrino", smallest_mixing, 1.0, true}};
};

}  // namespace

std::unique_ptr<Model const> make_hnl(std::map<std::string, std::string> const& options) {
  auto const nature = chosen_options("hnl", HeavyNeutralLepton::known_options(), options).at("nature");
  return std::make_unique<HeavyNeutralLepton const>(nature == "dirac" ? Nature::dirac : Nature::majorana);
}

}  // namespace penumbra
