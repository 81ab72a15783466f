// Names the languages of a text with Compact Language Detector 2.
//
// All functions are thread safe and keep no pointer after they return.
#ifndef CLANGUAGEDETECTION_H
#define CLANGUAGEDETECTION_H

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/// The languages of a text, the most of it first.
typedef struct {
  /// ISO 639 codes such as "en" or "zh-Hant", static storage; NULL where there is no other.
  const char *codes[3];
  /// The part of the text, 0 to 100, that is in each of them.
  int percents[3];
  /// Whether the first is clearly likelier than the next one.
  bool is_reliable;
} gsk_languages;

/// Names the languages of plain text; bytes that are not UTF-8 leave all codes NULL.
gsk_languages gsk_detect_languages(const char *text, size_t length);

/// The version of the detector's code and data, static storage.
const char *gsk_language_detector_version(void);

/// Tells whether the detector can name a language by this code.
bool gsk_is_known_language(const char *code);

#ifdef __cplusplus
}
#endif

#endif
