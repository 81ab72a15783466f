// What every CPU can do, and what the other instruction sets are compared with.
#include "variants.h"

#include "lanes.inc"

#define GSK_VARIANT gsk_plain_kernels
#define GSK_ISA GSK_ISA_PLAIN
#define GSK_F32_ROWS 1
#define GSK_S8_ROWS 1
#define GSK_S8_WIDTH 16
#define GSK_ZERO 0
typedef int8_t gsk_byte;
typedef int8_t gsk_weight;

GSK_INLINE void tile_s8(const gsk_byte *x, size_t stride, size_t quads, const uint8_t *panel,
                        size_t rows, int32_t *out) {
  const int8_t *weights = (const int8_t *)panel;
  for (size_t r = 0; r < rows; r++) {
    for (size_t lane = 0; lane < GSK_PANEL; lane++) {
      int32_t total = 0;
      for (size_t k = 0; k < quads * 4; k++) {
        total += x[r * stride + k] * weights[(k / 4 * GSK_PANEL + lane) * 4 + k % 4];
      }
      out[r * GSK_PANEL + lane] = total;
    }
  }
}

#define GSK_TILE_ROWS 1
#define GSK_QUANTIZED_ROWS 1
#define GSK_QUANTIZED_COLUMNS 1
#define GSK_FLOAT_COLUMNS 2
#define GSK_ATTENTION_ROWS 1
#define GSK_ATTENTION_SUMS 1
#define GSK_WEIGHT_ZERO 0
typedef struct { int8_t bytes[64]; } gsk_quads;

GSK_INLINE gsk_quads load_bytes(const uint8_t *p) {
  gsk_quads quads;
  memcpy(&quads, p, sizeof quads);
  return quads;
}

// Not inlined into every kind of tile, which would be most of the size of the library.
static __attribute__((noinline)) void load_nibbles(const uint8_t *p, gsk_quads *low, gsk_quads *high) {
  for (size_t i = 0; i < 64; i++) {
    low->bytes[i] = p[i] & 15;
    high->bytes[i] = (int8_t)(p[i] >> 4);
  }
}

static __attribute__((noinline)) vi dot_bytes(vi sums, gsk_quads weights, int32_t four) {
  int8_t inputs[4];
  int32_t totals[16];
  memcpy(inputs, &four, sizeof inputs);
  memcpy(totals, &sums, sizeof totals);
  for (size_t lane = 0; lane < 16; lane++) {
    for (size_t k = 0; k < 4; k++) totals[lane] += weights.bytes[lane * 4 + k] * inputs[k];
  }
  memcpy(&sums, totals, sizeof totals);
  return sums;
}

#include "kernels.inc"
