#pragma once

#include <string>
#include <vector>

#include "analysis/experiment_file.hpp"
#include "analysis/scattering_search.hpp"

namespace penumbra {

/// An element of a detector's material.
struct Element {
  std::string name;
  int Z;
  double A;  ///< atomic mass in atomic units
  double atoms_per_m3;
};

/// `[[material]]`: the elements of the target.
std::vector<Element> read_materials(TomlTable& file, NumberReader& reader);

/// What a signature scatters on in these elements: all electrons, all nucleons as if they were free, or each nucleus as
/// a whole.
std::vector<TargetDensity> targets_of(std::string const& signature, std::vector<Element> const& elements);

}  // namespace penumbra
