#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace penumbra {

using Json = nlohmann::ordered_json;  ///< keeps the order in which we write, which is the order people read

/// Name and version of the program.
std::string version_line();
std::string version_number();

/// Writes to standard output and checks that it arrived; throws IoError.
void print(std::string const& text);
/// One JSON document. Throws InternalError, naming the entry, for a number that is not finite.
void print_json(Json const& document);
/// One line of log or progress on standard error.
void log_line(std::string const& text);

/// Rows of text under column titles, aligned; columns in `right` (by index) to the right.
std::string aligned(std::vector<std::string> const& titles, std::vector<std::vector<std::string>> const& rows,
                    std::vector<std::size_t> const& right = {});

/// Four significant digits: what a person reads.
std::string short_number(double value);

}  // namespace penumbra
