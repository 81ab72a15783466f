/// The fingerprints of a document: 64 bits of SHA-256, so that no text can be made to collide
/// cheaply and ten million documents meet by chance once in 370,000 corpora.
struct DuplicateKeys: Sendable, Hashable {
  struct Paragraph: Sendable, Hashable {
    /// Bytes of the text, the newline included.
    var range: Range<Int>
    var key: UInt64
  }

  var document: UInt64
  var paragraphs: [Paragraph]
}
