#pragma once

#include <optional>
#include <string>

namespace penumbra {

/// The words of a limit file for how a particle is made and what of its decays is counted (limits/SCHEMA.md). Empty if
/// the word is one of them, else what was expected. A final state is any string of known particles: "e+e-", "mu-pi+".
std::string why_no_mechanism(std::string const& word);
std::string why_no_final_state(std::string const& word);
std::string why_no_lifetime(std::string const& word);

/// End of the decay volume in metres, from "dump l_shield_m=L1;l_decay_m=L"; nullopt for other lifetimes.
std::optional<double> end_of_decay_volume_m(std::string const& lifetime);

}  // namespace penumbra
