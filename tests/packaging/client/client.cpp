// Width of an axion-like particle to two photons, g^2 m^3 / (64 pi) (arXiv:1512.03069), from the installed library:
// exit code 0 if it agrees.
#include <cmath>
#include <cstdio>
#include <numbers>
#include <vector>

#include "model/registry.hpp"

int main() {
  auto const model = penumbra::make_model("alp-photon");
  std::vector<double> const masses{0.135};
  double per_coupling_squared_GeV = 0.0;
  for (auto const& mode : model->decays(masses))
    if (mode.final_state == "gammagamma") per_coupling_squared_GeV += mode.width_GeV;
  double const expected_GeV = std::pow(masses[0], 3) / (64.0 * std::numbers::pi);
  std::printf("%zu models, width %.6e g^2 GeV\n", penumbra::model_names().size(), per_coupling_squared_GeV);
  return std::abs(per_coupling_squared_GeV / expected_GeV - 1.0) < 1e-9 ? 0 : 1;
}
