#pragma once

namespace penumbra {

/// From now on GSL returns its error codes instead of ending the program. Safe to call from any thread, any number of
/// times.
void let_gsl_return_errors();

}  // namespace penumbra
