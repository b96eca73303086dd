#include "beam/photon_target.hpp"

#include <fmt/format.h>

namespace penumbra {

double PhotonTarget::absorption_cm2() const {
  constexpr double avogadro = 6.02214076e23;  // exact, SI
  // Tsai, Rev. Mod. Phys. 46 (1974) 815, in complete screening: 7/9 of one per radiation length.
  return 7.0 / 9.0 * A / (avogadro * X0_g_cm2);
}

PhotonTarget read_photon_target(TomlTable table, CanonicalWriter& definition, std::vector<std::string>& flags) {
  auto const keep = [&](std::string const& name, Sourced const& number) {
    definition.field("photon target " + name, number.value);
    if (number.doubtful()) flags.push_back(fmt::format("photon target: {} {}", name, number.source));
    return number.value;
  };
  PhotonTarget target{};
  target.Z = keep("Z", table.sourced("Z"));
  target.A = keep("A", table.sourced("A"));
  target.X0_g_cm2 = keep("X0_g_cm2", table.sourced("X0_g_cm2"));
  if (!(target.Z > 0.0 && target.A > 4.0 && target.X0_g_cm2 > 0.0))
    table.problem("Z", "'Z' and 'X0_g_cm2' must be positive, and 'A' above 4 (the form factor is that of a nucleus)");
  if (auto const inelastic = table.optional_sourced("inelastic", Dimension::cross_section)) {
    target.inelastic_pb = keep("inelastic", *inelastic);
    if (!(inelastic->value > 0.0)) table.problem("inelastic", "must be positive");
  }
  if (auto const distance = table.optional_sourced("distance", Dimension::length)) {
    target.distance_m = keep("distance", *distance);
    target.seen_at_m = keep("seen_at", table.sourced("seen_at", Dimension::length));
    if (!(0.0 < target.distance_m && target.distance_m < target.seen_at_m))
      table.problem("distance", "expected 0 < distance < seen_at");
  }
  if (auto const angle = table.optional_sourced("angle_max", Dimension::angle)) {
    target.angle_max_rad = keep("angle_max", *angle);
    if (!(angle->value > 0.0)) table.problem("angle_max", "must be positive");
  }
  table.finish();
  return target;
}

}  // namespace penumbra
