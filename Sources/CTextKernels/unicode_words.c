// Words after UAX 29.
#include "words.h"

static inline int word_has(const uint64_t *mask, size_t at, size_t end) {
  if (end - at <= 57) return (gst_bits(mask, at) & gst_low(end - at)) != 0;
  return gst_any(mask, at, end);
}

static void take_word(gst_words *w, size_t at, size_t end) {
  const gst_context *c = w->c;
  size_t scalars = gst_add_word(w, at, end - at, c->is_ascii);
  int solid = word_has(c->masks.solid, at, end);
  w->solid += solid;
  w->solid_scalars += solid ? (int64_t)scalars : 0;
  w->alphabetic += word_has(c->masks.letter, at, end);
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

void gst_cut_after_unicode(gst_words *w) {
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
