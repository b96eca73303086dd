// replay TARGET PATH...: feeds files, and every file below folders, to one reader: the corpus and old crashers, without
// a fuzzer. Each input has a few seconds and a bounded memory.
#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "targets.hpp"

namespace {

namespace fs = std::filesystem;

constexpr unsigned seconds_per_input = 30;
constexpr rlim_t most_memory_bytes = rlim_t{4} << 30;

// Sanitizers reserve terabytes of address space.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool sanitized = true;
#elif defined(__has_feature)
constexpr bool sanitized = __has_feature(address_sanitizer) || __has_feature(thread_sanitizer);
#else
constexpr bool sanitized = false;
#endif

std::vector<fs::path> files_of(fs::path const& path) {
  if (!fs::is_directory(path)) return {path};
  std::vector<fs::path> files;
  for (auto const& entry : fs::recursive_directory_iterator{path})
    if (entry.is_regular_file()) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

int main(int argc, char** argv) {
  using namespace penumbra::fuzz;
  if (argc < 3) fault("usage: replay TARGET PATH...");
  auto const target =
      std::find_if(std::begin(targets), std::end(targets), [&](auto const& t) { return t.name == argv[1]; });
  if (target == std::end(targets)) fault(fmt::format("there is no target '{}'", argv[1]));
  if (!sanitized) {
    rlimit const limit{most_memory_bytes, most_memory_bytes};
    setrlimit(RLIMIT_AS, &limit);
  }
  if (std::freopen("/dev/null", "w", stdout) == nullptr) fault("standard output cannot be closed");
  std::size_t count = 0;
  for (int i = 2; i < argc; ++i)
    for (auto const& file : files_of(argv[i])) {
      std::ifstream stream{file, std::ios::binary};
      std::vector<char> const content{std::istreambuf_iterator<char>{stream}, {}};
      fmt::print(stderr, "{}\n", file.string());
      alarm(seconds_per_input);
      target->run({reinterpret_cast<std::uint8_t const*>(content.data()), content.size()});
      ++count;
    }
  alarm(0);
  if (count == 0) fault("no input was found");
  fmt::print(stderr, "{} inputs\n", count);
  return 0;
}
