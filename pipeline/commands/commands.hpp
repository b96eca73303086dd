#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace penumbra {

/// A command of the program; returns the exit code (0 success, 1 the answer is no, 75 incomplete) and throws
/// UsageError, InputError, IoError or InternalError for the others.
struct Command {
  std::string_view name;
  std::string_view summary;
  int (*run)(std::vector<std::string> const& arguments);
};

/// The answer is no.
inline constexpr int answer_no = 1;

int run_scan(std::vector<std::string> const& arguments);
int run_update(std::vector<std::string> const& arguments);
int run_submit(std::vector<std::string> const& arguments);
int run_point(std::vector<std::string> const& arguments);
int run_model(std::vector<std::string> const& arguments);
int run_recast(std::vector<std::string> const& arguments);
int run_list(std::vector<std::string> const& arguments);
int run_check(std::vector<std::string> const& arguments);
int run_contour(std::vector<std::string> const& arguments);
int run_export(std::vector<std::string> const& arguments);
int run_info(std::vector<std::string> const& arguments);
int run_diff(std::vector<std::string> const& arguments);
int run_benchmark(std::vector<std::string> const& arguments);
int run_validate(std::vector<std::string> const& arguments);

/// Every command, in the order of the help.
std::span<Command const> commands();

}  // namespace penumbra
