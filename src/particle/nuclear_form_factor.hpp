#pragma once

namespace penumbra {

/// Helm form factor of a nucleus at momentum transfer q, F(0) = 1:
///
///   F = 3 j_1(q r_n)/(q r_n) exp(-q^2 s^2/2),   r_n^2 = c^2 + 7 pi^2 a^2/3 - 5 s^2,
///   s = 0.9 fm, a = 0.52 fm, c = (1.23 A^(1/3) - 0.60) fm
///
/// Source: Lewin and Smith, Astropart. Phys. 6 (1996) 87, eqs. 4.7 to 4.11. Valid: A > 4; q below the second
/// diffraction minimum. The older radius r_n^2 = (1.2 A^(1/3))^2 - 5 s^2 gives 4-7 % more at 0.1 GeV for argon and
/// xenon.
double helm_form_factor(double q_GeV, double A);

}  // namespace penumbra
