#include "analysis/analysis.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/errors.hpp"

namespace penumbra {

std::string to_string(Kind kind) {
  switch (kind) {
    case Kind::experiment:
      return "experiment";
    case Kind::limit:
      return "limit";
    case Kind::constraint:
      return "constraint";
    case Kind::grid:
      return "grid";
  }
  throw InternalError("unknown kind of analysis");
}

std::string to_string(Status status) {
  switch (status) {
    case Status::observed:
      return "observed";
    case Status::projected:
      return "projected";
    case Status::favoured:
      return "favoured";
  }
  throw InternalError("unknown status of an analysis");
}

std::unique_ptr<Analysis const> Analysis::restricted_to(std::vector<std::string> const&) const { return nullptr; }

double Analysis::toy_signal(Outcome const& outcome) const { return std::sqrt(std::max(0.0, -2.0 * outcome.asimov)); }

void Analysis::slopes(std::span<double const>, std::span<double>) const {
  throw InternalError(fmt::format("{} has components, but no slopes", info().name));
}

}  // namespace penumbra
