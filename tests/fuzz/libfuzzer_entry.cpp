// The entry point that libFuzzer calls; PENUMBRA_FUZZ_TARGET is the reader.
#include "targets.hpp"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  penumbra::fuzz::PENUMBRA_FUZZ_TARGET({data, size});
  return 0;
}
