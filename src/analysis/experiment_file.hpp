#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "analysis/analysis.hpp"
#include "analysis/channel_likelihood.hpp"
#include "beam/beam.hpp"
#include "core/toml_reader.hpp"

namespace penumbra {

/// What every kind of experiment file shares: the head, numbers with sources, the beam, how a channel was counted.

/// Reads the common head of an experiment file (name, title, status, data set, reference, rank, validation curves) and
/// marks doubtful numbers later through `doubt`.
AnalysisInfo read_info(TomlTable& table, std::filesystem::path const& file);

/// Adds a flag when a number was recalled or assumed.
void doubt(AnalysisInfo& info, std::string const& what, Sourced const& number);

/// Reads numbers of a file and keeps what decides results: value into the key, doubt into the flags.
struct NumberReader {
  AnalysisInfo& info;
  CanonicalWriter& key;

  double sourced(TomlTable& table, std::string const& name, Dimension dimension = Dimension::none);
  double sourced_or(TomlTable& table, std::string const& name, double otherwise, Dimension dimension = Dimension::none);
  /// Records a problem unless the number is above zero.
  double positive(TomlTable& table, std::string const& name, Dimension dimension = Dimension::none);
};

/// Beams that were read, by name: searches on the same one share it, and with it the fluxes of a mass point.
using LoadedBeams = std::map<std::string, std::shared_ptr<Beam const>>;

/// Where a search finds what its file names: beams below `beams`/beams, tables of its own beside its definition.
struct SearchFolders {
  std::filesystem::path beams;
  std::filesystem::path definition;
  LoadedBeams& loaded;
};

/// `[beam]`: name and exposure, in the unit of the beam (fb^-1, or particles on target). The beam is null when it has
/// problems.
struct Exposure {
  std::shared_ptr<Beam const> beam;
  double value = 0.0;
};
Exposure read_exposure(TomlTable& table, NumberReader& reader, SearchFolders const& folders, Problems& problems);

/// Counts over a background, or a fitted signal, of one `[[channel]]`; nullopt when it has problems.
std::optional<ChannelLikelihood> read_likelihood(TomlTable& channel, NumberReader& reader);

/// Reads the rest of an experiment file whose channels have one of its signatures; null when there were problems.
using SearchReader = std::unique_ptr<Analysis const> (*)(TomlTable& table, AnalysisInfo info,
                                                         SearchFolders const& folders, Problems& problems);
std::unique_ptr<Analysis const> read_decay_search(TomlTable& table, AnalysisInfo info, SearchFolders const& folders,
                                                  Problems& problems);
std::unique_ptr<Analysis const> read_scattering_search(TomlTable& table, AnalysisInfo info,
                                                       SearchFolders const& folders, Problems& problems);
std::unique_ptr<Analysis const> read_recoil_spectrum_search(TomlTable& table, AnalysisInfo info,
                                                            SearchFolders const& folders, Problems& problems);
std::unique_ptr<Analysis const> read_missing_energy_search(TomlTable& table, AnalysisInfo info,
                                                           SearchFolders const& folders, Problems& problems);

/// Reads any experiment file: the signature of its first channel says which reader it is for.
std::unique_ptr<Analysis const> read_search(TomlTable& table, AnalysisInfo info, SearchFolders const& folders,
                                            Problems& problems);

}  // namespace penumbra
