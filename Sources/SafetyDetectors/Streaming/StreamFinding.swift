/// Something that a detector found in a text that arrives piece by piece.
package struct StreamFinding: Sendable, Hashable {
  /// The detector's place in the policy.
  package var detector: Int
  /// Offsets of bytes in the whole text so far.
  package var span: Range<Int>
  package var view: StreamView
  package var score: Double
  /// Which term, pattern or rule of the detector it was.
  package var term: Int
  /// Whether it only goes on with what was found before, and counts no more.
  package var isContinuation: Bool
  /// Whether its place was counted before, with a lower score.
  package var raisesScore = false

  package init(
    detector: Int,
    span: Range<Int>,
    view: StreamView = .raw,
    score: Double = 1,
    term: Int = 0,
    isContinuation: Bool = false
  ) {
    self.detector = detector
    self.span = span
    self.view = view
    self.score = score
    self.term = term
    self.isContinuation = isContinuation
  }
}
