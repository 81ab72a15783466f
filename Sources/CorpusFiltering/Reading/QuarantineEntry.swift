/// Input that could not be read: where it stands and why, never what it says.
package struct QuarantineEntry: Sendable, Hashable {
  /// The name of the shard, or a path where no shard came of it.
  package var shard: String
  /// Nil where a whole file could not be read.
  package var line: Int?
  /// Counted in the decompressed stream.
  package var byteOffset: Int
  /// How many bytes are left out, nil where nobody knows.
  package var byteCount: Int?
  /// A stable kebab-case code such as `input/broken-json`.
  package var code: String
  /// A lower-case phrase that never holds the text of a document.
  package var message: String
  /// Whether the input broke off there, so that nobody knows what more it held.
  package var endsInput = false

  package init(
    shard: String,
    line: Int? = nil,
    byteOffset: Int = 0,
    byteCount: Int? = nil,
    code: String,
    message: String
  ) {
    self.shard = shard
    self.line = line
    self.byteOffset = byteOffset
    self.byteCount = byteCount
    self.code = code
    self.message = message
  }

  /// How many of some entries each code has.
  package static func counts(_ entries: [QuarantineEntry]) -> [String: Int] {
    Dictionary(entries.map { ($0.code, 1) }, uniquingKeysWith: +)
  }
}
