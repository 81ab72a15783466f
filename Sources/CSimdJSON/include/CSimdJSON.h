// Finds and decodes fields of one JSON object, on the structural index of simdjson.
//
// The whole line is checked against RFC 8259, not only the fields that are asked for, so that a line
// that is passed on byte for byte is known to be JSON. No function keeps a pointer after it returns.
#ifndef CSIMDJSON_H
#define CSIMDJSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum {
  GST_JSON_OK = 0,
  GST_JSON_EMPTY,
  GST_JSON_BROKEN,
  GST_JSON_INVALID_UTF8,
  GST_JSON_CONTROL_CHARACTER,
  GST_JSON_UNCLOSED_STRING,
  GST_JSON_TOO_DEEP,
  GST_JSON_NOT_AN_OBJECT,
  GST_JSON_BAD_ESCAPE,
  GST_JSON_LONE_SURROGATE,
  GST_JSON_DUPLICATE_KEY,
  GST_JSON_NO_MEMORY,
} gst_json_status;

typedef enum {
  GST_JSON_ABSENT = 0,
  GST_JSON_STRING,
  GST_JSON_NUMBER,
  GST_JSON_BOOLEAN,
  GST_JSON_NULL,
  GST_JSON_OBJECT,
  GST_JSON_ARRAY,
} gst_json_kind;

enum { GST_JSON_MAX_FIELDS = 8, GST_JSON_MAX_KEYS = 8, GST_JSON_MAX_DEPTH = 512 };

typedef struct {
  const uint8_t *bytes;
  size_t length;
} gst_json_key;

// A path of keys from the root object, and where its value was found.
typedef struct {
  const gst_json_key *keys;
  size_t key_count;
  // True: the caller decodes the string, so that its escapes are not checked twice.
  bool defers_escapes;
  gst_json_kind kind;
  // Byte range of the value in the line; quotes included; objects and arrays have the first byte.
  size_t start;
  size_t end;
} gst_json_field;

typedef struct gst_json_reader gst_json_reader;

// Returns NULL when memory is short.
gst_json_reader *gst_json_reader_create(void);
void gst_json_reader_destroy(gst_json_reader *reader);

// Checks a line and fills `kind`, `start` and `end` of at most GST_JSON_MAX_FIELDS fields.
//
// A key of a field that occurs twice in its object is refused, since readers differ in which of the
// two counts; other keys may. `error_offset` is set on failure.
gst_json_status gst_json_scan(gst_json_reader *reader, const uint8_t *line, size_t length,
                              gst_json_field *fields, size_t field_count, size_t *error_offset);

// Decodes what stands between the quotes of a string that `gst_json_scan` accepted.
//
// `out` has room for `length` bytes and 32 more, which may be overwritten.
gst_json_status gst_json_unescape(const uint8_t *inner, size_t length, uint8_t *out,
                                  size_t *out_length);

bool gst_json_is_utf8(const uint8_t *bytes, size_t length);

// The reference for tests: whether simdjson's own parser takes the line for one JSON value.
bool gst_json_is_valid_reference(const uint8_t *line, size_t length);

// The version of the library and the kernel that it chose for this processor, static storage.
const char *gst_json_library_version(void);
const char *gst_json_kernel_name(void);

#ifdef __cplusplus
}
#endif
#endif
