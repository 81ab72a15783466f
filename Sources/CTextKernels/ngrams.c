// Repeated n-grams. A filter of saturating counters drops most positions whose n-gram occurs once;
// only the rest meet the exact table, in parts of bounded size.
#include "measure.h"

enum { PART = 1 << 19 };

// Words in order, told apart by their hashes: a polynomial of them, whose multiplier is so far from
// a power of two that different words in different orders do not cancel out.
static inline __attribute__((always_inline)) uint64_t top_key(const uint64_t *hashes, size_t n) {
  uint64_t key = hashes[0];
  for (size_t k = 1; k < n; k++) key = key * 0x9E3779B97F4A7C15ULL + hashes[k];
  return key;
}

static inline uint64_t plain_key(const gst_context *c, size_t at, size_t n) {
  return gst_hash(c->joined + c->offsets[at], c->offsets[at + n] - c->offsets[at], 0);
}

// The hash of 16, 24 or 32 bytes.
static inline __attribute__((always_inline)) uint64_t prefix_key(const uint8_t *p, size_t width) {
  uint64_t key = gst_fold(gst_load64(p) ^ 0xA0761D6478BD642FULL,
                          gst_load64(p + 8) ^ 0xE7037ED1A0B428DBULL);
  if (width == 16) return key;
  uint64_t more = width > 24 ? gst_load64(p + 24) : 0;
  return gst_fold(key ^ gst_load64(p + 16), more ^ 0x8EBC6AF09C88C6E3ULL);
}

// The hash of the first 32 bytes of an n-gram, or of all where they are fewer.
static inline uint64_t masked_key(const uint8_t *p, size_t length) {
  static const uint8_t ramp[64] = {
    255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
    255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255};
  size_t width = length < 32 ? length : 32;
  const uint8_t *kept = ramp + 32 - width;
#define PART_AT(i) (gst_load64(p + (i)) & gst_load64(kept + (i)))
  uint64_t key = gst_fold(PART_AT(0) ^ 0xA0761D6478BD642FULL ^ width,
                          PART_AT(8) ^ 0xE7037ED1A0B428DBULL);
  return gst_fold(key ^ PART_AT(16), PART_AT(24) ^ 0x8EBC6AF09C88C6E3ULL);
#undef PART_AT
}

// Counts to two by hash. What its loops read lies in values of their own, since a store to a counter
// could otherwise change it for all that the compiler knows.
typedef struct { uint8_t *counts; size_t mask; } gst_filter;

static inline gst_filter filter_begin(gst_context *c, size_t count) {
  size_t size = gst_power_of_two(count * 16);
  if (size > c->filter_size) size = c->filter_size;
  memset(c->filter, 0, size);
  return (gst_filter){c->filter, size - 1};
}

static inline uint32_t filter_add(gst_filter filter, uint64_t key) {
  size_t at = (key ^ key >> 32) & filter.mask;
  uint8_t seen = filter.counts[at];
  filter.counts[at] = (uint8_t)(seen + (seen < 2));
  return (uint32_t)at;
}

static inline size_t table_mask(gst_context *c, size_t count) {
  size_t size = gst_power_of_two(2 * (count < PART ? count : PART));
  memset(c->table, 0, size * sizeof(gst_slot));
  return size - 1;
}

// An empty slot holds zeros and becomes the key's without a branch, which would be mispredicted at
// every other key.
static inline gst_slot *table_find(gst_slot *table, size_t mask, uint64_t key, uint32_t place) {
  size_t at = key & mask;
  for (size_t tries = 0; tries <= mask; tries++, at = (at + 1) & mask) {
    gst_slot *slot = table + at;
    uint64_t empty = (uint64_t)(slot->count != 0) - 1;
    slot->key |= key & empty;
    slot->first |= place & (uint32_t)empty;
    if (__builtin_expect(slot->key == key, 1)) return slot;
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
      uint64_t key = top_key(c->hashes + place, n);
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
      if (parts > 1 && part_of(top_key(c->hashes + c->places[j], n), parts) != part) continue;
      c->found[j] = c->table[c->found[j]].count > 1;
    }
  }
  *top = (gst_top){c->scalars[best_first + n] - c->scalars[best_first], best_count};
}

// Of the places counted for n, those whose n + 1 words may occur again.
static size_t keep_counted(gst_context *c, size_t n, size_t candidates) {
  size_t kept = 0;
  uint32_t *places = c->places;
  const uint32_t *found = c->found;
  for (size_t j = 0; j + 1 < candidates; j++) {
    uint32_t place = places[j];
    int stays = (found[j] & found[j + 1]) & (places[j + 1] == place + 1) & (place + n < c->words);
    places[kept] = place;
    kept += (size_t)stays;
  }
  return kept;
}

// Places whose pair of words may occur twice.
static size_t keep_repeated_pairs(gst_context *c) {
  if (c->words < 2) return 0;
  size_t count = c->words - 1, kept = 0;
  gst_filter filter = filter_begin(c, count);
  const uint64_t *hashes = c->hashes;
  uint32_t *places = c->places, *found = c->found;
  for (size_t i = 0; i < count; i++) found[i] = filter_add(filter, top_key(hashes + i, 2));
  for (size_t i = 0; i < count; i++) {
    places[kept] = (uint32_t)i;
    kept += filter.counts[found[i]] > 1;
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
static inline __attribute__((always_inline)) size_t keep_repeated(gst_context *c, size_t n,
                                                                  size_t width, size_t candidates) {
  size_t kept = 0;
  gst_filter filter = filter_begin(c, candidates);
  const uint8_t *joined = c->joined;
  const uint32_t *offsets = c->offsets;
  uint32_t *places = c->places, *found = c->found;
  while (candidates && places[candidates - 1] + n > c->words) candidates--;
  for (size_t j = 0; j < candidates; j++) {
    found[j] = filter_add(filter, prefix_key(joined + offsets[places[j]], width));
  }
  for (size_t j = 0; j < candidates; j++) {
    uint32_t place = places[j];
    int is_short = offsets[place + n] - offsets[place] < width;
    places[kept] = place;
    kept += is_short | (filter.counts[found[j]] > 1);
  }
  return kept;
}

// Of the candidates, those n-grams whose first 32 bytes, or all where they are fewer, occur again.
static size_t list_repeated(gst_context *c, size_t n, size_t candidates, uint32_t *list) {
  size_t kept = 0;
  gst_filter filter = filter_begin(c, candidates);
  const uint8_t *joined = c->joined;
  const uint32_t *offsets = c->offsets, *places = c->places;
  uint32_t *found = c->found;
  for (size_t j = 0; j < candidates; j++) {
    const uint32_t *o = offsets + places[j];
    found[j] = filter_add(filter, masked_key(joined + o[0], o[n] - o[0]));
  }
  for (size_t j = 0; j < candidates; j++) {
    list[kept] = places[j];
    kept += filter.counts[found[j]] > 1;
  }
  return kept;
}

// Second and later copies, from the left, a copy skipped whole; the words are joined without
// spaces, as the published rule has it, so "ab c" and "a bc" are the same here.
static int64_t scalars_of_copies(gst_context *c, size_t n, const uint32_t *places, size_t count) {
  size_t mask = table_mask(c, count), next = 0;
  int64_t scalars = 0;
  for (size_t j = 0; j < count; j++) {
    uint32_t place = places[j];
    if (place < next) continue;
    gst_slot *slot = table_find(c->table, mask, plain_key(c, place, n), place);
    if (slot->count) {
      scalars += c->scalars[place + n] - c->scalars[place];
      next = place + n;
    }
    slot->count = 1;
  }
  return scalars;
}

// The same for more places than the table has room for: each part of the keys on its own, then the
// way from the left over what all parts found.
static int64_t scalars_in_parts(gst_context *c, size_t n, const uint32_t *places, size_t count) {
  size_t parts = (count + PART - 1) / PART;
  for (size_t part = 0; part < parts; part++) {
    size_t mask = table_mask(c, count);
    for (size_t j = 0; j < count; j++) {
      uint64_t key = plain_key(c, places[j], n);
      if (part_of(key, parts) != part) continue;
      gst_slot *slot = table_find(c->table, mask, key, (uint32_t)j);
      if (slot) slot->count = 1;
      c->found[j] = slot ? slot->first : (uint32_t)j;
    }
  }
  const uint32_t seen = 1u << 31;
  int64_t scalars = 0;
  size_t next = 0;
  for (size_t j = 0; j < count; j++) {
    uint32_t place = places[j];
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

static int64_t repeated_scalars(gst_context *c, size_t n, const uint32_t *places, size_t count) {
  while (count && places[count - 1] + n > c->words) count--;
  return count > PART ? scalars_in_parts(c, n, places, count) : scalars_of_copies(c, n, places, count);
}

// Places whose first 16 bytes occur elsewhere, and those of shorter 5-grams. All places of repeated
// n-grams are among them.
static size_t keep_repeated_fives(gst_context *c) {
  size_t count = c->words - 4, kept = 0;
  gst_filter filter = filter_begin(c, count);
  const uint8_t *joined = c->joined;
  const uint32_t *offsets = c->offsets;
  uint32_t *places = c->places, *found = c->found;
  for (size_t i = 0; i < count; i++) found[i] = filter_add(filter, prefix_key(joined + offsets[i], 16));
  for (size_t i = 0; i < count; i++) {
    places[kept] = (uint32_t)i;
    kept += (offsets[i + 5] - offsets[i] < 16) | (filter.counts[found[i]] > 1);
  }
  return kept;
}

static void measure_repeated(gst_context *c) {
  if (c->words < 6) return;
  int64_t *results = c->result->duplicate_ngram_scalars;
  size_t candidates = keep_repeated_fives(c);
  uint32_t *fives = (uint32_t *)c->hashes;  // which nobody reads any more
  results[0] = repeated_scalars(c, 5, fives, list_repeated(c, 5, candidates, fives));
  candidates = keep_repeated(c, 6, 24, candidates);
  for (size_t n = 6; n <= 10; n++) {
    if (n == 8) candidates = keep_repeated(c, 8, 32, candidates);
    results[n - 5] = repeated_scalars(c, n, c->places, candidates);
  }
}

void gst_measure_ngrams(gst_context *c) {
  measure_top(c);
  measure_repeated(c);
}
