// What the files of the measuring kernel share.
#ifndef GST_MEASURE_H
#define GST_MEASURE_H

#include <string.h>

#include "CTextKernels.h"

// One bit for each byte of the text; a scalar of several bytes is marked at its first byte, white
// space at all of its bytes. Bits past the end of the text are 0.
typedef struct {
  uint64_t *space, *letter, *solid, *line_break, *newline, *continuation, *sentence_end, *trigger;
  uint64_t *bracket, *symbol;
} gst_masks;

typedef struct { uint64_t key; uint32_t first, count; } gst_slot;

typedef struct {
  const uint8_t *text;
  size_t length;
  size_t blocks;            // of 64 bytes
  gst_masks masks;
  int is_ascii, has_dots, has_symbols;
  uint8_t *joined;          // the words without what stood between them, and 64 bytes of zero
  uint32_t *offsets;        // where each word begins in `joined`; one more than there are words
  uint32_t *scalars;        // the same in scalars; the same array for ASCII
  uint64_t *hashes;         // of each word
  size_t words;
  uint32_t *places, *found; // two more numbers a word
  uint8_t *line;            // shares the memory of `places`
  uint8_t *filter;
  size_t filter_size;
  gst_slot *table;
  uint64_t *paragraphs;     // a set of their keys
  gst_text_measures *result;
} gst_context;

void gst_classify(gst_context *context, int isa);
void gst_cut_words(gst_context *context, int unicode_words);
void gst_measure_ngrams(gst_context *context);
void gst_measure_lines(gst_context *context);
void gst_measure_c4(gst_context *context);
void gst_measure_dolma_ngrams(gst_context *context, gst_dolma_measures *result);
void gst_measure_dolma_lines(gst_context *context, gst_dolma_measures *result);
// Sentences of a line, at least 1. The rules are those of sentences.c.
int64_t gst_sentences(const uint8_t *line, size_t length, const uint64_t *ends, size_t first_bit);

static inline uint64_t gst_load64(const void *p) { uint64_t v; memcpy(&v, p, 8); return v; }

// At least 57 bits of a mask from a bit on. Masks end with a spare word.
static inline uint64_t gst_bits(const uint64_t *mask, size_t at) {
  return gst_load64((const uint8_t *)mask + (at >> 3)) >> (at & 7);
}

static inline uint64_t gst_low(size_t count) {
  return count >= 64 ? ~0ULL : (1ULL << count) - 1;
}

static inline size_t gst_next_bit(const uint64_t *mask, size_t at, size_t end) {
  if (at >= end) return end;
  size_t word = at >> 6;
  uint64_t bits = mask[word] & (~0ULL << (at & 63));
  while (!bits) {
    if (++word << 6 >= end) return end;
    bits = mask[word];
  }
  at = (word << 6) + (size_t)__builtin_ctzll(bits);
  return at < end ? at : end;
}

// Past the white space from `at` on.
static inline size_t gst_skip_space(const uint64_t *space, size_t at, size_t end) {
  while (at < end) {
    uint64_t others = ~gst_bits(space, at) & gst_low(57);
    if (others) {
      at += (size_t)__builtin_ctzll(others);
      break;
    }
    at += 57;
  }
  return at < end ? at : end;
}

static inline int gst_any(const uint64_t *mask, size_t at, size_t end) {
  return gst_next_bit(mask, at, end) < end;
}

static inline size_t gst_count_bits(const uint64_t *mask, size_t at, size_t end) {
  size_t count = 0;
  for (; at < end; at += 56) {
    size_t width = end - at < 56 ? end - at : 56;
    count += (size_t)__builtin_popcountll(gst_bits(mask, at) & gst_low(width));
  }
  return count;
}

static inline size_t gst_scalars_in(const gst_context *c, size_t at, size_t end) {
  return end - at - (c->is_ascii ? 0 : gst_count_bits(c->masks.continuation, at, end));
}

// Appends the places of set bits to a list that has room for twelve more.
//
// Most blocks hold no more edges than are written ahead of knowing how many there are: a loop of
// unknown length would be mispredicted once a block.
static inline __attribute__((always_inline)) size_t gst_list_bits(uint32_t *list, size_t count,
                                                              uint64_t bits, size_t first) {
  size_t more = count + (size_t)__builtin_popcountll(bits);
  uint32_t *to = list + count;
  for (size_t k = 0; k < 12; k++, bits &= bits - 1) {
    to[k] = (uint32_t)(first + (size_t)__builtin_ctzll(bits | 1ULL << 63));
  }
  for (to += 12; bits; bits &= bits - 1) *to++ = (uint32_t)(first + (size_t)__builtin_ctzll(bits));
  return more;
}

static inline uint64_t gst_add_with_carry(uint64_t a, uint64_t b, uint64_t *carry) {
  uint64_t sum = a + b, all = sum + *carry;
  *carry = (uint64_t)(sum < a) | (uint64_t)(all < sum);
  return all;
}

static inline uint32_t gst_decode(const uint8_t *p, size_t *size) {
  if (p[0] < 0x80) { *size = 1; return p[0]; }
  if (p[0] < 0xE0) { *size = 2; return (p[0] & 0x1Fu) << 6 | (p[1] & 0x3Fu); }
  if (p[0] < 0xF0) {
    *size = 3;
    return (p[0] & 0x0Fu) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu);
  }
  *size = 4;
  return (p[0] & 7u) << 18 | (p[1] & 0x3Fu) << 12 | (p[2] & 0x3Fu) << 6 | (p[3] & 0x3Fu);
}

// The class of the scalar that ends before `end`; `start` bounds the way back.
static inline uint16_t gst_class_before(const uint8_t *start, const uint8_t *end, size_t *size) {
  const uint8_t *p = end - 1;
  while (p > start && (*p & 0xC0) == 0x80) p--;
  return gst_scalar_class(gst_decode(p, size));
}

// A 64-bit hash by folded 128-bit products. Among m different texts the chance of any collision
// is about m * m / 2^65, below 10^-7 for a million; equal hashes therefore stand for equal texts.
static inline uint64_t gst_fold(uint64_t a, uint64_t b) {
  unsigned __int128 product = (unsigned __int128)a * b;
  return (uint64_t)product ^ (uint64_t)(product >> 64);
}

// Reads up to 16 bytes past the end.
static inline uint64_t gst_hash(const uint8_t *p, size_t length, uint64_t seed) {
  const uint64_t k0 = 0xA0761D6478BD642FULL, k1 = 0xE7037ED1A0B428DBULL;
  uint64_t mixed = seed ^ (uint64_t)length * 0x8EBC6AF09C88C6E3ULL;
  for (; length > 16; p += 16, length -= 16) {
    mixed = gst_fold(gst_load64(p) ^ k0 ^ mixed, gst_load64(p + 8) ^ k1) ^ mixed * k1;
  }
  uint64_t a = gst_load64(p) & gst_low(length * 8);
  uint64_t b = length > 8 ? gst_load64(p + 8) & gst_low((length - 8) * 8) : 0;
  return gst_fold(gst_fold(a ^ k0, b ^ k1 ^ mixed) ^ mixed, k1 ^ a);
}

// The first bytes of a word, zeros after its end.
typedef struct { uint64_t low, high; } gst_sixteen;

static inline gst_sixteen gst_first_sixteen(const uint8_t *p, size_t length) {
  static const uint8_t ramp[32] = {255, 255, 255, 255, 255, 255, 255, 255,
                                   255, 255, 255, 255, 255, 255, 255, 255};
  const uint8_t *kept = ramp + 16 - (length < 16 ? length : 16);
  return (gst_sixteen){gst_load64(p) & gst_load64(kept), gst_load64(p + 8) & gst_load64(kept + 8)};
}

static inline size_t gst_power_of_two(size_t least) {
  size_t size = 64;
  while (size < least) size *= 2;
  return size;
}

// Slots of a set that holds so many keys at most.
static inline size_t gst_set_size(size_t most) { return gst_power_of_two(most + most / 3 + 1); }

#endif
