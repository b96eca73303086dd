#pragma once

#include <string>

#include "pipeline/commands/output.hpp"

namespace penumbra {

/// A document as Python's json.dumps(document, sort_keys=True, ensure_ascii=False) writes it: what pyhf takes digests
/// of. Numbers are the shortest that read back the same; whole doubles end in ".0".
std::string python_json(Json const& document);

}  // namespace penumbra
