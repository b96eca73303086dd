#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace penumbra {

/// JSON of the state of a map (its header, its provenance). Throws IoError when it is no object, or nested so deeply
/// that nobody of ours wrote it: writing such a document again would use up the stack.
nlohmann::json parse_state(std::string_view text, std::string const& what);

/// A count that such a document holds; throws IoError for a fraction, a negative number or anything else.
std::uint64_t count_in(nlohmann::json const& value);

}  // namespace penumbra
