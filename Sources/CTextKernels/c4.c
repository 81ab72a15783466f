// The lines of Python's splitlines: bullets, ellipses and the line rules of C4.
#include "measure.h"

enum { LOREM = 1, SCRIPT = 2, POLICY = 4 };

// Matches lower-case ASCII without regard to case; the Kelvin sign counts as `k`.
static int starts_with(const uint8_t *p, const uint8_t *end, const char *phrase) {
  for (; *phrase; phrase++) {
    if (p >= end) return 0;
    if (*phrase == 'k' && end - p >= 3 && p[0] == 0xE2 && p[1] == 0x84 && p[2] == 0xAA) {
      p += 3;
      continue;
    }
    uint8_t byte = *p >= 'A' && *p <= 'Z' ? *p | 0x20 : *p;
    if (byte != (uint8_t)*phrase) return 0;
    p++;
  }
  return 1;
}

// The phrases, each with the place of the byte in it that the trigger mask marks.
static const struct { const char *text; uint8_t kind, mark; } phrases[] = {
  {"lorem ipsum", LOREM, 7}, {"javascript", SCRIPT, 4}, {"terms of use", POLICY, 6},
  {"privacy policy", POLICY, 5}, {"cookie policy", POLICY, 2}, {"uses cookies", POLICY, 7},
  {"use of cookies", POLICY, 9}, {"use cookies", POLICY, 6},
};
enum { PHRASES = sizeof phrases / sizeof phrases[0] };

static int find_phrases(const uint8_t *p, const uint8_t *end) {
  int found = 0;
  for (; p < end; p++) {
    uint8_t byte = *p | 0x20;
    if (byte != 'l' && byte != 'j' && byte != 't' && byte != 'p' && byte != 'c' && byte != 'u') {
      continue;
    }
    for (size_t i = 0; i < PHRASES; i++) {
      if (byte == (uint8_t)phrases[i].text[0] && starts_with(p, end, phrases[i].text)) {
        found |= phrases[i].kind;
      }
    }
  }
  return found;
}

// The same for bytes that the masks describe.
static int find_marked_phrases(const gst_context *c, size_t start, size_t end) {
  int found = 0;
  for (size_t at = start; (at = gst_next_bit(c->masks.trigger, at, end)) < end; at++) {
    for (size_t i = 0; i < PHRASES; i++) {
      size_t mark = phrases[i].mark;
      if (at - start >= mark && starts_with(c->text + at - mark, c->text + end, phrases[i].text)) {
        found |= phrases[i].kind;
      }
    }
  }
  return found;
}

// Bytes of a citation mark such as `[12]` at p, else 0.
static size_t citation(const uint8_t *p, const uint8_t *end) {
  static const char *const fixed[] = {"[edit]", "[citation needed]"};
  for (size_t i = 0; i < 2; i++) {
    size_t size = strlen(fixed[i]);
    if ((size_t)(end - p) >= size && memcmp(p, fixed[i], size) == 0) return size;
  }
  const uint8_t *q = p + 1;
  while (q < end) {
    size_t size;
    if (!(gst_scalar_class(gst_decode(q, &size)) & GST_DIGIT)) break;
    q += size;
  }
  return q < end && *q == ']' ? (size_t)(q + 1 - p) : 0;
}

static size_t copy_without_citations(uint8_t *to, const uint8_t *p, const uint8_t *end) {
  uint8_t *start = to;
  while (p < end) {
    size_t skip = *p == '[' ? citation(p, end) : 0;
    if (skip) p += skip; else *to++ = *p++;
  }
  return (size_t)(to - start);
}

static int has_citation(const gst_context *c, size_t start, size_t end) {
  for (size_t at = start; (at = gst_next_bit(c->masks.bracket, at, end)) < end; at++) {
    if (c->text[at] == '[' && citation(c->text + at, c->text + end)) return 1;
  }
  return 0;
}

static int has_three_words(const gst_context *c, size_t at, size_t end) {
  size_t words = 0;
  uint64_t carry = 0;
  for (; at < end; at += 56) {
    size_t width = end - at < 56 ? end - at : 56;
    uint64_t solid = ~gst_bits(c->masks.space, at) & gst_low(width);
    words += (size_t)__builtin_popcountll(solid & ~(solid << 1 | carry));
    if (words >= 3) return 1;
    carry = solid >> 55 & 1;
  }
  return 0;
}

// More than a thousand bytes without white space hold fourteen blocks of the mask without a bit.
static int has_long_word(const gst_context *c, size_t at, size_t end) {
  const uint64_t *space = c->masks.space;
  if (end - at <= 1000) return 0;
  for (size_t block = (at + 63) / 64; block * 64 < end;) {
    if (space[block]) {
      block += 14;
      continue;
    }
    size_t start = block * 64, stop = gst_next_bit(space, start, end);
    while (start > at && !(gst_bits(space, start - 1) & 1)) start--;
    if (stop - start > 1000 && gst_scalars_in(c, start, stop) > 1000) return 1;
    block = stop / 64 + 1;
  }
  return 0;
}

static int is_terminated(const uint8_t *p, size_t length) {
  if (length == 0) return 0;
  uint8_t last = p[length - 1];
  if (last == '.') return !(length >= 3 && p[length - 2] == '.' && p[length - 3] == '.');
  return last == '?' || last == '!' || last == '"' || last == '\'';
}

static void judge_line(gst_context *c, size_t start, size_t end) {
  gst_text_measures *r = c->result;
  if (has_long_word(c, start, end)) { r->c4_long_word_lines++; return; }
  const uint8_t *p = c->text + start;
  size_t length = end - start;
  const uint64_t *ends = c->masks.sentence_end;
  int has_brackets = gst_any(c->masks.bracket, start, end);
  if (has_brackets && has_citation(c, start, end)) {
    length = copy_without_citations(c->line, p, p + length);
    p = c->line;
    ends = NULL;
    // The class of the last scalar is looked up without a bound.
    memset(c->line + length, 0, 16);
  }
  int terminated = is_terminated(p, length);
  if (!terminated) r->c4_unterminated_lines++;
  if (!has_three_words(c, start, end)) { r->c4_short_lines += terminated; return; }
  int found = ends ? find_marked_phrases(c, start, end) : find_phrases(p, p + length);
  if (found & LOREM) {
    r->has_lenient_lorem_ipsum = 1;
    if (terminated) r->has_lorem_ipsum = 1;
  }
  if (found & SCRIPT) { r->c4_script_lines += terminated; return; }
  if (has_brackets && memchr(p, '{', length)) {
    r->has_lenient_curly_bracket = 1;
    if (terminated) r->has_curly_bracket = 1;
  }
  if (found & POLICY) { r->c4_policy_lines += terminated; return; }
  int64_t sentences = gst_sentences(p, length, ends, start);
  r->c4_lenient_sentence_count += sentences;
  if (terminated) r->c4_sentence_count += sentences;
}

static void measure_split_line(gst_context *c, size_t start, size_t end) {
  gst_text_measures *r = c->result;
  const uint8_t *t = c->text;
  r->split_line_count++;
  start = gst_skip_space(c->masks.space, start, end);
  while (end > start && gst_bits(c->masks.space, end - 1) & 1) end--;
  size_t length = end - start;
  if (length) {
    int bullet = t[start] == '-' ||
      (length >= 3 && t[start] == 0xE2 && t[start + 1] == 0x80 && t[start + 2] == 0xA2);
    r->bullet_line_count += bullet;
  }
  if (length >= 3) {
    const uint8_t *p = t + end - 3;
    int dots = p[0] == '.' && p[1] == '.' && p[2] == '.';
    r->ellipsis_line_count += dots || (p[0] == 0xE2 && p[1] == 0x80 && p[2] == 0xA6);
  }
  judge_line(c, start, end);
}

void gst_measure_c4(gst_context *c) {
  for (size_t start = 0; start < c->length;) {
    size_t end = gst_next_bit(c->masks.line_break, start, c->length);
    measure_split_line(c, start, end);
    if (end >= c->length) return;
    const uint8_t *p = c->text + end;
    size_t size = p[0] < 0x80 ? 1 : p[0] < 0xE0 ? 2 : 3;
    if (p[0] == '\r' && end + 1 < c->length && p[1] == '\n') size = 2;
    start = end + size;
  }
}
