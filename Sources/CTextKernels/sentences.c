// Sentences of one line, by rule.
//
// A sentence ends at a terminal sign that stands apart from its word, and a new one begins with
// the next sign that is no punctuation. A sign stands apart where only closing signs separate it
// from white space or only opening ones precede it; a full stop moreover only after a lower-case
// letter, a digit, a closing sign, a degree or two capitals, not in an ellipsis, and not in a known
// abbreviation, which may follow a joint as in `km/s.`. `lower.Upper` is cut unless it looks like a
// host name.
#include "measure.h"

typedef struct { const uint8_t *start, *end; } gst_span;

static int is_space_before(gst_span line, const uint8_t *p, size_t *size) {
  if (p == line.start) { *size = 0; return 1; }
  if (p[-1] < 0x80) { *size = 1; return (gst_scalar_class(p[-1]) & GST_SPACE) != 0; }
  return (gst_class_before(line.start, p, size) & GST_SPACE) != 0;
}

// Only closing signs from p to the next white space.
static int is_closed(gst_span line, const uint8_t *p) {
  while (p < line.end) {
    size_t size;
    uint16_t class = gst_scalar_class(gst_decode(p, &size));
    if (class & GST_SPACE) return 1;
    if (!(class & (GST_CLOSER | GST_SENTENCE_END))) return 0;
    p += size;
  }
  return 1;
}

// Only opening signs from white space to p.
static int is_opened(gst_span line, const uint8_t *p) {
  size_t size;
  while (p > line.start) {
    uint16_t class = gst_class_before(line.start, p, &size);
    if (class & GST_SPACE) return 1;
    if (!(class & (GST_CLOSER | GST_SENTENCE_END))) return 0;
    p -= size;
    // A full stop opens nothing but an ellipsis.
    if (*p == '.') {
      if (p == line.start || p[-1] != '.') return 0;
      while (p > line.start && p[-1] == '.') p--;
    }
  }
  return 1;
}

// Whether a sign between words, such as the one of `either/or`, ends before the letter at p.
static int follows_joint(gst_span line, const uint8_t *p) {
  size_t size;
  const uint8_t *joint = p - 1;
  if (joint <= line.start || !(gst_scalar_class(gst_decode(p, &size)) & GST_LETTER)) return 0;
  int is_mark = *joint == ':' || *joint == '<' || *joint == '>' || *joint == '=' || *joint == '/';
  int is_dash = *joint == '-' || *joint == '~';
  if (p - line.start > 3 && p[-3] == 0xE2 && p[-2] == 0x80 && (p[-1] == 0x93 || p[-1] == 0x94)) {
    is_dash = 1;
    joint = p - 3;
  }
  if (!is_mark && !is_dash) return 0;
  if (is_mark && joint[-1] >= '0' && joint[-1] <= '9') return 1;
  return (gst_class_before(line.start, joint, &size) & GST_LETTER) != 0;
}

static int is_abbreviation(gst_span line, const uint8_t *end) {
  static const char known[] =
    " 10a.m. 10p.m. 11a.m. 11p.m. 12a.m. 12p.m. 1a.m. 1p.m. 2a.m. 2p.m. 3a.m. 3p.m. 4a.m. 4p.m."
    " 5a.m. 5p.m. 6a.m. 6p.m. 7a.m. 7p.m. 8a.m. 8p.m. 9a.m. 9p.m. Adm. Ak. Ala. Apr. Ariz. Ark."
    " Aug. Bros. Calif. Co. Colo. Conn. Corp. D.C. Dec. Del. Dr. E.G. E.g. Feb. Fla. Ga. Gen."
    " Gov. I.E. I.e. Ia. Id. Ill. Inc. Ind. Jan. Jr. Jul. Jun. Kan. Kans. Ky. La. Ltd. Mar. Mass."
    " Md. Messrs. Mich. Minn. Miss. Mo. Mont. Mr. Mrs. Ms. Mt. N.C. N.D. N.H. N.J. N.M. N.Y. Neb."
    " Nebr. Nev. Nov. Oct. Okla. Ore. Pa. Ph.D. Prof. Rep. Rev. S.C. Sen. Sep. Sept. St. Tenn."
    " Va. Wash. Wis. a. a.m. b. c. co. d. e. e.g. f. g. h. i. i.e. j. k. l. m. n. o. p. p.m. q."
    " r. s. t. u. v. v.s. vs. w. x. y. z. ";
  // Back over letters, digits and full stops: what comes before must be opening signs only.
  const uint8_t *p = end;
  while (p > line.start && end - p < 9) {
    uint8_t b = p[-1], f = b | 0x20;
    if (b != '.' && !(b >= '0' && b <= '9') && !(f >= 'a' && f <= 'z')) break;
    p--;
  }
  size_t length = (size_t)(end - p);
  if (length < 2 || length > 7 || *p == '.') return 0;
  // Of those in lower case the longest are like "e.g."; most words that end a sentence stop here.
  if (*p >= 'a' && length > 4) return 0;
  if (!is_opened(line, p) && !follows_joint(line, p)) return 0;
  for (const char *q = known; (q = strchr(q, (char)*p)); q++) {
    if (q[-1] == ' ' && memcmp(q, p, length) == 0 && q[length] == ' ') return 1;
  }
  return 0;
}

static int is_quote(uint32_t s) {
  return s == 0x22 || s == 0x27 || s == 0x60 || (s >= 0x2018 && s <= 0x201F);
}

// Where a path stands before the last slash, its first part must end like a host name.
static int begins_like_host(const uint8_t *start, const uint8_t *end) {
  const uint8_t *slash = memchr(start, '/', (size_t)(end - start)), *p = slash;
  if (!slash || (slash > start && slash[-1] == ':')) return 1;
  size_t size, letters = 0;
  while (p > start && gst_class_before(start, p, &size) & GST_LETTER) {
    p -= size;
    letters++;
  }
  return letters >= 2 && p > start && p[-1] == '.';
}

// Labels joined by full stops, the last in lower case and of two letters at least.
static int looks_like_host(gst_span line, const uint8_t *p) {
  size_t size;
  const uint8_t *end = p, *start = p;
  while (start > line.start && !is_space_before(line, start, &size)) start -= size;
  while (end < line.end && !(gst_scalar_class(gst_decode(end, &size)) & GST_SPACE)) end += size;
  while (end > start && gst_class_before(start, end, &size) & (GST_CLOSER | GST_SENTENCE_END)) {
    end -= size;
  }
  size_t letters = 0;
  while (end > start && gst_class_before(start, end, &size) & GST_LOWER) {
    end -= size;
    letters++;
  }
  return letters >= 2 && end > start && end[-1] == '.' && begins_like_host(start, end);
}

static int may_precede_stop(gst_span line, const uint8_t *p) {
  size_t size;
  uint16_t class = gst_class_before(line.start, p, &size);
  if (class & (GST_LOWER | GST_CLOSER)) return 1;
  uint8_t b = p[-1];
  if ((b >= '0' && b <= '9') || b == '%' || b == '+' || b == '-' || b == '|') return 1;
  if (size == 2 && p[-2] == 0xC2 && (b == 0xB2 || b == 0xB0)) return 1;
  if (!(class & GST_UPPER)) return 0;
  const uint8_t *q = p - size;
  int is_scale = b == 'C' || b == 'F' || b == 'K';
  if (is_scale && q - line.start >= 2 && q[-2] == 0xC2 && q[-1] == 0xB0) return 1;
  return q > line.start && (gst_class_before(line.start, q, &size) & GST_UPPER) != 0;
}

static int stop_stands_apart(gst_span line, const uint8_t *p) {
  size_t size;
  int at_start = is_space_before(line, p, &size);
  int at_end = p + 1 == line.end ||
    (gst_scalar_class(gst_decode(p + 1, &size)) & GST_SPACE) != 0;
  if (at_start) return at_end || (p[1] != '.' && is_closed(line, p + 1));
  if (p[-1] == '.' || (!at_end && p[1] == '.')) return 0;
  if (at_end || is_closed(line, p + 1)) {
    return may_precede_stop(line, p) && !is_abbreviation(line, p + 1);
  }
  size_t before_size;
  uint16_t before = gst_class_before(line.start, p, &before_size);
  uint32_t next = gst_decode(p + 1, &size);
  if (!(before & GST_LOWER)) {
    if (!is_quote(gst_decode(p - before_size, &before_size)) || is_opened(line, p)) return 0;
  }
  if (!(gst_scalar_class(next) & GST_UPPER) && !is_quote(next)) return 0;
  return !looks_like_host(line, p) && !is_abbreviation(line, p + 1);
}

// Whether a gap holds anything but punctuation and single spaces.
static int opens_sentence(gst_span line, const uint8_t *p, const uint8_t *end) {
  while (p < end) {
    size_t size, before;
    uint16_t class = gst_scalar_class(gst_decode(p, &size));
    if (class & GST_SPACE) {
      if (*p != ' ' || (p > line.start && is_space_before(line, p, &before))) return 1;
    } else if (!(class & GST_PUNCTUATION)) {
      return 1;
    }
    p += size;
  }
  return 0;
}

static const uint8_t *next_end(gst_span line, const uint8_t *p, const uint64_t *ends, size_t bit) {
  if (ends) {
    size_t last = bit + (size_t)(line.end - line.start);
    return line.start + (gst_next_bit(ends, bit + (size_t)(p - line.start), last) - bit);
  }
  while (p < line.end) {
    size_t size;
    if (gst_scalar_class(gst_decode(p, &size)) & GST_SENTENCE_END) return p;
    p += size;
  }
  return p;
}

int64_t gst_sentences(const uint8_t *text, size_t length, const uint64_t *ends, size_t first_bit) {
  gst_span line = {text, text + length};
  int64_t count = 1;
  const uint8_t *pending = NULL, *p = text;
  while ((p = next_end(line, p, ends, first_bit)) < line.end) {
    size_t size;
    gst_decode(p, &size);
    int apart = *p == '.' ? stop_stands_apart(line, p)
                          : is_closed(line, p + size) || is_opened(line, p);
    if (apart) {
      if (pending) count += opens_sentence(line, pending, p);
      pending = p + size;
    }
    p += size;
  }
  if (pending) count += opens_sentence(line, pending, line.end);
  return count;
}
