// Arithmetic of encoders and decoders: matrix products, norms, attention, activations.
//
// Every instruction set gives the same bits. Products of whole numbers are exact; floating-point
// sums run in one fixed order of 16 lanes, a product and a sum are fused exactly where `fma` is
// written, and division and square root are those of IEEE 754. What is not a number stays so.
//
// Nothing here allocates, prints, aborts or starts a thread. Matrices are row-major; a stride is
// the distance between rows in elements. Buffers that a kernel packs for itself are opaque, since
// their layout belongs to the instruction set that made them.
#ifndef CINFERENCEKERNELS_H
#define CINFERENCEKERNELS_H

#include <stddef.h>
#include <stdint.h>

enum {
  GSK_ISA_PLAIN = 0,
  GSK_ISA_NEON = 1,        // with the dot product of ARMv8.2
  GSK_ISA_AVX2 = 2,        // widened to 16 bits, so that nothing saturates
  GSK_ISA_AVX_VNNI = 3,
  GSK_ISA_AVX512_VNNI = 4,
  GSK_ISA_COUNT = 5,
};

enum {
  GSK_IDENTITY = 0,
  GSK_GELU = 1,            // x * (1 + erf(x / sqrt 2)) / 2
  GSK_GELU_TANH = 2,       // the approximation by tanh
  GSK_RELU = 3,
  GSK_TANH = 4,
  GSK_SILU = 5,
  GSK_SIGMOID = 6,
};

// The columns of a packed panel; output columns are padded to a multiple of it.
enum { GSK_PANEL = 16 };

// Inputs of a row that share a step when they are turned into bytes.
enum { GSK_STEP_INPUTS = 128 };

// Formats of a decoder's weights, and encodings of rows in files. Quantised ones have a float16
// scale, and some a float16 minimum, for each 32 inputs.
enum {
  GSK_F32 = 0,
  GSK_BF16 = 1,
  GSK_F16 = 2,
  GSK_Q8 = 3,              // scale * byte, bytes signed; in files Q8_0
  GSK_Q4 = 4,              // scale * (nibble - 8); in files Q4_0
  GSK_Q4_MINIMUM = 5,      // scale * nibble + minimum; in files Q4_1
  GSK_Q4_K = 6,            // in files alone: 256 inputs share a scale of scales
};

// What happens to a product before it is stored: y = activation(product + bias + addend) + residual.
typedef struct {
  const float *bias;       // outputs rounded up to GSK_PANEL, or NULL
  const float *addends;    // some rows of outputs rounded up to GSK_PANEL, or NULL
  const int32_t *addend_of;  // which of them belongs to each row of y, or -1 for none
  const float *residual;   // rows × outputs, or NULL; may be y itself
  size_t residual_stride;
  int activation;
} gsk_epilogue;

typedef struct {
  // x: rows × inputs, outputs: columns of y.
  const float *x;
  size_t rows, inputs, outputs, x_stride;
  float *y;
  size_t y_stride;
  gsk_epilogue epilogue;
} gsk_product;

// Sequences packed one after another: sequence s has tokens offsets[s] ..< offsets[s + 1].
typedef struct {
  const float *queries, *keys, *values;  // tokens × (heads * head_width), strides below
  size_t query_stride, key_stride, value_stride;
  size_t heads, head_width;
  const size_t *offsets;
  size_t sequences;
  float scale;                           // of the scores, 1 / sqrt(head_width) as a rule
  float *y;
  size_t y_stride;
  void *scratch;                         // attention_scratch(longest sequence, head width) bytes
} gsk_attention;

// The product of prepared rows and some panels of a packed matrix: y = product + residual, or where
// gated y = activation(y) * product + residual.
typedef struct {
  int format;
  size_t inputs, outputs;
  const void *packed;
  size_t first_panel, last_panel;        // of GSK_PANEL outputs each
  const void *prepared;
  size_t rows;
  float *y;                              // rows × outputs
  size_t y_stride;
  const float *residual;                 // rows × outputs, or NULL; may be y itself
  size_t residual_stride;
  int gated, activation;
  void *scratch;                         // panels_scratch(rows) bytes
} gsk_panels;

// y = x / sqrt(mean of squares + epsilon) * gain (+ residual), each group of a row by itself.
typedef struct {
  const float *x;                        // rows × (groups * width)
  size_t rows, groups, width, x_stride;
  const float *gain;                     // width
  float epsilon;
  const float *residual;                 // as x, or NULL; may be y
  size_t residual_stride;
  float *y;                              // may be x
  size_t y_stride;
} gsk_rms_norm;

// Keys of a cache are taken in blocks of so many positions, its capacity is a multiple of it.
enum { GSK_KEY_BLOCK = 64 };

// How a cache keeps numbers: as bytes, each row of a head has a step of its own.
enum { GSK_CACHE_F32, GSK_CACHE_BF16, GSK_CACHE_S8 };

// New rows for a cache of keys and values: row r is position + r of its sequence.
typedef struct {
  const float *new_keys, *new_values;    // rows × (kv_heads * head_width)
  size_t key_stride, value_stride;
  size_t rows, position, kv_heads, head_width, capacity;
  int format;                            // GSK_CACHE_…
  void *keys, *values;                   // kv_heads times the sizes below
} gsk_cached_rows;

// Attention of rows at `position` and after it over the cache, which has their own keys already. A
// row sees the positions up to its own, with a window the last `window` of them.
typedef struct {
  const float *queries;                  // rows × (heads * head_width)
  size_t query_stride;
  size_t rows, position, heads, kv_heads, head_width, capacity, window;
  int format;
  const void *keys, *values;
  float scale, cap;                      // cap 0 for none: cap * tanh(score / cap)
  float *y;                              // rows × (heads * head_width)
  size_t y_stride;
  size_t part, parts;                    // which share of the work to do
  void *scratch;                         // cached_attention_scratch(head_width) bytes, a part's own
} gsk_cached_attention;

typedef struct gsk_kernels {
  int isa;

  // Weights of 32-bit floats, outputs × inputs, packed once.
  size_t (*f32_packed_size)(size_t outputs, size_t inputs);
  void (*pack_f32)(const float *weights, size_t outputs, size_t inputs, void *packed);
  void (*multiply_f32)(const gsk_product *product, const void *packed);

  // Weights of signed bytes, outputs × inputs, in -127 ... 127.
  size_t (*s8_packed_size)(size_t outputs, size_t inputs);
  void (*pack_s8)(const int8_t *weights, size_t outputs, size_t inputs, void *packed);

  // Rows of floats as signed bytes in -127 ... 127, each block of GSK_STEP_INPUTS between its own
  // least and largest number: x is about byte * step + center. Steps and centers: rows × blocks.
  size_t (*quantized_row_size)(size_t inputs);
  void (*quantize_rows)(const float *x, size_t rows, size_t inputs, size_t stride, void *quantized,
                        float *steps, float *centers);
  // What one row lost to rounding, x - byte * step - center, as a row of bytes around zero.
  void (*quantize_rest)(const float *x, size_t inputs, const float *steps, const float *centers,
                        void *quantized, float *rest_steps);
  // y = weight scale * sum over blocks of (sum of bytes * step + center * weight sum), then the
  // epilogue; `x` of the product is not read. weight_scales: outputs rounded up to GSK_PANEL;
  // weight_sums: for each block as many, the sum of an output's weights there.
  void (*multiply_s8)(const gsk_product *product, const void *quantized, const float *steps,
                      const float *centers, const void *packed, const float *weight_scales,
                      const float *weight_sums);

  // y = (x - mean) / sqrt(variance + epsilon) * gain + bias, row by row; y may be x.
  void (*layer_norm)(const float *x, size_t rows, size_t width, size_t x_stride, const float *gain,
                     const float *bias, float epsilon, float *y, size_t y_stride);
  // x = softmax(x * scale), row by row.
  void (*softmax)(float *x, size_t rows, size_t width, size_t stride, float scale);
  void (*activate)(float *x, size_t count, int activation);
  void (*exponentials)(float *x, size_t count);

  size_t (*attention_scratch)(size_t longest, size_t head_width);
  void (*attend)(const gsk_attention *attention);

  // y += row * scale; a row of an embedding table.
  void (*add_s8_row)(const int8_t *row, float scale, size_t width, float *y);
  void (*add_f32_row)(const float *row, size_t width, float *y);

  // A decoder's weights, packed panel by panel. Quantised formats take multiples of 32 inputs.
  size_t (*panel_size)(int format, size_t inputs);
  size_t (*row_size)(int encoding, size_t inputs);
  // Packs at most GSK_PANEL rows as they stand in a file, one after another. Returns the first row
  // with a number that is not finite, or -1.
  int (*pack_panel)(int format, int encoding, const void *rows, size_t outputs, size_t inputs,
                    void *panel);
  // y = the weights of one output of a panel, times a scale.
  void (*read_row)(int format, const void *panel, size_t lane, size_t inputs, float scale, float *y);

  // Rows of activations in the form in which products read them, the same for all quantised formats.
  // Some of them can be prepared at a time: from a multiple of tile_rows to another or the last.
  size_t tile_rows;
  size_t (*prepared_size)(int format, size_t rows, size_t inputs);
  void (*prepare_rows)(int format, const float *x, size_t first, size_t last, size_t inputs,
                       size_t stride, void *prepared);
  size_t (*panels_scratch)(size_t rows);
  void (*multiply_packed)(const gsk_panels *panels);

  void (*rms_norm)(const gsk_rms_norm *norm);
  // Rotary embedding in halves: cosines and sines are rows × (width / 2).
  void (*rotate)(float *x, size_t rows, size_t heads, size_t width, size_t stride,
                 const float *cosines, const float *sines);
  // x = cap * tanh(x / cap)
  void (*soft_cap)(float *x, size_t count, float cap);
  float (*log_sum_exp)(const float *x, size_t width);

  size_t (*cached_keys_size)(size_t capacity, size_t head_width, int format);
  size_t (*cached_values_size)(size_t capacity, size_t head_width, int format);
  void (*cache_rows)(const gsk_cached_rows *rows);
  size_t (*cached_attention_scratch)(size_t head_width);
  void (*attend_cached)(const gsk_cached_attention *attention);

  // The hardware's limits, for benchmarks: reads a multiple of 256 bytes; does `count` times 2048
  // operations on bytes. What they return is of no use but to keep them from being left out.
  int32_t (*read_bytes)(const void *bytes, size_t count);
  int32_t (*repeat_dots)(size_t count);
} gsk_kernels;

// The kernels of an instruction set, or NULL where this CPU or build has it not.
const gsk_kernels *gsk_kernels_for(int isa);

// The fastest instruction set of this CPU.
int gsk_best_isa(void);

// Tells the CPU that a loop does nothing but wait.
static inline void gsk_relax(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

#endif
