#pragma once

#include <string>
#include <utility>
#include <vector>

namespace penumbra {

/// What turns the shipped job script into one for a certain scan.
struct JobScript {
  std::string comment;                                           ///< one line: who wrote it, from what
  std::vector<std::pair<std::string, std::string>> options;      ///< of sbatch: name without dashes, value
  std::vector<std::string> further_options;                      ///< "--qos=standard"
  std::vector<std::string> modules;                              ///< loaded before anything else
  std::vector<std::pair<std::string, std::string>> environment;  ///< exported
  std::vector<std::string> preparation;                          ///< commands run before the scan, as shell text
  std::vector<std::string> arguments;                            ///< of the job script
};

/// `text` as one word of a shell.
std::string shell_word(std::string const& text);

/// The template with the options of `job` in place of its own, and the settings before its first command. Throws
/// InputError when the template has no #SBATCH lines, and UsageError for a line break in a name.
std::string job_script(std::string const& template_text, JobScript const& job);

}  // namespace penumbra
