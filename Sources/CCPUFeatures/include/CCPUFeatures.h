#ifndef CCPUFEATURES_H
#define CCPUFEATURES_H

/// What the processor and the operating system offer, each 0 or 1.
int dlcore_cpu_has_avx2_fma(void);
int dlcore_cpu_has_avx512(void);

/// The number of processors that this process may run on, at least 1.
int dlcore_cpu_count(void);

/// Tells the processor that a loop waits for another one to write memory.
static inline void dlcore_cpu_pause(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ __volatile__("yield" ::: "memory");
#endif
}

#endif
