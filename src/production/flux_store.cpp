#include "production/flux_store.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "core/contracts.hpp"
#include "core/errors.hpp"
#include "particle/constants.hpp"
#include "production/drell_yan.hpp"
#include "production/electron_bremsstrahlung.hpp"
#include "production/mediator_decay.hpp"
#include "production/meson_decay.hpp"
#include "production/photon_spectrum.hpp"
#include "production/primakoff_flux.hpp"
#include "production/proton_bremsstrahlung_flux.hpp"

namespace penumbra {
namespace {

/// Transverse momenta of hadrons are a few hundred MeV, so directions change on the scale of this over the beam energy.
constexpr double soft_scale_GeV = 0.1;

// How far below the beam energy, in ln k, a spectrum needs close grid points: hadronic spectra fall like (1 - k/E)^n,
// electrons radiate up to the very end.
constexpr double hadronic_end = 0.1;
constexpr double electronic_end = 0.002;

std::string const equivalent_photons = "equivalent-photons";

// Parents of mediators this far from the axis, in units of theta_0, stand at one angle around them only: twice the
// azimuths.
constexpr double far_from_axis = 20.0;

struct Maker {
  Beam const& beam;
  double mass;
  Numerics const& numerics;
  std::string const& variant;
  SharedResults& shared;

  ParentSpectrum const* spectrum(std::string const& particle) const { return &beam.parent(particle)->from(variant); }
  double factor(std::string const& particle) const { return beam.parent(particle)->yield_factor; }

  std::unique_ptr<Flux> make(double k_min, double k_max, double end_scale, double theta_0, double scale,
                             Flux::RowFunction row) const {
    return make(k_min, k_max, end_scale, theta_0, scale, numerics, std::move(row));
  }
  static std::unique_ptr<Flux> make(double k_min, double k_max, double end_scale, double theta_0, double scale,
                                    Numerics const& numerics, Flux::RowFunction row) {
    return std::make_unique<Flux>(
        k_min, k_max, end_scale, theta_0, numerics,
        [row = std::move(row), scale](std::span<double const> theta, std::span<double const> k, std::span<double> out) {
          row(theta, k, out);
          for (auto& value : out) value *= scale;
        });
  }
  double theta_0() const { return soft_scale_GeV / beam.energy_GeV; }
  double mediator_k_max() const { return std::sqrt(beam.energy_GeV * beam.energy_GeV - mass * mass); }

  std::unique_ptr<Flux> operator()(MesonDecay const& decay) const {
    auto const* parents = spectrum(decay.parent);
    double const M = decay.parent_mass_GeV;
    // The fastest mediator goes straight on from the fastest parent.
    double const p_star = two_body_momentum_GeV(M, mass, decay.other_mass_GeV);
    double const P = parents->p_max_GeV();
    double const fastest = (std::hypot(P, M) * p_star + P * std::hypot(p_star, mass)) / M;
    return make(parents->p_min_GeV(), std::min(fastest, mediator_k_max()), hadronic_end, theta_0(),
                decay.branching_ratio * factor(decay.parent),
                [parents, M, m = mass, m2 = decay.other_mass_GeV, n = numerics, far = far_from_axis * theta_0()](
                    auto theta, auto k, auto out) {
                  Numerics around = n;
                  if (theta.front() > far) around.parent_azimuths *= 2;
                  meson_decay_rows(*parents, M, m, m2, around, theta, k, out);
                });
  }
  std::unique_ptr<Flux> mixing_with(std::string const& parent, double rate_per_parent) const {
    auto const* parents = spectrum(parent);
    return make(parents->p_min_GeV(), std::min(parents->p_max_GeV(), mediator_k_max()), hadronic_end, theta_0(),
                rate_per_parent * factor(parent),
                [parents](auto theta, auto k, auto out) { mixing_rows(*parents, theta, k, out); });
  }
  std::unique_ptr<Flux> operator()(VectorMixing const& mixing) const {
    return mixing_with(mixing.parent, mixing.rate_per_parent);
  }
  std::unique_ptr<Flux> operator()(PseudoscalarMixing const& mixing) const {
    return mixing_with(mixing.parent, mixing.rate_per_parent);
  }
  std::unique_ptr<Flux> operator()(ProtonBremsstrahlung const& brems) const {
    return radiated_by_protons(
        form_factors_on(beam, brems).front().second,
        [&b = beam, m = mass, s = this->splitting(), r = brems.pauli_over_dirac](auto theta, auto k, auto out) {
          proton_bremsstrahlung_rows(b, s, r, m, theta, k, out);
        });
  }
  std::unique_ptr<Flux> operator()(ScalarProtonBremsstrahlung const& brems) const {
    return radiated_by_protons(
        brems.nucleon_coupling * brems.nucleon_coupling * brems.form_factor_squared.front().second,
        [&b = beam, m = mass, s = this->splitting()](auto theta, auto k, auto out) {
          scalar_bremsstrahlung_rows(b, s, m, theta, k, out);
        });
  }
  ProtonSplitting splitting() const {
    auto const known = proton_splitting(variant);
    if (!known) throw InternalError("no splitting '" + variant + "'");
    return *known;
  }
  std::unique_ptr<Flux> radiated_by_protons(double scale, Flux::RowFunction row) const {
    auto const k = proton_bremsstrahlung_momenta(beam, mass);
    // Cheap rows: closer momenta, between the sharp ends of the spectrum.
    Numerics fine = numerics;
    fine.momenta_per_decade *= 3;
    auto flux = make(k.min_GeV, k.max_GeV, 1.0, theta_0(), scale, fine, std::move(row));
    if (splitting().kind != ProtonSplitting::Kind::quasi_real)
      flux->cut_transverse_momentum(beam.proton_bremsstrahlung->pT_max_GeV);
    return flux;
  }
  std::unique_ptr<Flux> operator()(DrellYan const& process) const {
    auto const& factors = beam.drell_yan->k_factors;
    auto const choice =
        std::find_if(factors.begin(), factors.end(), [&](auto const& named) { return named.first == variant; });
    if (choice == factors.end()) throw InternalError("no K factor '" + variant + "'");
    auto const between = spectra_around(*beam.drell_yan, mass);
    return make(between.lower->p_min_GeV(), std::min(between.lower->p_max_GeV(), mediator_k_max()), hadronic_end,
                theta_0(), process.coupling_squared * choice->second,
                [between](auto theta, auto k, auto out) { drell_yan_rows(between, theta, k, out); });
  }
  std::unique_ptr<Flux> operator()(ElectronBremsstrahlung const& brems) const {
    double const E0 = beam.energy_GeV;
    auto const& target = *beam.electrons;
    double const E_min = E0 * std::exp(-target.tracks->y_max());
    double const k_min = std::sqrt(std::max(E_min * E_min - mass * mass, 1e-4 * E_min * E_min));
    double const scale = sm::m_e_GeV / E0;  // the narrowest angles, at x -> 1
    // Up to the end of the phase space but for a hundred thousandth of the energy, where the last electrons are.
    double const E_max = E0 * (1.0 - 1e-5) - sm::m_e_GeV;
    Numerics fine = numerics;
    fine.momenta_per_decade += 2 * numerics.momenta_per_decade / 5;
    return make(k_min, std::sqrt(E_max * E_max - mass * mass), electronic_end, scale, brems.coupling_squared, fine,
                [shower = std::make_shared<ElectronBremsstrahlungFlux>(target, E0, mass, numerics)](
                    auto theta, auto k, auto out) { shower->rows(theta, k, out); });
  }
  /// Mediators that photons make on the beam's photon target, `sigma_cm2` what else happens to them (or to protons).
  std::unique_ptr<Flux> of_photons(std::string const& what, std::function<PhotonSpectrum()> const& photons,
                                   double sigma_cm2, double coupling_per_GeV) const {
    auto const spectrum = shared.get<PhotonSpectrum>({&beam, "photons: " + what, {}}, photons,
                                                     [](PhotonSpectrum const& made) { return made.bytes(); });
    auto const& target = *beam.photons;
    auto const atom = std::make_shared<PrimakoffAtom const>(target.Z, target.A);
    double const angle_max = target.angle_max_rad.value_or(std::numbers::pi);
    double const k_min = std::sqrt(std::max(spectrum->k_min_GeV() * spectrum->k_min_GeV() - mass * mass, 0.0));
    double const k_max =
        std::sqrt(std::max(spectrum->k_max_GeV() * spectrum->k_max_GeV() - mass * mass, 0.0)) * (1.0 - 1e-9);
    auto flux = make(std::max(k_min, 1e-2 * k_max), k_max, hadronic_end, theta_0(), coupling_per_GeV * coupling_per_GeV,
                     [spectrum, atom, sigma_cm2, angle_max, lever = target.lever(), m = mass, n = numerics](
                         auto theta, auto k, auto out) {
                       primakoff_rows({*spectrum, *atom, sigma_cm2, lever, angle_max}, m, n, theta, k, out);
                     });
    flux->begin_at(target.distance_m);
    return flux;
  }
  std::unique_ptr<Flux> operator()(Primakoff const& process) const {
    if (!beam.photons) return of_shower(process);
    return of_photons(
        variant, [this] { return photons_of_mesons(beam, variant, numerics); }, beam.photons->absorption_cm2(),
        process.coupling_per_GeV);
  }
  std::unique_ptr<Flux> of_shower(Primakoff const& process) const {
    double const E0 = beam.energy_GeV;
    double const E_min = E0 * std::exp(-beam.electrons->tracks->y_max());
    double const k_min = std::sqrt(std::max(E_min * E_min - mass * mass, 1e-4 * E_min * E_min));
    // Photons take as much of an electron's energy as there is: the spectrum falls in proportion to what is left.
    // The hardest photons come of electrons that have hardly scattered; closer rows for the diffraction on the nucleus,
    // closer momenta for the end.
    constexpr int closer = 3;
    Numerics fine = numerics;
    fine.momenta_per_decade *= closer;
    fine.angle_step /= closer;
    auto flux = make(k_min, std::sqrt(E0 * E0 - mass * mass) * (1.0 - 1e-5), hadronic_end, sm::m_e_GeV / E0,
                     process.coupling_per_GeV * process.coupling_per_GeV, fine,
                     [shower = std::make_shared<ShowerPrimakoffFlux>(*beam.electrons, E0, mass, numerics)](
                         auto theta, auto k, auto out) { shower->rows(theta, k, out); });
    flux->take_cells_together(closer);
    return flux;
  }
  std::unique_ptr<Flux> operator()(PhotonFusion const& process) const {
    constexpr double cm2_per_pb = 1e-36;
    return of_photons(
        equivalent_photons, [this] { return photons_of_protons(beam.energy_GeV); },
        *beam.photons->inelastic_pb * cm2_per_pb, process.coupling_per_GeV);
  }
  /// Of the others no flux is made: `variants` names none.
  template <class Mechanism>
  std::unique_ptr<Flux> operator()(Mechanism const&) const {
    throw InternalError("no flux is made of this production");
  }
};

}  // namespace

std::string mechanism_of(ProductionChannel const& channel) { return channel.name.substr(0, channel.name.find(':')); }

FluxStore::FluxStore(Model const& model, Masses masses, std::shared_ptr<SharedResults> shared, Numerics const& numerics)
    : shared_{std::move(shared)},
      numerics_{numerics},
      mass_{model.mediator_mass_GeV(masses)},
      productions_{model.productions(masses)},
      decays_{model.decays(masses)},
      heavier_{model.heavier_state(masses)} {}

std::vector<std::string> FluxStore::variants(Beam const& beam, ProductionChannel const& channel,
                                             double mediator_mass_GeV) {
  std::vector<std::string> names;
  if (mediator_mass_GeV > 0.9 * beam.energy_GeV) return names;  // nothing is made so close to the end
  auto const of_parent = [&](std::string const& particle) {
    if (auto const* parent = beam.parent(particle))
      for (auto const& [source, table] : parent->spectra) names.push_back(source);
  };
  if (auto const particle = parent_of(channel); !particle.empty()) {
    of_parent(particle);
    if (auto const* stopped = beam.stopped_parent(particle)) {
      if (names.empty()) names.emplace_back("stopped");
      for (auto const& [name, factor] : stopped->range) names.push_back(name);
    }
  }
  bool const vector = std::holds_alternative<ProtonBremsstrahlung>(channel.mechanism);
  bool const scalar = std::holds_alternative<ScalarProtonBremsstrahlung>(channel.mechanism);
  if ((vector || scalar) && beam.proton_bremsstrahlung) {
    auto const k = proton_bremsstrahlung_momenta(beam, mediator_mass_GeV);
    if (k.min_GeV >= 0.95 * k.max_GeV) return names;
    auto const splittings = vector ? beam.proton_bremsstrahlung->splittings : scalar_splittings_on(beam);
    for (auto const& splitting : splittings) names.emplace_back(splitting.name);
  }
  if (std::holds_alternative<DrellYan>(channel.mechanism) && beam.drell_yan &&
      mediator_mass_GeV >= beam.drell_yan->at_mass.front().first &&
      mediator_mass_GeV <= beam.drell_yan->at_mass.back().first)
    for (auto const& [name, value] : beam.drell_yan->k_factors) names.push_back(name);
  if (std::holds_alternative<ElectronBremsstrahlung>(channel.mechanism) && beam.electrons && beam.electrons->tracks)
    names.emplace_back("shower");
  if (std::holds_alternative<Primakoff>(channel.mechanism)) {
    if (beam.photons) of_parent("pi0");
    if (beam.electrons && beam.electrons->tracks) names.emplace_back("shower");
  }
  if (std::holds_alternative<PhotonFusion>(channel.mechanism) && beam.photons && beam.photons->inelastic_pb)
    names.push_back(equivalent_photons);
  return names;
}

Flux& FluxStore::of(Beam const& beam, ProductionChannel const& channel, std::string const& variant) {
  if (is_weak_decay(channel)) throw InternalError(channel.name + ": mediators of weak decays start at several places");
  auto& flux = fluxes_[{&beam, channel.name, variant}];
  if (!flux) flux = std::visit(Maker{beam, mass_, numerics_, variant, *shared_}, channel.mechanism);
  return *flux;
}

std::vector<FluxSource> const& FluxStore::sources(Beam const& beam, std::span<ProductionChannel const> together,
                                                  std::string const& variant) {
  std::string names;
  std::vector<std::string> variants_of_each;
  for (auto const& production : together) {
    names += production.name + ' ';
    auto const own = variants(beam, production, mass_);
    bool const knows = std::find(own.begin(), own.end(), variant) != own.end();
    variants_of_each.push_back(knows ? variant : own.front());
  }
  auto const [place, unknown] = sources_.try_emplace({&beam, names, variant});
  auto& result = place->second;
  if (!unknown) return result;
  if (is_weak_decay(together.front())) {
    result = parent_decay_fluxes(beam, together, variants_of_each, mass_, soft_scale_GeV / beam.energy_GeV, numerics_);
    return result;
  }
  PENUMBRA_EXPECT(together.size() == 1);
  of(beam, together.front(), variants_of_each.front());
  result.push_back({fluxes_.at({&beam, together.front().name, variants_of_each.front()}), 0.0});
  return result;
}

std::shared_ptr<Flux> FluxStore::of_heavier(Beam const& beam, ProductionChannel const& channel,
                                            std::string const& variant) {
  auto& flux = heavier_fluxes_[{&beam, channel.name, variant}];
  if (!flux) {
    bool const transverse = std::holds_alternative<MesonDecay>(channel.mechanism);
    flux = flux_of_mediator_decays(
        of(beam, channel, variant),
        {mass_, heavier_->mass_GeV, heavier_->lighter_GeV, transverse ? heavier_->anisotropy : 0.0}, numerics_);
  }
  return flux;
}

}  // namespace penumbra
