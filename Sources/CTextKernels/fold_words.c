// Words of a folded text: runs of ASCII letters, digits and bytes past ASCII, with their hashes.
#include "measure.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

// Of each byte one bit: a letter, a digit, equal to the byte after it.
typedef struct { uint64_t letters, digits, equal; } gst_traits;

enum { CHUNK = 16, EDGES = CHUNK * 32 + 16 };

// The top bits of eight bytes, side by side.
static inline uint64_t gather(uint64_t tops) {
  return (tops >> 7 & 0x0101010101010101ULL) * 0x0102040810204080ULL >> 56;
}

static uint64_t plain_members(const uint8_t *p) {
  const uint64_t ones = 0x0101010101010101ULL, tops = ones << 7;
  uint64_t bits = 0;
  for (size_t i = 0; i < 64; i += 8) {
    uint64_t eight = gst_load64(p + i), low = eight & ~tops;
    uint64_t letters = (low + ones * (0x80 - 'a')) & ~(low + ones * (0x80 - 'z' - 1));
    uint64_t digits = (low + ones * (0x80 - '0')) & ~(low + ones * (0x80 - '9' - 1));
    bits |= gather(letters | digits | eight) << i;
  }
  return bits;
}

// Among the members of words, what is below 0x40 is a digit, and what is below 0x80 a letter.
static gst_traits plain_traits(const uint8_t *p) {
  const uint64_t low = 0x7F7F7F7F7F7F7F7FULL;
  gst_traits t = {0};
  for (size_t i = 0; i < 64; i += 8) {
    uint64_t eight = gst_load64(p + i), other = eight ^ gst_load64(p + i + 1);
    t.letters |= gather(eight << 1 & ~eight) << i;
    t.digits |= gather(~(eight | eight << 1)) << i;
    t.equal |= gather(~(((other & low) + low) | other)) << i;
  }
  return t;
}

#if defined(__x86_64__)
static inline uint64_t mask_of(__m128i bytes) { return (uint32_t)_mm_movemask_epi8(bytes); }

static inline __m128i between(__m128i bytes, char from, char count) {
  __m128i above = _mm_sub_epi8(bytes, _mm_set1_epi8(from));
  return _mm_cmpeq_epi8(_mm_min_epu8(above, _mm_set1_epi8((char)(count - 1))), above);
}

static uint64_t sse2_members(const uint8_t *p) {
  uint64_t bits = 0;
  for (size_t i = 0; i < 64; i += 16) {
    __m128i b = _mm_loadu_si128((const __m128i *)(p + i));
    bits |= mask_of(_mm_or_si128(b, _mm_or_si128(between(b, 'a', 26), between(b, '0', 10)))) << i;
  }
  return bits;
}

static gst_traits sse2_traits(const uint8_t *p) {
  gst_traits t = {0};
  for (size_t i = 0; i < 64; i += 16) {
    __m128i b = _mm_loadu_si128((const __m128i *)(p + i));
    __m128i next = _mm_loadu_si128((const __m128i *)(p + i + 1));
    uint64_t top = mask_of(b), second = mask_of(_mm_add_epi8(b, b));
    t.letters |= (second & ~top) << i;
    t.digits |= (~(second | top) & 0xFFFF) << i;
    t.equal |= mask_of(_mm_cmpeq_epi8(b, next)) << i;
  }
  return t;
}
#endif

static inline uint64_t members_at(const uint8_t *p, int isa) {
#if defined(__x86_64__)
  if (isa != GST_ISA_PLAIN) return sse2_members(p);
#endif
  (void)isa;
  return plain_members(p);
}

static inline gst_traits traits_at(const uint8_t *p, int isa) {
#if defined(__x86_64__)
  if (isa != GST_ISA_PLAIN) return sse2_traits(p);
#endif
  (void)isa;
  return plain_traits(p);
}

void gst_mask_words(const uint8_t *folded, size_t length, int isa, uint64_t *masks) {
  for (size_t i = 0; i <= length / 64; i++) {
    masks[i] = members_at(folded + i * 64, isa) & gst_low(length - i * 64);
  }
}

static inline uint64_t mix(uint64_t value) {
  return gst_fold(value ^ 0xD6E8FEB86659FD93ULL, 0x9E3779B97F4A7C15ULL);
}

// NormalizedHash.word; of most words without a branch on their length.
static inline uint64_t hash_word(const uint8_t *p, size_t length) {
  size_t first = length < 8 ? length : 8, second = length < 9 ? 1 : length < 16 ? length - 8 : 8;
  uint64_t one = mix(length ^ (gst_load64(p) & ~0ULL >> (64 - 8 * first)));
  if (__builtin_expect(length > 16, 0)) {
    size_t at = 8;
    for (; length - at > 8; at += 8) one = mix(one ^ gst_load64(p + at));
    return mix(one ^ (gst_load64(p + at) & ~0ULL >> (64 - 8 * (length - at))));
  }
  uint64_t two = mix(one ^ (gst_load64(p + 8) & ~0ULL >> (64 - 8 * second)));
  // All ones for more than eight bytes.
  return one ^ ((one ^ two) & (uint64_t)((int64_t)(8 - length) >> 63));
}

// At most four spaces, hyphens, apostrophes, low lines or line feeds.
static inline uint32_t joins(const uint8_t *gap, size_t length) {
  static const uint8_t joint[256] = {
    [' '] = 1, ['\''] = 1, ['-'] = 1, ['_'] = 1, ['\n'] = 1, ['\r'] = 1, ['\t'] = 1};
  return (uint32_t)(joint[gap[0]] & (joint[gap[1]] | (length < 2)) & (joint[gap[2]] | (length < 3)) &
                    (joint[gap[3]] | (length < 4)) & (length <= 4));
}

// Bits shifted up by one or two places, those of the block before coming in from below.
static inline uint64_t shifted(uint64_t now, uint64_t before, int by) {
  return now << by | before >> (64 - by);
}

typedef struct { uint64_t mask, equal, lettered, numbered, tripled; } gst_fold_state;

// Marks the ends of words that hold letters and digits, a byte three times in a row, or one byte.
static inline uint64_t suspect_ends(gst_fold_state *s, uint64_t mask, gst_traits t) {
  uint64_t three = shifted(t.equal, s->equal, 1) & shifted(t.equal, s->equal, 2) & mask &
    shifted(mask, s->mask, 1) & shifted(mask, s->mask, 2);
  uint64_t ends = shifted(mask, s->mask, 1) & ~mask;
  uint64_t mixed = gst_add_with_carry(mask, t.letters & mask, &s->lettered) &
    gst_add_with_carry(mask, t.digits & mask, &s->numbered);
  uint64_t tripled = gst_add_with_carry(mask, three, &s->tripled);
  uint64_t single = ~shifted(mask, s->mask, 2);
  s->mask = mask;
  s->equal = t.equal;
  return ends & (mixed | tripled | single);
}

size_t gst_find_words(const uint8_t *folded, size_t length, int isa, const uint64_t *masks,
                      gst_folded_word *words, uint32_t *suspects, size_t *suspect_count) {
  static const uint8_t sign[256] = {['@'] = 1, ['$'] = 1, ['!'] = 1, ['|'] = 1, ['+'] = 1};
  uint32_t starts[EDGES], ends[EDGES];
  uint64_t marks[CHUNK];
  gst_fold_state state = {0};
  uint64_t inside = 0;
  size_t blocks = length / 64 + 1, count = 0, waiting = 0, suspected = 0, last = 0;
  for (size_t chunk = 0; chunk < blocks; chunk += CHUNK) {
    size_t started = waiting, ended = 0;
    size_t stop = chunk + CHUNK < blocks ? chunk + CHUNK : blocks;
    for (size_t i = chunk; i < stop; i++) {
      gst_traits traits = i * 64 < length ? traits_at(folded + i * 64, isa) : (gst_traits){0};
      uint64_t before = masks[i] << 1 | inside;
      inside = masks[i] >> 63;
      started = gst_list_bits(starts, started, masks[i] & ~before, i * 64);
      ended = gst_list_bits(ends, ended, before & ~masks[i], i * 64);
      marks[i - chunk] = suspect_ends(&state, masks[i], traits);
    }
    for (size_t i = 0; i < ended; i++, count++) {
      uint32_t start = starts[i], end = ends[i], size = end - start;
      uint32_t joined = count ? joins(folded + last, start - last) : 0;
      uint32_t suspect = (uint32_t)(marks[end / 64 - chunk] >> (end & 63) & 1);
      suspect |= sign[start ? folded[start - 1] : 0];
      words[count] = (gst_folded_word){start, size | joined << 31, hash_word(folded + start, size)};
      suspects[suspected] = (uint32_t)count;
      suspected += suspect;
      last = end;
    }
    waiting = started - ended;
    if (waiting) starts[0] = starts[started - 1];
  }
  *suspect_count = suspected;
  return count;
}
