#pragma once

#include <string>

namespace penumbra {

/// What the program was built from and with, and what it runs on: commit (with "-dirty" where files differ from it),
/// compiler and flags, CPU, libraries. For the record; it decides no key.
std::string build_info();

}  // namespace penumbra
