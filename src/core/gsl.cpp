#include "core/gsl.hpp"

#include <gsl/gsl_errno.h>

#include <mutex>

namespace penumbra {

void let_gsl_return_errors() {
  static std::once_flag once;
  std::call_once(once, [] { gsl_set_error_handler_off(); });
}

}  // namespace penumbra
