#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace penumbra::fuzz {

using Bytes = std::span<std::uint8_t const>;

/// Feeds what a stranger wrote to one reader of the program. Returns when the input was accepted, or refused in the
/// program's own words; anything else ends the process with the fault.
struct Target {
  std::string_view name;
  void (*run)(Bytes);
};

void read_card_text(Bytes input);
void read_command_line(Bytes input);
void read_experiment(Bytes input);
void read_beam_file(Bytes input);
void read_table(Bytes input);
void read_limit(Bytes input);
void read_map_state(Bytes input);
void read_map(Bytes input);

inline constexpr Target targets[] = {
    {"card", read_card_text},        {"command_line", read_command_line},
    {"experiment", read_experiment}, {"beam", read_beam_file},
    {"table", read_table},           {"limit", read_limit},
    {"state", read_map_state},       {"map", read_map},
};

/// Runs one reader. InputError, UsageError and IoError are its answers; every other exception is a fault. Returns the
/// answer, empty when the input was accepted.
std::string answer_of(std::function<void()> const& read);

/// Fails unless the answer begins with "FILE:LINE": a user must find the place.
void require_place(std::string const& answer, std::string_view file);

[[noreturn]] void fault(std::string const& what);

/// The parts of an input, cut at zero bytes.
std::vector<std::string> parts_of(Bytes input);
/// The whole input as text.
std::string text_of(Bytes input);

/// The text holds a whole number so large that a valid file of that size would take seconds: not looked at, speed only.
bool asks_for_much(std::string_view text);

}  // namespace penumbra::fuzz
