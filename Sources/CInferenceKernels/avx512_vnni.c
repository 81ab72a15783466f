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
#define GSK_S8_ROWS 12
#define GSK_PAIR_ROWS 12
#define GSK_S8_WIDTH 16
#define GSK_ZERO 128
typedef uint8_t gsk_byte;
typedef int8_t gsk_weight;

// Some rows and panels that lie `apart` bytes from each other.
GSK_INLINE void tile_rows(const gsk_byte *x, size_t stride, size_t quads, const uint8_t *panel,
                          size_t apart, const size_t rows, const size_t panels, __m512i *sums) {
#pragma clang loop unroll(full)
  for (size_t i = 0; i < rows * panels; i++) {
    sums[i] = _mm512_loadu_si512(panel + i % panels * apart + 64 * quads);
  }
  for (size_t k = 0; k < quads; k++) {
    __m512i weights[2];
#pragma clang loop unroll(full)
    for (size_t p = 0; p < panels; p++) {
      weights[p] = _mm512_loadu_si512(panel + p * apart + 64 * k);
    }
#pragma clang loop unroll(full)
    for (size_t r = 0; r < rows; r++) {
      int32_t four;
      memcpy(&four, x + r * stride + 4 * k, sizeof four);
      __m512i inputs = _mm512_set1_epi32(four);
#pragma clang loop unroll(full)
      for (size_t p = 0; p < panels; p++) {
        sums[r * panels + p] = _mm512_dpbusd_epi32(sums[r * panels + p], inputs, weights[p]);
      }
    }
  }
}

static void tile_s8(const gsk_byte *x, size_t stride, size_t quads, const uint8_t *panel,
                    size_t rows, int32_t *out) {
  for (size_t r = 0; r < rows;) {
    __m512i sums[4];
    size_t some = rows - r < 4 ? 1 : 4;
    if (some == 4) {
      tile_rows(x + r * stride, stride, quads, panel, 0, 4, 1, sums);
    } else {
      tile_rows(x + r * stride, stride, quads, panel, 0, 1, 1, sums);
    }
    memcpy(out + r * GSK_PANEL, sums, some * sizeof *sums);
    r += some;
  }
}

#define GSK_TILE_ROWS 12
#define GSK_QUANTIZED_ROWS 6
#define GSK_QUANTIZED_COLUMNS 2
#define GSK_FLOAT_COLUMNS 2
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

#include "kernels.inc"

#pragma clang attribute pop
#endif
