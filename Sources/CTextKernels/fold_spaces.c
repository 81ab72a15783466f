// Folds case and white space away, for fingerprints that survive them.
#include "CTextKernels.h"

// ASCII in lower case, white space as a space; bytes of longer scalars are themselves.
static const uint8_t *fold_table(void) {
  static const uint8_t table[256] = {
#define AS_IS(b) b, b + 1, b + 2, b + 3, b + 4, b + 5, b + 6, b + 7
#define LOWER(b) b + 32, b + 33, b + 34, b + 35, b + 36, b + 37, b + 38, b + 39
    AS_IS(0), 8, 32, 32, 32, 32, 32, 14, 15, AS_IS(16), AS_IS(24), AS_IS(32), AS_IS(40), AS_IS(48),
    AS_IS(56), 64, 97, 98, 99, 100, 101, 102, 103, LOWER(72), LOWER(80), 120, 121, 122, 91, 92, 93,
    94, 95, AS_IS(96), AS_IS(104), AS_IS(112), AS_IS(120), AS_IS(128), AS_IS(136), AS_IS(144),
    AS_IS(152), AS_IS(160), AS_IS(168), AS_IS(176), AS_IS(184), AS_IS(192), AS_IS(200), AS_IS(208),
    AS_IS(216), AS_IS(224), AS_IS(232), AS_IS(240), AS_IS(248)
#undef AS_IS
#undef LOWER
  };
  return table;
}

// Without a branch on the bytes, since white space comes too often to be predicted.
size_t gst_fold_spaces(const uint8_t *text, size_t length, uint8_t *folded, size_t at) {
  const uint8_t *table = fold_table();
  size_t after_space = at == 0 || folded[at - 1] == ' ';
  for (size_t i = 0; i < length; i++) {
    uint8_t byte = table[text[i]];
    size_t space = byte == ' ';
    folded[at] = byte;
    at += 1 - (space & after_space);
    after_space = space;
  }
  return at;
}

void gst_lower_case(const uint8_t *text, size_t length, uint8_t *lowered) {
  for (size_t i = 0; i < length; i++) {
    uint8_t byte = text[i];
    lowered[i] = (uint8_t)(byte | (uint8_t)((uint8_t)(byte - 'A') < 26) << 5);
  }
}
