/// Sizes past which a record is put into quarantine unread.
package struct ReadLimits: Sendable, Hashable {
  /// Longest line, row or WARC record in raw bytes; the reader holds at most this much of one.
  package var lineBytes: Int
  /// Longest text of a document in UTF-8 bytes.
  package var documentBytes: Int

  package init(lineBytes: Int = 64 << 20, documentBytes: Int = 10_000_000) {
    self.lineBytes = lineBytes
    self.documentBytes = documentBytes
  }
}
