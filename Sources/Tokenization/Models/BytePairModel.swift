import Diagnostics

/// Byte-pair encoding: single bytes or characters, merged in the order that was learnt.
struct BytePairModel: Sendable {
  /// Pieces of text and their ids; in a byte-level model by the text's own bytes.
  var pieces: Vocabulary
  var merges: MergeTable
  /// The id of each byte in a byte-level model.
  var byteIDs: [Int32]?
  /// The ids of `<0x00>` to `<0xFF>`, -1 where one is missing; nil without byte fallback.
  var fallbackIDs: [Int32]?
  /// What stands for a character without a token; without it the character is left out.
  var unknown: Int32?
  /// Whether adjacent unknown characters are one token.
  var fusesUnknown = false
  /// Whether a piece that is a token is that token, whatever its merges.
  var ignoresMerges = false

  /// The ids of the byte tokens in a vocabulary.
  static func fallbackIDs(in vocabulary: Vocabulary) -> [Int32] {
    let digits = Array("0123456789ABCDEF".utf8)
    return (0..<256).map { byte in
      let token = [0x3C, 0x30, 0x78, digits[byte >> 4], digits[byte & 15], 0x3E] as [UInt8]
      return vocabulary.id(of: token) ?? -1
    }
  }

  /// The same model for the text's own bytes, where tokens spell them by stand-ins.
  mutating func makeByteLevel(_ problem: TokenizerProblem) throws(Diagnostic) {
    var raw = Vocabulary()
    var byteIDs = [Int32](repeating: -1, count: 256)
    try pieces.forEachToken { (token, id) throws(Diagnostic) in
      guard let bytes = ByteSpelling.decoded(token) else { return }
      try raw.add(bytes, id: Int(id), path: "model.vocab", problem: problem)
      if bytes.count == 1 { byteIDs[Int(bytes[0])] = id }
    }
    pieces = raw
    self.byteIDs = byteIDs
  }
}
