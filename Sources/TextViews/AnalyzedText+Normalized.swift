extension AnalyzedText {
  /// The text folded for matching; the first call costs a pass over it.
  package var normalized: NormalizedText { normalizer.view(of: bytes, isASCII: isASCII) }
}
