#include "model/dark_photon/dark_photon.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <complex>
#include <numbers>

#include "core/contracts.hpp"
#include "core/errors.hpp"
#include "model/dark_photon/meson_decays.hpp"
#include "model/dark_photon/widths.hpp"
#include "particle/constants.hpp"
#include "particle/hadronic_r.hpp"
#include "particle/magnetic_moment.hpp"
#include "particle/proton_form_factor.hpp"
#include "particle/vector_mesons.hpp"

namespace penumbra {
namespace {

constexpr double e_squared = 4.0 * std::numbers::pi * sm::alpha;

/// Everything scales as epsilon^2.
Monomial epsilon_squared() { return {{2}}; }

struct Lepton {
  char const* name;
  char const* pair;
  double mass_GeV;
};
constexpr std::array<Lepton, 3> leptons{
    {{"e", "e+e-", sm::m_e_GeV}, {"mu", "mu+mu-", sm::m_mu_GeV}, {"tau", "tau+tau-", sm::m_tau_GeV}}};

/// Meson decays to a dark photon. Transition form factors are set to one, as in the published sensitivities that we
/// compare with: eta and omega gain at most tens of per cent near the end of their range; eta' -> gamma A' is enhanced
/// by the rho pole for masses above 0.6 GeV (eta' -> gamma rho has a branching ratio of 0.295), which vector-meson
/// mixing and bremsstrahlung far outweigh.
struct RadiativeDecay {
  char const* channel;
  char const* parent;
  double parent_GeV;
  char const* other;
  double other_GeV;
  double br_photon;  ///< of the decay with a photon in place of the dark photon
};
constexpr std::array<RadiativeDecay, 7> radiative_decays{{
    {"meson-decay:pi0", "pi0", sm::m_pi0_GeV, "gamma", 0.0, sm::br_pi0_two_photons},
    {"meson-decay:eta", "eta", sm::m_eta_GeV, "gamma", 0.0, sm::br_eta_two_photons},
    {"meson-decay:etaprime", "etaprime", sm::m_etaprime_GeV, "gamma", 0.0, sm::br_etaprime_two_photons},
    {"meson-decay:omega", "omega", meson::omega.mass_GeV, "pi0", sm::m_pi0_GeV, meson::omega.br_pi0_gamma},
    {"meson-decay:rho0", "rho0", meson::rho0.mass_GeV, "pi0", sm::m_pi0_GeV, meson::rho0.br_pi0_gamma},
    {"meson-decay:phi", "phi", meson::phi.mass_GeV, "eta", sm::m_eta_GeV, meson::phi.br_eta_gamma},
    {"meson-decay:phi-pi0", "phi", meson::phi.mass_GeV, "pi0", sm::m_pi0_GeV, meson::phi.br_pi0_gamma},
}};

double branching_ratio(RadiativeDecay const& decay, double m_GeV) {
  return decay.other_GeV == 0.0
             ? pseudoscalar_to_photon_vector(m_GeV, decay.parent_GeV, decay.br_photon)
             : vector_to_pseudoscalar_vector(m_GeV, decay.parent_GeV, decay.other_GeV, decay.br_photon);
}

struct MixingMeson {
  char const* name;
  VectorMeson meson;
};
constexpr std::array<MixingMeson, 3> mixing_mesons{
    {{"rho0", meson::rho0}, {"omega", meson::omega}, {"phi", meson::phi}}};

class DarkPhoton final : public Model {
 public:
  std::string const& name() const override { return name_; }
  std::string const& title() const override { return title_; }
  std::string const& convention() const override { return convention_; }
  std::string const& reference() const override { return reference_; }
  std::vector<Parameter> const& parameters() const override { return parameters_; }
  std::int64_t physics_version() const override { return 1; }
  double mediator_mass_GeV(Masses masses) const override { return masses[0]; }

  std::vector<DecayMode> decays(Masses masses) const override {
    double const m_GeV = masses[0];
    std::vector<DecayMode> modes;
    for (auto const& lepton : leptons)
      if (double const width = vector_to_fermions_GeV(e_squared, m_GeV, lepton.mass_GeV); width > 0.0)
        modes.push_back({lepton.pair, width, epsilon_squared(), true, lepton.mass_GeV, true});
    for (auto const& channel : hadronic_channels(m_GeV))
      if (channel.r > 0.0)
        modes.push_back({std::string(channel.final_state), photon_like_to_hadrons_GeV(m_GeV, channel.r),
                         epsilon_squared(), true, channel.daughter_mass_GeV, channel.two_body});
    return modes;
  }

  std::vector<ProductionChannel> productions(Masses masses) const override {
    double const m_GeV = masses[0];
    std::vector<ProductionChannel> channels;
    for (auto const& decay : radiative_decays) {
      double const rate = branching_ratio(decay, m_GeV);
      if (rate <= 0.0) continue;
      channels.push_back({decay.channel, MesonDecay{decay.parent, decay.parent_GeV, decay.other, decay.other_GeV, rate},
                          epsilon_squared(), ""});
    }
    // Bremsstrahlung with a time-like form factor contains the mixing with vector mesons: one or the other.
    std::string const group = "vmd-bremsstrahlung";
    channels.push_back({"proton-bremsstrahlung",
                        ProtonBremsstrahlung{{{"faessler-2010", std::norm(proton_dirac_faessler(m_GeV))},
                                              {"vector-dominance", std::norm(proton_dirac_vector_dominance(m_GeV))}}},
                        epsilon_squared(), group});
    for (auto const& [parent, meson] : mixing_mesons)
      channels.push_back({fmt::format("mixing:{}", parent), VectorMixing{parent, mixing_rate_per_parent(meson, m_GeV)},
                          epsilon_squared(), group});
    channels.push_back({"electron-bremsstrahlung", ElectronBremsstrahlung{1.0}, epsilon_squared(), ""});
    return channels;
  }

  std::optional<std::pair<double, Monomial>> magnetic_moment(std::string_view lepton, Masses masses) const override {
    for (auto const& l : leptons)
      if (lepton == l.name)
        return std::pair{e_squared * magnetic_moment_vector(masses[0] / l.mass_GeV), epsilon_squared()};
    return std::nullopt;
  }

  Quantities quantities(Masses masses, Couplings couplings) const override {
    PENUMBRA_EXPECT(masses.size() == 1 && couplings.size() == 1);
    double const m_GeV = masses[0];
    double const eps2 = couplings[0] * couplings[0];
    auto const modes = decays(masses);
    double const total_GeV = total_width_GeV(modes, couplings);
    Quantities all{{"R_had", hadronic_r(m_GeV)}, {"Gamma_total [GeV]", total_GeV}, {"ctau [m]", ctau_m(total_GeV)}};
    for (auto const& mode : modes) {
      double const width_GeV = mode.width_GeV * eps2;
      all[fmt::format("Gamma({}) [GeV]", mode.final_state)] = width_GeV;
      all[fmt::format("BR({})", mode.final_state)] = width_GeV / total_GeV;
    }
    for (auto const& decay : radiative_decays)
      if (double const rate = branching_ratio(decay, m_GeV); rate > 0.0)
        all[fmt::format("BR({}->{} A')", decay.parent, decay.other)] = rate * eps2;
    for (auto const& lepton : leptons)
      all[fmt::format("a_{}", lepton.name)] = eps2 * e_squared * magnetic_moment_vector(m_GeV / lepton.mass_GeV);
    all["|F1p| faessler-2010"] = std::abs(proton_dirac_faessler(m_GeV));
    all["|F1p| vector-dominance"] = std::abs(proton_dirac_vector_dominance(m_GeV));
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
};

}  // namespace

std::unique_ptr<Model const> make_dark_photon(std::map<std::string, std::string> const& options) {
  if (!options.empty())
    throw InputError(fmt::format("model dark-photon: unknown option '{}' (it takes none)", options.begin()->first));
  return std::make_unique<DarkPhoton const>();
}

}  // namespace penumbra
