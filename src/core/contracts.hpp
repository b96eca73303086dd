#pragma once

#include "core/errors.hpp"

/// States what the code relies on. A broken contract is our bug, never the user's: see `InputError` for those.
/// Checked in dev and sanitizer builds, free in release builds.
#ifdef PENUMBRA_CHECK_CONTRACTS
#define PENUMBRA_EXPECT(condition)                                                                                    \
  do {                                                                                                                \
    if (!(condition)) throw ::penumbra::InternalError(std::string("broken contract: " #condition " at ") + __FILE__); \
  } while (false)
#else
#define PENUMBRA_EXPECT(condition) static_cast<void>(0)
#endif
