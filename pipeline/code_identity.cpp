#include "pipeline/code_identity.hpp"

#include <elf.h>
#include <link.h>

#include <algorithm>
#include <cstring>
#include <string_view>
#include <vector>

#include "core/digest.hpp"

namespace penumbra {
namespace {

constexpr std::string_view owner{"GNU\0", 4};
constexpr std::size_t round_up(std::size_t bytes) { return (bytes + 3) / 4 * 4; }  // fields of a note are aligned

/// The bytes of NT_GNU_BUILD_ID in a segment of notes (elf(5)); empty when it is not there.
std::string build_id_in(char const* notes, std::size_t size) {
  for (std::size_t at = 0; at + sizeof(ElfW(Nhdr)) <= size;) {
    ElfW(Nhdr) note;
    std::memcpy(&note, notes + at, sizeof note);
    auto const name = at + sizeof note;
    auto const content = name + round_up(note.n_namesz);
    at = content + round_up(note.n_descsz);
    if (at > size) break;
    if (note.n_type == NT_GNU_BUILD_ID && std::string_view{notes + name, note.n_namesz} == owner)
      return {notes + content, note.n_descsz};
  }
  return {};
}

struct Found {
  std::vector<std::string> ids;
  bool all = true;
};

int look_at(dl_phdr_info* object, std::size_t, void* data) {
  auto& found = *static_cast<Found*>(data);
  std::string_view const name{object->dlpi_name};
  if (name.starts_with("linux-vdso")) return 0;  // of the kernel
  std::string id;
  for (ElfW(Half) i = 0; i < object->dlpi_phnum && id.empty(); ++i) {
    auto const& segment = object->dlpi_phdr[i];
    if (segment.p_type != PT_NOTE) continue;
    id = build_id_in(reinterpret_cast<char const*>(object->dlpi_addr + segment.p_vaddr), segment.p_memsz);
  }
  found.all = found.all && !id.empty();
  found.ids.push_back(std::move(id));
  return 0;
}

}  // namespace

std::string code_identity() {
  Found found;
  ::dl_iterate_phdr(&look_at, &found);
  if (!found.all) return {};
  std::sort(found.ids.begin(), found.ids.end());
  return CanonicalWriter{}.field("build ids", found.ids).digest().hex();
}

}  // namespace penumbra
