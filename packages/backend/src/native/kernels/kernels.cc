#include "kernels.h"
#include <cstdlib>
#include <string>

extern const Kernels kernelsForAnyProcessor;
#if defined(__x86_64__)
extern const Kernels kernelsForAvx2;
extern const Kernels kernelsForAvx512;

namespace {

const Kernels& choose() {
  // The variable with which oneDNN, a part of TensorFlow, is held back: for the same bits on several machines.
  const char* const most = std::getenv("ONEDNN_MAX_CPU_ISA");
  const std::string limit = most ? most : "";
  const bool avx2 = limit.compare(0, 5, "SSE41") != 0 && limit != "AVX";
  const bool avx512 = avx2 && limit.compare(0, 4, "AVX2") != 0;
  if (avx512 && __builtin_cpu_supports("avx512f")) return kernelsForAvx512;
  if (avx2 && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return kernelsForAvx2;
  return kernelsForAnyProcessor;
}

}  // namespace

const Kernels& kernels() {
  static const Kernels& chosen = choose();
  return chosen;
}
#else
const Kernels& kernels() { return kernelsForAnyProcessor; }
#endif
