#include "analysis/limit_words.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>
#include <string_view>
#include <vector>

#include "core/table_reader.hpp"

namespace penumbra {
namespace {

/// A mechanism, and what may follow it after a colon: names, or nothing.
struct Mechanism {
  std::string_view name;
  std::vector<std::string_view> of = {};
  bool alone = true;  ///< it may stand without them
};

std::vector<Mechanism> const& mechanisms() {
  static std::vector<Mechanism> const all{
      {"meson-decay",
       {"pi0", "pi+", "eta", "eta'", "omega", "phi", "K",  "K+", "KL", "KS",    "D",
        "D+",  "D0",  "D*0", "Ds+",  "B",     "B+",  "B0", "Bs", "Bc", "J/psi", "Upsilon"},
       false},
      {"meson-mixing", {"pi0", "eta", "eta'", "rho", "omega", "phi"}, false},
      {"annihilation", {"e+e-"}, false},
      {"loop", {"e", "mu"}, false},
      {"drell-yan", {"W"}},
      {"beta-decay", {"8B"}},
      {"electron-bremsstrahlung"},
      {"muon-bremsstrahlung"},
      {"proton-bremsstrahlung"},
      {"pion-bremsstrahlung"},
      {"primakoff"},
      {"photon-fusion"},
      {"vector-boson-fusion"},
      {"muon-decay"},
      {"tau-decay"},
      {"w-decay"},
      {"z-decay"},
      {"higgs-decay"},
      {"neutrino-scattering"},
      {"atmospheric"},
      {"electroweak fit"},
      {"see-saw"},
      {"stellar"},
      {"halo"},
      {"freeze-out"},
      {"thermal"},
      {"laser"}};
  return all;
}

constexpr std::array<std::string_view, 5> groups{"visible", "invisible", "escape", "any", "none"};
/// Longer names before those that they begin with.
constexpr std::array<std::string_view, 24> particles{
    "gamma", "jets", "hadrons", "tau+", "tau-", "mu+", "mu-",  "mu",   "e+",    "e-",     "pi+",     "pi-",
    "pi0",   "K+",   "K-",      "KL",   "KS",   "eta", "rho+", "rho-", "nu(e)", "nu(mu)", "nu(tau)", "nu"};

}  // namespace

std::string why_no_mechanism(std::string const& word) {
  auto const colon = word.find(':');
  std::string_view const name = std::string_view{word}.substr(0, colon);
  auto const found =
      std::find_if(mechanisms().begin(), mechanisms().end(), [&](auto const& known) { return known.name == name; });
  if (found == mechanisms().end()) {
    std::vector<std::string_view> names;
    for (auto const& known : mechanisms()) names.push_back(known.name);
    return fmt::format("found '{}', expected mechanisms: {}", word, fmt::join(names, ", "));
  }
  if (colon == std::string::npos)
    return found->alone ? ""
                        : fmt::format("found '{0}', expected '{0}:' and one of {1}", word, fmt::join(found->of, ", "));
  auto const of = std::string_view{word}.substr(colon + 1);
  if (std::find(found->of.begin(), found->of.end(), of) != found->of.end()) return {};
  return found->of.empty()
             ? fmt::format("found '{}', expected '{}' alone", word, name)
             : fmt::format("found '{}' after '{}:', expected one of {}", of, name, fmt::join(found->of, ", "));
}

std::string why_no_final_state(std::string const& word) {
  if (std::find(groups.begin(), groups.end(), word) != groups.end()) return {};
  std::string_view rest = word;
  int count = 0;
  while (!rest.empty()) {
    auto const first = std::find_if(particles.begin(), particles.end(), [&](auto p) { return rest.starts_with(p); });
    if (first == particles.end()) break;
    rest.remove_prefix(first->size());
    ++count;
  }
  if (rest.empty() && count > 0) return {};
  return fmt::format("found '{}', expected {}, or particles run together, as e+e- or mu-pi+ (known: {})", word,
                     fmt::join(groups, ", "), fmt::join(particles, ", "));
}

std::optional<double> end_of_decay_volume_m(std::string const& lifetime) {
  constexpr std::string_view shield = "dump l_shield_m=";
  constexpr std::string_view decay = ";l_decay_m=";
  auto const middle = lifetime.find(decay);
  if (!lifetime.starts_with(shield) || middle == std::string::npos) return std::nullopt;
  try {
    double const near_m = parse_number(lifetime.substr(shield.size(), middle - shield.size()));
    double const length_m = parse_number(lifetime.substr(middle + decay.size()));
    if (near_m >= 0.0 && length_m > 0.0 && std::isfinite(near_m + length_m)) return near_m + length_m;
  } catch (std::invalid_argument const&) {
  }
  return std::nullopt;
}

std::string why_no_lifetime(std::string const& word) {
  if (word == "prompt" || word == "displaced" || word == "none" || end_of_decay_volume_m(word)) return {};
  return fmt::format("found '{}', expected prompt, displaced, none or dump l_shield_m=METRES;l_decay_m=METRES", word);
}

}  // namespace penumbra
