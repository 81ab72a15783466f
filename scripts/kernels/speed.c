// Times products of rows and packed panels on one thread, by the thread's own time: see `speed`.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "CInferenceKernels.h"

enum { INPUTS = 2048, OUTPUTS = 512, ROUNDS = 7 };

static double seconds(void) {
  struct timespec time;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

static void *room(size_t bytes) {
  void *start = aligned_alloc(64, (bytes + 8191) / 64 * 64);
  memset(start, 0, bytes + 4096);
  return start;
}

static void time_format(const gsk_kernels *k, int format, const char *name, size_t rows) {
  size_t size = k->panel_size(format, INPUTS);
  uint8_t *packed = room(size * (OUTPUTS / GSK_PANEL));
  float *weights = room(GSK_PANEL * INPUTS * sizeof(float));
  for (size_t i = 0; i < GSK_PANEL * INPUTS; i++) weights[i] = (float)(i * 7919 % 1000) / 1000 - 0.5f;
  for (size_t p = 0; p < OUTPUTS / GSK_PANEL; p++) {
    k->pack_panel(format, GSK_F32, weights, GSK_PANEL, INPUTS, packed + p * size);
  }
  float *x = room(rows * INPUTS * sizeof(float)), *y = room(rows * OUTPUTS * sizeof(float));
  for (size_t i = 0; i < rows * INPUTS; i++) x[i] = (float)(i % 997) / 997 - 0.5f;
  void *prepared = room(k->prepared_size(format, rows, INPUTS));
  k->prepare_rows(format, x, 0, rows, INPUTS, INPUTS, prepared);
  gsk_panels call = {0};
  call.format = format;
  call.inputs = INPUTS;
  call.outputs = OUTPUTS;
  call.packed = packed;
  call.last_panel = OUTPUTS / GSK_PANEL;
  call.prepared = prepared;
  call.rows = rows;
  call.y = y;
  call.y_stride = OUTPUTS;
  call.scratch = room(k->panels_scratch(rows));
  double best = 1e9;
  for (int round = 0; round < ROUNDS; round++) {
    double start = seconds();
    k->multiply_packed(&call);
    double taken = seconds() - start;
    if (taken < best) best = taken;
  }
  printf("%-5s %4zu rows %7.1f GOP/s\n", name, rows, 2.0 * (double)rows * INPUTS * OUTPUTS / best * 1e-9);
}

int main(int count, char **words) {
  const gsk_kernels *k = gsk_kernels_for(count > 1 ? atoi(words[1]) : gsk_best_isa());
  if (!k) return 2;
  for (size_t rows = 1; rows <= 192; rows = rows == 1 ? 8 : rows * 24) {
    time_format(k, GSK_F32, "f32", rows);
    time_format(k, GSK_BF16, "bf16", rows);
    time_format(k, GSK_F16, "f16", rows);
    time_format(k, GSK_Q8, "q8", rows);
    time_format(k, GSK_Q4, "q4", rows);
  }
}
