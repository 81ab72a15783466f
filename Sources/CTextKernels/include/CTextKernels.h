#ifndef GST_TEXT_KERNELS_H
#define GST_TEXT_KERNELS_H

#include <stddef.h>
#include <stdint.h>

// Bits of a scalar's class; the word-break class of UAX 29 stands in the upper four bits.
enum {
  GST_SPACE = 1,            // white space after Python's str.isspace
  GST_BREAK = 2,            // line break after Python's str.splitlines
  GST_LETTER = 4,           // general category L
  GST_SIGN = 8,             // a word of these alone is a symbol
  GST_TERMINAL = 16,        // ends a line
  GST_PUNCTUATION = 32,     // general category P
  GST_LOWER = 64,           // a letter without case or in lower case
  GST_UPPER = 128,          // a letter in upper or title case
  GST_DIGIT = 256,          // general category Nd
  GST_ALPHANUMERIC = 512,   // general category L or N
  GST_CLOSER = 1024,        // may stand between a sentence's end and the next white space
  GST_SENTENCE_END = 2048,  // ends a sentence
  GST_WORD_BREAK_SHIFT = 12
};

enum {
  GST_WB_OTHER, GST_WB_LETTER, GST_WB_HEBREW, GST_WB_NUMERIC, GST_WB_KATAKANA, GST_WB_CONNECTOR,
  GST_WB_EXTEND, GST_WB_MID_LETTER, GST_WB_MID_NUMBER, GST_WB_MID_BOTH, GST_WB_SINGLE_QUOTE,
  GST_WB_DOUBLE_QUOTE
};

// Instruction sets; a kernel asked for one that the processor lacks falls back to the next.
enum { GST_ISA_BEST = 0, GST_ISA_PLAIN = 1, GST_ISA_NEON = 2, GST_ISA_AVX2 = 3, GST_ISA_AVX512 = 4 };

// The counts of one text; the fields are those of TextMeasures, which documents them.
typedef struct {
  int64_t scalar_count;
  int64_t word_count, non_symbol_word_count, non_symbol_word_scalars, alphabetic_word_count;
  int64_t distinct_stop_word_count, stop_word_count, doubled_median_word_length;
  int64_t symbol_word_count;
  int64_t hash_sign_count, ellipsis_count, newline_count;
  int64_t split_line_count, bullet_line_count, ellipsis_line_count;
  int64_t paragraph_count, duplicate_paragraph_count, duplicate_paragraph_scalars;
  int64_t line_count, duplicate_line_count, duplicate_line_scalars;
  int64_t top_ngram_scalars[3];
  int64_t duplicate_ngram_scalars[6];
  int64_t non_blank_line_count, terminated_line_count, short_line_count;
  int64_t duplicate_non_blank_line_scalars;
  int64_t c4_sentence_count, c4_lenient_sentence_count;
  int64_t c4_long_word_lines, c4_unterminated_lines, c4_short_lines, c4_script_lines;
  int64_t c4_policy_lines;
  int64_t has_lorem_ipsum, has_curly_bracket;
  int64_t has_lenient_lorem_ipsum, has_lenient_curly_bracket;
} gst_text_measures;

// Counts after Dolma's Gopher tagger; the fields are those of DolmaMeasures, which documents them.
typedef struct {
  int64_t word_scalars;
  int64_t line_count, bullet_line_count, ellipsis_line_count;
  int64_t repeated_line_count, repeated_line_scalars;
  int64_t top_ngram_scalars[3];
  int64_t ngram_scalars[6], repeated_ngram_scalars[6];
} gst_dolma_measures;

// The class of a scalar: an OR of the bits above.
uint16_t gst_scalar_class(uint32_t scalar);

// The instruction set that a kernel asked for `isa` takes on this processor.
int gst_chosen_isa(int isa);

// 1 where no byte of the text exceeds 0x7F.
int gst_is_ascii(const uint8_t *text, size_t length);

// Bytes of scratch memory that gst_measure_text needs for a text of this length.
size_t gst_measure_scratch_size(size_t length);

// Measures valid UTF-8 of less than 2^32 - 64 bytes, of which 64 more bytes can be read.
// unicode_words: 0 for words between white space, 1 for words after UAX 29.
// scratch: gst_measure_scratch_size(length) bytes, aligned to 64; its content does not matter.
void gst_measure_text(const uint8_t *text, size_t length, int unicode_words, int isa,
                      void *scratch, gst_text_measures *result);

// The counts of Dolma's Gopher tagger, under the terms of gst_measure_text.
void gst_measure_dolma(const uint8_t *text, size_t length, int unicode_words, int isa,
                       void *scratch, gst_dolma_measures *result);

// Appends a text to `folded` at an offset, in lower-case ASCII, each run of white space as one space;
// gives the new length. No space is written at offset 0 or after another. Room for `length` bytes.
size_t gst_fold_spaces(const uint8_t *text, size_t length, uint8_t *folded, size_t at);

// A run of letters, digits and bytes past ASCII of a folded text. `length_and_join` has its length in
// the lower 31 bits; the highest says that only a space, a hyphen or the like parts it from the last.
typedef struct { uint32_t start, length_and_join; uint64_t hash; } gst_folded_word;

// Lower-cases ASCII and leaves other bytes alone.
void gst_lower_case(const uint8_t *text, size_t length, uint8_t *lowered);

// One bit for each byte of a folded text that belongs to a word, in length / 64 + 1 masks. Sixty-four
// bytes after the text can be read.
void gst_mask_words(const uint8_t *folded, size_t length, int isa, uint64_t *masks);

// Lists the words that the masks tell of, at most length / 2 + 1, and gives their number. `suspects`
// receives the numbers of those that may be disguised: they hold letters and digits, a byte three
// times in a row or one byte alone, or follow a sign that stands for a letter.
size_t gst_find_words(const uint8_t *folded, size_t length, int isa, const uint64_t *masks,
                      gst_folded_word *words, uint32_t *suspects, size_t *suspect_count);

// Lists the words whose hash a filter holds, or that of whose pair with a joined next word, and gives
// their number. A hash sets bits `hash`, `hash >> 6` and `hash >> 12` modulo 64 of the word
// `hash >> 18 & mask` of the filter.
size_t gst_find_openings(const gst_folded_word *words, size_t count, const uint64_t *filter,
                         uint64_t mask, uint32_t *found);

enum {
  GST_LINEAR_LABELS = 5,
  GST_LINEAR_LONGEST = 24,   // bytes of a word that parts are taken from
  GST_LINEAR_PLACES = 8192   // words whose sums are remembered: 256 KB stay in the second cache level
};

// The weights of a linear classifier: a row of a byte a label for each bucket of words and parts, then
// for each bucket of pairs, then three more bytes. Bits are those of the numbers of buckets.
typedef struct {
  const int8_t *rows;
  int32_t word_bits, pair_bits, shortest_part, longest_part;
} gst_linear_model;

// What is remembered of a word of at most 16 bytes; of meaning once zeroed. Aligned to 32.
typedef struct { uint64_t word[2], sums[2]; } gst_linear_memory;

// Adds up the rows of words and their parts, and of the pairs that end in them, from one word of a
// text to another. Of the text 64 bytes can be read past each word.
void gst_linear_sums(const gst_linear_model *model, gst_linear_memory *memory, const uint8_t *text,
                     const gst_folded_word *words, size_t start, size_t end,
                     int32_t sums[GST_LINEAR_LABELS]);

enum { GST_LONGEST_NGRAM = 32 };

// The least of each of `hashes` hashes over the n-grams of a folded text's words, all ones where it
// has fewer than n words, and the number of n-grams. Scalars of scripts that are written without
// spaces are words of their own. Hash k is low * multipliers[k] + high of the halves of an n-gram's
// 64-bit hash. `hashes` is a multiple of 16, n at most GST_LONGEST_NGRAM. Of the text 8 bytes can be
// read past each word.
size_t gst_minimum_hashes(const uint8_t *text, const gst_folded_word *words, size_t count, size_t n,
                          const uint32_t *multipliers, size_t hashes, int isa, uint32_t *minima);

// A key for each bucket of so many minima, and of each minimum the eight bits that are kept of it.
void gst_fold_minima(const uint32_t *minima, size_t buckets, size_t hashes, uint64_t *keys,
                     uint8_t *codes);

// How many bytes are the same in both.
size_t gst_count_equal(const uint8_t *a, const uint8_t *b, size_t length);

#endif
