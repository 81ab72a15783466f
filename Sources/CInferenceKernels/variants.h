// The tables of kernels by instruction set, each made from kernels.inc in a file of its own.
#ifndef GSK_VARIANTS_H
#define GSK_VARIANTS_H

#include "CInferenceKernels.h"

extern const gsk_kernels gsk_plain_kernels;
#if defined(__x86_64__)
extern const gsk_kernels gsk_avx2_kernels, gsk_avx_vnni_kernels, gsk_avx512_vnni_kernels;
int gsk_cpu_has_avx_vnni(void);
#elif defined(__aarch64__)
extern const gsk_kernels gsk_neon_kernels;
#endif

#endif
