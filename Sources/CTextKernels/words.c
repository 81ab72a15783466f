// Words by either definition, their lengths and their kinds.
#include "measure.h"

typedef struct {
  gst_context *c;
  size_t bytes, count, scalars;
  int64_t solid, solid_scalars, alphabetic, stops, stops_seen;
  uint32_t lengths[256];  // the last takes all that are longer
} gst_words;

static inline int word_has(const uint64_t *mask, size_t at, size_t end) {
  if (end - at <= 57) return (gst_bits(mask, at) & gst_low(end - at)) != 0;
  return gst_any(mask, at, end);
}

static inline int stop_word(const uint8_t *p, size_t length) {
  uint32_t v;
  memcpy(&v, p, 4);
#define WORD(a, b, c, d) ((uint32_t)(a) | (uint32_t)(b) << 8 | (uint32_t)(c) << 16 | (uint32_t)(d) << 24)
  if (length == 2) {
    v &= 0xFFFF;
    return v == WORD('b', 'e', 0, 0) ? 1 : v == WORD('t', 'o', 0, 0) ? 2
         : v == WORD('o', 'f', 0, 0) ? 4 : 0;
  }
  if (length == 3) {
    v &= 0xFFFFFF;
    return v == WORD('t', 'h', 'e', 0) ? 8 : v == WORD('a', 'n', 'd', 0) ? 16 : 0;
  }
  return v == WORD('t', 'h', 'a', 't') ? 32 : v == WORD('h', 'a', 'v', 'e') ? 64
       : v == WORD('w', 'i', 't', 'h') ? 128 : 0;
#undef WORD
}

static inline __attribute__((always_inline)) void take_word(gst_words *w, size_t at, size_t end) {
  gst_context *c = w->c;
  size_t length = end - at;
  uint8_t *to = c->joined + w->bytes;
  memcpy(to, c->text + at, 16);
  for (size_t k = 16; k < length; k += 16) memcpy(to + k, c->text + at + k, 16);
  c->offsets[w->count] = (uint32_t)w->bytes;
  size_t scalars = length;
  if (!c->is_ascii) {
    c->scalars[w->count] = (uint32_t)w->scalars;
    scalars = gst_scalars_in(c, at, end);
    w->scalars += scalars;
  }
  w->bytes += length;
  w->count++;
  int solid = word_has(c->masks.solid, at, end);
  w->solid += solid;
  w->solid_scalars += solid ? (int64_t)scalars : 0;
  w->alphabetic += word_has(c->masks.letter, at, end);
  w->lengths[scalars < 255 ? scalars : 255]++;
  if (length >= 2 && length <= 4) {
    int stop = stop_word(c->text + at, length);
    w->stops += stop != 0;
    w->stops_seen |= stop;
  }
}

static void cut_at_space(gst_words *w) {
  gst_context *c = w->c;
  uint64_t carry = 0;
  size_t start = 0;
  int inside = 0;
  for (size_t i = 0; i < c->blocks; i++) {
    uint64_t solid = ~c->masks.space[i] & gst_low(c->length - i * 64);
    uint64_t edges = solid ^ (solid << 1 | carry);
    carry = solid >> 63;
    for (; edges; edges &= edges - 1) {
      size_t at = i * 64 + (size_t)__builtin_ctzll(edges);
      if (inside) take_word(w, start, at);
      start = at;
      inside = !inside;
    }
  }
  if (inside) take_word(w, start, c->length);
}

// The class of the scalar at a byte, 0 at the end.
static inline unsigned class_at(const gst_context *c, size_t at, size_t *size) {
  if (at >= c->length) { *size = 0; return 0; }
  return gst_scalar_class(gst_decode(c->text + at, size));
}

// Past the scalar at `at` and the marks that extend it; gives the next scalar's class.
static inline size_t past_extenders(const gst_context *c, size_t at, unsigned *next, size_t *size,
                                    unsigned *met) {
  for (;;) {
    *next = class_at(c, at, size);
    if (*next >> GST_WORD_BREAK_SHIFT != GST_WB_EXTEND) return at;
    *met |= *next;
    at += *size;
  }
}

static inline int joins(unsigned left, unsigned right) {
  if (left <= 3 && right >= 1 && right <= 3) return 1;
  if (left == GST_WB_KATAKANA && right == GST_WB_KATAKANA) return 1;
  if (right == GST_WB_CONNECTOR) return 1;
  return left == GST_WB_CONNECTOR && right >= 1 && right <= 4;
}

static inline int bridges(unsigned left, unsigned middle, unsigned right) {
  if (left <= 2 && right >= 1 && right <= 2) {
    if (middle == GST_WB_MID_LETTER || middle == GST_WB_MID_BOTH) return 1;
    if (middle == GST_WB_SINGLE_QUOTE) return 1;
    return left == 2 && right == 2 && middle == GST_WB_DOUBLE_QUOTE;
  }
  return left == 3 && right == 3 && middle >= GST_WB_MID_NUMBER && middle <= GST_WB_SINGLE_QUOTE;
}

// `met` gathers the classes of the segment's scalars.
static size_t segment_end(const gst_context *c, size_t at, size_t size, unsigned *met) {
  unsigned last = *met >> GST_WORD_BREAK_SHIFT, next, beyond;
  size_t next_size, beyond_size;
  size_t end = past_extenders(c, at + size, &next, &next_size, met);
  if (last == 0 || last > 5) return end;
  for (;;) {
    unsigned next_break = next >> GST_WORD_BREAK_SHIFT;
    if (joins(last, next_break)) {
      *met |= next;
      last = next_break;
      end = past_extenders(c, end + next_size, &next, &next_size, met);
      continue;
    }
    if (next_break < GST_WB_MID_LETTER) return end;
    unsigned between = next;
    size_t after = past_extenders(c, end + next_size, &beyond, &beyond_size, &between);
    unsigned beyond_break = beyond >> GST_WORD_BREAK_SHIFT;
    int bridged = bridges(last, next_break, beyond_break);
    // Hebrew geresh ends its word.
    int is_geresh = last == GST_WB_HEBREW && next_break == GST_WB_SINGLE_QUOTE;
    if (!bridged && !is_geresh) return end;
    *met |= between;
    if (!bridged) return after;
    *met |= beyond;
    last = beyond_break;
    end = past_extenders(c, after + beyond_size, &next, &next_size, met);
  }
}

static void cut_after_unicode(gst_words *w) {
  gst_context *c = w->c;
  for (size_t at = 0; at < c->length;) {
    size_t size;
    unsigned class = class_at(c, at, &size), break_class = class >> GST_WORD_BREAK_SHIFT;
    if (!(class & GST_ALPHANUMERIC) && (break_class == 0 || break_class > GST_WB_CONNECTOR)) {
      at += size;
      continue;
    }
    unsigned met = class;
    size_t end = segment_end(c, at, size, &met);
    if (met & GST_ALPHANUMERIC) take_word(w, at, end);
    at = end;
  }
}

static size_t length_of(const gst_context *c, size_t i) { return c->scalars[i + 1] - c->scalars[i]; }

// The word length at a rank, by bisection where the histogram has only "long".
static size_t length_at_rank(const gst_words *w, size_t rank) {
  size_t below = 0;
  for (size_t length = 0; length < 255; length++) {
    below += w->lengths[length];
    if (below > rank) return length;
  }
  size_t low = 255, high = w->c->length;
  while (low < high) {
    size_t middle = low + (high - low) / 2, count = 0;
    for (size_t i = 0; i < w->count; i++) count += length_of(w->c, i) <= middle;
    if (count > rank) high = middle; else low = middle + 1;
  }
  return low;
}

// Words after Unicode never hold one of the two signs.
static void count_symbol_words(gst_context *c, int unicode_words) {
  if (!c->has_symbols || unicode_words) return;
  size_t last = SIZE_MAX;
  for (size_t at = 0; (at = gst_next_bit(c->masks.symbol, at, c->length)) < c->length; at++) {
    // A sign with no white space since the last one shares its word.
    int is_new = last == SIZE_MAX || gst_any(c->masks.space, last, at);
    last = at;
    c->result->symbol_word_count += is_new;
  }
}

void gst_cut_words(gst_context *c, int unicode_words) {
  gst_words w = {.c = c};
  if (unicode_words) cut_after_unicode(&w); else cut_at_space(&w);
  c->words = w.count;
  c->offsets[w.count] = (uint32_t)w.bytes;
  if (!c->is_ascii) c->scalars[w.count] = (uint32_t)w.scalars;
  memset(c->joined + w.bytes, 0, 64);
  gst_text_measures *r = c->result;
  r->word_count = (int64_t)w.count;
  r->non_symbol_word_count = w.solid;
  r->non_symbol_word_scalars = w.solid_scalars;
  r->alphabetic_word_count = w.alphabetic;
  r->stop_word_count = w.stops;
  r->distinct_stop_word_count = __builtin_popcountll((uint64_t)w.stops_seen);
  count_symbol_words(c, unicode_words);
  if (w.count) {
    size_t low = length_at_rank(&w, (w.count - 1) / 2);
    size_t high = w.count % 2 ? low : length_at_rank(&w, w.count / 2);
    r->doubled_median_word_length = (int64_t)(low + high);
  }
}
