// Every shipped limit file, spoilt in every way we could think of: refused with its place, never loaded.
#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "analysis/limit.hpp"
#include "model/registry.hpp"

using namespace penumbra;

namespace {

struct ShippedFile {
  std::string name;
  std::vector<std::string> lines;
  std::size_t titles = 0;  ///< index of the line of column titles
};

std::vector<ShippedFile> shipped_files() {
  std::vector<ShippedFile> files;
  std::filesystem::path const folder = std::filesystem::path{PENUMBRA_SOURCE_DIR} / "limits";
  for (auto const& entry : std::filesystem::recursive_directory_iterator{folder}) {
    if (entry.path().extension() != ".csv") continue;
    ShippedFile file{entry.path().lexically_relative(folder).string(), {}, 0};
    std::ifstream stream{entry.path()};
    for (std::string line; std::getline(stream, line);) file.lines.push_back(line);
    while (file.lines.at(file.titles).starts_with('#')) ++file.titles;
    files.push_back(std::move(file));
  }
  return files;
}

std::string joined(std::vector<std::string> const& lines, std::string const& end = "\n") {
  std::string text;
  for (auto const& line : lines) text += line + end;
  return text;
}

struct Parsed {
  std::unique_ptr<LimitAnalysis const> limit;
  Problems problems;
};

/// The text of a file, or what became of it, with the table of the file beside it.
Parsed parse(ShippedFile const& file, std::string const& text) {
  Parsed parsed;
  parsed.limit = LimitAnalysis::parse(text, "a.csv", "limit/a/a", parsed.problems, [&] {
    std::ifstream beside{response_file(std::filesystem::path{PENUMBRA_SOURCE_DIR} / "limits" / file.name)};
    return std::pair{std::string{std::istreambuf_iterator<char>{beside}, {}}, std::string{"a.csv: the table beside it"}};
  });
  return parsed;
}

void check_refused(ShippedFile const& file, std::string const& what, std::string const& text) {
  auto const parsed = parse(file, text);
  CAPTURE(what);
  CHECK_FALSE(parsed.limit);
  REQUIRE_FALSE(parsed.problems.empty());
  for (auto const& problem : parsed.problems.list()) CHECK(problem.where.starts_with("a.csv:"));
}

std::vector<std::string> with_row(ShippedFile const& file, std::size_t row, std::string const& text) {
  auto lines = file.lines;
  lines.at(row) = text;
  return lines;
}

/// A row with its first two entries exchanged.
std::string swapped(std::string const& row) {
  auto const first = row.find(',');
  auto const second = std::min(row.find(',', first + 1), row.size());
  return row.substr(first + 1, second - first - 1) + "," + row.substr(0, first) + row.substr(second);
}

}  // namespace

TEST_CASE("a limit file that is cut off anywhere is refused", "[analysis][limits][errors]") {
  for (auto const& file : shipped_files()) {
    CAPTURE(file.name);
    REQUIRE(parse(file, joined(file.lines)).limit);
    std::string text;
    for (std::size_t lines = 0; lines < file.lines.size(); ++lines) {
      check_refused(file, std::to_string(lines) + " lines", text);
      text += file.lines[lines] + "\n";
    }
  }
}

TEST_CASE("a limit file with spoilt rows is refused", "[analysis][limits][errors]") {
  for (auto const& file : shipped_files()) {
    CAPTURE(file.name);
    std::size_t const first = file.titles + 1;
    std::size_t const last = file.lines.size() - 1;
    for (std::size_t const row : {first, (first + last) / 2, last}) {
      auto const& good = file.lines[row];
      auto const mass = good.substr(0, good.find(','));
      auto const rest = good.substr(good.find(','));
      auto const further = rest.substr(std::min(rest.find(',', 1), rest.size()));  // of an interval
      for (std::string const& bad :
           {mass, mass + rest + ",1", mass + ",nan" + further, mass + ",-1" + further, mass + ",0" + further,
            mass + ",1e300" + further, mass + ",1e-300" + further, "nan" + rest, "-" + good, "0" + rest, "1e300" + rest,
            "x" + good, "{" + good + "}", std::string("0.1\0,1", 7) + further, std::string("\x89PNG\r")})
        check_refused(file, "row " + bad, joined(with_row(file, row, bad)));
    }
    auto exchanged = file.lines;
    for (std::size_t row = first; row <= last; ++row) exchanged[row] = swapped(exchanged[row]);
    check_refused(file, "columns swapped", joined(exchanged));
    exchanged[file.titles] = swapped(exchanged[file.titles]);
    check_refused(file, "columns and titles swapped", joined(exchanged));
    check_refused(file, "the same file twice over", joined(file.lines) + joined(file.lines));
    check_refused(file, "no line of titles", joined([&] {
                    auto lines = file.lines;
                    lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(file.titles));
                    return lines;
                  }()));
    check_refused(file, "a byte-order mark", "\xEF\xBB\xBF" + joined(file.lines));
    check_refused(file, "UTF-16", "\xFF\xFE" + joined(file.lines));
    auto turned = file.lines;
    std::reverse(turned.begin() + static_cast<std::ptrdiff_t>(first), turned.end());
    if (file.lines[first].substr(0, file.lines[first].find(',')) !=
            file.lines[last].substr(0, file.lines[last].find(',')) &&
        joined(file.lines).find("# shape: closed") == std::string::npos)
      check_refused(file, "rows in the opposite order", joined(turned));
  }
}

TEST_CASE("every header line of a limit file is read", "[analysis][limits][errors]") {
  for (auto const& file : shipped_files()) {
    CAPTURE(file.name);
    for (std::size_t line = 0; line < file.titles; ++line) {
      auto const& text = file.lines[line];
      auto const key = text.substr(0, text.find(':'));
      CAPTURE(key);
      check_refused(file, "an unknown key", joined(with_row(file, line, "# colour" + text.substr(text.find(':')))));
      check_refused(file, "no value", joined(with_row(file, line, key + ":")));
      check_refused(file, "no colon", joined(with_row(file, line, key)));
      if (key == "# production" || key == "# decay" || key == "# lifetime")
        check_refused(file, "a word of no meaning", joined(with_row(file, line, text + "x")));
    }
  }
}

TEST_CASE("ends of lines of another system change nothing", "[analysis][limits]") {
  for (auto const& file : shipped_files()) {
    CAPTURE(file.name);
    auto const plain = parse(file, joined(file.lines));
    auto const other = parse(file, joined(file.lines, "\r\n"));
    REQUIRE((plain.limit && other.limit));
    CHECK(plain.limit->curve().masses_GeV() == other.limit->curve().masses_GeV());
    CHECK(plain.limit->curve().lower() == other.limit->curve().lower());
    CHECK(plain.limit->info().reference == other.limit->info().reference);
  }
}
