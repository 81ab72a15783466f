// AVX with VNNI in 256 bits: four products of bytes are added to 32 bits at once, and nothing
// saturates. Activations are kept from 1 to 255 around 128.
#if defined(__x86_64__)
#include <cpuid.h>
#include <immintrin.h>

#include "variants.h"

// Asked once: under a hypervisor the instruction costs more than a small product.
int gsk_cpu_has_avx_vnni(void) {
  static int known;  // 0 before the answer, then 1 for no and 2 for yes
  int answer = __atomic_load_n(&known, __ATOMIC_RELAXED);
  if (!answer) {
    unsigned a, b, c, d;
    answer = 1 + (__get_cpuid_count(7, 1, &a, &b, &c, &d) && (a & (1u << 4)));
    __atomic_store_n(&known, answer, __ATOMIC_RELAXED);
  }
  return answer == 2;
}

#pragma clang attribute push(__attribute__((target("avx2,fma,f16c,avxvnni"))), apply_to = function)

#define GSK_NATIVE_HALF
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

#define GSK_TILE_ROWS 6
#define GSK_QUANTIZED_ROWS 3
#define GSK_QUANTIZED_COLUMNS 1
#define GSK_FLOAT_COLUMNS 1
#define GSK_ATTENTION_ROWS 4
#define GSK_ATTENTION_SUMS 4
#define GSK_WEIGHT_ZERO 128
#include "ymm_quads.inc"

GSK_INLINE gsk_sums dot_bytes(gsk_sums sums, gsk_quads weights, int32_t four) {
  return (gsk_sums)_mm256_dpbusd_avx_epi32((__m256i)sums, weights, _mm256_set1_epi32(four));
}

#include "kernels.inc"

#pragma clang attribute pop
#endif
