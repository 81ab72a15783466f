import SafetyCore

/// The probabilities of one window of a document, by rule.
struct CascadeWindow {
  /// Bytes of the document.
  var range: Range<Int>
  /// As many as there are labels, then zeros.
  var scores: SIMD8<Float>

  var highest: Double { Double(scores.max()) }
}
