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

#include "kernels.inc"
