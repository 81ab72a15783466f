#include "CTextKernels.h"
#include "scalar_classes.inc"

uint16_t gst_scalar_class(uint32_t scalar) {
  if (scalar > 0x10FFFF) return 0;
  return class_blocks[(uint32_t)class_index[scalar >> 6] * 64 + (scalar & 63)];
}
