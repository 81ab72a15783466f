// Prints a digest of what each kernel computes from made-up numbers, a line a kernel and shape, for
// the instruction set named by number. Equal digests mean equal bits.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "CInferenceKernels.h"

static uint64_t state;

static uint32_t next(void) {
  state = state * 6364136223846793005ULL + 1442695040888963407ULL;
  return (uint32_t)(state >> 33);
}

static float *floats(size_t count) {
  float *values = malloc((count + 16) * sizeof *values);
  for (size_t i = 0; i < count + 16; i++) {
    float value = (float)(next() % 65536) / 16384.0f - 2.0f;
    values[i] = next() % 64 ? value : value * 20;
  }
  return values;
}

static void print(const char *name, const size_t *shape, const float *values, size_t count) {
  uint64_t digest = 1469598103934665603ULL;
  const unsigned char *bytes = (const unsigned char *)values;
  for (size_t i = 0; i < count * sizeof *values; i++) {
    digest = (digest ^ bytes[i]) * 1099511628211ULL;
  }
  printf("%s %zu %zu %zu %016llx\n", name, shape[0], shape[1], shape[2],
         (unsigned long long)digest);
}

static void products(const gsk_kernels *k, const size_t *shape, int activation) {
  size_t m = shape[0], n = shape[1], inputs = shape[2];
  float *x = floats(m * inputs), *w = floats(n * inputs), *bias = floats(n + inputs), *y = floats(m * n);
  float *scales = floats(n);
  size_t blocks = (inputs + GSK_STEP_INPUTS - 1) / GSK_STEP_INPUTS;
  float *steps = floats(m * blocks), *centers = floats(m * blocks);
  float *sums = floats((n + GSK_PANEL) * blocks);
  int8_t *bytes = malloc(n * inputs);
  for (size_t i = 0; i < n * inputs; i++) bytes[i] = (int8_t)((int)(next() % 255) - 127);
  gsk_product p = {
    .x = x, .rows = m, .inputs = inputs, .outputs = n, .x_stride = inputs, .y = y, .y_stride = n,
    .epilogue = {.bias = bias, .residual = y, .residual_stride = n, .activation = activation},
  };
  void *packed = malloc(k->f32_packed_size(n, inputs) + k->s8_packed_size(n, inputs));
  void *rows = malloc(m * k->quantized_row_size(inputs));
  k->pack_f32(w, n, inputs, packed);
  k->multiply_f32(&p, packed);
  print("floats", shape, y, m * n);
  k->pack_s8(bytes, n, inputs, packed);
  k->quantize_rows(x, m, inputs, inputs, rows, steps, centers);
  k->multiply_s8(&p, rows, steps, centers, packed, scales, sums);
  print("bytes", shape, y, m * n);
  k->quantize_rest(x, inputs, steps, centers, rows, steps);
  k->multiply_s8(&p, rows, steps, centers, packed, scales, sums);
  print("rest", shape, y, m * n);
  k->layer_norm(x, m, inputs, inputs, w, bias, 1e-12f, x, inputs);
  k->softmax(x, m, inputs, inputs, 0.3f);
  print("rows", shape, x, m * inputs);
}

static void attention(const gsk_kernels *k, size_t length) {
  size_t width = 64, shape[3] = {length, 2, 32}, offsets[4] = {0, length, length + 1, length + 20};
  size_t tokens = offsets[3];
  float *q = floats(tokens * width), *y = floats(tokens * width);
  gsk_attention a = {
    .queries = q, .keys = floats(tokens * width), .values = floats(tokens * width),
    .query_stride = width, .key_stride = width, .value_stride = width, .heads = 2,
    .head_width = 32, .offsets = offsets, .sequences = 3, .scale = 0.2f, .y = y,
    .y_stride = width, .scratch = malloc(k->attention_scratch(length + 20, 32)),
  };
  k->attend(&a);
  print("attention", shape, y, tokens * width);
}

#include "decoder_bits.inc"

int main(int count, char **words) {
  const gsk_kernels *k = gsk_kernels_for(count > 1 ? atoi(words[1]) : 0);
  if (!k) return 2;
  size_t shapes[][3] = {
    {1, 1, 1}, {7, 19, 33}, {25, 48, 384}, {97, 64, 130}, {5, 384, 48}, {3, 1000, 20}, {9, 33, 1000},
  };
  for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
    for (int activation = GSK_IDENTITY; activation <= GSK_SIGMOID; activation++) {
      state = 1000 * i + (size_t)activation;
      products(k, shapes[i], activation);
    }
  }
  size_t lengths[] = {1, 15, 16, 17, 50, 130};
  for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) attention(k, lengths[i]);
  digest_decoder(k);
  return 0;
}
