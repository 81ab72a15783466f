/// A byte range of a document's text that gave rise to a rule's value.
package struct EvidenceSpan: Sendable, Hashable {
  /// Index into the run's rule table.
  package var rule: Int
  /// Offsets into the UTF-8 bytes of the original text.
  package var range: Range<Int>
  package var score: Double
  /// What the span repeats, for rules that know.
  package var origin: EvidenceOrigin?

  package init(rule: Int, range: Range<Int>, score: Double, origin: EvidenceOrigin? = nil) {
    self.rule = rule
    self.range = range
    self.score = score
    self.origin = origin
  }
}
