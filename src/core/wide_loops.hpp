#pragma once

/// Before a function of loops over arrays: compiled for processors with wide registers too, chosen when the program
/// starts. Every operation is rounded as before (nothing is fused), so that results are the same on all of them.
/// Not where the choice would come before the sanitizers are ready, and only where the C library can make it.
#if defined(__GNUC__) && !defined(__clang__) && defined(__x86_64__) && defined(__gnu_linux__) && \
    !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define PENUMBRA_WIDE_LOOPS [[gnu::target_clones("avx2", "default")]]
#else
#define PENUMBRA_WIDE_LOOPS
#endif
