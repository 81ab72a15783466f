/// The counts of one text from which every quality rule is computed; measured once a document.
///
/// Lengths are in Unicode scalars (Python's `len`), so that published thresholds carry over.
/// Words follow the policy's `WordDefinition`; lines and paragraphs are those of datatrove 0.10.1.
package struct TextMeasures: Sendable, Hashable {
  package var scalarCount = 0

  // MARK: Words
  package var wordCount = 0
  /// Words with at least one scalar that is no punctuation.
  package var nonSymbolWordCount = 0
  /// Scalars of all those words together.
  package var nonSymbolWordScalars = 0
  /// Words with at least one alphabetic scalar (general category L).
  package var alphabeticWordCount = 0
  /// Different stop words of the Gopher list, compared with case; at most 8.
  package var distinctStopWordCount = 0
  /// Occurrences of stop words.
  package var stopWordCount = 0
  /// Twice the median length of all words, so that it stays whole.
  package var doubledMedianWordLength = 0
  /// Words that hold `#` or `…` (Dolma's symbol rule).
  package var symbolWordCount = 0

  // MARK: Signs
  package var hashSignCount = 0
  /// Non-overlapping `...` and every `…`.
  package var ellipsisCount = 0
  package var newlineCount = 0

  // MARK: Gopher quality, lines after Python's `splitlines`
  package var splitLineCount = 0
  package var bulletLineCount = 0
  package var ellipsisLineCount = 0

  // MARK: Gopher repetition
  /// Pieces of the stripped text between runs of two and more line feeds.
  package var paragraphCount = 0
  package var duplicateParagraphCount = 0
  package var duplicateParagraphScalars = 0
  /// Pieces of the text between runs of line feeds.
  package var lineCount = 0
  package var duplicateLineCount = 0
  package var duplicateLineScalars = 0
  /// Scalars of the most frequent 2-, 3- and 4-gram times its count; index 0 is the 2-gram.
  package var topNGramScalars = [0, 0, 0]
  /// Scalars of words in repeated 5- to 10-grams, second copies only; index 0 is the 5-gram.
  package var duplicateNGramScalars = [0, 0, 0, 0, 0, 0]

  // MARK: FineWeb, lines split at every line feed, blank ones left out
  package var nonBlankLineCount = 0
  package var terminatedLineCount = 0
  /// Lines of at most 30 scalars.
  package var shortLineCount = 0
  package var duplicateNonBlankLineScalars = 0

  // MARK: C4, lines after Python's `splitlines`
  /// Sentences of the lines C4 keeps, with the rule that lines need terminal punctuation.
  package var c4SentenceCount = 0
  /// The same where that rule is off, as FineWeb ran it.
  package var c4LenientSentenceCount = 0
  /// Lines C4 drops, by cause, with the terminal punctuation rule on.
  package var c4LongWordLines = 0
  package var c4UnterminatedLines = 0
  package var c4ShortLines = 0
  package var c4ScriptLines = 0
  package var c4PolicyLines = 0
  package var hasLoremIpsum = false
  package var hasCurlyBracket = false
  /// The two again where lines need no terminal punctuation, as FineWeb ran the rule.
  package var hasLenientLoremIpsum = false
  package var hasLenientCurlyBracket = false

  package init() {}
}
