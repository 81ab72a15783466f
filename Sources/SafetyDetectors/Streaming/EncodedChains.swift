/// Pieces of one payload that lines, quotation marks, commas or signs of a programming language part.
///
/// Pieces of base64 are letters of its alphabet that look like no word; units of hexadecimal are
/// pairs of digits and longer, with `0x` or `\x` before them or not; escapes stand alone in a word.
struct EncodedChains {
  /// A piece of base64 of fewer letters is a word.
  static let shortestPiece = 8
  /// Bytes that may part two pieces: the end of a line, its indentation, quotation marks, a `+`.
  static let longestGap = 32
  /// Digits that are looked at again behind a cut, so that a phrase there is still seen whole.
  static let overlap = 128

  private let bytes: [UInt8]
  private let isContinued: Bool

  /// - Parameters:
  ///   - bytes: Words of ASCII and what parts them.
  ///   - isContinued: Whether they go on behind a cut, so that the first piece may be a piece's end.
  init(_ bytes: [UInt8], isContinued: Bool = false) {
    self.bytes = bytes
    self.isContinued = isContinued
  }

  // MARK: While a text arrives

  /// Whether more of a payload may follow behind the space after a word.
  ///
  /// - Parameters:
  ///   - word: The word's bytes.
  ///   - isLater: Whether a word before it said so too.
  /// - Returns: False for nearly all words of prose.
  static func goesOn(_ word: ArraySlice<UInt8>, isLater: Bool) -> Bool {
    let mayBegin = word.count >= shortestPiece || word.contains(where: ASCIIByte.isDigit)
    guard isLater || mayBegin else { return false }
    // Nothing follows the padding of base64.
    if word.last == 0x3D { return QuotedPrintable.goesOn(word) }
    guard let end = word.lastIndex(where: ASCIIByte.isAlphanumeric) else {
      return isLater && word.count <= 3
    }
    if isEscape(word) { return true }
    var start = end
    while start > word.startIndex, EncodedText.isBase64(word[start - 1]) { start -= 1 }
    if looksEncoded(word[start...end]), !word[end...].contains(0x3D) { return true }
    start = end
    while start > word.startIndex, ASCIIByte.isAlphanumeric(word[start - 1]) { start -= 1 }
    guard let digits = hexUnit(word[start...end], after: word[..<start].last) else { return false }
    // Words such as `be` and `fade` begin nothing.
    return isLater || digits.contains(where: ASCIIByte.isDigit)
  }

  /// Lower case, and a capital or figure past the first letter, as names of programs have it too.
  private static func looksEncoded(_ piece: ArraySlice<UInt8>) -> Bool {
    guard piece.count >= shortestPiece, piece.contains(where: ASCIIByte.isLower) else {
      return false
    }
    return piece.dropFirst().contains { ASCIIByte.isUpper($0) || ASCIIByte.isDigit($0) }
  }

  /// The digits of a unit: two, four, six or eight, or more with a figure among them.
  private static func hexUnit(
    _ unit: ArraySlice<UInt8>,
    after sign: UInt8?
  ) -> ArraySlice<UInt8>? {
    // What addresses of pages escape is no encoded text, and is read as escapes.
    guard sign != 0x25 else { return nil }
    var digits = unit
    if digits.starts(with: [0x30, 0x78]) || digits.starts(with: [0x30, 0x58]) {
      digits = digits.dropFirst(2)
    } else if sign == 0x5C, digits.first.map({ $0 | 0x20 == 0x78 }) ?? false {
      digits = digits.dropFirst()
    }
    guard !digits.isEmpty, digits.count.isMultiple(of: 2), digits.allSatisfy(ASCIIByte.isHex)
    else { return nil }
    return digits.count <= 8 || digits.contains(where: ASCIIByte.isDigit) ? digits : nil
  }

  /// Whether a word is an escape of a character and nothing else, or several.
  private static func isEscape(_ word: ArraySlice<UInt8>) -> Bool {
    guard let first = word.first, first == 0x25 || first == 0x26 || first == 0x5C else {
      return false
    }
    return EscapedCharacters(Array(word))?.isWhole ?? false
  }

  // MARK: Once it is there

  /// A payload put together, and the bytes from its first piece to its last.
  struct Joined {
    var range: Range<Int>
    var decoded: EncodedText.Decoded
  }

  /// Whether a part of the text is base64 or hexadecimal in several pieces, or escapes apart.
  ///
  /// - Complexity: Linear in the bytes.
  func joined(base64: Bool, hex: Bool, percent: Bool) -> [Joined] {
    var found: [Joined] = []
    if base64 { found += base64Chains().compactMap(base64Text) }
    if hex { found += hexChains().compactMap(hexText) }
    if percent { found += escapeChains().compactMap(escapedText) }
    return found
  }

  /// The offset from which bytes belong to what follows a cut; nil where the payload, if there is
  /// one, ends before it.
  ///
  /// A cut falls between whole groups of four letters, or between whole bytes.
  func keptBehindCut() -> Int? {
    let chains = base64Chains() + hexChains()
    let edge = bytes.count - Self.longestGap
    let last = chains.filter { $0.last.map { $0.upperBound >= edge } ?? false }
    guard let chain = last.max(by: { $0.count < $1.count }) else { return nil }
    let digits = chain.flatMap { Array($0) }
    guard digits.count > 2 * Self.overlap else { return nil }
    let kept = digits[(digits.count - Self.overlap) / 4 * 4]
    return kept > bytes.count / 2 ? kept : nil
  }

  /// Runs of bytes of a kind that hold a letter or figure.
  private func pieces(of isMember: (UInt8) -> Bool) -> [Range<Int>] {
    var pieces: [Range<Int>] = []
    var start = 0
    for index in 0...bytes.count where index == bytes.count || !isMember(bytes[index]) {
      if EncodedText.isLineEnd(bytes, start), start < index { start += 1 }
      if start < index, bytes[start..<index].contains(where: ASCIIByte.isAlphanumeric) {
        pieces.append(start..<index)
      }
      start = index + 1
    }
    return pieces
  }

  private func base64Chains() -> [[Range<Int>]] {
    var chains: [[Range<Int>]] = []
    var chain: [Range<Int>] = []
    for piece in pieces(of: EncodedText.isBase64) {
      if let last = chain.last, piece.lowerBound - last.upperBound > Self.longestGap {
        chains.append(chain)
        chain = []
      }
      let isPiece =
        Self.looksEncoded(bytes[piece]) || isContinued && piece.lowerBound == 0
      let goesOn =
        isPiece && !(piece.upperBound < bytes.count && bytes[piece.upperBound] == 0x3D)
      // The last piece may be as short as it likes.
      if goesOn || !chain.isEmpty { chain.append(piece) }
      if !goesOn, !chain.isEmpty {
        chains.append(chain)
        chain = []
      }
    }
    return chain.isEmpty ? chains : chains + [chain]
  }

  private func hexChains() -> [[Range<Int>]] {
    var chains: [[Range<Int>]] = [[]]
    for piece in pieces(of: ASCIIByte.isAlphanumeric) {
      let before = piece.lowerBound > 0 ? bytes[piece.lowerBound - 1] : nil
      let digits = Self.hexUnit(bytes[piece], after: before)
      let end = chains.last?.last?.upperBound ?? piece.lowerBound
      if digits == nil || piece.lowerBound - end > Self.longestGap { chains.append([]) }
      if let digits { chains[chains.count - 1].append(digits.startIndex..<digits.endIndex) }
    }
    return chains.filter { !$0.isEmpty }
  }

  private func escapeChains() -> [[Range<Int>]] {
    var chains: [[Range<Int>]] = [[]]
    for word in bytes.words {
      if Self.isEscape(bytes[word]) {
        chains[chains.count - 1].append(word)
      } else {
        chains.append([])
      }
    }
    return chains.filter { $0.count > 1 }
  }

  /// What pieces decode to, all of them or without a word before or behind; nil where one piece is
  /// all there is, which is looked at as a word.
  private func best(
    of chain: [Range<Int>],
    decode: (ArraySlice<UInt8>) -> [UInt8]?
  ) -> (range: Range<Int>, text: String)? {
    guard chain.count > 1 else { return nil }
    let whole = chain[...]
    let parts = [whole, whole.dropLast(), whole.dropFirst(), whole.dropFirst().dropLast()]
    var best: (Range<Int>, String)?
    for part in parts {
      let digits = part.flatMap { bytes[$0] }
      guard digits.count >= EncodedText.shortest, let first = part.first, let last = part.last,
        let text = decode(digits[...]).flatMap(EncodedText.mostlyReadable)
      else { continue }
      let found = (first.lowerBound..<last.upperBound, text.text)
      if text.isClean { return part.count > 1 ? found : nil }
      if part.count > 1, best == nil { best = found }
    }
    return best
  }

  private func base64Text(_ chain: [Range<Int>]) -> Joined? {
    best(of: chain, decode: EncodedText.fromBase64).map {
      Joined(range: $0.range, decoded: .init(encoding: .base64, text: $0.text))
    }
  }

  private func hexText(_ chain: [Range<Int>]) -> Joined? {
    guard let (range, text) = best(of: chain, decode: EncodedText.fromHex) else { return nil }
    // Numbers of two figures decode to letters too.
    let letters = text.utf8.count { ASCIIByte.isLetter($0) || $0 == 0x20 || $0 >= 0x80 }
    let hasLetter = chain.contains { bytes[$0].contains(where: ASCIIByte.isLetter) }
    let isRemarkable = letters * 5 >= text.utf8.count * 4 && hasLetter
    return Joined(
      range: range,
      decoded: .init(encoding: .hex, text: text, isRemarkable: isRemarkable)
    )
  }

  private func escapedText(_ chain: [Range<Int>]) -> Joined? {
    let escapes = chain.flatMap { bytes[$0] }
    let texts = EncodedText.texts(in: escapes, base64: false, hex: false, percent: true)
    guard let decoded = texts.first, let first = chain.first, let last = chain.last else {
      return nil
    }
    return Joined(range: first.lowerBound..<last.upperBound, decoded: decoded)
  }
}

extension [UInt8] {
  /// Where words stand that spaces and control characters part.
  var words: [Range<Int>] {
    var words: [Range<Int>] = []
    var start = 0
    for index in 0...count where index == count || self[index] <= 0x20 {
      if start < index { words.append(start..<index) }
      start = index + 1
    }
    return words
  }
}
