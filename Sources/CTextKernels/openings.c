// Words that may begin a phrase of a list.
#include "measure.h"

// A set of hashes: each sets three bits of one word of the filter.
static inline uint64_t holds(const uint64_t *filter, uint64_t mask, uint64_t hash) {
  uint64_t bits = 1ULL << (hash & 63) | 1ULL << (hash >> 6 & 63) | 1ULL << (hash >> 12 & 63);
  return (filter[hash >> 18 & mask] & bits) == bits;
}

// NormalizedHash.phrase.
static inline uint64_t pair_hash(uint64_t first, uint64_t second) {
  return gst_fold((first * 0xA24BAED4963EE407ULL ^ second) ^ 0xD6E8FEB86659FD93ULL,
                  0x9E3779B97F4A7C15ULL);
}

size_t gst_find_openings(const gst_folded_word *words, size_t count, const uint64_t *filter,
                         uint64_t mask, uint32_t *found) {
  size_t kept = 0;
  for (size_t i = 0; i + 1 < count; i++) {
    uint64_t pair = holds(filter, mask, pair_hash(words[i].hash, words[i + 1].hash));
    uint64_t joined = words[i + 1].length_and_join >> 31;
    found[kept] = (uint32_t)i;
    kept += (size_t)(holds(filter, mask, words[i].hash) | (pair & joined));
  }
  if (count && holds(filter, mask, words[count - 1].hash)) found[kept++] = (uint32_t)(count - 1);
  return kept;
}
