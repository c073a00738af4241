#include "CCPUFeatures.h"

#if defined(__x86_64__)
int dlcore_cpu_has_avx2_fma(void) {
  __builtin_cpu_init();
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
}

int dlcore_cpu_has_avx512(void) {
  __builtin_cpu_init();
  return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
         __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq");
}
#else
int dlcore_cpu_has_avx2_fma(void) { return 0; }
int dlcore_cpu_has_avx512(void) { return 0; }
#endif
