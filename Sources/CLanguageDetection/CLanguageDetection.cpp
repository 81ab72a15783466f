#include "CLanguageDetection.h"

#include <cstdio>

#include <cld2/public/compact_lang_det.h>
#include <cld2/public/encodings.h>

#include <climits>
#include <cstring>

namespace {

struct Alias {
  const char *legacy;
  const char *code;
};

// CLD2 still speaks some codes that ISO 639 has since replaced.
const Alias kAliases[] = {{"iw", "he"}, {"jw", "jv"}, {"in", "id"}, {"mo", "ro"}};

const char *CurrentCode(CLD2::Language language) {
  const char *code = CLD2::LanguageCode(language);
  for (const Alias &alias : kAliases) {
    if (std::strcmp(code, alias.legacy) == 0) return alias.code;
  }
  return code;
}

}  // namespace

extern "C" const char *gsk_language_detector_version(void) {
  return CLD2::DetectLanguageVersion();
}

extern "C" gsk_languages gsk_detect_languages(const char *text, size_t length) {
  gsk_languages found = {{nullptr, nullptr, nullptr}, {0, 0, 0}, false};
  if (text == nullptr || length == 0 || length > INT_MAX / 2) return found;
  CLD2::CLDHints hints = {nullptr, nullptr, CLD2::UNKNOWN_ENCODING, CLD2::UNKNOWN_LANGUAGE};
  CLD2::Language languages[3] = {CLD2::UNKNOWN_LANGUAGE, CLD2::UNKNOWN_LANGUAGE,
                                 CLD2::UNKNOWN_LANGUAGE};
  int percents[3] = {0, 0, 0};
  double scores[3] = {0, 0, 0};
  int text_bytes = 0;
  int valid_prefix = 0;
  bool is_reliable = false;
  CLD2::ExtDetectLanguageSummaryCheckUTF8(text, static_cast<int>(length), true, &hints, 0,
                                          languages, percents, scores, nullptr, &text_bytes,
                                          &is_reliable, &valid_prefix);
  int count = 0;
  for (int i = 0; i < 3; ++i) {
    if (languages[i] == CLD2::UNKNOWN_LANGUAGE || percents[i] == 0) continue;
    found.codes[count] = CurrentCode(languages[i]);
    found.percents[count++] = percents[i];
  }
  found.is_reliable = is_reliable;
  return found;
}

extern "C" bool gsk_is_known_language(const char *code) {
  if (code == nullptr) return false;
  for (const Alias &alias : kAliases) {
    if (std::strcmp(code, alias.code) == 0) return true;
  }
  const CLD2::Language language = CLD2::GetLanguageFromName(code);
  return language != CLD2::UNKNOWN_LANGUAGE && std::strcmp(CurrentCode(language), code) == 0;
}
