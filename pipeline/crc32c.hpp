#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace penumbra {

/// CRC-32C (Castagnoli, RFC 3720 appendix B.4) by the processor's instruction where there is one, else by a table.
std::uint32_t crc32c(std::span<std::byte const> bytes);

/// The same by table only: what machines without the instruction use.
std::uint32_t crc32c_by_table(std::span<std::byte const> bytes);

}  // namespace penumbra
