import CTextKernels
import SafetyCore

/// What Dolma's Gopher tagger (1.2.1, `gopher_v2`) counts and datatrove does not.
///
/// Lengths are in Unicode scalars. Lines are the pieces between runs of line feeds.
package struct DolmaMeasures: Sendable, Hashable {
  /// Scalars of all words together: Dolma's count of characters.
  package var wordScalars = 0
  package var lineCount = 0
  /// Lines that begin with `*` or `-`, without space before it.
  package var bulletLineCount = 0
  /// Lines that end in `…`.
  package var ellipsisLineCount = 0
  /// Lines that occur twice or more, every copy counted.
  package var repeatedLineCount = 0
  package var repeatedLineScalars = 0
  /// The most frequent 2-, 3- and 4-gram: the scalars of its words times its count.
  package var topNGramScalars = [0, 0, 0]
  /// Scalars of all 5- to 10-grams, so that most words count n times; index 0 is the 5-gram.
  package var nGramScalars = [0, 0, 0, 0, 0, 0]
  /// The part of them that lies in n-grams that occur twice or more.
  package var repeatedNGramScalars = [0, 0, 0, 0, 0, 0]

  package init() {}
}

extension DolmaMeasures {
  /// Takes over the counts of the kernel, whose fields bear the same names.
  init(_ counts: gst_dolma_measures) {
    self.init()
    wordScalars = Int(counts.word_scalars)
    lineCount = Int(counts.line_count)
    bulletLineCount = Int(counts.bullet_line_count)
    ellipsisLineCount = Int(counts.ellipsis_line_count)
    repeatedLineCount = Int(counts.repeated_line_count)
    repeatedLineScalars = Int(counts.repeated_line_scalars)
    let top = counts.top_ngram_scalars
    topNGramScalars = [Int(top.0), Int(top.1), Int(top.2)]
    nGramScalars = Self.integers(counts.ngram_scalars)
    repeatedNGramScalars = Self.integers(counts.repeated_ngram_scalars)
  }

  private static func integers(_ counts: (Int64, Int64, Int64, Int64, Int64, Int64)) -> [Int] {
    [counts.0, counts.1, counts.2, counts.3, counts.4, counts.5].map(Int.init)
  }
}
