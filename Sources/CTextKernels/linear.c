// Sums of a linear classifier's weights over words, parts of words and pairs of words.
#include "measure.h"

typedef int8_t gst_bytes __attribute__((vector_size(8)));
typedef int16_t gst_shorts __attribute__((vector_size(16)));
typedef int32_t gst_ints __attribute__((vector_size(32)));

static const uint64_t spread_a = 0xA24BAED4963EE407ULL, spread_b = 0x9FB21C651E98DF25ULL;

// The three lanes past the labels hold the next row's and are of no meaning.
static inline gst_shorts row_at(const int8_t *rows, uint64_t bucket) {
  gst_bytes row;
  memcpy(&row, rows + bucket * GST_LINEAR_LABELS, 8);
  return __builtin_convertvector(row, gst_shorts);
}

// The bucket of a part of at most six bytes.
static inline uint64_t part_bucket(uint64_t bytes, size_t count, int shift) {
  uint64_t mixed = (bytes | (uint64_t)count << 56) * spread_a;
  return (mixed ^ mixed >> 32) * spread_b >> shift;
}

// The word's own weights and those of the parts of `<word>`.
static gst_shorts computed(const gst_linear_model *m, const uint8_t *p, size_t length, uint64_t hash) {
  const int8_t *rows = m->rows;
  int shift = 64 - m->word_bits;
  size_t kept = length < GST_LINEAR_LONGEST ? length : GST_LINEAR_LONGEST;
  gst_shorts sums = row_at(rows, hash * spread_b >> shift);
  for (size_t count = (size_t)m->shortest_part; count <= (size_t)m->longest_part; count++) {
    if (kept + 2 < count) break;
    size_t last = kept + 2 - count;
    uint64_t mask = (1ULL << 8 * count) - 1, begin = gst_load64(p) << 8 | '<';
    for (size_t at = 0; at < last; at++) {
      sums += row_at(rows, part_bucket(begin & mask, count, shift));
      begin = gst_load64(p + at);
    }
    uint64_t end = (begin & mask >> 8) | (uint64_t)'>' << 8 * (count - 1);
    sums += row_at(rows, part_bucket(end, count, shift));
  }
  return sums;
}

// The sums of a word, known from before or computed. A place of the memory holds its whole word,
// never a hash alone: what is remembered cannot change a score.
static inline gst_shorts known(const gst_linear_model *m, gst_linear_memory *memory,
                               const uint8_t *text, gst_folded_word word) {
  const uint8_t *p = text + word.start;
  size_t length = word.length_and_join & 0x7FFFFFFF;
  if (__builtin_expect(length > 16, 0)) return computed(m, p, length, word.hash);
  gst_sixteen first = gst_first_sixteen(p, length);
  gst_linear_memory *place = memory + (word.hash & (GST_LINEAR_PLACES - 1));
  gst_shorts sums;
  if ((place->word[0] ^ first.low) | (place->word[1] ^ first.high)) {
    sums = computed(m, p, length, word.hash);
    place->word[0] = first.low;
    place->word[1] = first.high;
    memcpy(place->sums, &sums, 16);
    return sums;
  }
  memcpy(&sums, place->sums, 16);
  return sums;
}

void gst_linear_sums(const gst_linear_model *m, gst_linear_memory *memory, const uint8_t *text,
                     const gst_folded_word *words, size_t start, size_t end,
                     int32_t sums[GST_LINEAR_LABELS]) {
  gst_ints all = {0};
  const int8_t *pairs = m->rows + ((size_t)GST_LINEAR_LABELS << m->word_bits);
  int shift = 64 - m->pair_bits;
  // Apart, because the look-ups of pairs wait for nothing and branch nowhere.
  for (size_t i = start ? start : 1; i < end; i++) {
    uint64_t bucket = (words[i - 1].hash * spread_a ^ words[i].hash) * spread_b >> shift;
    all += __builtin_convertvector(row_at(pairs, bucket), gst_ints);
    __builtin_prefetch(memory + (words[i].hash & (GST_LINEAR_PLACES - 1)));
  }
  for (size_t i = start; i < end; i++) {
    all += __builtin_convertvector(known(m, memory, text, words[i]), gst_ints);
  }
  memcpy(sums, &all, GST_LINEAR_LABELS * sizeof(int32_t));
}
