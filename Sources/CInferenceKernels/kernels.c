#include "variants.h"

#if defined(__aarch64__) && defined(__linux__)
#include <sys/auxv.h>
#endif

static int supported(int isa) {
  switch (isa) {
  case GSK_ISA_PLAIN: return 1;
#if defined(__x86_64__)
  case GSK_ISA_AVX2: 
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
           __builtin_cpu_supports("f16c");
  case GSK_ISA_AVX_VNNI: return supported(GSK_ISA_AVX2) && gsk_cpu_has_avx_vnni();
  case GSK_ISA_AVX512_VNNI:
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
           __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") &&
           __builtin_cpu_supports("avx512vnni");
#elif defined(__aarch64__) && defined(__linux__)
  case GSK_ISA_NEON: return (getauxval(AT_HWCAP) & (1UL << 20)) != 0;  // HWCAP_ASIMDDP
#elif defined(__aarch64__)
  case GSK_ISA_NEON: return 1;
#endif
  default: return 0;
  }
}

const gsk_kernels *gsk_kernels_for(int isa) {
  if (!supported(isa)) return NULL;
  switch (isa) {
  case GSK_ISA_PLAIN: return &gsk_plain_kernels;
#if defined(__x86_64__)
  case GSK_ISA_AVX2: return &gsk_avx2_kernels;
  case GSK_ISA_AVX_VNNI: return &gsk_avx_vnni_kernels;
  case GSK_ISA_AVX512_VNNI: return &gsk_avx512_vnni_kernels;
#elif defined(__aarch64__)
  case GSK_ISA_NEON: return &gsk_neon_kernels;
#endif
  default: return NULL;
  }
}

int gsk_best_isa(void) {
  for (int isa = GSK_ISA_COUNT - 1; isa > GSK_ISA_PLAIN; isa--) {
    if (supported(isa)) return isa;
  }
  return GSK_ISA_PLAIN;
}
