#ifndef CCPUFEATURES_H
#define CCPUFEATURES_H

/// What the processor and the operating system offer, each 0 or 1.
int dlcore_cpu_has_avx2_fma(void);
int dlcore_cpu_has_avx512(void);

#endif
