import SafetyCore

/// How items of benchmarks are looked for in documents.
package struct ContaminationSettings: Sendable, Hashable {
  /// Words of an n-gram.
  package var ngram = 13
  /// A field of fewer words than an n-gram is looked for whole from so many words on.
  package var shortWords = 8
  /// An n-gram in more items of one benchmark than this is evidence of none of them.
  package var maxItems = 10
  /// How many n-grams of an item a document must hold.
  package var minNgrams = 1
  /// Which share of an item's n-grams a document must hold.
  package var minShare = 0.0

  package init() {}

  /// Takes what a policy sets.
  package init(_ settings: DetectorSettings) {
    ngram = settings.integer("ngram") ?? ngram
    shortWords = settings.integer("short_words") ?? shortWords
    maxItems = settings.integer("max_items") ?? maxItems
    minNgrams = settings.integer("min_ngrams") ?? minNgrams
    minShare = settings.number("min_share") ?? minShare
  }

  /// Numbers of words at which a field is looked for whole; none where all are n-grams.
  var shortLengths: Range<Int> { min(shortWords, ngram)..<ngram }
}
