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
#define GSK_ATTENTION_ROWS 4
#define GSK_ATTENTION_SUMS 4
#define GSK_WEIGHT_ZERO 128
typedef struct { __m256i low, high; } gsk_quads;  // outputs 0 to 7 and 8 to 15

GSK_INLINE gsk_quads load_bytes(const uint8_t *p) {
  const __m256i *from = (const __m256i *)p;
  return (gsk_quads){_mm256_loadu_si256(from), _mm256_loadu_si256(from + 1)};
}

GSK_INLINE void load_nibbles(const uint8_t *p, gsk_quads *low, gsk_quads *high) {
  gsk_quads both = load_bytes(p);
  __m256i mask = _mm256_set1_epi8(15);
  low->low = _mm256_and_si256(both.low, mask);
  low->high = _mm256_and_si256(both.high, mask);
  high->low = _mm256_and_si256(_mm256_srli_epi16(both.low, 4), mask);
  high->high = _mm256_and_si256(_mm256_srli_epi16(both.high, 4), mask);
}

GSK_INLINE vi dot_bytes(vi sums, gsk_quads weights, int32_t four) {
  typedef int32_t v8 __attribute__((ext_vector_type(8)));
  __m256i inputs = _mm256_set1_epi32(four);
  v8 low = (v8)_mm256_dpbusd_avx_epi32((__m256i)sums.lo, weights.low, inputs);
  v8 high = (v8)_mm256_dpbusd_avx_epi32((__m256i)sums.hi, weights.high, inputs);
  return __builtin_shufflevector(low, high, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
}

GSK_INLINE vi dot_nibbles(vi sums, gsk_quads weights, int32_t four) {
  return dot_bytes(sums, weights, four);
}

#include "kernels.inc"

#pragma clang attribute pop
#endif
