/// Everything the detectors measured on one document, one slot a rule of the run's rule table.
package struct Inspection: Sendable {
  /// Values by rule; NaN where nothing was measured, which a policy treats as unknown.
  package private(set) var values: [Double]
  package private(set) var spans: [EvidenceSpan] = []
  /// Words about the document that are no numbers, such as `language` → `en`; for reports only.
  package private(set) var tags: [String: String] = [:]
  /// Added to the rule indices of the detector at work.
  private var base = 0

  package init(ruleCount: Int) {
    values = [Double](repeating: .nan, count: ruleCount)
  }

  /// Forgets the last document and keeps the memory.
  package mutating func reset() {
    for index in values.indices { values[index] = .nan }
    spans.removeAll(keepingCapacity: true)
    tags.removeAll(keepingCapacity: true)
    base = 0
  }

  /// Directs what follows to the slots of the detector whose first rule is `firstRule`.
  package mutating func beginDetector(firstRule: Int) { base = firstRule }

  /// Records the value of a rule, counted from the detector's first.
  package mutating func record(_ rule: Int, _ value: Double) { values[base + rule] = value }

  /// Names a byte range of the original text as evidence for a rule.
  package mutating func addSpan(
    _ rule: Int,
    _ range: Range<Int>,
    score: Double = 1,
    origin: EvidenceOrigin? = nil
  ) {
    spans.append(EvidenceSpan(rule: base + rule, range: range, score: score, origin: origin))
  }

  /// Notes a word about the document under a key.
  package mutating func tag(_ key: String, _ value: String) { tags[key] = value }
}
