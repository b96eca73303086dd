#include <cmath>
#include <cstdio>
#include <cstdlib>

#include "core/errors.hpp"
#include "targets.hpp"

namespace penumbra::fuzz {

void fault(std::string const& what) {
  std::fprintf(stderr, "FAULT: %s\n", what.c_str());
  std::abort();
}

std::string answer_of(std::function<void()> const& read) {
  std::string answer;
  try {
    read();
    return {};
  } catch (InputError const& error) {
    answer = error.what();
  } catch (UsageError const& error) {
    answer = error.what();
  } catch (IoError const& error) {
    answer = error.what();
  } catch (std::exception const& error) {
    fault(std::string{"not an error of the input: "} + error.what());
  }
  if (answer.empty()) fault("refused without a word");
  return answer;
}

void require_place(std::string const& answer, std::string_view file) {
  if (answer.empty()) return;
  auto const digit = file.size() + 1;
  if (!answer.starts_with(file) || answer.size() <= digit || answer[file.size()] != ':' || answer[digit] < '0' ||
      answer[digit] > '9')
    fault("the answer does not say where: " + answer);
}

std::string text_of(Bytes input) { return {input.begin(), input.end()}; }

std::vector<std::string> parts_of(Bytes input) {
  std::vector<std::string> parts(1);
  for (auto const byte : input) {
    if (byte == 0)
      parts.emplace_back();
    else
      parts.back() += static_cast<char>(byte);
  }
  return parts;
}

bool asks_for_much(std::string_view text) {
  constexpr double much = 2e4;
  constexpr double refused = 1e7;
  for (std::size_t at = text.find_first_of("0123456789"); at < text.size();
       at = text.find_first_of("0123456789", at + 1)) {
    std::string digits;  // TOML allows underscores between digits
    for (auto const c : text.substr(at, 40)) {
      if (c == '_') continue;
      digits += c;
    }
    char* end = nullptr;
    double const value = std::strtod(digits.c_str(), &end);
    if (value > much && value <= refused && value == std::floor(value)) return true;
  }
  return false;
}

}  // namespace penumbra::fuzz
