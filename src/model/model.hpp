#pragma once

#include <complex>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "model/alp/couplings.hpp"
#include "model/dark_scalar/couplings.hpp"
#include "model/vector/charges.hpp"

namespace penumbra {

enum class ParameterKind { mass, coupling };

/// A parameter of a model, in the order of the interface: mass axes first, then couplings.
struct Parameter {
  std::string name;
  ParameterKind kind;
  std::string unit;  ///< "GeV", "1", "GeV^-1"
  std::string meaning;
  double min;                  ///< smallest value that makes sense
  double max;                  ///< largest
  bool may_be_absent = false;  ///< zero may be given, too: there is no such coupling
  bool allows(double value) const { return (value >= min && value <= max) || (may_be_absent && value == 0.0); }
};

/// A quantity that may be given in place of a parameter: "y" in place of epsilon.
struct DerivedParameter {
  Parameter parameter;     ///< the quantity; its kind is that of what it replaces
  std::string replaces;    ///< the parameter of the model
  std::string expression;  ///< value of that parameter, arithmetic of this quantity and of other parameters by name
};

/// A choice between texts that cards and command lines may make, dm = "dirac", or a number: x_e = -1, x_u = "1/3".
struct ModelOption {
  std::string name;
  std::string meaning;
  std::vector<std::string> values;  ///< the first one is the default
  bool is_number = false;           ///< any number or ratio of two; `values` is the default alone
};

/// Values of the mass parameters, or of the couplings, in the model's order.
using Masses = std::span<double const>;
using Couplings = std::span<double const>;
/// Which of them are zero.
std::vector<std::size_t> absent_among(Couplings couplings);

/// c(couplings) = product of couplings to integer powers: how a rate or a width depends on the couplings.
struct Monomial {
  std::vector<int> powers;  ///< one per coupling of the model
  double operator()(Couplings couplings) const;
  /// It has a power of one of these couplings, by their place in the model: it is zero where they are.
  bool has_any_of(std::span<std::size_t const> couplings) const;
};

/// A node of a quadrature in the mass of a pair of daughters.
struct PairMass {
  double mass_GeV;
  double share;  ///< of the decays; shares add up to one
};

/// One decay channel of the mediator: width = width_GeV x monomial.
struct DecayMode {
  std::string final_state;  ///< "e+e-", "mu+mu-", "pi+pi-", ... daughters' names run together, charges shown
  double width_GeV;         ///< at monomial = 1
  Monomial monomial;
  bool visible;  ///< leaves something that a detector sees
  double
      daughter_mass_GeV;  ///< mass of each of the two daughters seen; for more than two, of the lightest charged ones
  bool two_body;          ///< exactly two equal daughters, so that their directions follow from the decay angle
  /// Factor by which the width may be larger or smaller; uncertain widths of a model move together. 1: well known.
  double spread = 1.0;
  std::optional<double> other_daughter_GeV = std::nullopt;  ///< mass of the second daughter, where it is another one
  /// Where a massless neutrino leaves unseen: mass of what is seen. Empty where all is seen.
  std::vector<PairMass> seen_masses = {};
};

/// Uncertain widths at one end of their spread, or all of them at their central values.
enum class Widths { narrow, central, wide };

/// Width of a decay, GeV.
double partial_width_GeV(DecayMode const& mode, Couplings couplings, Widths widths = Widths::central);

/// The ways to make a mediator. The model says how strongly (rate = number below x monomial of couplings), the beam
/// brings the parents; `src/production` turns both into a flux.
struct MesonDecay {    ///< parent -> mediator + other, isotropic in the parent's frame
  std::string parent;  ///< beam-table name: "pi0", "eta", "K+", "KL", "D0", "B+", "tau", ... both charges together
  double parent_mass_GeV;
  std::string other;  ///< "gamma", "pi0", "eta"
  double other_mass_GeV;
  double branching_ratio;  ///< at monomial = 1
};
/// parent -> mediator and two others, isotropic in the parent's frame; parents without spin or unpolarised.
struct ThreeBodyDecay {
  struct Energy {
    double energy_GeV;  ///< of the mediator in the parent's frame
    double share;
  };
  std::string parent;  ///< beam-table name: "K+", "D0", "tau", ...
  double parent_mass_GeV;
  std::vector<std::string> others;
  std::vector<double> other_masses_GeV;
  double branching_ratio;        ///< at monomial = 1
  std::vector<Energy> energies;  ///< the spectrum as nodes of a quadrature; shares add up to one
};
struct VectorMixing {  ///< a vector meson's place is taken by the mediator at the same momentum and angle
  std::string parent;
  double rate_per_parent;  ///< at monomial = 1
  /// Mass and width of the meson: with the squared mass s of a virtual mediator the rate changes as
  /// 1/[(mass^2 - s)^2 + mass^2 width^2].
  double parent_GeV;
  double parent_width_GeV;
};
struct ProtonBremsstrahlung {  ///< p N -> p' mediator X
  /// Coupling to the proton charge in units of e^2 at monomial = 1 times the squared time-like form factor
  /// |F_1(m^2)|^2, by the name of the form-factor model. The first is the central choice, the spread of all is the
  /// uncertainty.
  std::vector<std::pair<std::string, double>> form_factor_squared;
  /// F_2/F_1 at m^2 for the same coupling: the Pauli term of treatments that have one.
  std::complex<double> pauli_over_dirac = 0.0;
};
struct DrellYan {           ///< quark antiquark -> mediator that couples to quarks by their charge
  double coupling_squared;  ///< (g / e)^2 at monomial = 1
};
struct ElectronBremsstrahlung {  ///< e N -> e N mediator, radiated off the electron line
  double coupling_squared;       ///< (g_e / e)^2 at monomial = 1
};
struct MuonBremsstrahlung {  ///< mu N -> mu N mediator, radiated off the muon line
  double coupling_squared;   ///< (g_mu / e)^2 at monomial = 1
};
/// e+ e- -> mediator, on or off its mass shell, and e+ e- -> gamma mediator: positrons of a shower on atomic electrons.
struct PositronAnnihilation {
  double coupling_squared;  ///< (g_e / e)^2 at monomial = 1
};

/// p N -> p' mediator X of a scalar.
struct ScalarProtonBremsstrahlung {
  double nucleon_coupling;  ///< g of L = -g S Nbar N at zero momentum transfer, at monomial = 1
  /// Squared time-like form factor |F(m^2)|^2 by the name of its model. The first is the central choice, the spread of
  /// all is the uncertainty.
  std::vector<std::pair<std::string, double>> form_factor_squared;
};
/// A pseudoscalar meson's place is taken by the mediator, which is a part of it.
struct PseudoscalarMixing {
  std::string parent;
  double rate_per_parent;  ///< squared mixing angle at monomial = 1
};
/// gamma nucleus -> mediator nucleus: photons of meson decays and of showers.
struct Primakoff {
  double coupling_per_GeV;  ///< |g| of L = -(g/4) a F Ftilde at monomial = 1
};
/// gamma gamma -> mediator, both photons from the fields of colliding particles.
struct PhotonFusion {
  double coupling_per_GeV;  ///< |g| as above
};
/// h -> mediator mediator.
struct HiggsDecayToPair {
  double branching_ratio;  ///< at monomial = 1
};

struct ProductionChannel {
  /// "meson-decay:pi0", "three-body-decay:D0->K+e(e)", "proton-bremsstrahlung", "drell-yan", "mixing:rho0", ...: the
  /// mechanism, then what tells channels of one mechanism apart.
  std::string name;
  std::variant<MesonDecay, ThreeBodyDecay, VectorMixing, PseudoscalarMixing, ProtonBremsstrahlung,
               ScalarProtonBremsstrahlung, DrellYan, ElectronBremsstrahlung, MuonBremsstrahlung, PositronAnnihilation,
               Primakoff, PhotonFusion, HiggsDecayToPair>
      mechanism;
  Monomial monomial;
  std::string exclusive_group;  ///< productions of one non-empty group describe the same physics and are never added
};

/// A massive vector and what it couples to.
struct VectorMediator {
  VectorCharges charges;
  double g_squared;   ///< squared coupling that multiplies the charges where the monomial is one
  Monomial monomial;  ///< of the couplings of the model
};

/// Dark matter that the mediator decays to, and that scatters and annihilates through it.
struct DarkMatter {
  enum class Spin {
    complex_scalar,  ///< g_D A'_mu i (chi* d^mu chi - chi d^mu chi*)
    majorana,        ///< (g_D/2) A'_mu chibar gamma^mu gamma5 chi
    dirac,           ///< g_D A'_mu chibar gamma^mu chi
    pseudo_dirac     ///< i g_D A'_mu chi1bar gamma^mu chi2: only transitions between the two states
  };
  Spin spin = Spin::complex_scalar;
  double mass_GeV = 0.0;          ///< of the lighter (stable) state
  double heavier_mass_GeV = 0.0;  ///< of the heavier state of a pseudo-Dirac pair; otherwise the same mass
  Monomial coupling;              ///< alpha_D = g_D^2 / (4 pi)
  Monomial matter;                ///< squared coupling of ordinary matter in units of e^2 at charge 1: epsilon^2
  double electron = -1.0;         ///< charge of the electron in these units
  double proton = 1.0;
  double neutron = 0.0;
};

/// A decay of a heavier dark state to the lighter one and a pair of ordinary particles, through a mediator off its mass
/// shell.
struct PairDecay {
  DecayMode mode;                ///< the pair as a final state; the width is that of the whole decay
  std::vector<PairMass> masses;  ///< of the pair
};

/// The heavier of two dark states, where it decays to the lighter one.
struct HeavierState {
  double mass_GeV;
  double lighter_GeV;
  DecayMode made_in;  ///< the decay of the mediator that leaves one of it beside the lighter state
  double anisotropy;  ///< of that decay of a transverse mediator: dN/dc = 1 + a (c^2 - 1/3)
  std::vector<PairDecay> decays;
};

/// Name of a spin as in options and limit files: "complex-scalar", ...
std::string_view to_string(DarkMatter::Spin spin);

/// How dark matter annihilates into everything else: what freeze-out needs.
struct Annihilation {
  double mass_GeV = 0.0;
  double internal_states = 0.0;  ///< of all particles counted together, antiparticles too: 2 Majorana and complex
                                 ///< scalar, 4 Dirac
  bool self_conjugate = false;   ///< if not, <sigma v> of the total density is half of that of a pair
  /// Annihilation cross section averaged over initial spins, GeV^-2; s in GeV^2 above 4 mass^2.
  std::function<double(double s_GeV2, Couplings couplings)> sigma_GeV2;
  /// The same at one s for many couplings, with what does not depend on them computed once. May be empty.
  std::function<std::function<double(Couplings couplings)>(double s_GeV2)> sigma_at;
  /// The part of it that goes to pairs of mediators. May be empty.
  std::function<double(double s_GeV2, Couplings couplings)> secluded_GeV2;
  /// Decays to the bath of a mediator of another mass: what the rest annihilates to at that sqrt(s), with widths in
  /// proportion. May be empty.
  std::function<std::vector<DecayMode>(double root_s_GeV)> bath_decays;
  std::optional<double> resonance_GeV;  ///< sqrt(s) of a pole in the s channel
  /// Width over mass of that resonance.
  std::function<double(Couplings couplings)> relative_width;
  /// Mass of the mediator, and its width to particles of the bath alone, GeV: what brings the dark sector into
  /// equilibrium with the bath, however much it annihilates into itself. May be empty.
  double mediator_GeV = 0.0;
  std::function<double(Couplings couplings)> bath_width_GeV;
  std::vector<double> thresholds_GeV;  ///< sqrt(s) where final states open or the cross section has narrow structures
};

/// A named quantity of a model at a point: "a_mu", "BR(pi0->gamma A')", ... in the unit that its name states.
using Quantities = std::map<std::string, double>;

/// A model: what it is, how its mediator decays, how it is made. Plain functions of values, no state but options.
class Model {
 public:
  virtual ~Model() = default;
  virtual std::string const& name() const = 0;
  virtual std::string const& title() const = 0;
  /// Lagrangian and normalisation, in text.
  virtual std::string const& convention() const = 0;
  virtual std::string const& reference() const = 0;  ///< key in references.bib
  virtual std::vector<Parameter> const& parameters() const = 0;
  /// Quantities that cards and command lines may give in place of parameters.
  virtual std::vector<DerivedParameter> derived_parameters() const { return {}; }
  virtual std::vector<ModelOption> options() const { return {}; }
  /// Changes whenever a number computed by this model changes.
  virtual std::int64_t physics_version() const = 0;

  /// Mass of the particle that is made and decays, GeV.
  virtual double mediator_mass_GeV(Masses masses) const = 0;
  /// Every open decay channel. Visible ones depend on the masses only by that of the mediator.
  virtual std::vector<DecayMode> decays(Masses masses) const = 0;
  /// Every production channel with a non-zero rate at these masses, on any beam; they depend on the masses only by that
  /// of the mediator.
  virtual std::vector<ProductionChannel> productions(Masses masses) const = 0;
  /// Shift of the anomalous magnetic moment of a lepton ("e", "mu") at monomial = 1, with its monomial; nullopt when
  /// none.
  virtual std::optional<std::pair<double, Monomial>> magnetic_moment(std::string_view lepton, Masses masses) const = 0;
  /// The mediator, where it is a vector, with its charges at a momentum transfer of q^2 (time-like positive): loops may
  /// depend on it.
  virtual std::optional<VectorMediator> vector_mediator(Masses, double /*q2_GeV2*/) const { return std::nullopt; }
  /// The couplings of an axion-like particle at a coupling of one, where it is such.
  virtual std::optional<AlpCouplings> alp_couplings() const { return std::nullopt; }
  /// The couplings of a scalar at a coupling of one, where it is such.
  virtual std::optional<ScalarCouplings> scalar_couplings() const { return std::nullopt; }
  /// Choices between calculations, by option and value: curves of another model of the same kind are read with these,
  /// so that what remains is the difference of couplings.
  virtual std::map<std::string, std::string> treatment() const { return {}; }
  /// The model of the mediator alone, where this one adds nothing but particles to which it decays: what was published
  /// about that model speaks about this one, with other branching ratios and a shorter lifetime. Otherwise the name.
  virtual std::string const& mediator_model() const { return name(); }
  /// The dark matter of the model; nullopt when it has none.
  virtual std::optional<DarkMatter> dark_matter(Masses) const { return std::nullopt; }
  /// The heavier state of the dark matter; nullopt when there is none, when the mediator cannot decay to it, or when it
  /// lives forever or decays to a real mediator.
  virtual std::optional<HeavierState> heavier_state(Masses) const { return std::nullopt; }
  /// How it annihilates; nullopt when there is no dark matter or the model does not say.
  virtual std::optional<Annihilation> annihilation(Masses) const { return std::nullopt; }
  /// What `penumbra model` prints beside widths and branching ratios.
  virtual Quantities quantities(Masses masses, Couplings couplings) const = 0;

  std::size_t mass_count() const;
  std::size_t coupling_count() const;
};

/// Masses in the middle of their ranges, to ask a model whether it has a quantity at all.
std::vector<double> typical_masses(Model const& model);

/// Total width, GeV.
double total_width_GeV(std::span<DecayMode const> decays, Couplings couplings, Widths widths = Widths::central);
/// Proper decay length c tau, m.
double ctau_m(double width_GeV);
/// Total width, decay length where it decays at all, partial widths and branching ratios, by their usual names.
Quantities width_quantities(std::span<DecayMode const> decays, Couplings couplings);

}  // namespace penumbra
