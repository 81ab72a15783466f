/// Encodes texts for one worker: holds memory that is used again and a cache of words.
package final class TokenEncoder {
  /// Bytes of a text that are encoded; ranges have 32 bits.
  static let longestText = Int(Int32.max)

  let tokenizer: Tokenizer
  let readsSpecialTokens: Bool
  let classes = ScalarClass.table()
  var output = TokenBuffer(capacity: 1024)
  var text = MappedText()
  var spare = MappedText()
  let pieces: PieceEncoder
  private let bert: BertScanner?
  private let byteLevel: ByteLevelScanner?
  private let chunks: ChunkCutter?

  init(_ tokenizer: Tokenizer, readsSpecialTokens: Bool) {
    self.tokenizer = tokenizer
    self.readsSpecialTokens = readsSpecialTokens
    pieces = PieceEncoder(tokenizer.model)
    bert = BertScanner(tokenizer)
    byteLevel = ByteLevelScanner(tokenizer, classes: classes, pieces: pieces)
    chunks = ChunkCutter(tokenizer)
  }

  deinit { output.deallocate() }

  /// Encodes a text without special tokens around it.
  ///
  /// - Parameters:
  ///   - text: UTF-8; each longest part that is none counts as U+FFFD. What lies past
  ///     `longestText` is left out.
  ///   - result: Receives the tokens in place of what it held.
  package func encode(_ text: UnsafeRawBufferPointer, into result: inout TokenizedText) {
    output.count = 0
    fill(from: text)
    output.copy(into: &result)
  }

  /// Encodes a text with the special tokens around it, as HF tokenizers' `encode` does.
  ///
  /// - Parameters:
  ///   - text: As of `encode(_:into:)`.
  ///   - result: Receives the tokens; those around the text have empty ranges.
  package func encodeWithSpecialTokens(
    _ text: UnsafeRawBufferPointer,
    into result: inout TokenizedText
  ) {
    output.count = 0
    for id in tokenizer.specialTokens.prefix { output.append(id, 0, 0) }
    fill(from: text)
    for id in tokenizer.specialTokens.suffix { output.append(id, 0, 0) }
    output.copy(into: &result)
  }

  private func fill(from text: UnsafeRawBufferPointer) {
    let text = UnsafeRawBufferPointer(rebasing: text.prefix(Self.longestText))
    if UTF8Repair.isValid(text) {
      encodeParts(of: text)
    } else {
      let first = output.count
      let repaired = RepairedText(text)
      repaired.bytes.withUnsafeBytes { encodeParts(of: $0) }
      repaired.restore(output.starts + first, output.ends + first, count: output.count - first)
    }
  }

  /// Encodes valid UTF-8, cut at the added tokens.
  private func encodeParts(of text: UnsafeRawBufferPointer) {
    tokenizer.rawTokens.forEachPart(
      of: text,
      0..<text.count,
      readsSpecial: readsSpecialTokens,
      classes: classes
    ) { range, token in
      if let token {
        append(token, range)
      } else {
        encodePart(of: text, range)
      }
    }
  }

  private func append(_ token: AddedToken, _ range: Range<Int>) {
    output.append(
      token.id,
      Int32(truncatingIfNeeded: range.lowerBound),
      Int32(truncatingIfNeeded: range.upperBound)
    )
  }

  private func encodePart(of bytes: UnsafeRawBufferPointer, _ range: Range<Int>) {
    if let bert, bert.encode(bytes, range, into: &output) { return }
    if let byteLevel, byteLevel.encode(bytes, range, into: &output) { return }
    guard let chunks else { return encodeSlowly(bytes, range, of: range) }
    var start = range.lowerBound
    while start < range.upperBound {
      let end = chunks.end(of: start, in: bytes, range.upperBound)
      encodeChunk(bytes, start..<end, of: range, chunks)
      start = end
    }
  }

  private func encodeChunk(
    _ bytes: UnsafeRawBufferPointer,
    _ chunk: Range<Int>,
    of part: Range<Int>,
    _ chunks: ChunkCutter
  ) {
    let base = Int32(truncatingIfNeeded: chunk.lowerBound)
    guard let key = chunks.key(bytes, chunk, of: part) else {
      return encodeSlowly(bytes, chunk, of: part)
    }
    if let entry = chunks.cache.entry(key) { return output.append(entry, base) }
    let first = output.count
    encodeSlowly(bytes, chunk, of: part)
    chunks.cache.store(key, output, from: first, base: base)
  }

  /// Encodes a range by every component in turn, whatever they are; it may be a chunk of a part.
  private func encodeSlowly(
    _ bytes: UnsafeRawBufferPointer,
    _ range: Range<Int>,
    of part: Range<Int>
  ) {
    text.removeAll()
    text.append(original: UnsafeRawBufferPointer(rebasing: bytes[range]), at: range.lowerBound)
    let origin = tokenizer.normalizer.apply(
      to: &text,
      spare: &spare,
      classes: classes,
      atStart: range.lowerBound == part.lowerBound,
      atEnd: range.upperBound == part.upperBound
    )
    guard text.count > 0 else { return }
    guard !tokenizer.normalizedTokens.isEmpty else {
      return splitAndEncode(bytes, 0..<text.count, origin: origin)
    }
    let normalized = text
    normalized.bytes.withUnsafeBytes { all in
      tokenizer.normalizedTokens.forEachPart(
        of: all,
        0..<all.count,
        readsSpecial: readsSpecialTokens,
        classes: classes
      ) { piece, token in
        let (start, end) = normalized.place(piece)
        if let token {
          output.append(token.id, start, end)
        } else {
          text = normalized
          splitAndEncode(bytes, piece, origin: piece.lowerBound == 0 ? origin : start)
        }
      }
    }
  }

  private func splitAndEncode(
    _ bytes: UnsafeRawBufferPointer,
    _ range: Range<Int>,
    origin: Int32
  ) {
    let first = output.count
    let pieces = tokenizer.splitter.split(
      &text,
      spare: &spare,
      range,
      origin: origin,
      classes: classes
    )
    for piece in pieces { encodePiece(piece) }
    if tokenizer.trimsRanges, tokenizer.isByteLevel {
      RangeTrimming.trim(&output, from: first, in: bytes)
    }
  }

  private func encodePiece(_ piece: Range<Int>) {
    text.bytes.withUnsafeBytes { all in
      let word = UnsafeRawBufferPointer(rebasing: all[piece])
      let places = { (start: Int, end: Int) -> (Int32, Int32) in
        self.text.place(piece.lowerBound + start..<piece.lowerBound + end)
      }
      pieces.encode(word, places: places, into: &output)
    }
  }
}

extension TokenEncoder {
  /// The same for bytes in an array.
  package func encode(_ text: [UInt8], into result: inout TokenizedText) {
    text.withUnsafeBytes { encode($0, into: &result) }
  }

  /// Encodes a string without special tokens around it.
  package func encode(_ text: String) -> TokenizedText {
    var result = TokenizedText()
    encode(Array(text.utf8), into: &result)
    return result
  }

  /// Encodes a string with the special tokens around it.
  package func encodeWithSpecialTokens(_ text: String) -> TokenizedText {
    var result = TokenizedText()
    Array(text.utf8).withUnsafeBytes { encodeWithSpecialTokens($0, into: &result) }
    return result
  }
}
