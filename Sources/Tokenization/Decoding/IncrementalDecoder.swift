import Diagnostics

/// Turns tokens into text one by one, and never gives out a part of a character.
///
/// All pieces together equal the text that `decode` gives for all tokens. A run of byte tokens is
/// given out when the run has ended, because its last byte decides whether the run is text at all.
package struct IncrementalDecoder: Sendable {
  private let tokenizer: Tokenizer
  private let skipsSpecialTokens: Bool
  private let replacements: [(sought: [UInt8], content: [UInt8])]
  private let joinsBytes: Bool
  private let isByteLevel: Bool
  private let stripped: [UInt8]
  /// How often `stripped` is taken off the front of a text.
  private let strips: Int
  /// How often it may still be in this one.
  private var leftToStrip: Int
  /// Bytes of byte tokens, or of a byte-level model, that are not given out yet.
  private var held: [UInt8] = []

  /// - Throws: `tokenizer/unsupported` for decoders that look back or ahead over tokens.
  init(_ tokenizer: Tokenizer, skipsSpecialTokens: Bool) throws(Diagnostic) {
    self.tokenizer = tokenizer
    self.skipsSpecialTokens = skipsSpecialTokens
    var replacements: [(sought: [UInt8], content: [UInt8])] = []
    var (joinsBytes, isByteLevel, isFused) = (false, false, false)
    var (stripped, strips): ([UInt8], Int) = ([], 0)
    for step in tokenizer.decoder.steps {
      switch step {
      case .replace(let sought, let content) where !joinsBytes && !isFused && !isByteLevel:
        replacements.append((sought, content))
      case .byteFallback where !joinsBytes && !isFused && !isByteLevel: joinsBytes = true
      case .fuse where !isByteLevel: isFused = true
      case .strip(let sign, let start, 0) where isFused && stripped.isEmpty:
        (stripped, strips) = (sign, start)
      case .byteLevel where tokenizer.decoder.steps.count == 1: isByteLevel = true
      default: throw Self.unsupported("cannot give out text token by token")
      }
    }
    guard isFused || isByteLevel else { throw Self.unsupported("puts no tokens together") }
    self.replacements = replacements
    self.joinsBytes = joinsBytes
    self.isByteLevel = isByteLevel
    self.stripped = stripped
    self.strips = strips
    leftToStrip = strips
  }

  private static func unsupported(_ what: String) -> Diagnostic {
    Diagnostic("tokenizer/unsupported", "the tokenizer's `decoder` \(what)")
  }

  /// Takes one more token.
  ///
  /// - Parameter id: An id without a token counts for nothing.
  /// - Returns: The text that is certain now, perhaps none.
  package mutating func receive(_ id: Int32) -> String {
    guard !(skipsSpecialTokens && tokenizer.specialIDs.contains(id)),
      let token = tokenizer.vocabulary.token(Int(id))
    else { return "" }
    if isByteLevel { return receiveBytes(ByteSpelling.decoded(token) ?? Array(token)) }
    var piece = Array(token)
    for (sought, content) in replacements {
      piece = TokenDecoder.replaced(sought, in: piece, by: content)
    }
    if joinsBytes, let byte = TokenDecoder.byte(piece) {
      held.append(byte)
      return ""
    }
    return String(decoding: strippedFront(of: endOfRun() + piece), as: UTF8.self)
  }

  /// Ends the text: bytes that are no text become U+FFFD.
  ///
  /// - Returns: What was held back. The decoder is as new then.
  package mutating func finish() -> String {
    defer {
      held.removeAll(keepingCapacity: true)
      leftToStrip = strips
    }
    return String(decoding: isByteLevel ? held : strippedFront(of: endOfRun()), as: UTF8.self)
  }

  private mutating func receiveBytes(_ bytes: [UInt8]) -> String {
    held += bytes
    let count = held.withUnsafeBytes { UTF8Repair.settledCount($0) }
    defer { held.removeFirst(count) }
    return String(decoding: held[..<count], as: UTF8.self)
  }

  private mutating func endOfRun() -> [UInt8] {
    guard !held.isEmpty else { return [] }
    defer { held.removeAll(keepingCapacity: true) }
    return TokenDecoder.text(ofRun: held)
  }

  private mutating func strippedFront(of text: [UInt8]) -> [UInt8] {
    var rest = text[...]
    while leftToStrip > 0, !rest.isEmpty {
      guard rest.starts(with: stripped) else {
        leftToStrip = 0
        break
      }
      rest = rest.dropFirst(stripped.count)
      leftToStrip -= 1
    }
    return Array(rest)
  }
}
