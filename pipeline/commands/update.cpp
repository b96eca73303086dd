#include <fmt/format.h>

#include "core/errors.hpp"
#include "pipeline/commands/commands.hpp"
#include "pipeline/commands/map_run.hpp"
#include "pipeline/commands/moved_points.hpp"
#include "pipeline/commands/options.hpp"
#include "pipeline/commands/output.hpp"
#include "pipeline/commands/places.hpp"
#include "pipeline/map_reader.hpp"
#include "pipeline/mpi_session.hpp"
#include "pipeline/provenance.hpp"
#include "pipeline/row_changes.hpp"

namespace penumbra {
namespace {

/// The card that a map was made from, as its provenance keeps it.
Card card_of(MapReader const& map, Provenance const& provenance) {
  auto const input = Json::parse(provenance.input);
  if (!input.contains("card"))
    throw InputError(fmt::format("{}: the map does not say which card it was made from", map.file().path().string()));
  std::string text;
  std::string name;
  std::vector<std::string> overrides;
  try {
    text = input.at("card");
    name = input.value("card_file", "card");
    overrides = input.value("set", overrides);
  } catch (Json::exception const& error) {
    throw IoError(fmt::format("{}: the card in the map cannot be read: {}", map.file().path().string(), error.what()));
  }
  Problems problems;
  auto card = read_card(text, name, overrides, problems);
  problems.throw_if_any();
  return std::move(*card);
}

/// What the card includes by name may be gone: that is a removal, and no misspelling.
void forget_removed(Card& card, std::vector<std::unique_ptr<Analysis const>> const& analyses) {
  std::erase_if(card.selection.include, [&](Selector const& selector) {
    for (auto const& analysis : analyses)
      if (matches(selector.pattern, analysis->info())) return false;
    log_line(fmt::format("{}: warning: no analysis matches '{}' any more", selector.where, selector.pattern));
    return true;
  });
}

/// Slabs of a row that the map has already but that are not finished.
std::uint64_t unfinished(MapReader const& map, RowChange const& change) {
  if (!change.row || change.action == RowAction::removed) return 0;
  std::uint64_t count = 0;
  for (bool const done : map.done(*change.row)) count += done ? 0 : 1;
  return count;
}

struct ListedChange {
  RowChange change;
  std::uint64_t unfinished = 0;
};

/// One line per field, "old -> new"; without `explain` the names of the fields only.
std::string reason(RowChange const& change, bool explain) {
  if (change.action == RowAction::added) return "not in the map yet";
  if (change.action == RowAction::removed) return "nobody asks for it any more";
  if (change.action == RowAction::kept) return "";
  if (change.fields.empty()) return "the map still has it";
  std::string text;
  for (auto const& field : change.fields) {
    if (!text.empty()) text += explain ? "\n" : ", ";
    text += explain ? fmt::format("{}: {} -> {}", field.field, field.before.value_or("(none)"),
                                  field.after.value_or("(none)"))
                    : field.field;
  }
  return text;
}

std::string as_text(std::vector<ListedChange> const& changes, bool explain) {
  std::size_t kept = 0;
  std::vector<std::vector<std::string>> rows;
  for (auto const& [change, missing] : changes) {
    if (change.action == RowAction::kept && missing == 0) {
      ++kept;
      continue;
    }
    auto why = reason(change, explain);
    if (missing > 0) why += fmt::format("{}{} slabs unfinished", why.empty() ? "" : ", ", missing);
    for (bool first = true; first || !why.empty(); first = false) {
      auto const end = why.find('\n');
      rows.push_back({first ? change.name : "", first ? to_string(change.action) : "", why.substr(0, end)});
      why = end == std::string::npos ? "" : why.substr(end + 1);
    }
  }
  return (rows.empty() ? "" : aligned({"row", "what", "why"}, rows) + "\n") +
         fmt::format("{} rows kept as they are\n", kept);
}

Json as_json(std::vector<ListedChange> const& changes) {
  auto rows = Json::array();
  for (auto const& [change, missing] : changes) {
    auto fields = Json::array();
    for (auto const& field : change.fields)
      fields.push_back({{"field", field.field},
                        {"before", field.before ? Json(*field.before) : Json(nullptr)},
                        {"after", field.after ? Json(*field.after) : Json(nullptr)}});
    rows.push_back({{"name", change.name},
                    {"action", to_string(change.action)},
                    {"fields", fields},
                    {"slabs_unfinished", missing}});
  }
  return rows;
}

}  // namespace

int run_update(std::vector<std::string> const& arguments) {
  Options options{
      "update MAP.h5 [--experiments DIR] [--limits DIR] [--explain] [--dry-run] [--trust] [--threads N]",
      "Brings a map up to date with the experiments and limits there are now: computes analyses that are new or whose\n"
      "content changed, drops those that are gone, sums the combinations again, and keeps everything else bit for "
      "bit.\n"
      "The card is the one in the map. Runs alone and under mpirun or srun; exit code 75: stopped, run it again."};
  options.flag("explain", "for what changed, the differing lines of the definition: old -> new")
      .flag("dry-run", "only say what would be done")
      .flag("trust", "do not compute a few points of what is kept again to see whether the code changed")
      .data()
      .arguments(1, 1);
  add_run_options(options);
  if (!options.parse(arguments)) return 0;
  auto run_options = read_run_options(options);
  run_options.path = options.arguments().front();
  run_options.must_exist = true;
  run_options.trust = options.has("trust");
  auto const places = data_places(options);

  std::vector<ListedChange> changes;
  std::optional<Card> card;
  auto const analyses = load_analyses(places);
  std::vector<RowRequest> requests;
  AnalysisPlan plan;
  CombinedExclusion before;
  {
    MapReader const map{run_options.path};
    auto const provenance = unpack_provenance(map.provenance(), map.catalogue().size());
    card = card_of(map, provenance);
    if (card->grid.key() != map.file().identity().grid_key)
      throw InputError(fmt::format("{}: its card gives another grid in this version of the program: scan it anew",
                                   run_options.path.string()));
    forget_removed(*card, analyses);
    plan = plan_analyses(*card, analyses);
    requests = row_requests(*card, plan);
    for (auto& change : row_changes(map.catalogue(), provenance.rows, requests))
      changes.push_back({change, unfinished(map, change)});
    if (!options.has("dry-run")) before = CombinedExclusion::of(map);
  }
  auto const explain = options.has("explain");
  Json document{{"map", run_options.path.string()}, {"dry_run", options.has("dry-run")}, {"rows", as_json(changes)}};
  if (options.has("dry-run")) {
    if (options.json())
      print_json(document);
    else
      print(as_text(changes, explain));
    return 0;
  }

  MpiSession const mpi;
  bool const root = rank_of(MPI_COMM_WORLD) == 0;
  if (root && !options.json()) print(as_text(changes, explain));
  auto const result = run_card(*card, plan, requests, load_overlaps(places.data_root), run_options);
  if (!root) return result.exit_code();
  document.update(result_json(result));
  if (result.outcome != RunOutcome::stopped) {
    auto const moved = MovedPoints::of(MapReader{run_options.path}, before, result.rows_computed, plan.applying);
    document["moved"] = moved.json();
    if (!options.json()) print(moved.text());
  }
  if (options.json()) print_json(document);
  return result.exit_code();
}

}  // namespace penumbra
