// Words by either definition, their lengths and their kinds.
#include "words.h"

// Where runs of set bits begin and end, as lists.
typedef struct { uint32_t *starts, *ends; size_t started, ended; } gst_runs;

// Takes the word that ends at a byte, and holds signs alone, out of the sum of scalars.
static void leave_out(gst_words *w, size_t end) {
  size_t start = end;
  while (start > 0 && !(gst_bits(w->c->masks.space, start - 1) & 1)) start--;
  w->solid_scalars -= (int64_t)gst_scalars_in(w->c, start, end);
}

// Lists the words between white space and counts those of a kind. Marks within a run of set bits
// added to the run carry to the bit after its end, however many they are.
static gst_runs list_words(gst_words *w) {
  gst_context *c = w->c;
  gst_runs runs = {c->places, c->found, 0, 0};
  uint64_t inside = 0, lettered = 0, solid = 0;
  for (size_t i = 0; i <= c->blocks; i++) {
    uint64_t word = i < c->blocks ? ~c->masks.space[i] & gst_low(c->length - i * 64) : 0;
    uint64_t letters = i < c->blocks ? c->masks.letter[i] & word : 0;
    uint64_t solids = i < c->blocks ? c->masks.solid[i] & word : 0;
    uint64_t before = word << 1 | inside;
    uint64_t ends = before & ~word;
    w->alphabetic += __builtin_popcountll(gst_add_with_carry(word, letters, &lettered) & ~word);
    uint64_t signs = ends & ~gst_add_with_carry(word, solids, &solid);
    inside = word >> 63;
    runs.started = gst_list_bits(runs.starts, runs.started, word & ~before, i * 64);
    runs.ended = gst_list_bits(runs.ends, runs.ended, ends, i * 64);
    w->solid -= __builtin_popcountll(signs);
    for (; signs; signs &= signs - 1) leave_out(w, i * 64 + (size_t)__builtin_ctzll(signs));
  }
  return runs;
}

static inline __attribute__((always_inline)) void take_words(gst_words *w, gst_runs runs,
                                                             int is_ascii) {
  // Values that are not the caller's stay in registers.
  gst_context c = *w->c;
  gst_words own = *w;
  own.c = &c;
  for (size_t i = 0; i < runs.ended; i++) {
    gst_add_word(&own, runs.starts[i], runs.ends[i] - runs.starts[i], is_ascii);
  }
  own.c = w->c;
  *w = own;
}

static void cut_at_space(gst_words *w) {
  gst_runs runs = list_words(w);
  if (w->c->is_ascii) take_words(w, runs, 1); else take_words(w, runs, 0);
  w->solid += (int64_t)w->count;
  w->solid_scalars += (int64_t)(w->c->is_ascii ? w->bytes : w->scalars);
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
  uint32_t lengths[256] = {0};
  gst_words w = {.c = c, .lengths = lengths};
  if (unicode_words) gst_cut_after_unicode(&w); else cut_at_space(&w);
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
