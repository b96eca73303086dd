#include "pipeline/job_script.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>

#include "core/errors.hpp"

namespace penumbra {
namespace {

constexpr std::string_view directive = "#SBATCH --";

std::string option_name(std::string_view text) { return std::string{text.substr(0, text.find('='))}; }

std::string sbatch_line(std::string_view name, std::string const& value) {
  return fmt::format("{}{}={}\n", directive, name, shell_word(value));
}

}  // namespace

std::string shell_word(std::string const& text) {
  if (text.find('\n') != std::string::npos) throw UsageError(fmt::format("a line break in '{}'", text));
  bool const plain = !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view{"_-./:=,+@%"}.find(c) != std::string_view::npos;
  });
  if (plain) return text;
  std::string quoted = "'";
  for (char const c : text) quoted += c == '\'' ? std::string{"'\\''"} : std::string{c};
  return quoted + "'";
}

std::string job_script(std::string const& template_text, JobScript const& job) {
  std::vector<std::string> replaced;
  for (auto const& [name, value] : job.options) replaced.push_back(name);
  for (auto const& option : job.further_options) replaced.push_back(option_name(option.substr(2)));

  std::string kept;
  std::string body;
  std::istringstream lines{template_text};
  bool seen = false;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with(directive)) {
      seen = true;
      body.clear();  // what stands above the options explains the template
      auto const name = option_name(std::string_view{line}.substr(directive.size()));
      if (std::find(replaced.begin(), replaced.end(), name) == replaced.end()) kept += line + "\n";
    } else {
      body += line + "\n";
    }
  }
  if (!seen) throw InputError("the template of the job script has no #SBATCH lines");

  std::string text = fmt::format("#!/usr/bin/env bash\n# {}\n", job.comment);
  for (auto const& [name, value] : job.options) text += sbatch_line(name, value);
  for (auto const& option : job.further_options) text += fmt::format("#SBATCH {}\n", option);
  text += kept;
  for (auto const& module : job.modules) text += fmt::format("module load {}\n", shell_word(module));
  for (auto const& [name, value] : job.environment) text += fmt::format("export {}={}\n", name, shell_word(value));
  text += "set --";
  for (auto const& argument : job.arguments) text += " " + shell_word(argument);
  text += "\n";
  for (auto const& line : job.preparation) text += line + "\n";
  return text + "\n" + body;
}

}  // namespace penumbra
