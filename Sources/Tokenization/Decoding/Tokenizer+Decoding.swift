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
}
