#include "pipeline/record.hpp"

#include <algorithm>
#include <cstring>

#include "pipeline/crc32c.hpp"

namespace penumbra {
namespace {

constexpr std::uint32_t record_magic = 0x52424E50;  // "PNBR"
constexpr std::uint32_t record_version = 1;

}  // namespace

ShortKey short_key(Digest const& key) {
  ShortKey first{};
  std::copy_n(key.bytes.begin(), first.size(), first.begin());
  return first;
}

RecordBytes pack(Record const& record) {
  RecordBytes bytes{};
  std::memcpy(&bytes[0], &record_magic, 4);
  std::memcpy(&bytes[4], &record_version, 4);
  std::memcpy(&bytes[8], &record.slab, 8);
  std::memcpy(&bytes[16], record.key.data(), 16);
  std::memcpy(&bytes[32], record.crc.data(), 16);
  std::memcpy(&bytes[48], &record.points, 4);
  std::memcpy(&bytes[52], &record.run_id, 8);
  std::uint32_t const crc = crc32c(std::span{bytes}.first<60>());
  std::memcpy(&bytes[60], &crc, 4);
  return bytes;
}

std::optional<Record> unpack_record(std::span<std::byte const, record_bytes> bytes) {
  std::uint32_t magic = 0;
  std::uint32_t version = 0;
  std::uint32_t crc = 0;
  std::memcpy(&magic, &bytes[0], 4);
  std::memcpy(&version, &bytes[4], 4);
  std::memcpy(&crc, &bytes[60], 4);
  if (magic != record_magic || version != record_version || crc != crc32c(bytes.first<60>())) return std::nullopt;
  Record record;
  std::memcpy(&record.slab, &bytes[8], 8);
  std::memcpy(record.key.data(), &bytes[16], 16);
  std::memcpy(record.crc.data(), &bytes[32], 16);
  std::memcpy(&record.points, &bytes[48], 4);
  std::memcpy(&record.run_id, &bytes[52], 8);
  return record;
}

}  // namespace penumbra
