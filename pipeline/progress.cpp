#include "pipeline/progress.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>

namespace penumbra {
namespace {

constexpr auto between_bars = std::chrono::milliseconds{200};
constexpr auto between_lines = std::chrono::seconds{15};
constexpr std::uint64_t bar_width = 40;

}  // namespace

Progress::Style Progress::style_of_stderr() { return ::isatty(STDERR_FILENO) == 1 ? Style::bar : Style::lines; }

Progress::Progress(Style style, std::string label, std::uint64_t total)
    : style_{style}, label_{std::move(label)}, total_{total}, last_{std::chrono::steady_clock::now()} {}

Progress::~Progress() {
  if (drawn_ && style_ == Style::bar) std::fputc('\n', stderr);
}

std::string Progress::line(std::string const& label, std::uint64_t done, std::uint64_t total, bool with_bar) {
  auto const percent = total == 0 ? 100 : 100 * done / total;
  if (!with_bar) return fmt::format("{}: {}/{} ({} %)", label, done, total, percent);
  auto const filled = total == 0 ? bar_width : bar_width * done / total;
  return fmt::format("{} [{:#>{}}{:.>{}}] {}/{} ({} %)", label, "", filled, "", bar_width - filled, done, total,
                     percent);
}

void Progress::update(std::uint64_t done) {
  if (style_ == Style::silent || done == shown_) return;
  auto const now = std::chrono::steady_clock::now();
  bool const last = done >= total_;
  if (style_ == Style::bar) {
    if (!last && now - last_ < between_bars) return;
    fmt::print(stderr, "\r{}", line(label_, done, total_, true));
    std::fflush(stderr);
    drawn_ = true;
  } else {
    if (now - last_ < between_lines) return;
    fmt::print(stderr, "penumbra: {}\n", line(label_, done, total_, false));
  }
  last_ = now;
  shown_ = done;
}

}  // namespace penumbra
