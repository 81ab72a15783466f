/// Cuts text at spaces where what follows encodes the same whatever stands before.
///
/// Holds for tokenizers whose normalizers look no further than a word and whose model sees words one
/// by one, as those of SentencePiece do. A cut is a single space between two *solid* characters:
/// such as neither vanish nor turn into white space nor join their neighbours.
final class ChunkCutter {
  /// The bits beside the length in a key: where the chunk lies in its part and in the text.
  private enum Place {
    static let start: UInt8 = 0x20
    static let end: UInt8 = 0x40
    static let textStart: UInt8 = 0x80
  }

  let cache = WordCache(bits: 15)
  private let solid: ScalarPages

  /// - Returns: nil where the tokenizer looks past words.
  init?(_ tokenizer: Tokenizer) {
    guard tokenizer.normalizedTokens.isEmpty, tokenizer.normalizer.steps.allSatisfy(Self.isLocal),
      let joining = Self.joining(tokenizer)
    else { return nil }
    let normalizer = tokenizer.normalizer
    let classes = ScalarClass.table()
    solid = ScalarPages { Self.isSolid($0, normalizer, classes, joining) ? 1 : 0 }
  }

  private static func isLocal(_ step: NormalizerStep) -> Bool {
    switch step {
    case .form, .lowercase, .stripAccents, .strip, .prepend, .precompiled, .nmt: true
    case .replace(.literal(let sought), _): sought == [0x20] || !sought.contains(0x20)
    case .replace(.run(let sign, let least), _): sign == 0x20 && least > 1
    case .replace(.expression(.spaceRuns), _): true
    case .replace(.expression, _), .bert, .sentencePiece: false
    }
  }

  /// The scalars that some token has before a space; nil where tokens may reach over any.
  private static func joining(_ tokenizer: Tokenizer) -> Set<UInt32>? {
    var isSplit = false
    for step in tokenizer.splitter.steps {
      switch step {
      case .whitespaceSplit: break
      case .metaspace(let metaspace): isSplit = metaspace.splits
      case .split(.literal(let sought), _, _): guard sought == [0x20] else { return nil }
      default: return nil
      }
    }
    switch tokenizer.model {
    case .unigram: return isSplit ? [] : nil
    case .bytePair(let model):
      if isSplit { return [] }
      // Unknown characters on both sides of a cut would be one token.
      let mayFuse = model.fusesUnknown && !(model.fallbackIDs?.allSatisfy { $0 >= 0 } ?? false)
      return mayFuse ? nil : joining(model.pieces)
    case .wordPiece, .wordLevel: return nil
    }
  }

  /// What stands before a space or its sign within a token, those two left out.
  private static func joining(_ pieces: Vocabulary) -> Set<UInt32> {
    var found: Set<UInt32> = []
    pieces.forEachToken { token, _ in
      guard token.dropFirst().contains(where: { $0 == 0x20 || $0 == 0xE2 }) else { return }
      let scalars = Array(String(decoding: token, as: UTF8.self).unicodeScalars)
      for (before, after) in zip(scalars, scalars.dropFirst()) {
        guard after == " " || after == "\u{2581}", before != " ", before != "\u{2581}" else {
          continue
        }
        found.insert(before.value)
      }
    }
    return found
  }

  private static func isSolid(
    _ value: UInt32,
    _ normalizer: Normalizer,
    _ classes: ScalarPages,
    _ joining: Set<UInt32>
  ) -> Bool {
    guard value > 0x20, value != 0x7F, let scalar = Unicode.Scalar(value) else { return false }
    let bits = ScalarClass(rawValue: classes[value])
    guard value < 0x80 || !bits.isDisjoint(with: [.letter, .number]) else { return false }
    var (text, spare) = (MappedText(), MappedText())
    Array(String(scalar).utf8).withUnsafeBytes { text.append(original: $0, at: 0) }
    _ = normalizer.apply(to: &text, spare: &spare, classes: classes, atStart: false, atEnd: false)
    guard text.count > 0, let last = text.scalar(before: text.count), !joining.contains(last)
    else { return false }
    return [text.scalar(at: 0).0, last].allSatisfy {
      !ScalarTraits.isWhitespace($0) && !ScalarTraits.isMark($0) && $0 != 0x2581
    }
  }

  /// The end of the chunk that begins at a position: the next cut after it.
  func end(of start: Int, in text: UnsafeRawBufferPointer, _ limit: Int) -> Int {
    var position = start + 1
    while position < limit {
      if text[position] == 0x20, position + 1 < limit, isSolid(text, position + 1),
        isSolid(text, before: position, start)
      {
        return position
      }
      position &+= 1
    }
    return limit
  }

  @inline(__always)
  private func isSolid(_ text: UnsafeRawBufferPointer, _ at: Int) -> Bool {
    let byte = text[at]
    return solid[byte < 0x80 ? UInt32(byte) : UTF8Repair.decode(text, at).0 ?? 0] != 0
  }

  @inline(__always)
  private func isSolid(_ text: UnsafeRawBufferPointer, before end: Int, _ limit: Int) -> Bool {
    var at = end - 1
    while at > limit, text[at] & 0xC0 == 0x80 { at -= 1 }
    return isSolid(text, at)
  }

  /// The key of a chunk, nil where it is too long.
  @inline(__always)
  func key(
    _ text: UnsafeRawBufferPointer,
    _ chunk: Range<Int>,
    of part: Range<Int>
  ) -> WordCache.Key? {
    guard var key = WordCache.Key(text, chunk) else { return nil }
    if chunk.lowerBound == part.lowerBound { key.length |= Place.start }
    if chunk.upperBound == part.upperBound { key.length |= Place.end }
    if chunk.lowerBound == 0 { key.length |= Place.textStart }
    return key
  }
}
