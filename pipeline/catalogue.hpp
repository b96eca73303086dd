#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/analysis.hpp"
#include "core/digest.hpp"

namespace penumbra {

enum class RowState : std::uint8_t { free, requested, retired };

/// What a row of the map holds.
struct CatalogueEntry {
  static constexpr std::uint64_t unknown_sensitivity = UINT64_MAX;

  RowState state = RowState::free;
  std::string name;
  Digest key;
  Kind kind = Kind::experiment;
  Status status = Status::observed;
  std::string data_set;
  bool in_combination = false;
  std::uint32_t definition_offset = 0;  ///< of the JSON text of the definition in the provenance's payload
  std::uint32_t definition_length = 0;  ///< 0: not kept
  std::uint32_t first_response = 0;     ///< row of /responses; component i, variation v is at first_response + 3 i + v
  std::uint32_t components = 0;
  std::uint64_t retired_in = 0;  ///< catalogue generation; decides which retired row is given away first
  std::uint64_t sensitivity = unknown_sensitivity;  ///< grid points with asimov <= ln 0.1, once the row is complete

  std::uint32_t responses() const { return 3 * components; }
  friend bool operator==(CatalogueEntry const&, CatalogueEntry const&) = default;
};

/// The row table, one entry per row of capacity.
using Catalogue = std::vector<CatalogueEntry>;

inline constexpr std::size_t catalogue_bytes_per_row = 512;  ///< of each copy in the file
inline constexpr std::size_t max_name_bytes = 95;
inline constexpr std::size_t max_data_set_bytes = 159;

std::string pack(Catalogue const& catalogue);
/// Throws IoError when the payload is not a catalogue.
Catalogue unpack_catalogue(std::string_view payload);

/// Why no map can have this catalogue: a kind or status that there is none of, names that repeat, rows of /responses
/// that overlap or lie beyond the capacity. Empty: it is sound.
std::string why_impossible(Catalogue const& catalogue, std::uint64_t response_capacity);

/// Key of the records of one row of /responses.
Digest response_key(Digest const& row_key, std::uint32_t response);

enum class RunState { running, clean };

/// What the run says about itself, in the file.
struct Header {
  RunState state = RunState::clean;
  bool complete = false;  ///< all requested rows and both combined rows done
  std::uint64_t run_id = 0;
  std::string host;
  std::string job;      ///< batch job id, empty outside of a batch system
  std::string started;  ///< UTC, ISO 8601
  std::uint64_t catalogue_generation = 0;
};

std::string pack(Header const& header);
/// Throws IoError when the payload is not a header.
Header unpack_header(std::string_view payload);

}  // namespace penumbra
