#include "detection/scattering_window.hpp"

#include <optional>

namespace penumbra {
namespace {

std::optional<Nucleon> nucleon_of(RecoilTarget const& target) {
  if (target.kind == RecoilTarget::Kind::proton) return Nucleon::proton;
  if (target.kind == RecoilTarget::Kind::neutron) return Nucleon::neutron;
  return std::nullopt;
}

}  // namespace

CrossSectionTable cross_section(DarkMatter const& dm, double mediator_GeV, RecoilTarget const& target,
                                ScatteringWindow const& window, double E_max_GeV, Numerics const& numerics) {
  if (auto const* recoils = std::get_if<RecoilWindow>(&window))
    return RecoilCrossSection{dm, mediator_GeV, target, *recoils, E_max_GeV, numerics};
  auto const nucleon = nucleon_of(target);
  if (!nucleon) return CrossSectionTable{E_max_GeV};
  if (auto const* pions = std::get_if<PionWindow>(&window))
    return PionProductionCrossSection{dm, mediator_GeV, *nucleon, *pions, E_max_GeV, numerics};
  return DeepInelasticCrossSection{dm, mediator_GeV, *nucleon, std::get<ShowerWindow>(window), E_max_GeV, numerics};
}

}  // namespace penumbra
