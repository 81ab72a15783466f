// ARMv8.2 with the dot product of signed bytes.
#if defined(__aarch64__)
#include <arm_neon.h>

#include "variants.h"

#pragma clang attribute push(__attribute__((target("dotprod"))), apply_to = function)

#define GSK_NATIVE_HALF
#include "lanes.inc"

#define GSK_VARIANT gsk_neon_kernels
#define GSK_ISA GSK_ISA_NEON
#define GSK_F32_ROWS 4
#define GSK_S8_ROWS 6
#define GSK_S8_WIDTH 16
#define GSK_ZERO 0
typedef int8_t gsk_byte;
typedef int8_t gsk_weight;

GSK_INLINE void tile_rows(const gsk_byte *x, size_t stride, size_t quads, const uint8_t *panel,
                          const size_t rows, int32_t *out) {
  int32x4_t sums[GSK_S8_ROWS][4];
#pragma clang loop unroll(full)
  for (size_t r = 0; r < rows; r++) {
    for (int j = 0; j < 4; j++) sums[r][j] = vdupq_n_s32(0);
  }
  for (size_t k = 0; k < quads; k++) {
    int8x16_t weights[4];
    for (int j = 0; j < 4; j++) weights[j] = vld1q_s8((const int8_t *)panel + 64 * k + 16 * j);
#pragma clang loop unroll(full)
    for (size_t r = 0; r < rows; r++) {
      int32_t four;
      memcpy(&four, x + r * stride + 4 * k, sizeof four);
      int8x16_t inputs = vreinterpretq_s8_s32(vdupq_n_s32(four));
      for (int j = 0; j < 4; j++) sums[r][j] = vdotq_s32(sums[r][j], weights[j], inputs);
    }
  }
#pragma clang loop unroll(full)
  for (size_t r = 0; r < rows; r++) {
    for (int j = 0; j < 4; j++) vst1q_s32(out + r * GSK_PANEL + 4 * j, sums[r][j]);
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

#define GSK_TILE_ROWS 4
#define GSK_QUANTIZED_ROWS 2
#define GSK_QUANTIZED_COLUMNS 1
#define GSK_FLOAT_COLUMNS 1
#define GSK_ATTENTION_ROWS 4
#define GSK_ATTENTION_SUMS 4
#define GSK_WEIGHT_ZERO 0
typedef struct { int8x16_t part[4]; } gsk_quads;  // four outputs each

GSK_INLINE gsk_quads load_bytes(const uint8_t *p) {
  gsk_quads quads;
  for (int j = 0; j < 4; j++) quads.part[j] = vld1q_s8((const int8_t *)p + 16 * j);
  return quads;
}

GSK_INLINE void load_nibbles(const uint8_t *p, gsk_quads *low, gsk_quads *high) {
  for (int j = 0; j < 4; j++) {
    uint8x16_t both = vld1q_u8(p + 16 * j);
    low->part[j] = vreinterpretq_s8_u8(vandq_u8(both, vdupq_n_u8(15)));
    high->part[j] = vreinterpretq_s8_u8(vshrq_n_u8(both, 4));
  }
}

GSK_INLINE vi dot_bytes(vi sums, gsk_quads weights, int32_t four) {
  int8x16_t inputs = vreinterpretq_s8_s32(vdupq_n_s32(four));
  int32x4_t parts[4];
  memcpy(parts, &sums, sizeof sums);
  for (int j = 0; j < 4; j++) parts[j] = vdotq_s32(parts[j], weights.part[j], inputs);
  memcpy(&sums, parts, sizeof sums);
  return sums;
}

#include "kernels.inc"

#pragma clang attribute pop
#endif
