#pragma once

#include <algorithm>
#include <array>
#include <string_view>

#include "particle/constants.hpp"
#include "particle/weak_hadrons.hpp"

namespace penumbra {

/// A particle that decays weakly, or a boson of the weak interaction, by its name in beam files (both charges).
struct WeakParent {
  std::string_view name;
  double mass_GeV;
  double lifetime_s;  ///< zero for bosons
  bool neutral = false;
  bool hadron = true;

  double ctau_m() const { return sm::hbar_c_GeV_m / sm::hbar_GeV_s * lifetime_s; }
  /// Does it leave the place where it was made before it decays? Charm, beauty and tau fly less than a centimetre at
  /// 100 GeV, and nothing stops them there.
  bool flies() const {
    constexpr double shortest_m = 1e-3;
    return ctau_m() > shortest_m;
  }
};

inline constexpr std::array weak_parents{
    WeakParent{"pi+", sm::m_pi_GeV, weak::pi_lifetime_s},
    WeakParent{"K+", sm::m_K_GeV, weak::K_lifetime_s},
    WeakParent{"KL", sm::m_K0_GeV, weak::K_L_lifetime_s, true},
    WeakParent{"KS", sm::m_K0_GeV, weak::K_S_lifetime_s, true},
    WeakParent{"mu", sm::m_mu_GeV, sm::muon_lifetime_s, false, false},
    WeakParent{"tau", sm::m_tau_GeV, weak::tau_lifetime_s, false, false},
    WeakParent{"D+", weak::m_D_GeV, weak::D_lifetime_s},
    WeakParent{"D0", sm::m_D0_GeV, weak::D0_lifetime_s, true},
    WeakParent{"Ds+", weak::m_Ds_GeV, weak::Ds_lifetime_s},
    WeakParent{"B+", sm::m_B_GeV, weak::B_lifetime_s},
    WeakParent{"B0", sm::m_B0_GeV, weak::B0_lifetime_s, true},
    WeakParent{"Bs0", weak::m_Bs_GeV, weak::Bs_lifetime_s, true},
    WeakParent{"Bc+", weak::m_Bc_GeV, weak::Bc_lifetime_s},
    WeakParent{"W+", sm::m_W_GeV, 0.0, false, false},
    WeakParent{"Z", sm::m_Z_GeV, 0.0, true, false},
    WeakParent{"h", sm::m_higgs_GeV, 0.0, true, false},
};

/// Null for everything else: hadrons that decay at once.
inline WeakParent const* weak_parent(std::string_view name) {
  auto const found =
      std::find_if(weak_parents.begin(), weak_parents.end(), [&](WeakParent const& one) { return one.name == name; });
  return found == weak_parents.end() ? nullptr : &*found;
}

}  // namespace penumbra
