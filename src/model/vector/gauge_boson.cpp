#include "model/vector/gauge_boson.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <complex>
#include <functional>
#include <numbers>

#include "core/contracts.hpp"
#include "model/options.hpp"
#include "model/vector/loop_mixing.hpp"
#include "model/vector/vector_mediator.hpp"
#include "particle/constants.hpp"

namespace penumbra {
namespace {

constexpr double e_squared = 4.0 * std::numbers::pi * sm::alpha;

/// What tells one vector from another.
struct Kind {
  std::string name;
  std::string title;
  std::string charges_in_words;  ///< for the convention
  std::string reference;
  VectorCharges charges;                                              ///< at tree level
  std::function<std::complex<double>(double q2_GeV2)> loop_mixing{};  ///< lepton_loop_mixing; empty: none
  double dark_width = 0.0;  ///< to unseen particles, over that to ordinary matter
  std::vector<ModelOption> options{};
};

/// A charge and what loops add to it: where there is none its magnitude counts, where there is one the real part, which
/// interferes; what the imaginary part adds to the rate then is its square, 6e-6 for leptons.
double with_loop(double charge, std::complex<double> loop) {
  return charge == 0.0 ? std::copysign(std::abs(loop), loop.real()) : charge + loop.real();
}

/// What loops add has the photon's couplings.
VectorCharges with_loops(VectorCharges charges, std::complex<double> mixing) {
  auto const loop = std::sqrt(e_squared) * mixing;
  auto const& photon = photon_charges;
  charges.e = with_loop(charges.e, loop * photon.e);
  charges.mu = with_loop(charges.mu, loop * photon.mu);
  charges.tau = with_loop(charges.tau, loop * photon.tau);
  auto& quarks = charges.quarks;
  quarks.up = with_loop(quarks.up, loop * photon.quarks.up);
  quarks.down = with_loop(quarks.down, loop * photon.quarks.down);
  quarks.strange = with_loop(quarks.strange, loop * photon.quarks.strange);
  quarks.charm = with_loop(quarks.charm, loop * photon.quarks.charm);
  quarks.bottom = with_loop(quarks.bottom, loop * photon.quarks.bottom);
  return charges;
}

class GaugeBoson final : public Model {
 public:
  explicit GaugeBoson(Kind kind) : kind_{std::move(kind)} {
    convention_ = fmt::format("L = -1/4 V'V' + m^2/2 V V - g V_mu sum_f x_f fbar gamma^mu f, neutrinos left-handed; {}",
                              kind_.charges_in_words);
  }
  std::string const& name() const override { return kind_.name; }
  std::string const& title() const override { return kind_.title; }
  std::string const& convention() const override { return convention_; }
  std::string const& reference() const override { return kind_.reference; }
  std::vector<Parameter> const& parameters() const override { return parameters_; }
  std::vector<ModelOption> options() const override { return kind_.options; }
  std::int64_t physics_version() const override { return 2; }
  double mediator_mass_GeV(Masses masses) const override { return masses[0]; }
  std::optional<VectorMediator> vector_mediator(Masses, double q2_GeV2) const override { return mediator_at(q2_GeV2); }

  std::vector<DecayMode> decays(Masses masses) const override {
    auto modes = vector_decays(masses[0], mediator(masses[0]));
    double matter_GeV = 0.0;
    for (auto const& mode : modes) matter_GeV += mode.width_GeV;
    if (kind_.dark_width > 0.0 && matter_GeV > 0.0)
      modes.push_back({"dark", kind_.dark_width * matter_GeV, g_squared_, false, 0.0, false});
    return modes;
  }
  std::vector<ProductionChannel> productions(Masses masses) const override {
    return vector_productions(masses[0], mediator(masses[0]));
  }
  std::optional<std::pair<double, Monomial>> magnetic_moment(std::string_view lepton, Masses masses) const override {
    return vector_moment(lepton, masses[0], mediator(masses[0]));
  }
  Quantities quantities(Masses masses, Couplings couplings) const override {
    PENUMBRA_EXPECT(masses.size() == 1 && couplings.size() == 1);
    auto all = vector_quantities(masses[0], mediator(masses[0]), decays(masses), couplings, "V");
    if (kind_.loop_mixing)
      all["epsilon of loops at q^2 = m^2"] = couplings[0] * std::abs(kind_.loop_mixing(masses[0] * masses[0]));
    return all;
  }

 private:
  VectorMediator mediator_at(double q2_GeV2) const {
    return {with_loops(kind_.charges, kind_.loop_mixing ? kind_.loop_mixing(q2_GeV2) : 0.0), 1.0, g_squared_};
  }
  VectorMediator mediator(double m_GeV) const { return mediator_at(m_GeV * m_GeV); }

  Kind kind_;
  std::string convention_;
  std::vector<Parameter> parameters_{{"mass", ParameterKind::mass, "GeV", "mass of the vector", 1e-4, 100.0},
                                     {"g", ParameterKind::coupling, "1", "gauge coupling", 1e-14, 10.0}};
  Monomial g_squared_{{2}};
};

constexpr double third = 1.0 / 3.0;
constexpr QuarkCharges baryon_number{third, third, third, third, third};
constexpr QuarkCharges no_quarks{0.0, 0.0, 0.0, 0.0, 0.0};

std::unique_ptr<Model const> without_options(Kind kind, std::map<std::string, std::string> const& options) {
  chosen_options(kind.name, {}, options);
  return std::make_unique<GaugeBoson const>(std::move(kind));
}

/// L_i - L_j: +1 for the first flavour and its neutrino, -1 for the second.
std::unique_ptr<Model const> flavour_difference(char const* first, char const* second, double first_GeV,
                                                double second_GeV, VectorCharges const& charges,
                                                std::map<std::string, std::string> const& options) {
  return without_options(
      {fmt::format("l-{}-minus-l-{}", first, second), fmt::format("Gauge boson of L_{} - L_{}", first, second),
       fmt::format(
           "x = +1 for {0} and nu_{0}, -1 for {1} and nu_{1}; everything charged through their loops, epsilon/g = "
           "-(e/2 pi^2) int x(1-x) ln[(m_{1}^2 - x(1-x) q^2)/(m_{0}^2 - x(1-x) q^2)] at q^2 = m^2",
           first, second),
       "Bauer:2018onh", charges, [=](double q2_GeV2) { return lepton_loop_mixing(first_GeV, second_GeV, q2_GeV2); }},
      options);
}

struct ChargeOption {
  char const* name;
  char const* of;
  double& (*in)(VectorCharges&);
};
constexpr std::array<ChargeOption, 11> charge_options{{
    {"x_e", "the electron", [](VectorCharges& x) -> double& { return x.e; }},
    {"x_mu", "the muon", [](VectorCharges& x) -> double& { return x.mu; }},
    {"x_tau", "the tau", [](VectorCharges& x) -> double& { return x.tau; }},
    {"x_nu_e", "the electron neutrino", [](VectorCharges& x) -> double& { return x.nu_e; }},
    {"x_nu_mu", "the muon neutrino", [](VectorCharges& x) -> double& { return x.nu_mu; }},
    {"x_nu_tau", "the tau neutrino", [](VectorCharges& x) -> double& { return x.nu_tau; }},
    {"x_u", "up quarks", [](VectorCharges& x) -> double& { return x.quarks.up; }},
    {"x_d", "down quarks", [](VectorCharges& x) -> double& { return x.quarks.down; }},
    {"x_s", "strange quarks", [](VectorCharges& x) -> double& { return x.quarks.strange; }},
    {"x_c", "charm quarks", [](VectorCharges& x) -> double& { return x.quarks.charm; }},
    {"x_b", "bottom quarks", [](VectorCharges& x) -> double& { return x.quarks.bottom; }},
}};

}  // namespace

VectorMediator baryon_mediator(double, Monomial const& g_squared) {
  return {with_loops({0.0, 0.0, 0.0, 0.0, 0.0, 0.0, baryon_number}, baryon_loop_mixing()), 1.0, g_squared};
}

std::unique_ptr<Model const> make_b_minus_l(std::map<std::string, std::string> const& options) {
  return without_options({"b-minus-l",
                          "Gauge boson of B - L",
                          "x = 1/3 for quarks, -1 for leptons and neutrinos",
                          "Ilten:2018crw",
                          {-1.0, -1.0, -1.0, -1.0, -1.0, -1.0, baryon_number}},
                         options);
}

std::unique_ptr<Model const> make_baryon(std::map<std::string, std::string> const& options) {
  return without_options(
      {"baryon",
       "Gauge boson of baryon number",
       "x = 1/3 for quarks; everything charged through loops, epsilon = e g/(4 pi)^2 (size of a loop, its logarithm is "
       "not known); anomalies are not looked at",
       "Tulin:2014tya",
       {0.0, 0.0, 0.0, 0.0, 0.0, 0.0, baryon_number},
       [](double) { return baryon_loop_mixing(); }},
      options);
}

std::unique_ptr<Model const> make_l_mu_minus_l_tau(std::map<std::string, std::string> const& options) {
  return flavour_difference("mu", "tau", sm::m_mu_GeV, sm::m_tau_GeV, {0.0, 1.0, -1.0, 0.0, 1.0, -1.0, no_quarks},
                            options);
}

std::unique_ptr<Model const> make_l_e_minus_l_mu(std::map<std::string, std::string> const& options) {
  return flavour_difference("e", "mu", sm::m_e_GeV, sm::m_mu_GeV, {1.0, -1.0, 0.0, 1.0, -1.0, 0.0, no_quarks}, options);
}

std::unique_ptr<Model const> make_l_e_minus_l_tau(std::map<std::string, std::string> const& options) {
  return flavour_difference("e", "tau", sm::m_e_GeV, sm::m_tau_GeV, {1.0, 0.0, -1.0, 1.0, 0.0, -1.0, no_quarks},
                            options);
}

std::unique_ptr<Model const> make_protophobic(std::map<std::string, std::string> const& options) {
  return without_options({"protophobic",
                          "Protophobic vector",
                          "x = -1 for charged leptons, 0 for neutrinos, -1/3 for u and c, 2/3 for d, s "
                          "and b: none for the proton",
                          "Ilten:2018crw",
                          {-1.0, -1.0, -1.0, 0.0, 0.0, 0.0, {-third, 2.0 * third, 2.0 * third, -third, 2.0 * third}}},
                         options);
}

std::unique_ptr<Model const> make_vector(std::map<std::string, std::string> const& options) {
  Kind kind{"vector", "Vector with any charges", "", "Ilten:2018crw", {0.0, 0.0, 0.0, 0.0, 0.0, 0.0, no_quarks}};
  for (auto const& charge : charge_options)
    kind.options.push_back({charge.name, fmt::format("charge of {}", charge.of), {"0"}, true});
  std::string const dark = "dark_width";
  kind.options.push_back({dark, "width to unseen particles over that to ordinary matter", {"0"}, true});
  auto const chosen = chosen_options(kind.name, kind.options, options);
  for (auto const& charge : charge_options) {
    charge.in(kind.charges) = option_number(kind.name, charge.name, chosen.at(charge.name));
    kind.charges_in_words += fmt::format("{} = {}, ", charge.name, chosen.at(charge.name));
  }
  kind.charges_in_words += fmt::format("{} = {}; no loops", dark, chosen.at(dark));
  kind.dark_width = option_number(kind.name, dark, chosen.at(dark));
  if (kind.dark_width < 0.0) throw InputError("model vector: dark_width is negative, a width is not");
  return std::make_unique<GaugeBoson const>(std::move(kind));
}

}  // namespace penumbra
