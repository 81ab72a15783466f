#include "CSimdJSON.h"

#include <simdjson.h>

#include <cstring>
#include <new>
#include <string>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

struct gst_json_reader {
  std::unique_ptr<simdjson::internal::dom_parser_implementation> implementation;
  size_t capacity = 0;
};

namespace {

constexpr size_t small_capacity = size_t(1) << 20;

gst_json_status status_of(simdjson::error_code code) {
  switch (code) {
  case simdjson::SUCCESS: return GST_JSON_OK;
  case simdjson::EMPTY: return GST_JSON_EMPTY;
  case simdjson::UTF8_ERROR: return GST_JSON_INVALID_UTF8;
  case simdjson::UNESCAPED_CHARS: return GST_JSON_CONTROL_CHARACTER;
  case simdjson::UNCLOSED_STRING: return GST_JSON_UNCLOSED_STRING;
  case simdjson::MEMALLOC: return GST_JSON_NO_MEMORY;
  default: return GST_JSON_BROKEN;
  }
}

// Keeps the index between lines; one that a huge line made large is given back after it.
bool reserve(gst_json_reader &reader, size_t length) {
  size_t wanted = length <= small_capacity ? small_capacity : length;
  if (reader.implementation && reader.capacity >= length && reader.capacity <= 2 * wanted) {
    return true;
  }
  reader.implementation.reset();
  auto code = simdjson::get_active_implementation()->create_dom_parser_implementation(
      wanted, 8, reader.implementation);
  reader.capacity = code == simdjson::SUCCESS ? wanted : 0;
  return code == simdjson::SUCCESS;
}

inline bool is_space(uint8_t byte) {
  return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

inline bool is_digit(uint8_t byte) { return byte >= '0' && byte <= '9'; }

int hex_value(uint8_t byte) {
  if (is_digit(byte)) { return byte - '0'; }
  uint8_t lower = byte | 0x20;
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

// Returns -1 unless four hexadecimal digits stand at `at`.
int32_t hex_quad(const uint8_t *at, const uint8_t *end) {
  if (end - at < 4) { return -1; }
  int32_t value = 0;
  for (int i = 0; i < 4; i++) {
    int digit = hex_value(at[i]);
    if (digit < 0) { return -1; }
    value = value << 4 | digit;
  }
  return value;
}

uint8_t simple_escape(uint8_t letter) {
  switch (letter) {
  case '"': case '\\': case '/': return letter;
  case 'b': return '\b';
  case 'f': return '\f';
  case 'n': return '\n';
  case 'r': return '\r';
  case 't': return '\t';
  default: return 0;
  }
}

uint8_t *append_scalar(uint8_t *out, uint32_t scalar) {
  if (scalar < 0x80) {
    *out++ = uint8_t(scalar);
  } else if (scalar < 0x800) {
    *out++ = uint8_t(0xC0 | scalar >> 6);
    *out++ = uint8_t(0x80 | (scalar & 0x3F));
  } else if (scalar < 0x10000) {
    *out++ = uint8_t(0xE0 | scalar >> 12);
    *out++ = uint8_t(0x80 | (scalar >> 6 & 0x3F));
    *out++ = uint8_t(0x80 | (scalar & 0x3F));
  } else {
    *out++ = uint8_t(0xF0 | scalar >> 18);
    *out++ = uint8_t(0x80 | (scalar >> 12 & 0x3F));
    *out++ = uint8_t(0x80 | (scalar >> 6 & 0x3F));
    *out++ = uint8_t(0x80 | (scalar & 0x3F));
  }
  return out;
}

// Copies up to the next backslash or the end and returns how many bytes that were.
inline size_t copy_plain(const uint8_t *in, size_t length, uint8_t *out) {
  size_t i = 0;
#if defined(__SSE2__)
  const __m128i backslash = _mm_set1_epi8('\\');
  for (; i + 16 <= length; i += 16) {
    __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i *>(in + i));
    _mm_storeu_si128(reinterpret_cast<__m128i *>(out + i), block);
    int mask = _mm_movemask_epi8(_mm_cmpeq_epi8(block, backslash));
    if (mask != 0) { return i + size_t(__builtin_ctz(unsigned(mask))); }
  }
#endif
  for (; i < length && in[i] != '\\'; i++) { out[i] = in[i]; }
  return i;
}

// Reads one escape at a backslash; returns the bytes read, or 0 with `status` set.
size_t read_escape(const uint8_t *in, const uint8_t *end, uint32_t &scalar,
                   gst_json_status &status) {
  status = GST_JSON_BAD_ESCAPE;
  if (end - in < 2) { return 0; }
  if (in[1] != 'u') {
    scalar = simple_escape(in[1]);
    return scalar == 0 ? 0 : 2;
  }
  int32_t first = hex_quad(in + 2, end);
  if (first < 0) { return 0; }
  scalar = uint32_t(first);
  if (first < 0xD800 || first > 0xDFFF) { return 6; }
  status = GST_JSON_LONE_SURROGATE;
  if (first > 0xDBFF || end - in < 12 || in[6] != '\\' || in[7] != 'u') { return 0; }
  int32_t second = hex_quad(in + 8, end);
  if (second < 0xDC00 || second > 0xDFFF) { return 0; }
  scalar = 0x10000 + (uint32_t(first - 0xD800) << 10 | uint32_t(second - 0xDC00));
  return 12;
}

// Checks the grammar of escapes only: RFC 8259 allows a surrogate alone.
bool escapes_are_valid(const uint8_t *in, const uint8_t *end) {
  while (true) {
    in = static_cast<const uint8_t *>(std::memchr(in, '\\', size_t(end - in)));
    if (in == nullptr) { return true; }
    if (end - in < 2) { return false; }
    if (in[1] == 'u') {
      if (hex_quad(in + 2, end) < 0) { return false; }
      in += 6;
    } else {
      if (simple_escape(in[1]) == 0) { return false; }
      in += 2;
    }
  }
}

bool is_number(const uint8_t *at, const uint8_t *end) {
  if (at < end && *at == '-') { at++; }
  if (at == end || !is_digit(*at)) { return false; }
  if (*at == '0') {
    at++;
  } else {
    while (at < end && is_digit(*at)) { at++; }
  }
  if (at < end && *at == '.') {
    at++;
    if (at == end || !is_digit(*at)) { return false; }
    while (at < end && is_digit(*at)) { at++; }
  }
  if (at < end && (*at == 'e' || *at == 'E')) {
    at++;
    if (at < end && (*at == '+' || *at == '-')) { at++; }
    if (at == end || !is_digit(*at)) { return false; }
    while (at < end && is_digit(*at)) { at++; }
  }
  return at == end;
}

bool is_word(const uint8_t *at, size_t length, const char *word) {
  return length == std::strlen(word) && std::memcmp(at, word, length) == 0;
}

// Walks the structural index once, as a parser without a tree.
class Walker {
public:
  Walker(const uint8_t *line, size_t length, const uint32_t *index, size_t count,
         gst_json_field *fields, size_t field_count)
      : line(line), length(length), index(index), count(count), fields(fields),
        field_count(field_count) {}

  size_t error_offset = 0;

  gst_json_status walk() {
    if (count == 0) { return GST_JSON_EMPTY; }
    gst_json_status status = value(0);
    while (status == GST_JSON_OK && depth > 0) { status = step(); }
    if (status == GST_JSON_OK && next < count) { status = GST_JSON_BROKEN; }
    if (status != GST_JSON_OK) {
      error_offset = next < count ? index[next] : length;
      return status;
    }
    return line[index[0]] == '{' ? GST_JSON_OK : GST_JSON_NOT_AN_OBJECT;
  }

private:
  const uint8_t *line;
  size_t length;
  const uint32_t *index;
  size_t count;
  gst_json_field *fields;
  size_t field_count;
  size_t next = 0;
  size_t depth = 0;
  bool is_array[GST_JSON_MAX_DEPTH];
  bool is_first = false;
  // Keys of each field that the open objects have matched, and keys that were seen at least once.
  uint8_t matched[GST_JSON_MAX_FIELDS] = {};
  uint8_t seen[GST_JSON_MAX_FIELDS] = {};

  size_t token_end(size_t at) const {
    size_t end = at + 1 < count ? index[at + 1] : length;
    while (end > index[at] + 1 && is_space(line[end - 1])) { end--; }
    return end;
  }

  gst_json_status step() {
    if (next >= count) { return GST_JSON_BROKEN; }
    const bool in_array = is_array[depth - 1];
    const uint8_t close = in_array ? ']' : '}';
    if (line[index[next]] == close) {
      next++;
      leave();
      return GST_JSON_OK;
    }
    if (!is_first) {
      if (line[index[next]] != ',') { return GST_JSON_BROKEN; }
      next++;
    }
    is_first = false;
    return in_array ? value(0) : member();
  }

  gst_json_status member() {
    if (next + 1 >= count || line[index[next]] != '"') { return GST_JSON_BROKEN; }
    const size_t start = index[next];
    const size_t end = token_end(next);
    if (end < start + 2 || line[end - 1] != '"') { return GST_JSON_BROKEN; }
    const uint32_t wanted = depth <= GST_JSON_MAX_KEYS ? match(start + 1, end - 1) : 0;
    if (wanted == bad_key) { return GST_JSON_BAD_ESCAPE; }
    if (wanted == second_key) { return GST_JSON_DUPLICATE_KEY; }
    next++;
    if (line[index[next]] != ':') { return GST_JSON_BROKEN; }
    next++;
    return value(wanted);
  }

  static constexpr uint32_t bad_key = 1u << 31;
  static constexpr uint32_t second_key = 1u << 30;

  // Returns a bit for each field whose key at this depth this is.
  uint32_t match(size_t start, size_t end) {
    const uint8_t *key = line + start;
    size_t size = end - start;
    uint8_t decoded[1024 + 32];
    if (std::memchr(key, '\\', size) != nullptr) {
      if (!escapes_are_valid(key, key + size)) { return bad_key; }
      if (size > 1024) { return 0; }
      if (gst_json_unescape(key, size, decoded, &size) != GST_JSON_OK) { return 0; }
      key = decoded;
    }
    uint32_t bits = 0;
    for (size_t f = 0; f < field_count; f++) {
      if (matched[f] != depth - 1 || fields[f].key_count < depth) { continue; }
      const gst_json_key &wanted = fields[f].keys[depth - 1];
      const uint8_t bit = uint8_t(1u << (depth - 1));
      if (wanted.length != size || std::memcmp(wanted.bytes, key, size) != 0) { continue; }
      if ((seen[f] & bit) != 0) { return second_key; }
      seen[f] |= bit;
      bits |= 1u << f;
    }
    return bits;
  }

  gst_json_status value(uint32_t wanted) {
    if (next >= count) { return GST_JSON_BROKEN; }
    const size_t start = index[next];
    switch (line[start]) {
    case '{': return enter(false, wanted);
    case '[': return enter(true, wanted);
    case '"': return string(wanted);
    default: return scalar(wanted);
    }
  }

  gst_json_status enter(bool array, uint32_t wanted) {
    if (depth == GST_JSON_MAX_DEPTH) { return GST_JSON_TOO_DEEP; }
    record(wanted, array ? GST_JSON_ARRAY : GST_JSON_OBJECT, index[next] + 1);
    if (!array) {
      for (size_t f = 0; f < field_count; f++) {
        if ((wanted >> f & 1) != 0 && fields[f].key_count > depth) { matched[f]++; }
      }
    }
    is_array[depth++] = array;
    is_first = true;
    next++;
    // An empty container is closed by the next step; `[` then `,` is refused there too.
    return GST_JSON_OK;
  }

  void leave() {
    depth--;
    is_first = false;
    // The root needs no key, so that `matched` counts one less than the open objects on a path.
    for (size_t f = 0; f < field_count; f++) {
      if (depth > 0 && matched[f] == depth) { matched[f]--; }
    }
  }

  gst_json_status string(uint32_t wanted) {
    const size_t start = index[next];
    const size_t end = token_end(next);
    if (end < start + 2 || line[end - 1] != '"') { return GST_JSON_BROKEN; }
    const bool deferred = record(wanted, GST_JSON_STRING, end);
    if (!deferred && !escapes_are_valid(line + start + 1, line + end - 1)) {
      return GST_JSON_BAD_ESCAPE;
    }
    next++;
    return GST_JSON_OK;
  }

  gst_json_status scalar(uint32_t wanted) {
    const uint8_t *start = line + index[next];
    const size_t end = token_end(next);
    const size_t size = end - index[next];
    gst_json_kind kind;
    if (is_word(start, size, "true") || is_word(start, size, "false")) {
      kind = GST_JSON_BOOLEAN;
    } else if (is_word(start, size, "null")) {
      kind = GST_JSON_NULL;
    } else if (is_number(start, start + size)) {
      kind = GST_JSON_NUMBER;
    } else {
      return GST_JSON_BROKEN;
    }
    record(wanted, kind, end);
    next++;
    return GST_JSON_OK;
  }

  // Notes the value for fields whose last key this is; returns whether its escapes may wait.
  bool record(uint32_t wanted, gst_json_kind kind, size_t end) {
    bool deferred = false;
    for (size_t f = 0; wanted >> f != 0; f++) {
      if ((wanted >> f & 1) == 0 || fields[f].key_count != depth) { continue; }
      fields[f].kind = kind;
      fields[f].start = index[next];
      fields[f].end = end;
      deferred = deferred || fields[f].defers_escapes;
    }
    return deferred;
  }
};

}  // namespace

gst_json_reader *gst_json_reader_create(void) { return new (std::nothrow) gst_json_reader(); }

void gst_json_reader_destroy(gst_json_reader *reader) { delete reader; }

gst_json_status gst_json_scan(gst_json_reader *reader, const uint8_t *line, size_t length,
                              gst_json_field *fields, size_t field_count, size_t *error_offset) {
  *error_offset = 0;
  for (size_t f = 0; f < field_count; f++) { fields[f].kind = GST_JSON_ABSENT; }
  if (length == 0) { return GST_JSON_EMPTY; }
  if (!reserve(*reader, length)) { return GST_JSON_NO_MEMORY; }
  auto &implementation = *reader->implementation;
  auto code = implementation.stage1(line, length, simdjson::stage1_mode::regular);
  if (code != simdjson::SUCCESS) { return status_of(code); }
  Walker walker(line, length, implementation.structural_indexes.get(),
                implementation.n_structural_indexes, fields,
                field_count < GST_JSON_MAX_FIELDS ? field_count : GST_JSON_MAX_FIELDS);
  auto status = walker.walk();
  *error_offset = walker.error_offset;
  return status;
}

gst_json_status gst_json_unescape(const uint8_t *inner, size_t length, uint8_t *out,
                                  size_t *out_length) {
  const uint8_t *in = inner;
  const uint8_t *end = inner + length;
  uint8_t *begin = out;
  gst_json_status status = GST_JSON_OK;
  while (true) {
    size_t plain = copy_plain(in, size_t(end - in), out);
    in += plain;
    out += plain;
    if (in == end) { break; }
    uint32_t scalar = 0;
    size_t used = read_escape(in, end, scalar, status);
    if (used == 0) { return status; }
    in += used;
    out = append_scalar(out, scalar);
  }
  *out_length = size_t(out - begin);
  return GST_JSON_OK;
}

bool gst_json_is_utf8(const uint8_t *bytes, size_t length) {
  return simdjson::validate_utf8(reinterpret_cast<const char *>(bytes), length);
}

bool gst_json_is_valid_reference(const uint8_t *line, size_t length) {
  simdjson::dom::parser parser;
  simdjson::padded_string copy(reinterpret_cast<const char *>(line), length);
  return parser.parse(copy).error() == simdjson::SUCCESS;
}

#define GST_QUOTED(text) #text
#define GST_EXPANDED(text) GST_QUOTED(text)

const char *gst_json_library_version(void) { return GST_EXPANDED(SIMDJSON_VERSION); }

const char *gst_json_kernel_name(void) {
  static const std::string name = simdjson::get_active_implementation()->name();
  return name.c_str();
}
