#include <fmt/format.h>

#include <exception>
#include <new>
#include <string>
#include <vector>

#include "core/errors.hpp"
#include "pipeline/commands/commands.hpp"
#include "pipeline/commands/output.hpp"

namespace {

using namespace penumbra;

enum ExitCode : int { usage = 2, bad_input = 3, io_failure = 4, internal_error = 70 };

std::string overview() {
  std::string text =
      "usage: penumbra COMMAND [ARGUMENT]...\n\nGlobal reinterpretation of dark-sector searches: published limits and "
      "simulated experiments\nturned into one likelihood map over the parameters of a model.\n\nCommands:\n";
  for (auto const& command : commands()) text += fmt::format("  {:<10} {}\n", command.name, command.summary);
  return text +
         "\n'penumbra COMMAND --help' explains a command. Parameters are name=value; masses are in GeV or carry a unit "
         "(\"mass=10 MeV\").\n";
}

int run(std::vector<std::string> arguments) {
  if (arguments.empty()) throw UsageError("which command?\n\n" + overview());
  auto const name = arguments.front();
  arguments.erase(arguments.begin());
  if (name == "--help" || name == "-h" || name == "help") {
    print(overview());
    return 0;
  }
  if (name == "--version") {
    print(version_line() + "\n");
    return 0;
  }
  for (auto const& command : commands())
    if (command.name == name) return command.run(arguments);
  throw UsageError(fmt::format("no command is called '{}'\n\n{}", name, overview()));
}

int fail(ExitCode code, std::string const& message) {
  log_line("penumbra: " + message);
  return code;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run({argv + 1, argv + argc});
  } catch (UsageError const& error) {
    return fail(usage, error.what());
  } catch (InputError const& error) {
    return fail(bad_input, error.what());
  } catch (IoError const& error) {
    return fail(io_failure, error.what());
  } catch (std::bad_alloc const&) {
    return fail(io_failure, "not enough memory");
  } catch (InternalError const& error) {
    return fail(internal_error, fmt::format("internal error (a bug, please report it): {}", error.what()));
  } catch (std::exception const& error) {
    return fail(internal_error, fmt::format("internal error (a bug, please report it): {}", error.what()));
  }
}
