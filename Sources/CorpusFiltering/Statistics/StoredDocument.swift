import SafetyPolicy

/// One document of a finished run as its measurements file holds it: figures, never text.
package struct StoredDocument: Sendable {
  package var id: String
  package var shard: Int
  package var line: Int
  package var byteCount: Int
  package var scalarCount: Int
  /// The value of the tag `language`, or empty.
  package var language: String
  /// What the run did, or nil where it kept the document as it was.
  package var action: CorpusAction?
  /// Slots of the rules that failed, ascending.
  package var failed: [Int]
  /// By slot of the file's header, NaN where nothing was measured.
  package var values: [Double]
  package var spanCounts: [DocumentOutcome.SpanCount]

  /// False when the run removed or withheld the document.
  package var wasKept: Bool { (action ?? .annotate) < .remove }
}
