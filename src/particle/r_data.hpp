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

}  // namespace penumbra
