#pragma once

#include <string>

#include "model/model.hpp"

namespace penumbra {

/// The usual variable of thermal targets, y = epsilon^2 alpha_D (m_chi / m_mediator)^4, in place of the coupling of
/// ordinary matter. Far above the resonance <sigma v> at freeze-out depends on y and m_chi alone.
///
/// Source: Izaguirre, Krnjaic, Schuster, Toro, arXiv:1505.00011 (where it is introduced).
/// `matter` is the parameter replaced ("epsilon"), `dark` the squared dark coupling ("alpha_D").
DerivedParameter thermal_y(std::string const& matter = "epsilon", std::string const& dark = "alpha_D",
                           std::string const& dark_matter_mass = "m_chi",
                           std::string const& mediator_mass = "m_mediator");

/// Distance from the resonance of annihilation, delta = m_mediator / (2 m_chi) - 1, in place of the mediator's mass.
/// Positive: the mediator decays to dark matter.
DerivedParameter resonance_delta(std::string const& dark_matter_mass = "m_chi",
                                 std::string const& mediator_mass = "m_mediator");

}  // namespace penumbra
