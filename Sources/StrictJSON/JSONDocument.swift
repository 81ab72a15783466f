import Diagnostics

/// A parsed JSON text as two flat arrays, cheap for vocabularies of half a million entries.
package struct JSONDocument: Sendable {
  let nodes: [JSONNode]
  /// The decoded bytes of all strings and the digits of all numbers.
  let text: [UInt8]

  /// Parses a whole text; repeated keys are left to the reader of an object.
  ///
  /// - Parameters:
  ///   - bytes: Strict JSON in UTF-8, with or without a byte order mark.
  ///   - file: A name for errors.
  ///   - limits: What is refused as too large or too deep.
  /// - Throws: A `json/…` diagnostic with the byte where reading ended.
  package init(
    _ bytes: UnsafeRawBufferPointer,
    file: String,
    limits: JSONLimits
  ) throws(Diagnostic) {
    guard bytes.count <= limits.bytes, bytes.count <= Int(UInt32.max) else {
      throw Diagnostic(
        "json/too-large",
        "the text has \(bytes.count) bytes, at most \(limits.bytes) are read",
        at: .init(file: file)
      )
    }
    var parser = JSONParser(bytes: bytes, file: file, limits: limits)
    try parser.parseText()
    nodes = parser.nodes
    text = parser.text
  }

  /// The value of the whole text.
  package var root: JSONView { JSONView(document: self, index: 0) }
}
