#include "beam/beam.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "core/data_files.hpp"
#include "particle/lifetimes.hpp"
#include "particle/proton_form_factor.hpp"

namespace penumbra {
namespace {

constexpr std::array mechanisms{
    "meson-decay",           "mixing",    "drell-yan",    "electron-bremsstrahlung", "muon-bremsstrahlung",
    "positron-annihilation", "primakoff", "photon-fusion"};

std::string const proton_bremsstrahlung = "proton-bremsstrahlung";

/// Above this many radiation lengths electrons lose too much energy for the target to count as thin: at a tenth they
/// lose 7 % of it on average.
constexpr double thick_X0 = 0.2;

std::optional<TextTable> read_table(DataFiles& files, std::filesystem::path const& folder, std::string const& name,
                                    std::string const& role, TomlTable& from, std::string_view key,
                                    Problems& problems) {
  if (!is_file_name(name)) {
    from.problem(key, fmt::format("'{}' is no name of a table in {}", name, folder.string()));
    return std::nullopt;
  }
  auto const path = folder / (name + ".csv");
  try {
    return files.table(path, role);
  } catch (InputError const& error) {
    problems.add(from.where(key), error.what());
  } catch (IoError const& error) {
    from.problem(key, error.what());
  }
  return std::nullopt;
}

/// One relative error for each table of a parent, in their order.
void read_statistical_errors(TomlTable& errors, Parent& parent, Beam& beam) {
  auto const values = errors.numbers("values");
  auto const source = errors.text("source");
  beam.definition.field(parent.particle + " statistical errors", std::span{values});
  if (values.size() != parent.spectra.size())
    errors.problem("values", fmt::format("{} numbers for {} tables", values.size(), parent.spectra.size()));
  for (std::size_t i = 0; i < std::min(values.size(), parent.spectra.size()); ++i) {
    if (!(values[i] >= 0.0 && values[i] < 1.0)) errors.problem("values", "a relative error is at least 0 and below 1");
    parent.statistical_errors[parent.spectra[i].first] = values[i];
  }
  if (Sourced{0.0, source}.doubtful())
    beam.flags.push_back(fmt::format("{} statistical errors {}", parent.particle, source));
  errors.finish();
}

Parent read_parent(TomlTable table, std::filesystem::path const& folder, DataFiles& files, Problems& problems,
                   Beam& beam) {
  Parent parent;
  parent.particle = table.text("particle");
  auto const sources = table.texts("tables");
  beam.definition.field("parent", parent.particle).field("tables", sources);
  for (auto const& source : sources) {
    auto const text = read_table(files, folder, parent.particle + "." + source,
                                 fmt::format("{} from {}", parent.particle, source), table, "tables", problems);
    if (!text) continue;
    try {
      parent.spectra.emplace_back(source, std::make_shared<ParentSpectrum const>(*text));
    } catch (InputError const& error) {
      table.problem("tables", error.what());
    }
  }
  if (parent.spectra.empty()) table.problem("tables", "at least one table is needed; the first is the central one");
  if (auto const factor = table.optional_sourced("yield_factor")) {
    parent.yield_factor = factor->value;
    beam.definition.field(parent.particle + " yield_factor", factor->value);
    if (factor->doubtful()) beam.flags.push_back(fmt::format("{} yield factor {}", parent.particle, factor->source));
  }
  if (auto errors = table.optional_table("statistical_errors")) read_statistical_errors(*errors, parent, beam);
  for (std::string const end : {"yield_low", "yield_high"}) {
    auto const factor = table.optional_sourced(end);
    if (!factor || parent.spectra.empty()) continue;
    beam.definition.field(parent.particle + " " + end, factor->value);
    bool const in_range = factor->value > 0.0 && (factor->value < 1.0) == (end == "yield_low");
    if (!in_range) table.problem(end, "a factor on the central yield: yield_low below 1, yield_high above");
    if (factor->doubtful())
      beam.flags.push_back(fmt::format("{} yield x {}: {}", parent.particle, factor->value, factor->source));
    auto const& [source, central] = parent.spectra.front();
    parent.spectra.emplace_back(fmt::format("{} x {}", source, factor->value),
                                std::make_shared<ParentSpectrum const>(central->scaled(factor->value)));
    parent.yield_range[parent.spectra.back().first] = factor->value;
    if (!parent.statistical_errors.empty())
      parent.statistical_errors[parent.spectra.back().first] = parent.statistical_error(parent.spectra.front().first);
  }
  if (auto const group = table.optional_text("nuisance")) {
    parent.nuisance_group = *group;
    beam.definition.field(parent.particle + " nuisance", *group);
  }
  table.finish();
  return parent;
}

/// Reads where parents decay, and asks for it where parents live long.
void read_decays_of_parents(TomlTable& table, Beam& beam) {
  if (auto decays = table.optional_table("parent_decays"))
    beam.parent_decays = read_parent_decays(*std::move(decays), beam.definition, beam.flags);
  for (auto& stopped : table.tables("stopped")) {
    auto one = read_stopped(stopped, beam.definition, beam.flags);
    if (beam.stopped_parent(one.particle))
      table.problem("stopped", fmt::format("'{}' stands there twice", one.particle));
    beam.stopped.push_back(std::move(one));
  }
  for (auto const& parent : beam.parents) {
    auto const* const weak = weak_parent(parent.particle);
    if (!weak || !weak->flies()) continue;
    if (!beam.parent_decays)
      table.problem("parent", fmt::format("'{}' lives long: say in [parent_decays] how far it flies", parent.particle));
    else if (beam.parent_decays->interaction_length_m && !weak->hadron)
      table.problem("parent",
                    fmt::format("'{}' does not interact in a dump, it stops: make it [[stopped]]", parent.particle));
  }
}

DrellYanSpectra read_drell_yan(TomlTable table, std::filesystem::path const& folder, DataFiles& files,
                               Problems& problems, Beam& beam) {
  DrellYanSpectra result;
  auto const names = table.texts("tables");
  beam.definition.field("drell-yan tables", names);
  for (auto const& name : names) {
    auto const text = read_table(files, folder, name, name, table, "tables", problems);
    if (!text) continue;
    try {
      double const mass_GeV = text->number("mediator_mass_GeV");
      beam.definition.field("mediator mass of " + name, mass_GeV);
      bool const ascends =
          std::isfinite(mass_GeV) && mass_GeV > (result.at_mass.empty() ? 0.0 : result.at_mass.back().first);
      if (!ascends)
        table.problem("tables", "the masses of the mediator (mediator_mass_GeV) must be positive and ascend");
      result.at_mass.emplace_back(mass_GeV, std::make_shared<ParentSpectrum const>(*text));
    } catch (InputError const& error) {
      table.problem("tables", error.what());
    }
  }
  if (result.at_mass.size() < 2) table.problem("tables", "at least two masses are needed, to interpolate between");
  for (std::string const name : {"k_factor", "k_low", "k_high"}) {
    auto const factor = table.sourced(name);
    beam.definition.field("drell-yan " + name, factor.value);
    if (!(factor.value > 0.0)) table.problem(name, "must be positive");
    if (factor.doubtful()) beam.flags.push_back(fmt::format("beam {}: {} {}", beam.name, name, factor.source));
    result.k_factors.emplace_back(fmt::format("{} = {}", name, factor.value), factor.value);
  }
  table.finish();
  return result;
}

/// Tracks in a thick target: `track_length`, and `track_angle` where angles matter. Null when there were problems.
std::shared_ptr<TrackLength const> read_tracks(TomlTable& target, std::filesystem::path const& folder, DataFiles& files,
                                               Problems& problems) {
  auto const which = target.text("track_length");
  auto const tracks = read_table(files, folder, which, "track length", target, "track_length", problems);
  if (!tracks) return nullptr;
  std::optional<TextTable> angles;
  if (auto const which_angle = target.optional_text("track_angle"))
    angles = read_table(files, folder, *which_angle, "track angle", target, "track_angle", problems);
  try {
    return std::make_shared<TrackLength const>(*tracks, angles ? &*angles : nullptr);
  } catch (InputError const& error) {
    target.problem("track_length", error.what());
    return nullptr;
  }
}

std::vector<std::string> optional_texts(TomlTable& table, std::string_view key) {
  return table.has(key) ? table.texts(key) : std::vector<std::string>{};
}

/// Form factors of the proton by name.
std::vector<std::string> read_form_factors(TomlTable& region) {
  auto result = optional_texts(region, "form_factors");
  std::vector<std::string_view> names;
  for (auto const& one : proton_form_factors) names.push_back(one.name);
  for (auto const& name : result)
    if (std::find(names.begin(), names.end(), name) == names.end())
      region.problem("form_factors", fmt::format("'{}' is unknown (known: {})", name, fmt::join(names, ", ")));
  return result;
}

/// Treatments of proton bremsstrahlung where a beam file names none: all but the scale between two others, at which the
/// spectrum lies between theirs too, so that the envelope is the same without it.
constexpr std::array usual_splittings{"fww", "fww-dirac", "quasi-real-1.0", "quasi-real-2.0"};

/// Treatments of proton bremsstrahlung by name.
std::vector<ProtonSplitting> read_splittings(TomlTable& region) {
  std::vector<ProtonSplitting> result;
  auto wanted = optional_texts(region, "splittings");
  if (wanted.empty()) wanted.assign(usual_splittings.begin(), usual_splittings.end());
  for (auto const& name : wanted) {
    if (auto const known = proton_splitting(name)) {
      result.push_back(*known);
      continue;
    }
    std::vector<std::string_view> names;
    for (auto const& one : proton_splittings) names.push_back(one.name);
    region.problem("splittings", fmt::format("'{}' is unknown (known: {})", name, fmt::join(names, ", ")));
  }
  return result;
}

std::filesystem::path file_of(std::filesystem::path const& folder, std::string const& beam) {
  return folder / "beams" / (beam + ".toml");
}

void doubt(Beam& beam, std::string const& what, Sourced const& number) {
  if (number.doubtful()) beam.flags.push_back(fmt::format("beam {}: {} {}", beam.name, what, number.source));
}

}  // namespace

ParentSpectrum const& Parent::from(std::string const& generator) const {
  for (auto const& [source, table] : spectra)
    if (source == generator) return *table;
  return *spectra.front().second;
}

double Parent::statistical_error(std::string const& generator) const {
  auto const own = statistical_errors.find(generator);
  if (own != statistical_errors.end()) return own->second;
  auto const central = statistical_errors.find(spectra.front().first);
  return central == statistical_errors.end() ? 0.0 : central->second;
}

double Beam::collisions_per_exposure() const {
  constexpr double per_fb_in_pb = 1e3;  // 1 fb^-1 = 1000 pb^-1
  return kind == BeamKind::collider ? per_fb_in_pb * sigma_inelastic_pb->value : 1.0;
}

Parent const* Beam::parent(std::string const& particle) const {
  auto const found =
      std::find_if(parents.begin(), parents.end(), [&](Parent const& p) { return p.particle == particle; });
  return found == parents.end() ? nullptr : &*found;
}

StoppedParent const* Beam::stopped_parent(std::string const& particle) const {
  auto const found =
      std::find_if(stopped.begin(), stopped.end(), [&](auto const& one) { return one.particle == particle; });
  return found == stopped.end() ? nullptr : &*found;
}

std::shared_ptr<Beam const> load_beam(std::filesystem::path const& folder, std::string const& name,
                                      Problems& problems) {
  auto const file = file_of(folder, name);
  if (!is_file_name(name)) {
    problems.add(file.string() + ":1:1", fmt::format("there is no beam '{}': it is no name of a file", name));
    return nullptr;
  }
  std::string text;
  try {
    text = DataFiles{folder}.definition(file, "beam " + name);
  } catch (IoError const& error) {
    problems.add(file.string() + ":1:1", fmt::format("there is no beam '{}': {}", name, error.what()));
    return nullptr;
  }
  return read_beam(text, folder, name, problems);
}

std::shared_ptr<Beam const> read_beam(std::string_view text, std::filesystem::path const& folder,
                                      std::string const& name, Problems& problems) {
  auto const before = problems.list().size();
  auto const file = file_of(folder, name);
  DataFiles files{folder};
  auto beam = std::make_shared<Beam>();
  auto table = TomlTable::parse(text, file.string(), problems);
  beam->name = table.text("name");
  if (beam->name != name)
    table.problem("name", fmt::format("the file is called '{}', the beam '{}'", name, beam->name));
  beam->title = table.text("title");
  auto const kind = table.text("kind");
  if (kind == "collider")
    beam->kind = BeamKind::collider;
  else if (kind == "proton-target")
    beam->kind = BeamKind::proton_target;
  else if (kind == "electron-target")
    beam->kind = BeamKind::electron_target;
  else if (kind == "muon-target")
    beam->kind = BeamKind::muon_target;
  else
    table.problem(
        "kind",
        fmt::format("'{}' is no kind of beam (known: collider, proton-target, electron-target, muon-target)", kind));
  auto const energy = table.sourced("energy", Dimension::energy);
  beam->energy_GeV = energy.value;
  auto& key = beam->definition;
  key.field("kind", kind).field("energy", energy.value);
  if (energy.value <= 0.0) table.problem("energy", "must be positive");
  doubt(*beam, "energy", energy);
  if (beam->kind == BeamKind::collider) {
    beam->sigma_inelastic_pb = table.sourced("sigma_inelastic", Dimension::cross_section);
    key.field("sigma_inelastic", beam->sigma_inelastic_pb->value);
    doubt(*beam, "inelastic cross section", *beam->sigma_inelastic_pb);
  }
  // A beam as a publication took it differs in numbers and in the choice of tables, not in the tables.
  auto const tables_of = table.optional_text("tables_of").value_or(name);
  if (!is_file_name(tables_of)) table.problem("tables_of", "expected the name of another beam, whose tables are read");
  auto const tables_folder = folder / "beams" / (is_file_name(tables_of) ? tables_of : name);
  for (auto& parent : table.tables("parent"))
    beam->parents.push_back(read_parent(parent, tables_folder, files, problems, *beam));
  read_decays_of_parents(table, *beam);
  if (auto region = table.optional_table("proton_bremsstrahlung")) {
    auto const z_min = region->sourced("z_min");
    auto const z_max = region->sourced("z_max");
    auto const pT_max = region->sourced("pT_max", Dimension::energy);
    beam->proton_bremsstrahlung = {z_min.value, z_max.value, pT_max.value, read_splittings(*region),
                                   read_form_factors(*region)};
    key.field("z_min", z_min.value).field("z_max", z_max.value).field("pT_max", pT_max.value);
    std::vector<std::string> splittings;
    for (auto const& one : beam->proton_bremsstrahlung->splittings) splittings.emplace_back(one.name);
    key.field("splittings", splittings).field("form factors", beam->proton_bremsstrahlung->form_factors);
    if (!(0.0 < z_min.value && z_min.value < z_max.value && z_max.value < 1.0))
      region->problem("z_min", "expected 0 < z_min < z_max < 1");
    region->finish();
  }
  if (auto parton = table.optional_table("drell_yan"))
    beam->drell_yan = read_drell_yan(std::move(*parton), tables_folder, files, problems, *beam);
  if (auto target = table.optional_table("electron_target")) {
    ElectronTarget electrons{};
    electrons.Z = target->sourced("Z").value;
    electrons.A = target->sourced("A").value;
    electrons.X0_g_cm2 = target->sourced("X0_g_cm2").value;
    auto const process = target->text("process");
    electrons.exact = process == "exact";
    key.field("Z", electrons.Z).field("A", electrons.A).field("X0_g_cm2", electrons.X0_g_cm2).field("process", process);
    if (process != "exact" && process != "improved-weizsaecker-williams")
      target->problem("process", fmt::format("'{}' is unknown (known: exact, improved-weizsaecker-williams)", process));
    if (auto const thickness = target->optional_sourced("thickness_X0")) {
      electrons.thickness_X0 = thickness->value;
      key.field("thickness_X0", thickness->value);
      if (!(thickness->value > 0.0 && thickness->value <= thick_X0))
        target->problem("thickness_X0", fmt::format("expected more than 0 and at most {} radiation lengths; a thicker "
                                                    "target needs a 'track_length'",
                                                    thick_X0));
      doubt(*beam, "thickness", *thickness);
    } else {
      electrons.tracks = read_tracks(*target, tables_folder, files, problems);
    }
    target->finish();
    beam->electrons = electrons;
  }
  if (auto target = table.optional_table("muon_target")) {
    MuonTarget muons{};
    muons.Z = target->sourced("Z").value;
    muons.A = target->sourced("A").value;
    auto const thickness = target->sourced("thickness_g_cm2");
    muons.thickness_g_cm2 = thickness.value;
    key.field("muons on Z", muons.Z).field("A", muons.A).field("thickness", muons.thickness_g_cm2);
    doubt(*beam, "thickness", thickness);
    if (!(muons.Z > 0.0 && muons.A > 0.0 && muons.thickness_g_cm2 > 0.0))
      target->problem("Z", "'Z', 'A' and 'thickness_g_cm2' must be positive");
    // A muon loses 2 MeV in 1 g/cm2 (PDG, atomic properties of heavy elements: 1.1 to 2 at the minimum).
    constexpr double loss_GeV = 2e-3;
    constexpr double most_lost = 0.1;
    if (muons.thickness_g_cm2 * loss_GeV > most_lost * beam->energy_GeV)
      target->problem("thickness_g_cm2", "muons lose more than a tenth of their energy in it: too thick");
    target->finish();
    beam->muons = muons;
  }
  if (auto target = table.optional_table("photon_target")) {
    beam->photons = read_photon_target(std::move(*target), key, beam->flags);
    if (!beam->parent("pi0")) table.problem("photon_target", "photons come from decays of pi0: their table is needed");
  }
  if (auto groups = table.optional_table("nuisance")) {
    for (auto const& mechanism : groups->keys()) {
      beam->nuisance_groups[mechanism] = groups->text(mechanism);
      if (mechanism == proton_bremsstrahlung)
        groups->problem(mechanism, fmt::format("its nuisances are '{}' and '{}' on every beam: leave it out",
                                               proton_splitting_group, proton_form_factor_group));
      else if (std::find(mechanisms.begin(), mechanisms.end(), mechanism) == mechanisms.end())
        groups->problem(mechanism, fmt::format("'{}' is no production mechanism (known: {})", mechanism,
                                               fmt::join(mechanisms, ", ")));
    }
    groups->finish();
  }
  if (beam->proton_bremsstrahlung) beam->nuisance_groups[proton_bremsstrahlung] = proton_splitting_group;
  auto const need_group = [&](bool offered, std::string const& mechanism) {
    if (offered && !beam->nuisance_groups.contains(mechanism))
      table.problem("nuisance", fmt::format("'{}' has no nuisance group: add it to [nuisance]", mechanism));
  };
  need_group(!beam->parents.empty(), "meson-decay");
  need_group(!beam->parents.empty(), "mixing");
  need_group(beam->drell_yan.has_value(), "drell-yan");
  need_group(beam->electrons.has_value(), "electron-bremsstrahlung");
  need_group(beam->muons.has_value(), "muon-bremsstrahlung");
  need_group(beam->photons.has_value(), "primakoff");
  need_group(beam->photons.has_value() && beam->photons->inelastic_pb.has_value(), "photon-fusion");
  need_group(beam->electrons.has_value() && beam->electrons->tracks != nullptr, "primakoff");
  table.finish();
  for (auto const& [mechanism, group] : beam->nuisance_groups) key.field("nuisance " + mechanism, group);
  for (auto const& [role, digest] : files.record()) key.field("table: " + role, digest);
  if (problems.list().size() != before) return nullptr;
  return beam;
}

}  // namespace penumbra
