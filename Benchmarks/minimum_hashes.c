// What the least hashes of word n-grams cost alone, and that every instruction set gives the same.
//
//   cc -O2 -I Sources/CTextKernels/include Benchmarks/minimum_hashes.c Sources/CTextKernels/*.c -o minima
//   zstd -dc corpus.jsonl.zst | ./minima
//
// Every line of standard input is a document, of at most 1 MB; its JSON counts as text.
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "CTextKernels.h"

enum { LONGEST = 1 << 20, PADDING = 64, NGRAM = 5, BUCKETS = 14, HASHES = 8, ALL = BUCKETS * HASHES };

static uint8_t line[LONGEST + PADDING], folded[LONGEST + PADDING];
static uint64_t masks[LONGEST / 64 + 1];
static gst_folded_word words[LONGEST / 2 + 1];
static uint32_t suspects[LONGEST / 2 + 1];

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

// TextViews' MinimumHashes.multipliers.
static void fill(uint32_t *multipliers) {
  for (uint64_t i = 0; i < ALL; i++) {
    uint64_t z = (i + 1) * 0x9E3779B97F4A7C15ULL;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ z >> 27) * 0x94D049BB133111EBULL;
    multipliers[i] = ((uint32_t)((z ^ z >> 31) >> 32) & ~0xFFFu) | (uint32_t)i;
  }
}

int main(void) {
  static const struct { int isa; const char *name; } sets[] = {
    {GST_ISA_BEST, "best"}, {GST_ISA_AVX2, "avx2"}, {GST_ISA_PLAIN, "plain"}};
  uint32_t multipliers[ALL], minima[3][ALL];
  double seconds[3] = {0}, cutting = 0;
  size_t bytes = 0, documents = 0, grams = 0, different = 0;
  fill(multipliers);
  while (fgets((char *)line, LONGEST, stdin)) {
    size_t length = strlen((char *)line), doubtful;
    gst_lower_case(line, length, folded);
    memset(folded + length, 0, PADDING);
    double start = now();
    gst_mask_words(folded, length, GST_ISA_BEST, masks);
    size_t count = gst_find_words(folded, length, GST_ISA_BEST, masks, words, suspects, &doubtful);
    cutting += now() - start;
    for (int i = 0; i < 3; i++) {
      start = now();
      size_t found = gst_minimum_hashes(folded, words, count, NGRAM, multipliers, ALL, sets[i].isa,
                                        minima[i]);
      seconds[i] += now() - start;
      grams += i ? 0 : found;
      different += memcmp(minima[0], minima[i], sizeof minima[0]) != 0;
    }
    bytes += length;
    documents++;
  }
  printf("%zu documents, %zu bytes, %zu n-grams, %zu results that differ\n", documents, bytes, grams,
         different);
  printf("%-6s %6.0f MB/s\n", "words", (double)bytes / cutting / 1e6);
  for (int i = 0; i < 3; i++) printf("%-6s %6.0f MB/s\n", sets[i].name, (double)bytes / seconds[i] / 1e6);
  return different != 0;
}
