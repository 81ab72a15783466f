// AVX-512 with VNNI: as avx_vnni.c, a whole panel a register.
#if defined(__x86_64__)
#include <immintrin.h>

#include "variants.h"

#define GSK_TARGET "avx512f,avx512bw,avx512dq,avx512vl,avx512vnni,fma"
#pragma clang attribute push(__attribute__((target(GSK_TARGET))), apply_to = function)

#define GSK_NATIVE_HALF
#include "lanes.inc"

#define GSK_VARIANT gsk_avx512_vnni_kernels
#define GSK_ISA GSK_ISA_AVX512_VNNI
#define GSK_F32_ROWS 12
#define GSK_S8_ROWS 24
#define GSK_S8_WIDTH 16
#define GSK_ZERO 128
typedef uint8_t gsk_byte;
typedef int8_t gsk_weight;

GSK_INLINE void tile_rows(const gsk_byte *x, size_t stride, size_t quads, const uint8_t *panel,
                          const size_t rows, int32_t *out) {
  __m512i sums[GSK_S8_ROWS];
#pragma clang loop unroll(full)
  for (size_t r = 0; r < rows; r++) sums[r] = _mm512_loadu_si512(panel + 64 * quads);
  for (size_t k = 0; k < quads; k++) {
    __m512i weights = _mm512_loadu_si512(panel + 64 * k);
#pragma clang loop unroll(full)
    for (size_t r = 0; r < rows; r++) {
      int32_t four;
      memcpy(&four, x + r * stride + 4 * k, sizeof four);
      sums[r] = _mm512_dpbusd_epi32(sums[r], _mm512_set1_epi32(four), weights);
    }
  }
#pragma clang loop unroll(full)
  for (size_t r = 0; r < rows; r++) _mm512_storeu_si512(out + r * GSK_PANEL, sums[r]);
}

static void tile_s8(const gsk_byte *x, size_t stride, size_t quads, const uint8_t *panel,
                    size_t rows, int32_t *out) {
  size_t r = 0;
  for (; r + 24 <= rows; r += 24) {
    tile_rows(x + r * stride, stride, quads, panel, 24, out + r * GSK_PANEL);
  }
  for (; r + 8 <= rows; r += 8) {
    tile_rows(x + r * stride, stride, quads, panel, 8, out + r * GSK_PANEL);
  }
  for (; r < rows; r++) {
    tile_rows(x + r * stride, stride, quads, panel, 1, out + r * GSK_PANEL);
  }
}

#define GSK_TILE_ROWS 12
#define GSK_ATTENTION_ROWS 8
#define GSK_ATTENTION_SUMS 16
#define GSK_WEIGHT_ZERO 128
typedef __m512i gsk_quads;

GSK_INLINE gsk_quads load_bytes(const uint8_t *p) { return _mm512_loadu_si512(p); }

GSK_INLINE void load_nibbles(const uint8_t *p, gsk_quads *low, gsk_quads *high) {
  __m512i both = _mm512_loadu_si512(p), mask = _mm512_set1_epi8(15);
  *low = _mm512_and_si512(both, mask);
  *high = _mm512_and_si512(_mm512_srli_epi16(both, 4), mask);
}

GSK_INLINE vi dot_bytes(vi sums, gsk_quads weights, int32_t four) {
  return (vi)_mm512_dpbusd_epi32((__m512i)sums, weights, _mm512_set1_epi32(four));
}

GSK_INLINE vi dot_nibbles(vi sums, gsk_quads weights, int32_t four) {
  return dot_bytes(sums, weights, four);
}

#include "kernels.inc"

#pragma clang attribute pop
#endif
