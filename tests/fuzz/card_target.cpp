// A run card, then `--set` texts after zero bytes.
#include "core/errors.hpp"
#include "pipeline/card.hpp"
#include "targets.hpp"

namespace penumbra::fuzz {

void read_card_text(Bytes input) {
  auto parts = parts_of(input);
  for (auto const& part : parts)
    if (asks_for_much(part)) return;
  auto const text = parts.front();
  parts.erase(parts.begin());
  auto const answer = answer_of([&] {
    Problems problems;
    auto const card = read_card(text, "card.toml", parts, problems);
    if (!card && problems.empty()) fault("no card and no problem");
    if (!card || card->grid.needs_thermal()) return problems.throw_if_any();
    AnalysisInfo info;
    info.name = "limit/dark-photon/a-name-as-long-as-they-come-in-this-program-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab";
    for (auto const* list : {&card->selection.include, &card->selection.exclude})
      for (auto const& selector : *list) static_cast<void>(matches(selector.pattern, info));
    static_cast<void>(card->grid.points(card->grid.columns() - 1, card->grid.points_per_column() - 1, 1));
  });
  if (parts.empty()) require_place(answer, "card.toml");
}

}  // namespace penumbra::fuzz
