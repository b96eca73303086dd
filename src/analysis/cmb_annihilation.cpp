#include "analysis/cmb_annihilation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <optional>
#include <utility>

#include "analysis/measurement.hpp"
#include "analysis/relic_prediction.hpp"
#include "core/contracts.hpp"
#include "cosmology/constants.hpp"
#include "cosmology/energy_deposition.hpp"
#include "cosmology/excited_state.hpp"
#include "model/vector_dm/rates.hpp"
#include "particle/constants.hpp"

namespace penumbra {
namespace {

/// Changes whenever a number computed from an unchanged file changes.
constexpr std::int64_t cmb_annihilation_physics_version = 1;

constexpr double cm3_s_per_inverse_GeV2 = sm::cm2_per_inverse_GeV2 * cosmology::speed_of_light_cm_s;
constexpr double recombination_GeV = 2.35e-10;  // 2.7255 K (1 + z), z = 1000
constexpr double recombination_s = 1.2e13;      // age then, 380 000 years
constexpr double kinetic_decoupling = 20.0;     // m/T

/// A cross section near threshold, <sigma v> = a + b v^2 with v the relative velocity: from two velocities at which s -
/// 4 m^2 keeps eight digits. A resonance closer to threshold than 1e-7 is not resolved.
class NearThreshold {
 public:
  using Sigma = std::function<double(Couplings couplings)>;

  /// `sigma_at(s)` gives the cross section at one s for any couplings, GeV^-2.
  NearThreshold(double m_GeV, std::function<Sigma(double s_GeV2)> const& sigma_at) {
    for (std::size_t i = 0; i < velocities.size(); ++i) {
      double const v = velocities[i];
      sigma_GeV2_[i] = sigma_at(4.0 * m_GeV * m_GeV / (1.0 - 0.25 * v * v));
    }
  }
  /// GeV^-2.
  double operator()(Couplings couplings, double v_squared) const {
    auto const [v1, v2] = velocities;
    double const first = v1 * sigma_GeV2_[0](couplings);
    double const second = v2 * sigma_GeV2_[1](couplings);
    double const b = (second - first) / (v2 * v2 - v1 * v1);
    return std::max(0.0, first - b * v1 * v1) + b * v_squared;
  }

 private:
  static constexpr std::array velocities{4e-4, 8e-4};
  std::array<Sigma, 2> sigma_GeV2_;
};

/// One point, taken apart.
struct Injection {
  bool known = false;
  double density_share = 1.0;
  double excited_share = 0.5;   ///< of pseudo-Dirac pairs
  double direct_cm3_s = 0.0;    ///< <sigma v> through the mediator that counts
  double secluded_cm3_s = 0.0;  ///< the same into pairs of mediators
  double p_ann = 0.0;           ///< cm^3/s/GeV
};

class CmbResponse : public Response {
 public:
  CmbResponse(CmbAnnihilation::Input const& input, std::shared_ptr<CurveLikelihood const> likelihood,
              std::optional<Annihilation> annihilation, std::optional<DarkMatter> const& dark_matter,
              std::size_t coupling_count, std::shared_ptr<RelicPrediction> relic)
      : input_{input},
        likelihood_{std::move(likelihood)},
        annihilation_{std::move(annihilation)},
        dark_matter_{dark_matter},
        relic_{std::move(relic)} {
    if (!annihilation_) return;
    PENUMBRA_EXPECT(annihilation_->secluded_GeV2 && annihilation_->bath_decays);
    double const m_GeV = annihilation_->mass_GeV;
    total_.emplace(m_GeV, [this](double s_GeV2) -> NearThreshold::Sigma {
      if (annihilation_->sigma_at) return annihilation_->sigma_at(s_GeV2);
      return [sigma = annihilation_->sigma_GeV2, s_GeV2](Couplings couplings) { return sigma(s_GeV2, couplings); };
    });
    secluded_.emplace(m_GeV, [this](double s_GeV2) -> NearThreshold::Sigma {
      return [sigma = annihilation_->secluded_GeV2, s_GeV2](Couplings couplings) { return sigma(s_GeV2, couplings); };
    });
    if (dark_matter_ && dark_matter_->spin == DarkMatter::Spin::pseudo_dirac) {
      excited_.emplace(*dark_matter_, annihilation_->mediator_GeV);
      heavier_width_GeV_ = dark_matter_->electron * dark_matter_->electron *
                           heavier_state_width_GeV(*dark_matter_, annihilation_->mediator_GeV, sm::m_e_GeV);
    }
    // All decays to the bath carry the same power of the couplings: any couplings give their shares.
    std::vector<double> const any(coupling_count, 1.0);
    direct_deposition_ = deposition(annihilation_->bath_decays(2.0 * m_GeV), 2.0 * m_GeV, any);
    if (double const mediator_GeV = annihilation_->mediator_GeV; mediator_GeV < m_GeV)
      secluded_deposition_ = deposition_in_flight(annihilation_->bath_decays(mediator_GeV), mediator_GeV, m_GeV, any);
  }

  void evaluate(std::span<Couplings const> points, std::span<Outcome> outcomes,
                std::span<ComponentSignal>) const override {
    PENUMBRA_EXPECT(points.size() == outcomes.size());
    for (std::size_t i = 0; i < points.size(); ++i) {
      outcomes[i] = {};
      if (auto const injection = at(points[i]); injection.known) {
        auto const said = (*likelihood_)(injection.p_ann / input_.limit_cm3_s_GeV);
        outcomes[i] = {said.signal, said.log_likelihood, said.asimov, said.cls};
      }
    }
  }

  std::string why_silent(Couplings couplings) const override {
    if (!annihilation_) return "the model does not say how dark matter annihilates at these masses";
    return at(couplings).known ? "" : "never in equilibrium with the bath: its density is not known";
  }

  std::vector<Contribution> contributions(Couplings couplings) const override {
    auto const injection = at(couplings);
    if (!injection.known) return {};
    std::vector<Contribution> result;
    auto const add = [&](char const* name, double sigma_v, double share) {
      Contribution one{name, "energy injected at recombination", 0.0, {}};
      one.factors = {{"<sigma v> that counts [cm3/s]", sigma_v},
                     {"f_eff", share},
                     {"mass of dark matter [GeV]", annihilation_->mass_GeV},
                     {"share of the measured density", injection.density_share},
                     {"limit on p_ann [cm3/s/GeV]", input_.limit_cm3_s_GeV}};
      if (excited_) one.factors.push_back({"share of the heavier state", injection.excited_share});
      one.expected = sigma_v * share / annihilation_->mass_GeV * injection.density_share * injection.density_share /
                     input_.limit_cm3_s_GeV;
      result.push_back(std::move(one));
    };
    add("through the mediator", injection.direct_cm3_s, direct_deposition_);
    if (injection.secluded_cm3_s > 0.0) add("to pairs of mediators", injection.secluded_cm3_s, secluded_deposition_);
    return result;
  }

 private:
  Injection at(Couplings couplings) const {
    Injection result;
    if (!annihilation_) return result;
    double omega_h2 = input_.omega_h2;
    if (input_.density == CmbAnnihilation::Density::predicted) {
      auto const density = (*relic_)(couplings);
      if (!density.in_contact) return result;
      result.density_share = density.share_of(input_.omega_h2);
      omega_h2 *= result.density_share;
    }
    result.known = true;
    auto const& annihilation = *annihilation_;
    double const m_GeV = annihilation.mass_GeV;
    double const T_chi_GeV = recombination_GeV * recombination_GeV * kinetic_decoupling / m_GeV;
    double const v_squared = 6.0 * T_chi_GeV / m_GeV;
    double const total = (*total_)(couplings, v_squared);
    double const secluded = (*secluded_)(couplings, v_squared);
    double const pairs = annihilation.self_conjugate ? 1.0 : 0.5;
    result.secluded_cm3_s = pairs * secluded * cm3_s_per_inverse_GeV2;
    result.direct_cm3_s = pairs * std::max(0.0, total - secluded) * cm3_s_per_inverse_GeV2;
    if (excited_) {
      double const alpha_D = dark_matter_->coupling(couplings);
      double const matter = dark_matter_->matter(couplings);
      auto const frozen = (*excited_)(alpha_D, matter * dark_matter_->electron * dark_matter_->electron, omega_h2);
      double const decay_GeV = alpha_D * matter * heavier_width_GeV_;
      double const r = frozen.share * std::exp(-decay_GeV * recombination_s / sm::hbar_GeV_s);
      result.excited_share = r;
      // Pairs of unlike states annihilate directly, pairs of like states into mediators; r = 1/2 is the Dirac fermion.
      result.direct_cm3_s *= 4.0 * r * (1.0 - r);
      result.secluded_cm3_s *= 2.0 * (r * r + (1.0 - r) * (1.0 - r));
    }
    result.p_ann = result.density_share * result.density_share / m_GeV *
                   (result.direct_cm3_s * direct_deposition_ + result.secluded_cm3_s * secluded_deposition_);
    return result;
  }

  CmbAnnihilation::Input input_;  // a copy: a response may outlive its analysis
  std::shared_ptr<CurveLikelihood const> likelihood_;
  std::optional<Annihilation> annihilation_;
  std::optional<DarkMatter> dark_matter_;
  std::shared_ptr<RelicPrediction> relic_;
  std::optional<NearThreshold> total_;
  std::optional<NearThreshold> secluded_;
  std::optional<ExcitedState> excited_;
  double heavier_width_GeV_ = 0.0;  ///< at alpha_D = epsilon = 1
  double direct_deposition_ = 0.0;
  double secluded_deposition_ = 0.0;
};

std::string_view to_string(CmbAnnihilation::Density density) {
  return density == CmbAnnihilation::Density::predicted ? "predicted" : "measured";
}

}  // namespace

CmbAnnihilation::CmbAnnihilation(Input input) : input_{std::move(input)} {
  PENUMBRA_EXPECT(input_.limit_cm3_s_GeV > 0.0 && input_.omega_h2 > 0.0);
  input_.info.kind = Kind::constraint;
  likelihood_ = std::make_shared<CurveLikelihood const>(
      CurveLikelihood::gauss(input_.info.confidence_level, GaussianLimit::Sided::two));
}

std::unique_ptr<CmbAnnihilation const> CmbAnnihilation::read(TomlTable& table, Problems& problems) {
  std::size_t const before = problems.list().size();
  Input input;
  input.info = read_measurement_info(table);
  auto& info = input.info;
  if (info.status != Status::observed) table.problem("status", "a limit on annihilation is 'observed'");
  if (auto const quantity = table.text("quantity"); quantity != "cmb-annihilation")
    table.problem("quantity", fmt::format("found '{}', expected 'cmb-annihilation'", quantity));
  auto const density = table.text("density");
  if (density == "measured")
    input.density = Density::measured;
  else if (density != "predicted")
    table.problem("density", fmt::format("found '{}', expected 'predicted' or 'measured'", density));
  info.confidence_level = table.number("confidence_level");
  if (!(info.confidence_level > 0.5 && info.confidence_level < 1.0)) {
    table.problem("confidence_level", "must lie between 0.5 and 1");
    info.confidence_level = 0.95;
  }
  auto experiment = table.table("experiment");
  input.limit_cm3_s_GeV = sourced_number(experiment, "experiment", "limit", info);
  input.omega_h2 = sourced_number(experiment, "experiment", "omega_h2", info);
  experiment.finish();
  if (!(input.limit_cm3_s_GeV > 0.0)) experiment.problem("limit", "must be positive, in cm^3/s/GeV");
  if (!(input.omega_h2 > 0.0)) experiment.problem("omega_h2", "must be positive");
  table.finish();
  if (problems.list().size() != before) return nullptr;
  return std::make_unique<CmbAnnihilation const>(std::move(input));
}

Applicability CmbAnnihilation::applies_to(Model const& model) const {
  auto const annihilation = model.annihilation(typical_masses(model));
  if (!annihilation || !annihilation->secluded_GeV2 || !annihilation->bath_decays)
    return {false, fmt::format("{} does not say what dark matter annihilates to", model.name())};
  return {};
}

std::unique_ptr<Response const> CmbAnnihilation::respond(Model const& model, Masses masses, FluxStore& fluxes) const {
  auto relic = input_.density == Density::predicted ? RelicPrediction::of(model, masses, fluxes) : nullptr;
  return std::make_unique<CmbResponse>(input_, likelihood_, model.annihilation(masses), model.dark_matter(masses),
                                       model.coupling_count(), std::move(relic));
}

double CmbAnnihilation::log_likelihood(std::span<double const> component_signal) const {
  PENUMBRA_EXPECT(component_signal.size() <= 1);
  return component_signal.empty() ? 0.0 : (*likelihood_)(component_signal.front()).log_likelihood;
}

void CmbAnnihilation::write_key(CanonicalWriter& writer, Model const& model) const {
  writer.field("kind", std::string_view{"annihilation at recombination"});
  writer.field("cmb annihilation physics version", cmb_annihilation_physics_version);
  writer.field("relic density physics version", relic_density_physics_version);
  writer.field("model", std::string_view{model.name()});
  writer.field("model physics version", model.physics_version());
  writer.field("model convention", std::string_view{model.convention()});
  writer.field("density", to_string(input_.density));
  writer.field("limit", input_.limit_cm3_s_GeV);
  writer.field("confidence level", input_.info.confidence_level);
  writer.field("Omega h^2", input_.omega_h2);
}

}  // namespace penumbra
