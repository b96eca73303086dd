#include "core/errors.hpp"

namespace penumbra {

std::string Problems::text() const {
  std::string text;
  for (auto const& problem : list_) {
    if (!text.empty()) text += '\n';
    text += problem.where + ": " + problem.message;
  }
  return text;
}

void Problems::throw_if_any() const {
  if (!list_.empty()) throw InputError(text());
}

}  // namespace penumbra
