/// The decoder of a tokenizer: tokens to text, by its components in order.
struct TokenDecoder: Sendable {
  /// Without any, tokens are put together with spaces between.
  var steps: [DecoderStep] = []

  /// The bytes of the text that tokens stand for.
  func decode(_ tokens: [[UInt8]]) -> [UInt8] {
    guard !steps.isEmpty else { return Array(tokens.joined(separator: [0x20])) }
    var tokens = tokens
    for step in steps { tokens = Self.apply(step, to: tokens) }
    return tokens.flatMap(\.self)
  }

  private static func apply(_ step: DecoderStep, to tokens: [[UInt8]]) -> [[UInt8]] {
    switch step {
    case .wordPiece(let prefix, let cleansUp):
      return tokens.enumerated().map { index, token in
        let isContinuing = index > 0 && token.starts(with: prefix)
        let piece =
          isContinuing ? Array(token.dropFirst(prefix.count)) : (index > 0 ? [0x20] : []) + token
        return cleansUp ? cleanedUp(piece) : piece
      }
    case .byteLevel: return [tokens.flatMap { ByteSpelling.decoded($0) ?? $0 }]
    case .metaspace(let sign, let dropsFirst):
      return tokens.enumerated().map { index, token in
        replaced(sign, in: token, by: index == 0 && dropsFirst ? [] : [0x20])
      }
    case .replace(let sought, let content):
      return tokens.map { replaced(sought, in: $0, by: content) }
    case .byteFallback: return joinedBytes(tokens)
    case .fuse: return [tokens.flatMap(\.self)]
    case .strip(let sign, let start, let stop):
      return tokens.map { stripped($0, sign, start: start, stop: stop) }
    case .suffix(let suffix):
      return tokens.enumerated().map { index, token in
        replaced(suffix, in: token, by: index == tokens.count - 1 ? [] : [0x20])
      }
    }
  }

  /// What HF tokenizers do to English punctuation and contractions.
  private static func cleanedUp(_ token: [UInt8]) -> [UInt8] {
    var token = token
    for (sought, content) in cleanUps { token = replaced(sought, in: token, by: content) }
    return token
  }

  private static let cleanUps: [([UInt8], [UInt8])] = [
    (" .", "."), (" ?", "?"), (" !", "!"), (" ,", ","), (" ' ", "'"), (" n't", "n't"),
    (" 'm", "'m"), (" do not", " don't"), (" 's", "'s"), (" 've", "'ve"), (" 're", "'re"),
  ].map { (Array($0.utf8), Array($1.utf8)) }

  /// A token with all of a text replaced in it.
  static func replaced(
    _ sought: [UInt8],
    in token: [UInt8],
    by content: [UInt8]
  ) -> [UInt8] {
    guard let first = sought.first, token.contains(first) else { return token }
    var output: [UInt8] = []
    var position = 0
    while position < token.count {
      if token[position...].starts(with: sought) {
        output += content
        position += sought.count
      } else {
        output.append(token[position])
        position += 1
      }
    }
    return output
  }

  /// The text of a run of byte tokens; each byte of a run that is no text is U+FFFD.
  static func text(ofRun run: [UInt8]) -> [UInt8] {
    let isText = run.withUnsafeBytes { UTF8Repair.isValid($0) }
    return isText ? run : run.flatMap { _ in [0xEF, 0xBF, 0xBD] as [UInt8] }
  }

  /// Puts runs of tokens such as `<0x41>` together.
  private static func joinedBytes(_ tokens: [[UInt8]]) -> [[UInt8]] {
    var output: [[UInt8]] = []
    var run: [UInt8] = []
    func flush() {
      guard !run.isEmpty else { return }
      output.append(text(ofRun: run))
      run = []
    }
    for token in tokens {
      if let byte = byte(token) {
        run.append(byte)
      } else {
        flush()
        output.append(token)
      }
    }
    flush()
    return output
  }

  /// The byte of a token such as `<0x41>`, nil for any other.
  static func byte(_ token: [UInt8]) -> UInt8? {
    guard token.count == 6, token.starts(with: "<0x".utf8), token[5] == UInt8(ascii: ">") else {
      return nil
    }
    return UInt8(String(decoding: token[3..<5], as: UTF8.self), radix: 16)
  }

  private static func stripped(
    _ token: [UInt8],
    _ sign: [UInt8],
    start: Int,
    stop: Int
  ) -> [UInt8] {
    var rest = token[...]
    for _ in 0..<start {
      guard rest.starts(with: sign) else { break }
      rest = rest.dropFirst(sign.count)
    }
    for _ in 0..<stop {
      guard rest.suffix(sign.count).elementsEqual(sign) else { break }
      rest = rest.dropLast(sign.count)
    }
    return Array(rest)
  }
}
