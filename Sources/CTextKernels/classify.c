// Byte classes of a whole text as bit masks, 64 bytes at a time.
#include "measure.h"

#if defined(__x86_64__)
#include <immintrin.h>
#elif defined(__aarch64__)
#include <arm_neon.h>
#endif

// Masks of the block before, for marks that span two blocks.
typedef struct { uint64_t v, a, k, o, m, space, dot, s, e; } gst_last;

#define PROLOGUE \
  gst_last old = {0}; \
  uint64_t dots = 0, leads = 0; \
  size_t continuations = 0, newlines = 0, hashes = 0;

#define EPILOGUE \
  c->is_ascii = leads == 0; \
  c->has_dots = dots != 0; \
  c->has_symbols = hashes != 0; \
  c->result->scalar_count = (int64_t)(c->length - continuations); \
  c->result->newline_count = (int64_t)newlines; \
  c->result->hash_sign_count = (int64_t)hashes;

typedef struct { uint64_t w[8]; } gst_plain_block;

static inline gst_plain_block plain_load(const uint8_t *p) {
  gst_plain_block b;
  memcpy(&b, p, 64);
  return b;
}

static inline gst_plain_block plain_fold(gst_plain_block b) {
  for (int i = 0; i < 8; i++) b.w[i] |= 0x2020202020202020ULL;
  return b;
}

// One bit a byte: whether the byte is at least `low` and below `low` + `count`, count <= 128.
static inline uint64_t plain_in(gst_plain_block b, uint64_t low, uint64_t count) {
  const uint64_t ones = 0x0101010101010101ULL, high = 0x8080808080808080ULL;
  uint64_t mask = 0;
  for (int i = 0; i < 8; i++) {
    uint64_t x = b.w[i], l = ones * low;
    // Subtraction within bytes, then "less than" within bytes.
    uint64_t d = ((x | high) - (l & ~high)) ^ ((x ^ ~l) & high);
    uint64_t n = ones * count;
    uint64_t t = ((d | high) - (n & ~high)) ^ ((d ^ ~n) & high);
    uint64_t below = ((~d & n) | ((~d | n) & t)) & high;
    mask |= (((below >> 7) * 0x0102040810204080ULL) >> 56) << (i * 8);
  }
  return mask;
}

static void classify_plain(gst_context *c) {
  PROLOGUE
#define BLOCK gst_plain_block
#define LOAD(p) plain_load(p)
#define FOLD(b) plain_fold(b)
#define EQ(b, value) plain_in(b, value, 1)
#define IN(b, low, count) plain_in(b, low, count)
#include "classify_block.inc"
#undef BLOCK
#undef LOAD
#undef FOLD
#undef EQ
#undef IN
  EPILOGUE
}

#if defined(__x86_64__)
typedef struct { __m256i low, high; } gst_avx2_block;

__attribute__((target("avx2,bmi,bmi2,popcnt,lzcnt")))
static void classify_avx2(gst_context *c) {
  PROLOGUE
#define BYTE(value) _mm256_set1_epi8((char)(value))
#define PAIR(x, y) \
  ((uint64_t)(uint32_t)_mm256_movemask_epi8(x) | \
   (uint64_t)(uint32_t)_mm256_movemask_epi8(y) << 32)
#define WITHIN(x, from, count) \
  _mm256_cmpeq_epi8(_mm256_min_epu8(_mm256_sub_epi8(x, BYTE(from)), BYTE((count) - 1)), \
                    _mm256_sub_epi8(x, BYTE(from)))
#define BLOCK gst_avx2_block
#define LOAD(p) \
  {_mm256_loadu_si256((const __m256i *)(p)), _mm256_loadu_si256((const __m256i *)((p) + 32))}
#define FOLD(b) {_mm256_or_si256(b.low, BYTE(0x20)), _mm256_or_si256(b.high, BYTE(0x20))}
#define EQ(b, value) \
  PAIR(_mm256_cmpeq_epi8(b.low, BYTE(value)), _mm256_cmpeq_epi8(b.high, BYTE(value)))
#define IN(b, from, count) PAIR(WITHIN(b.low, from, count), WITHIN(b.high, from, count))
#include "classify_block.inc"
#undef BYTE
#undef PAIR
#undef WITHIN
#undef BLOCK
#undef LOAD
#undef FOLD
#undef EQ
#undef IN
  EPILOGUE
}

__attribute__((target("avx512f,avx512bw,avx512vl,bmi,bmi2,popcnt,lzcnt")))
static void classify_avx512(gst_context *c) {
  PROLOGUE
#define BYTE(value) _mm512_set1_epi8((char)(value))
#define BLOCK __m512i
#define LOAD(p) _mm512_loadu_si512((const void *)(p))
#define FOLD(b) _mm512_or_si512(b, BYTE(0x20))
#define EQ(b, value) _mm512_cmpeq_epi8_mask(b, BYTE(value))
#define IN(b, low, count) _mm512_cmplt_epu8_mask(_mm512_sub_epi8(b, BYTE(low)), BYTE(count))
#include "classify_block.inc"
#undef BYTE
#undef BLOCK
#undef LOAD
#undef FOLD
#undef EQ
#undef IN
  EPILOGUE
}
#elif defined(__aarch64__)
static inline uint8x16x4_t neon_fold(uint8x16x4_t b) {
  for (int i = 0; i < 4; i++) b.val[i] = vorrq_u8(b.val[i], vdupq_n_u8(0x20));
  return b;
}

static inline uint64_t neon_mask(uint8x16_t a, uint8x16_t b, uint8x16_t c, uint8x16_t d) {
  static const uint8_t weights[16] = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
  uint8x16_t w = vld1q_u8(weights);
  uint8x16_t ab = vpaddq_u8(vandq_u8(a, w), vandq_u8(b, w));
  uint8x16_t cd = vpaddq_u8(vandq_u8(c, w), vandq_u8(d, w));
  uint8x16_t all = vpaddq_u8(ab, cd);
  return vgetq_lane_u64(vreinterpretq_u64_u8(vpaddq_u8(all, all)), 0);
}

static inline uint64_t neon_in(uint8x16x4_t b, uint8_t low, uint8_t count) {
  uint8x16_t from = vdupq_n_u8(low), size = vdupq_n_u8(count);
  return neon_mask(vcltq_u8(vsubq_u8(b.val[0], from), size),
                   vcltq_u8(vsubq_u8(b.val[1], from), size),
                   vcltq_u8(vsubq_u8(b.val[2], from), size),
                   vcltq_u8(vsubq_u8(b.val[3], from), size));
}

static void classify_neon(gst_context *c) {
  PROLOGUE
#define BLOCK uint8x16x4_t
#define LOAD(p) {{vld1q_u8(p), vld1q_u8((p) + 16), vld1q_u8((p) + 32), vld1q_u8((p) + 48)}}
#define FOLD(b) neon_fold(b)
#define EQ(b, value) neon_in(b, value, 1)
#define IN(b, low, count) neon_in(b, low, count)
#include "classify_block.inc"
#undef BLOCK
#undef LOAD
#undef FOLD
#undef EQ
#undef IN
  EPILOGUE
}
#endif

static inline void mark(uint64_t *mask, size_t at) { mask[at >> 6] |= 1ULL << (at & 63); }

// Adds to the masks what only whole scalars tell.
static void mark_scalars(gst_context *c) {
  int64_t ellipses = 0;
  for (size_t i = 0; i < c->length;) {
    if (c->text[i] < 0x80) {
      uint64_t next = gst_load64(c->text + i) & 0x8080808080808080ULL;
      i += next ? (size_t)__builtin_ctzll(next) >> 3 : 8;
      continue;
    }
    size_t size;
    uint32_t scalar = gst_decode(c->text + i, &size);
    uint16_t class = gst_scalar_class(scalar);
    if (class & GST_SPACE) for (size_t k = 0; k < size; k++) mark(c->masks.space, i + k);
    if (class & GST_LETTER) mark(c->masks.letter, i);
    if (!(class & GST_SIGN)) mark(c->masks.solid, i);
    if (class & GST_BREAK) mark(c->masks.line_break, i);
    if (class & GST_SENTENCE_END) mark(c->masks.sentence_end, i);
    if (scalar == 0x2026) {
      mark(c->masks.symbol, i);
      c->has_symbols = 1;
      ellipses++;
    }
    i += size;
  }
  c->result->ellipsis_count += ellipses;
}

static void count_dots(gst_context *c) {
  size_t run = 0;
  for (size_t i = 0; i < c->length; i++) {
    run = c->text[i] == '.' ? run + 1 : 0;
    if (run == 3) {
      c->result->ellipsis_count++;
      run = 0;
    }
  }
}

int gst_chosen_isa(int isa) {
#if defined(__x86_64__)
  if (isa == GST_ISA_BEST) isa = GST_ISA_AVX512;
  if (isa == GST_ISA_AVX512 && __builtin_cpu_supports("avx512bw") &&
      __builtin_cpu_supports("avx512vl")) {
    return GST_ISA_AVX512;
  }
  if (isa >= GST_ISA_AVX2 && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2")) {
    return GST_ISA_AVX2;
  }
  return GST_ISA_PLAIN;
#elif defined(__aarch64__)
  return isa == GST_ISA_PLAIN ? GST_ISA_PLAIN : GST_ISA_NEON;
#else
  (void)isa;
  return GST_ISA_PLAIN;
#endif
}

void gst_classify(gst_context *c, int isa) {
  switch (gst_chosen_isa(isa)) {
#if defined(__x86_64__)
    case GST_ISA_AVX512: classify_avx512(c); break;
    case GST_ISA_AVX2: classify_avx2(c); break;
#elif defined(__aarch64__)
    case GST_ISA_NEON: classify_neon(c); break;
#endif
    default: classify_plain(c);
  }
  if (!c->is_ascii) mark_scalars(c);
  if (c->has_dots) count_dots(c);
}

int gst_is_ascii(const uint8_t *text, size_t length) {
  uint64_t high = 0;
  size_t i = 0;
  for (; i + 64 <= length; i += 64) {
    for (size_t k = 0; k < 64; k += 8) high |= gst_load64(text + i + k);
  }
  for (; i < length; i++) high |= (uint64_t)text[i];
  return (high & 0x8080808080808080ULL) == 0;
}
