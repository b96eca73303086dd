#pragma once

#include <array>

namespace penumbra {

struct MeasuredR {
  double m_GeV;
  double r;
};

/// R = sigma(e+e- -> hadrons) / (4 pi alpha^2 / 3 s) on both sides of the phi, up to 2 GeV.
///
/// Source: compilation of the Particle Data Group (COMPAS, Protvino), hadronicrpp_page1001.dat of 2020: below 2 GeV
/// sums of exclusive cross sections. Made by averaging the points within +-5 MeV (+-10 MeV above 1.4 GeV) of each node;
/// figures only, read from the copy in the GAMBIT repository. Statistical scatter of a node: about 1 %; systematic
/// error: 5-10 %.
inline constexpr std::array<MeasuredR, 44> measured_r{{
    {0.96, 1.077}, {0.98, 0.990}, {1.05, 1.245}, {1.06, 1.100}, {1.07, 0.997}, {1.08, 0.978}, {1.09, 0.931},
    {1.10, 0.919}, {1.12, 0.866}, {1.14, 0.883}, {1.16, 0.892}, {1.18, 0.901}, {1.20, 0.930}, {1.22, 0.957},
    {1.24, 1.015}, {1.26, 1.056}, {1.28, 1.106}, {1.30, 1.182}, {1.32, 1.226}, {1.34, 1.308}, {1.36, 1.408},
    {1.38, 1.497}, {1.40, 1.588}, {1.42, 1.712}, {1.44, 1.818}, {1.46, 1.911}, {1.48, 2.010}, {1.50, 2.093},
    {1.52, 2.143}, {1.54, 2.176}, {1.56, 2.243}, {1.58, 2.317}, {1.60, 2.380}, {1.62, 2.456}, {1.64, 2.530},
    {1.66, 2.566}, {1.68, 2.534}, {1.70, 2.455}, {1.73, 2.385}, {1.76, 2.284}, {1.80, 2.192}, {1.84, 2.121},
    {1.88, 2.020}, {1.93, 2.085},
}};

/// Shares of rho and omega in what `hadronic_channels` leaves over of R between 0.95 and 2 GeV; the third is the phi's.
///
/// Source: DARKCAST 2.1 (arXiv:1801.04847, arXiv:2206.08563), which assigns measured channels to mesons: 2 pi, 4 pi and
/// omega pi to the rho, 3 pi to the omega, K K and K K pi to the phi, the others by their resonances. Solved from its
/// total hadronic widths for the dark photon and for vectors of baryon number and of the protophobic charges, which weigh
/// the three by (1, 1, 1), (0, 4, 1), (1, 1, 4); less our own channels, which have the ground states alone. Below 1.08
/// GeV omega and phi interfere there, so that they cannot be told apart: the rho (omega pi0, 4 pi) at 0.95 GeV, linear to
/// the first node. Held constant beyond the last.
inline constexpr std::array rest_mass_GeV{0.95,   1.0791, 1.1223, 1.1673, 1.2141, 1.2628, 1.3135, 1.3661, 1.4209,
                                          1.4779, 1.5372, 1.5988, 1.6629, 1.7296, 1.7989, 1.8711, 1.9461};
inline constexpr std::array rest_of_rho{1.0,    0.1001, 0.3945, 0.5407, 0.6129, 0.6789, 0.7410, 0.7990, 0.8303,
                                        0.8552, 0.8364, 0.7713, 0.8019, 0.8186, 0.8036, 0.7522, 0.7650};
inline constexpr std::array rest_of_omega{0.0,    0.1705, 0.1304, 0.1099, 0.0928, 0.0830, 0.0694, 0.0509, 0.0354,
                                          0.0313, 0.0462, 0.0632, 0.0493, 0.0518, 0.0566, 0.0721, 0.0691};

}  // namespace penumbra
