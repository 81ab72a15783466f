// AVX with VNNI in 256 bits: four products of bytes are added to 32 bits at once, and nothing
// saturates. Activations are kept from 1 to 255 around 128.
#if defined(__x86_64__)
#include <cpuid.h>
#include <immintrin.h>

#include "variants.h"

int gsk_cpu_has_avx_vnni(void) {
  unsigned a, b, c, d;
  return __get_cpuid_count(7, 1, &a, &b, &c, &d) && (a & (1u << 4));
}

#pragma clang attribute push(__attribute__((target("avx2,fma,avxvnni"))), apply_to = function)

#include "lanes.inc"

#define GSK_VARIANT gsk_avx_vnni_kernels
#define GSK_ISA GSK_ISA_AVX_VNNI
#define GSK_F32_ROWS 6
#define GSK_S8_ROWS 6
#define GSK_S8_WIDTH 16
#define GSK_ZERO 128
typedef uint8_t gsk_byte;
typedef int8_t gsk_weight;

GSK_INLINE void tile_rows(const gsk_byte *x, size_t stride, size_t quads, const uint8_t *panel,
                          const size_t rows, int32_t *out) {
  const __m256i *weights = (const __m256i *)panel;
  __m256i low[GSK_S8_ROWS], high[GSK_S8_ROWS];
#pragma clang loop unroll(full)
  for (size_t r = 0; r < rows; r++) {
    low[r] = _mm256_loadu_si256(weights + 2 * quads);
    high[r] = _mm256_loadu_si256(weights + 2 * quads + 1);
  }
  for (size_t k = 0; k < quads; k++) {
    __m256i first = _mm256_loadu_si256(weights + 2 * k);
    __m256i second = _mm256_loadu_si256(weights + 2 * k + 1);
#pragma clang loop unroll(full)
    for (size_t r = 0; r < rows; r++) {
      int32_t four;
      memcpy(&four, x + r * stride + 4 * k, sizeof four);
      __m256i inputs = _mm256_set1_epi32(four);
      low[r] = _mm256_dpbusd_avx_epi32(low[r], inputs, first);
      high[r] = _mm256_dpbusd_avx_epi32(high[r], inputs, second);
    }
  }
#pragma clang loop unroll(full)
  for (size_t r = 0; r < rows; r++) {
    _mm256_storeu_si256((__m256i *)(out + r * GSK_PANEL), low[r]);
    _mm256_storeu_si256((__m256i *)(out + r * GSK_PANEL + 8), high[r]);
  }
}

static void tile_s8(const gsk_byte *x, size_t stride, size_t quads, const uint8_t *panel,
                    size_t rows, int32_t *out) {
  if (rows == GSK_S8_ROWS) {
    tile_rows(x, stride, quads, panel, GSK_S8_ROWS, out);
    return;
  }
  for (size_t r = 0; r < rows; r++) {
    tile_rows(x + r * stride, stride, quads, panel, 1, out + r * GSK_PANEL);
  }
}

#include "kernels.inc"

#pragma clang attribute pop
#endif
