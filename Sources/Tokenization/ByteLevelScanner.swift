/// Byte-level BPE in one pass over the text's own bytes, with a cache of pieces.
final class ByteLevelScanner {
  private let expression: SplitExpression
  private let addsPrefixSpace: Bool
  private let trimsRanges: Bool
  /// Whether the normalisation forms in front leave a scalar alone; nil without any.
  private let inert: ScalarPages?
  private let classes: ScalarPages
  private let pieces: PieceEncoder
  private let cache = WordCache(bits: 15)

  /// - Returns: nil where the tokenizer is not byte-level or asks for more than this can do.
  init?(_ tokenizer: Tokenizer, classes: ScalarPages, pieces: PieceEncoder) {
    guard tokenizer.isByteLevel, tokenizer.normalizedTokens.isEmpty,
      let expression = Self.expression(tokenizer.splitter.steps),
      case .byteLevel(let addsPrefixSpace, _)? = tokenizer.splitter.steps.last,
      !addsPrefixSpace || expression == .gpt2
    else { return nil }
    var forms: [NormalizationForm] = []
    for step in tokenizer.normalizer.steps {
      guard case .form(let form) = step else { return nil }
      forms.append(form)
    }
    self.expression = expression
    self.addsPrefixSpace = addsPrefixSpace
    trimsRanges = tokenizer.trimsRanges
    inert =
      forms.isEmpty
      ? nil
      : ScalarPages { [forms] scalar in
        forms.allSatisfy { Decompositions.shared.isInert(scalar, in: $0) } ? 1 : 0
      }
    self.classes = classes
    self.pieces = pieces
  }

  private static func expression(_ steps: [PreTokenizerStep]) -> SplitExpression? {
    switch (steps.count, steps.first) {
    case (1, .byteLevel(_, usesExpression: true)): .gpt2
    case (2, .split(.expression(let expression), .isolated, inverted: false)):
      if case .byteLevel(_, usesExpression: false) = steps[1] { expression } else { nil }
    default: nil
    }
  }

  /// Appends the tokens of a part of a text.
  ///
  /// - Parameters:
  ///   - text: Valid UTF-8.
  ///   - range: The part.
  ///   - output: Receives the tokens.
  /// - Returns: False where the part must go the slow way; nothing is appended then.
  func encode(
    _ text: UnsafeRawBufferPointer,
    _ range: Range<Int>,
    into output: inout TokenBuffer
  ) -> Bool {
    guard isInert(text, range) else { return false }
    var start = range.lowerBound
    if addsPrefixSpace, !range.isEmpty, text[start] != 0x20 {
      let cursor = SplitCursor(text: text, end: range.upperBound, classes: classes)
      let end = cursor.gpt2(afterSpaceAt: start)
      append(prefixed: text, start..<end, &output)
      start = end
    }
    expression.forEachMatch(in: text, start..<range.upperBound, classes) { piece in
      append(text, piece, &output)
    }
    return true
  }

  private func isInert(_ text: UnsafeRawBufferPointer, _ range: Range<Int>) -> Bool {
    guard let inert else { return true }
    var position = range.lowerBound
    while position < range.upperBound {
      if text[position] < 0x80 {
        position &+= 1
      } else {
        let (scalar, length) = UTF8Repair.decode(text, position)
        guard inert[scalar ?? 0xFFFD] != 0 else { return false }
        position += length
      }
    }
    return true
  }

  @inline(__always)
  private func append(
    _ text: UnsafeRawBufferPointer,
    _ piece: Range<Int>,
    _ output: inout TokenBuffer
  ) {
    let at = Int32(truncatingIfNeeded: piece.lowerBound)
    guard let key = WordCache.Key(text, piece) else { return learn(text, piece, nil, &output) }
    guard let entry = cache.entry(key) else { return learn(text, piece, key, &output) }
    output.append(entry, at)
  }

  @inline(never)
  private func learn(
    _ text: UnsafeRawBufferPointer,
    _ piece: Range<Int>,
    _ key: WordCache.Key?,
    _ output: inout TokenBuffer
  ) {
    let first = output.count
    let base = piece.lowerBound
    pieces.encode(
      UnsafeRawBufferPointer(rebasing: text[piece]),
      places: { Self.place(base + $0, base + $1, text) },
      into: &output
    )
    if trimsRanges { RangeTrimming.trim(&output, from: first, in: text) }
    if let key { cache.store(key, output, from: first, base: Int32(truncatingIfNeeded: base)) }
  }

  /// A range that takes whole scalars in, as in HF tokenizers.
  private static func place(
    _ start: Int,
    _ end: Int,
    _ text: UnsafeRawBufferPointer
  ) -> (Int32, Int32) {
    var (start, end) = (start, end)
    while start > 0, start < text.count, text[start] & 0xC0 == 0x80 { start -= 1 }
    while end < text.count, text[end] & 0xC0 == 0x80 { end += 1 }
    return (Int32(truncatingIfNeeded: start), Int32(truncatingIfNeeded: end))
  }

  /// The same for a piece with a space in front that is not in the text.
  private func append(
    prefixed text: UnsafeRawBufferPointer,
    _ piece: Range<Int>,
    _ output: inout TokenBuffer
  ) {
    let first = output.count
    let base = piece.lowerBound - 1
    ([0x20] + text[piece]).withUnsafeBytes { bytes in
      pieces.encode(
        bytes,
        places: { Self.place(base + max(1, $0), base + max(1, $1), text) },
        into: &output
      )
    }
    if trimsRanges { RangeTrimming.trim(&output, from: first, in: text) }
  }
}
