// NAME=VALUE texts of `point`, cut at zero bytes; the first part is the model.
#include "core/errors.hpp"
#include "pipeline/parameters.hpp"
#include "targets.hpp"

namespace penumbra::fuzz {

void read_command_line(Bytes input) {
  auto parts = parts_of(input);
  auto const model = parts.front();
  parts.erase(parts.begin());
  for (auto const& part : parts)
    if (part.find("thermal") != std::string::npos) return;  // a relic density takes a second
  static_cast<void>(answer_of([&] { static_cast<void>(parse_point(model, parts)); }));
}

}  // namespace penumbra::fuzz
