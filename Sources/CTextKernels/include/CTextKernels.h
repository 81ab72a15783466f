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

// Sentences of a line, at least 1. The rules are those of sentences.c.
int64_t gst_count_sentences(const uint8_t *line, size_t length);

#endif
