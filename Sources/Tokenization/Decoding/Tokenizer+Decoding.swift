import Diagnostics

extension Tokenizer {
  /// The text of some tokens as HF tokenizers' `decode` gives it; ids without a token are skipped.
  ///
  /// - Parameters:
  ///   - ids: The tokens.
  ///   - skipsSpecialTokens: Whether special tokens are left out.
  /// - Returns: The text, with U+FFFD for bytes that are none.
  package func decode(_ ids: [Int32], skipsSpecialTokens: Bool = true) -> String {
    var tokens: [[UInt8]] = []
    for id in ids where !(skipsSpecialTokens && specialIDs.contains(id)) {
      if let token = vocabulary.token(Int(id)) { tokens.append(Array(token)) }
    }
    return String(decoding: decoder.decode(tokens), as: UTF8.self)
  }

  /// Makes what turns tokens into text one by one.
  ///
  /// - Parameter skipsSpecialTokens: Whether special tokens are left out.
  /// - Returns: A decoder of one text after the other, not to be shared.
  /// - Throws: `tokenizer/unsupported` for decoders that look over tokens, as WordPiece's.
  package func makeIncrementalDecoder(
    skipsSpecialTokens: Bool = true
  ) throws(Diagnostic) -> IncrementalDecoder {
    try IncrementalDecoder(self, skipsSpecialTokens: skipsSpecialTokens)
  }
}
