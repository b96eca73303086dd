#pragma once

#include "model/model.hpp"

namespace penumbra {

/// Width of a mediator of mass m to the dark-matter pair at alpha_D = 1, GeV; zero below threshold.
///
/// Complex scalar m/12 beta^3; Majorana m/6 beta^3; Dirac m/3 beta (1 + 2 r^2); pseudo-Dirac off-diagonal
/// m/3 sqrt{[1-(m1+m2)^2/m^2][1-(m1-m2)^2/m^2]} [1-(m1^2+m2^2-6 m1 m2)/(2 m^2)-(m1^2-m2^2)^2/(2 m^4)],
/// with r = m_chi/m. Source: arXiv:1505.00011 and arXiv:1508.03050 (Lagrangians at DarkMatter::Spin).
double dark_width_GeV(DarkMatter const& dm, double m_GeV);

/// The decay of a transversely polarised mediator (helicity +-1) to the pair: dN/dc = 1 + a (c^2 - 1/3), normalised to
/// two over -1 < c < 1, c the cosine to the mediator's direction in its own frame. Returns a: -3/2 for scalars (sin^2),
/// 3/4 for massless fermions and for the axial current of Majorana ones (1 + cos^2), 0 for Dirac ones at threshold.
double dark_decay_anisotropy(DarkMatter const& dm, double m_GeV);

}  // namespace penumbra
