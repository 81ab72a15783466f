import Diagnostics

/// A parsed JSON text as two flat arrays, cheap for vocabularies of half a million entries.
struct JSONDocument: Sendable {
  let nodes: [JSONNode]
  /// The decoded bytes of all strings and the digits of all numbers.
  let text: [UInt8]

  /// Parses a text.
  ///
  /// - Parameters:
  ///   - bytes: All of it.
  ///   - problem: Names the file in errors.
  /// - Throws: `Diagnostic` for what is no JSON, is nested too deeply or is too large.
  init(_ bytes: UnsafeRawBufferPointer, problem: TokenizerProblem) throws(Diagnostic) {
    guard bytes.count <= TokenizerLimits.fileBytes else {
      throw Diagnostic(
        "tokenizer/too-large",
        "the file has more than \(TokenizerLimits.fileBytes >> 20) MiB",
        at: .init(file: problem.file)
      )
    }
    var parser = JSONParser(bytes: bytes, problem: problem)
    try parser.parseText()
    nodes = parser.nodes
    text = parser.text
  }

  /// The value of the whole text.
  var root: JSONView { JSONView(document: self, index: 0) }
}
