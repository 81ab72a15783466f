// The least hashes of a text's word n-grams, by which near copies are found (MinHash).
//
// A. Broder, "On the resemblance and containment of documents", 1997. Hash k of an n-gram is
// low * multiplier[k] + high modulo 2^32, low and high being the halves of one 64-bit hash: a line
// through two random numbers, read at K points, as in A. Kirsch and M. Mitzenmacher, "Less hashing,
// same performance", 2008. Any two of the hashes are independent where their multipliers differ in
// a low bit, so that an estimate from K of them has the mean and spread of K independent ones.
#include "measure.h"

// n-grams at a time, and how many of them a row of hashes meets in registers.
enum { CHUNK = 512, STEP = 4 };

typedef struct { uint32_t low[CHUNK], high[CHUNK]; } gst_gram_hashes;

// Goes through words one after another; scalars of scripts without spaces are words of their own.
typedef struct {
  const uint8_t *text;
  const gst_folded_word *words;
  size_t count, next;
  const uint8_t *at, *end;  // what is left of a word that is cut into scalars
} gst_unit_reader;

static inline uint64_t mix(uint64_t value) {
  return gst_fold(value ^ 0xD6E8FEB86659FD93ULL, 0x9E3779B97F4A7C15ULL);
}

// Thai, Lao, Myanmar, Khmer, kana, and the ideographs of all planes.
static inline int stands_alone(uint32_t scalar) {
  if (scalar < 0xE00) return 0;
  return scalar <= 0xEFF || (scalar >= 0x1000 && scalar <= 0x109F) ||
    (scalar >= 0x1780 && scalar <= 0x17FF) || (scalar >= 0x3040 && scalar <= 0x30FF) ||
    (scalar >= 0x3400 && scalar <= 0x9FFF) || (scalar >= 0xF900 && scalar <= 0xFAFF) ||
    (scalar >= 0x20000 && scalar <= 0x3FFFF);
}

// Whether a word holds one; it looks at scalars only where a byte is not ASCII.
static inline int holds_one(const uint8_t *p, size_t length) {
  uint64_t high = 0;
  size_t i = 0;
  for (; length - i > 8; i += 8) high |= gst_load64(p + i);
  high |= gst_load64(p + i) & gst_low((length - i) * 8);
  if (__builtin_expect(!(high & 0x8080808080808080ULL), 1)) return 0;
  for (size_t size = 1; length; p += size, length -= size) {
    size = 1;
    if (*p >= 0xE0 && stands_alone(gst_decode(p, &size))) return 1;
  }
  return 0;
}

// A hash of bytes after NormalizedHash.word, without reading past them.
static uint64_t hash_bytes(const uint8_t *p, size_t length) {
  uint64_t hash = length, last;
  for (; length > 8; p += 8, length -= 8) hash = mix(hash ^ gst_load64(p));
  last = 0;
  memcpy(&last, p, length);
  return mix(hash ^ last);
}

// The next piece of a word that is cut: a scalar that stands alone, or all up to one.
static uint64_t next_part(gst_unit_reader *r) {
  const uint8_t *p = r->at;
  size_t size = 1;
  while (p < r->end && !stands_alone(gst_decode(p, &size))) p += size;
  if (p == r->at) p += size;
  uint64_t hash = hash_bytes(r->at, (size_t)(p - r->at));
  r->at = p;
  return hash;
}

// The next unit's hash; false at the end.
static inline int next_unit(gst_unit_reader *r, uint64_t *hash) {
  if (__builtin_expect(r->at < r->end, 0)) {
    *hash = next_part(r);
    return 1;
  }
  if (r->next == r->count) return 0;
  gst_folded_word word = r->words[r->next++];
  const uint8_t *p = r->text + word.start;
  size_t length = word.length_and_join & 0x7FFFFFFF;
  if (__builtin_expect(holds_one(p, length), 0)) {
    r->at = p;
    r->end = p + length;
    *hash = next_part(r);
    return 1;
  }
  *hash = word.hash;
  return 1;
}

#define MINIMA(NAME, TARGET, LANES)                                                              \
  typedef uint32_t NAME##_lanes __attribute__((vector_size(4 * LANES)));                         \
  TARGET static void NAME(const gst_gram_hashes *grams, size_t count,                            \
                          const uint32_t *multipliers, size_t hashes, uint32_t *minima) {        \
    for (size_t i = 0; i < count; i += STEP) {                                                   \
      NAME##_lanes low[STEP], high[STEP];                                                        \
      for (size_t j = 0; j < STEP; j++) {                                                        \
        low[j] = (NAME##_lanes){0} + grams->low[i + j];                                          \
        high[j] = (NAME##_lanes){0} + grams->high[i + j];                                        \
      }                                                                                          \
      for (size_t k = 0; k < hashes; k += LANES) {                                               \
        NAME##_lanes factor, least;                                                              \
        memcpy(&factor, multipliers + k, sizeof factor);                                         \
        memcpy(&least, minima + k, sizeof least);                                                \
        for (size_t j = 0; j < STEP; j++) {                                                      \
          least = __builtin_elementwise_min(least, factor * low[j] + high[j]);                   \
        }                                                                                        \
        memcpy(minima + k, &least, sizeof least);                                                \
      }                                                                                          \
    }                                                                                            \
  }

MINIMA(plain_minima, , 4)
#if defined(__x86_64__)
MINIMA(avx2_minima, __attribute__((target("avx2"))), 8)
MINIMA(avx512_minima, __attribute__((target("avx512f,avx512bw,avx512vl"))), 16)
#endif

// Takes up a chunk; the last of its n-grams fills it up, since a minimum does not mind copies.
static void take_up(gst_gram_hashes *grams, size_t count, const uint32_t *multipliers,
                    size_t hashes, int isa, uint32_t *minima) {
  for (size_t i = count; i % STEP; i++) {
    grams->low[i] = grams->low[count - 1];
    grams->high[i] = grams->high[count - 1];
  }
  switch (isa) {
#if defined(__x86_64__)
    case GST_ISA_AVX512: avx512_minima(grams, count, multipliers, hashes, minima); break;
    case GST_ISA_AVX2: avx2_minima(grams, count, multipliers, hashes, minima); break;
#endif
    default: plain_minima(grams, count, multipliers, hashes, minima);
  }
}

// An n-gram is a polynomial of its words' hashes, of which one leaves and one comes in at each step.
size_t gst_minimum_hashes(const uint8_t *text, const gst_folded_word *words, size_t count, size_t n,
                          const uint32_t *multipliers, size_t hashes, int isa, uint32_t *minima) {
  const uint64_t base = 0x9E3779B97F4A7C15ULL;
  uint64_t window[GST_LONGEST_NGRAM] = {0}, key = 0, first = 1, unit;
  gst_gram_hashes grams;
  gst_unit_reader reader = {text, words, count, 0, text, text};
  size_t units = 0, filled = 0, place = 0;
  int chosen = gst_chosen_isa(isa);
  for (size_t i = 0; i < n; i++) first *= base;
  memset(minima, 0xFF, hashes * sizeof(uint32_t));
  while (next_unit(&reader, &unit)) {
    key = key * base + unit - window[place] * first;
    window[place] = unit;
    place = place + 1 == n ? 0 : place + 1;
    if (++units < n) continue;
    uint64_t hash = mix(key);
    grams.low[filled] = (uint32_t)hash;
    grams.high[filled] = (uint32_t)(hash >> 32);
    if (++filled == CHUNK) {
      take_up(&grams, filled, multipliers, hashes, chosen, minima);
      filled = 0;
    }
  }
  if (filled) take_up(&grams, filled, multipliers, hashes, chosen, minima);
  return units < n ? 0 : units - n + 1;
}

void gst_fold_minima(const uint32_t *minima, size_t buckets, size_t hashes, uint64_t *keys,
                     uint8_t *codes) {
  for (size_t b = 0; b < buckets; b++) {
    uint64_t key = mix(b);
    for (size_t k = 0; k < hashes; k++) {
      uint32_t least = minima[b * hashes + k];
      key = mix(key ^ least);
      codes[b * hashes + k] = (uint8_t)(least * 0x9E3779B1u >> 24);
    }
    keys[b] = key;
  }
}

size_t gst_count_equal(const uint8_t *a, const uint8_t *b, size_t length) {
  size_t equal = 0;
  for (size_t i = 0; i < length; i++) equal += a[i] == b[i];
  return equal;
}
