#include "model/registry.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

#include "core/errors.hpp"
#include "model/alp/alp.hpp"
#include "model/dark_photon/dark_photon.hpp"
#include "model/dark_scalar/dark_scalar.hpp"
#include "model/hnl/hnl.hpp"
#include "model/vector/gauge_boson.hpp"
#include "model/vector_dm/vector_dm.hpp"

namespace penumbra {
namespace {

struct ModelEntry {
  std::string_view name;
  std::unique_ptr<Model const> (*make)(std::map<std::string, std::string> const& options);
};

/// Every model, in alphabetical order.
constexpr std::array entries{
    ModelEntry{"alp", &make_alp},
    ModelEntry{"alp-fermion", &make_alp_fermion},
    ModelEntry{"alp-gluon", &make_alp_gluon},
    ModelEntry{"alp-hypercharge", &make_alp_hypercharge},
    ModelEntry{"alp-photon", &make_alp_photon},
    ModelEntry{"alp-w", &make_alp_w},
    ModelEntry{"b-minus-l", &make_b_minus_l},
    ModelEntry{"baryon", &make_baryon},
    ModelEntry{"dark-photon", &make_dark_photon},
    ModelEntry{"dark-scalar", &make_dark_scalar},
    ModelEntry{"hnl", &make_hnl},
    ModelEntry{"l-e-minus-l-mu", &make_l_e_minus_l_mu},
    ModelEntry{"l-e-minus-l-tau", &make_l_e_minus_l_tau},
    ModelEntry{"l-mu-minus-l-tau", &make_l_mu_minus_l_tau},
    ModelEntry{"leptophobic-dm", &make_leptophobic_dm},
    ModelEntry{"protophobic", &make_protophobic},
    ModelEntry{"scalar", &make_scalar},
    ModelEntry{"vector", &make_vector},
    ModelEntry{"vector-dm", &make_vector_dm},
};

}  // namespace

std::vector<AwaitedModel> const& awaited_models() {
  static std::vector<AwaitedModel> const awaited{
      {"millicharged", {"mass"}, {"q"}}, {"neutrino-dipole", {"mass"}, {"d_e", "d_mu", "d_tau", "d"}},  // d: all three
  };
  return awaited;
}

std::vector<std::string> model_names() {
  std::vector<std::string> names;
  for (auto const& entry : entries) names.emplace_back(entry.name);
  return names;
}

std::unique_ptr<Model const> make_model(std::string const& name, std::map<std::string, std::string> const& options) {
  auto const entry = std::find_if(entries.begin(), entries.end(), [&](ModelEntry const& e) { return e.name == name; });
  if (entry == entries.end())
    throw InputError(fmt::format("no model is called '{}' (known: {})", name, fmt::join(model_names(), ", ")));
  return entry->make(options);
}

}  // namespace penumbra
