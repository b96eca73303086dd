// Tables of every kind; the first character says which.
#include "analysis/benchmark.hpp"
#include "analysis/island_response.hpp"
#include "analysis/overlap.hpp"
#include "beam/parent_spectrum.hpp"
#include "beam/track_length.hpp"
#include "core/csv_reader.hpp"
#include "core/errors.hpp"
#include "core/table_reader.hpp"
#include "pipeline/commands/bibliography.hpp"
#include "targets.hpp"

namespace penumbra::fuzz {
namespace {

constexpr char const* name = "table.csv";

void read_spectrum(std::string const& text) {
  ParentSpectrum const spectrum{TextTable::parse(text, name)};
  for (double const p : {0.0, 1e-3, 1.0, 1e3}) static_cast<void>(spectrum.density(p, 0.1));
  static_cast<void>(spectrum.scaled(2.0).total());
}

void read_tracks(std::string const& text) {
  auto const cut = text.find('\0');
  auto const table = TextTable::parse(text.substr(0, cut), name);
  std::optional<TextTable> angles;
  if (cut != std::string::npos) angles = TextTable::parse(text.substr(cut + 1), name);
  TrackLength const tracks{table, angles ? &*angles : nullptr};
  for (double const y : {1e-9, 0.01, 1.0, 100.0}) {
    static_cast<void>(tracks.density(y) + tracks.mean_square_angle_rad2(y) + tracks.y_at(y));
    if (tracks.has_positrons()) static_cast<void>(tracks.positron_density(y));
  }
}

void read_response(std::string const& text) {
  auto const table = TextTable::parse(text, name);
  if (table.columns().size() < 3) return;
  Problems problems;
  auto const response =
      IslandResponse::read(table, {table.columns().begin() + 2, table.columns().end()}, 4.0, 2.0, problems);
  problems.throw_if_any();
  for (double const m_GeV : {1e-6, 0.02, 10.0}) {
    auto seen = response.at(m_GeV);
    if (seen.log_seen.size() < 2) continue;
    SimulatedIsland const island{1e-7, 1e-5, 4.0, 2.0, 2.3, seen};
    static_cast<void>(response.shares(m_GeV, island.log_lifetime_at_lower()));
    static_cast<void>(island(1e-6, 0.5, 2.0));
  }
}

}  // namespace

void read_table(Bytes input) {
  if (input.empty()) return;
  auto const text = text_of(input.subspan(1));
  auto const kind = static_cast<char>(input.front());
  auto const answer = answer_of([&] {
    if (kind == 's') read_spectrum(text);
    if (kind == 't') read_tracks(text);
    if (kind == 'b') static_cast<void>(read_benchmarks(text, name));
    if (kind == 'i') read_response(text);
    if (kind == 'c') static_cast<void>(CsvTable::parse(text, name));
    if (kind == 'r') static_cast<void>(Bibliography::parse(text).arxiv("Key:2020abc"));
    if (kind == 'o') {
      Problems problems;
      static_cast<void>(read_overlaps(text, name, problems));
      problems.throw_if_any();
    }
  });
  require_place(answer, name);
}

}  // namespace penumbra::fuzz
