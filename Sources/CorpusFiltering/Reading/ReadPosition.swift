/// A place between two records from which a reader can go on, in this process or a later one.
package struct ReadPosition: Sendable, Hashable, Codable {
  /// Counted in the decompressed stream, a byte order mark included.
  package var byteOffset: Int
  /// The number of the next line; for WARC of the next record.
  package var line: Int
  /// True when nothing is left to read.
  package var isAtEnd: Bool

  init(byteOffset: Int, line: Int, isAtEnd: Bool = false) {
    self.byteOffset = byteOffset
    self.line = line
    self.isAtEnd = isAtEnd
  }

  /// The first byte of a shard.
  package static let start = ReadPosition(byteOffset: 0, line: 1)
}
