// Lays out the scratch memory and runs the passes.
#include "measure.h"

enum { MASKS = 10, FILTER = 1 << 21, TABLE = 1 << 20 };

static size_t aligned(size_t size) { return (size + 127) & ~(size_t)63; }

static size_t table_slots(size_t length) {
  size_t places = length / 2 + 1;
  size_t grams = gst_power_of_two(2 * places), lines = gst_set_size(places);
  if (grams > TABLE) grams = TABLE;
  return grams > lines ? grams : lines;
}

static size_t filter_bytes(size_t length) {
  size_t size = gst_power_of_two(16 * (length / 2 + 1));
  return size < FILTER ? size : FILTER;
}

// With no memory, only the size.
static size_t lay_out(gst_context *c, uint8_t *memory, size_t length) {
  size_t at = 0, words = length / 2 + 16, mask = aligned((length / 64 + 3) * 8);
  uint64_t **masks = (uint64_t **)&c->masks;
  for (size_t i = 0; i < MASKS; i++, at += mask) masks[i] = (uint64_t *)(memory + at);
  c->joined = memory + at;
  at += aligned(length + 128);
  c->offsets = (uint32_t *)(memory + at);
  at += aligned(words * 4);
  c->scalars = (uint32_t *)(memory + at);
  at += aligned(words * 4);
  c->hashes = (uint64_t *)(memory + at);
  at += aligned(words * 8);
  c->places = (uint32_t *)(memory + at);
  c->line = memory + at;
  at += aligned(words * 4);
  c->found = (uint32_t *)(memory + at);
  at += aligned(words * 4);
  c->filter = memory + at;
  c->filter_size = filter_bytes(length);
  at += aligned(c->filter_size);
  c->paragraphs = (uint64_t *)(memory + at);
  at += aligned(gst_set_size(length / 3 + 1) * 8);
  c->table = (gst_slot *)(memory + at);
  return at + aligned(table_slots(length) * sizeof(gst_slot));
}

size_t gst_measure_scratch_size(size_t length) {
  gst_context c;
  // Offsets from a null base are never used.
  static uint8_t none[64];
  return lay_out(&c, none, length);
}

void gst_measure_text(const uint8_t *text, size_t length, int unicode_words, int isa,
                      void *scratch, gst_text_measures *result) {
  gst_context c = {.text = text, .length = length, .blocks = (length + 63) / 64, .result = result};
  memset(result, 0, sizeof *result);
  lay_out(&c, scratch, length);
  gst_classify(&c, isa);
  if (c.is_ascii) c.scalars = c.offsets;
  gst_cut_words(&c, unicode_words);
  gst_measure_ngrams(&c);
  gst_measure_lines(&c);
  gst_measure_c4(&c);
}

void gst_measure_dolma(const uint8_t *text, size_t length, int unicode_words, int isa,
                       void *scratch, gst_dolma_measures *result) {
  gst_text_measures others = {0};
  gst_context c = {.text = text, .length = length, .blocks = (length + 63) / 64, .result = &others};
  memset(result, 0, sizeof *result);
  lay_out(&c, scratch, length);
  gst_classify(&c, isa);
  if (c.is_ascii) c.scalars = c.offsets;
  gst_cut_words(&c, unicode_words);
  result->word_scalars = c.scalars[c.words];
  gst_measure_dolma_ngrams(&c, result);
  gst_measure_dolma_lines(&c, result);
}
