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
#define GSK_ATTENTION_ROWS 4
#define GSK_ATTENTION_SUMS 4
#define GSK_WEIGHT_ZERO 0
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

// Two products of at most 128 * 127, or 15 * 127, fit 16 bits; so do their pairs.
GSK_INLINE __m256i added(__m256i sums, __m256i magnitudes, __m256i inputs) {
  __m256i pairs = _mm256_maddubs_epi16(magnitudes, inputs);
  return _mm256_add_epi32(sums, _mm256_madd_epi16(pairs, _mm256_set1_epi16(1)));
}

GSK_INLINE vi joined(__m256i low, __m256i high) {
  typedef int32_t v8 __attribute__((ext_vector_type(8)));
  return __builtin_shufflevector((v8)low, (v8)high, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13,
                                 14, 15);
}

// The instruction wants one side without signs: the weights' go to the inputs, of which none is -128.
GSK_INLINE vi dot_bytes(vi sums, gsk_quads weights, int32_t four) {
  __m256i inputs = _mm256_set1_epi32(four);
  return joined(added((__m256i)sums.lo, _mm256_abs_epi8(weights.low),
                      _mm256_sign_epi8(inputs, weights.low)),
                added((__m256i)sums.hi, _mm256_abs_epi8(weights.high),
                      _mm256_sign_epi8(inputs, weights.high)));
}

GSK_INLINE vi dot_nibbles(vi sums, gsk_quads weights, int32_t four) {
  __m256i inputs = _mm256_set1_epi32(four);
  return joined(added((__m256i)sums.lo, weights.low, inputs),
                added((__m256i)sums.hi, weights.high, inputs));
}

#include "kernels.inc"

#pragma clang attribute pop
#endif
