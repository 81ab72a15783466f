// AVX2: bytes are widened to 16 bits, because the instruction for bytes adds pairs that saturate.
#if defined(__x86_64__)
#include <immintrin.h>

#include "variants.h"

#pragma clang attribute push(__attribute__((target("avx2,fma,f16c"))), apply_to = function)

#define GSK_NATIVE_HALF
#include "lanes.inc"

#define GSK_VARIANT gsk_avx2_kernels
#define GSK_ISA GSK_ISA_AVX2
#define GSK_F32_ROWS 6
#define GSK_S8_ROWS 6
#define GSK_S8_WIDTH 8
#define GSK_ZERO 0
typedef int16_t gsk_byte;
typedef int16_t gsk_weight;

// Columns 0 to 3 and 4 to 7, each as two sums of every other pair of inputs.
GSK_INLINE void half_tile(const gsk_byte *x, size_t stride, size_t quads, const __m256i *weights,
                          const size_t rows, int32_t *out) {
  __m256i low[GSK_S8_ROWS], high[GSK_S8_ROWS];
#pragma clang loop unroll(full)
  for (size_t r = 0; r < rows; r++) low[r] = high[r] = _mm256_setzero_si256();
  for (size_t k = 0; k < quads; k++) {
    __m256i first = _mm256_loadu_si256(weights + 2 * k);
    __m256i second = _mm256_loadu_si256(weights + 2 * k + 1);
#pragma clang loop unroll(full)
    for (size_t r = 0; r < rows; r++) {
      int64_t four;
      memcpy(&four, x + r * stride + 4 * k, sizeof four);
      __m256i inputs = _mm256_set1_epi64x(four);
      low[r] = _mm256_add_epi32(low[r], _mm256_madd_epi16(inputs, first));
      high[r] = _mm256_add_epi32(high[r], _mm256_madd_epi16(inputs, second));
    }
  }
#pragma clang loop unroll(full)
  for (size_t r = 0; r < rows; r++) {
    __m256i pairs = _mm256_hadd_epi32(low[r], high[r]);
    pairs = _mm256_permute4x64_epi64(pairs, _MM_SHUFFLE(3, 1, 2, 0));
    _mm256_storeu_si256((__m256i *)(out + r * GSK_PANEL), pairs);
  }
}

static void tile_s8(const gsk_byte *x, size_t stride, size_t quads, const uint8_t *panel,
                    size_t rows, int32_t *out) {
  const __m256i *weights = (const __m256i *)panel;
  for (int half = 0; half < 2; half++, weights += 2 * quads, out += 8) {
    if (rows == GSK_S8_ROWS) {
      half_tile(x, stride, quads, weights, GSK_S8_ROWS, out);
      continue;
    }
    size_t r = 0;
    for (; r + 3 <= rows; r += 3) {
      half_tile(x + r * stride, stride, quads, weights, 3, out + r * GSK_PANEL);
    }
    for (; r < rows; r++) {
      half_tile(x + r * stride, stride, quads, weights, 1, out + r * GSK_PANEL);
    }
  }
}

#define GSK_TILE_ROWS 6
#define GSK_QUANTIZED_ROWS 3
#define GSK_QUANTIZED_COLUMNS 1
#define GSK_FLOAT_COLUMNS 1
#define GSK_ATTENTION_ROWS 4
#define GSK_ATTENTION_SUMS 4
#define GSK_WEIGHT_ZERO 0
#include "ymm_quads.inc"

// Two products of at most 128 * 127 fit 16 bits, and so does their pair.
GSK_INLINE __m256i widened(__m256i pairs) { return _mm256_madd_epi16(pairs, _mm256_set1_epi16(1)); }

// The instruction wants one side without signs: the weights' go to the inputs, of which none is -128.
GSK_INLINE gsk_sums dot_bytes(gsk_sums sums, gsk_quads weights, int32_t four) {
  __m256i inputs = _mm256_sign_epi8(_mm256_set1_epi32(four), weights);
  return sums + (gsk_sums)widened(_mm256_maddubs_epi16(_mm256_abs_epi8(weights), inputs));
}

// All pairs of a block of nibbles fit 16 bits together: 16 products of at most 15 * 127 each.
#define GSK_NIBBLE_SUMS
typedef __m256i gsk_nibble_sums;

GSK_INLINE gsk_nibble_sums begin_nibbles(gsk_sums sums) {
  (void)sums;
  return _mm256_setzero_si256();
}

GSK_INLINE gsk_nibble_sums add_nibbles(gsk_nibble_sums sums, gsk_quads weights, int32_t four) {
  return _mm256_add_epi16(sums, _mm256_maddubs_epi16(weights, _mm256_set1_epi32(four)));
}

GSK_INLINE gsk_sums end_nibbles(gsk_sums sums, gsk_nibble_sums waiting) {
  return sums + (gsk_sums)widened(waiting);
}

#include "kernels.inc"

#pragma clang attribute pop
#endif
