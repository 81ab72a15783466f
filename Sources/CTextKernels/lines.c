// Lines and paragraphs: how many, how long, how often the same.
#include "measure.h"

typedef struct { gst_slot *table; size_t mask; } gst_seen;

static gst_seen seen_begin(gst_context *c) {
  size_t most = (size_t)c->result->newline_count + 1;
  if (most > c->length / 2 + 1) most = c->length / 2 + 1;
  size_t size = gst_set_size(most);
  memset(c->table, 0, size * sizeof(gst_slot));
  return (gst_seen){c->table, size - 1};
}

// 1 where the key was met before.
static int seen_before(gst_seen s, uint64_t key) {
  size_t at = key & s.mask;
  for (; s.table[at].count; at = (at + 1) & s.mask) {
    if (s.table[at].key == key) return 1;
  }
  s.table[at].key = key;
  s.table[at].count = 1;
  return 0;
}

// The paragraph at hand: lines with one line feed between them. Its key is that of its lines, so that
// no byte is hashed twice.
typedef struct {
  uint64_t *keys;     // of those before, zero where there is none
  size_t mask;
  size_t text, end;   // without white space at either end of the text
  size_t start, last; // of the paragraph: where it begins, and where its last line ends
  uint64_t key;
} gst_paragraphs;

static gst_paragraphs paragraphs_begin(gst_context *c) {
  size_t end = c->length, start = gst_skip_space(c->masks.space, 0, end);
  while (end > start && gst_bits(c->masks.space, end - 1) & 1) end--;
  size_t most = (size_t)c->result->newline_count / 2 + 1;
  if (most > c->length / 3 + 1) most = c->length / 3 + 1;
  size_t size = gst_set_size(most);
  memset(c->paragraphs, 0, size * sizeof(uint64_t));
  c->result->paragraph_count = 1;
  return (gst_paragraphs){c->paragraphs, size - 1, start, end, start, start, 0};
}

static void end_paragraph(gst_context *c, gst_paragraphs *p) {
  uint64_t key = p->key | 1;
  size_t at = key >> 1 & p->mask;
  while (p->keys[at] && p->keys[at] != key) at = (at + 1) & p->mask;
  if (p->keys[at]) {
    c->result->duplicate_paragraph_count++;
    c->result->duplicate_paragraph_scalars += (int64_t)gst_scalars_in(c, p->start, p->last);
  }
  p->keys[at] = key;
}

// Takes up a line, of which the ends of the text may have been white space.
static void add_to_paragraph(gst_context *c, gst_paragraphs *p, size_t start, size_t end,
                             uint64_t key) {
  if (start < p->text || end > p->end) {
    start = start < p->text ? p->text : start;
    end = end > p->end ? p->end : end;
    if (start >= end) return;
    key = gst_hash(c->text + start, end - start, 2);
  }
  if (start > p->last + 1) {
    end_paragraph(c, p);
    c->result->paragraph_count++;
    p->start = start;
    p->key = 0;
  }
  p->key = gst_fold(p->key ^ key, 0xA0761D6478BD642FULL) ^ key;
  p->last = end;
}

static void measure_line(gst_context *c, gst_seen seen, size_t start, size_t end, uint64_t key) {
  gst_text_measures *r = c->result;
  const uint8_t *t = c->text;
  int64_t scalars = (int64_t)gst_scalars_in(c, start, end);
  int again = seen_before(seen, key);
  r->line_count++;
  if (again) {
    r->duplicate_line_count++;
    r->duplicate_line_scalars += scalars;
  }
  if (gst_skip_space(c->masks.space, start, end) == end) return;
  r->non_blank_line_count++;
  r->short_line_count += scalars <= 30;
  if (again) r->duplicate_non_blank_line_scalars += scalars;
  uint8_t last = t[end - 1];
  size_t size;
  if (last < 0x80) {
    r->terminated_line_count += last == '.' || last == '?' || last == '!';
  } else {
    r->terminated_line_count += (gst_class_before(t, t + end, &size) & GST_TERMINAL) != 0;
  }
}

void gst_measure_lines(gst_context *c) {
  gst_text_measures *r = c->result;
  gst_seen seen = seen_begin(c);
  gst_paragraphs paragraphs = paragraphs_begin(c);
  for (size_t start = 0; start < c->length;) {
    size_t end = gst_next_bit(c->masks.newline, start, c->length);
    if (end > start) {
      uint64_t key = gst_hash(c->text + start, end - start, 2);
      measure_line(c, seen, start, end, key);
      add_to_paragraph(c, &paragraphs, start, end, key);
    }
    start = end + 1;
  }
  end_paragraph(c, &paragraphs);
  // Line feeds at either end set off an empty piece, two of which are the same.
  int before = c->length && c->text[0] == '\n', after = c->length && c->text[c->length - 1] == '\n';
  r->line_count += before + after + (c->length == 0);
  r->duplicate_line_count += before && after;
}

typedef struct { int64_t count, scalars; } gst_copies;

// What a line adds to the copies of lines that occur twice or more, the first copy included.
static gst_copies copies_with(gst_seen s, uint64_t key, int64_t scalars) {
  size_t at = key & s.mask;
  while (s.table[at].count && s.table[at].key != key) at = (at + 1) & s.mask;
  s.table[at].key = key;
  uint32_t before = s.table[at].count;
  s.table[at].count = before ? 2 : 1;
  int64_t copies = before == 0 ? 0 : before == 1 ? 2 : 1;
  return (gst_copies){copies, copies * scalars};
}

// The pieces between runs of line feeds, of which the first and the last may be empty.
void gst_measure_dolma_lines(gst_context *c, gst_dolma_measures *r) {
  const uint8_t *t = c->text;
  if (c->length == 0) return;
  gst_seen seen = seen_begin(c);
  for (size_t start = 0;;) {
    size_t end = gst_next_bit(c->masks.newline, start, c->length);
    int64_t scalars = (int64_t)gst_scalars_in(c, start, end);
    gst_copies copies = copies_with(seen, gst_hash(t + start, end - start, 2), scalars);
    r->line_count++;
    r->repeated_line_count += copies.count;
    r->repeated_line_scalars += copies.scalars;
    r->bullet_line_count += end > start && (t[start] == '*' || t[start] == '-');
    r->ellipsis_line_count += end - start >= 3 && t[end - 3] == 0xE2 && t[end - 2] == 0x80 &&
      t[end - 1] == 0xA6;
    if (end == c->length) return;
    while (end < c->length && t[end] == '\n') end++;
    start = end;
  }
}
