import CTextKernels

extension TextMeasures {
  /// Takes over the counts of the kernel, whose fields bear the same names.
  init(_ counts: gst_text_measures) {
    self.init()
    scalarCount = Int(counts.scalar_count)
    takeWords(counts)
    takeLines(counts)
    takeC4(counts)
    let top = counts.top_ngram_scalars
    topNGramScalars = [Int(top.0), Int(top.1), Int(top.2)]
    let repeated = counts.duplicate_ngram_scalars
    duplicateNGramScalars = [
      Int(repeated.0), Int(repeated.1), Int(repeated.2),
      Int(repeated.3), Int(repeated.4), Int(repeated.5),
    ]
  }

  private mutating func takeWords(_ counts: gst_text_measures) {
    wordCount = Int(counts.word_count)
    nonSymbolWordCount = Int(counts.non_symbol_word_count)
    nonSymbolWordScalars = Int(counts.non_symbol_word_scalars)
    alphabeticWordCount = Int(counts.alphabetic_word_count)
    distinctStopWordCount = Int(counts.distinct_stop_word_count)
    stopWordCount = Int(counts.stop_word_count)
    doubledMedianWordLength = Int(counts.doubled_median_word_length)
    symbolWordCount = Int(counts.symbol_word_count)
    hashSignCount = Int(counts.hash_sign_count)
    ellipsisCount = Int(counts.ellipsis_count)
  }

  /// Lines and paragraphs.
  private mutating func takeLines(_ counts: gst_text_measures) {
    newlineCount = Int(counts.newline_count)
    splitLineCount = Int(counts.split_line_count)
    bulletLineCount = Int(counts.bullet_line_count)
    ellipsisLineCount = Int(counts.ellipsis_line_count)
    paragraphCount = Int(counts.paragraph_count)
    duplicateParagraphCount = Int(counts.duplicate_paragraph_count)
    duplicateParagraphScalars = Int(counts.duplicate_paragraph_scalars)
    lineCount = Int(counts.line_count)
    duplicateLineCount = Int(counts.duplicate_line_count)
    duplicateLineScalars = Int(counts.duplicate_line_scalars)
    nonBlankLineCount = Int(counts.non_blank_line_count)
    terminatedLineCount = Int(counts.terminated_line_count)
    shortLineCount = Int(counts.short_line_count)
    duplicateNonBlankLineScalars = Int(counts.duplicate_non_blank_line_scalars)
  }

  /// What the rules of C4 ask for.
  private mutating func takeC4(_ counts: gst_text_measures) {
    c4SentenceCount = Int(counts.c4_sentence_count)
    c4LenientSentenceCount = Int(counts.c4_lenient_sentence_count)
    c4LongWordLines = Int(counts.c4_long_word_lines)
    c4UnterminatedLines = Int(counts.c4_unterminated_lines)
    c4ShortLines = Int(counts.c4_short_lines)
    c4ScriptLines = Int(counts.c4_script_lines)
    c4PolicyLines = Int(counts.c4_policy_lines)
    hasLoremIpsum = counts.has_lorem_ipsum != 0
    hasCurlyBracket = counts.has_curly_bracket != 0
    hasLenientLoremIpsum = counts.has_lenient_lorem_ipsum != 0
    hasLenientCurlyBracket = counts.has_lenient_curly_bracket != 0
  }
}
