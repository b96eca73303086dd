#pragma once

#include <filesystem>
#include <string>

namespace penumbra {

/// The bytes of a file; throws IoError with the path and the system's reason.
std::string read_whole_file(std::filesystem::path const& file);

/// Writes a file, making its folder; throws IoError.
void write_whole_file(std::filesystem::path const& file, std::string const& text);

}  // namespace penumbra
