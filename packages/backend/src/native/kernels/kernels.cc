#include "kernels.h"

extern const Kernels kernelsForAnyProcessor;
#if defined(__x86_64__)
extern const Kernels kernelsForAvx2;
extern const Kernels kernelsForAvx512;
#endif

const Kernels& kernels() {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512f")) return kernelsForAvx512;
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return kernelsForAvx2;
#endif
  return kernelsForAnyProcessor;
}
