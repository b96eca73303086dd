#pragma once

#include <stdexcept>
#include <string>
#include <vector>

namespace penumbra {

/// The user's input is wrong: file:line:column, what was found, what was expected, what to do. Exit code 3.
class InputError : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// The command line is wrong. Exit code 2.
class UsageError : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// The file system or the map file failed us: path, what was tried, what the system said. Exit code 4.
class IoError : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// A bug of ours. Exit code 70.
class InternalError : public std::logic_error {
  using std::logic_error::logic_error;
};

/// One thing wrong with an input file.
struct Problem {
  std::string where;    ///< file:line:column
  std::string message;  ///< what was found, what was expected, what to do
};

/// Collects everything wrong with the input, so that a user sees all of it at once.
class Problems {
 public:
  void add(std::string where, std::string message) { list_.push_back({std::move(where), std::move(message)}); }
  bool empty() const { return list_.empty(); }
  std::vector<Problem> const& list() const { return list_; }
  /// One line per problem: "where: message".
  std::string text() const;
  /// Throws InputError with every problem, if there is any.
  void throw_if_any() const;

 private:
  std::vector<Problem> list_;
};

}  // namespace penumbra
