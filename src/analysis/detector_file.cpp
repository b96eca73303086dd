#include "analysis/detector_file.hpp"

#include <fmt/format.h>

#include <cmath>

#include "particle/constants.hpp"

namespace penumbra {
namespace {

constexpr double per_m3_of_per_cm3 = 1e6;

}  // namespace

std::vector<Element> read_materials(TomlTable& file, NumberReader& reader) {
  std::vector<Element> elements;
  for (auto& table : file.tables("material")) {
    Element element;
    element.name = table.text("element");
    element.Z = static_cast<int>(std::lround(table.number("Z")));
    element.A = table.number("A");
    if (!(element.Z >= 1 && element.A >= element.Z))
      table.problem("Z", fmt::format("Z = {} with A = {}, expected 1 <= Z <= A", element.Z, element.A));
    reader.key.field("element", element.name).field("Z", static_cast<std::int64_t>(element.Z)).field("A", element.A);
    element.atoms_per_m3 = per_m3_of_per_cm3 * reader.positive(table, "atoms_per_cm3");
    table.finish();
    elements.push_back(element);
  }
  if (elements.empty()) file.problem("material", "at least one [[material]] is needed");
  return elements;
}

std::vector<TargetDensity> targets_of(std::string const& signature, std::vector<Element> const& elements) {
  using Hit = RecoilTarget::Kind;
  std::vector<TargetDensity> targets;
  if (signature == "nucleus-recoil") {
    for (auto const& element : elements) {
      double const mass = element.A * sm::atomic_mass_unit_GeV - element.Z * sm::m_e_GeV;
      targets.push_back({{Hit::nucleus, {element.Z, element.A, mass}}, element.atoms_per_m3});
    }
    return targets;
  }
  double protons = 0.0;
  double neutrons = 0.0;
  for (auto const& element : elements) {
    protons += element.Z * element.atoms_per_m3;
    neutrons += (std::round(element.A) - element.Z) * element.atoms_per_m3;
  }
  if (signature == "electron-recoil") return {{{Hit::electron, {}}, protons}};
  return {{{Hit::proton, {}}, protons}, {{Hit::neutron, {}}, neutrons}};
}

}  // namespace penumbra
