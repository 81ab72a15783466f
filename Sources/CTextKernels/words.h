// What the two ways to cut words share.
#ifndef GST_WORDS_H
#define GST_WORDS_H

#include "measure.h"

typedef struct {
  gst_context *c;
  size_t bytes, count, scalars;
  int64_t solid, solid_scalars, alphabetic, stops, stops_seen;
  uint32_t *lengths;  // 256 counts; the last takes all that are longer
} gst_words;

void gst_cut_after_unicode(gst_words *words);

// Bytes that continue a scalar, among eight.
static inline uint64_t gst_continuations(uint64_t eight) {
  return (eight >> 7) & ~(eight >> 6) & 0x0101010101010101ULL;
}

// Counts a stop word without a branch on the word: a multiplication parts all eight.
static inline void gst_count_stop(gst_words *w, uint64_t low, size_t length) {
  static const struct { char text[4]; uint32_t length; } stops[8] = {
    {"and", 3}, {"be", 2}, {{'t', 'h', 'a', 't'}, 4}, {{'h', 'a', 'v', 'e'}, 4},
    {{'w', 'i', 't', 'h'}, 4}, {"the", 3}, {"of", 2}, {"to", 2}};
  uint32_t word = (uint32_t)low, place = word * 0x6856E45Bu >> 29, stop;
  memcpy(&stop, stops[place].text, 4);
  int64_t is_stop = (stop == word) & (stops[place].length == length);
  w->stops += is_stop;
  w->stops_seen |= is_stop << place;
}

// Takes up a word with its hash and gives its scalars; reads and writes up to 16 bytes past its end.
static inline __attribute__((always_inline)) size_t gst_add_word(gst_words *w, size_t at,
                                                                 size_t length, int is_ascii) {
  gst_context *c = w->c;
  const uint8_t *p = c->text + at;
  uint8_t *to = c->joined + w->bytes;
  memcpy(to, p, 16);
  gst_sixteen first = gst_first_sixteen(p, length);
  uint64_t salt = (uint64_t)length * 0x8EBC6AF09C88C6E3ULL ^ 0xE7037ED1A0B428DBULL;
  uint64_t hash = gst_fold(first.low ^ 0xA0761D6478BD642FULL, first.high ^ salt);
  size_t scalars = length;
  if (!is_ascii) {
    uint64_t both = gst_continuations(first.low) + gst_continuations(first.high);
    scalars -= both * 0x0101010101010101ULL >> 56;
  }
  if (__builtin_expect(length > 16, 0)) {
    for (size_t k = 16; k < length; k += 16) memcpy(to + k, p + k, 16);
    hash = gst_hash(p + 16, length - 16, hash);
    if (!is_ascii) scalars = gst_scalars_in(c, at, at + length);
  }
  c->hashes[w->count] = hash;
  c->offsets[w->count] = (uint32_t)w->bytes;
  if (!is_ascii) {
    c->scalars[w->count] = (uint32_t)w->scalars;
    w->scalars += scalars;
  }
  w->bytes += length;
  w->count++;
  w->lengths[scalars < 255 ? scalars : 255]++;
  gst_count_stop(w, first.low, length);
  return scalars;
}

#endif
