import SafetyCore
import SafetyPolicy

/// What became of one document, handed in input order from the workers to the run's books.
///
/// Arrays and strings are shared, so that passing an outcome on costs a few retains.
package struct DocumentOutcome: Sendable {
  /// How many spans a rule named in one document.
  package struct SpanCount: Sendable, Hashable {
    /// Slot of the run's rule table.
    package var rule: Int
    /// At least one.
    package var count: Int

    package init(rule: Int, count: Int) {
      self.rule = rule
      self.count = count
    }
  }

  package var id: String
  /// Index into the run's input manifest.
  package var shard: Int
  /// Counted from one; a file that is one document has line 1.
  package var line: Int
  /// UTF-8 bytes of the text.
  package var byteCount: Int
  package var scalarCount: Int
  /// Words about the document; the key `language` feeds the language table.
  package var tags: [String: String]
  /// Values by rule slot, NaN where nothing was measured.
  package var values: [Double]
  /// Rules with spans, in ascending order of slot; rules without are left out.
  package var spanCounts: [SpanCount]
  /// Items that the document was found to hold, each once.
  package var origins: [EvidenceOrigin] = []
  package var decision: CorpusDecision

  package init(
    id: String,
    shard: Int,
    line: Int,
    byteCount: Int,
    scalarCount: Int,
    tags: [String: String] = [:],
    values: [Double],
    spanCounts: [SpanCount] = [],
    decision: CorpusDecision
  ) {
    self.id = id
    self.shard = shard
    self.line = line
    self.byteCount = byteCount
    self.scalarCount = scalarCount
    self.tags = tags
    self.values = values
    self.spanCounts = spanCounts
    self.decision = decision
  }

  /// Takes values, tags and span counts from an inspection; O(spans log spans).
  init(
    id: String,
    shard: Int,
    line: Int,
    byteCount: Int,
    scalarCount: Int,
    inspection: Inspection,
    decision: CorpusDecision
  ) {
    self.init(
      id: id,
      shard: shard,
      line: line,
      byteCount: byteCount,
      scalarCount: scalarCount,
      tags: inspection.tags,
      values: inspection.values,
      spanCounts: Self.spanCounts(of: inspection.spans),
      decision: decision
    )
    origins = Self.origins(of: inspection.spans)
  }

  /// What spans repeat, each once, in order of its first span.
  private static func origins(of spans: [EvidenceSpan]) -> [EvidenceOrigin] {
    var seen: Set<EvidenceOrigin> = []
    return spans.compactMap(\.origin).filter { seen.insert($0).inserted }
  }

  /// Counts spans by rule, in ascending order of slot.
  static func spanCounts(of spans: [EvidenceSpan]) -> [SpanCount] {
    guard !spans.isEmpty else { return [] }
    var counts: [SpanCount] = []
    for rule in spans.map(\.rule).sorted() {
      if let last = counts.last, last.rule == rule {
        counts[counts.count - 1].count += 1
      } else {
        counts.append(SpanCount(rule: rule, count: 1))
      }
    }
    return counts
  }
}
