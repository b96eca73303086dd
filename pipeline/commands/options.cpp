#include "pipeline/commands/options.hpp"

#include <fmt/format.h>

#include <boost/program_options.hpp>
#include <sstream>

#include "core/errors.hpp"
#include "core/table_reader.hpp"
#include "pipeline/commands/output.hpp"

namespace penumbra {

namespace po = boost::program_options;

namespace {
/// Columns of the help text, of which the descriptions take at least 40.
constexpr unsigned help_width = 110;
}  // namespace

struct Options::Parser {
  std::string usage;
  std::string text;
  po::options_description visible{"Options", help_width, 40};
  po::variables_map values;
  int least = 0;
  int most = 0;
  std::vector<std::string> arguments;
};

Options::Options(std::string usage, std::string text) : parser_{std::make_unique<Parser>()} {
  parser_->usage = std::move(usage);
  parser_->text = std::move(text);
  flag("help,h", "print this help and stop");
  flag("version", "print the version and stop");
  flag("json", "print one JSON document on standard output and nothing else there");
}

Options::~Options() = default;

Options& Options::flag(std::string const& names, std::string const& help) {
  parser_->visible.add_options()(names.c_str(), help.c_str());
  return *this;
}

Options& Options::value(std::string const& names, std::string const& placeholder, std::string const& help) {
  parser_->visible.add_options()(names.c_str(), po::value<std::string>()->value_name(placeholder), help.c_str());
  return *this;
}

Options& Options::list(std::string const& names, std::string const& placeholder, std::string const& help) {
  parser_->visible.add_options()(
      names.c_str(), po::value<std::vector<std::string>>()->value_name(placeholder)->composing(), help.c_str());
  return *this;
}

Options& Options::data() {
  return value("data", "DIR", "folder with experiments/ and limits/ (default: PENUMBRA_DATA, else the shipped one)")
      .value("experiments", "DIR", "experiment files from here instead of the shipped ones")
      .value("limits", "DIR", "published limits from here instead of the shipped ones");
}

Options& Options::arguments(int least, int most) {
  parser_->least = least;
  parser_->most = most;
  return *this;
}

bool Options::parse(std::vector<std::string> const& arguments) {
  auto& parser = *parser_;
  po::options_description all;
  all.add(parser.visible);
  all.add_options()("argument", po::value<std::vector<std::string>>());
  po::positional_options_description positional;
  positional.add("argument", -1);
  namespace style = po::command_line_style;
  try {
    po::store(po::command_line_parser(arguments)
                  .options(all)
                  .positional(positional)
                  .style(style::unix_style & ~style::allow_guessing)
                  .run(),
              parser.values);
  } catch (po::error const& error) {
    throw UsageError(fmt::format("{}\nusage: penumbra {}", error.what(), parser.usage));
  }
  if (has("help")) {
    std::ostringstream options;
    options << parser.visible;
    print(fmt::format("usage: penumbra {}\n\n{}\n\n{}", parser.usage, parser.text, options.str()));
    return false;
  }
  if (has("version")) {
    print(version_line() + "\n");
    return false;
  }
  if (has("argument")) parser.arguments = parser.values["argument"].as<std::vector<std::string>>();
  auto const count = static_cast<int>(parser.arguments.size());
  if (count < parser.least) throw UsageError(fmt::format("something is missing\nusage: penumbra {}", parser.usage));
  if (count > parser.most)
    throw UsageError(fmt::format("unexpected argument '{}'\nusage: penumbra {}",
                                 parser.arguments[static_cast<std::size_t>(parser.most)], parser.usage));
  return true;
}

bool Options::has(std::string const& name) const { return parser_->values.count(name) > 0; }

std::string Options::text(std::string const& name, std::string const& otherwise) const {
  return has(name) ? parser_->values[name].as<std::string>() : otherwise;
}

std::vector<std::string> Options::texts(std::string const& name) const {
  return has(name) ? parser_->values[name].as<std::vector<std::string>>() : std::vector<std::string>{};
}

std::vector<std::string> const& Options::arguments() const { return parser_->arguments; }

double Options::number(std::string const& name, double otherwise, double least, double most) const {
  if (!has(name)) return otherwise;
  try {
    double const value = parse_number(text(name));
    if (value >= least && value <= most) return value;
    throw UsageError(fmt::format("--{} {}: expected a number from {} to {}", name, text(name), least, most));
  } catch (std::invalid_argument const&) {
    throw UsageError(fmt::format("--{} '{}': expected a number from {} to {}", name, text(name), least, most));
  }
}

}  // namespace penumbra
