// Repeated n-grams. A filter of saturating counters drops most positions whose n-gram occurs once;
// only the rest meet the exact table, in parts of bounded size.
#include "measure.h"

enum { PART = 1 << 19 };

// Words joined by spaces: the lengths keep "ab c" and "a bc" apart.
static inline __attribute__((always_inline)) uint64_t top_key(const gst_context *c, size_t at, size_t n) {
  const uint32_t *o = c->offsets + at;
  uint64_t seed = (uint64_t)(o[1] - o[0]) * 0x9E3779B97F4A7C15ULL;
  if (n > 2) seed += (uint64_t)(o[2] - o[1]) * 0xC2B2AE3D27D4EB4FULL;
  if (n > 3) seed += (uint64_t)(o[3] - o[2]) * 0x165667B19E3779F9ULL;
  for (size_t k = 4; k < n; k++) seed = gst_fold(seed + (o[k] - o[k - 1]), 0x9E3779B97F4A7C15ULL);
  return gst_hash(c->joined + o[0], o[n] - o[0], seed);
}

static inline uint64_t plain_key(const gst_context *c, size_t at, size_t n) {
  return gst_hash(c->joined + c->offsets[at], c->offsets[at + n] - c->offsets[at], 0);
}

static inline uint64_t prefix_key(const gst_context *c, size_t at, size_t width) {
  const uint8_t *p = c->joined + c->offsets[at];
  uint64_t key = gst_fold(gst_load64(p) ^ 0xA0761D6478BD642FULL,
                          gst_load64(p + 8) ^ 0xE7037ED1A0B428DBULL);
  if (width > 16) {
    key = gst_fold(key ^ gst_load64(p + 16), gst_load64(p + 24) ^ 0x8EBC6AF09C88C6E3ULL);
  }
  return key;
}

static inline size_t filter_begin(gst_context *c, size_t count) {
  size_t size = gst_power_of_two(count * 8);
  if (size > c->filter_size) size = c->filter_size;
  memset(c->filter, 0, size);
  return size - 1;
}

static inline uint32_t filter_add(gst_context *c, uint64_t key, size_t mask) {
  size_t at = (key ^ key >> 32) & mask;
  uint8_t seen = c->filter[at];
  c->filter[at] = (uint8_t)(seen + (seen < 2));
  return (uint32_t)at;
}

static inline size_t table_mask(gst_context *c, size_t count) {
  size_t size = gst_power_of_two(2 * (count < PART ? count : PART));
  memset(c->table, 0, size * sizeof(gst_slot));
  return size - 1;
}

static inline gst_slot *table_find(gst_slot *table, size_t mask, uint64_t key, uint32_t place) {
  size_t at = key & mask;
  for (size_t tries = 0; tries <= mask; tries++, at = (at + 1) & mask) {
    gst_slot *slot = table + at;
    if (slot->count == 0) {
      slot->key = key;
      slot->first = place;
      return slot;
    }
    if (slot->key == key) return slot;
  }
  return NULL;
}

static inline size_t part_of(uint64_t key, size_t parts) {
  return (size_t)(((key >> 32) * parts) >> 32);
}

// What the most frequent n-gram weighs: its words, and its copies.
typedef struct { int64_t scalars, count; } gst_top;

// Counts the n-grams at the candidate places. `found` then says of each whether it occurs again.
static void count_grams(gst_context *c, size_t n, size_t candidates, gst_top *top) {
  size_t parts = (candidates + PART - 1) / PART;
  uint32_t best_count = 1, best_first = 0;
  for (size_t part = 0; part < parts; part++) {
    size_t mask = table_mask(c, candidates);
    for (size_t j = 0; j < candidates; j++) {
      uint32_t place = c->places[j];
      uint64_t key = top_key(c, place, n);
      if (parts > 1 && part_of(key, parts) != part) continue;
      gst_slot *slot = table_find(c->table, mask, key, place);
      if (!slot) {
        c->found[j] = 0;  // a full table: any slot will do, as long as it is one
        continue;
      }
      slot->count++;
      if (slot->count > best_count || (slot->count == best_count && slot->first < best_first)) {
        best_count = slot->count;
        best_first = slot->first;
      }
      c->found[j] = (uint32_t)(slot - c->table);
    }
    for (size_t j = 0; j < candidates; j++) {
      if (parts > 1 && part_of(top_key(c, c->places[j], n), parts) != part) continue;
      c->found[j] = c->table[c->found[j]].count > 1;
    }
  }
  *top = (gst_top){c->scalars[best_first + n] - c->scalars[best_first], best_count};
}

// Of the places counted for n, those whose n + 1 words may occur again.
static size_t keep_counted(gst_context *c, size_t n, size_t candidates) {
  size_t kept = 0;
  for (size_t j = 0; j + 1 < candidates; j++) {
    uint32_t place = c->places[j];
    int stays = c->found[j] && c->found[j + 1] && c->places[j + 1] == place + 1;
    c->places[kept] = place;
    kept += stays && place + n < c->words;
  }
  return kept;
}

// Places whose pair of words may occur twice.
static size_t keep_repeated_pairs(gst_context *c) {
  if (c->words < 2) return 0;
  size_t count = c->words - 1, kept = 0, mask = filter_begin(c, count);
  for (size_t i = 0; i < count; i++) c->found[i] = filter_add(c, top_key(c, i, 2), mask);
  for (size_t i = 0; i < count; i++) {
    c->places[kept] = (uint32_t)i;
    kept += c->filter[c->found[i]] > 1;
  }
  return kept;
}

static void measure_top(gst_context *c) {
  size_t kept = keep_repeated_pairs(c);
  for (size_t n = 2; n <= 4 && n <= c->words; n++) {
    gst_top top;
    count_grams(c, n, kept, &top);
    c->result->top_ngram_scalars[n - 2] = (top.scalars + (int64_t)(n - 1)) * top.count;
    kept = keep_counted(c, n, kept);
  }
}

void gst_measure_dolma_ngrams(gst_context *c, gst_dolma_measures *result) {
  size_t kept = keep_repeated_pairs(c);
  for (size_t n = 2; n <= 10 && n <= c->words; n++) {
    gst_top top;
    count_grams(c, n, kept, &top);
    if (n <= 4) {
      result->top_ngram_scalars[n - 2] = top.scalars * top.count;
    } else {
      int64_t all = 0, repeated = 0;
      for (size_t i = 0; i + n <= c->words; i++) all += c->scalars[i + n] - c->scalars[i];
      for (size_t j = 0; j < kept; j++) {
        uint32_t place = c->places[j];
        if (c->found[j]) repeated += c->scalars[place + n] - c->scalars[place];
      }
      result->ngram_scalars[n - 5] = all;
      result->repeated_ngram_scalars[n - 5] = repeated;
    }
    kept = keep_counted(c, n, kept);
  }
}

// Drops places whose next `width` bytes occur nowhere else, unless the n-gram is shorter.
static size_t keep_repeated(gst_context *c, size_t n, size_t width, size_t candidates) {
  size_t kept = 0, mask = filter_begin(c, candidates);
  for (size_t j = 0; j < candidates; j++) {
    c->found[j] = filter_add(c, prefix_key(c, c->places[j], width), mask);
  }
  for (size_t j = 0; j < candidates; j++) {
    uint32_t place = c->places[j];
    if (place + n > c->words) break;
    int is_short = c->offsets[place + n] - c->offsets[place] < width;
    c->places[kept] = place;
    kept += is_short || c->filter[c->found[j]] > 1;
  }
  return kept;
}

// Second and later copies, from the left, a copy skipped whole; the words are joined without
// spaces, as the published rule has it, so "ab c" and "a bc" are the same here.
static int64_t repeated_scalars(gst_context *c, size_t n, size_t candidates) {
  while (candidates && c->places[candidates - 1] + n > c->words) candidates--;
  size_t parts = (candidates + PART - 1) / PART;
  for (size_t part = 0; part < parts; part++) {
    size_t mask = table_mask(c, candidates);
    for (size_t j = 0; j < candidates; j++) {
      uint64_t key = plain_key(c, c->places[j], n);
      if (parts > 1 && part_of(key, parts) != part) continue;
      gst_slot *slot = table_find(c->table, mask, key, (uint32_t)j);
      if (slot) slot->count = 1;
      c->found[j] = slot ? slot->first : (uint32_t)j;
    }
  }
  const uint32_t seen = 1u << 31;
  int64_t scalars = 0;
  size_t next = 0;
  for (size_t j = 0; j < candidates; j++) {
    uint32_t place = c->places[j];
    if (place < next) continue;
    uint32_t *first = c->found + (c->found[j] & ~seen);
    if (*first & seen) {
      scalars += c->scalars[place + n] - c->scalars[place];
      next = place + n;
    } else {
      *first |= seen;
    }
  }
  return scalars;
}

// Places of 5-grams that may occur twice: those of fewer than 16 bytes, and those whose first 16
// occur elsewhere. Every place of a repeated 6-gram is among them.
static size_t keep_repeated_fives(gst_context *c) {
  size_t count = c->words - 4, kept = 0, mask = filter_begin(c, count);
  for (size_t i = 0; i < count; i++) c->found[i] = filter_add(c, prefix_key(c, i, 16), mask);
  for (size_t i = 0; i < count; i++) {
    c->places[kept] = (uint32_t)i;
    kept += c->offsets[i + 5] - c->offsets[i] < 16 || c->filter[c->found[i]] > 1;
  }
  return kept;
}

static void measure_repeated(gst_context *c) {
  if (c->words < 6) return;
  int64_t *results = c->result->duplicate_ngram_scalars;
  size_t candidates = keep_repeated_fives(c);
  results[0] = repeated_scalars(c, 5, candidates);
  candidates = keep_repeated(c, 6, 16, candidates);
  for (size_t n = 6; n <= 10; n++) {
    if (n == 8) candidates = keep_repeated(c, 8, 32, candidates);
    results[n - 5] = repeated_scalars(c, n, candidates);
  }
}

void gst_measure_ngrams(gst_context *c) {
  measure_top(c);
  measure_repeated(c);
}
