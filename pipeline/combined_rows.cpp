#include "pipeline/combined_rows.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "core/errors.hpp"
#include "pipeline/mpi_session.hpp"
#include "pipeline/parallel_tasks.hpp"

namespace penumbra {
namespace {

constexpr std::size_t block_points = 64;  // of one task: short enough to stop soon, long enough to hide its cost

using NameAndKey = std::pair<std::string, Digest>;

Digest key_of(Status status, std::vector<NameAndKey> members) {
  std::sort(members.begin(), members.end());
  CanonicalWriter writer;
  writer.field("schema", std::string_view{"combine/1"}).field("status", static_cast<std::int64_t>(status));
  for (auto const& [name, key] : members) writer.field("name", std::string_view{name}).field("key", key);
  return writer.digest();
}

}  // namespace

Combination make_combination(Status status, std::vector<std::size_t> members, std::span<RowRequest const> requests) {
  std::sort(members.begin(), members.end(),
            [&](std::size_t a, std::size_t b) { return requests[a].name < requests[b].name; });
  std::vector<NameAndKey> keys;
  for (auto member : members) {
    if (requests[member].status != status)
      throw InternalError("analysis '" + requests[member].name + "' was put into the combination of another status");
    keys.emplace_back(requests[member].name, requests[member].key);
  }
  return {.members = std::move(members), .key = key_of(status, std::move(keys))};
}

Digest combination_key(Status status, Catalogue const& catalogue) {
  std::vector<NameAndKey> keys;
  for (auto const& entry : catalogue)
    if (entry.state == RowState::requested && entry.status == status && entry.in_combination)
      keys.emplace_back(entry.name, entry.key);
  return key_of(status, std::move(keys));
}

std::vector<std::uint64_t> sensitivities(MapFile const& map, std::span<std::size_t const> row_of,
                                         Catalogue const& catalogue, MPI_Comm comm) {
  auto const ranks = static_cast<std::uint64_t>(size_of(comm));
  auto const rank = static_cast<std::uint64_t>(rank_of(comm));
  double const excluded = std::log(0.1);
  std::vector<std::uint64_t> counts(row_of.size(), 0);
  for (std::size_t request = 0; request < row_of.size(); ++request) {
    if (catalogue[row_of[request]].sensitivity != CatalogueEntry::unknown_sensitivity) continue;
    for (auto slab = rank; slab < map.layout().slabs(); slab += ranks) {
      std::vector<double> asimov(map.layout().valid_points(slab));
      map.read(Values::asimov, row_of[request], map.layout().first_point(slab), asimov);
      counts[request] += static_cast<std::uint64_t>(
          std::count_if(asimov.begin(), asimov.end(), [&](double value) { return value <= excluded; }));
    }
  }
  counts = sum(comm, counts);
  for (std::size_t request = 0; request < row_of.size(); ++request) {
    auto const known = catalogue[row_of[request]].sensitivity;
    if (known != CatalogueEntry::unknown_sensitivity) counts[request] = known;
  }
  return counts;
}

CombinedSlab::CombinedSlab(MapFile const& map, Combination const& combination, std::span<RowRequest const> requests,
                           std::span<std::size_t const> row_of, Catalogue const& catalogue, std::uint64_t slab) {
  std::set<std::string> names;
  for (auto member : combination.members)
    for (auto const& group : requests[member].component_groups) names.emplace(nuisance_of(group));
  std::map<std::string, std::size_t> index;
  for (auto const& name : names) index.emplace(name, index.size());
  group_count_ = index.size();

  auto const points = map.layout().valid_points(slab);
  auto const first_point = map.layout().first_point(slab);
  auto const read = [&](Values values, std::uint64_t row) {
    std::vector<double> numbers(points);
    map.read(values, row, first_point, numbers);
    return numbers;
  };
  for (auto request : combination.members) {
    auto const row = row_of[request];
    Member member{.request = request,
                  .log_likelihood = read(Values::log_likelihood, row),
                  .asimov = read(Values::asimov, row),
                  .groups = {},
                  .factors = {},
                  .responses = {}};
    for (auto const& group : requests[request].component_groups) {
      member.groups.push_back(index.at(std::string{nuisance_of(group)}));
      member.factors.push_back(is_factor(group));
    }
    component_count_ += member.groups.size();
    for (std::uint32_t i = 0; i < catalogue[row].responses(); ++i)
      member.responses.push_back(read(Values::responses, catalogue[row].first_response + i));
    members_.push_back(std::move(member));
  }
  nominal_.assign(points, 0.0);
  profiled_.assign(points, 0.0);
  asimov_.assign(points, 0.0);
}

double CombinedSlab::profiled_at(std::size_t point, ProfileFunction const& profile, Scratch& scratch) const {
  // Analyses that no nuisance moves here are taken as they are, in the order of names; the others by the profile.
  double fixed = 0.0;
  scratch.moving.clear();
  scratch.components.resize(component_count_);  // as many as there can be: the spans below stay valid
  std::size_t first = 0;
  for (auto const& member : members_) {
    auto const components = std::span{scratch.components}.subspan(first, member.groups.size());
    bool moves = false;
    bool signal = false;
    for (std::size_t i = 0; i < components.size(); ++i) {
      auto& c = components[i];
      c = {.nominal = member.responses[3 * i][point],
           .low = member.responses[3 * i + 1][point],
           .high = member.responses[3 * i + 2][point]};
      moves = moves || c.low != c.nominal || c.high != c.nominal;
      signal = signal || (!member.factors[i] && c.high > 0.0);
    }
    if (!moves || !signal) {
      fixed += member.log_likelihood[point];
      continue;
    }
    first += components.size();
    scratch.moving.push_back(
        {.row = member.request, .groups = member.groups, .factors = member.factors, .components = components});
  }
  // The nominal point is among those that are maximised over: rounding must not put the maximum below it.
  return scratch.moving.empty() ? fixed : std::max(nominal_[point], fixed + profile(scratch.moving, group_count_));
}

void CombinedSlab::compute(ProfileFunction const& profile, std::atomic<bool> const& stop) {
  std::size_t const points = nominal_.size();
  parallel_tasks((points + block_points - 1) / block_points, [&](std::size_t block) {
    if (stop) return;
    Scratch scratch;
    for (std::size_t point = block * block_points; point < std::min(points, (block + 1) * block_points); ++point) {
      for (auto const& member : members_) {
        nominal_[point] += member.log_likelihood[point];
        asimov_[point] += member.asimov[point];
      }
      profiled_[point] = profile ? profiled_at(point, profile, scratch) : nominal_[point];
      if (!std::isfinite(nominal_[point]) || !std::isfinite(profiled_[point]) || !std::isfinite(asimov_[point]))
        throw InternalError("the combination is not finite");
    }
  });
}

}  // namespace penumbra
