#include "analysis/counted_productions.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "production/flux_store.hpp"
#include "production/proton_bremsstrahlung_flux.hpp"

namespace penumbra {
namespace {

/// Squared form factors of the proton by name, the first central; none where protons do not radiate.
std::vector<std::pair<std::string, double>> form_factors_of(Beam const& beam, ProductionChannel const& production) {
  if (!beam.proton_bremsstrahlung) return {};
  if (auto const* vector = std::get_if<ProtonBremsstrahlung>(&production.mechanism))
    return form_factors_on(beam, *vector);
  if (auto const* scalar = std::get_if<ScalarProtonBremsstrahlung>(&production.mechanism))
    return scalar->form_factor_squared;
  return {};
}

}  // namespace

std::vector<ProductionChannel> counted_productions(std::vector<ProductionChannel> const& all, Beam const& beam,
                                                   double mediator_mass_GeV, std::vector<std::string> const& wanted,
                                                   std::optional<double> virtual_mass_GeV) {
  std::vector<ProductionChannel> result;
  std::set<std::string> taken;
  for (auto const& production : all) {
    bool const counts = wanted.empty() || std::find(wanted.begin(), wanted.end(), production.name) != wanted.end();
    bool const quarks = std::holds_alternative<DrellYan>(production.mechanism);
    double const mass_GeV = quarks ? mediator_mass_GeV : virtual_mass_GeV.value_or(mediator_mass_GeV);
    if (!counts || FluxStore::variants(beam, production, mass_GeV).empty()) continue;
    // Members of one group that share a mechanism (the mixings of rho, omega and phi) belong together.
    if (!production.exclusive_group.empty()) {
      auto const label = production.exclusive_group + "/" + mechanism_of(production);
      bool const other_taken = std::any_of(taken.begin(), taken.end(), [&](std::string const& t) {
        return t != label && t.starts_with(production.exclusive_group + "/");
      });
      if (other_taken) continue;
      taken.insert(label);
    }
    result.push_back(production);
  }
  return result;
}

std::vector<std::string> nuisance_groups(Beam const& beam) {
  std::set<std::string> groups;
  for (auto const& [mechanism, group] : beam.nuisance_groups) groups.insert(group);
  for (auto const& parent : beam.parents)
    if (!parent.nuisance_group.empty()) groups.insert(parent.nuisance_group);
  return {groups.begin(), groups.end()};
}

std::string nuisance_group(Beam const& beam, ProductionChannel const& production) {
  if (std::holds_alternative<ScalarProtonBremsstrahlung>(production.mechanism))
    return std::string{proton_splitting_group};
  auto const* parent = beam.parent(parent_of(production));
  if (parent && !parent->nuisance_group.empty()) return parent->nuisance_group;
  // What decays, and what mixes, has one group whatever comes of it.
  std::string mechanism = mechanism_of(production);
  if (std::holds_alternative<PseudoscalarMixing>(production.mechanism)) mechanism = "mixing";
  if (is_weak_decay(production)) mechanism = "meson-decay";
  auto const found = beam.nuisance_groups.find(mechanism);
  return found == beam.nuisance_groups.end() ? std::string{} : found->second;
}

std::vector<std::string> variants_of(Beam const& beam, std::vector<ProductionChannel> const& productions,
                                     double mediator_mass_GeV) {
  std::vector<std::string> names;
  for (auto const& production : productions)
    for (auto const& name : FluxStore::variants(beam, production, mediator_mass_GeV))
      if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  return names;
}

std::vector<SignalFactor> signal_factors(Beam const& beam) {
  if (!beam.proton_bremsstrahlung) return {};
  return {{std::string{proton_form_factor_group}, std::string{proton_splitting_group}}};
}

ComponentSignal form_factor_range(Beam const& beam, std::vector<ProductionChannel> const& productions) {
  for (auto const& production : productions) {
    auto const all = form_factors_of(beam, production);
    if (all.empty()) continue;
    ComponentSignal range{1.0, 1.0, 1.0};
    for (auto const& [name, squared] : all) {
      range.low = std::min(range.low, squared / all.front().second);
      range.high = std::max(range.high, squared / all.front().second);
    }
    return range;
  }
  return {};
}

std::vector<std::pair<std::string, double>> form_factor_factors(Beam const& beam, ProductionChannel const& production) {
  std::vector<std::pair<std::string, double>> result;
  auto const all = form_factors_of(beam, production);
  for (std::size_t i = 1; i < all.size(); ++i)
    result.emplace_back("expected with " + all[i].first, all[i].second / all.front().second);
  return result;
}

std::vector<double> smallest_masses(Model const& model) {
  std::vector<double> masses;
  for (auto const& parameter : model.parameters())
    if (parameter.kind == ParameterKind::mass) masses.push_back(parameter.min);
  return masses;
}

void write_beam_key(CanonicalWriter& writer, Model const& model, Beam const& beam,
                    std::vector<std::string> const& counted) {
  writer.field("beam", beam.definition);
  writer.field("counted productions", counted);
  writer.field("physics version: production", production_physics_version);
  writer.field("physics version: model " + model.name(), model.physics_version());
  Numerics{}.write_key(writer);
}

double statistical_error(Beam const& beam, std::span<ProductionChannel const> together, std::string const& variant) {
  if (together.size() == 1) {
    auto const* parent = beam.parent(parent_of(together.front()));
    return parent ? parent->statistical_error(variant) : 0.0;
  }
  // What comes of one parent moves together, parents are independent.
  std::map<std::string, double> made;
  double all = 0.0;
  for (auto const& production : together) {
    auto const particle = parent_of(production);
    auto const* parent = beam.parent(particle);
    if (!parent) continue;
    double const number = mediators_per_parent(production) * parent->yield_factor * parent->from(variant).total();
    made[particle] += number;
    all += number;
  }
  double variance = 0.0;
  for (auto const& [particle, number] : made)
    variance += std::pow(number / all * beam.parent(particle)->statistical_error(variant), 2);
  return std::sqrt(variance);
}

std::optional<double> factor_on_central(Beam const& beam, std::span<ProductionChannel const> together,
                                        std::string const& variant) {
  std::optional<double> common;
  for (auto const& production : together) {
    auto const particle = parent_of(production);
    auto const* parent = beam.parent(particle);
    if (!parent || beam.stopped_parent(particle)) return std::nullopt;
    auto const end = parent->yield_range.find(variant);
    if (end == parent->yield_range.end() || (common && *common != end->second)) return std::nullopt;
    common = end->second;
  }
  return common;
}

std::vector<SeenTogether> seen_together(Beam const& beam, std::vector<ProductionChannel> const& productions,
                                        double mediator_mass_GeV) {
  std::vector<SeenTogether> result;
  std::vector<std::vector<std::string>> variants;  // of each of these
  for (auto const& production : productions) {
    auto own = FluxStore::variants(beam, production, mediator_mass_GeV);
    std::size_t same = 0;
    while (same < result.size() &&
           !(is_weak_decay(production) && is_weak_decay(result[same].productions.front()) &&
             production.monomial.powers == result[same].monomial().powers && own == variants[same]))
      ++same;
    if (same < result.size()) {
      result[same].productions.push_back(production);
      continue;
    }
    result.push_back({{production}});
    variants.push_back(std::move(own));
  }
  return result;
}

std::vector<SeenTogether> one_by_one(std::vector<ProductionChannel> const& productions) {
  std::vector<SeenTogether> result;
  for (auto const& production : productions) result.push_back({{production}});
  return result;
}

ComponentSignal envelope(std::span<VariantSignal const> by_variant) {
  if (by_variant.empty()) return {};
  double const nominal = by_variant.front().signal();
  ComponentSignal result{nominal, nominal, nominal};
  for (auto const& variant : by_variant) {
    double const error = variant.relative_error();
    result.low = std::min(result.low, variant.signal() * std::exp(-error));
    result.high = std::max(result.high, variant.signal() * std::exp(error));
  }
  return result;
}

}  // namespace penumbra
