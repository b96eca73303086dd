#include "model/alp/alp.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <numbers>

#include "core/contracts.hpp"
#include "model/alp/channels.hpp"
#include "model/options.hpp"
#include "particle/constants.hpp"

namespace penumbra {
namespace {

/// Everything that tells one of these models from another.
struct AlpDescription {
  std::string name;
  std::string title;
  std::string convention;
  std::string reference;
  double max_mass_GeV;
  Parameter coupling;
  AlpCouplings at_one;  ///< at a coupling of one
  std::vector<ModelOption> options{};
};

class AxionLikeParticle final : public Model {
 public:
  explicit AxionLikeParticle(AlpDescription description)
      : about_{std::move(description)},
        parameters_{{"mass", ParameterKind::mass, "GeV", "mass of the axion-like particle", 1e-3, about_.max_mass_GeV},
                    about_.coupling} {}

  std::string const& name() const override { return about_.name; }
  std::string const& title() const override { return about_.title; }
  std::string const& convention() const override { return about_.convention; }
  std::string const& reference() const override { return about_.reference; }
  std::vector<Parameter> const& parameters() const override { return parameters_; }
  std::vector<ModelOption> options() const override { return about_.options; }
  std::int64_t physics_version() const override { return 2; }
  double mediator_mass_GeV(Masses masses) const override { return masses[0]; }
  std::vector<DecayMode> decays(Masses masses) const override { return alp_decays(about_.at_one, masses[0]); }
  std::vector<ProductionChannel> productions(Masses masses) const override {
    return alp_productions(about_.at_one, masses[0]);
  }
  std::optional<AlpCouplings> alp_couplings() const override { return about_.at_one; }
  std::optional<std::pair<double, Monomial>> magnetic_moment(std::string_view lepton, Masses masses) const override {
    auto const shift = alp_magnetic_moment(about_.at_one, lepton, masses[0]);
    if (!shift) return std::nullopt;
    return std::pair{*shift, alp_coupling_squared()};
  }
  Quantities quantities(Masses masses, Couplings couplings) const override {
    PENUMBRA_EXPECT(masses.size() == 1 && couplings.size() == 1);
    auto all = width_quantities(decays(masses), couplings);
    for (auto const& channel : productions(masses)) {
      if (auto const* decay = std::get_if<MesonDecay>(&channel.mechanism))
        all[fmt::format("BR({}->{} a)", decay->parent, decay->other)] =
            decay->branching_ratio * channel.monomial(couplings);
      if (auto const* mixing = std::get_if<PseudoscalarMixing>(&channel.mechanism))
        all[fmt::format("angle with {}", mixing->parent)] =
            std::sqrt(mixing->rate_per_parent * channel.monomial(couplings));
      if (auto const* conversion = std::get_if<Primakoff>(&channel.mechanism))
        all["g_agg [GeV^-1]"] = conversion->coupling_per_GeV * std::sqrt(channel.monomial(couplings));
    }
    for (char const* lepton : {"e", "mu"})
      if (auto const shift = alp_magnetic_moment(about_.at_one, lepton, masses[0]))
        all[fmt::format("a_{}", lepton)] = *shift * alp_coupling_squared()(couplings);
    return all;
  }

 private:
  AlpDescription about_;
  std::vector<Parameter> parameters_;
};

Parameter coupling(std::string name, std::string unit, std::string meaning, double max) {
  return {std::move(name), ParameterKind::coupling, std::move(unit), std::move(meaning), 1e-14, max};
}

std::unique_ptr<Model const> make(AlpDescription description, std::map<std::string, std::string> const& options) {
  chosen_options(description.name, {}, options);
  return std::make_unique<AxionLikeParticle const>(std::move(description));
}

/// 1/v = sqrt(sqrt(2) G_F), GeV^-1.
double inverse_v_per_GeV() { return std::sqrt(std::numbers::sqrt2 * sm::G_F_per_GeV2); }

struct CoefficientOption {
  char const* name;
  char const* of;
  double AlpCouplings::*in;
};
constexpr std::array<CoefficientOption, 9> coefficient_options{{
    {"c_photon", "photons, below the weak scale", &AlpCouplings::photon},
    {"c_W", "SU(2) gauge bosons", &AlpCouplings::w},
    {"c_B", "the hypercharge field", &AlpCouplings::hypercharge},
    {"c_G", "gluons", &AlpCouplings::gluon},
    {"c_e", "electrons", &AlpCouplings::e},
    {"c_mu", "muons", &AlpCouplings::mu},
    {"c_tau", "taus", &AlpCouplings::tau},
    {"c_q", "quarks but top", &AlpCouplings::quarks},
    {"c_t", "top quarks", &AlpCouplings::top},
}};

}  // namespace

std::unique_ptr<Model const> make_alp_photon(std::map<std::string, std::string> const& options) {
  return make({"alp-photon",
               "Axion-like particle coupled to photons",
               "L = -(g_agg/4) a F Ftilde, Ftilde^{mu nu} = epsilon^{mu nu rho sigma} F_{rho sigma}/2; width to two "
               "photons g_agg^2 m^3/(64 pi)",
               "Dobrich:2015jyk",
               80.0,
               coupling("g_agg", "GeV^-1", "coupling to two photons", 1.0),
               {.photon = 1.0}},
              options);
}

std::unique_ptr<Model const> make_alp_fermion(std::map<std::string, std::string> const& options) {
  double const c = inverse_v_per_GeV();
  return make({"alp-fermion",
               "Axion-like particle coupled to fermions",
               "L = (g_Y/2v) d_mu a sum_f fbar gamma^mu gamma5 f, that is -i g_Y (m_f/v) a fbar gamma5 f, all quarks "
               "and charged leptons, universal at 1 TeV; v = 246.22 GeV, g_Y = c v/Lambda in L = (c/2 Lambda) d_mu a "
               "fbar gamma^mu gamma5 f = 2 v/f_a",
               "DallaValleGarcia:2023xhh",
               80.0,
               coupling("g_Y", "1", "coupling in units of the Yukawa couplings", 100.0),
               {.e = c, .mu = c, .tau = c, .quarks = c, .top = c}},
              options);
}

std::unique_ptr<Model const> make_alp_gluon(std::map<std::string, std::string> const& options) {
  return make({"alp-gluon",
               "Axion-like particle coupled to gluons",
               "L = -(g_s^2/8) inv_f_G a G Gtilde; c_g/Lambda = inv_f_G/8 in L = -(4 pi alpha_s c_g/Lambda) a G "
               "Gtilde, 1/f_a = 4 pi^2 inv_f_G in L = (alpha_s/8 pi f_a) a G Gtilde; no coupling to photons or W at "
               "high scales",
               "Aloni:2018vki",
               10.0,
               coupling("inv_f_G", "GeV^-1", "coupling to gluons, 1/f_G", 1.0),
               {.gluon = 1.0}},
              options);
}

std::unique_ptr<Model const> make_alp_w(std::map<std::string, std::string> const& options) {
  return make({"alp-w",
               "Axion-like particle coupled to W bosons",
               "L = -(g_aWW/4) a W^a Wtilde^a, SU(2) triplet before symmetry breaking; coupling to photons g_agg = "
               "g_aWW sin^2 theta_W",
               "Izaguirre:2016dfi",
               80.0,
               coupling("g_aWW", "GeV^-1", "coupling to SU(2) gauge bosons", 1.0),
               {.w = 1.0}},
              options);
}

std::unique_ptr<Model const> make_alp_hypercharge(std::map<std::string, std::string> const& options) {
  return make({"alp-hypercharge",
               "Axion-like particle coupled to hypercharge",
               "L = -(g_aBB/4) a B Btilde; coupling to photons g_agg = g_aBB cos^2 theta_W; c_BB/Lambda = "
               "g_aBB/(4 g'^2) in L = g'^2 (c_BB/Lambda) a B Btilde",
               "Jerhot:2022chi",
               80.0,
               coupling("g_aBB", "GeV^-1", "coupling to the hypercharge field", 1.0),
               {.hypercharge = 1.0}},
              options);
}

std::unique_ptr<Model const> make_alp(std::map<std::string, std::string> const& options) {
  AlpDescription alp{
      "alp",
      "Axion-like particle with any couplings",
      "L = -(g/4) a [c_photon F Ftilde + c_W W^a Wtilde^a + c_B B Btilde] - (g_s^2/8) g c_G a G Gtilde + "
      "(g/2) d_mu a sum_f c_f fbar gamma^mu gamma5 f, c_q for u, d, s, c and b; c_W, c_G and c_t at 1 TeV",
      "Bauer:2017ris",
      80.0,
      coupling("g", "GeV^-1", "coupling that multiplies the coefficients", 10.0),
      {}};
  for (auto const& coefficient : coefficient_options)
    alp.options.push_back({coefficient.name, fmt::format("coefficient of {}", coefficient.of), {"0"}, true});
  auto const chosen = chosen_options(alp.name, alp.options, options);
  for (auto const& coefficient : coefficient_options) {
    auto const& value = chosen.at(coefficient.name);
    alp.at_one.*coefficient.in = option_number(alp.name, coefficient.name, value);
    alp.convention += fmt::format(", {} = {}", coefficient.name, value);
  }
  return std::make_unique<AxionLikeParticle const>(std::move(alp));
}

}  // namespace penumbra
