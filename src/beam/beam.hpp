#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "beam/parent_decays.hpp"
#include "beam/parent_spectrum.hpp"
#include "beam/photon_target.hpp"
#include "beam/proton_splitting.hpp"
#include "beam/track_length.hpp"
#include "core/digest.hpp"
#include "core/toml_reader.hpp"

namespace penumbra {

enum class BeamKind { collider, proton_target, electron_target, muon_target };

/// The spectra of one parent from several generators or parametrisations, and the central one at the ends of its range
/// of yields where the beam file gives one; the first is the central one.
struct Parent {
  std::string particle;
  std::vector<std::pair<std::string, std::shared_ptr<ParentSpectrum const>>> spectra;
  double yield_factor = 1.0;  ///< data over generator, where the yield is renormalised to a measurement
  /// Relative error of each table by the number of generated events where detectors look; none for fits to data.
  std::map<std::string, double> statistical_errors;
  std::string nuisance_group{};  ///< of its decays; empty: that of the mechanism
  /// Ends of the range of yields, by the name of their spectrum: factors on the first one.
  std::map<std::string, double> yield_range{};

  /// That of a generator's table; one without this particle: of the central table, which stands in.
  double statistical_error(std::string const& generator) const;
  /// The spectrum of a generator; one without this particle: the central one stands in.
  ParentSpectrum const& from(std::string const& generator) const;
};

/// Region and treatment of proton bremsstrahlung.
struct ProtonBremsstrahlungRegion {
  double z_min;  ///< smallest momentum fraction of the mediator
  double z_max;
  double pT_max_GeV;                        ///< of the Fermi-Weizsaecker-Williams treatments; the others cut themselves
  std::vector<ProtonSplitting> splittings;  ///< the first is central
  std::vector<std::string> form_factors;    ///< by name, the first is central; empty: all that the model has
};

/// What splittings and form factors leave uncertain has one cause on every beam: these nuisances are shared by all.
inline constexpr std::string_view proton_splitting_group = "proton-bremsstrahlung:splitting";
inline constexpr std::string_view proton_form_factor_group = "proton-form-factor";

/// Mediators made of a quark and an antiquark, coupled like a photon, at some masses.
struct DrellYanSpectra {
  /// Ascending masses (GeV) and the mediators' own spectrum per inelastic collision at leading order.
  std::vector<std::pair<double, std::shared_ptr<ParentSpectrum const>>> at_mass;
  /// Measured over leading order, by name: the central one first, then the ends of its range.
  std::vector<std::pair<std::string, double>> k_factors;
};

/// Electrons showering in a thick target, or passing a thin one.
struct ElectronTarget {
  double Z;
  double A;
  double X0_g_cm2;
  std::shared_ptr<TrackLength const> tracks;  ///< thick target; null for a thin one
  std::optional<double> thickness_X0;         ///< thin target: every electron crosses it at the beam energy
  bool exact;  ///< exact 2 -> 3 process; false: improved Weizsaecker-Williams (for comparisons)
};

/// Muons passing a block of matter: minimum ionising, so that they cross all of it at the beam energy.
struct MuonTarget {
  double Z;
  double A;
  double thickness_g_cm2;
};

/// What comes out of a target or an interaction point, per unit of exposure.
class Beam {
 public:
  std::string name;
  std::string title;
  BeamKind kind = BeamKind::proton_target;
  double energy_GeV = 0.0;                    ///< total energy of one beam particle in the laboratory
  std::optional<Sourced> sigma_inelastic_pb;  ///< colliders: inelastic cross section
  std::vector<Parent> parents;
  std::optional<ParentDecays> parent_decays;  ///< where parents decay that live long; present where there are any
  std::vector<StoppedParent> stopped;
  std::optional<ProtonBremsstrahlungRegion> proton_bremsstrahlung;
  std::optional<DrellYanSpectra> drell_yan;
  std::optional<ElectronTarget> electrons;
  std::optional<MuonTarget> muons;
  std::optional<PhotonTarget> photons;
  /// Nuisance group of a production mechanism ("meson-decay", "mixing", "drell-yan", "electron-bremsstrahlung",
  /// "muon-bremsstrahlung", "positron-annihilation", "primakoff", "photon-fusion"); that of proton bremsstrahlung is
  /// `proton_splitting_group` on every beam.
  std::map<std::string, std::string> nuisance_groups;
  CanonicalWriter definition;      ///< everything here that decides a flux, for content keys; not the name
  std::vector<std::string> flags;  ///< doubtful numbers

  /// Primary collisions (inelastic) per unit of exposure: fb^-1 for colliders, particles on target otherwise.
  double collisions_per_exposure() const;
  Parent const* parent(std::string const& particle) const;
  StoppedParent const* stopped_parent(std::string const& particle) const;
};

/// Reads `experiments/beams/<name>.toml` below `folder` and its tables; problems are collected, and the result is null
/// when there were any. Tables lie in `<folder>/beams/<name>/`.
std::shared_ptr<Beam const> load_beam(std::filesystem::path const& folder, std::string const& name, Problems& problems);

/// The same from the text of the beam's file.
std::shared_ptr<Beam const> read_beam(std::string_view text, std::filesystem::path const& folder,
                                      std::string const& name, Problems& problems);

}  // namespace penumbra
