#pragma once

#include <memory>
#include <string>
#include <vector>

namespace penumbra {

/// Command-line options of one command. Every command has --help, --version and --json.
class Options {
 public:
  /// `usage` follows "penumbra " in the help, `text` explains the command.
  Options(std::string usage, std::string text);
  ~Options();
  Options(Options const&) = delete;
  Options& operator=(Options const&) = delete;

  /// `names` as in Boost.Program_options: "output,o".
  Options& flag(std::string const& names, std::string const& help);
  Options& value(std::string const& names, std::string const& placeholder, std::string const& help);
  Options& list(std::string const& names, std::string const& placeholder, std::string const& help);
  /// Where the data come from: --data, --experiments, --limits.
  Options& data();
  /// Arguments without a dash: at least `least` of them, at most `most`.
  Options& arguments(int least, int most);

  /// False when help or the version was asked for and printed. Throws UsageError.
  bool parse(std::vector<std::string> const& arguments);

  bool has(std::string const& name) const;
  std::string text(std::string const& name, std::string const& otherwise = {}) const;
  std::vector<std::string> texts(std::string const& name) const;
  std::vector<std::string> const& arguments() const;
  /// A number given as an option. Throws UsageError when it is none or lies outside [least, most].
  double number(std::string const& name, double otherwise, double least, double most) const;
  bool json() const { return has("json"); }

 private:
  struct Parser;
  std::unique_ptr<Parser> parser_;
};

}  // namespace penumbra
