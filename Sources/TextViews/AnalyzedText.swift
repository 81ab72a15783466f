import SafetyCore

/// A text in every form that the detectors ask for, each computed at most once a document.
///
/// One instance belongs to one worker and is reused for document after document, so that scratch
/// memory grows with the longest document only.
package final class AnalyzedText {
  /// The UTF-8 of the document at hand; valid until the next call of `analyze`.
  package private(set) var bytes = UnsafeRawBufferPointer(start: nil, count: 0)
  /// The address the document came from, where the corpus names one.
  package private(set) var url: String?
  /// Whether no byte of the text exceeds 0x7F, so that offsets of bytes and scalars agree.
  package private(set) var isASCII = true

  private let measurer: TextMeasurer
  private var knownMeasures: TextMeasures?
  private var knownDolmaMeasures: DolmaMeasures?

  let normalizer = TextNormalizer()

  /// Prepares a worker's analysis under one definition of words.
  package init(words: WordDefinition) {
    measurer = TextMeasurer(words: words)
  }

  /// Takes up a document and forgets the one before; nothing is measured until it is asked for.
  ///
  /// - Parameters:
  ///   - text: Valid UTF-8 with at least 64 readable bytes after its end; must outlive the
  ///     inspections.
  ///   - url: Where the document came from.
  package func analyze(_ text: UnsafeRawBufferPointer, url: String? = nil) {
    bytes = text
    self.url = url
    isASCII = TextMeasurer.isASCII(text)
    knownMeasures = nil
    knownDolmaMeasures = nil
    normalizer.reset()
  }

  /// Unicode scalars of the text; free where it is ASCII or measured already.
  package var scalarCount: Int {
    if isASCII { return bytes.count }
    return knownMeasures?.scalarCount ?? TextMeasurer.scalarCount(of: bytes)
  }

  /// The counts behind all quality rules; the first call costs a pass over the text.
  package var measures: TextMeasures {
    if let knownMeasures { return knownMeasures }
    let measures = measurer.measure(bytes)
    knownMeasures = measures
    return measures
  }

  /// The counts behind Dolma's rules; the first call costs another pass over the text.
  package var dolmaMeasures: DolmaMeasures {
    if let knownDolmaMeasures { return knownDolmaMeasures }
    let measures = measurer.measureDolma(bytes)
    knownDolmaMeasures = measures
    return measures
  }
}
