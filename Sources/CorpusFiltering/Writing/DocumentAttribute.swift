/// A named list of scored spans of one document, as Dolma's attribute files have them.
package struct DocumentAttribute: Sendable, Hashable {
  /// A span in bytes of the text with its score.
  package struct Span: Sendable, Hashable {
    package var start: Int
    package var end: Int
    package var score: Double

    package init(start: Int, end: Int, score: Double) {
      self.start = start
      self.end = end
      self.score = score
    }
  }

  /// Such as `gopher-quality/word-count`.
  package var name: String
  package var spans: [Span]

  package init(name: String, spans: [Span]) {
    self.name = name
    self.spans = spans
  }

  /// A value of the whole document.
  package init(name: String, value: Double, byteCount: Int) {
    self.init(name: name, spans: [Span(start: 0, end: byteCount, score: value)])
  }
}
