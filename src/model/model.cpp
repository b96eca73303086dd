#include "model/model.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/contracts.hpp"
#include "particle/constants.hpp"

namespace penumbra {

double Monomial::operator()(Couplings couplings) const {
  PENUMBRA_EXPECT(powers.size() == couplings.size());
  double value = 1.0;
  for (std::size_t i = 0; i < powers.size(); ++i)
    for (int n = 0; n < powers[i]; ++n) value *= couplings[i];
  return value;
}

std::size_t Model::mass_count() const {
  return static_cast<std::size_t>(std::count_if(parameters().begin(), parameters().end(),
                                                [](Parameter const& p) { return p.kind == ParameterKind::mass; }));
}

std::size_t Model::coupling_count() const { return parameters().size() - mass_count(); }

std::string_view to_string(DarkMatter::Spin spin) {
  switch (spin) {
    case DarkMatter::Spin::complex_scalar:
      return "complex-scalar";
    case DarkMatter::Spin::majorana:
      return "majorana";
    case DarkMatter::Spin::dirac:
      return "dirac";
    case DarkMatter::Spin::pseudo_dirac:
      break;
  }
  return "pseudo-dirac";
}

std::vector<double> typical_masses(Model const& model) {
  std::vector<double> masses;
  for (auto const& parameter : model.parameters())
    if (parameter.kind == ParameterKind::mass)
      masses.push_back(parameter.min > 0.0 ? std::sqrt(parameter.min * parameter.max) : 0.5 * parameter.max);
  return masses;
}

std::vector<std::size_t> absent_among(Couplings couplings) {
  std::vector<std::size_t> absent;
  for (std::size_t i = 0; i < couplings.size(); ++i)
    if (couplings[i] == 0.0) absent.push_back(i);
  return absent;
}

bool Monomial::has_any_of(std::span<std::size_t const> couplings) const {
  return std::any_of(couplings.begin(), couplings.end(), [&](std::size_t coupling) { return powers[coupling] > 0; });
}

double partial_width_GeV(DecayMode const& mode, Couplings couplings, Widths widths) {
  double const central_GeV = mode.width_GeV * mode.monomial(couplings);
  switch (widths) {
    case Widths::narrow:
      return central_GeV / mode.spread;
    case Widths::wide:
      return central_GeV * mode.spread;
    case Widths::central:
      break;
  }
  return central_GeV;
}

double total_width_GeV(std::span<DecayMode const> decays, Couplings couplings, Widths widths) {
  double width = 0.0;
  for (auto const& mode : decays) width += partial_width_GeV(mode, couplings, widths);
  return width;
}

double ctau_m(double width_GeV) { return sm::hbar_c_GeV_m / width_GeV; }

Quantities width_quantities(std::span<DecayMode const> decays, Couplings couplings) {
  double const total_GeV = total_width_GeV(decays, couplings);
  Quantities all{{"Gamma_total [GeV]", total_GeV}};
  if (!(total_GeV > 0.0)) return all;
  all["ctau [m]"] = ctau_m(total_GeV);
  for (auto const& mode : decays) {
    double const width_GeV = mode.width_GeV * mode.monomial(couplings);
    all[fmt::format("Gamma({}) [GeV]", mode.final_state)] = width_GeV;
    all[fmt::format("BR({})", mode.final_state)] = width_GeV / total_GeV;
  }
  return all;
}

}  // namespace penumbra
